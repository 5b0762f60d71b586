"""Every format of a file, read back by a program that knows nothing of this one."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexCommentNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexSpecialsNode,
    LatexWalker,
)

from llmsurvey.answers.compare import CompareQuestion, compare_models
from llmsurvey.answers.compare_facts import compare_facts
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.errors import MissingExtraError
from llmsurvey.formats import FORMATS, render
from llmsurvey.library import Library
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

TEXT_FORMATS = [name for name, form in FORMATS.items() if not form.binary]
VALUE_FORMATS = ["json", "jsonl", "yaml", "parquet"]
"""Formats that keep the type of a value; the others hold text, and spell out what could steer a terminal."""

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b31mred",
    "\x85",
    "\x00",
    "a\u202eb",
    "a\u2066b\u2069",
    "\u200f",
    "a\u061cb",
    "a\u200bb",
    "a\u2060b",
    "\ufeffa",
    "a\u2028b",
    "[red]text[/red]",
    "[x](https://example.org)",
    "![x](y)",
    "<https://example.org>",
    "=1+1",
    '=HYPERLINK("https://example.org","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "a|b",
    "\\|",
    "\\",
    "\\\\",
    "\\n",
    "a\nb",
    "a\r\nb",
    "a\tb",
    "<script>alert(1)</script>",
    "<b>",
    "<!-- x -->",
    "&amp;",
    "&#65;",
    "& _ % $ # { } ~ ^ \\",
    "\\input{x}",
    "\\end{tabular}",
    "% comment",
    "$x$",
    "a_b_c",
    "*a* **b**",
    "`code`",
    "~~x~~",
    '"quotes"',
    "'quotes'",
    "``quotes''",
    "a--b",
    "a---b",
    "a----b",
    ",,",
    "?`",
    "_x0041_",
    "null",
    "true",
    "1e3",
    "2023-07-27",
    "007",
    "- a",
    "a: b",
    "# a",
    "{a: b}",
    "NaN",
    "구름",
    unicodedata.normalize("NFD", "구름"),
    "🦙",
    "e\u0301",
]

STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
"""What a terminal obeys or hides: control characters but the line feed, marks of direction, line ends, no width."""


def spelled(text: str) -> str:
    """Text with every steering character as an escape of Python."""
    short = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
    steering = re.compile(f"{STEERS.pattern}|\n")
    return steering.sub(
        lambda match: (
            short.get(match[0]) or (f"\\x{ord(match[0]):02x}" if match[0] < "\u0100" else f"\\u{ord(match[0]):04x}")
        ),
        text,
    )


def read_as_text(cell: Cell, separator: str = ", ") -> str:
    """A cell as a text format should show it to a program."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return separator.join(spelled(str(item)) for item in cell)
    return spelled(cell) if isinstance(cell, str) else repr(cell)


def read_by_people(cell: Cell, column: Column) -> str:
    """A cell as a text format should show it to people."""
    if isinstance(cell, tuple):
        return ("; " if column.numeric else ", ").join(read_by_people(item, column) for item in cell)
    return f"{cell:,}" if isinstance(cell, int) else read_as_text(cell)


# Readers: the content of a file to rows, the header first ------------------------------------------------------------


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def read_markdown(content: bytes) -> list[list[str]]:
    """Rows of a pipe table; whatever isn't plain text in a cell shows as its type."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(content.decode())
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in ("th_open", "td_open"):
            rows[-1].append(
                "".join(part.content if part.type == "text" else f"<{part.type}>" for part in token.children or [])
            )
    return rows


class Page(HTMLParser):
    """The cells of a page's table, and every tag that it uses."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th")
        if self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def read_html(content: bytes) -> list[list[str]]:
    page = Page()
    page.feed(content.decode())
    page.close()
    return page.rows


LATEX_SIGNS = {
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquotedbl": '"',
    "textquotesingle": "'",
    "textasciigrave": "`",
    **{sign: sign for sign in "&%$#_{}"},
}


