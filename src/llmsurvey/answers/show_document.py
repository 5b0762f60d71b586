"""One record as one object, for programs: its facts by their fields, its sizes, scores and sources as lists."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.answers.known_scores import KnownScore
from llmsurvey.answers.show_facts import ShowEntry, sources_of
from llmsurvey.answers.show_sizes import ShownSize
from llmsurvey.records import EVERY_VERDICT, Model, Organisation, Size, Verdict
from llmsurvey.records.record import Record, names_of_fields

if TYPE_CHECKING:
    from llmsurvey.answers.show import ShowAnswer

_WORKS = ("models", "datasets")
"""What follows of an organisation."""

_ELSEWHERE = {"sizes", "sources"}
"""Fields of a record that aren't facts of it."""


class ScoreFacts(NamedTuple):
    """A score, of which size, how it was measured, and where it stands."""

    size: str | None
    benchmark: str
    score: float
    unit: str
    better: str
    metric: str | None
    shots: int | None
    harness: str | None
    version: str | None
    reporter: str | None
    board: str | None
    date: str | None
    source: str | None


class FactOrigin(NamedTuple):
    """Where a fact is from that isn't simply sourced in the catalogue: whether it has a source, and its layer."""

    size: str | None
    field: str
    sourced: bool
    layer: str | None


def describe_answer(answer: ShowAnswer) -> dict[str, Any]:
    """Return a record, or one size of a model, as one object."""
    record, size, facts = answer.record, answer.size, answer.entries
    licence = (size and size.licence) or getattr(record, "licence", None)
    return {
        "record": type(record).__name__.lower(),
        **plain_record(record, leave_out=_ELSEWHERE),
        **(_own_facts(size) if size else {}),
        **(_describe_model(answer) if isinstance(record, Model) else {}),
        **(_works_in(facts) if isinstance(record, Organisation) else {}),
        "licence_name": answer.licence_names.get(licence or ""),
        "rests_on": next((fact.value for fact in facts if fact.field == "rests_on"), ()),
        "origins": tuple(dict.fromkeys(_origins_of(facts))),
        "sources": [plain_record(source) for source in sources_of(record, size)],
    }


def _works_in(facts: Iterable[ShowEntry]) -> dict[str, Any]:
    return {"models": (), "datasets": (), **{fact.field: fact.value for fact in facts if fact.field in _WORKS}}


def _own_facts(size: Size) -> dict[str, Any]:
    """Return what a size states itself, which takes the place of what its model states."""
    stated = plain_record(size, leave_out={*_ELSEWHERE, "name", "aliases"})
    return {"size": size.name, **{name: value for name, value in stated.items() if value is not None}}


def _origins_of(facts: Iterable[ShowEntry]) -> Iterator[FactOrigin]:
    for fact in facts:
        if fact.sourced is False or (fact.layer and fact.sourced):
            yield FactOrigin(fact.size, fact.field, fact.sourced, fact.layer)


def _describe_model(answer: ShowAnswer) -> dict[str, Any]:
    """Return what follows from the facts of a model: verdicts, sizes, scores and ranks."""
    sizes = answer.sizes
    verdicts = {shown.facts.verdict for shown in sizes}
    ordered: tuple[Verdict, ...] = tuple(verdict for verdict in EVERY_VERDICT if verdict in verdicts)
    return {
        "verdict": ordered[0] if ordered else None,
        "verdicts": ordered,
        "sizes": [_describe_size(shown) for shown in sizes],
        "scores": tuple(map(_facts_of_score, answer.scores)),
        "standings": answer.standings,
    }


def _describe_size(shown: ShownSize) -> dict[str, Any]:
    facts = plain_record(shown.size, leave_out={"sources"})
    return {**facts, **shown.facts._asdict(), "bytes": shown.bytes}


def _facts_of_score(known: KnownScore) -> ScoreFacts:
    score, measure = known.measured, known.measured.measure
    return ScoreFacts(
        size=score.size,
        benchmark=measure.benchmark,
        score=score.value,
        unit=measure.unit,
        better=measure.better,
        metric=measure.metric,
        shots=measure.shots,
        harness=measure.harness,
        version=measure.version,
        reporter=measure.reporter,
        board=score.board,
        date=score.date,
        source=score.source,
    )


def plain_record(record: Record, *, leave_out: Container[str] = ()) -> dict[str, Any]:
    """Return the fields of a record as plain values, those of records within it too."""
    return {name: _plain_value(getattr(record, name)) for name in names_of_fields(record) if name not in leave_out}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Record):
        return plain_record(value)
    return [_plain_value(item) for item in value] if isinstance(value, tuple) else value
