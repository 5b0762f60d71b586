"""`llmsurvey lineage`: where a model comes from, and what came from it."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.output import Drawings, terminal_of, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.cli.tell import tell_faults, tell_left_out
from llmsurvey.cli.usage import with_help
from llmsurvey.errors import RequestError
from llmsurvey.messages import option, say, translated

_DRAWINGS = Drawings(
    ("tree", "dot", "mermaid", "graphml", "node-link", "svg"),
    {".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".graphml": "graphml", ".svg": "svg", ".txt": "tree"},
)


@with_rows_in(options.LineageFormat, _DRAWINGS, is_dated=True)
def run(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A model, one size of it (MODEL@SIZE), the path of a model, or a dataset.",
            autocompletion=offered_names.complete_records,
        ),
    ] = None,
    down: Annotated[bool, typer.Option("--down", help="What came from it, not what it came from.")] = False,
    both: Annotated[bool, typer.Option("--both", help="What it came from, and what came from it.")] = False,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="A B", help="The ways from one to another, whichever was first."),
    ] = None,
    datasets: Annotated[bool, typer.Option("--datasets/--no-datasets", help="With the data, or models alone.")] = True,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Follow at most so many steps.")] = None,
    whole: Annotated[
        bool, typer.Option("--all", help="Every branch: a tree of more than 100 is folded otherwise.")
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Trace a model to its foundations and datasets, and those to what they were made from.

    Data without a licence, under a non-commercial one, or generated under a provider's terms, is marked with "!".
    --where, --sort, --limit and --columns give a table in place of the tree, and flat JSON and YAML in place of nested.
    """
    from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
    from llmsurvey.drawings import lineage

    name, to = _ends_of(name, between)
    question = LineageQuestion(name=name, down=down, both=both, to=to, depth=depth, datasets=datasets)
    answer = trace_lineage(rows.library, question)
    is_nested = rows.format in lineage.NESTED and not rows.asked_for
    if rows.format not in _DRAWINGS.names and not is_nested:
        rows.give(answer, question)
        return
    envelope = rows.head_of_envelope(question, rows.with_day(answer.notes)) if rows.envelope else None
    width = terminal_of(rows.output).width
    folded = not whole
    text = lineage.render(answer.root, rows.format, down=answer.down, width=width, envelope=envelope, folded=folded)
    tell_faults(answer.faults)
    if envelope is None:
        tell_left_out(answer.notes)
    if rows.format == "tree":
        text = "".join([text, *(f"{translated(sentence)}\n" for sentence in rows.with_day(()))])
    write_content(text.encode(), rows.output, force=rows.force)


def _ends_of(name: str | None, between: tuple[str, str] | None) -> tuple[str, str | None]:
    """Return what is asked for, and where the ways from there lead to. Raises RequestError where there is no name."""
    if between is None:
        if name is None:
            raise RequestError(with_help(say("{name} is missing.", name="NAME"), "llmsurvey lineage"))
        return name, None
    if name is not None:
        raise RequestError(say("{option} names both ends: no other name goes with it.", option=option("between")))
    return between
