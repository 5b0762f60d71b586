"""A LaTeX table in booktabs' manner, to be put into a document."""

from __future__ import annotations

import re

from llmsurvey.formats.text import heading, plain, shown
from llmsurvey.messages import translated
from llmsurvey.records import Table

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


def render(table: Table) -> bytes:
    """A tabular for each group of rows, which needs booktabs; signs need fontenc T1 and textcomp, Hangul a font.

    A table with a caption is a float, with the caption and the label.
    """
    parts = [r"% \usepackage[T1]{fontenc} \usepackage{textcomp,booktabs}; for Hangul: xelatex with \usepackage{kotex}"]
    if table.caption:
        caption, label = escape(translated(table.caption.text)), escape(table.caption.label)
        parts += [r"\begin{table}[htbp]", r"\centering", rf"\caption{{{caption}}}", rf"\label{{{label}}}"]
    for above, group in table.groups():
        if above:
            parts.append(rf"% {plain(translated(above))}")
        parts.append(rf"\begin{{tabular}}{{{''.join('r' if column.numeric else 'l' for column in group.columns)}}}")
        parts += [r"\toprule", _line([escape(heading(column)) for column in group.columns]), r"\midrule"]
        places = range(len(group.columns))
        parts += [_line([escape(shown(group, row, place)) for place in places]) for row in range(len(group.rows))]
        parts += [r"\bottomrule", r"\end{tabular}"]
    parts += [r"\end{table}"] if table.caption else []
    parts += [f"% {plain(translated(note))}" for note in table.notes]
    return ("\n".join(parts) + "\n").encode()


def _line(cells: list[str]) -> str:
    """A row; one that begins with a bracket or a star would be an option of the command before it."""
    line = " & ".join(cells) + r" \\"
    return f"{{}}{line}" if line.startswith(("[", "*")) else line


def escape(text: str) -> str:
    """Text that LaTeX sets as it is: no command, no ligature of hyphens or quotes."""
    return _LIGATURE.sub(lambda match: f"{match[0]}{{}}", _PATTERN.sub(lambda match: _SPECIAL[match[0]], plain(text)))
