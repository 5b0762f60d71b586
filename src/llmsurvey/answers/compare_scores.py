"""Scores side by side: in one order only where they were measured in one way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.boards.comparable import SetUp, differing_facts
from llmsurvey.boards.measure import PERCENT
from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel
from llmsurvey.lineage.contamination import Contamination
from llmsurvey.messages import Message, Word, counted, join_texts, option, say
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, note

COLUMNS = (
    Column("set_up"),
    Column("name"),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("name_as_printed", brief=False),
    Column("value", numeric=True, digits=2, leads_to="source"),
    Column("benchmark", brief=False),
    Column("metric", brief=False),
    Column("shots", numeric=True, brief=False),
    Column("board", brief=False),
    Column("date", order="date", brief=False),
    Column("harness", brief=False),
    Column("version", brief=False),
    Column("reporter", brief=False),
    Column("trained_on", brief=False),
    Column("unit", words="unit", brief=False),
    Column("standard_error", numeric=True, digits=2, brief=False),
    Column("hub", brief=False),
    Column("source", brief=False),
)

_MIXED = {"name", "value", "benchmark", "metric", "shots", "board", "date"}
"""The columns that people read of a mixed list, beside those in which it differs."""

LANGUAGES = {"en": "English", "ko": "Korean"}


class ScoreEntry(NamedTuple):
    """A score; `set_up` says how it was measured, and only scores of one group are comparable."""

    set_up: Message
    name: str
    id: str | None
    size: str | None
    name_as_printed: str
    value: float
    benchmark: str
    metric: str | None
    shots: int | None
    board: str
    date: str | None
    harness: str | None
    version: str | None
    reporter: str | None
    trained_on: tuple[str, ...]
    unit: str
    standard_error: float | None
    hub: str | None
    source: str | None


@dataclass(frozen=True, kw_only=True)
class ScoresAnswer(Answer[ScoreEntry]):
    """Scores in groups that are comparable, the best first in each; with `mix` one list over all groups."""

    columns = COLUMNS

    mix: bool = False
    differing: tuple[str, ...] = ()

    def table(self) -> Table:
        """A row for each score."""
        rows = rows_of(self.entries, COLUMNS)
        marks = {"trained_on"} if any(entry.trained_on for entry in self.entries) else set()
        if not self.mix:
            columns = tuple(column._replace(brief=column.brief or column.name in marks) for column in COLUMNS)
            return Table(columns, rows, notes=self.notes, group_by="set_up")
        brief = {*_MIXED, *self.differing, *marks}
        columns = tuple(column._replace(brief=column.name in brief) for column in COLUMNS)
        return Table(columns, rows, notes=self.notes)


def group_scores(
    registry: Registry,
    scores: Iterable[MeasuredScore],
    asked: str,
    models: Sequence[NamedModel] = (),
    *,
    mix: bool,
    notes: Sequence[Note] = (),
    contamination: Contamination | None = None,
) -> ScoresAnswer:
    """Return scores in groups that are comparable, those on the benchmark that was `asked` for first.

    Where `models` are named, groups that have more of them come before others. `notes` is what else must be said.
    """
    ordered = sorted(scores, key=best_first)
    groups = _group_by_set_up(ordered, asked, models)
    if not mix:
        ordered = [score for group in groups.values() for score in group]
    headings = describe_set_ups(registry, list(groups))
    names = _tell_names_apart(ordered)
    fields = tuple(differing_facts(list(groups)))
    return ScoresAnswer(
        entries=[
            _entry_of_score(score, headings[score.set_up], name, _trained_on(score, contamination))
            for score, name in zip(ordered, names, strict=True)
        ],
        notes=(
            *_note_groups(groups, fields, mix=mix),
            *_note_lone_models(groups, headings, models),
            *notes,
        ),
        mix=mix,
        differing=fields,
    )


def best_first(score: MeasuredScore) -> tuple[bool, float]:
    """Return a key that puts the best score first: those in percent before others, rising where less is better."""
    return score.measure.unit != PERCENT, score.value if score.measure.better == "lower" else -score.value


def _group_by_set_up(
    ordered: Sequence[MeasuredScore], asked: str, models: Sequence[NamedModel]
) -> dict[SetUp, list[MeasuredScore]]:
    """Return scores by set-up: first of the benchmark `asked` for, then those of most models, then the best."""
    groups: dict[SetUp, list[MeasuredScore]] = {}
    for score in ordered:
        groups.setdefault(score.set_up, []).append(score)

    def order_of(group: tuple[SetUp, list[MeasuredScore]]) -> tuple[bool, int]:
        return group[0].measure.benchmark != asked, -len(_models_in(group[1], models))

    return dict(sorted(groups.items(), key=order_of))


def _models_in(scores: Sequence[MeasuredScore], models: Sequence[NamedModel]) -> list[NamedModel]:
    """Return the models that have any of the scores."""
    return [model for model in models if any(model.is_of(score) for score in scores)]


def _tell_names_apart(scores: Sequence[MeasuredScore]) -> list[str]:
    """Return what the scores are called, with what their board calls them where one of a group would be there twice."""
    times = Counter((score.set_up, score.called) for score in scores)
    return [
        f"{score.called} ({score.name})"
        if times[score.set_up, score.called] > 1 and score.name != score.called
        else score.called
        for score in scores
    ]


def _trained_on(score: MeasuredScore, contamination: Contamination | None) -> tuple[Message, ...]:
    """Return on which questions of its benchmark a model was trained, as far as the registry knows."""
    model = score.model
    if model is None or contamination is None:
        return ()
    size = next((each for each in model.each_size() if each.name == (score.size or model.name)), None)
    exposed = contamination.of(model, size) if size else ()
    return tuple(each.words_of_split for each in exposed if each.benchmark == score.measure.benchmark)


def _entry_of_score(score: MeasuredScore, heading: Message, name: str, trained_on: tuple[Message, ...]) -> ScoreEntry:
    measure = score.measure
    return ScoreEntry(
        set_up=heading,
        name=name,
        id=score.model.id if score.model else None,
        size=score.size,
        name_as_printed=score.name,
        value=score.value,
        benchmark=measure.benchmark,
        metric=measure.metric,
        shots=measure.shots,
        board=score.board,
        date=score.date,
        harness=measure.harness,
        version=measure.version,
        reporter=measure.reporter,
        trained_on=trained_on,
        unit=Word("unit", measure.unit),
        standard_error=score.standard_error,
        hub=score.hub,
        source=score.source,
    )


def describe_set_ups(registry: Registry, set_ups: Sequence[SetUp]) -> dict[SetUp, Message]:
    """Return set-ups in words, no two of them alike: who ran what is said where nothing else tells them apart."""
    headings = {set_up: describe_set_up(registry, set_up) for set_up in set_ups}
    times = Counter(map(str, headings.values()))
    return {
        set_up: heading if times[str(heading)] == 1 else describe_set_up(registry, set_up, in_full=True)
        for set_up, heading in headings.items()
    }


def describe_set_up(registry: Registry, set_up: SetUp, *, in_full: bool = False) -> Message:
    """Return a set-up in words: benchmark, language, shots, metric, items, and the board or the harness."""
    measure = set_up.measure
    benchmark = registry.benchmark_by_id.get(measure.benchmark)
    languages = benchmark.languages if benchmark else ()
    items = benchmark.items if benchmark else None
    parts = [
        benchmark.name if benchmark else measure.benchmark,
        join_texts([Word("language", LANGUAGES.get(code, code)) for code in languages], ", "),
        say("shots unknown") if measure.shots is None else counted("{number} shot", "{number} shots", measure.shots),
        measure.metric,
        counted("{number:,} item", "{number:,} items", items) if items else "",
        "" if measure.unit == PERCENT else Word("unit", measure.unit),
        say("less is better") if measure.better == "lower" else "",
    ]
    if set_up.board is not None:
        parts += [set_up.board, set_up.date or say("date unknown")]
    if set_up.board is None or in_full:
        version = say("version {version} of the task", version=measure.version) if measure.version else ""
        parts += [measure.harness, version, measure.reporter]
    if set_up.source is not None:
        parts.append(say("from {source}", source=set_up.source))
    return join_texts([part for part in parts if part], ", ")


def _note_groups(
    groups: Mapping[SetUp, Sequence[MeasuredScore]], fields: Sequence[str], *, mix: bool
) -> Iterator[Note]:
    """Say that there are several groups, and in what they differ."""
    if len(groups) < 2:
        return
    because = join_texts([Word("column", name) for name in fields], ", ")
    if mix:
        yield note(
            "comparability",
            "MIXED on request: these {groups} groups differ in {because}, so the order means nothing across them.",
            groups=len(groups),
            because=because,
        )
    else:
        yield note(
            "comparability",
            "{groups} groups that differ in {because}: no order over all, for they don't measure the same.",
            groups=len(groups),
            because=because,
        )
    if sum(any(score.table == "4" for score in group) for group in groups.values()) > 1:
        yield note(
            "comparability", "The survey's Table 4 ranks them together. `{hint}` shows it.", hint=option("as_printed")
        )


def _note_lone_models(
    groups: Mapping[SetUp, Sequence[MeasuredScore]], headings: Mapping[SetUp, Message], models: Sequence[NamedModel]
) -> Iterator[Note]:
    """Say which of the models that are named have scores, but none that is comparable with one of another."""
    scored = [model for model in models if any(_models_in(group, [model]) for group in groups.values())]
    if len(scored) < 2:
        return
    shared = {set_up: _models_in(group, scored) for set_up, group in groups.items()}
    together = [set_up for set_up, members in shared.items() if len(members) > 1]
    if not together:
        yield note("comparability", "No two of these models were measured in one way: their scores can't be compared.")
        return
    for model in scored:
        if not any(model in shared[set_up] for set_up in together):
            yield note(
                "comparability",
                "{model} has no score that can be compared with the others'. It would need one of: {set_up}.",
                model=model.called,
                set_up=headings[together[0]],
            )
