"""`llmsurvey search`: find anything by words."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Words that must all be found.")],
    *,
    rows: Rows,
) -> None:
    """Search everything by words, forgiving slips of the keyboard.

    Models, datasets, benchmarks, licences and their conditions, organisations, boards, claims and errata.
    """
    from llmsurvey.answers.search import SearchQuestion, search_records

    question = SearchQuestion(text=" ".join(text))
    rows.give(search_records(rows.library, question), question)
