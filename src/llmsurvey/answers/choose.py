"""Which sizes fit a card and a purpose, may be used for it, and how good they are: a row a size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.choose_notes import LeftOut, note_choice
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.answers.list import explain_star, star_verdict, with_bases, with_uses
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.selection import Selection
from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.errors import check_number
from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.memory.best_fit import Fit, Wish, best_fit
from llmsurvey.memory.bytes import GB, MOST_TOKENS
from llmsurvey.memory.cache_use import cache_type_of
from llmsurvey.memory.known_facts import KnownFacts
from llmsurvey.memory.precision import precision_of
from llmsurvey.memory.room import room_of
from llmsurvey.messages import Message, say
from llmsurvey.records import NO_WEIGHTS, Model, Size, Verdict
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.boards.places import BoardPlace, Places
    from llmsurvey.library import Library

COLUMNS = (
    Column("name", leads_to="hub"),
    Column("verdict", order="verdict", words="verdict"),
    Column("uses", brief=False),
    Column("conditions", brief=False, words="condition"),
    Column("caveats", brief=False),
    Column("rests_on", brief=False),
    Column("precision"),
    Column("total_gb", numeric=True, digits=1, heading=say("memory GB")),
    Column("total_bytes", numeric=True, brief=False),
    Column("context", numeric=True, brief=False),
    Column("longest_context", numeric=True),
    Column("trained_context", numeric=True, brief=False),
    Column("score", numeric=True, digits=1),
    Column("rank", numeric=True, brief=False),
    Column("rank_set"),
    Column("group"),
    Column("best_rank", numeric=True, brief=False),
    Column("worst_rank", numeric=True, brief=False),
    Column("board", brief=False),
    Column("scored_on", brief=False),
    Column("released", order="date"),
    Column("licence", brief=False),
    Column("parameters", numeric=True, brief=False, short=True),
    Column("active_parameters", numeric=True, brief=False, short=True),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("hub"),
)

DEFAULT_ROOM = "RTX-4090"
"""The card that is asked about where none is: one of 24 GB."""

DEFAULT_PRECISIONS = ("bf16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M")
"""The precisions that are tried where none is named: below 4 bits answers suffer."""


@dataclass(frozen=True, kw_only=True)
class ChooseQuestion:
    """What one wants: sizes that a filter of `models` lets pass, and that run on a card or in an amount.

    `fits` is that card (None for one of 24 GB). Of the types in `precision` the first in which a size fits is taken, of
    the largest first (none for 16 bits down to Q4_K_M). `context` is how many tokens must fit, None for 4,096, or as
    many as it was trained on if these are fewer, and `cache_type` the type of their cache. Scores are those of `board`.
    """

    models: ModelFilter = EVERY_MODEL
    fits: str | None = None
    precision: tuple[str, ...] = ()
    context: int | None = None
    cache_type: str | None = None
    board: str = DEFAULT_ADDRESS


class ChooseEntry(NamedTuple):
    """A size that fits: what one may do with it, what it needs on the card, and where it stands on the board.

    `total_bytes` are weights and a cache of `context` tokens; `longest_context` fits, too, and is no longer than
    `trained_context`. Two sizes that can't be told apart share a number of `group`. `scored_on` is another day of the
    board on which a size without a score here has one.
    """

    name: str
    verdict: Verdict
    uses: tuple[str, ...]
    conditions: tuple[str, ...]
    caveats: tuple[str, ...]
    rests_on: tuple[str, ...]
    precision: str
    total_gb: float
    total_bytes: int
    context: int
    longest_context: int | None
    trained_context: int | None
    score: float | None
    rank: int | None
    rank_set: str | None
    group: str | None
    best_rank: int | None
    worst_rank: int | None
    board: str | None
    scored_on: str | None
    released: str | None
    licence: str | None
    parameters: int | None
    active_parameters: int | None
    id: str
    size: str | None
    hub: str | None


@dataclass(frozen=True, kw_only=True)
class ChooseAnswer(Answer[ChooseEntry]):
    """The sizes that fit, the best-ranked first, those without a comparable score behind them by date.

    `total` is how many there are, of which these may be the first.
    """

    columns = COLUMNS

    legend: Message
    total: int

    def table(self) -> Table:
        """A row for each size."""
        rows = rows_of(self.entries, COLUMNS)
        texts: dict[tuple[int, str], str] = {}
        for row, entry in enumerate(self.entries):
            if entry.caveats:
                texts[row, "verdict"] = star_verdict(entry.verdict)
            if entry.longest_context is not None and entry.longest_context != entry.trained_context:
                texts[row, "longest_context"] = say(
                    "{longest:,} of {trained:,}", longest=entry.longest_context, trained=entry.trained_context
                )
        columns = with_uses(with_bases(COLUMNS, rows), (entry.uses for entry in self.entries))
        return Table(columns, rows, notes=self.notes, texts=texts, legend=self.legend)


class _Candidate(NamedTuple):
    """A size that may be chosen: what licences and memory say of it, and where it stands on the board.

    `scored_on` is another day of the board on which it has a score, where it has none on this.
    """

    model: Model
    size: Size
    assessment: Assessment
    fit: Fit
    place: BoardPlace | None = None
    scored_on: str | None = None

    @property
    def name(self) -> str:
        """How it is called."""
        return address(self.model, self.size)

    @property
    def released(self) -> str | None:
        """When it came out."""
        return self.size.released

    @property
    def is_ranked(self) -> bool:
        """Whether it has a rank on the board."""
        return self.place is not None

    @property
    def has_rank_set(self) -> bool:
        """Whether it is known which ranks it may have."""
        return self.place is not None and self.place.best_rank is not None

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Who states what its verdict follows from, in words."""
        return tuple(dict.fromkeys([basis.words for basis in self.assessment.rests_on]))


