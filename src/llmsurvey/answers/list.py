"""The models as rows: a row is a model, or as much of it as shares one verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.model_filter import Filters
from llmsurvey.answers.short_texts import bases, extent, few, first_and_more
from llmsurvey.lineage.verdict import Assessment
from llmsurvey.messages import Message, Word, counted, joined, say
from llmsurvey.records import EVERY_VERDICT, NO_WEIGHTS, Model, Size, Verdict
from llmsurvey.records.model import items_once
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("id", brief=False),
    Column("name"),
    Column("developers"),
    Column("released", order="date"),
    Column("kind", brief=False, words="kind"),
    Column("access", brief=False, words="access"),
    Column("architecture", brief=False, words="architecture"),
    Column("languages", brief=False),
    Column("sizes"),
    Column("parameters", numeric=True, brief=False),
    Column("licence", brief=False),
    Column("verdict", order="verdict", words="verdict"),
    Column("conditions", brief=False, words="condition"),
    Column("caveats", brief=False),
    Column("rests_on", brief=False),
    Column("foundations"),
    Column("datasets", brief=False),
    Column("hub", brief=False),
)


class _Row(NamedTuple):
    """Sizes of a model that share a verdict."""

    model: Model
    sizes: tuple[tuple[Size, Assessment], ...]
    verdict: Verdict


@dataclass
class _Count:
    """Models that a question leaves out, wholly or in part, because something isn't known."""

    unknown: int = 0
    closed: int = 0
    undecided: int = 0


def list_models(filters: Filters) -> Table:
    """Every model that fits, in the order of the registry, with its effective verdict.

    A model whose sizes have different verdicts gives a row for each verdict, so that no row promises for one size
    what holds for another. What `commercial` leaves out as unknown is counted in a note. `rests_on` says who states
    the facts that a verdict follows from, and is brief where anyone but the catalogue does.
    """
    filters.check()
    rows: list[_Row] = []
    left = _Count()
    models = filters.licensing.registry.models
    for model in models:
        assessed = [(size, filters.licensing.of(model, size)) for size in model.each_size()]
        fitting = [(size, each) for size, each in assessed if filters.passes(model, size, each)]
        left.undecided += any(filters.undecided(model, size, each) for size, each in assessed)
        allowed = [(size, each) for size, each in fitting if filters.allows(each)]
        for verdict in reversed(EVERY_VERDICT):
            if sizes := tuple((size, each) for size, each in allowed if each.verdict == verdict):
                rows.append(_Row(model, sizes, verdict))
        if fitting and not allowed:
            _count_left_out(left, fitting)
    cells = tuple(_cells(row) for row in rows)
    return Table(
        columns=with_bases(COLUMNS, cells),
        rows=cells,
        texts=dict(text for place, row in enumerate(rows) for text in _texts(place, row)),
        notes=tuple(_notes(rows, filters, left, len(models))),
        legend=legend(filters),
    )


def with_bases(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]) -> tuple[Column, ...]:
    """The columns, with `rests_on` among the brief ones where a row has something there."""
    place = [column.name for column in columns].index("rests_on")
    return tuple(
        column._replace(brief=any(row[place] for row in rows)) if column.name == "rests_on" else column
        for column in columns
    )


def starred(verdict: Verdict) -> Message:
    """A verdict with the star that `legend` explains."""
    return say("{verdict} *", verdict=Word("verdict", verdict))


def legend(filters: Filters) -> Message:
    """What the star behind a verdict means."""
    strict = filters.licensing.data == "strict"
    counts = say("counted in the verdict") if strict else say("a caveat, not a verdict")
    return say("* trained on data under a provider's terms or a non-commercial licence ({counts}).", counts=counts)


def _count_left_out(left: _Count, fitting: Iterable[tuple[Size, Assessment]]) -> None:
    """Note under what a model that isn't allowed is left out: of the sizes that have weights the best decides."""
    verdicts = {each.verdict for _, each in fitting} - {NO_WEIGHTS}
    if not verdicts:
        left.closed += 1
    elif max(verdicts, key=EVERY_VERDICT.index) == "unknown":
        left.unknown += 1


