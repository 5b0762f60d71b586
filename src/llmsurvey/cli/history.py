"""`llmsurvey history`: models over the snapshots of a board."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.boards.setup import Setup
from llmsurvey.cli import completion
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.cli.setup_options import with_setup
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.messages import say


@with_rows
@with_setup
def run(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]", help="A model, or what the board calls it.", autocompletion=completion.models
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="The first so many of the last whole snapshot.")
    ] = None,
    board: Annotated[str, typer.Option("--board", help="The board.")] = "open-llm-leaderboard",
    *,
    setup: Setup,
    rows: Rows,
) -> None:
    """Show how a model, or the best ones, did on a board from snapshot to snapshot.

    A score that changed although the model is the same is told, and whether the whole benchmark was measured anew.
    Averages over other benchmarks, or measured in another way, aren't compared. A snapshot that can't be read or ranked
    is told, and the others are shown.
    """
    from llmsurvey.answers.history import history
    from llmsurvey.answers.history import top as history_of_top
    from llmsurvey.boards.ranking import Ranking
    from llmsurvey.boards.shelf import Shelf
    from llmsurvey.boards.snapshots import snapshots
    from llmsurvey.cli.tell import tell
    from llmsurvey.registry.load import load_registry

    if (name is None) == (top is None):
        raise RequestError(say("history needs a model or --top: `llmsurvey history LLaMA@65B` or `--top 10`."))
    registry, shelf = load_registry(rows.registry), Shelf.standard()
    if "@" in board:
        raise RequestError(say("--board takes a board with all of its days: {board}.", board=board.partition("@")[0]))
    known, _ = shelf.find(board)
    refused: list[LlmsurveyError] = []
    found = snapshots(shelf.load_each(known, refused), Ranking(sets="none", setup=setup), registry, refused)
    if not found:
        raise refused[0]
    for error in refused:
        tell(error.message)
    rows.give(history(found, name, registry) if name is not None else history_of_top(found, top or 0, registry))
