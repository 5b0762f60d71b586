"""The whole reckoning of one size: why it may be used or not, what it needs byte by byte, and where it was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.choose import ChooseQuestion, wish_of
from llmsurvey.answers.licence import explain_chain
from llmsurvey.answers.memory import one_size
from llmsurvey.lineage.uses import judge_use, name_use, uses_in
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.memory.best_fit import Fit, Wish, best_fit, least_context
from llmsurvey.memory.bytes import GB, CachePart, cache_parts
from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.memory.fit import Need, need_of
from llmsurvey.memory.known_facts import Known, known_of
from llmsurvey.messages import Message, Word, join_texts, say
from llmsurvey.records import Model, Size
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("part"),
    Column("what"),
    Column("value"),
    Column("because"),
    Column("bytes", numeric=True, brief=False),
    Column("source", brief=False),
)


class WhyEntry(NamedTuple):
    """A line of the reckoning: `what` it is about, its `value`, and `because` of what."""

    part: str
    what: str
    value: str
    because: str
    bytes: int | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class WhyAnswer(Answer[WhyEntry]):
    """Licence, memory, context and score of a size, line by line; `name` is the size's."""

    columns = COLUMNS

    name: str

    def table(self) -> Table:
        """A row for each line, in a group for each part."""
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), self.name, self.notes, group_by="part")


def explain_choice(library: Library, question: ChooseQuestion, name: str) -> WhyAnswer:
    """Return the whole reckoning of one size.

    Raises UnknownNameError or AmbiguousNameError for a name that nothing has, or several, RequestError for a model of
    several sizes, and what `choose_sizes` does.
    """
    model, size = one_size(library.registry, name, counted_only=False)
    licensing = library.licensing(data=question.models.data, lineage=not question.models.own_licence)
    wish, facts = wish_of(library, question), known_of(library.registry, model, size)
    entries = [
        *_explain_licence(licensing, question, model, size),
        *_explain_memory(model, facts, wish),
        *_explain_score(library, question, model, size),
    ]
    return WhyAnswer(entries=entries, name=address(model, size))


def _explain_licence(licensing: Licensing, question: ChooseQuestion, model: Model, size: Size) -> Iterator[WhyEntry]:
    """Yield the verdict, each use that was asked about, and the chain of licences with its sources."""
    part, assessment = say("Licence"), licensing.assess(model, size)
    yield WhyEntry(part, say("verdict"), Word("verdict", assessment.verdict), _list_conditions(assessment.kinds))
    for use in uses_in(question.models.use):
        yield WhyEntry(part, name_use(use), Word("permission", judge_use(assessment, use)), "")
    for step in explain_chain(licensing, model, size).entries:
        holder = join_texts([step.holder, step.licence_name or ""], ": ") if step.licence_name else step.holder
        yield WhyEntry(part, holder, Word("verdict", step.commercial), step.because, source=step.source)


def _list_conditions(kinds: tuple[str, ...]) -> str:
    return join_texts([Word("condition", kind) for kind in kinds], ", ")


def _explain_memory(model: Model, facts: Known, wish: Wish) -> Iterator[WhyEntry]:
    """Yield weights, the cache by kinds of layers, their sum beside the room, and the longest context.

    What doesn't fit is reckoned in the smallest of the precisions.
    """
    part, fit = say("Memory"), best_fit(facts, model.architecture, wish)
    if facts.parameters is None:
        yield WhyEntry(part, say("weights"), say("unknown"), say("no source states the parameters"))
        return
    context = least_context(facts, wish)
    smallest = need_of(facts, wish.precisions[-1], model.architecture, CacheUse(context, type=wish.cache_type))
    need = fit.need if isinstance(fit, Fit) else smallest
    yield from _add_up(part, model, facts, need, context, wish)
    yield _line_of_bytes(part, say("room"), wish.room.bytes, wish.room.name)
    if not isinstance(fit, Fit):
        value, reason = (
            (say("unknown"), _find_missing(need)) if fit is None else (say("no"), say("in none of the precisions"))
        )
        yield WhyEntry(part, say("fits in {room}", room=wish.room.name), value, reason)
    if wish.context and facts.context and wish.context > facts.context:
        tokens = say("{context:,} tokens", context=wish.context)
        yield WhyEntry(part, say("context asked for"), tokens, say("more than it was trained on"))
    if isinstance(fit, Fit):
        yield _explain_context(part, fit, facts)


def _add_up(part: str, model: Model, facts: Known, need: Need, context: int, wish: Wish) -> Iterator[WhyEntry]:
    """Yield weights, what they may differ by, the cache by kinds of layers, and the sum."""
    bits = float(need.precision.bits)
    counted = say("{parameters:,} parameters of {bits:g} bits", parameters=facts.parameters, bits=bits)
    yield _line_of_bytes(part, say("weights in {precision}", precision=need.precision.name), need.weights, counted)
    if facts.shape is not None and need.cache:
        for cached in cache_parts(facts.shape, context, bits=wish.cache_type.bits):
            yield _line_of_bytes(part, _name_part(cached), cached.bytes, cached.words)
    if need.cache == 0 and model.architecture is not None:
        without_cache = say(
            "a model of this kind ({architecture}) keeps none", architecture=Word("architecture", model.architecture)
        )
        yield WhyEntry(part, say("cache"), say("none"), without_cache, 0)
        yield _line_of_bytes(part, say("together"), need.total, "")
    else:
        yield _line_of_bytes(part, say("together"), need.total, say("{context:,} tokens", context=context))
    if need.doubt:
        rounded = say(
            "the parameters are a published rounding: there must be room for {percent:.0f} % more",
            percent=need.share_in_doubt * 100,
        )
        yield _line_of_bytes(part, say("in doubt"), round(need.doubt), rounded)


def _find_missing(need: Need) -> Message:
    """Return what would have to be known to tell whether a size fits."""
    if need.weights is None:
        return say("its rows can't be cut into the blocks of {precision}", precision=need.precision.name)
    if need.total is None:
        return say("no source states its layers and heads")
    return say("that depends on the rounding")


def _name_part(cached: CachePart) -> Message:
    return say("cache: {kind}", kind=Word("layers", cached.kind))


def _line_of_bytes(part: str, what: str, number: int | None, because: str) -> WhyEntry:
    value = say("unknown") if number is None else say("{gb:.2f} GB", gb=number / GB)
    return WhyEntry(part, what, value, because, number)


def _explain_context(part: str, fit: Fit, facts: Known) -> WhyEntry:
    if fit.longest_context is None:
        return WhyEntry(part, say("longest context"), say("unknown"), say("no source states what it was trained on"))
    trained = say("it was trained on {context:,}", context=facts.context)
    return WhyEntry(part, say("longest context"), say("{context:,} tokens", context=fit.longest_context), trained)


def _explain_score(library: Library, question: ChooseQuestion, model: Model, size: Size) -> Iterator[WhyEntry]:
    """Yield score, rank and groups on the board, or that there is none."""
    part = say("Score")
    place = library.places_on(question.board).get((model.id, size.name))
    if place is None:
        yield WhyEntry(part, question.board, say("none"), say("no entry of the board is known to be this size"))
        return
    yield WhyEntry(
        part, question.board, say("{score:.1f}", score=place.score), say("mean of all benchmarks of the board")
    )
    ranks = say("95 % confidence set {ranks}", ranks=place.rank_set) if place.rank_set else ""
    yield WhyEntry(part, say("rank"), say("{rank:,}", rank=place.rank), ranks)
