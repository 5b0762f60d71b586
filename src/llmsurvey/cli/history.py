"""`llmsurvey history`: models over the snapshots of a board."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.messages import say


@with_rows
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
    rows: Rows,
) -> None:
    """Show how a model, or the best ones, did on a board from snapshot to snapshot.

    A score that changed although the model is the same is told, and whether the whole benchmark was measured anew.
    """
    from llmsurvey.boards.history import history
    from llmsurvey.boards.history import top as history_of_top
    from llmsurvey.boards.ranking import Ranking
    from llmsurvey.boards.shelf import Shelf
    from llmsurvey.boards.snapshots import snapshots
    from llmsurvey.registry.load import load_registry

    if (name is None) == (top is None):
        raise RequestError(say("history needs a model or --top: `llmsurvey history LLaMA@65B` or `--top 10`."))
    registry, shelf = load_registry(rows.registry), Shelf.standard()
    known, _ = shelf.find(board)
    boards = [shelf.load(f"{known}@{day}") for day in shelf.snapshots(known)]
    found = snapshots(boards, Ranking(sets="none"), registry)
    rows.give(history(found, name, registry) if name is not None else history_of_top(found, top or 0, registry))
