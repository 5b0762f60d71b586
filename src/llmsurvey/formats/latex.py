"""A LaTeX table in booktabs' manner, to be put into a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.messages import translated
from llmsurvey.tables import Column, Table
from llmsurvey.tables.document import surroundings_of
from llmsurvey.tables.link import Part, parts_of_cell
from llmsurvey.tables.text import heading_of, plain_text

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
}
_PATTERN = re.compile("|".join(re.escape(character) for character in _SPECIAL))
_LIGATURE = re.compile("-(?=-)|,(?=,)")
"""Two hyphens would become a dash, two commas a quotation mark."""
_IN_ADDRESS = re.compile("[%#&_]")


_PACKAGES = (
    r"% \usepackage[T1]{fontenc} \usepackage{textcomp,booktabs,graphicx};"
    r" for Hangul: xelatex with \usepackage{kotex}"
)
_LINKS = r"% \usepackage{hyperref}"
_WIDE = 36
"""A column of text with a longer cell is set in paragraphs: the table has to fit a page."""
_FIT = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%"


def render(table: Table) -> bytes:
    """Return a float with a caption, no wider than the text around it, and in it a tabular for each group of rows.

    It needs booktabs and graphicx, addresses hyperref; signs need fontenc T1 and textcomp, Hangul a font.
    """
    around = surroundings_of(table)
    text = (translated(table.caption.text) if table.caption else around.heading) or around.caption
    parts = [r"\begin{table}[htbp]", r"\centering"]
    parts += [rf"\caption{{{escape_latex(text)}}}"] if text else []
    parts += [rf"\label{{{around.label}}}"] if around.label else []
    for above, group in table.groups():
        if above:
            parts.append(rf"\par\medskip\textbf{{{escape_latex(translated(above))}}}\par\smallskip")
        parts += [_FIT, *_tabular_lines(group), "}"]
    parts += [rf"\par\smallskip\footnotesize {escape_latex(line)}" for line in around.legend]
    parts += [r"\end{table}", *(f"% {plain_text(note)}" for note in around.notes)]
    has_links = any(r"\href{" in line for line in parts)
    return ("\n".join([_PACKAGES, *([_LINKS] if has_links else []), *parts]) + "\n").encode()


def _kind_of(column: Column, width: int) -> str:
    """Return how LaTeX sets a column whose widest cell is so many characters wide."""
    if column.numeric:
        return "r"
    return "p{5cm}" if width > _WIDE else "l"


def _tabular_lines(table: Table) -> Iterator[str]:
    indexes = range(len(table.columns))
    cells = [[parts_of_cell(table, row, index) for index in indexes] for row in range(len(table.rows))]
    kinds = "".join(_kind_of(column, _widest_cell(cells, index)) for index, column in enumerate(table.columns))
    yield rf"\begin{{tabular}}{{{kinds}}}"
    yield from (r"\toprule", _row_line([escape_latex(heading_of(column)) for column in table.columns]), r"\midrule")
    yield from (_row_line(["".join(map(_linked_text, parts)) for parts in row]) for row in cells)
    yield from (r"\bottomrule", r"\end{tabular}")


def _linked_text(part: Part) -> str:
    r"""Return a text that may lead to an address, in which `\href` wants the signs of LaTeX behind a backslash."""
    text = escape_latex(part.text)
    if not part.address or not text:
        return text
    target = _IN_ADDRESS.sub(lambda match: f"\\{match[0]}", part.address)
    return rf"\href{{{target}}}{{{text}}}"


def _widest_cell(cells: list[list[list[Part]]], index: int) -> int:
    return max((sum(len(part.text) for part in row[index]) for row in cells), default=0)


def _row_line(cells: list[str]) -> str:
    """Return a row; one that begins with a bracket or a star would be an option of the command before it."""
    line = " & ".join(cells) + r" \\"
    return f"{{}}{line}" if line.startswith(("[", "*")) else line


def escape_latex(text: str) -> str:
    """Return text that LaTeX sets as it is: no command, no ligature of hyphens or quotes."""
    return _LIGATURE.sub(
        lambda match: f"{match[0]}{{}}", _PATTERN.sub(lambda match: _SPECIAL[match[0]], plain_text(text))
    )
