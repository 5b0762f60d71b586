"""The reasons for the verdict of a size: licences on the way down, contradictions, conflicts, earlier ones, caveats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from llmsurvey.lineage.basis import Ground, ground_of, grounds_of_dataset, grounds_of_licence
from llmsurvey.lineage.conflicts import Contradicting, find_conflicts
from llmsurvey.lineage.graph import Place
from llmsurvey.lineage.reasons import Contradiction, Reason, claims_more, reasons_for
from llmsurvey.lineage.rules import ConflictKind, teacher_verdict
from llmsurvey.lineage.verdict import Caveat, Licensing
from llmsurvey.lineage.words import relation_words
from llmsurvey.messages import Message, Word, join_texts, mark, say
from llmsurvey.records import (
    EVERY_VERDICT,
    NO_WEIGHTS,
    CommercialUse,
    ConditionKind,
    Licence,
    LicencePeriod,
    Model,
    Size,
    Source,
    Verdict,
)
from llmsurvey.registry.registry import Registry


@dataclass(frozen=True)
class Step:
    """One step of the explanation, without what differs between sizes, so that these can share it.

    `counts` is what a caveat on data comes to where data are asked to count.
    """

    commercial: str
    licence: str | None
    licence_name: str | None
    holder: str
    because: str
    conditions: tuple[ConditionKind, ...] = ()
    quote: str | None = None
    counts: CommercialUse | None = None

    def decides(self, verdict: Verdict, *, is_strict: bool) -> bool:
        """Whether a `verdict` follows from this step; from one on data only where these count (`is_strict`).

        Weights that nobody can have leave unknown on which terms others were made from them.
        """
        if self.counts is not None:
            return is_strict and self.counts == verdict
        return verdict == ("unknown" if self.commercial == NO_WEIGHTS and verdict != NO_WEIGHTS else self.commercial)


@dataclass(frozen=True)
class Detail:
    """What differs between sizes: which one holds the licence (and since when), the sources, and the facts behind it.

    `source` is the first address: where no source is known, that of the licence itself. `read_of_link` are the sources
    that say what was made from it.
    """

    size: str
    source: str | None
    rests_on: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    developers: tuple[str, ...] = ()
    read_of_link: tuple[Source, ...] = ()


_WORDS_OF_CONFLICTS: dict[ConflictKind, tuple[str, str]] = {
    "share-alike": (
        mark("what is made of it stays under this licence, and can't stay under {other} as well"),
        mark("what is made of it stays under this licence, and can't stay under {other} as well"),
    ),
    "further-restrictions": (
        mark("what is made of it stays under this licence without further limits, but {other} sets some"),
        mark("its terms go with what is made of it, which {other} rules out"),
    ),
    "no-derivatives": (
        mark("what is made of it may not be passed on, but {made} was made from it"),
        mark("the licence of {made}, which was made from what {other} doesn't let anyone pass on"),
    ),
    "other-models": (
        mark("it may not improve other models, but was merged with one under {other}"),
        mark("merged with a model that may not improve others, by {other}"),
    ),
}
"""What stands beside the first clause of a conflict, and what beside the second."""


DetailsOfSteps = dict[Step, list[Detail]]


class Group(NamedTuple):
    """Sizes with one verdict for the same reasons; each step has a detail for every one of them."""

    verdict: Verdict
    sizes: tuple[Size, ...]
    steps: tuple[tuple[Step, tuple[Detail, ...]], ...]


def group_sizes(licensing: Licensing, model: Model, size: Size | None) -> list[Group]:
    """Return the sizes of a model, or the one that is named, by verdict and reasons, those with the best one first."""
    sizes = [model.complete(size)] if size else list(model.each_size())
    groups: dict[tuple[Verdict, tuple[Step, ...]], list[tuple[Size, DetailsOfSteps]]] = {}
    for member, steps, own in follow_sizes(licensing, model, sizes):
        groups.setdefault((licensing.assess(model, member).verdict, steps), []).append((member, own))
    best_first = sorted(groups.items(), key=lambda item: EVERY_VERDICT.index(item[0][0]), reverse=True)
    return [
        Group(
            verdict,
            tuple(member for member, _ in members),
            tuple((step, tuple(detail for _, own in members for detail in own.get(step, ()))) for step in steps),
        )
        for (verdict, steps), members in best_first
    ]


def holder_of(step: Step, details: Iterable[Detail]) -> str:
    """Return whose licence a step is about: the model, and those of its sizes."""
    sizes = join_texts(dict.fromkeys(detail.size for detail in details if detail.size), ", ")
    return join_texts([step.holder, sizes]) if sizes else step.holder


def follow_sizes(
    licensing: Licensing, model: Model, sizes: Iterable[Size]
) -> Iterator[tuple[Size, tuple[Step, ...], DetailsOfSteps]]:
    """Yield each size with its steps, and what differs in them from other sizes.

    What lies below sizes that were made alike is followed once; of the others only what is their own is looked at.
    """
    followed: dict[Any, tuple[Step, ...]] = {}
    for size in sizes:
        alike = (
            *(size.licence, size.kind, size.access, size.licence_history),
            *(size.foundations, size.datasets, size.unresolved),
        )
        details: DetailsOfSteps = {}
        for step, detail in _list_steps(licensing, model, size, below=alike not in followed):
            details.setdefault(step, []).append(detail)
        yield size, followed.setdefault(alike, tuple(details)), details


def _list_steps(licensing: Licensing, model: Model, size: Size, *, below: bool) -> Iterator[tuple[Step, Detail]]:
    """Yield the steps of one size; with `below`, also those of what it was made from."""
    reasons, contradictions = reasons_for(licensing, model, size, below=below)
    for reason in reasons:
        yield _step_of_reason(reason)
    for wrong in contradictions:
        yield _step_of_contradiction(wrong)
    for conflict in find_conflicts(licensing, model, size):
        for step, detail, holder in _steps_of_conflict(conflict):
            if below or holder == (model.id, size.name):
                yield step, detail
    bases = {verdict for _, base in licensing.links(size) for verdict in licensing.passed_on(base).verdicts}
    for period in size.licence_history or ():
        if period.licence != size.licence:
            yield _step_of_period(licensing.registry, period, model, size, bases)
    sizes = licensing.sizes_on_each_way([(model.id, size.name)]) if below else [(model, size)]
    for caveat in licensing.collect_caveats(sizes):
        yield _step_of_caveat(licensing, caveat)


def _step_of_reason(reason: Reason) -> tuple[Step, Detail]:
    because = reason.because
    if reason.via:
        model, relation = reason.via
        because = say(
            "{model} is {relation} it: {because}", model=model.name, relation=relation_words(relation), because=because
        )
    licence = reason.licence
    kinds = tuple(dict.fromkeys(condition.kind for condition in licence.conditions)) if licence else ()
    source = _first_address(reason.sources) or (licence.url if licence else None)
    step = Step(reason.verdict, *_names_of(licence), reason.model.name, because, kinds)
    size = _name_of_size(reason.model, reason.size)
    grounds = _in_words(reason.grounds)
    return step, Detail(size, source, grounds, reason.sources, reason.model.developers, reason.read_of_link)


def _step_of_contradiction(wrong: Contradiction) -> tuple[Step, Detail]:
    because = say(
        "claims more than its base {base} allows ({verdict}); the base decides",
        base=wrong.base.name,
        verdict=Word("verdict", wrong.verdict),
    )
    step = Step("contradiction", *_names_of(wrong.licence), wrong.model.name, because)
    size = _name_of_size(wrong.model, wrong.size)
    return step, Detail(size, _first_address(wrong.sources), (), wrong.sources, wrong.model.developers)


def _steps_of_conflict(conflict: Contradicting) -> Iterator[tuple[Step, Detail, Place]]:
    """Yield the two clauses of a conflict beside each other, each with the size that brings it."""
    first, second = conflict.first, conflict.second
    reasons = _WORDS_OF_CONFLICTS[conflict.kind]
    names = {"other": second.licence.name if second else "", "made": conflict.made or first.model.name}
    for side, reason in zip([first, *([second] if second else [])], reasons, strict=False):
        because: Message = say(reason, **{**names, "other": first.licence.name if side is second else names["other"]})
        quote = side.condition.quote or side.condition.text if side.condition else None
        if quote is not None:
            because = say('{because}: "{quote}"', because=because, quote=quote)
        kinds = (side.condition.kind,) if side.condition else ()
        step = Step("conflict", *_names_of(side.licence), side.model.name, because, kinds, quote)
        sources = side.licence.sources
        address = side.licence.url or _first_address(sources)
        detail = Detail(_name_of_size(side.model, side.size), address, developers=side.model.developers)
        yield step, detail, (side.model.id, side.size.name)


def _step_of_period(
    registry: Registry, period: LicencePeriod, model: Model, size: Size, bases: Iterable[Verdict]
) -> tuple[Step, Detail]:
    """Return a licence that was stated once, and whether it claimed more than the bases allow."""
    licence = registry.licence_by_id[period.licence]
    because: str = Word("verdict", licence.commercial)
    if any(claims_more(licence.commercial, base) for base in bases):
        because = say("{verdict}, which claimed more than its base allows today", verdict=because)
    else:
        because = say("{verdict}, by the licence of that time", verdict=because)
    since = say("from {date}", date=period.since) if period.since else ""
    until = say("to {date}", date=period.until) if period.until else say("to an unknown day")
    holder = join_texts(filter(None, [_name_of_size(model, size), since, until]))
    sources = model.sources_for("licence_history", size)
    grounds = (*ground_of(registry, model, size, "licence_history"), *grounds_of_licence(registry, licence))
    step = Step("earlier", *_names_of(licence), model.name, because)
    return step, Detail(holder, _first_address(sources), _in_words(grounds), sources, model.developers)


def _step_of_caveat(licensing: Licensing, caveat: Caveat) -> tuple[Step, Detail]:
    registry, licence, because = licensing.registry, caveat.licence, caveat.because
    counts = teacher_verdict(licence) if licence else "unknown"
    grounds = list(grounds_of_licence(registry, licence)) if licence else []
    if caveat.dataset:
        because = say("{dataset}: {because}", dataset=caveat.dataset.name, because=because)
        grounds = [*grounds_of_dataset(registry, caveat.dataset), *grounds]
    condition = licence.condition("outputs") if licence and licence.commercial != "no" else None
    if condition:
        because = join_texts([because, condition.text], ". ")
    if licensing.data == "strict":
        because = say("{because} (counts as {verdict})", because=because, verdict=Word("verdict", counts))
    step = Step("caveat", *_names_of(licence), caveat.model.name, because, counts=counts)
    source = _first_address(caveat.sources) or (licence.url if licence else None)
    size = _name_of_size(caveat.model, caveat.size)
    return step, Detail(size, source, _in_words(grounds), caveat.sources, caveat.model.developers)


def _names_of(licence: Licence | None) -> tuple[str | None, str | None]:
    """Return the id and the name of a licence."""
    return (licence.id, licence.name) if licence else (None, None)


def _name_of_size(model: Model, size: Size) -> str:
    return size.name if model.sizes else ""


def _first_address(sources: Sequence[Source]) -> str | None:
    return sources[0].url if sources else None


def _in_words(grounds: Iterable[Ground]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ground.words for ground in grounds))
