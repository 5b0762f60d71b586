"""Which sizes of which models a question is about, as it is asked; `selection.py` has what that means in a registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from llmsurvey.answers.selection import Selection
from llmsurvey.errors import RequestError, check_number, check_text
from llmsurvey.lineage.rules import Use
from llmsurvey.messages import join_texts, option, say
from llmsurvey.records import ConditionKind
from llmsurvey.records.dates import parse_date
from llmsurvey.records.model import Kind
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.nearest_names import check_is_one_of

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.memory.fit import Budget


@dataclass(frozen=True, kw_only=True)
class ModelFilter:
    """What a size must be to be in an answer; what is left empty lets all pass.

    `survey` lets pass what the survey names, and what that was made from. `developer`, `language` and the like hold
    alternatives: one of them must fit. `search` has words that must all be found, as `search` finds them. An unknown
    fact never passes a filter on it. `since` and `until` let an imprecise date pass if it may fall in the span.
    `own_licence` judges by a size's own licence alone, `data` says whether terms of data count. `permissive` lets pass
    what asks for no more than notices and attribution, and `use` what no licence on the way forbids: `sell`, `serve`,
    `publish-finetune`, `train-on-output`, `users=50M`, `revenue=20M`, `field=medical`. `fits` is an amount of memory or
    a card, which weights in `precision` (bf16 where none is named) and a cache of `context` tokens (None for as many as
    a size was trained on) in numbers of `cache_type` (f16 where none is named) must fit into.
    """

    survey: bool = False
    commercial: bool = False
    permissive: bool = False
    own_licence: bool = False
    data: Literal["caveat", "strict"] = "caveat"
    use: tuple[str, ...] = ()
    developer: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    foundation: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    dataset: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    without_condition: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_size: str | int | None = None
    max_size: str | int | None = None
    fits: str | None = None
    precision: str | None = None
    context: int | None = None
    cache_type: str | None = None
    search: str | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is asked for at all; by what is judged asks for nothing."""
        return any(
            getattr(self, field.name)
            for field in fields(self)
            if field.name not in ("own_licence", "data", "precision", "context", "cache_type")
        )

    @property
    def asks_verdict(self) -> bool:
        """Whether only sizes with some verdicts are asked for."""
        return self.commercial or self.permissive

    def select(self, library: Library) -> Selection:
        """Return the filter with what its names mean in a library.

        Raises UnknownNameError or AmbiguousNameError for a name that nothing has, RequestError for what can't be read.
        """
        check_is_one_of(say("kind of model"), self.kind, get_args(Kind))
        check_is_one_of(say("kind of condition"), (*self.condition, *self.without_condition), get_args(ConditionKind))
        check_text("search", self.search)
        selection = Selection(
            self,
            library.licensing(data=self.data, lineage=not self.own_licence),
            since=_parse_option("since", self.since, parse_date),
            until=_parse_option("until", self.until, parse_date),
            min_size=_parse_option("min_size", self.min_size, parse_count),
            max_size=_parse_option("max_size", self.max_size, parse_count),
            budget=_budget_of(library, self),
            found=_find_models(library, self.search),
            uses=_uses_of(self.use),
        )
        selection.check_names()
        return selection


EVERY_MODEL = ModelFilter()
"""The filter that lets all pass."""


def _parse_option(name: str, text: Any, parse: Callable[[Any], Any]) -> Any:
    """Return the value of an option. Raises RequestError for what can't be read."""
    try:
        return None if text is None else parse(text)
    except ValueError as error:
        raise RequestError(say("{option}: {problem}.", option=option(name), problem=error.args[0])) from None


def _budget_of(library: Library, wanted: ModelFilter) -> Budget | None:
    """Return what must fit into `fits`.

    Raises RequestError for what can't be read, and for a precision, a context or a type of cache where nothing is to
    fit.
    """
    if wanted.fits is None:
        _check_goes_with_fits("precision", wanted.precision, "int4")
        _check_goes_with_fits("context", wanted.context, 4096)
        _check_goes_with_fits("cache_type", wanted.cache_type, "q8_0")
        return None
    from llmsurvey.memory.bytes import MOST_TOKENS
    from llmsurvey.memory.cache_use import cache_type_of
    from llmsurvey.memory.fit import Budget
    from llmsurvey.memory.precision import precision_of
    from llmsurvey.memory.room import room_of

    check_number("context", wanted.context, 1, MOST_TOKENS)
    room = room_of(library.hardware, wanted.fits)
    precision = precision_of(library.hardware, wanted.precision or "bf16")
    return Budget(library.registry, room, precision, wanted.context, cache_type_of(wanted.cache_type))


def _uses_of(texts: tuple[str, ...]) -> tuple[Use, ...]:
    """Return the uses that texts name. Raises UnknownNameError or RequestError for what is none."""
    if not texts:
        return ()
    from llmsurvey.lineage.uses import uses_in

    return uses_in(texts)


def _find_models(library: Library, words: str | None) -> frozenset[str] | None:
    """Return the ids of the models in which some words are found; None for none."""
    if words is None:
        return None
    from llmsurvey.answers.model_index import index_of

    return index_of(library).find(words)


def _check_goes_with_fits(name: str, value: object, example: object) -> None:
    """Raise RequestError for an option that says nothing where nothing is to fit."""
    if value is not None:
        raise RequestError(
            say(
                "{precision} goes with {fits}: {example}.",
                precision=option(name),
                fits=option("fits"),
                example=join_texts([option("fits", "24GB"), option(name, example)]),
            )
        )
