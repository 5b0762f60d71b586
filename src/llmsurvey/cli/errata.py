"""`llmsurvey errata`: what is wrong in the survey."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from llmsurvey.cli import offered_names
from llmsurvey.cli.meant_options import choice_called
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.records.erratum import ErratumKind


@with_rows
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ERRATUM]...",
            help="Only these, by their numbers: E12.",
            autocompletion=offered_names.complete_errata,
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="fact, number, name, caption, metric or citation.",
            autocompletion=offered_names.complete_erratum_kinds,
        ),
    ] = None,
    table: Annotated[int | None, typer.Option("--table", help="Only those of this table.")] = None,
    *,
    rows: Rows,
) -> None:
    """List the survey's mistakes: the place, what is printed, what is right, why, and the source that proves it."""
    from llmsurvey.answers.errata import ErrataQuestion, list_errata

    kinds = tuple(choice_called(word, get_args(ErratumKind)) or word for word in kind or ())
    asked = ErrataQuestion(names=tuple(names or ()), kind=kinds, table=table)
    rows.give(list_errata(rows.library, asked), asked)