def typeset(nodes: list[Any]) -> str:
    """What LaTeX sets: signs by their commands, ligatures of the T1 encoding as the one sign that they make."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, LatexCharsNode):
            parts.append(node.chars.replace(",,", "„").replace("<<", "«").replace(">>", "»"))
        elif isinstance(node, LatexMacroNode):
            parts.append(LATEX_SIGNS.get(node.macroname, f"<{node.macroname}>"))
        elif isinstance(node, LatexGroupNode):
            parts.append(typeset(node.nodelist))
        elif isinstance(node, LatexSpecialsNode):
            parts.append(f"<{node.specials_chars}>")
        elif not isinstance(node, LatexCommentNode):
            parts.append(f"<{type(node).__name__}>")
    return "".join(parts)


def tabulars(nodes: list[Any]) -> Iterator[Any]:
    """The tabulars among some nodes, however deep."""
    for node in nodes:
        if isinstance(node, LatexEnvironmentNode) and node.environmentname == "tabular":
            yield node
        elif isinstance(node, (LatexEnvironmentNode, LatexGroupNode)):
            yield from tabulars(node.nodelist)
        elif isinstance(node, LatexMacroNode) and node.nodeargd is not None:
            yield from tabulars([argument for argument in node.nodeargd.argnlist or () if argument is not None])


def read_latex(content: bytes) -> list[list[str]]:
    """Rows of the tabulars of a document."""
    walker = LatexWalker(content.decode(), tolerant_parsing=False)
    rows: list[list[str]] = []
    for environment in tabulars(walker.get_latex_nodes()[0]):
        cells: list[list[Any]] = [[]]
        for node in environment.nodelist:
            if isinstance(node, LatexMacroNode) and node.macroname in ("toprule", "midrule", "bottomrule"):
                continue
            if isinstance(node, LatexMacroNode) and node.macroname == "\\":
                rows.append([typeset(cell).strip(" \n") for cell in cells])
                cells = [[]]
            elif isinstance(node, LatexSpecialsNode) and node.specials_chars == "&":
                cells.append([])
            else:
                cells[-1].append(node)
    return rows


def read_xlsx(content: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def read_json(content: bytes) -> list[dict[str, Any]]:
    return list(json.loads(content))


def read_jsonl(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().split("\n") if line]


def read_yaml(content: bytes) -> list[dict[str, Any]]:
    return list(yaml.safe_load(content))


def read_parquet(content: bytes) -> list[dict[str, Any]]:
    return list(pq.read_table(io.BytesIO(content)).to_pylist())


READ_TEXT: dict[str, Callable[[bytes], list[list[str]]]] = {"md": read_markdown, "html": read_html, "latex": read_latex}
READ_VALUES: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "json": read_json,
    "jsonl": read_jsonl,
    "yaml": read_yaml,
    "parquet": read_parquet,
}


def as_values(table: Table) -> list[dict[str, Any]]:
    return [
        {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in zip(table.names(), row, strict=True)}
        for row in table.rows
    ]


def as_csv(cell: Cell) -> str:
    text = read_as_text(cell, "; ")
    return f"'{text}" if isinstance(cell, (str, tuple)) and text[:1] in set("=+-@") and text != "-" else text


def as_xlsx(cell: Cell) -> Any:
    return cell if cell is None or isinstance(cell, (int, float)) else read_as_text(cell, "; ")


# Tables --------------------------------------------------------------------------------------------------------------

signs = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")
texts = (
    st.lists(st.sampled_from(HOSTILE) | st.text(signs, min_size=1, max_size=4), min_size=1, max_size=3)
    .map("".join)
    .map(str.strip)
    .filter(bool)
)
numbers: st.SearchStrategy[int | float] = st.integers(-(2**53), 2**53) | st.integers(-(10**9), 10**9).map(
    lambda n: n / 1000
)

KINDS: list[tuple[bool, st.SearchStrategy[Cell]]] = [
    (False, st.none() | texts),
    (True, st.none() | numbers),
    (False, st.lists(texts, max_size=3).map(tuple)),
    (True, st.lists(st.integers(0, 2**53), max_size=3).map(tuple)),
]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Rows of cells of one kind a column, under names and with a title and notes of any text."""
    names = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    kinds = [draw(st.sampled_from(KINDS)) for _ in names]
    rows = draw(st.lists(st.tuples(*(cells for _, cells in kinds)), min_size=1, max_size=3))
    columns = tuple(Column(name, numeric=numeric) for name, (numeric, _) in zip(names, kinds, strict=True))
    return Table(columns, tuple(rows), draw(texts), tuple(draw(st.lists(texts, max_size=2))))


