"""A LaTeX table in booktabs' manner, to be put into a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.messages import translated
from llmsurvey.tables import Table
from llmsurvey.tables.text import heading_of, plain_text, text_of_cell

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


_PACKAGES = (
    r"% \usepackage[T1]{fontenc} \usepackage{textcomp,booktabs}; for Hangul: xelatex with \usepackage{kotex}",
    r"% \usepackage[T1]{fontenc} \usepackage{textcomp,booktabs,graphicx}; for Hangul: xelatex with \usepackage{kotex}",
)
_WIDE = 36
"""A column of text with a longer cell is set in paragraphs where the table has to fit a page."""


def render(table: Table) -> bytes:
    """Return a tabular for each group of rows, which needs booktabs; signs need fontenc T1 and textcomp, Hangul a font.

    A table with a caption is a float, with the caption and the label, no wider than the text around it.
    """
    parts = [_PACKAGES[table.caption is not None]]
    if table.caption:
        caption, label = escape_latex(translated(table.caption.text)), escape_latex(table.caption.label)
        parts += [r"\begin{table}[htbp]", r"\centering", rf"\caption{{{caption}}}", rf"\label{{{label}}}"]
        parts.append(r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%")
    for above, group in table.groups():
        if above:
            parts.append(rf"% {plain_text(translated(above))}")
        parts += _tabular_lines(group)
    if table.caption:
        note = escape_latex(translated(table.caption.note))
        parts += ["}", *([rf"\par\smallskip\footnotesize {note}"] if note else []), r"\end{table}"]
    parts += [f"% {plain_text(translated(note))}" for note in table.notes]
    return ("\n".join(parts) + "\n").encode()


def _tabular_lines(table: Table) -> Iterator[str]:
    indexes = range(len(table.columns))
    cells = [[text_of_cell(table, row, index) for index in indexes] for row in range(len(table.rows))]
    kinds = [
        "r" if column.numeric else "p{5cm}" if table.caption and _widest_cell(cells, index) > _WIDE else "l"
        for index, column in enumerate(table.columns)
    ]
    yield rf"\begin{{tabular}}{{{''.join(kinds)}}}"
    yield from (r"\toprule", _row_line([escape_latex(heading_of(column)) for column in table.columns]), r"\midrule")
    yield from (_row_line([escape_latex(cell) for cell in row]) for row in cells)
    yield from (r"\bottomrule", r"\end{tabular}")


def _widest_cell(cells: list[list[str]], index: int) -> int:
    return max((len(row[index]) for row in cells), default=0)


def _row_line(cells: list[str]) -> str:
    """Return a row; one that begins with a bracket or a star would be an option of the command before it."""
    line = " & ".join(cells) + r" \\"
    return f"{{}}{line}" if line.startswith(("[", "*")) else line


def escape_latex(text: str) -> str:
    """Return text that LaTeX sets as it is: no command, no ligature of hyphens or quotes."""
    return _LIGATURE.sub(
        lambda match: f"{match[0]}{{}}", _PATTERN.sub(lambda match: _SPECIAL[match[0]], plain_text(text))
    )
