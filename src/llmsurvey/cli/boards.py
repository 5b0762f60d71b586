"""`llmsurvey boards`: which boards there are, and the way out for those of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.messages import question, say

_REMOVE = "remove"


@with_rows
def run(
    action: Annotated[
        str | None,
        typer.Argument(
            metavar="[remove]",
            help="Remove boards of yours, in place of listing all.",
            autocompletion=offered_names.complete_board_actions,
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BOARD]...",
            help="What to remove: a board of yours, or one of its snapshots (BOARD@SNAPSHOT).",
            autocompletion=offered_names.complete_own_boards,
        ),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """List the boards that come with the program and your own, a row for each snapshot; or remove some of yours.

    A snapshot with fewer than half of the rows of a former one is partial: nothing follows from who is missing. One
    that can't be read is told, and the others are listed.
    """
    if action == _REMOVE:
        from llmsurvey.answers.remove_boards import RemoveQuestion, remove_boards

        removal = RemoveQuestion(names=tuple(names or ()))
        rows.give(remove_boards(rows.library, removal), removal)
        return
    if action is not None:
        raise RequestError(
            say(
                '"{word}" can\'t be done with boards. `{boards}` lists them all, `{remove}` removes one of yours.',
                word=action,
                boards=question("boards"),
                remove=question("remove_boards", "BOARD"),
            )
        )
    from llmsurvey.answers.boards import BoardsQuestion, list_boards

    asked = BoardsQuestion()
    rows.give(list_boards(rows.library, asked), asked)
