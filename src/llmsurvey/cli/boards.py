"""`llmsurvey boards`: which boards there are."""

from __future__ import annotations

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(*, rows: Rows) -> None:
    """List the boards that come with the program and your own, a row for each snapshot.

    A snapshot with fewer than half of the rows of a former one is partial: nothing follows from who is missing. One
    that can't be read is told, and the others are listed.
    """
    from llmsurvey.answers.boards import list_boards
    from llmsurvey.boards.shelf import Shelf
    from llmsurvey.cli.tell import tell
    from llmsurvey.errors import LlmsurveyError
    from llmsurvey.registry.built_in import load_boards
    from llmsurvey.registry.load import load_registry

    unreadable: list[LlmsurveyError] = []
    table = list_boards(Shelf.standard(), load_boards(), load_registry(rows.registry), unreadable)
    for error in unreadable:
        tell(error.message)
    rows.give(table)
