"""Why a model may or may not be used commercially: the chain of licences, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import few
from llmsurvey.lineage.basis import Ground, ground_of, grounds_of_dataset, grounds_of_licence
from llmsurvey.lineage.reasons import Contradiction, Reason, claims_more, reasons_for
from llmsurvey.lineage.verdict import Caveat, Licensing, address
from llmsurvey.lineage.words import relation_words
from llmsurvey.messages import Word, joined, say
from llmsurvey.records import (
    EVERY_VERDICT,
    NO_WEIGHTS,
    LicencePeriod,
    Model,
    Size,
    Source,
    Verdict,
)
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("id", brief=False),
    Column("sizes"),
    Column("verdict", order="verdict", words="verdict", brief=False),
    Column("step", numeric=True),
    Column("says", words="verdict"),
    Column("licence"),
    Column("holder"),
    Column("because"),
    Column("conditions", brief=False, words="condition"),
    Column("source", brief=False),
    Column("rests_on", brief=False),
)

_WEIGHTS_DECIDE = say(
    "The strictest licence of the weights decides; earlier licences, contradictions and caveats don't."
)
_DATA_COUNTS = say(
    "The strictest licence of the weights and of their data decides; earlier licences and contradictions don't."
)
_OWN_ALONE = say("Only its own licence was looked at; what it was made from may allow less.")
_NO_ADVICE = say(
    "This is what the licences say, not legal advice. Where that was read: `--columns step,licence,source`."
)

_ANSWERS = {
    NO_WEIGHTS: say("weights not released, nothing to license"),
    "no": say("no commercial use"),
    "unknown": say("commercial use unknown"),
    "conditional": say("commercial use on conditions"),
    "yes": say("commercial use allowed"),
}


@dataclass(frozen=True)
class _Step:
    """One row of the explanation, without what differs between sizes, so that these can share it."""

    says: str
    licence: str | None
    holder: str
    because: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Detail:
    """What differs between sizes: which one holds the licence (and since when), the source, and the facts behind it."""

    size: str
    source: str | None
    rests_on: tuple[str, ...] = ()


_Steps = dict[_Step, list[_Detail]]


def explain(licensing: Licensing, model: Model, size: Size | None = None) -> Table:
    """Every licence on the way down from a model (or one size of it), and the data's.

    Sizes for the same reasons share their rows, of which `step` is the number. `verdict` is theirs over the whole
    lineage, `says` what the licence of the row says; `earlier` and `contradiction` decide nothing, nor does a `caveat`
    unless data is asked to count. `rests_on` names the facts of a row that aren't sourced facts of the catalogue, each
    with the layer that says so.
    """
    sizes = [model.complete(size)] if size else list(model.each_size())
    groups: dict[tuple[Verdict, tuple[_Step, ...]], list[tuple[Size, _Steps]]] = {}
    for each, steps, own in _explained(licensing, model, sizes):
        groups.setdefault((licensing.of(model, each).verdict, steps), []).append((each, own))
    ordered = sorted(groups.items(), key=lambda item: EVERY_VERDICT.index(item[0][0]), reverse=True)
    cells: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for (verdict, shared), members in ordered:
        names = tuple(each.name for each, _ in members) if model.sizes else ()
        heading = joined([", ".join(names) or model.name, _ANSWERS[verdict]], ": ")
        for number, step in enumerate(shared, start=1):
            texts[len(cells), "sizes"] = heading
            details = [detail for _, steps in members for detail in steps.get(step, ())]
            cells.append((model.id, names, verdict, number, *_row(step, details)))
    verdicts = {verdict for verdict, _ in groups}
    answer = _ANSWERS[verdicts.pop()] if len(verdicts) == 1 else say("it depends on the size")
    title = joined([address(model, size), answer], ": ")
    columns, group_by = with_bases(COLUMNS, cells), "sizes" if len(ordered) > 1 else None
    if group_by is None:
        columns = tuple(column._replace(brief=column.brief and column.name != "sizes") for column in columns)
    return Table(columns, tuple(cells), title, tuple(_notes(licensing, cells)), group_by=group_by, texts=texts)


def _explained(
    licensing: Licensing, model: Model, sizes: Iterable[Size]
) -> Iterator[tuple[Size, tuple[_Step, ...], _Steps]]:
    """Each size with its steps, and what differs in them from other sizes.

    What lies below sizes that were made alike is followed once; of the others only what is their own is looked at.
    """
    followed: dict[Any, tuple[_Step, ...]] = {}
    for size in sizes:
        alike = (size.licence, size.kind, size.access, size.foundations, size.datasets, size.licence_history)
        details: _Steps = {}
        for step, detail in _steps(licensing, model, size, below=alike not in followed):
            details.setdefault(step, []).append(detail)
        yield size, followed.setdefault(alike, tuple(details)), details


def _row(step: _Step, details: Sequence[_Detail]) -> tuple[Cell, ...]:
    """A step as the cells of a row, with what its sizes differ in."""
    sizes = joined(dict.fromkeys(detail.size for detail in details if detail.size), ", ")
    holder = joined([step.holder, sizes]) if sizes else step.holder
    source = next((detail.source for detail in details if detail.source), None)
    rests_on = tuple(dict.fromkeys(fact for detail in details for fact in detail.rests_on))
    return step.says, step.licence, holder, step.because, step.conditions, source, rests_on


def _notes(licensing: Licensing, cells: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    if not licensing.lineage:
        yield _OWN_ALONE
    yield _DATA_COUNTS if licensing.data == "strict" else _WEIGHTS_DECIDE
    facts = dict.fromkeys(fact for row in cells for fact in cast("tuple[str, ...]", row[-1]))
    if facts:
        yield say("Beyond sourced facts of the catalogue this rests on {facts}.", facts=few(list(facts), "; "))
    yield _NO_ADVICE


def _steps(licensing: Licensing, model: Model, size: Size, *, below: bool) -> Iterator[tuple[_Step, _Detail]]:
    """The rows for one size, with or without those of what it was made from."""
    reasons, contradictions = reasons_for(licensing, model, size, below=below)
    for reason in reasons:
        yield _of_reason(reason)
    for wrong in contradictions:
        yield _of_contradiction(wrong)
    bases = {verdict for _, place in licensing.links(size) for verdict in licensing.passed_on(place).verdicts}
    for period in size.licence_history or ():
        if period.licence != size.licence:
            yield _of_period(licensing.registry, period, model, size, bases)
    sizes = licensing.sizes_below([(model.id, size.name)]) if below else [(model, size)]
    for caveat in licensing.collect_caveats(sizes):
        yield _of_caveat(licensing.registry, caveat)


def _of_reason(reason: Reason) -> tuple[_Step, _Detail]:
    because = reason.because
    if reason.via:
        model, relation = reason.via
        because = say(
            "{model} is {relation} it: {because}", model=model.name, relation=relation_words(relation), because=because
        )
    licence = reason.licence
    kinds = tuple(dict.fromkeys(condition.kind for condition in licence.conditions)) if licence else ()
    source = _first(reason.sources) or (licence.url if licence else None)
    step = _Step(reason.verdict, licence.name if licence else None, reason.model.name, because, kinds)
    return step, _Detail(_name(reason.model, reason.size), source, _in_words(reason.grounds))


def _of_contradiction(wrong: Contradiction) -> tuple[_Step, _Detail]:
    because = say(
        "claims more than its base {base} allows ({verdict}); the base decides",
        base=wrong.base.name,
        verdict=Word("verdict", wrong.verdict),
    )
    step = _Step("contradiction", wrong.licence.name, wrong.model.name, because)
    return step, _Detail(_name(wrong.model, wrong.size), _first(wrong.sources))


def _of_period(
    registry: Registry, period: LicencePeriod, model: Model, size: Size, bases: Iterable[Verdict]
) -> tuple[_Step, _Detail]:
    """A licence that was stated once, and whether it claimed more than the bases allow."""
    licence = registry.licence_by_id[period.licence]
    because: str = Word("verdict", licence.commercial)
    if any(claims_more(licence.commercial, base) for base in bases):
        because = say("{verdict}, which claimed more than its base allows today", verdict=because)
    since = say("from {date}", date=period.since) if period.since else ""
    until = say("to {date}", date=period.until) if period.until else ""
    holder = joined(filter(None, [_name(model, size), since, until]))
    source = _first(model.sources_for("licence_history", size))
    grounds = (*ground_of(registry, model, size, "licence_history"), *grounds_of_licence(registry, licence))
    return _Step("earlier", licence.name, model.name, because), _Detail(holder, source, _in_words(grounds))


def _of_caveat(registry: Registry, caveat: Caveat) -> tuple[_Step, _Detail]:
    because, grounds = caveat.because, list(grounds_of_licence(registry, caveat.licence))
    if caveat.dataset:
        because = say("{dataset}: {because}", dataset=caveat.dataset.name, because=because)
        grounds = [*grounds_of_dataset(registry, caveat.dataset), *grounds]
    condition = caveat.licence.condition("outputs")
    if condition and caveat.licence.commercial != "no":
        because = joined([because, condition.text], ". ")
    step = _Step("caveat", caveat.licence.name, caveat.model.name, because)
    source = _first(caveat.sources) or caveat.licence.url
    return step, _Detail(_name(caveat.model, caveat.size), source, _in_words(grounds))


def _name(model: Model, size: Size) -> str:
    return size.name if model.sizes else ""


def _first(sources: Sequence[Source]) -> str | None:
    return sources[0].url if sources else None


def _in_words(grounds: Iterable[Ground]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ground.words for ground in grounds))
