"""Why a model may or may not be used commercially: the chain of licences, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmsurvey.lineage import Assessment, Caveat, Contradiction, Licensing, Reason, reasons_for
from llmsurvey.records import VERDICTS, Cell, Column, LicencePeriod, Model, Size, Source, Table, Verdict

COLUMNS = (
    Column("id", brief=False),
    Column("sizes"),
    Column("effective", brief=False),
    Column("step", numeric=True),
    Column("verdict"),
    Column("licence"),
    Column("holder"),
    Column("because"),
    Column("conditions", brief=False),
    Column("source"),
)

_NOTES = (
    "The strictest licence of the weights decides; earlier licences, contradictions and caveats don't.",
    "This is what the licences say, not legal advice.",
)


@dataclass(frozen=True)
class _Step:
    """One row of the explanation; `size` stands apart, so that sizes for the same reasons can share their rows."""

    verdict: str
    licence: str | None
    holder: str
    because: str
    conditions: tuple[str, ...]
    source: str | None


def explain(licensing: Licensing, model: Model, size: Size | None = None) -> Table:
    """Every licence on the way down from a model (or one size of it), and the data's.

    Sizes for the same reasons share their rows, of which `step` is the number. `effective` is their verdict over the
    whole lineage, `verdict` what the licence of the row says; `caveat`, `earlier` and `contradiction` decide nothing.
    """
    groups: dict[tuple[Verdict, tuple[_Step, ...]], list[tuple[Size, list[str]]]] = {}
    for each in [model.complete(size)] if size else model.each_size():
        assessment = licensing.of(model, each)
        steps, holders = zip(*_steps(licensing, model, each, assessment), strict=True)
        groups.setdefault((assessment.verdict, steps), []).append((each, list(holders)))
    ordered = sorted(groups.items(), key=lambda item: VERDICTS.index(item[0][0]), reverse=True)
    cells: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for (verdict, steps), members in ordered:
        names = tuple(each.name for each, _ in members) if model.sizes else ()
        for number, step in enumerate(steps):
            sizes = ", ".join(dict.fromkeys(holders[number] for _, holders in members if holders[number]))
            texts[len(cells), "sizes"] = f"{', '.join(names) or model.name}: {_in_words(verdict)}"
            holder = f"{step.holder} {sizes}".strip()
            cells.append((model.id, names, verdict, number + 1, step.verdict, step.licence, holder, step.because, step.conditions, step.source))
    title = f"{model.name}{f'@{size.name}' if size else ''}: {_overall([verdict for (verdict, _), _ in ordered])}"
    return Table(COLUMNS, tuple(cells), title, _NOTES, group_by="sizes", texts=texts)


def _steps(licensing: Licensing, model: Model, size: Size, assessment: Assessment) -> Iterator[tuple[_Step, str]]:
    """The rows for one size, each with the size that it is about."""
    reasons, contradictions = reasons_for(licensing, model, size)
    for reason in reasons:
        yield _of_reason(reason), _name(reason.model, reason.size)
    for wrong in contradictions:
        yield _of_contradiction(wrong), _name(wrong.model, wrong.size)
    for period in size.licence_history or ():
        if period.licence != size.licence:
            yield _of_period(licensing, model, size, period), _name(model, size)
    for caveat in assessment.caveats:
        yield _of_caveat(caveat), _name(caveat.model, caveat.size)


def _of_reason(reason: Reason) -> _Step:
    because = f"{', '.join(reason.chain)}: {reason.because}" if reason.chain else reason.because
    licence = reason.licence
    kinds = tuple(dict.fromkeys(condition.kind for condition in licence.conditions)) if licence else ()
    source = _first(reason.sources) or (licence.url if licence else None)
    return _Step(reason.verdict, licence.name if licence else None, reason.model.name, because, kinds, source)


def _of_contradiction(wrong: Contradiction) -> _Step:
    because = f"claims more than its base {wrong.base.name} allows ({wrong.verdict}); the base decides"
    return _Step("contradiction", wrong.licence.name, wrong.model.name, because, (), _first(wrong.sources))


def _of_period(licensing: Licensing, model: Model, size: Size, period: LicencePeriod) -> _Step:
    licence = licensing.registry.licence_by_id[period.licence]
    span = " ".join(part for part in (f"from {period.since}" if period.since else "", f"to {period.until}" if period.until else "") if part)
    named = [source for source in (*size.sources, *model.sources) if source.supports_field("licence_history", size.name)]
    sources = named or [source for source in model.sources if source.supports_field("licence_history")]
    return _Step("earlier", licence.name, model.name, f"{licence.commercial}; stated {span}".rstrip(), (), _first(sources))


def _of_caveat(caveat: Caveat) -> _Step:
    because = f"{caveat.dataset.name}: {caveat.because}"
    condition = caveat.licence.condition("outputs")
    if condition and caveat.licence.commercial != "no":
        because += f". {condition.text}"
    return _Step("caveat", caveat.licence.name, caveat.model.name, because, (), _first(caveat.sources) or caveat.licence.url)


def _name(model: Model, size: Size) -> str:
    return size.name if model.sizes else ""


def _first(sources: Sequence[Source]) -> str | None:
    return sources[0].url if sources else None


def _in_words(verdict: Verdict) -> str:
    return {
        "no": "no commercial use",
        "unknown": "commercial use unknown",
        "conditional": "commercial use on conditions",
        "yes": "commercial use allowed",
    }[verdict]


def _overall(verdicts: Sequence[Verdict]) -> str:
    kinds = list(dict.fromkeys(verdicts))
    return _in_words(kinds[0]) if len(kinds) == 1 else "it depends on the size"
