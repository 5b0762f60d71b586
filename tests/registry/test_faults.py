"""Faults of files that are no registries: no more than anyone reads, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.registry import faults
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.faults import Faults
from llmsurvey.registry.layers import Layer


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer faults than a test must make."""
    monkeypatch.setattr(faults, "MOST_FAULTS", 3)
    monkeypatch.setattr("llmsurvey.registry.compile.MOST_FAULTS", 3)


def told(text: str) -> list[str]:
    with pytest.raises(RegistryError) as caught:
        compile_layers([Layer("mine", (("mine.yaml", text.encode()),))])
    return [str(fault) for fault in caught.value.faults]


def test_as_many_faults_as_can_be_read_are_all_told() -> None:
    assert len(told("models:\n- {name: A}\n- {name: B}\n")) == 2


def test_of_too_many_faults_the_first_are_told_and_where_it_stopped() -> None:
    found = told("models:\n- {name: A}\n- {name: B}\n- {name: C}\n- {name: D}\n")
    assert [line.split(": ", 1)[0] for line in found] == [f"mine.yaml:{number}:3" for number in (2, 3, 4, 4)]
    assert "mine.yaml:4:3: more faults than 3: the rest isn't checked. Mend these first" in found


def test_faults_are_added_as_they_are_noticed() -> None:
    noticed: list[int] = []

    def notice() -> Iterator[Fault]:
        for line in range(1, 9):
            noticed.append(line)
            yield Fault("x", line, 1, "wrong")

    with pytest.raises(RegistryError):
        Faults().extend(notice())
    assert noticed == [1, 2, 3]


def test_a_list_full_of_wrong_items_is_one_fault() -> None:
    assert told("models:\n- {id: a, name: A, languages: [1, 2, 3, 4]}\n") == [
        'mine.yaml:2:3: model "a" has 4 faults. Check what its lists hold'
    ]


def test_an_entry_of_a_million_values_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llmsurvey.registry.compile._HEAVIEST", 10)
    assert told("models:\n- {id: a, name: A, languages: [b, c, d, e, f, g]}\n") == [
        'mine.yaml:2:3: model "a" holds more than 10 values. Check that it is one'
    ]
