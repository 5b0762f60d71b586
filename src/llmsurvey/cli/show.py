"""`llmsurvey show`: everything about one model, dataset, benchmark, licence or organisation."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names
from llmsurvey.cli.rows import Rows, with_dated_rows


@with_dated_rows
def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model, MODEL@SIZE, the path of one, a dataset, benchmark, licence or organisation.",
            autocompletion=offered_names.complete_records,
        ),
    ],
    sources: Annotated[bool, typer.Option("--sources", help="Every source, and what it supports.")] = False,
    *,
    rows: Rows,
) -> None:
    """Show all facts of one record, each with a source; --columns all shows the address beside every fact."""
    from llmsurvey.answers.show import ShowQuestion, show_record

    question = ShowQuestion(name=name, sources=sources)
    rows.give(show_record(rows.library, question), question)
