"""Which columns are shown: chosen, added, taken away, and under other headings."""

from __future__ import annotations

import pytest

from llmsurvey.errors import RequestError
from llmsurvey.formats import render
from llmsurvey.tables import Column, Table
from llmsurvey.tables.choose import choose_columns

TABLE = Table(
    (Column("name"), Column("average", numeric=True, digits=1), Column("hub", brief=False), Column("id", brief=False)),
    (("a", 71.42, "lab/a", "x"),),
    texts={(0, "average"): "71"},
    marks={(0, "average"): "E1"},
    links={(0, "name"): "https://example.org"},
    group_by="name",
)


@pytest.mark.parametrize(
    ("wishes", "names"),
    [
        (["+hub"], ["name", "average", "hub"]),
        (["-average"], ["name"]),
        (["+id", "-name", "+hub"], ["average", "id", "hub"]),
        (["+name"], ["name", "average"]),
        (["all"], ["name", "average", "hub", "id"]),
        (["all", "-hub"], ["name", "average", "id"]),
        (["hub", "+name"], ["hub", "name"]),
        (["hub", "hub"], ["hub"]),
        (["average=Mean", "name=Model"], ["Mean", "Model"]),
        (["+hub=Where"], ["name", "average", "Where"]),
        (["+average=Mean (%)"], ["name", "Mean (%)"]),
        (["AVERAGE"], ["average"]),
    ],
)
def test_columns_are_chosen_added_and_taken_away(wishes: list[str], names: list[str]) -> None:
    assert choose_columns(TABLE, wishes).names() == names


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        (["+nosuch"], 'no column is called "nosuch"'),
        (["-averge"], 'Did you mean "average"'),
        (["-name", "-average"], "no column is left"),
        (["name=x", "average=x"], 'two columns would be called "x"'),
        (["name=average", "average"], 'two columns would be called "average"'),
        (["name="], "no heading"),
        (["all=x"], "no column"),
        (["=x"], "no column"),
        (["+"], "no column"),
    ],
)
def test_what_cannot_be_chosen_is_told(wishes: list[str], told: str) -> None:
    with pytest.raises(RequestError, match=told):
        choose_columns(TABLE, wishes)


def test_what_belongs_to_cells_moves_with_another_heading() -> None:
    chosen = choose_columns(TABLE, ["name=Model", "average=Mean"])
    assert chosen.texts == {(0, "Mean"): "71"}
    assert chosen.marks == {(0, "Mean"): "E1"}
    assert chosen.links == {(0, "Model"): "https://example.org"}
    assert chosen.group_by == "Model"


def test_a_heading_is_the_name_in_formats_for_programs_too() -> None:
    assert render(choose_columns(TABLE, ["average=Mean"]), "csv") == b"Mean\n71.42\n"


def test_signs_that_a_column_s_own_name_has_are_part_of_it() -> None:
    table = Table((Column("+x"), Column("a=b")), ((1, 2),))
    assert choose_columns(table, ["+x"]).names() == ["+x"]
    assert choose_columns(table, ["a=b"]).names() == ["a=b"]
