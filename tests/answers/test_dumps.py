"""Models of an imported dump: every command that names a model finds them, and the others say that they don't look."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.program import run_program

import llmsurvey
from llmsurvey.answers.licence import LicenceAnswer
from llmsurvey.answers.validate import ValidateQuestion, check_registry
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError
from llmsurvey.importers.graphs import Draft, DraftSize, Named, reach_models
from llmsurvey.importers.graphs.draft_columns import columns_of
from llmsurvey.library import Library
from llmsurvey.registry.layers import imports_folder
from llmsurvey.registry.registry import Registry

LLAMA = "meta-llama/Llama-2-7b-hf"


def draft(name: str, *bases: Named, **facts: Any) -> Draft:
    return Draft("model", name, "dump.parquet", 7, dates_release=False, bases=bases, **facts)


def keep(drafts: Iterable[Draft], name: str = "hub-stats-dump") -> Path:
    """Keep a dump among the user's imports, as `import hub-stats` does."""
    folder = imports_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.columns"
    path.write_bytes(columns_of(drafts, "dump.parquet")[0])
    return path


DUMP = [
    draft("me/tuned", Named(LLAMA, "finetuned"), licence="mit", sizes=(DraftSize("7B", 6_738_415_616, "me/tuned"),)),
    draft("me/again", Named("me/tuned", "finetuned"), Named("you/free", "merge"), licence="apache-2.0"),
    draft("you/free", licence="apache-2.0"),
    draft("you/barred", licence="cc-by-nc-4.0"),
    draft("labs/merged-7b", Named("me/again", "merge"), Named("you/barred", "merge"), licence="mit"),
]


@pytest.fixture
def dump(warm_cache: None) -> Path:
    return keep(DUMP)


def ids(answer: Any) -> set[str]:
    return {entry.name.partition("@")[0] for entry in answer.entries}


@pytest.mark.usefixtures("dump")
def test_what_came_from_a_model_of_a_dump_is_told() -> None:
    catalogue = llmsurvey.open()
    assert ids(catalogue.lineage("me/tuned", down=True)) == {"me/tuned", "me/again", "labs/merged-7b"}
    assert ids(catalogue.lineage("ME/Again", both=True)) >= {
        "me/again",
        "me/tuned",
        "you/free",
        "Llama 2",
        "labs/merged-7b",
    }
    way = catalogue.lineage(between=("labs/merged-7b", "me/tuned"))
    assert [entry.name for entry in way.entries] == ["me/tuned", "me/again", "labs/merged-7b"]
    resting = catalogue.licence_descendants("you/barred")
    assert {(entry.name, entry.verdict, entry.decides) for entry in resting.entries} == {
        ("you/barred", "no", True),
        ("labs/merged-7b", "no", True),
    }


@pytest.mark.usefixtures("dump")
def test_a_model_of_the_catalogue_has_its_descendants_in_a_dump() -> None:
    catalogue = llmsurvey.open()
    without = ids(Catalogue(registry=catalogue.registry).lineage("llama-2@7B", down=True))
    assert ids(catalogue.lineage("llama-2@7B", down=True)) - without == {"me/tuned", "me/again", "labs/merged-7b"}
    resting = {
        entry.name.partition("@")[0]: entry.verdict for entry in catalogue.licence_descendants("Llama 2").entries
    }
    assert (resting["me/tuned"], resting["labs/merged-7b"]) == ("conditional", "no")
    way = catalogue.lineage(between=("me/again", "llama-2"))
    assert [entry.name for entry in way.entries] == ["Llama 2", "me/tuned", "me/again"]