def one_cell(text: str) -> Table:
    return Table((Column("x"), Column("y")), ((text, "end"),))


SMALL = Table(
    (
        Column("name"),
        Column("size", numeric=True),
        Column("sizes", numeric=True),
        Column("languages"),
        Column("id", brief=False),
    ),
    (
        ("KULLM", 12.8, (5885059072, 12898631680), ("ko",), "kullm"),
        ("구름", None, (), ("ko", "en"), "=1+1"),
        (None, 7, (1,), (), "plain"),
    ),
    "Models",
    ("a note",),
)


def test_every_format_has_a_reader_here() -> None:
    assert set(FORMATS) == {"csv", "xlsx", *READ_TEXT, *READ_VALUES}


@pytest.mark.parametrize("name", sorted(READ_TEXT))
@settings(max_examples=40)
@given(table=tables())
def test_a_format_for_people_shows_every_cell_as_the_text_it_is(name: str, table: Table) -> None:
    expected = [
        [spelled(each) for each in table.names()],
        *(
            [read_by_people(cell, column) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ),
    ]
    assert READ_TEXT[name](render(table, name)) == expected


@pytest.mark.parametrize("name", VALUE_FORMATS)
@settings(max_examples=40)
@given(table=tables())
def test_a_format_for_programs_keeps_every_value(name: str, table: Table) -> None:
    assert READ_VALUES[name](render(table, name)) == as_values(table)


@given(tables())
def test_csv_holds_every_cell(table: Table) -> None:
    expected = [[as_csv(name) for name in table.names()], *([as_csv(cell) for cell in row] for row in table.rows)]
    assert read_csv(render(table, "csv")) == expected


@settings(max_examples=40)
@given(tables())
def test_csv_is_read_by_pandas(table: Table) -> None:
    frame = pd.read_csv(io.BytesIO(render(table, "csv")), dtype=str, keep_default_na=False, skip_blank_lines=False)
    assert frame.to_numpy().tolist() == [[as_csv(cell) for cell in row] for row in table.rows]


@settings(max_examples=40)
@given(tables())
def test_a_workbook_holds_every_cell_and_no_formula(table: Table) -> None:
    header = [spelled(name) for name in table.names()]
    found = read_xlsx(render(table, "xlsx"))
    width = range(len(header))
    filled = [[row[place] if place < len(row) else None for place in width] for row in found]
    expected = [header, *([as_xlsx(cell) for cell in row] for row in table.rows)]
    assert filled + [[None] * len(header)] * (len(expected) - len(filled)) == expected


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", sorted(READ_TEXT))
def test_hostile_text_is_shown_as_it_is(name: str, text: str) -> None:
    assert READ_TEXT[name](render(one_cell(text), name))[1] == [spelled(text).strip(), "end"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", VALUE_FORMATS)
def test_hostile_text_is_kept_as_a_value(name: str, text: str) -> None:
    assert READ_VALUES[name](render(one_cell(text), name)) == [{"x": text, "y": "end"}]


@pytest.mark.parametrize("name", TEXT_FORMATS)
@settings(max_examples=40)
@given(table=tables())
@example(table=one_cell("".join(HOSTILE)))
def test_no_text_format_steers_a_terminal(name: str, table: Table) -> None:
    assert STEERS.findall(render(table, name).decode()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    assert render(SMALL, name) == render(SMALL, name)


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, json, sys\n"
        "from llmsurvey.formats import FORMATS, render\n"
        "from llmsurvey.tables import Column, Table\n"
        f"table = {SMALL!r}\n"
        "print(json.dumps({name: hashlib.sha256(render(table, name)).hexdigest() for name in FORMATS}))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Seoul"},
        capture_output=True,
        check=True,
    )
    assert json.loads(run.stdout) == {name: hashlib.sha256(render(SMALL, name)).hexdigest() for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_table_is_still_a_file(name: str) -> None:
    content = render(Table((Column("name"), Column("size", numeric=True)), ()), name)
    assert content or name == "jsonl"


@pytest.mark.parametrize("name", FORMATS)
def test_every_answer_goes_out_in_every_format(registry: Registry, name: str) -> None:
    listed = list_models(Library(registry=registry), ListQuestion()).table()
    compared = compare_models(Library(registry=registry), CompareQuestion(benchmark="hellaswag")).table()
    assert len(render(listed, name)) > 2000
    assert len(render(compared, name)) > 1000


@pytest.mark.parametrize("name", FORMATS)
def test_a_turned_answer_goes_out_in_every_format(registry: Registry, name: str) -> None:
    """Turned, a column holds text, lists and numbers at once."""
    chosen = [registry.resolve_model(each) for each in ("LLaMA", "Falcon")]
    assert render(compare_facts(Licensing(registry), chosen).table().transposed(), name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_note_that_repeats_bytes_which_are_no_text_is_written(name: str) -> None:
    """An argument of the command line that isn't UTF-8 reaches the notes as halves of characters."""
    assert render(Table((Column("x"),), (("a",),), notes=('Nothing is like "\udcff".',)), name)


def test_a_turned_answer_keeps_every_record_whatever_they_are_called() -> None:
    rows = (("A", 1), ("A", 2), ("A (1)", 3), ("name", 4))
    turned = Table((Column("name"), Column("n")), rows).transposed()
    assert sorted(value for value in read_json(render(turned, "json"))[0].values() if value != "n") == [1, 2, 3, 4]


@pytest.mark.parametrize("name", sorted(READ_TEXT))
def test_groups_hold_all_rows_without_the_column_they_share(name: str) -> None:
    rows = (("one", "a"), ("one", "b"), ("two", "c"))
    table = Table((Column("group"), Column("x")), rows, group_by="group")
    assert READ_TEXT[name](render(table, name)) == [["x"], ["a"], ["b"], ["x"], ["c"]]


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "yaml", "xlsx", "parquet"])
def test_formats_without_sections_keep_the_column_of_the_groups(name: str) -> None:
    grouped = Table((Column("group"), Column("x")), (("one", "a"),), group_by="group")
    assert render(grouped, name) == render(Table(grouped.columns, grouped.rows), name)


SPELLED_OUT = Table(SMALL.columns, SMALL.rows, SMALL.title, SMALL.notes, texts={(0, "name"): "KULLM *"})


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(READ_TEXT)))
def test_what_people_read_is_in_no_format_for_programs(name: str) -> None:
    assert render(SPELLED_OUT, name) == render(SMALL, name)


