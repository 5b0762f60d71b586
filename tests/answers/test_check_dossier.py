"""A dossier can be checked again, from each of its formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.answers.test_dossier import BASE, DATA, LICENCES, OTHER, SMALL, SOURCE, TUNED, ask, registry_of

from llmsurvey.answers.check_dossier import ChangeEntry, CheckQuestion, check_dossier
from llmsurvey.answers.dossier import DossierAnswer
from llmsurvey.answers.dossier_file import parse_dossier
from llmsurvey.dossiers import render
from llmsurvey.errors import RequestError
from llmsurvey.formats import render as render_table
from llmsurvey.library import Library
from llmsurvey.messages import use_language
from llmsurvey.registry.registry import Registry

FORMATS = ("html", "md", "json")


def written(answer: DossierAnswer, form: str) -> bytes:
    if form == "json":
        return render_table(answer.table(), "json")
    return render(answer, "html" if form == "html" else "md")


def changes(folder: Path, registry: Registry, form: str = "html", name: str = "tuned") -> list[ChangeEntry]:
    path = folder / f"dossier.{form}"
    path.write_bytes(written(ask(SMALL, name, "other"), form))
    return list(check_dossier(Library(registry=registry), CheckQuestion(check=path)).entries)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_changed_by_the_same_facts(tmp_path: Path, form: str) -> None:
    assert changes(tmp_path, SMALL, form) == []
    assert changes(tmp_path, registry_of(OTHER, TUNED, BASE, licences=LICENCES[::-1]), form) == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_dossier_of_real_models_is_read_back_as_it_was(registry: Registry, form: str) -> None:
    answer = ask(registry, "KULLM", "Vicuna", "Falcon@40B", "Gemma-Ko")
    before = json.loads(written(answer, "json"))
    dossier = parse_dossier(written(answer, form), Path("x"))
    assert json.loads(json.dumps(before)) == json.loads(json.dumps(_plain(dossier)))


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def test_a_changed_licence_changes_verdict_chain_and_conditions(tmp_path: Path) -> None:
    found = changes(tmp_path, registry_of({**BASE, "licence": "free"}, TUNED, OTHER))
    told = {(entry.name, entry.part, entry.about, entry.before, entry.now) for entry in found}
    assert ("Tuned", "verdict", "", "conditional", "yes") in told
    assert ("Tuned", "condition", "Bound: attribution", "Name us (section 2).", None) in told
    assert {entry.part for entry in found} >= {"step", "source", "record"}
    assert {entry.name for entry in found} == {"Tuned", None}


def test_a_source_that_was_read_again_is_a_change(tmp_path: Path) -> None:
    changed = registry_of({**BASE, "sources": [{**SOURCE, "checked": "2026-02-03"}]}, TUNED, OTHER)
    assert [entry[1:] for entry in changes(tmp_path, changed)[:1]] == [
        ("source", "https://example.org/a", "2026-01-02", "2026-02-03")
    ]


def test_wording_in_the_other_language_is_told_by_its_record(tmp_path: Path) -> None:
    condition = {"kind": "attribution", "text": {"en": "Name us (section 2).", "ko": "다르게."}}
    changed = registry_of(BASE, TUNED, OTHER, licences=[LICENCES[0], {**LICENCES[1], "conditions": [condition]}])
    (entry,) = changes(tmp_path, changed)
    assert (entry.part, entry.about) == ("record", "licence/bound")


def test_withdrawn_data_are_a_change(tmp_path: Path) -> None:
    changed = registry_of(BASE, TUNED, OTHER, datasets=[{**DATA[0], "rights": "withdrawn"}])
    assert {entry.part for entry in changes(tmp_path, changed)} == {"step", "data", "record"}


def test_a_model_that_is_gone_is_a_change(tmp_path: Path) -> None:
    (gone, *records) = changes(tmp_path, registry_of(BASE, OTHER))
    assert (gone.name, gone.part) == ("tuned", "model")
    assert {entry.part for entry in records} == {"record"}
    assert len(changes(tmp_path, registry_of())) > 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_was_cut_off_is_no_dossier(form: str) -> None:
    content = written(ask(SMALL, "tuned"), form)
    for size in (0, 10, len(content) // 2, len(content) - 40):
        with pytest.raises(RequestError, match="is no dossier"):
            parse_dossier(content[:size], Path("x"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"digest": "sha256:0"}, "was changed since"),
        ({"record_digests": {}}, "was changed since"),
        ({"sections": [{}]}, "was changed since"),
        ({"dossier": 99, "llmsurvey": "9.0"}, "another version"),
        ({"dossier": [[]]}, "another version"),
    ],
)
def test_a_file_with_something_else_in_it_says_so_in_a_line(change: dict[str, Any], told: str) -> None:
    stated = json.loads(written(ask(SMALL, "tuned"), "json"))
    with pytest.raises(RequestError, match=told) as raised:
        parse_dossier(json.dumps({**stated, **change}).encode(), Path("x"))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "content", [b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b"<html></html>", b'{"answer": 3}']
)
def test_a_foreign_file_is_no_dossier(content: bytes) -> None:
    with pytest.raises(RequestError, match="is no dossier"):
        parse_dossier(content, Path("x"))


def test_an_answer_in_its_envelope_is_read() -> None:
    stated = json.loads(written(ask(SMALL, "tuned"), "json"))
    assert parse_dossier(json.dumps({"command": "licence", "answer": stated}).encode(), Path("x")).asked.names == (
        "tuned",
    )


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_that_was_edited_is_no_change_of_the_registry(form: str) -> None:
    content = written(ask(SMALL, "tuned"), form)
    edited = content.replace(b"Name us (section 2).", b"Do as you please.")
    assert edited != content
    with pytest.raises(RequestError, match="was changed since"):
        parse_dossier(edited, Path("x"))


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_text_that_was_edited_is_told(tmp_path: Path, form: str, language: str) -> None:
    path = tmp_path / f"dossier.{form}"
    use_language(language)
    try:
        content = written(ask(SMALL, "tuned"), form)
    finally:
        use_language("en")
    library, question = Library(registry=SMALL), CheckQuestion(check=path)
    for same in (content, content.replace(b"\n", b"\r\n")):
        path.write_bytes(same)
        assert [str(note) for note in check_dossier(library, question).notes] == ["Nothing changed."]
    path.write_bytes(content.replace(b"Tuned", b"Turned", 1))
    answer = check_dossier(library, question)
    assert "The text of the file isn't as it was written" in str(answer.notes[1])
    assert answer.entries == []


def test_a_dossier_without_a_digest_of_itself_is_of_another_version() -> None:
    stated = json.loads(written(ask(SMALL, "tuned"), "json"))
    del stated["content_digest"]
    with pytest.raises(RequestError, match="another version"):
        parse_dossier(json.dumps(stated).encode(), Path("x"))
