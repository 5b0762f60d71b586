"""What a model reached on boards and by its sources: a row for each size and board, with its rank there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.known_scores import KnownScore
from llmsurvey.errors import LlmsurveyError
from llmsurvey.messages import Message, counted, join_texts, say
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.boards.measure import Measure
    from llmsurvey.library import Library
    from llmsurvey.records import Model


class Standing(NamedTuple):
    """The best entry of a size on a board: the mean of its scores, its rank, and the ranks that it may have."""

    size: str | None
    board: str
    average: float
    rank: int
    best_rank: int | None
    worst_rank: int | None


def list_standings(
    library: Library, model: Model, scores: Iterable[KnownScore]
) -> tuple[tuple[Standing, ...], tuple[Message, ...]]:
    """Return where sizes of a model stand on the boards of some scores; and why it can't be told of other boards."""
    standings: list[Standing] = []
    problems: list[Message] = []
    sizes: dict[str, dict[str, None]] = {}
    for known in scores:
        sizes.setdefault(known.board, {})[known.size or ""] = None
    for address, names in sizes.items():
        board, _, day = address.partition("@")
        if day not in library.board_folders.snapshots(board):
            continue
        try:
            places = library.places_on(address)
        except LlmsurveyError as error:
            problems.append(note("unreadable", "Left out: {problem}", problem=error.message))
            continue
        placed = ((name, places.get((model.id, name))) for name in names)
        standings += [
            Standing(name or None, address, place.score, place.rank, place.best_rank, place.worst_rank)
            for name, place in placed
            if place is not None
        ]
    return tuple(standings), tuple(problems)


def table_of_scores(scores: Sequence[KnownScore], standings: Iterable[Standing]) -> Table:
    """Return a row for each size on each board, with a column for each way in which a benchmark was measured."""
    rows: dict[tuple[str | None, str], dict[str, Cell]] = {}
    headings = _headings_of([score.measured.measure for score in scores])
    for score in scores:
        rows.setdefault((score.size, score.board), {}).setdefault(
            headings[score.measured.measure], score.measured.value
        )
    standing_of = {(standing.size, standing.board): standing for standing in standings}
    columns = [Column("size"), *(Column(name, numeric=True) for name in dict.fromkeys(headings.values()))]
    columns += [Column("rank", numeric=True), Column("rank_set"), Column("board")]
    cells: list[tuple[Cell, ...]] = []
    for (size, board), values in rows.items():
        standing = standing_of.get((size, board))
        facts: dict[str, Cell] = {"size": size, "board": board, **values}
        if standing is not None:
            from llmsurvey.boards.places import spell_rank_set

            facts |= {"rank": standing.rank, "rank_set": spell_rank_set(standing.best_rank, standing.worst_rank)}
        cells.append(tuple(facts.get(column.name) for column in columns))
    return Table(tuple(columns), tuple(cells)).without_empty()


def _headings_of(measures: Sequence[Measure]) -> dict[Measure, str]:
    """Return what stands above the scores of each measure: the benchmark, and how it was measured if that differs."""
    ways: dict[str, dict[tuple[str | None, int | None], None]] = {}
    for measure in measures:
        ways.setdefault(measure.benchmark, {})[measure.metric, measure.shots] = None
    return {
        measure: measure.benchmark if len(ways[measure.benchmark]) == 1 else _spell_way(measure) for measure in measures
    }


def _spell_way(measure: Measure) -> str:
    shots = "" if measure.shots is None else counted("{number} shot", "{number} shots", measure.shots)
    how = join_texts([part for part in (measure.metric, shots) if part], ", ")
    return str(say("{benchmark} ({how})", benchmark=measure.benchmark, how=how)) if how else measure.benchmark
