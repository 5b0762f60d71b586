"""Cells that hold more than a text: objects, and yes and no."""

from __future__ import annotations

import csv
import io
import json
import pickle
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest
import yaml

from llmsurvey.formats import render
from llmsurvey.formats.terminal import Terminal
from llmsurvey.formats.terminal import render as render_table
from llmsurvey.messages import say, translated, use_language
from llmsurvey.tables import Column, Table
from llmsurvey.tables.detailed import Detailed
from llmsurvey.tables.order import sort_rows
from llmsurvey.tables.where import parse_where


class Part(NamedTuple):
    """So many of all."""

    number: int
    of: int


def part(number: int) -> Detailed[Part]:
    return Detailed(say("{count} of {all}", count=number, all=4), Part(number, 4))


TABLE = Table(
    (Column("name"), Column("scored"), Column("whole"), Column("number", only="flat"), Column("parts", only="nested")),
    (("b", part(4), True, 4, (part(1), part(2))), ("a", part(3), False, 3, ())),
)


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_nested_formats_have_the_objects_and_leave_out_what_these_say(form: str) -> None:
    content = render(TABLE, form)
    rows = json.loads(content) if form == "json" else yaml.safe_load(content)
    parts = [{"number": 1, "of": 4}, {"number": 2, "of": 4}]
    assert rows[0] == {"name": "b", "scored": {"number": 4, "of": 4}, "whole": True, "parts": parts}
    chosen = json.loads(render(TABLE.select(["number", "scored"]), "json"))
    assert chosen[1] == {"number": 3, "scored": {"number": 3, "of": 4}}


def test_flat_formats_have_the_text() -> None:
    rows = list(csv.reader(io.StringIO(render(TABLE, "csv").decode())))
    assert rows == [["name", "scored", "whole", "number"], ["b", "4 of 4", "yes", "4"], ["a", "3 of 4", "no", "3"]]
    columns = pq.read_table(io.BytesIO(render(TABLE, "parquet"))).to_pydict()
    assert (columns["scored"], columns["whole"]) == (["4 of 4", "3 of 4"], [True, False])
    assert "b     4 of 4  yes" in render_table(TABLE.without("nested"), Terminal())


def test_people_read_it_in_their_language() -> None:
    use_language("ko")
    try:
        assert translated(part(4)) != "4 of 4"
    finally:
        use_language("en")


def test_it_sorts_and_is_asked_for_as_its_text() -> None:
    assert [row[0] for row in sort_rows(TABLE, ["scored"]).rows] == ["a", "b"]
    assert [row[0] for row in parse_where("scored=3 of 4").keep(TABLE).rows] == ["a"]
    assert [row[0] for row in parse_where("whole=yes").keep(TABLE).rows] == ["b"]
    assert [row[0] for row in parse_where("whole!=yes").keep(TABLE).rows] == ["a"]


def test_it_survives_another_process() -> None:
    copy = pickle.loads(pickle.dumps(part(2)))
    assert (copy, copy.details) == ("2 of 4", Part(2, 4))


def test_what_is_about_one_thing_is_an_object_and_people_read_its_sections() -> None:
    other = Table((Column("size"), Column("hub")), (("7B", "us/7b"),))
    table = Table(
        (Column("field"),), (("x",),), document=lambda: {"x": part(1)}, sections=(("", other), ("More", other))
    )
    assert json.loads(render(table, "json")) == {"x": {"number": 1, "of": 4}}
    assert render(table, "jsonl").count(b"\n") == 1
    assert [line.split() for line in render_table(table, Terminal()).splitlines() if line] == [
        ["size", "hub"], ["7B", "us/7b"], ["More"], ["size", "hub"], ["7B", "us/7b"]
    ]  # fmt: skip
    assert json.loads(render(table.take([0]), "json")) == [{"field": "x"}]
    assert (table.select(["field"]).sections, table.take([0]).sections) == ((), ())
