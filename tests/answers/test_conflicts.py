"""Where the catalogue, layers and imports disagree: both sides, with their sources, which is in force, and why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import llmsurvey
from llmsurvey.answers.conflicts import ConflictsEntry
from llmsurvey.errors import UnknownNameError
from llmsurvey.messages import Either

FIRST = """\
models:
- {id: mine, name: Mine, licence: mit, released: 2023-07}
- id: bloom
  licence: apache-2.0
  otherwise: [{field: released, value: 2021-01-01, url: "cards/bloom.md#L3", because: the card is older}]
- id: falcon
  sizes: [{name: 40B, parameters: 41B}]
"""
SECOND = """\
models:
- {id: mine, licence: apache-2.0, released: 2023-07}
- {id: bloom, otherwise: [{field: access, value: closed, url: x}]}
"""


@pytest.fixture
def layers(tmp_path: Path) -> list[str]:
    return [write(tmp_path, "first.yaml", FIRST), write(tmp_path, "second.yaml", SECOND)]


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def of_layers(paths: list[str]) -> list[ConflictsEntry]:
    """Return the disagreements that some layers bring."""
    entries = llmsurvey.open(paths).conflicts().entries
    return [entry for entry in entries if entry.in_force_layer or entry.otherwise_layer]


def test_both_sides_stand_side_by_side(layers: list[str]) -> None:
    first, second = layers
    entries = of_layers(layers)
    told = {(entry.id, entry.size, entry.field, entry.in_force, entry.otherwise) for entry in entries}
    assert told == {
        ("bloom", None, "licence", "apache-2.0", "bigscience-rail-1.0"),
        ("bloom", None, "released", "2022-07-12", "2021-01-01"),
        ("bloom", None, "access", "open", "closed"),
        ("falcon", "40B", "parameters", "41B", "40B"),
        ("mine", None, "licence", "apache-2.0", "mit"),
    }
    by_field = {(entry.id, entry.field): entry for entry in entries}
    licence = by_field["bloom", "licence"]
    assert (licence.in_force_layer, licence.otherwise_layer) == (first, None)
    beside = by_field["bloom", "released"]
    assert (beside.otherwise_source, beside.because) == ("cards/bloom.md#L3", "the card is older")
    assert by_field["bloom", "access"].otherwise == "closed"
    mine = by_field["mine", "licence"]
    assert (mine.in_force_layer, mine.otherwise_layer, mine.otherwise_source) == (second, first, f"{first}#L2")


def test_each_statement_is_of_the_layer_that_says_it(layers: list[str]) -> None:
    by_field = {entry.field: entry.otherwise_layer for entry in of_layers(layers) if entry.id == "bloom"}
    assert by_field == {"licence": None, "released": layers[0], "access": layers[1]}


def test_a_reason_or_a_layer_decides_and_a_bare_statement_is_open(layers: list[str]) -> None:
    decided = {(entry.id, entry.field): entry.decided for entry in of_layers(layers)}
    assert decided == {
        ("bloom", "licence"): True,
        ("bloom", "released"): True,
        ("bloom", "access"): False,
        ("falcon", "parameters"): True,
        ("mine", "licence"): True,
    }
    assert (
        llmsurvey.open(layers).conflicts("BLOOM").notes[0] == "3 facts of 1 record said otherwise: 2 decided, 1 open."
    )


def test_a_reason_given_once_decides_for_every_source_that_says_the_same(tmp_path: Path) -> None:
    said = "{field: licence, value: mit, url: import.yaml}"
    imported = write(tmp_path, "import.yaml", f"models: [{{id: falcon, otherwise: [{said}]}}]")
    (open_entry,) = of_layers([imported])
    assert (open_entry.decided, open_entry.otherwise) == (False, "mit")
    reason = "{field: licence, value: mit, url: card, because: it is of the code}"
    own = write(tmp_path, "own.yaml", f"models: [{{id: falcon, otherwise: [{reason}]}}]")
    (entry,) = of_layers([imported, own])
    assert (entry.decided, entry.because, entry.otherwise_layer) == (True, "it is of the code", imported)


@pytest.mark.parametrize(
    "said",
    [
        "{field: licence, value: cc-by-4.0, url: x}",
        "{field: access, value: mit, url: x}",
    ],
)
def test_a_reason_decides_nothing_else(tmp_path: Path, said: str) -> None:
    reason = "{field: licence, value: mit, url: card, because: it is of the code}"
    path = write(tmp_path, "own.yaml", f"models: [{{id: falcon, otherwise: [{reason}, {said}]}}]")
    assert [entry.decided for entry in of_layers([path])] == [True, False]


def test_a_reason_for_one_size_doesnt_decide_for_another(tmp_path: Path) -> None:
    said = "[{field: licence, value: mit, size: 7B, url: x}, {field: licence, value: mit, size: 40B, url: x}]"
    reasons = "[{field: licence, value: mit, size: 7B, url: y, because: it is of the code}]"
    paths = [
        write(tmp_path, name, f"models: [{{id: falcon, otherwise: {items}}}]")
        for name, items in (("import.yaml", said), ("own.yaml", reasons))
    ]
    assert {entry.size: entry.decided for entry in of_layers(paths)} == {"7B": True, "40B": False}


def test_a_statement_about_no_size_or_field_is_told_and_shown(tmp_path: Path) -> None:
    said = ["{field: licence, value: mit, size: 999B, url: x}", "{field: licens, value: mit, url: x}"]
    path = write(tmp_path, "own.yaml", f"models: [{{id: falcon, otherwise: [{', '.join(said)}]}}]")
    assert {(entry.size, entry.field) for entry in of_layers([path])} == {("999B", "licence"), (None, "licens")}
    warnings = [entry.message for entry in llmsurvey.open().validate(path).entries]
    assert [name in message for name, message in zip(("@999B.licence", "licens"), warnings, strict=True)] == [True] * 2


def test_what_a_layer_follows_is_no_longer_said_otherwise(tmp_path: Path) -> None:
    before = llmsurvey.open().conflicts("Dolly", fields=["licence"]).entries
    assert [(entry.in_force, entry.otherwise) for entry in before] == [("cc-by-nc-4.0", "apache-2.0")]
    path = write(tmp_path, "own.yaml", "models: [{id: dolly, licence: apache-2.0}]")
    after = llmsurvey.open([path]).conflicts("Dolly", fields=["licence"]).entries
    assert [(entry.in_force, entry.otherwise) for entry in after] == [("apache-2.0", "cc-by-nc-4.0")]


def test_what_layers_agree_on_is_no_conflict(layers: list[str]) -> None:
    assert not [entry for entry in llmsurvey.open(layers).conflicts("Mine").entries if entry.field == "released"]


def test_one_record_and_some_fields(layers: list[str]) -> None:
    catalogue = llmsurvey.open(layers)
    assert {entry.id for entry in catalogue.conflicts("BLOOM").entries} == {"bloom"}
    assert {entry.field for entry in catalogue.conflicts(fields=["licence"]).entries} == {"licence"}
    with pytest.raises(UnknownNameError):
        catalogue.conflicts("nothing like it at all")


def test_the_catalogue_itself_leaves_nothing_open() -> None:
    entries = llmsurvey.open().conflicts().entries
    assert entries
    assert all(entry.decided and entry.otherwise_layer is None and entry.otherwise_source for entry in entries)
    assert all(isinstance(entry.because, Either) for entry in entries), "a reason stands in both languages"


def test_every_conflict_with_ecosystem_graphs_is_decided() -> None:
    folder = os.environ.get("LLMSURVEY_TESTDATA")
    if not folder:
        pytest.skip("LLMSURVEY_TESTDATA isn't set")
    llmsurvey.open().import_graphs("ecosystem-graphs", Path(folder) / "ecosystem_graphs")
    entries = llmsurvey.open().conflicts().entries
    imported = [entry for entry in entries if entry.otherwise_layer]
    assert len(imported) > 50
    assert [(entry.id, entry.field, entry.otherwise) for entry in entries if not entry.decided] == []
    assert [entry for entry in entries if not entry.otherwise_layer] == [], "each reason answers to what that says"
