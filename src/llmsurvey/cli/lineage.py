"""`llmsurvey lineage`: where a model comes from, and what came from it."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.output import Drawings, terminal_of, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.messages import translated

_DRAWINGS = Drawings(("tree", "dot", "mermaid"), {".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".txt": "tree"})


@with_rows_in(options.LineageFormat, _DRAWINGS, is_dated=True)
def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model, one size of it (MODEL@SIZE), or a dataset.",
            autocompletion=offered_names.complete_records,
        ),
    ],
    down: Annotated[bool, typer.Option("--down", help="What came from it, not what it came from.")] = False,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Follow at most so many steps.")] = None,
    *,
    rows: Rows,
) -> None:
    """Trace a model to its foundations and datasets, and those to what they were made from.

    Data without a licence, under a non-commercial one, or generated under a provider's terms, is marked with "!".
    --where, --sort, --limit and --columns give a table in place of the tree, and flat JSON and YAML in place of nested.
    """
    from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
    from llmsurvey.drawings import lineage

    question = LineageQuestion(name=name, down=down, depth=depth)
    answer = trace_lineage(rows.library, question)
    is_nested = rows.format in lineage.NESTED and not rows.asked_for
    if rows.format not in _DRAWINGS.names and not is_nested:
        rows.give(answer, question)
        return
    envelope = rows.head_of_envelope(question, rows.with_day(answer.notes)) if rows.envelope else None
    width = terminal_of(rows.output).width
    text = lineage.render(answer.root, rows.format, down=down, width=width, envelope=envelope)
    if rows.format == "tree":
        text = "".join([text, *(f"{translated(sentence)}\n" for sentence in rows.with_day(()))])
    write_content(text.encode(), rows.output, force=rows.force)
