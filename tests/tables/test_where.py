"""Conditions on columns."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.messages import Either, use_language
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.where import Where, parse_where

OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def column(*cells: Cell, numeric: bool = False) -> Table:
    return Table((Column("x", numeric=numeric),), tuple((cell,) for cell in cells))


def kept(table: Table, condition: str) -> list[Cell]:
    return [row[0] for row in parse_where(condition).keep(table).rows]


@pytest.mark.parametrize("sign", ["=", "!=", ">", ">=", "<", "<=", "~", "!~"])
@pytest.mark.parametrize("space", ["", " "])
def test_a_condition_is_a_column_an_operator_and_a_value(sign: str, space: str) -> None:
    assert parse_where(f"x{space}{sign}{space}7B") == Where("x", sign, "7B")


@pytest.mark.parametrize("text", ["", "x", "=7", "x 7", "a b=7"])
def test_what_is_no_condition_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(RequestError, match="Write a column"):
        parse_where(text)


@given(st.sampled_from(sorted(OPERATORS)), st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_numbers_compare_as_numbers(sign: str, cells: list[int], value: int) -> None:
    expected = [cell for cell in cells if OPERATORS[sign](cell, value)]
    assert kept(column(*cells, numeric=True), f"x{sign}{value}") == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("x=a|c", ["a", "c"]),
        ("x = A | C ", ["a", "c"]),
        ("x!=a|c", ["bc"]),
        ("x~c|a", ["a", "bc", "c"]),
        ("x!~b|a", ["c"]),
        ("x=a|", ["a"]),
    ],
)
def test_of_several_values_one_must_fit(condition: str, expected: list[Cell]) -> None:
    assert kept(column("a", "bc", "c", None), condition) == expected


def test_several_numbers_and_several_verdicts_are_read_one_by_one() -> None:
    assert kept(column(1, 7 * 10**9, 3, numeric=True), "x=7B|3") == [7 * 10**9, 3]
    verdicts = Table((Column("verdict", order="verdict", words="verdict"),), (("yes",), ("no",), ("conditional",)))
    assert [row[0] for row in parse_where("verdict=yes|conditional").keep(verdicts).rows] == ["yes", "conditional"]


def test_an_order_takes_one_bound() -> None:
    with pytest.raises(RequestError, match="is no number"):
        kept(column(1, 2, numeric=True), "x>1|2")


def test_a_value_that_nothing_has_is_told_with_the_nearest() -> None:
    table = column("LLaMA@65B", ("Falcon@40B", "Falcon@7B"), None)
    assert list(parse_where("x=LLaMA@65B").list_unmatched(table)) == []
    assert list(parse_where("x=llama@65b|falcon@41B").list_unmatched(table)) == [
        'x: nothing fits "falcon@41B". Nearest: Falcon@40B, Falcon@7B.'
    ]
    assert list(parse_where("x~zzz").list_unmatched(table)) == ['x: nothing fits "zzz".']
    assert list(parse_where("x!=zzz").list_unmatched(table)) == list(parse_where("x=").list_unmatched(table)) == []


@pytest.mark.parametrize("value", ["10B", "1e10", "10000000000", "10,000,000,000", "10 b"])
def test_a_number_may_have_a_unit(value: str) -> None:
    assert kept(column(7 * 10**9, 13 * 10**9, numeric=True), f"x>{value}") == [13 * 10**9]


@pytest.mark.parametrize("value", ["big", "10X", "7B7", "nan"])
def test_what_is_no_number_is_refused_for_a_column_of_numbers(value: str) -> None:
    with pytest.raises(RequestError, match="no number"):
        kept(column(1, numeric=True), f"x>{value}")


def test_fractions_and_negative_numbers_compare() -> None:
    assert kept(column(-1.5, 0.5, numeric=True), "x>-1") == [0.5]
    assert kept(column(60.98, 59.79, numeric=True), "x=60.98") == [60.98]


def test_text_compares_without_regard_to_case_and_form() -> None:
    assert kept(column("Meta", "구름", "Google"), "x=META") == ["Meta"]
    assert kept(column("Meta", "구름"), "x=구름") == ["구름"]


def test_a_tilde_asks_for_a_part_of_a_text() -> None:
    assert kept(column("Meta AI", "Google"), "x~meta") == ["Meta AI"]
    assert kept(column("Meta AI", "Google"), "x!~meta") == ["Google"]


def test_verdicts_compare_from_the_worst_to_the_best() -> None:
    verdicts = Table((Column("x", order="verdict"),), (("yes",), ("conditional",), ("unknown",), ("no",)))
    assert kept(verdicts, "x>=conditional") == ["yes", "conditional"]
    assert kept(verdicts, "x<unknown") == ["no"]
    assert kept(verdicts, "x=YES") == ["yes"]
    weights = Table((Column("x", order="verdict"),), (("yes",), ("no weights",), ("no",)))
    assert kept(weights, "x=no weights") == ["no weights"]
    assert kept(weights, "x!=no") == ["yes", "no weights"]
    assert kept(weights, "x<yes") == kept(weights, "x<=no") == ["no"]
    with pytest.raises(RequestError, match=r"neither better nor worse than others\. Ask with = or !="):
        kept(weights, "x>no weights")
    with pytest.raises(RequestError, match=r"no verdict\. From worst to best: no, unknown, conditional, yes"):
        kept(verdicts, "x>maybe")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("x<=2023-05", ["2023", "2023-05", "2023-05-30"]),
        ("x<2023-05", []),
        ("x>=2023-05-31", ["2023", "2023-05", "2023-06-01"]),
        ("x>2023-05", ["2023-06-01"]),
        ("x=2023-05", ["2023", "2023-05", "2023-05-30"]),
        ("x=2023-05-30", ["2023", "2023-05", "2023-05-30"]),
        ("x!=2023-05", ["2023-06-01"]),
        ("x<2024", ["2023", "2023-05", "2023-05-30", "2023-06-01"]),
    ],
)
def test_an_imprecise_date_fits_where_it_may(condition: str, expected: list[str]) -> None:
    cells = (("2023",), ("2023-05",), ("2023-05-30",), ("2023-06-01",), (None,))
    assert kept(Table((Column("x", order="date"),), cells), condition) == expected


def test_what_is_no_date_is_refused_for_a_column_of_dates() -> None:
    with pytest.raises(RequestError, match="no date"):
        kept(Table((Column("x", order="date"),), (("2023",),)), "x>May")


def test_one_item_of_a_list_is_enough() -> None:
    cells: tuple[Cell, ...] = (("en", "ko"), ("en",), ())
    assert kept(column(*cells), "x=ko") == [("en", "ko")]
    assert kept(column((1, 20), (3, 4), numeric=True), "x>10") == [(1, 20)]


def test_a_negation_holds_for_every_item_of_a_list() -> None:
    assert kept(column(("en", "ko"), ("en",)), "x!=ko") == [("en",)]


@pytest.mark.parametrize("sign", ["=", "!=", ">", ">=", "<", "<=", "~", "!~"])
def test_what_is_unknown_fits_nothing(sign: str) -> None:
    assert kept(column(None, ()), f"x{sign}7") == []


def test_nothing_behind_the_sign_asks_for_what_is_unknown_or_known() -> None:
    assert kept(column(None, "a", (), ("b",)), "x=") == [None, ()]
    assert kept(column(None, "a", (), ("b",)), "x!=") == ["a", ("b",)]


def test_zero_is_known() -> None:
    assert kept(column(0, None, numeric=True), "x!=") == [0]


def test_an_unknown_column_is_refused_with_the_nearest() -> None:
    table = Table((Column("parameters"), Column("name")), ())
    with pytest.raises(RequestError, match="Did you mean"):
        parse_where("parameter=7").keep(table)


def test_texts_follow_their_rows() -> None:
    table = Table((Column("x"),), (("a",), ("b",)), texts={(1, "x"): "B!"})
    assert parse_where("x=b").keep(table).texts == {(0, "x"): "B!"}


@pytest.mark.parametrize("condition", ["x=조건부", "x=conditional", "x~건", "x~cond", "x!=불가"])
def test_a_word_of_the_screen_is_understood_as_well_as_the_one_behind_it(condition: str) -> None:
    for order in ("text", "verdict"):
        table = Table((Column("x", order=order, words="verdict"),), (("no",), ("conditional",)))
        use_language("ko")
        try:
            assert kept(table, condition) == ["conditional"]
        finally:
            use_language("en")


def test_a_sentence_is_found_in_the_language_of_the_run() -> None:
    table = column(Either("a teacher", "교사"), Either("a pupil", "학생"))
    use_language("ko")
    try:
        assert [kept(table, condition) for condition in ("x~교", "x~teach", "x=교사")] == [["a teacher"]] * 3
    finally:
        use_language("en")
    assert kept(table, "x~교") == []


def test_conditions_on_the_catalogue(registry: Registry) -> None:
    table = list_models(Library(registry=registry), ListQuestion()).table()
    large = {model.id for model in registry.models if any((size.parameters or 0) > 10**11 for size in model.sizes)}
    assert {row[0] for row in parse_where("parameters>100B").keep(table).rows} == large
    assert {"bloom", "gpt-3", "palm"} <= large
    assert {row[0] for row in parse_where("developers~korea").keep(table).rows} == {"kullm", "kullm-3"}


@pytest.mark.parametrize("operator", [">", ">=", "<", "<=", "~", "!~"])
def test_only_equality_asks_for_what_is_unknown(operator: str) -> None:
    with pytest.raises(RequestError, match="nothing stands behind"):
        parse_where(f"parameters{operator}")
