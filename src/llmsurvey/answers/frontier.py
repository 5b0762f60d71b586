"""Entries that no other beats on both score and cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from llmsurvey.answers.list import legend, on_bases, starred
from llmsurvey.answers.model_filter import Selection
from llmsurvey.answers.rank_notes import on_left_out, on_selection
from llmsurvey.boards.frontier import parameters_of, unbeaten
from llmsurvey.boards.identify import Identity, identify
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.ranking import Ranked
from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.memory.bytes import weight_bytes
from llmsurvey.messages import Message, Word, counted, say
from llmsurvey.records.dates import first_day
from llmsurvey.records.hardware import Precision
from llmsurvey.tables import Cell, Column, Table

Cost = Literal["size", "memory", "date"]
"""What a score may cost: parameters, bytes of weights, or having to wait for it."""

COLUMNS = (
    Column("mark"),
    Column("name"),
    Column("average", numeric=True, digits=1),
    Column("rank", numeric=True),
    Column("board_rank", numeric=True, brief=False),
    Column("parameters", numeric=True),
    Column("bytes", numeric=True, brief=False),
    Column("released", order="date"),
    Column("verdict", order="verdict", words="verdict"),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("hub", brief=False),
)

_MARKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Frontier(NamedTuple):
    """The frontier as a table, and every entry that could be on it as a point: cost, score and mark, or none."""

    table: Table
    points: list[tuple[float, float, str]]
    by: Cost


def frontier(ranked: Ranked, selection: Selection, by: Cost, precision: Precision) -> Frontier:
    """Who isn't beaten on both score and cost, the cheapest first, compared with nobody whom the selection leaves out.

    Bytes are of the weights alone, in `precision`; a date is the first day that it may mean. What lacks a figure or a
    cost is left out, and counted.
    """
    identities = identify(ranked.board, selection.licensing.registry)
    parameters = parameters_of(ranked.board, identities)
    bytes_needed = [None if each != each else weight_bytes(round(each), precision.bits) for each in parameters.tolist()]
    costs = {"size": parameters, "memory": _numbers(bytes_needed), "date": _days(identities)}[by]
    passes = np.array([_passes(each, selection) for each in identities], dtype=bool)
    totals = np.where(passes, ranked.figures.totals, np.nan)
    on = np.flatnonzero(unbeaten(totals, costs))
    on = on[np.lexsort((-totals[on], costs[on]))]
    marks = {int(place): _MARKS[number] if number < len(_MARKS) else "*" for number, place in enumerate(on)}
    known = np.flatnonzero(~(np.isnan(totals) | np.isnan(costs)))
    points = [(float(costs[place]), ranked.figure_of(int(place)), marks.get(int(place), "")) for place in known]
    found = [_assessed(identities[place], selection) for place in marks]
    rows = tuple(
        (mark, *_cells(ranked, place, identities[place], assessed, parameters[place], bytes_needed[place]))
        for (place, mark), assessed in zip(marks.items(), found, strict=True)
    )
    texts = {(row, "verdict"): starred(each.verdict) for row, each in enumerate(found) if each and each.has_caveats}
    notes = (
        *_notes(ranked, by, len(rows), len(known), int(passes.sum())),
        *on_bases([each] for each in found if each),
    )
    brief = {"board_rank": ranked.on_whole is not None}
    columns = tuple(column._replace(brief=brief.get(column.name, column.brief)) for column in COLUMNS)
    return Frontier(Table(columns, rows, notes=notes, legend=legend(selection), texts={**texts}), points, by)


def _assessed(identity: Identity | None, selection: Selection) -> Assessment | None:
    return selection.licensing.of(identity.model, identity.size) if identity and identity.size else None


def _cells(
    ranked: Ranked,
    place: int,
    identity: Identity | None,
    assessed: Assessment | None,
    parameters: float,
    bytes_needed: int | None,
) -> tuple[Cell, ...]:
    """An entry of the frontier, behind its mark."""
    model, size = identity or (None, None)
    return (
        address(model, size) if model and size else ranked.board.facts["name"][place],
        ranked.figure_of(place),
        int(ranked.ranks[place]) or None,
        int((ranked.ranks if ranked.on_whole is None else ranked.on_whole.ranks)[place]) or None,
        None if np.isnan(parameters) else round(float(parameters)),
        bytes_needed,
        size.released if size else None,
        assessed.verdict if assessed else None,
        model.id if model else None,
        size.name if model and size and model.sizes else None,
        ranked.board.fact("hub")[place],
    )


def _numbers(values: Sequence[float | None]) -> Vector:
    return np.array([np.nan if each is None else each for each in values], dtype=float)


def _days(identities: Sequence[Identity | None]) -> Vector:
    """The day that each was released on, in days since 1970; NaN where it isn't known."""
    dates = [each.size.released if each and each.size else None for each in identities]
    return _numbers(
        [None if each is None else float(np.datetime64(first_day(each), "D").astype(int)) for each in dates]
    )


def _passes(identity: Identity | None, selection: Selection) -> bool:
    if not selection.wanted.asks:
        return True
    if identity is None or identity.size is None:
        return False
    found = selection.licensing.of(identity.model, identity.size)
    return selection.passes(identity.model, identity.size, found) and selection.allows(found)


def _notes(ranked: Ranked, by: Cost, count: int, known: int, passed: int) -> Iterator[Message]:
    yield say(
        "{count} of {known} entries of {board} are beaten by none on both score and {cost}.",
        count=count,
        known=known,
        board=ranked.board.address,
        cost=Word("cost", by),
    )
    if passed > known:
        yield counted(
            "{number} left out for want of a score or a {cost}.",
            "{number} left out for want of a score or a {cost}.",
            passed - known,
            cost=Word("cost", by),
        )
    yield from on_selection(ranked)
    yield from on_left_out(ranked.deltas, ranked.unscored)
