"""Sizes that are none: told with their line, and in no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.boards.frontier import parameters_of
from llmsurvey.boards.identify import Identities
from llmsurvey.importers import Request, read_any
from llmsurvey.registry.registry import Registry


@pytest.mark.parametrize("cell", ["nan", "NaN", "inf", "-inf", "1e-300", "1e-12", "-5", "-7B", "huge"])
@pytest.mark.parametrize("other", ["7B", "7000000000"], ids=["text", "numbers"])
def test_a_size_that_is_none_is_told_and_left_out(registry: Registry, tmp_path: Path, cell: str, other: str) -> None:
    """A size below one parameter is none: as 0 it would be the smallest of all. Nothing is said that isn't there."""
    path = tmp_path / "sizes.csv"
    path.write_text(f"Model,Params,MMLU\nA,{cell},60\nB,{other},61\n")
    reading = read_any(path, Request(registry))
    assert reading.board.fact("parameters") == [None, 7e9]
    assert [fault.line for fault in reading.faults if "Params" in fault.message] == [2]
    assert "inf" in cell or '"inf"' not in str(reading.faults)
    assert parameters_of(reading.board, Identities(2, {})).tolist()[1:] == [7e9]


@pytest.mark.parametrize("cell", ["", "-", "n/a", "0"])
@pytest.mark.parametrize("other", ["7B", "7000000000"], ids=["text", "numbers"])
def test_a_size_that_is_not_stated_needs_no_word(registry: Registry, tmp_path: Path, cell: str, other: str) -> None:
    path = tmp_path / "sizes.csv"
    path.write_text(f"Model,Params,MMLU\nA,{cell},60\nB,{other},61\n")
    reading = read_any(path, Request(registry))
    assert (reading.board.fact("parameters"), reading.faults) == ([None, 7e9], ())
