"""A table in Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from llmsurvey.formats.markdown import escape_markdown, render
from llmsurvey.tables import Column, Table


def html(table: Table) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(render(table).decode()))


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1).map(str.strip).filter(bool))
def test_escaped_text_is_one_run_of_plain_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("strikethrough").parseInline(escape_markdown(text))
    assert ["".join(part.content for part in token.children or []) for token in tokens] == [text]
    assert {part.type for token in tokens for part in token.children or []} == {"text"}


def test_numbers_are_set_to_the_right() -> None:
    table = Table((Column("a"), Column("n", numeric=True)), (("x", 1),))
    assert render(table).decode().splitlines()[1] == "| --- | ---: |"


def test_title_groups_and_notes_frame_the_table() -> None:
    table = Table((Column("g"), Column("x")), (("one", "a"), ("two", "b")), "Title", ("a note",), group_by="g")
    page = html(table)
    assert (
        page.index("<h1>Title</h1>")
        < page.index("<h2>one</h2>")
        < page.index("<h2>two</h2>")
        < page.index("<p>a note</p>")
    )
    assert page.count("<table>") == 2


def test_hostile_titles_headings_and_notes_make_no_markup() -> None:
    hostile = "<script>alert(1)</script> ![x](y)\n\n# z"
    table = Table((Column("g"), Column("x")), ((hostile, "a"),), title=hostile, notes=(hostile,), group_by="g")
    page = html(table)
    assert "<script" not in page
    assert "<img" not in page
    assert (page.count("<h1>"), page.count("<h2>"), page.count("<p>")) == (1, 1, 1)
