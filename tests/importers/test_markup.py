"""Text of cells without the marks of Markdown and HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.formats.markdown import escape_markdown
from llmsurvey.importers.markup import Linked, from_html, from_markdown, from_text, model_named, one_line


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("**our/a**", "our/a"),
        ("***70.1***", "70.1"),
        ("*a* **b**", "a b"),
        ("__56.0__", "56.0"),
        ("_57_", "57"),
        ("org/a_b_c", "org/a_b_c"),
        ("`our/b`", "our/b"),
        ("``a_*b*``", "a_*b*"),
        (r"our/c\_v1", "our/c_v1"),
        (r"org/x\*y", "org/x*y"),
        (r"\[x\](y)", "[x](y)"),
        (r"\`z\`", "`z`"),
        ("<u>57.0</u>", "57.0"),
        ("<b><i>a</i></b> &amp; b", "a & b"),
        ("a<br/>b", "a b"),
        ("57.0<sup>1</sup>", "57.0"),
        ("57.0 <sub>±0.4</sub>", "57.0 ±0.4"),
        ("57.0[^1]", "57.0"),
        ("~~57~~ 58", "58"),
        ("![badge](x.png) a", "a"),
        ("a * b", "a * b"),
        ("a\u00a0 b\t c", "a b c"),
        ("`x` \U000f0041", "x \U000f0041"),
        (r"\* &#xF0041;", "* \U000f0041"),
        ("\U000f0000", "\U000f0000"),
    ],
)
def test_markdown_is_read_as_it_is_shown(cell: str, text: str) -> None:
    assert from_markdown(cell) == text


@pytest.mark.parametrize(
    ("cell", "text", "address"),
    [
        ("[a](https://x/a)", "a", "https://x/a"),
        ("**[a](https://x/a)**", "a", "https://x/a"),
        ("[**a**](https://x/a 'title')", "a", "https://x/a"),
        ("[a](https://x/a) [\N{BOOKMARK TABS}](https://x/b)", "a", "https://x/a"),
        ("[a](<https://x/a>) 7B", "a 7B", "https://x/a"),
        ('<a target="_blank" href="https://x/a_b">a</a>', "a", "https://x/a_b"),
    ],
)
def test_a_link_is_its_text_and_leads_on(cell: str, text: str, address: str) -> None:
    linked = from_markdown(cell)
    assert isinstance(linked, Linked)
    assert (linked, linked.address) == (text, address)


def test_further_links_are_no_part_of_a_name() -> None:
    cell = "<a href=https://x/a>lab/a</a> <a href=https://x/b>paper</a>"
    assert from_html(cell) == "lab/a"


@given(st.text())
def test_what_the_program_writes_in_markdown_reads_back(text: str) -> None:
    shown = escape_markdown(text)
    assert from_markdown(shown) == one_line(re.sub(r"\\(.)", r"\1", shown))


@given(st.text())
def test_a_tidied_text_stays_as_it_is(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  a \n b ", "a b"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("a\u200bb\ufeff", "ab"),
        ("a\x1b[0mb\x00", "a[0mb"),
        ("e\u0301", "é"),
    ],
)
def test_blanks_marks_and_decomposed_characters_are_tidied(text: str, tidied: str) -> None:
    assert one_line(text) == tidied


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=SUM(1)", "=SUM(1)"),
        ("'-a", "-a"),
        ("'a", "'a"),
        ("**a**", "a"),
        ("`a`", "a"),
        (r"a\_b", r"a\_b"),
        ("a_", "a_"),
    ],
)
def test_other_text_is_taken_as_it_stands(cell: str, text: str) -> None:
    assert from_text(cell) == text


@pytest.mark.parametrize("cell", ["our/a*", "our/a †", "our/a¹", "our/a**"])
def test_marks_of_footnotes_are_no_part_of_a_name(cell: str) -> None:
    assert model_named(cell) == "our/a"


REPEATED = [
    "<a href=x", "<a ", "[", "[a](", "*", "**a", "`", "`a", "~", "<sup>", "![", "\\", "<!--", "_", "&", "[^", "** ",
    "`a``", "*a**", "[a](<", "[a](b ", "<a href=\"", "href = ",
]  # fmt: skip


@pytest.mark.parametrize("part", REPEATED)
@pytest.mark.parametrize("read", [from_markdown, from_html, from_text])
def test_work_grows_with_the_length(read: Callable[[str], str], part: str) -> None:
    assert growth(read, lambda number: part * number, 2000) < LINEAR
