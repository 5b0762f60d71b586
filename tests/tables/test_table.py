from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.messages import Message, say
from llmsurvey.tables import Column, Table

TABLE = Table(
    columns=(Column("group"), Column("name"), Column("size", numeric=True, digits=1), Column("id", brief=False)),
    rows=(
        ("en", "LLaMA", 7, "llama"),
        ("en", "MPT", None, "mpt"),
        ("ko", "KULLM", 12.8, "kullm"),
        ("en", "OPT", 66, "opt"),
    ),
    title="Models",
    notes=("a note",),
    group_by="group",
    texts={(0, "size"): "7-65", (2, "size"): "5.8-12.8", (0, "group"): "English", (2, "name"): "구름"},
)


def test_select_gives_the_columns_that_are_named_in_that_order() -> None:
    chosen = TABLE.select(["size", "name"])
    assert chosen.names() == ["size", "name"]
    assert chosen.rows[0] == (7, "LLaMA")
    assert chosen.columns[0].digits == 1


def test_select_keeps_title_notes_and_what_is_read_in_place_of_a_value() -> None:
    chosen = TABLE.select(["size"])
    assert (chosen.title, chosen.notes, chosen.texts[0, "size"]) == ("Models", ("a note",), "7-65")


def test_a_column_that_was_asked_for_is_shown() -> None:
    assert TABLE.select(["id"]).columns[0].brief


def test_select_groups_only_by_a_column_that_is_still_there() -> None:
    assert TABLE.select(["name"]).group_by is None
    assert TABLE.select(["name", "group"]).group_by == "group"


def test_select_refuses_a_column_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="licence"):
        TABLE.select(["name", "licence"])


def test_brief_columns_leave_out_the_others() -> None:
    assert TABLE.select_brief().names() == ["group", "name", "size"]


def test_take_gives_rows_in_the_order_of_their_places_and_their_texts_move_along() -> None:
    taken = TABLE.take([2, 0])
    assert [row[1] for row in taken.rows] == ["KULLM", "LLaMA"]
    assert taken.texts == {(0, "size"): "5.8-12.8", (0, "name"): "구름", (1, "size"): "7-65", (1, "group"): "English"}


@given(st.permutations(range(4)))
def test_taking_an_order_and_then_its_reverse_order_changes_nothing(order: list[int]) -> None:
    back = sorted(range(4), key=order.__getitem__)
    assert TABLE.take(order).take(back) == TABLE


def test_take_of_nothing_is_an_empty_table() -> None:
    assert TABLE.take([]).rows == ()
    assert TABLE.take([]).names() == TABLE.names()


def test_groups_are_runs_of_equal_neighbours_without_their_column() -> None:
    groups = list(TABLE.groups())
    assert [heading for heading, _ in groups] == ["English", "ko", "en"]
    assert [len(table.rows) for _, table in groups] == [2, 1, 1]
    assert groups[0][1].names() == ["name", "size", "id"]


def test_the_heading_of_a_group_stays_a_message() -> None:
    heading = say("section {section}", section="3.1")
    ((title, _),) = Table((Column("group"), Column("name")), ((heading, "one"),), group_by="group").groups()
    assert isinstance(title, Message)


def test_texts_of_a_group_stand_at_their_new_rows() -> None:
    assert list(TABLE.groups())[1][1].texts == {(0, "size"): "5.8-12.8", (0, "name"): "구름"}


def test_a_table_without_groups_is_one_group_without_heading() -> None:
    whole = TABLE.select(["name"])
    assert list(whole.groups()) == [("", whole)]


def test_a_group_of_nothing_has_no_heading_and_a_group_of_zero_is_called_zero() -> None:
    table = Table((Column("shots"), Column("name")), ((None, "a"), (0, "b")), group_by="shots")
    assert [heading for heading, _ in table.groups()] == ["", "0"]


def test_transposed_puts_columns_below_the_values_of_the_first() -> None:
    table = Table((Column("name"), Column("size"), Column("date")), (("A", 7, "2023"), ("B", None, "2024")))
    turned = table.transposed()
    assert turned.names() == ["name", "A", "B"]
    assert turned.rows == (("size", 7, None), ("date", "2023", "2024"))


def test_transposed_takes_texts_along() -> None:
    turned = TABLE.select(["name", "group", "size"]).transposed()
    assert turned.texts == {(1, "LLaMA"): "7-65", (1, "KULLM"): "5.8-12.8", (0, "LLaMA"): "English"}


def test_transposed_tells_equal_heads_apart() -> None:
    table = Table((Column("name"), Column("size")), (("A", 1), ("B", 2), ("A", 3)))
    assert table.transposed().names() == ["name", "A", "B", "A (2)"]


def test_transposed_twice_gives_the_cells_again() -> None:
    table = Table((Column("name"), Column("x"), Column("y")), (("A", "1", "2"), ("B", "3", "4")))
    assert table.transposed().transposed().rows == table.rows


def test_names_that_come_again_have_a_number_behind_them_when_turned() -> None:
    table = Table((Column("name"), Column("size")), (("A", 1), ("A", 2), ("A (2)", 3), ("A", 4), ("name", 5)))
    assert table.transposed().names() == ["name", "A", "A (2)", "A (2) (2)", "A (3)", "name (2)"]


@pytest.mark.parametrize("name", ["same", "M{}"])
def test_turning_a_table_grows_with_its_rows(name: str) -> None:
    def make(count: int) -> Table:
        return Table((Column("name"), Column("size")), tuple((name.format(place), place) for place in range(count)))

    assert growth(Table.transposed, make, 500) < LINEAR