@pytest.mark.parametrize("name", sorted(READ_TEXT))
def test_a_document_shows_what_people_read_on_the_screen(name: str) -> None:
    assert READ_TEXT[name](render(SPELLED_OUT, name))[1][0] == "KULLM *"


@pytest.mark.parametrize("name", ["md", "html", "latex"])
def test_digits_round_what_people_read(name: str) -> None:
    table = Table((Column("x", numeric=True, digits=1),), ((71.425,), (7.0,), (7,)))
    assert [row[0] for row in READ_TEXT[name](render(table, name))] == ["x", "71.4", "7.0", "7"]


@pytest.mark.parametrize("name", ["md", "html", "latex"])
def test_p_values_are_never_rounded_to_0(name: str) -> None:
    column = Column("p", numeric=True, digits=4, never_zero=True)
    table = Table((column,), ((4.7e-10,), (5e-324,), (0.00005,), (0.00006,), (0.0,), (None,), (1.0,)))
    expected = ["p", "<0.0001", "<0.0001", "<0.0001", "0.0001", "0.0000", "", "1.0000"]
    assert [row[0] for row in READ_TEXT[name](render(table, name))] == expected


@pytest.mark.parametrize("name", ["csv", *VALUE_FORMATS])
def test_digits_round_nothing_that_programs_read(name: str) -> None:
    table = Table((Column("x", numeric=True, digits=1),), ((71.425,),))
    assert render(table, name) == render(Table((Column("x", numeric=True),), table.rows), name)


def test_a_library_that_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_spec("xlsxwriter") is not None
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "llmsurvey.formats.xlsx", raising=False)
    with pytest.raises(MissingExtraError, match=r"pip install .*\[xlsx\]"):
        render(SMALL, "xlsx")


@pytest.mark.parametrize("name", FORMATS)
def test_suffixes_are_all_different(name: str) -> None:
    assert [form.suffix for form in FORMATS.values()].count(FORMATS[name].suffix) == 1
