"""One self-contained page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from llmsurvey.formats.html import render
from llmsurvey.tables import Column, Table

SCRIPT = '</title><script src="https://example.org/x.js"></script><img src=x onerror="alert(1)">'


class Tags(HTMLParser):
    """Every tag that is opened, and all attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.attributes |= {name for name, _ in attrs}


def hostile() -> Table:
    columns = (Column("group"), Column(SCRIPT, numeric=True), Column("b"))
    return Table(columns, ((SCRIPT, SCRIPT, (SCRIPT, "x")),), SCRIPT, (SCRIPT,), group_by="group")


def test_hostile_text_makes_no_tag_wherever_it_stands() -> None:
    found = Tags(render(hostile()).decode())
    harmless = Tags(
        render(
            Table(
                (Column("group"), Column("a", numeric=True), Column("b")),
                (("g", "a", "b"),),
                "t",
                ("n",),
                group_by="group",
            )
        ).decode()
    )
    assert found.opened == harmless.opened
    assert found.attributes == {"lang", "charset", "name", "content", "class", "scope"}


def test_a_page_asks_for_nothing_from_elsewhere() -> None:
    page = render(Table((Column("x"),), (("a",),))).decode()
    assert re.findall(r"https?:|src=|href=|url\(|@import", page) == []


def test_hangul_is_declared_as_utf_8() -> None:
    page = render(Table((Column("x"),), (("구름",),), "구름"))
    assert b'<meta charset="utf-8">' in page[:200]
    assert "<title>구름</title>" in page.decode()


def test_groups_have_captions() -> None:
    table = Table((Column("g"), Column("x")), (("one", 1), ("two", 2)), group_by="g")
    assert re.findall("<caption>(.*?)</caption>", render(table).decode()) == ["one", "two"]


@pytest.mark.parametrize(("numeric", "expected"), [(True, 2), (False, 0)])
def test_numbers_are_set_to_the_right(numeric: bool, expected: int) -> None:
    page = render(Table((Column("x", numeric=numeric),), ((1,),))).decode()
    assert page.count('class="number"') == expected