def choose_sizes(library: Library, question: ChooseQuestion, first: int | None = None) -> ChooseAnswer:
    """Return every size that fits, or the `first`, the best before the others, and count by reason what doesn't.

    Raises what `ModelFilter.select` and `Library.places_on` do, and RequestError for a card, a precision or a context
    that can't be read.
    """
    selection, wish = question.models.select(library), wish_of(library, question)
    left_out: Counter[LeftOut] = Counter()
    fitting = list(_candidates(library, selection, wish, left_out))
    places = library.places_on(question.board) if fitting else {}
    candidates = sorted(_place_on_board(library, question.board, places, fitting), key=_order_of_candidate)
    entries = [_entry_of(candidate, question, selection) for candidate in candidates[:first]]
    languages = _languages_measured(library, question, places)
    return ChooseAnswer(
        entries=entries,
        notes=(*note_choice(question, wish, candidates, left_out, languages), *note_dumps(library)),
        legend=explain_star(selection),
        total=len(candidates),
    )


def _order_of_candidate(candidate: _Candidate) -> tuple[float, tuple[int, ...], str]:
    rank = candidate.place.rank if candidate.place else None
    return order_of_choice(rank, candidate.released, candidate.name)


def order_of_choice(rank: int | None, released: str | None, name: str) -> tuple[float, tuple[int, ...], str]:
    """Return a key by which sizes stand in order: the best-ranked first, those without a rank behind them by date."""
    return (rank or math.inf, _newest_first(released), name)


def wish_of(library: Library, question: ChooseQuestion) -> Wish:
    """Return what must fit into what. Raises RequestError for what can't be read."""
    check_number("context", question.context, 1, MOST_TOKENS)
    precisions = [precision_of(library.hardware, name) for name in question.precision or DEFAULT_PRECISIONS]
    return Wish(
        room_of(library.hardware, question.fits or DEFAULT_ROOM),
        sorted(dict.fromkeys(precisions), key=lambda precision: -precision.bits),
        question.context,
        cache_type_of(question.cache_type),
    )


