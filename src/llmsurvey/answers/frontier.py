"""`frontier`: the entries that no other beats on both score and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from string import ascii_letters
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args, overload

import numpy as np
import numpy.typing as npt

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.left_out import list_left_out_of_board
from llmsurvey.answers.list import explain_star, note_bases, star_verdict
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.nearby import list_nearby, note_nearby
from llmsurvey.answers.rank_notes import note_left_out, note_selection
from llmsurvey.answers.room_notes import note_budget
from llmsurvey.answers.selection import Selection
from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.boards.frontier import find_unbeaten, parameters_of
from llmsurvey.boards.identify import Identities, identify_entries
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.ranking import RankedBoard, RankSettings, rank_entries
from llmsurvey.errors import RequestError, telling_faults
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.memory.bytes import weight_bytes
from llmsurvey.memory.precision import precision_of
from llmsurvey.messages import Message, Word, counted, join_texts, option, say
from llmsurvey.records.dates import first_day
from llmsurvey.registry.registry import Identity
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.records import Verdict

Cost = Literal["size", "memory", "date"]
"""What a score may cost: parameters, bytes of weights, or having to wait for it."""

COLUMNS = (
    Column("mark"),
    Column("name", leads_to="hub"),
    Column("average", numeric=True, digits=1),
    Column("rank", numeric=True),
    Column("board_rank", numeric=True, brief=False),
    Column("parameters", numeric=True, short=True),
    Column("bytes", numeric=True, brief=False),
    Column("released", order="date"),
    Column("verdict", order="verdict", words="verdict"),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("hub", brief=False),
)

COST_COLUMNS: dict[Cost, str] = {"size": "parameters", "memory": "bytes", "date": "released"}
"""The column that each cost is."""

_MARKS = ascii_letters[26:] + ascii_letters[:26]


@dataclass(frozen=True, kw_only=True)
class FrontierQuestion:
    """A board, or a file of scores, and what a score costs.

    By memory, bytes are of the weights alone, in the precision that `models` names, else bf16. What `models` leaves out
    isn't compared with anybody.
    """

    board: str = DEFAULT_ADDRESS
    by: Cost = "size"
    models: ModelFilter = EVERY_MODEL
    measures: MeasureFilter = field(default_factory=MeasureFilter)
    reading: FileReading = field(default_factory=FileReading)


class FrontierEntry(NamedTuple):
    """An entry that no other beats on both score and cost."""

    mark: str
    name: str
    average: float
    rank: int | None
    board_rank: int | None
    parameters: int | None
    bytes: int | None
    released: str | None
    verdict: Verdict | None
    id: str | None
    size: str | None
    hub: str | None


class FrontierPoint(NamedTuple):
    """An entry that could be on the frontier: what it costs, what it scores, and its mark there, or none."""

    cost: float
    score: float
    mark: str


class FrontierPoints(Sequence[FrontierPoint]):
    """The points of a frontier and of what is behind it, kept as columns: of a large board few are looked at.

    `costs` and `scores` have a number for each, `marks` the mark of those on the frontier, by their place, and
    `name_of` tells what the one at a place is called.
    """

    def __init__(self, costs: Vector, scores: Vector, marks: Mapping[int, str], name_of: Callable[[int], str]) -> None:
        self.costs = costs
        self.scores = scores
        self.marks = marks
        self._name_of = name_of

    @property
    def names(self) -> list[str]:
        """What the points are called, looked up anew."""
        return list(map(self._name_of, range(len(self))))

    def __len__(self) -> int:
        return len(self.costs)

    @overload
    def __getitem__(self, place: int) -> FrontierPoint: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[FrontierPoint]: ...

    def __getitem__(self, place: int | slice) -> FrontierPoint | Sequence[FrontierPoint]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        return FrontierPoint(float(self.costs[place]), float(self.scores[place]), self.marks.get(place, ""))


@dataclass(frozen=True, kw_only=True)
class FrontierAnswer(Answer[FrontierEntry]):
    """The entries of the frontier, the cheapest first, among the `points` of all that have a score and a cost.

    A cost is a number of parameters or bytes, or, where it is `by` date, days since 1970.
    """

    columns = COLUMNS

    points: FrontierPoints
    by: Cost
    is_selection: bool
    has_caveats: tuple[bool, ...]
    legend: Message

    def table(self) -> Table:
        """A row for each entry of the frontier."""
        columns = tuple(
            column._replace(brief=self.is_selection) if column.name == "board_rank" else column for column in COLUMNS
        )
        texts: dict[tuple[int, str], str] = {
            (row, "verdict"): star_verdict(entry.verdict)
            for row, (entry, has_caveats) in enumerate(zip(self.entries, self.has_caveats, strict=True))
            if has_caveats and entry.verdict
        }
        return Table(columns, rows_of(self.entries, COLUMNS), notes=self.notes, legend=self.legend, texts=texts)

    def table_of_points(self) -> Table:
        """A row for each entry that could be on the frontier, with its cost; a date as such."""
        cost = next(column for column in COLUMNS if column.name == COST_COLUMNS[self.by])
        columns = (Column("name"), cost._replace(brief=True), Column("average", numeric=True), Column("frontier"))
        rows = (
            (name, _spell_cost(point.cost, self.by), point.score, bool(point.mark))
            for name, point in zip(self.points.names, self.points, strict=True)
        )
        return Table(columns, tuple(rows), notes=self.notes)


def _spell_cost(cost: float, by: Cost) -> str | int:
    """Return a cost as its column has it: a day, or a whole number."""
    return str(np.datetime64(round(cost), "D")) if by == "date" else round(cost)


class _Candidates(NamedTuple):
    """What is known of every entry of a board, and whether it passes the filters."""

    identities: Identities
    parameters: Vector
    bits: Decimal
    costs: Vector
    totals: Vector
    passed: int
    left_out: Sequence[Message]


def find_frontier(library: Library, question: FrontierQuestion) -> FrontierAnswer:
    """Return who isn't beaten on both score and cost, compared with nobody whom the filters leave out.

    A date is the first day that it may mean. What lacks a score or a cost is left out, and counted in a note. Raises
    UnknownNameError for a board that isn't there, BoardError for a file that holds no scores, RequestError for scores
    that can't be compared.
    """
    _check_cost(question.by)
    models = question.models
    if question.by == "memory" and models.fits is None:  # the precision is that of the cost alone
        models = replace(models, precision=None)
    selection = models.select(library)
    opened = library.open_board(question.board, question.reading)
    with telling_faults(opened.faults):
        ranked = rank_entries(opened.board, RankSettings(sets="none", measures=question.measures), library.registry)
        bits = precision_of(library.hardware, question.models.precision or "bf16").bits
    candidates = _list_candidates(ranked, selection, question.by, bits)
    on_frontier = np.flatnonzero(find_unbeaten(candidates.totals, candidates.costs))
    on_frontier = on_frontier[np.lexsort((-candidates.totals[on_frontier], candidates.costs[on_frontier]))]
    marks = {int(row): _MARKS[number] if number < len(_MARKS) else "*" for number, row in enumerate(on_frontier)}
    points = _list_points(ranked, candidates, marks)
    assessments = [_assess_identity(candidates.identities[row], selection) for row in marks]
    return FrontierAnswer(
        entries=[
            _entry_of_row(ranked, row, mark, candidates, assessment)
            for (row, mark), assessment in zip(marks.items(), assessments, strict=True)
        ],
        points=points,
        by=question.by,
        is_selection=ranked.on_whole is not None,
        has_caveats=tuple(assessment is not None and assessment.has_caveats for assessment in assessments),
        legend=explain_star(selection),
        faults=opened.faults,
        notes=(
            *_note_frontier(ranked, question.by, len(marks), len(points), candidates.passed),
            *_note_models(library, models, selection, candidates),
            *note_bases([assessment] for assessment in assessments if assessment),
            *opened.remarks,
        ),
    )


def _note_models(
    library: Library, models: ModelFilter, selection: Selection, candidates: _Candidates
) -> Iterator[Note]:
    """Say what fits into memory, and where nothing is as asked, which other filter would find something."""

    def count_passing(near: ModelFilter) -> int:
        near_selection = near.select(library)
        return int(np.count_nonzero(_find_passing(candidates.identities, near_selection)))

    if candidates.left_out:
        yield as_note("left-out", join_texts(candidates.left_out))
    yield from note_budget(selection.budget)
    if not candidates.passed:
        yield from note_nearby(list_nearby(models, count_passing))


def _check_cost(by: str) -> None:
    """Raise RequestError for what is no cost."""
    if by not in get_args(Cost):
        raise RequestError(
            say(
                "{name}: {value} is not one of {known}.",
                name=option("by"),
                value=by,
                known=", ".join(get_args(Cost)),
            )
        )


def _list_candidates(ranked: RankedBoard, selection: Selection, by: Cost, bits: Decimal) -> _Candidates:
    identities = identify_entries(ranked.board, selection.licensing.registry)
    parameters = parameters_of(ranked.board, identities)
    costs = _days_of_release(identities) if by == "date" else parameters
    if by == "memory":
        costs = _vector_of([_bytes_of(number, bits) for number in parameters.tolist()])
    passes = _find_passing(identities, selection)
    left_out = _list_left_out(identities, selection) if selection.wanted.asks else ()
    totals = np.where(passes, ranked.figures.totals, np.nan)
    return _Candidates(identities, parameters, bits, costs, totals, int(passes.sum()), left_out)


def _bytes_of(parameters: float, bits: Decimal) -> int | None:
    return None if np.isnan(parameters) else weight_bytes(round(parameters), bits)


def _list_points(ranked: RankedBoard, candidates: _Candidates, marks: Mapping[int, str]) -> FrontierPoints:
    """Return every entry that has a score and a cost; `marks` are those of rows of the board."""
    rows = np.flatnonzero(~(np.isnan(candidates.totals) | np.isnan(candidates.costs)))
    figures = ranked.direction * ranked.figures.totals[rows]
    places = {int(np.searchsorted(rows, row)): mark for row, mark in marks.items()}
    return FrontierPoints(
        candidates.costs[rows], figures, places, lambda place: _name_of_row(ranked, candidates, int(rows[place]))
    )


def _name_of_row(ranked: RankedBoard, candidates: _Candidates, row: int) -> str:
    """Return what an entry is called: by the registry, else by the board."""
    model, size = candidates.identities[row] or (None, None)
    return address(model, size) if model and size else str(ranked.board.facts["name"][row])


def _entry_of_row(
    ranked: RankedBoard, row: int, mark: str, candidates: _Candidates, assessment: Assessment | None
) -> FrontierEntry:
    model, size = candidates.identities[row] or (None, None)
    parameters = candidates.parameters[row]
    ranks_on_board = ranked.ranks if ranked.on_whole is None else ranked.on_whole.ranks
    return FrontierEntry(
        mark=mark,
        name=_name_of_row(ranked, candidates, row),
        average=ranked.figure_of(row),
        rank=int(ranked.ranks[row]) or None,
        board_rank=int(ranks_on_board[row]) or None,
        parameters=None if np.isnan(parameters) else round(float(parameters)),
        bytes=_bytes_of(float(parameters), candidates.bits),
        released=size.released if size else None,
        verdict=assessment.verdict if assessment else None,
        id=model.id if model else None,
        size=size.name if model and size and model.sizes else None,
        hub=ranked.board.facts["hub"][row] if "hub" in ranked.board.facts else None,
    )


def _assess_identity(identity: Identity | None, selection: Selection) -> Assessment | None:
    return selection.licensing.assess(identity.model, identity.size) if identity and identity.size else None


def _find_passing(identities: Identities, selection: Selection) -> npt.NDArray[np.bool_]:
    """Whether each entry passes; what the registry doesn't know does where nothing is asked for."""
    passes = np.full(len(identities), not selection.wanted.asks)
    if selection.wanted.asks:
        for row, identity in identities.known.items():
            passes[row] = selection.judge(identity).passes
    return passes


