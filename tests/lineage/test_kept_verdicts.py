"""Verdicts out of the cache are those that are worked out anew, and what is no such file is as if it weren't there."""

from __future__ import annotations

import copy
import hashlib
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.library import Library
from llmsurvey.lineage import kept_verdicts
from llmsurvey.lineage.kept_verdicts import open_licensing
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import translated, use_language
from llmsurvey.registry.kept.parts import pack_parts
from llmsurvey.registry.registry import Registry

KEY = "0" * 64


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def kept() -> Path:
    (path,) = Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)).glob("verdicts-*")
    return path


def refuse(*_: object) -> None:
    raise AssertionError("worked out again")


def check_verdicts(registry: Registry, licensing: Licensing) -> None:
    anew = Licensing(registry)
    for model in registry.models:
        assert licensing.passed_on((model.id, None)) == anew.passed_on((model.id, None))
        for size in model.each_size():
            mine, other = licensing.assess(model, size), anew.assess(model, size)
            assert mine == other
            assert list(map(translated, mine.caveat_words)) == list(map(translated, other.caveat_words))
            assert mine.conditions == other.conditions
            assert mine.caveats == other.caveats


@pytest.mark.parametrize("language", ["en", "ko"])
def test_verdicts_are_kept_as_they_were(registry: Registry, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_licensing(registry, KEY)
    monkeypatch.setattr(kept_verdicts, "_keep_verdicts", refuse)
    use_language(language)
    check_verdicts(registry, open_licensing(registry, KEY))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"[[], {}, 1]",
        b'[[[["other"], true, [], [[], false], []]], {}]',
        b'[[[["yes"], true, [], [[["a", null, ["{b}", {}]]], false], []]], {}]',
        b'[[[["yes"], true, [], [[["a", null, 7]], false], []]], {}]',
        b'[[], {"gpt": {"117M": ["yes", "0"]}}]',
        b'[[], {"gpt": {"117M": ["yes", 0]}}]',
        b'[[[["no"], true, [], [[], false], []]], {"gpt": {"117M": ["no", 0]}}]',
    ],
)
def test_what_has_another_form_or_seal_is_worked_out_again(registry: Registry, body: bytes) -> None:
    open_licensing(registry, KEY)
    sound = kept().read_bytes()
    kept().write_bytes(sound.partition(b"\n")[0] + b"\n" + body)
    check_verdicts(registry, open_licensing(registry, KEY))
    assert kept().read_bytes() == sound


@pytest.mark.parametrize("length", [0, 10, -1])
def test_a_truncated_file_is_worked_out_again(registry: Registry, length: int) -> None:
    open_licensing(registry, KEY)
    sound = kept().read_bytes()
    kept().write_bytes(sound[:length])
    check_verdicts(registry, open_licensing(registry, KEY))
    assert kept().read_bytes() == sound


def test_a_folder_that_cannot_be_written_is_no_error(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    check_verdicts(registry, open_licensing(registry, KEY))


def test_several_processes_at_once_leave_what_one_does(tmp_path: Path) -> None:
    """Of the compiled registry and of its verdicts, both of which each process has to make."""
    layer = tmp_path / "mine.yaml"
    layer.write_text("models:\n- {id: mine, name: Mine, licence: mit}\n", encoding="utf-8")
    command = [sys.executable, "-m", "llmsurvey", "licence", "mine", "--registry", str(layer), "-f", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    answers = {process.communicate() for process in running}
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(answers) == 1
    folder = Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False))
    names = sorted(path.name.partition("-")[0] for path in folder.iterdir())
    assert names == ["registry", "verdicts"]
    written = {path: path.read_bytes() for path in folder.iterdir()}
    assert subprocess.run(command, capture_output=True, check=True).stdout == next(iter(answers))[0]
    assert written == {path: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    "sections",
    [
        {"count": [b"0"], "inheritances": [], "models": [b'{"gpt": {"117M": ["other", 0]}}']},
        {"count": [b"1"], "inheritances": [b"[7]"], "models": [b'{"gpt": {"117M": ["yes", 0]}}']},
        {"count": [b"1"], "inheritances": [b"[]"], "models": [b'{"gpt": {"117M": ["yes", 0]}}']},
    ],
)
def test_a_part_of_another_form_is_told_and_mended(registry: Registry, sections: dict[str, list[bytes]]) -> None:
    """Nobody but a forger writes one: its seal is right."""
    sound = put_sealed(registry, sections)
    with pytest.raises(RegistryError, match=r"verdicts-\w+\.cache: is damaged\. Delete it"):
        check_verdicts(registry, open_licensing(registry, KEY))
    assert kept().read_bytes() == sound


def put_sealed(registry: Registry, sections: dict[str, list[bytes]]) -> bytes:
    """Put other verdicts in the place of those that are kept, which are returned, under a seal that is right."""
    open_licensing(registry, KEY)
    sound, digest = kept().read_bytes(), hashlib.sha256(f"{KEY}/{kept_verdicts._code_that_decides()}".encode())
    kept().write_bytes(pack_parts(digest.hexdigest(), sections))
    return sound


@pytest.mark.parametrize("sections", [{}, {"count": []}, {"count": [b"[]"]}])
def test_a_sealed_file_of_another_form_is_worked_out_again(
    registry: Registry, sections: dict[str, list[bytes]]
) -> None:
    sound = put_sealed(registry, sections)
    check_verdicts(registry, open_licensing(registry, KEY))
    assert kept().read_bytes() == sound


@pytest.mark.parametrize("place", [0.2, 0.5, 0.999])
def test_a_part_that_changed_is_worked_out_again(registry: Registry, place: float) -> None:
    open_licensing(registry, KEY)
    sound = kept().read_bytes()
    at = int(place * len(sound))
    kept().write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
    check_verdicts(registry, open_licensing(registry, KEY))
    assert kept().read_bytes() == sound


@pytest.mark.parametrize("again", [copy.deepcopy, lambda library: pickle.loads(pickle.dumps(library))])
def test_whoever_has_recalled_verdicts_can_be_copied(again: Callable[[Library], Library]) -> None:
    Library().licensing()
    library = Library()
    model, size = library.registry.models[-1], next(library.registry.models[-1].each_size())
    assessment = library.licensing().assess(model, size)
    copied = again(library).licensing()
    assert copied.assess(model, size).inheritance == assessment.inheritance
    assert copied == library.licensing()


def test_another_registry_has_verdicts_of_its_own(tmp_path: Path) -> None:
    layer = tmp_path / "mine.yaml"
    layer.write_text("models:\n- {id: gpt, licence: cc-by-nc-4.0}\n", encoding="utf-8")
    for library, verdict in [(Library(), "yes"), (Library([layer]), "no")] * 2:
        model = library.registry.model_by_id["gpt"]
        assert library.licensing().assess(model, next(model.each_size())).verdict == verdict


def test_other_code_than_that_which_worked_them_out_is_not_believed(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_licensing(registry, KEY)
    monkeypatch.setattr(kept_verdicts, "_code_that_decides", lambda: "other")
    monkeypatch.setattr(kept_verdicts, "_keep_verdicts", refuse)
    with pytest.raises(AssertionError, match="worked out again"):
        open_licensing(registry, KEY)
