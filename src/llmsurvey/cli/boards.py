"""`llmsurvey boards`: which boards there are."""

from __future__ import annotations

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(*, rows: Rows) -> None:
    """List the boards that come with the program and your own, a row for each snapshot.

    A snapshot with fewer than half of the rows of a former one is partial: nothing follows from who is missing. One
    that can't be read is told, and the others are listed.
    """
    from llmsurvey.answers.boards import BoardsQuestion, list_boards

    question = BoardsQuestion()
    rows.give(list_boards(rows.library, question), question)
