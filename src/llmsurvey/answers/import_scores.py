"""What an import brought, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.identify import identify
from llmsurvey.boards.shelf import Addition
from llmsurvey.messages import Message, counted, joined, listed, say
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table

COLUMNS = (
    Column("board"),
    Column("entries", numeric=True),
    Column("new", numeric=True),
    Column("matched", numeric=True),
    Column("unmatched", numeric=True),
    Column("benchmarks"),
)


def imported(
    additions: Sequence[Addition], mapping: Sequence[tuple[str, str]], registry: Registry, *, dry_run: bool
) -> Table:
    """A row for each board: how many entries it has, how many are new, and how many the registry knows."""
    rows = []
    for board, _, new in additions:
        matched = sum(each is not None for each in identify(board, registry))
        benchmarks = tuple(dict.fromkeys(measure.benchmark for measure in board.measures if not measure.is_part))
        rows.append((board.address, len(board), new, matched, len(board) - matched, benchmarks))
    notes = (*_notes(additions, mapping, dry_run=dry_run), *_on_deltas(additions, registry))
    return Table(COLUMNS, tuple(rows), notes=notes)


def _notes(additions: Sequence[Addition], mapping: Sequence[tuple[str, str]], *, dry_run: bool) -> Iterator[str]:
    if mapping:
        taken = joined(
            [say("{column} as {meaning}", column=column, meaning=meaning) for column, meaning in mapping], "; "
        )
        yield say("Taken: {columns}.", columns=taken)
    if dry_run:
        yield say("Nothing was imported (--dry-run).")
    elif not any(addition.new for addition in additions):
        yield say("Nothing new: all of it was there.")
    else:
        yield say("`llmsurvey rank {board}` ranks it.", board=additions[-1].board.address)


def _on_deltas(additions: Sequence[Addition], registry: Registry) -> Iterator[Message]:
    """Which of the rows are of no model."""
    names = [board.facts["name"][place] for board, *_ in additions for place in bare_deltas(board, registry)]
    if names:
        yield counted(
            "{number} row is of a delta or an adapter measured alone, which is no model and has no rank: {names}.",
            "{number} rows are of deltas or adapters measured alone, which are no models and have no rank: {names}.",
            len(names),
            names=listed(list(dict.fromkeys(names))),
        )