def _list_left_out(identities: Identities, selection: Selection) -> tuple[Message, ...]:
    """Return how many entries the registry doesn't know, or not enough of to tell whether they pass."""
    sized = [identity for identity in identities.known.values() if identity.size is not None]
    missing = Counter(fact for identity in sized if (fact := selection.judge(identity).missing))
    return tuple(list_left_out_of_board(len(identities) - len(sized), missing))


def _vector_of(values: Sequence[float | None]) -> Vector:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _days_of_release(identities: Identities) -> Vector:
    """Return the day that each was released on, in days since 1970; NaN where it isn't known."""
    days = np.full(len(identities), np.nan)
    for row, identity in identities.known.items():
        if identity.size and identity.size.released:
            days[row] = np.datetime64(first_day(identity.size.released), "D").astype(int)
    return days


def _note_frontier(ranked: RankedBoard, by: Cost, count: int, compared: int, passed: int) -> Iterator[Message]:
    """Say how many are on the frontier, and what has no score or no cost."""
    yield note(
        "selection",
        "{count} of {known} entries of {board} are beaten by none on both score and {cost}.",
        count=count,
        known=compared,
        board=ranked.board.address,
        cost=Word("cost", by),
    )
    if passed > compared:
        without = counted(
            "{number} left out for want of a score or a {cost}.",
            "{number} left out for want of a score or a {cost}.",
            passed - compared,
            cost=Word("cost", by),
        )
        yield as_note("left-out", without)
    yield from note_selection(ranked)
    yield from note_left_out(ranked.deltas, ranked.unscored)
