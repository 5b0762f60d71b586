"""`llmsurvey lineage`: where a model comes from, and what came from it."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion, options
from llmsurvey.cli.rows import Rows, format_of, terminal_of, with_rows_in, write_content

_SUFFIXES = {".dot": "dot", ".gv": "dot", ".mmd": "mermaid"}


@with_rows_in(options.LineageFormat)
def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model, one size of it (MODEL@SIZE), or a dataset.",
            autocompletion=completion.complete_records,
        ),
    ],
    down: Annotated[bool, typer.Option("--down", help="What came from it, not what it came from.")] = False,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Follow at most so many steps.")] = None,
    *,
    rows: Rows,
) -> None:
    """Trace a model to its foundations and datasets, and those to what they were made from.

    Data that is under a non-commercial licence, or was generated under a provider's terms, is marked with "!". --where,
    --sort, --limit and --columns give a table in place of the tree, and flat JSON and YAML in place of nested.
    """
    from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
    from llmsurvey.drawings import lineage

    answer = trace_lineage(rows.library, LineageQuestion(name=name, down=down, depth=depth))
    drawing = rows.choose_drawing(lineage.DRAWINGS, _SUFFIXES)
    if drawing is None and not rows.asked_for:
        named = rows.format or format_of(rows.output)
        drawing = named if named in lineage.NESTED else None
    if drawing is None:
        rows.give(answer)
        return
    text = lineage.render(answer.root, drawing, down=down, width=terminal_of(rows.output).width)
    write_content(text.encode(), rows.output, force=rows.force)
