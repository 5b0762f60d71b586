"""Texts of the command line: conditions, columns, names, dates, counts of parameters, amounts of memory."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from tests.fuzz.mutation import TOKENS, mutate_bytes
from tests.fuzz.program import built_in
from tests.fuzz.surface import Surface, check_messages, check_refusal, lines

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.search import SearchQuestion, search_records
from llmsurvey.errors import LlmsurveyError
from llmsurvey.importers.read_file import day_in
from llmsurvey.library import Library
from llmsurvey.memory.room import parse_bytes
from llmsurvey.records.dates import first_day, last_day, parse_date
from llmsurvey.records.quantities import parse_count, short_count
from llmsurvey.tables import Table
from llmsurvey.tables.choose import choose_columns
from llmsurvey.tables.order import sort_rows
from llmsurvey.tables.where import parse_where

Value = TypeVar("Value")


def _text(content: bytes) -> str:
    """Bytes as the system hands over an argument."""
    return content.replace(b"\0", b"").decode("utf-8", "surrogateescape")


@functools.cache
def _table() -> Table:
    return list_models(Library(registry=built_in()), ListQuestion()).table()


def _check_where(content: bytes) -> None:
    """A condition keeps rows of the table in their order; with `!` before it, none of these."""
    text = _text(content)
    try:
        condition = parse_where(text)
        fitting = condition.keep(_table()).rows
    except LlmsurveyError as error:
        check_refusal(error)
        return
    rows = iter(_table().rows)
    assert all(row in rows for row in fitting), "rows that aren't the table's, or in another order"
    if condition.operator in ("=", "~"):
        opposite = parse_where(f"{condition.column}!{condition.operator}{condition.value}").keep(_table()).rows
        assert not set(fitting) & set(opposite), "a row fits a condition and its opposite"


def _check_columns(content: bytes) -> None:
    """Chosen columns are the table's or under the headings given; sorted rows are the same rows, and stay so."""
    names = _text(content).split(",")
    headings = {name.partition("=")[2].strip() for name in names}
    try:
        assert set(choose_columns(_table(), names).names()) <= {*_table().names(), *headings}
    except LlmsurveyError as error:
        check_refusal(error)
    try:
        table = sort_rows(_table(), names)
    except LlmsurveyError as error:
        check_refusal(error)
        return
    assert sorted(map(id, table.rows)) == sorted(map(id, _table().rows)), "rows were lost"
    assert sort_rows(table, names).rows == table.rows, "sorting again changes the order"


def _check_name(content: bytes) -> None:
    """Case, blanks around it and the composition of its letters don't change what a name means."""
    name = _text(content)
    registry = built_in()
    meaning = _meaning(name)
    for spelling in (f" {name} ", unicodedata.normalize("NFD", name), unicodedata.normalize("NFC", name)):
        assert _meaning(spelling) == meaning, f"{spelling!r} means something else"
    for resolve in (registry.resolve_dataset, registry.resolve_benchmark, registry.resolve_licence):
        try:
            resolve(name)
        except LlmsurveyError as error:
            check_refusal(error)


def _meaning(name: str) -> object:
    try:
        model, size = built_in().resolve_model(name)
    except LlmsurveyError as error:
        check_refusal(error)
        return type(error)
    return model.id, size and size.name


def _check_search(content: bytes) -> None:
    """Any text but none is searched for."""
    text = _text(content)
    try:
        table = search_records(Library(registry=built_in()), SearchQuestion(text=text)).table()
    except LlmsurveyError as error:
        check_refusal(error)
        assert not text.strip(), "a text is refused"
        return
    check_messages(table.notes)


def _check_date(content: bytes) -> None:
    """A date is read as itself, and its last day isn't before its first; a file's day is a day."""
    text = _text(content)
    day = day_in(text)
    assert day is None or parse_date(day) == day, "a day that no calendar has"
    date = _parsed(parse_date, text)
    if date is not None:
        assert parse_date(date) == date
        assert first_day(date) <= last_day(date)
        assert len(first_day(date)) == len(last_day(date)) == 10


def _check_count(content: bytes) -> None:
    """A count is read back from what it is written as, and its short form is near it."""
    count = _parsed(parse_count, _text(content))
    if count is not None:
        assert 0 < count < 10**18
        assert parse_count(count) == parse_count(str(count)) == parse_count(f"{count:,}") == count
        assert abs(parse_count(short_count(count)) - count) <= count * 0.005 + 0.5


def _check_amount(content: bytes) -> None:
    amount = _parsed(parse_bytes, _text(content))
    assert amount is None or 0 < amount < 10**18


def _parsed(parse: Callable[[str], Value], text: str) -> Value | None:
    try:
        return parse(text)
    except ValueError as error:
        check_messages([error.args[0]])
        return None


def _mutate_condition(random: Random, seeds: Sequence[bytes]) -> bytes:
    """A column of the table, an operator and any value, or broken bytes."""
    if random.random() < 0.4:
        return mutate_bytes(random, seeds)
    cells = random.choice(_table().rows)
    value = random.choice((*map(str, cells), *TOKENS))
    operator = random.choice(("=", "!=", "<", "<=", ">", ">=", "~", "!~"))
    return f"{random.choice(_table().names())}{operator}{value}".encode("utf-8", "surrogatepass")


def _mutate_columns(random: Random, seeds: Sequence[bytes]) -> bytes:
    """Some columns of the table in any case and order, or broken bytes."""
    if random.random() < 0.4:
        return mutate_bytes(random, seeds)
    names = random.choices(_table().names(), k=random.randint(1, 4))
    return ",".join(random.choice((name, f"-{name}", name.upper(), f" {name}")) for name in names).encode()


SURFACES = (
    Surface("where", _check_where, 600, lines("where"), _mutate_condition),
    Surface("columns", _check_columns, 250, lines("columns"), _mutate_columns),
    Surface("names", _check_name, 250, lines("names")),
    Surface("search", _check_search, 100, lines("names")),
    Surface("dates", _check_date, 500, lines("dates")),
    Surface("counts", _check_count, 500, lines("counts")),
    Surface("amounts", _check_amount, 200, lines("amounts")),
)