@pytest.mark.usefixtures("dump")
def test_a_model_on_a_disk_has_its_base_and_its_descendants_in_a_dump(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: mit\nbase_model: me/again\n---\n")
    catalogue = llmsurvey.open()
    assert ids(catalogue.lineage(str(tmp_path))) >= {"me/again", "me/tuned", "Llama 2"}
    cached = tmp_path / "models--meta-llama--Llama-2-7b-hf" / "snapshots" / "abc"
    cached.mkdir(parents=True)
    (cached / "README.md").write_text("---\nlicense: llama2\n---\n")
    assert ids(catalogue.lineage(str(cached.parents[1]), down=True)) >= {"me/tuned", "labs/merged-7b"}


@pytest.mark.usefixtures("dump")
def test_whatever_names_a_model_finds_those_of_a_dump(tmp_path: Path) -> None:
    catalogue = llmsurvey.open()
    licence = catalogue.licence("labs/merged-7b")
    assert isinstance(licence, LicenceAnswer)
    assert licence.verdicts == ("no",)
    assert {"verdict", "licence"} <= {entry.field for entry in catalogue.show("me/tuned").entries}
    assert not any("cite" in sentence for sentence in catalogue.show("me/tuned").notes)
    assert catalogue.memory("me/tuned").parameters == 6_738_415_616
    bill = {entry.name: entry.concluded for entry in catalogue.bom("me/again").entries}
    assert bill["me/again"] == ("Apache-2.0", "LicenseRef-llmsurvey-llama-2-community", "MIT")
    dossier = catalogue.dossier("me/again", "Falcon@40B")
    assert dossier.asked.names == ("me/again", "falcon@40B")
    (tmp_path / "app.py").write_text(
        'from transformers import AutoModel\nAutoModel.from_pretrained("labs/merged-7b")\n'
    )
    checked = {entry.name: (entry.verdict, entry.passes) for entry in catalogue.check(str(tmp_path)).entries}
    assert checked["labs/merged-7b"] == ("no", "no")


@pytest.mark.usefixtures("dump")
def test_search_finds_the_names_of_a_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = llmsurvey.open()
    assert [entry.id for entry in catalogue.search("me/tuned").entries] == ["me/tuned"]
    assert "labs/merged-7b" in [entry.id for entry in catalogue.search("MERGED").entries]
    assert catalogue.search("you barred").entries[0].developers == ()
    monkeypatch.setattr("llmsurvey.answers.search._MOST_OF_DUMPS", 1)
    answer = catalogue.search("me")
    assert "Of 3 models of an imported dump with such names 1 are among these." in answer.notes


@pytest.mark.usefixtures("dump")
def test_who_does_not_look_into_a_dump_says_so() -> None:
    catalogue = llmsurvey.open()
    answers: list[Any] = [
        catalogue.list(),
        catalogue.choose(),
        catalogue.families(),
        catalogue.licences(),
        catalogue.stats(),
        catalogue.conflicts(),
        catalogue.licence_descendants("mit"),
        catalogue.lineage("c4", down=True),
    ]
    for answer in answers:
        assert any("5 models of an imported dump" in sentence for sentence in answer.notes), type(answer)


def test_without_a_dump_nothing_is_said_of_one() -> None:
    catalogue = llmsurvey.open()
    assert catalogue.dumps == ()
    assert not any("dump" in sentence for sentence in (*catalogue.list().notes, *catalogue.search("llama").notes))


def test_of_too_many_descendants_the_nearest_are_told_and_how_many_are_left(
    warm_cache: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep([draft("o/0"), *(draft(f"o/{number}", Named(f"o/{(number - 1) // 3}", "adapter")) for number in range(1, 40))])
    monkeypatch.setattr(reach_models, "MOST_BELOW", 12)
    for answer in (llmsurvey.open().lineage("o/0", down=True), llmsurvey.open().licence_descendants("o/0")):
        assert ids(answer) == {f"o/{number}" for number in range(13)}
        assert any(sentence.startswith("27 more models of an imported dump") for sentence in answer.notes)


def made_up_dump(seed: int) -> list[Draft]:
    """Models that are merged of models before them, some of them from the catalogue's, under all kinds of licences."""
    random = Random(seed)
    drafts = []
    for number in range(random.randint(4, 12)):
        bases = random.sample(range(number), random.randint(0, min(number, 3)))
        named = [Named(f"o/m{base}", "merge") for base in bases]
        named += [Named(LLAMA, "finetuned")] if random.random() < 0.4 else []
        licence = random.choice(["mit", "cc-by-nc-4.0", "llama2", None])
        drafts.append(draft(f"o/m{number}", *named, licence=licence))
    return drafts


@pytest.mark.parametrize("seed", range(8))
def test_verdicts_from_columns_are_those_of_a_layer(warm_cache: None, registry: Registry, seed: int) -> None:
    """However little of a dump is taken for an answer, the verdict is that of all of it laid over the catalogue."""
    drafts = made_up_dump(seed)
    whole = Catalogue(registry=reach_models.registry_with(registry, [(each, "whole") for each in drafts]))
    keep(drafts)
    catalogue = llmsurvey.open()

    def verdicts_below(asked: Catalogue, name: str) -> list[tuple[str, int, str, bool]]:
        entries = asked.licence_descendants(name).entries
        return sorted((entry.name, entry.depth, entry.verdict, entry.decides) for entry in entries)

    for each in drafts:
        assert verdicts_below(catalogue, each.name) == verdicts_below(whole, each.name)


def test_a_damaged_dump_ends_in_one_line(warm_cache: None, tmp_path: Path) -> None:
    path = keep(DUMP)
    path.write_bytes(path.read_bytes()[:-7])
    for line in (["licence", "me/tuned"], ["lineage", "llama-2", "--down"], ["search", "tuned"], ["list"]):
        result = run_program(line, tmp_path)
        assert (result.returncode, result.stdout) == (1, ""), line
        assert "Import it again" in result.stderr.splitlines()[0]
    assert run_program(["show", "llama-2"], tmp_path).returncode == 0


def test_validate_tells_of_a_damaged_dump(warm_cache: None, tmp_path: Path) -> None:
    path = keep(DUMP)
    assert check_registry(Library(), ValidateQuestion()).is_valid
    sound = path.read_bytes()
    for place in (0, 100, -100):
        content = bytearray(sound)
        content[place] ^= 1
        path.write_bytes(content)
        answer = check_registry(Library(), ValidateQuestion())
        assert [(entry.file, entry.severity) for entry in answer.entries] == [(str(path), "error")], place
    own = tmp_path / "own.yaml"
    own.write_text("models: []\n")
    assert check_registry(Library(), ValidateQuestion(paths=(str(own),))).is_valid


def test_a_dump_is_looked_at_on_the_day_that_is_asked_about(warm_cache: None) -> None:
    keep(
        [draft("o/early", released="2023-01-05", licence="mit"), draft("o/late", released="2025-01-05", licence="mit")]
    )
    catalogue = llmsurvey.open(as_of="2024-01-01")
    assert isinstance(catalogue.licence("o/early"), LicenceAnswer)
    with pytest.raises(RequestError, match="wasn't out"):
        catalogue.licence("o/late")


def test_of_two_dumps_both_are_asked(warm_cache: None) -> None:
    keep([draft("one/a", licence="mit")], "hub-stats-one")
    keep([draft("two/b", Named("one/a", "merge"), licence="cc-by-nc-4.0")], "hub-stats-two")
    catalogue = llmsurvey.open()
    assert ids(catalogue.lineage("two/b")) == {"two/b", "one/a"}
    assert ids(catalogue.lineage("one/a", down=True)) == {"two/b", "one/a"}