def _candidates(library: Library, selection: Selection, wish: Wish, left_out: Counter[LeftOut]) -> Iterator[_Candidate]:
    """Yield the sizes that pass and fit; each of the others is counted under the first reason that leaves it out."""
    known_facts = KnownFacts(library.registry)
    for model in library.registry.models:
        for size in model.each_size():
            assessment = selection.licensing.assess(model, size)
            if reason := _refuse(selection, model, size, assessment):
                left_out[reason] += 1
                continue
            facts = known_facts.of(model, size)
            if wish.context and (facts.context is None or wish.context > facts.context):
                left_out["context unknown" if facts.context is None else "context"] += 1
                continue
            fit = best_fit(facts, model.architecture, wish)
            if fit is None or fit is False:
                left_out["facts" if fit is None else "memory"] += 1
                continue
            yield _Candidate(model, size, assessment, fit)


def _refuse(selection: Selection, model: Model, size: Size, assessment: Assessment) -> LeftOut | None:
    """Return why a size isn't one that is asked for, whatever memory it needs; None where it is."""
    if assessment.verdict == NO_WEIGHTS:
        return "no weights"
    if not selection.passes_but_verdict(model, size, assessment):
        return "filter"
    if not selection.allows(assessment):
        return "unknown" if assessment.verdict == "unknown" else "verdict"
    return None if selection.permits_uses(assessment) else "use"


def _place_on_board(
    library: Library, address: str, places: Places, candidates: Iterable[_Candidate]
) -> Iterator[_Candidate]:
    """Yield the candidates with their places on the board, or the other day of it on which they have one."""
    placed = [
        candidate._replace(place=places.get((candidate.model.id, candidate.size.name))) for candidate in candidates
    ]
    missing = [(model.id, size.name) for model, size, *_, place, _ in placed if place is None]
    elsewhere = _find_elsewhere(library, address, missing)
    for candidate in placed:
        day = elsewhere.get((candidate.model.id, candidate.size.name))
        yield candidate if day is None else candidate._replace(scored_on=day)


def _entry_of(candidate: _Candidate, question: ChooseQuestion, selection: Selection) -> ChooseEntry:
    model, size, assessment, fit, place, scored_on = candidate
    total = fit.need.total or 0
    return ChooseEntry(
        name=candidate.name,
        verdict=assessment.verdict,
        uses=selection.words_of_uses(assessment),
        conditions=assessment.kinds,
        caveats=assessment.caveat_words,
        rests_on=candidate.rests_on,
        precision=fit.need.precision.name,
        total_gb=total / GB,
        total_bytes=total,
        context=fit.context,
        longest_context=fit.longest_context,
        trained_context=fit.facts.context,
        score=place.score if place else None,
        rank=place.rank if place else None,
        rank_set=place.rank_set if place else None,
        group=place.group if place else None,
        best_rank=place.best_rank if place else None,
        worst_rank=place.worst_rank if place else None,
        board=question.board if place else None,
        scored_on=scored_on,
        released=size.released,
        licence=size.licence,
        parameters=size.parameters,
        active_parameters=size.active_parameters,
        id=model.id,
        size=size.name if model.sizes else None,
        hub=size.hub,
    )


def _languages_measured(library: Library, question: ChooseQuestion, places: Places) -> list[str]:
    """Return the languages of the board's benchmarks; none where no language is asked for, or nothing has a score."""
    if not question.models.language or not places:
        return []
    benchmarks = library.registry.benchmark_by_id
    measures = library.open_board(question.board).board.measures
    known = [benchmarks[measure.benchmark] for measure in measures if measure.benchmark in benchmarks]
    return list(dict.fromkeys(code for benchmark in known for code in benchmark.languages))


def _newest_first(date: str | None) -> tuple[int, ...]:
    """Return a key by which dates stand the newest first, and what has none behind them."""
    return tuple(-int(part) for part in date.split("-")) if date else (1,)


def _find_elsewhere(library: Library, address: str, missing: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return for sizes without a score the fullest other day of the board, if they have one there.

    That is the one with the largest file, so that no other board has to be read for it.
    """
    board, _, day = address.partition("@")
    files = library.board_folders.snapshots(board)
    if day not in files or len(files) < 2 or not missing:
        return {}
    fullest = max((other for other in files if other != day), key=lambda other: files[other].stat().st_size)
    places = library.places_on(f"{board}@{fullest}")
    return {key: f"{board}@{fullest}" for key in missing if key in places}
