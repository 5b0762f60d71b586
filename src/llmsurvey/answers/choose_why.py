"""The whole reckoning of one size: why it may be used or not, what it needs byte by byte, and where it was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.choose import ChooseQuestion, wish_of
from llmsurvey.answers.licence import explain_chain
from llmsurvey.answers.memory import one_size
from llmsurvey.lineage.uses import judge_use
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.memory.best_fit import Fit, Wish, best_fit
from llmsurvey.memory.bytes import GB, CachePart, cache_parts
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
    model, size = one_size(library.registry, name)
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
    for use in question.use:
        yield WhyEntry(part, Word("use", use), Word("permission", judge_use(assessment, use)), "")
    for step in explain_chain(licensing, model, size).entries:
        holder = join_texts([step.holder, step.licence_name or ""], ": ") if step.licence_name else step.holder
        yield WhyEntry(part, holder, Word("verdict", step.commercial), step.because, source=step.source)


def _list_conditions(kinds: tuple[str, ...]) -> str:
    return join_texts([Word("condition", kind) for kind in kinds], ", ")


def _explain_memory(model: Model, facts: Known, wish: Wish) -> Iterator[WhyEntry]:
    """Yield weights, the cache by kinds of layers, their sum beside the room, and the longest context."""
    part, fit = say("Memory"), best_fit(facts, model.architecture, wish)
    if facts.parameters is None:
        yield WhyEntry(part, say("weights"), say("unknown"), say("no source states the parameters"))
        return
    if not isinstance(fit, Fit):
        reason = say("a fact for that is missing") if fit is None else say("in none of the precisions")
        value = say("unknown") if fit is None else say("no")
        yield WhyEntry(part, say("fits in {room}", room=wish.room.name), value, reason, wish.room.bytes)
        return
    precision, context = fit.need.precision, fit.context
    counted = say("{parameters:,} parameters of {bits:g} bits", parameters=facts.parameters, bits=float(precision.bits))
    yield _line_of_bytes(part, say("weights in {precision}", precision=precision.name), fit.need.weights, counted)
    if facts.shape is not None:
        for cached in cache_parts(facts.shape, context, bits=wish.cache_type.bits):
            yield _line_of_bytes(part, _name_part(cached), cached.bytes, cached.words)
    yield _line_of_bytes(part, say("together"), fit.need.total, say("{context:,} tokens", context=context))
    yield _line_of_bytes(part, say("room"), wish.room.bytes, wish.room.name)
    yield _explain_context(part, fit, facts)


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
