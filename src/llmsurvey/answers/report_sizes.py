"""The sizes that a page chooses among: what of each its memory follows from, so that the page can compute it anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.choose import DEFAULT_PRECISIONS, DEFAULT_ROOM, order_of_choice
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.lineage.uses import PASSING, USES, Use, judge_use
from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.memory.best_fit import LEAST_CONTEXT
from llmsurvey.memory.bytes import MOST_TOKENS, LayerKind, cache_parts
from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.memory.fit import cache_of, context_of, weights_of
from llmsurvey.memory.known_facts import Known, KnownFacts
from llmsurvey.memory.precision import precision_of
from llmsurvey.memory.room import room_of
from llmsurvey.records import NO_WEIGHTS, Model, Size, Verdict
from llmsurvey.records.cache_type import CACHE_TYPES
from llmsurvey.records.licence import UseKind

if TYPE_CHECKING:
    from llmsurvey.boards.places import BoardPlace
    from llmsurvey.importers.reading_options import FileReading
    from llmsurvey.library import Library


class CacheLayers(NamedTuple):
    """What `layers` of one kind keep: so many `numbers` of each token, or of each text, where it is a state.

    Those of a window keep no more than its `window` tokens.
    """

    kind: LayerKind
    layers: int
    numbers: int
    window: int | None


class ReportSize(NamedTuple):
    """A size with what decides whether it may be used, whether it fits, and how good it is.

    `cache` is None where it isn't known, and nothing for what keeps none. `without` names the types of weights and of
    caches in which it has no figure. `doubt` is by which share the weights may be more or less, as their number is a
    published rounding. Where no context is asked for it is `least_context`.
    """

    name: str
    id: str
    size: str | None
    verdict: Verdict
    has_weights: bool
    is_commercial: bool
    barred: tuple[UseKind, ...]
    has_caveats: bool
    conditions: tuple[str, ...]
    languages: tuple[str, ...]
    parameters: int | None
    doubt: float
    cache: tuple[CacheLayers, ...] | None
    without: tuple[str, ...]
    least_context: int
    context: int | None
    score: float | None
    rank: int | None
    rank_set: str | None
    released: str | None
    hub: str | None


class RoomChoice(NamedTuple):
    """A card by its name, with its memory in bytes."""

    name: str
    bytes: int


class TypeChoice(NamedTuple):
    """A type of weights or of a cache, with its bits a number as a fraction; `is_tried` where none is named."""

    name: str
    bits: tuple[int, int]
    is_tried: bool


class ReportChoices(NamedTuple):
    """All sizes in the order in which they are offered, and what one may ask of them.

    `room` is the card that is asked about first. Scores are those of `board`.
    """

    sizes: tuple[ReportSize, ...]
    rooms: tuple[RoomChoice, ...]
    room: str
    precisions: tuple[TypeChoice, ...]
    caches: tuple[TypeChoice, ...]
    uses: tuple[UseKind, ...]
    least_context: int
    most_context: int
    board: str | None


def list_choices(library: Library, board: str | None, reading: FileReading | None) -> ReportChoices:
    """Return all sizes, the best on a `board` first, as `choose` would order them, with cards and types.

    `reading` says how a board is to be read that is a file.

    Raises what `Library.places_on` does.
    """
    hardware = library.hardware
    tried = {precision_of(hardware, name).id for name in DEFAULT_PRECISIONS}
    return ReportChoices(
        sizes=tuple(_list_sizes(library, board, reading)),
        rooms=tuple(RoomChoice(card.name, card.bytes) for card in hardware.gpus),
        room=room_of(hardware, DEFAULT_ROOM).name,
        precisions=tuple(
            TypeChoice(precision.name, precision.bits.as_integer_ratio(), precision.id in tried)
            for precision in sorted(hardware.precisions, key=lambda precision: -precision.bits)
        ),
        caches=tuple(
            TypeChoice(kind.name, kind.bits.as_integer_ratio(), kind == CACHE_TYPES[0]) for kind in CACHE_TYPES
        ),
        uses=USES,
        least_context=LEAST_CONTEXT,
        most_context=MOST_TOKENS,
        board=board,
    )


def _list_sizes(library: Library, board: str | None, reading: FileReading | None) -> list[ReportSize]:
    selection = ModelFilter(commercial=True).select(library)
    known_facts = KnownFacts(library.registry)
    places = library.places_on(board, reading) if board else {}
    sizes = [
        _describe_size(
            library,
            model,
            size,
            known_facts.of(model, size),
            assessment := selection.licensing.assess(model, size),
            is_commercial=selection.allows(assessment),
            place=places.get((model.id, size.name)),
        )
        for model in library.registry.models
        for size in model.each_size()
    ]
    return sorted(sizes, key=lambda size: order_of_choice(size.rank, size.released, size.name))


def _describe_size(
    library: Library,
    model: Model,
    size: Size,
    facts: Known,
    assessment: Assessment,
    *,
    is_commercial: bool,
    place: BoardPlace | None,
) -> ReportSize:
    return ReportSize(
        name=address(model, size),
        id=model.id,
        size=size.name if model.sizes else None,
        verdict=assessment.verdict,
        has_weights=assessment.verdict != NO_WEIGHTS,
        is_commercial=is_commercial,
        barred=tuple(use for use in USES if judge_use(assessment, Use(use)) not in PASSING),
        has_caveats=assessment.has_caveats,
        conditions=assessment.kinds,
        languages=size.languages or (),
        parameters=facts.parameters,
        doubt=facts.doubt,
        cache=_list_layers(model, facts),
        without=tuple(_list_without_figure(library, model, facts)),
        least_context=min(LEAST_CONTEXT, context_of(facts)),
        context=facts.context,
        score=place.score if place else None,
        rank=place.rank if place else None,
        rank_set=place.rank_set if place else None,
        released=size.released,
        hub=size.hub,
    )


def _list_layers(model: Model, facts: Known) -> tuple[CacheLayers, ...] | None:
    """Return what the layers keep; None where that isn't known, nothing where none keeps anything."""
    if cache_of(facts, model.architecture, CacheUse(1)) == 0:
        return ()
    if facts.shape is None:
        return None
    return tuple(
        CacheLayers(part.kind, part.layers, part.numbers, part.tokens if part.kind == "window" else None)
        for part in cache_parts(facts.shape, MOST_TOKENS)
    )


def _list_without_figure(library: Library, model: Model, facts: Known) -> Iterator[str]:
    """Yield the types of weights, and of a cache, that a size can't be stored in as it is."""
    if facts.parameters is not None:
        for precision in library.hardware.precisions:
            if weights_of(facts, precision) is None:
                yield precision.name
    if facts.shape is not None:
        for kind in CACHE_TYPES:
            if cache_of(facts, model.architecture, CacheUse(1, type=kind)) is None:
                yield kind.name