def _cells(row: _Row) -> tuple[Cell, ...]:
    model, sizes = row.model, [size for size, _ in row.sizes]
    foundations = dict.fromkeys(str(link) for link in items_once(size.foundations for size in sizes))
    return (
        model.id,
        model.name,
        model.developers,
        model.released_as(sizes),
        _shared(Word("kind", size.kind) for size in sizes if size.kind),
        _shared(Word("access", size.access) for size in sizes if size.access),
        model.architecture,
        tuple(dict.fromkeys(items_once(size.languages for size in sizes))),
        tuple(size.name for size in sizes) if model.sizes else (),
        tuple(size.parameters for size in sizes if size.parameters),
        _shared(size.licence for size in sizes),
        row.verdict,
        tuple(dict.fromkeys(kind for _, found in row.sizes for kind in found.kinds)),
        tuple(dict.fromkeys(words for _, found in row.sizes for words in found.caveat_words)),
        tuple(dict.fromkeys(basis.words for _, found in row.sizes for basis in found.rests_on)),
        tuple(foundations),
        tuple(dict.fromkeys(items_once(size.datasets for size in sizes))),
        tuple(size.hub for size in sizes if size.hub),
    )


def _shared(values: Iterable[str | None]) -> str | None:
    """What all values are, or them all with commas between."""
    return joined(dict.fromkeys(value for value in values if value), ", ") or None


def _texts(place: int, row: _Row) -> Iterable[tuple[tuple[int, str], str]]:
    """What people read in the terminal where the value is a list, or needs a mark."""
    sizes = [size for size, _ in row.sizes]
    yield (place, "sizes"), extent(sizes) if row.model.sizes else ""
    if any(found.has_caveats for _, found in row.sizes):
        yield (place, "verdict"), starred(row.verdict)
    yield (place, "developers"), first_and_more(row.model.developers)
    links = items_once(size.foundations for size in sizes)
    yield (place, "foundations"), ", ".join(bases(row.model, links))


def _notes(rows: list[_Row], filters: Filters, left: _Count, total: int) -> Iterable[str]:
    models = len({row.model.id for row in rows})
    counts = [say("{models} of {total} models.", models=models, total=total)]
    if filters.commercial or filters.strict:
        conditional = len({row.model.id for row in rows if row.verdict == "conditional"})
        if conditional:
            counts.append(say("{number} conditional: `llmsurvey licence MODEL` says on what.", number=conditional))
        counts += _on_left_out(left)
    if left.undecided:
        counts.append(
            counted(
                "{number} left out, or sizes of it, because parameters, layers or heads are unknown or rounded.",
                "{number} left out, or sizes of them, because parameters, layers or heads are unknown or rounded.",
                left.undecided,
            )
        )
    yield joined(counts)
    yield from on_bases([found for _, found in row.sizes] for row in rows)
    if filters.budget is not None:
        yield filters.budget.words


def _on_left_out(left: _Count) -> Iterable[Message]:
    """How many models `commercial` leaves out for want of a licence, and of weights."""
    if left.unknown:
        yield counted(
            "{number} left out because its licence is unknown.",
            "{number} left out because their licences are unknown.",
            left.unknown,
        )
    if left.closed:
        yield counted(
            "{number} left out because its weights are not released.",
            "{number} left out because their weights are not released.",
            left.closed,
        )


def on_bases(assessments: Iterable[Sequence[Assessment]]) -> Iterator[Message]:
    """How many verdicts, each of one or more sizes, rest on more than sourced facts of the catalogue, on whose word."""
    words = [{basis.words: None for each in found for basis in each.rests_on} for found in assessments]
    count = sum(bool(each) for each in words)
    if count:
        yield counted(
            "{number} verdict rests on more than sourced facts of the catalogue ({bases}): "
            "`llmsurvey licence MODEL` says where.",
            "{number} verdicts rest on more than sourced facts of the catalogue ({bases}): "
            "`llmsurvey licence MODEL` says where.",
            count,
            bases=few(list(dict.fromkeys(basis for each in words for basis in each)), "; "),
        )
