"""The table that people read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.answers.compare_facts import compare_facts
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.library import Library
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

COLOUR = re.compile(r"\x1b\[\d+m")
HIDDEN = re.compile(r"Too wide for \d+ columns, left out: (.*?)\. `transpose`")
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
EVIL = "\x1b[31mred\x9b0m \u202eabc [red]x[/red]\x07"


def cells_wide(text: str) -> int:
    """How many cells of a terminal a text takes, by Unicode's East Asian Width."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def signs(text: str) -> Counter[str]:
    """Every sign but spaces and line ends, counted."""
    return Counter(re.sub(r"\s", "", text))


def shown(table: Table, width: int | None = None, *, colour: bool = False, every_column: bool = True) -> str:
    return render(table, Terminal(width, colour), every_column=every_column)


words = st.text(st.sampled_from("abcXYZ-/_@.,:* 구름한국어漢字カナ"), max_size=40).map(
    lambda text: " ".join(text.split())
)
names = st.text(st.sampled_from("abcdefgh_"), min_size=1, max_size=10)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Columns of words and of numbers, with a title, headings and notes."""
    chosen = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    numeric = [draw(st.booleans()) for _ in chosen]
    kinds: list[st.SearchStrategy[Cell]] = [st.integers(0, 10**6) if each else st.none() | words for each in numeric]
    rows = draw(st.lists(st.tuples(*kinds), min_size=1, max_size=4))
    columns = tuple(Column(name, numeric=each) for name, each in zip(chosen, numeric, strict=True))
    notes = tuple(draw(st.lists(words.filter(bool), max_size=2)))
    group_by = chosen[0] if len(chosen) > 1 and draw(st.booleans()) else None
    return Table(columns, tuple(rows), draw(words), notes, group_by=group_by)


@given(tables(), st.integers(20, 120))
def test_no_line_is_wider_than_the_terminal(table: Table, width: int) -> None:
    assert max(map(cells_wide, shown(table, width).splitlines())) <= width


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_of_the_catalogue_is_wider_than_the_terminal(registry: Registry, width: int) -> None:
    table = list_models(Library(registry=registry), ListQuestion()).table()
    assert max(map(cells_wide, shown(table, width).splitlines())) <= width
    assert max(map(cells_wide, shown(table.transposed(), width).splitlines())) <= width


@given(tables(), st.integers(20, 120))
def test_nothing_is_cut_but_columns_that_a_note_names(table: Table, width: int) -> None:
    text = shown(table, width)
    match = HIDDEN.search(" ".join(text.split()))
    hidden = match[1].split(", ") if match else []
    left = table.select([name for name in table.names() if name not in hidden])
    whole = signs(shown(left))
    if match:
        whole += signs(f"Too wide for {width} columns, left out: {match[1]}. `transpose` or `format='csv'` shows all.")
    assert set(hidden) <= set(table.names())
    assert signs(text) >= whole


@given(tables())
def test_without_a_width_every_cell_stands_whole_on_the_line_of_its_row(table: Table) -> None:
    flat = Table(table.columns, table.rows)
    lines = shown(flat).splitlines()
    assert len(lines) == 1 + len(table.rows)
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell or "") for cell in row] for row in table.rows]
    assert [signs(line) for line in lines[1:]] == [sum(map(signs, row), Counter()) for row in cells]


def test_columns_line_up_by_cells_and_not_by_signs() -> None:
    table = Table((Column("name"), Column("n", numeric=True)), (("구름", 1), ("KULLM", 22), ("e", 333)))
    assert {cells_wide(line) for line in shown(table).splitlines()} == {10}


def test_numbers_stand_to_the_right_under_their_heading() -> None:
    table = Table((Column("name"), Column("size", numeric=True, digits=1)), (("a", 7.0), ("b", 12.85)))
    assert shown(table).splitlines() == ["name  size", "a      7.0", "b     12.8"]


def test_a_word_that_is_too_long_is_broken_and_not_cut() -> None:
    lines = shown(Table((Column("x"),), (("구" * 30,),)), 20).splitlines()[1:]
    assert "".join(lines) == "구" * 30
    assert [cells_wide(line) for line in lines] == [20, 20, 20]


def test_no_more_columns_are_left_out_than_have_no_room() -> None:
    table = Table(tuple(Column(name, numeric=True) for name in "abcdef"), ((100.0, 100.0, 100.0, 100.0, 100.0, 100.0),))
    lines = shown(table, 20).splitlines()
    assert lines[:2] == ["    a      b      c", "100.0  100.0  100.0"]
    assert HIDDEN.findall(" ".join(lines)) == ["d, e, f"]


def test_columns_that_are_not_brief_are_left_out_and_counted() -> None:
    table = Table((Column("a"), Column("b", brief=False), Column("c", brief=False)), (("x", "y", "z"),))
    assert shown(table, every_column=False) == "a\nx\n2 more columns: `columns='all'`.\n"
    assert shown(table).splitlines()[0] == "a  b  c"


def test_a_text_stands_in_place_of_a_value() -> None:
    table = Table((Column("sizes"),), ((("7B", "13B", "65B"),),), texts={(0, "sizes"): "7-65B (3)"})
    assert shown(table).splitlines()[1] == "7-65B (3)"


def test_groups_stand_under_their_headings() -> None:
    table = Table((Column("g"), Column("x")), (("one", "a"), ("one", "b"), ("two", "c")), group_by="g")
    assert shown(table) == "one\nx\na\nb\n\ntwo\nx\nc\n"


def test_a_table_of_nothing_but_its_headings_is_shown() -> None:
    table = Table((Column("g"),), (("one",), ("two",)), group_by="g")
    assert {"one", "two"} <= set(shown(table).split())


@given(tables(), st.none() | st.integers(20, 120))
def test_there_is_no_colour_unless_it_is_asked_for(table: Table, width: int | None) -> None:
    assert "\x1b" not in shown(table, width)


@given(tables(), st.none() | st.integers(20, 120))
def test_colour_changes_nothing_but_colour(table: Table, width: int | None) -> None:
    coloured = shown(table, width, colour=True)
    assert "\x1b" not in COLOUR.sub("", coloured)
    assert signs(COLOUR.sub("", coloured)) == signs(shown(table, width))


@pytest.mark.parametrize(("verdict", "code"), [("yes", 32), ("conditional", 33), ("no", 31), ("unknown", 2)])
def test_verdicts_have_colours_and_stay_words(verdict: str, code: int) -> None:
    assert f"\x1b[{code}m{verdict}" in shown(Table((Column("verdict", words="verdict"),), ((verdict,),)), colour=True)
    assert f"\x1b[{code}m" not in shown(Table((Column("name"),), ((verdict,),)), colour=True).splitlines()[1]


HOSTILE = Table(
    (Column("g"), Column("name"), Column("verdict"), Column("x")),
    ((EVIL, EVIL, EVIL, (EVIL, EVIL)), (EVIL, "b", "no", ())),
    title=EVIL,
    notes=(EVIL,),
    group_by="g",
    texts={(0, "verdict"): EVIL},
)


@pytest.mark.parametrize("width", [None, 20, 80])
def test_no_text_steers_the_terminal(width: int | None) -> None:
    assert STEERS.findall(shown(HOSTILE, width)) == []


@pytest.mark.parametrize("width", [None, 20, 80])
def test_no_text_that_becomes_a_heading_steers_the_terminal(width: int | None) -> None:
    """Turned, what was in the first column heads the others."""
    table = Table((Column("name"), Column("x")), ((EVIL, "a"), (EVIL, "b"), ("c" * 70, "d")))
    assert STEERS.findall(shown(table.transposed(), width)) == []


def test_markup_is_text() -> None:
    assert "[red]x[/red]" in shown(Table((Column("x"),), (("[red]x[/red]",),)), colour=True)


def test_a_turned_table_has_a_row_for_each_column() -> None:
    table = Table((Column("name"), Column("n", numeric=True), Column("x")), (("a", 1, "p"), ("b", 2, None)))
    assert shown(table.transposed()).splitlines() == ["name  a  b", "n     1  2", "x     p"]


def test_models_side_by_side_are_read_downwards(registry: Registry) -> None:
    chosen = [registry.resolve_model(name) for name in ("LLaMA", "Falcon")]
    lines = shown(compare_facts(Licensing(registry), chosen).table().transposed()).splitlines()
    assert lines[0].split() == ["name", "LLaMA", "Falcon"]
    assert next(line for line in lines if line.startswith("verdict")).split() == ["verdict", "no", "yes"]


def test_nothing_trails_behind_a_line(registry: Registry) -> None:
    lines = shown(list_models(Library(registry=registry), ListQuestion()).table(), 80).split("\n")
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_verdict_is_the_last_column_to_be_left_out() -> None:
    columns = (Column("name"), Column("developers"), Column("verdict", order="verdict"), Column("foundations"))
    table = Table(columns, (("a" * 12, "b" * 12, "conditional", "c" * 12),))
    text = render(table, Terminal(width=30))
    assert text.splitlines()[0].split() == ["name", "verdict"]
    assert "left out: developers, foundations." in " ".join(text.split())


def test_one_long_cell_makes_no_other_row_longer() -> None:
    table = Table((Column("a"), Column("b")), (("x" * 100_000, "y"), *(("z", "y") for _ in range(100))))
    text = shown(table)
    assert signs(text) == signs("ab" + "x" * 100_000 + "y" + "zy" * 100)
    assert len(text) < 140_000


def test_cells_of_a_usual_length_are_aligned_where_nothing_limits_the_width() -> None:
    lines = shown(Table((Column("a"), Column("b")), (("x" * 299, "y"), ("z", "y")))).splitlines()
    assert [line.index("y") for line in lines[1:]] == [301, 301]


@pytest.mark.parametrize("width", [None, 80])
def test_drawing_takes_as_long_as_the_words_of_a_cell(width: int | None) -> None:
    def make(count: int) -> Table:
        return Table((Column("a"), Column("b")), ((", ".join(f"alias{place}" for place in range(count)), "y"),))

    assert growth(lambda table: shown(table, width), make, 1000) < LINEAR


def test_drawing_takes_as_long_as_there_are_columns() -> None:
    def make(count: int) -> Table:
        return Table(tuple(Column(f"c{place}") for place in range(count)), (("x",) * count,))

    assert growth(lambda table: shown(table, 80), make, 300) < LINEAR


def test_columns_that_are_left_out_are_counted_from_some_number_on() -> None:
    table = Table(tuple(Column(f"c{place}") for place in range(100)), (("a long cell",) * 100,))
    assert re.search(r"left out: c\d+, .* and \d+ more\.", " ".join(shown(table, 60).split()))


def test_a_nearly_empty_column_makes_room_before_others() -> None:
    columns = (Column("name"), Column("same_as_others"), Column("own"), Column("reason"))
    rows = tuple(
        (f"model-{n}", "E1 of the others" if n == 1 else "", "yes" if n == 2 else "", "word " * 8) for n in range(9)
    )
    text = " ".join(shown(Table(columns, rows), 40).split())
    assert "left out: same_as_others. " in text
    assert text.startswith("name own reason ")


def test_an_answer_without_rows_offers_no_more_columns() -> None:
    columns = (Column("name"), Column("id", brief=False))
    assert "more column" in shown(Table(columns, (("a", "b"),)), 80, every_column=False)
    assert "more column" not in shown(Table(columns, ()), 80, every_column=False)


def test_a_long_text_is_left_out_rather_than_wrapped_into_a_ribbon() -> None:
    columns = (Column("name"), Column("printed"), Column("correct"), Column("reason"))
    rows = (("E1", "as it stands there", "as it should stand", "word " * 200),)
    assert "left out: reason. " in shown(Table(columns, rows), 60)
    table = shown(Table(columns[:1] + columns[3:], tuple((row[0], row[3]) for row in rows)), 60)
    assert "left out" not in table
