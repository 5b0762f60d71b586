"""Why a model may or may not be used commercially: the chain of licences, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmsurvey.lineage.reasons import Contradiction, Reason, claims_more, reasons_for
from llmsurvey.lineage.verdict import Assessment, Caveat, Licensing, address
from llmsurvey.lineage.words import relation_words
from llmsurvey.messages import Message, Word, joined, say
from llmsurvey.records import VERDICTS, Cell, Column, Licence, LicencePeriod, Model, Size, Source, Table, Verdict

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
    """What differs between sizes: the size that holds the licence (and since when), and the source for it."""

    size: str
    source: str | None


def explain(licensing: Licensing, model: Model, size: Size | None = None) -> Table:
    """Every licence on the way down from a model (or one size of it), and the data's.

    Sizes for the same reasons share their rows, of which `step` is the number. `verdict` is theirs over the whole
    lineage, `says` what the licence of the row says; `earlier` and `contradiction` decide nothing, nor does a `caveat`
    unless data is asked to count.
    """
    groups: dict[tuple[Verdict, tuple[_Step, ...]], list[tuple[Size, dict[_Step, list[_Detail]]]]] = {}
    for each in [model.complete(size)] if size else model.each_size():
        assessment = licensing.of(model, each)
        steps: dict[_Step, list[_Detail]] = {}
        for step, detail in _steps(licensing, model, each, assessment):
            steps.setdefault(step, []).append(detail)
        groups.setdefault((assessment.verdict, tuple(steps)), []).append((each, steps))
    ordered = sorted(groups.items(), key=lambda item: VERDICTS.index(item[0][0]), reverse=True)
    cells: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for (verdict, shared), members in ordered:
        names = tuple(each.name for each, _ in members) if model.sizes else ()
        for number, step in enumerate(shared, start=1):
            details = [detail for _, steps in members for detail in steps[step]]
            sizes = joined(dict.fromkeys(detail.size for detail in details if detail.size), ", ")
            holder = joined([step.holder, sizes]) if sizes else step.holder
            source = next((detail.source for detail in details if detail.source), None)
            answer = _in_words(verdict, members[0][0])
            texts[len(cells), "sizes"] = joined([", ".join(names) or model.name, answer], ": ")
            row = (step.says, step.licence, holder, step.because, step.conditions, source)
            cells.append((model.id, names, verdict, number, *row))
    answers = dict.fromkeys(_in_words(verdict, each) for (verdict, _), members in ordered for each, _ in members)
    answer = next(iter(answers)) if len(answers) == 1 else say("it depends on the size")
    title = joined([address(model, size), answer], ": ")
    notes = tuple(_notes(licensing))
    if len(ordered) == 1:
        one_group = tuple(column._replace(brief=column.brief and column.name != "sizes") for column in COLUMNS)
        return Table(one_group, tuple(cells), title, notes, texts=texts)
    return Table(COLUMNS, tuple(cells), title, notes, group_by="sizes", texts=texts)


def _notes(licensing: Licensing) -> Iterator[str]:
    if not licensing.lineage:
        yield _OWN_ALONE
    yield _DATA_COUNTS if licensing.data == "strict" else _WEIGHTS_DECIDE
    yield _NO_ADVICE


def _steps(licensing: Licensing, model: Model, size: Size, assessment: Assessment) -> Iterator[tuple[_Step, _Detail]]:
    """The rows for one size."""
    reasons, contradictions = reasons_for(licensing, model, size)
    for reason in reasons:
        yield _of_reason(reason)
    for wrong in contradictions:
        yield _of_contradiction(wrong)
    below = licensing.foundations(size) if licensing.lineage else ()
    bases = [licensing.of(base, each).verdict for _, base, each in below]
    for period in size.licence_history or ():
        if period.licence != size.licence:
            yield _of_period(licensing.registry.licence_by_id[period.licence], period, model, size, bases)
    for caveat in assessment.caveats:
        yield _of_caveat(caveat)


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
    return step, _Detail(_name(reason.model, reason.size), source)


def _of_contradiction(wrong: Contradiction) -> tuple[_Step, _Detail]:
    because = say(
        "claims more than its base {base} allows ({verdict}); the base decides",
        base=wrong.base.name,
        verdict=Word("verdict", wrong.verdict),
    )
    step = _Step("contradiction", wrong.licence.name, wrong.model.name, because)
    return step, _Detail(_name(wrong.model, wrong.size), _first(wrong.sources))


def _of_period(
    licence: Licence, period: LicencePeriod, model: Model, size: Size, bases: Sequence[Verdict]
) -> tuple[_Step, _Detail]:
    """A licence that was stated once, and whether it claimed more than the bases allow."""
    too_much = any(claims_more(licence.commercial, base) for base in bases)
    because: str = Word("verdict", licence.commercial)
    if too_much:
        because = say("{verdict}, which claimed more than its base allows today", verdict=because)
    since = say("from {date}", date=period.since) if period.since else ""
    until = say("to {date}", date=period.until) if period.until else ""
    holder = joined(filter(None, [_name(model, size), since, until]))
    source = _first(model.sources_for("licence_history", size))
    return _Step("earlier", licence.name, model.name, because), _Detail(holder, source)


def _of_caveat(caveat: Caveat) -> tuple[_Step, _Detail]:
    because = caveat.because
    if caveat.dataset:
        because = say("{dataset}: {because}", dataset=caveat.dataset.name, because=because)
    condition = caveat.licence.condition("outputs")
    if condition and caveat.licence.commercial != "no":
        because = joined([because, condition.text], ". ")
    step = _Step("caveat", caveat.licence.name, caveat.model.name, because)
    return step, _Detail(_name(caveat.model, caveat.size), _first(caveat.sources) or caveat.licence.url)


def _name(model: Model, size: Size) -> str:
    return size.name if model.sizes else ""


def _first(sources: Sequence[Source]) -> str | None:
    return sources[0].url if sources else None


def _in_words(verdict: Verdict, size: Size) -> Message:
    """The answer for a size; for one whose weights nobody can have there is none."""
    if size.kind == "service" or size.access == "closed":
        return say("weights not released, nothing to license")
    return _ANSWERS[verdict]
