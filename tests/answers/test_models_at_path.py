"""Whatever takes the name of a model takes the path of one, and answers the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from llmsurvey.answers.licence import LicenceQuestion, explain_licence
from llmsurvey.answers.licence_descendants import DescendantsQuestion, find_descendants
from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
from llmsurvey.answers.models_at_path import locate
from llmsurvey.answers.show import ShowAnswer, ShowQuestion, show_record
from llmsurvey.errors import LlmsurveyError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry

CARD = "---\nlicense: {licence}\nbase_model: {base}\nbase_model_relation: finetune\n---\n# Mine\n"


@pytest.fixture
def library(registry: Registry) -> Library:
    return Library(registry=registry)


def write_card(folder: Path, base: str = "meta-llama/Llama-2-7b-hf", licence: str = "mit") -> str:
    folder.mkdir()
    (folder / "README.md").write_text(CARD.format(licence=licence, base=base))
    return str(folder)


ASK: list[Any] = [
    lambda library, name: explain_licence(library, LicenceQuestion(name=name)),
    lambda library, name: explain_licence(library, LicenceQuestion(name=name, conditions=True)),
    lambda library, name: find_descendants(library, DescendantsQuestion(name=name)),
    lambda library, name: trace_lineage(library, LineageQuestion(name=name)),
    lambda library, name: trace_lineage(library, LineageQuestion(name=name, both=True)),
    lambda library, name: show_record(library, ShowQuestion(name=name)),
    lambda library, name: show_record(library, ShowQuestion(name=name, sources=True)),
]


@pytest.mark.parametrize("ask", ASK)
def test_an_answer_at_a_path_is_that_by_name(library: Library, tmp_path: Path, ask: Any) -> None:
    path = write_card(tmp_path / "mine-7b")
    located = locate(library, [path])
    assert ask(library, path).entries == ask(located.library, located.names[0]).entries
    assert ask(library, path).entries


def test_a_lineage_begins_at_the_path_and_leads_into_the_catalogue(library: Library, tmp_path: Path) -> None:
    path = write_card(tmp_path / "mine-7b")
    names = [entry.name for entry in trace_lineage(library, LineageQuestion(name=path, datasets=False)).entries]
    assert names == ["mine-7b", "Llama 2"]
    way = trace_lineage(library, LineageQuestion(name="llama-2", to=path))
    assert [entry.name for entry in way.entries] == ["Llama 2", "mine-7b"]


def test_what_the_registry_has_by_a_name_comes_before_a_folder(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("c4", "llama", "Google", "mit"):
        write_card(tmp_path / name)
    for name in ("c4", "llama"):
        assert trace_lineage(library, LineageQuestion(name=name)).entries[0].id == name
        assert trace_lineage(library, LineageQuestion(name=f"./{name}")).entries[1].id == "llama-2"
    for name in ("c4", "llama", "Google", "mit"):
        shown = show_record(library, ShowQuestion(name=name))
        assert isinstance(shown, ShowAnswer)
        assert not any(entry.layer for entry in shown.entries)
    assert explain_licence(library, LicenceQuestion(name="c4")).entries


def test_two_paths_are_in_one_library(library: Library, tmp_path: Path) -> None:
    paths = [write_card(tmp_path / name) for name in ("one-7b", "two-7b")]
    located = locate(library, ["falcon", *paths])
    found = [located.library.find(name, ("model",)) for name in located.names]
    assert [each.record.name for each in found] == ["Falcon", "one-7b", "two-7b"]
    assert len(located.library.registry.models) == len(library.registry.models) + 2


def test_what_looks_wrong_at_a_path_is_told(library: Library, tmp_path: Path) -> None:
    path = write_card(tmp_path / "odd-7b", base="nobody/has-it")
    answers = [ask(library, path) for ask in ASK]
    assert all(any("nobody/has-it" in fault.text for fault in answer.faults) for answer in answers)
    assert trace_lineage(library, LineageQuestion(name=path)).entries[1].verdict == "unknown"


@pytest.mark.parametrize("ask", ASK)
def test_a_path_at_which_nothing_is_ends_in_one_line(library: Library, tmp_path: Path, ask: Any) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(LlmsurveyError) as error:
            ask(library, str(path))
        assert "\n" not in str(error.value)
        assert not isinstance(error.value, UnknownNameError)
