"""Built-in data beside the registry: faults at their places, and kept once compiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.registry import cache
from llmsurvey.registry.built_in import Hardware, Survey, load_hardware, load_survey
from llmsurvey.registry.compile_folder import compile_folder
from llmsurvey.registry.layers import Layer, built_in_layer

GOOD = "publications:\n- {key: a, type: article, title: A}\n"


def compiled(*texts: str, record: type[Any] = Survey) -> Any:
    files = tuple((f"survey/{number}.yaml", text.encode()) for number, text in enumerate(texts, 1))
    return compile_folder(Layer("built-in survey", files), record)


def faults(*texts: str) -> list[str]:
    with pytest.raises(RegistryError) as raised:
        compiled(*texts)
    return [str(fault.text) for fault in raised.value.faults]


def test_the_files_of_a_folder_are_one_record() -> None:
    survey = compiled(GOOD, "milestones:\n- {name: Transformer, year: '2017'}\n")
    assert [work.key for work in survey.publications] == ["a"]
    assert [milestone.name for milestone in survey.milestones] == ["Transformer"]


def test_an_empty_file_is_no_fault() -> None:
    assert compiled("", "# nothing yet\n", GOOD) == compiled(GOOD)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("publications:\n- {key: a, type: artikle, title: A}\n", "2:18", "publications.0.type: "),
        ("publications:\n- {key: a, type: article}\n", "2:3", "publications.0.title: Field required"),
        ("publications:\n- key: a\n  type: article\n  title: A\n  dio: x\n", "5:8", "publications.0.dio: "),
        ("publications:\n- {key: A b, type: article, title: A}\n", "2:9", "publications.0.key: "),
        ("publications:\n- {key: a, type: article, title: A, date: 2023-13}\n", "2:43", "no day of the calendar"),
        (
            "publications:\n- {key: a, type: article, title: A, sources: [{}]}\n",
            "2:47",
            "sources.0.url: Field required",
        ),
        ("publikations: []\n", "1:15", "publikations: "),
        ("publications: 7\n", "1:15", "publications: "),
        ("publications: [\n", "2:1", "is no YAML"),
        ("- a\n", "1:1", "Input should be a mapping"),
        ("7\n", "1:1", "Input should be a mapping"),
    ],
)
def test_a_fault_is_told_with_file_line_and_column(text: str, place: str, said: str) -> None:
    (fault,) = faults("# the first file\n", text)
    assert fault.startswith(f"survey/2.yaml:{place}: ")
    assert said in fault


def test_all_faults_of_all_files_are_told_at_once() -> None:
    found = faults(
        "publications:\n- {key: a, type: article}\n- {key: b, title: B}\n", "milestones:\n- {name: x, year: 2017}\n"
    )
    places = [fault.split(": ")[0] for fault in found]
    assert sorted(places) == ["survey/1.yaml:2:3", "survey/1.yaml:3:3", "survey/2.yaml:2:19"]


def test_a_list_in_two_files_is_a_fault_that_names_the_first() -> None:
    (fault,) = faults(GOOD, f"# again\n{GOOD}")
    assert fault.startswith("survey/2.yaml:3:1: ")
    assert '"publications" is already in survey/1.yaml' in fault


# Kept once compiled


LOADERS: list[tuple[Callable[[], Any], type[Any], str]] = [
    (load_survey, Survey, "survey"),
    (load_hardware, Hardware, "hardware"),
]


@pytest.fixture(params=LOADERS, ids=lambda each: each[2])
def loader(request: pytest.FixtureRequest) -> Any:
    return request.param


def kept() -> Path:
    (path,) = Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)).glob("registry-*.cache")
    return path


def no_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("llmsurvey.registry.compile_folder.compile_folder", refuse)


def test_a_folder_is_compiled_once(loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    load, _, _ = loader
    first = load()
    no_compiling(monkeypatch)
    assert load() == first


def test_it_is_the_same_with_and_without_the_cache(loader: Any) -> None:
    load, record, folder = loader
    load()
    assert cache.read_record(cache.key_of([built_in_layer(folder)]), record) == compile_folder(
        built_in_layer(folder), record
    )


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b"x\n{}"])
def test_a_damaged_cache_is_ignored_and_mended(loader: Any, damage: bytes) -> None:
    load, record, folder = loader
    load()
    sound = kept().read_bytes()
    kept().write_bytes(damage)
    assert load() == compile_folder(built_in_layer(folder), record)
    assert kept().read_bytes() == sound


def test_a_cache_with_one_sign_changed_is_ignored() -> None:
    first = load_survey()
    sound = kept().read_bytes()
    kept().write_bytes(sound.replace(b"joo2023survey", b"joo2024survey", 1))
    assert load_survey() == first
    assert kept().read_bytes() == sound


def test_survey_and_hardware_do_not_share_a_file() -> None:
    keys = {cache.key_of([built_in_layer(folder)]) for folder in ("survey", "hardware")}
    assert len(keys) == 2


def test_there_is_something_in_both() -> None:
    survey, hardware = load_survey(), load_hardware()
    assert all((survey.tables, survey.errata, survey.milestones, survey.publications, survey.citations))
    assert all((hardware.precisions, hardware.gpus))
    assert survey.publication_by_key["joo2023survey"].title.startswith("A Survey on Open Source")
