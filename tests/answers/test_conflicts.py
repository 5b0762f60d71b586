"""Where the catalogue, layers and imports disagree: both sides, with their sources, and which is in force."""

from __future__ import annotations

from pathlib import Path

import pytest

import llmsurvey
from llmsurvey.errors import UnknownNameError

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
    paths = []
    for name, text in (("first.yaml", FIRST), ("second.yaml", SECOND)):
        (tmp_path / name).write_text(text)
        paths.append(str(tmp_path / name))
    return paths


def test_both_sides_stand_side_by_side(layers: list[str]) -> None:
    first, second = layers
    entries = llmsurvey.open(layers).conflicts().entries
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


def test_what_layers_agree_on_is_no_conflict(layers: list[str]) -> None:
    assert not [entry for entry in llmsurvey.open(layers).conflicts("Mine").entries if entry.field == "released"]


def test_one_record_and_some_fields(layers: list[str]) -> None:
    catalogue = llmsurvey.open(layers)
    assert {entry.id for entry in catalogue.conflicts("BLOOM").entries} == {"bloom"}
    assert {entry.field for entry in catalogue.conflicts(fields=["licence"]).entries} == {"licence"}
    with pytest.raises(UnknownNameError):
        catalogue.conflicts("nothing like it at all")


def test_the_catalogue_alone_has_none() -> None:
    answer = llmsurvey.open().conflicts()
    assert answer.entries == []
    assert answer.notes == ("0 facts of 0 records said otherwise.",)
