"""JSON and JSON Lines."""

from __future__ import annotations

import json
import math

import pytest

from llmsurvey.formats.json import dump_json, render
from llmsurvey.formats.jsonl import render as render_lines
from llmsurvey.tables import Column, Table

TABLE = Table((Column("name"), Column("n", numeric=True)), (("구름", 1), (None, 2.5)), "title", ("note",))


def test_hangul_is_written_as_it_is() -> None:
    assert "구름".encode() in render(TABLE)


def test_what_is_unknown_is_null() -> None:
    assert json.loads(render(TABLE))[1] == {"name": None, "n": 2.5}


def test_numbers_stay_as_exact_as_they_are() -> None:
    exact = Table((Column("n", numeric=True),), ((12_898_631_680,), (0.1,)))
    assert [row["n"] for row in json.loads(render(exact))] == [12_898_631_680, 0.1]


@pytest.mark.parametrize("text", ["\x7f", "\x9b", "\u202e", "\u2028", "\ud800"])
def test_what_json_allows_and_a_terminal_obeys_is_escaped(text: str) -> None:
    assert ascii(dump_json(text)) == ascii(f'"\\u{ord(text):04x}"')


def test_what_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        dump_json(math.nan)


def test_every_line_is_a_row() -> None:
    lines = render_lines(Table(TABLE.columns, (("a\nb", 1), ("c\u2028d", 2)))).decode().splitlines()
    assert [json.loads(line)["n"] for line in lines] == [1, 2]
