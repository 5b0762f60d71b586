"""`llmsurvey diff`: what changed between two boards."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from llmsurvey.boards.setup import Setup
from llmsurvey.cli import completion
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.cli.setup_options import with_setup
from llmsurvey.cli.tell import tell_faults
from llmsurvey.importers.file_reading import FileReading

SCREEN = 30
"""So many rows are shown where people read them, unless they say how many."""


@with_rows
@with_file_options
@with_setup
def run(
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", help="A board, or a file of scores.", autocompletion=completion.boards)
    ],
    after: Annotated[
        str, typer.Argument(metavar="AFTER", help="Another one, or a later one.", autocompletion=completion.boards)
    ],
    *,
    files: FileReading,
    setup: Setup,
    rows: Rows,
) -> None:
    """Show what changed from one snapshot to another: changed scores first, who entered, who left, who moved.

    Ranks are by the mean of the benchmarks that both have measured in the same way; others aren't compared. Where a
    benchmark changed for more than a fifth of the models that stayed, the evaluation did.
    """
    from llmsurvey.answers.diff import diff
    from llmsurvey.boards.ranking import Ranking
    from llmsurvey.boards.same_measures import over_the_same
    from llmsurvey.boards.snapshots import snapshot

    library = rows.library
    boards = [library.open_board(address, files) for address in (before, after)]
    for board in boards:
        tell_faults(board.faults)
    opened = [
        (board.board, library.largest_before(address)) for board, address in zip(boards, (before, after), strict=True)
    ]
    largest = max(len(opened[0][0]), opened[1][1])  # two files are only known to be partial by each other
    first, second, said = over_the_same(opened[0][0], opened[1][0])
    ranking = Ranking(sets="none", setup=setup)
    found = [
        snapshot(first, opened[0][1], ranking, library.registry),
        snapshot(second, largest, ranking, library.registry),
    ]
    table = diff(*found, said=said)
    remarks = dict.fromkeys(remark for board in boards for remark in board.remarks)
    rows.give(replace(table, notes=(*table.notes, *remarks)), screen=SCREEN)
