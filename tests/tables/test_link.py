"""Where cells lead to: addresses of the web, which come from data and are trusted nowhere."""

from __future__ import annotations

import pytest

from llmsurvey.formats import render
from llmsurvey.formats.terminal import Terminal
from llmsurvey.formats.terminal import render as render_terminal
from llmsurvey.tables import Column, Table
from llmsurvey.tables.link import link_cells, link_of, parts_of_cell, safe_address

COLUMNS = (Column("value", leads_to="source"), Column("source", brief=False))


def linked(address: str) -> Table:
    return link_cells(Table(COLUMNS, (("x y", address),))).select(["value"])


@pytest.mark.parametrize("address", ["https://example.org/a", "http://example.org", "HTTPS://example.org/?a=1&b=2#c"])
def test_an_address_of_the_web_is_followed(address: str) -> None:
    assert safe_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "https://", "https:///x",
     "survey, Table 4", "", " https://example.org", "https://example.org/a b", "https://example.org\n", "file:///etc"],
)  # fmt: skip
def test_nothing_else_is(address: str) -> None:
    assert safe_address(address) is None
    assert link_of(linked(address), 0, 0) is None


@pytest.mark.parametrize("sign", list("\"'<>()\\^`{|}$;\x1b\x07\x9c\u202e구\udcff"))
def test_no_sign_ends_an_address_or_steers(sign: str) -> None:
    address = safe_address(f"https://example.org/{sign}")
    assert address is not None
    assert address.isascii()
    assert address.isprintable()
    assert sign not in address


def test_every_format_that_is_read_has_the_link() -> None:
    table = linked('https://example.org/a_b?x=1&y="50%"#z')
    assert b'<a href="https://example.org/a_b?x=1&amp;y=%2250%%22#z" rel="noreferrer">x y</a>' in render(table, "html")
    assert b"| [x y](https://example.org/a_b?x=1&y=%2250%%22#z) |" in render(table, "md")
    assert rb"\href{https://example.org/a\_b?x=1\&y=\%2250\%\%22\#z}{x y}" in render(table, "latex")
    shown = render_terminal(table, Terminal(links=True))
    assert "\x1b]8;;https://example.org/a_b?x=1&y=%2250%%22#z\x1b\\x y\x1b]8;;\x1b\\" in shown
    assert "\x1b" not in render_terminal(table, Terminal())


def test_latex_names_what_a_link_needs_where_there_is_one() -> None:
    assert b"hyperref" in render(linked("https://example.org"), "latex")
    assert b"hyperref" not in render(linked("nowhere"), "latex")


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "yaml", "xlsx", "parquet"])
def test_formats_for_programs_have_no_links(name: str) -> None:
    assert render(linked("https://example.org"), name) == render(Table((Column("value"),), (("x y",),)), name)


def test_a_name_leads_to_the_hub() -> None:
    columns = (Column("name", leads_to="hub"), Column("hub"))
    table = link_cells(Table(columns, (("A", ("lab/a-7b", "lab/a-13b")), ("B", ()), ("C", "no hub"))))
    assert [link_of(table, row, 0) for row in range(3)] == ["https://huggingface.co/lab/a-7b", None, None]
    assert [part.address for part in parts_of_cell(table, 0, 1)] == [
        "https://huggingface.co/lab/a-7b", None, "https://huggingface.co/lab/a-13b",
    ]  # fmt: skip


def test_links_move_with_their_cells() -> None:
    rows = tuple((f"x{number}", f"https://example.org/{number}") for number in range(3))
    table = link_cells(Table((Column("name"), *COLUMNS), tuple((f"n{row[0]}", *row) for row in rows)))
    assert link_of(table.take([2]), 0, 1) == "https://example.org/2"
    turned = table.select(["name", "value"]).transposed()
    assert [link_of(turned, 0, index) for index in (1, 2, 3)] == [
        f"https://example.org/{number}" for number in range(3)
    ]


def test_a_link_that_is_wrapped_leads_there_on_each_line() -> None:
    table = link_cells(Table(COLUMNS, (("word " * 10, "https://example.org"),))).select(["value"])
    lines = render_terminal(table, Terminal(width=20, links=True)).splitlines()[1:]
    assert len(lines) > 2
    assert all(line.count("\x1b]8;;https://example.org\x1b\\") == 1 for line in lines)
