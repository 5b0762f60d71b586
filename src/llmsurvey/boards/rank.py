"""A board in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from llmsurvey.lineage.verdict import Assessment, address
from llmsurvey.messages import say
from llmsurvey.query.filters import Filters
from llmsurvey.query.listing import legend, starred
from llmsurvey.records import Cell, Column, Model, Score, Size, Table
from llmsurvey.registry.registry import Registry

BOARD_BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa")
"""What the Open LLM Leaderboard averaged in July 2023."""


SNAPSHOT = ("open-llm-leaderboard", "2023-07-28")
"""The board and the day of which the survey's Table 2 shows the ten best."""

COLUMNS = (
    Column("rank", numeric=True),
    Column("name"),
    Column("average", numeric=True, digits=1),
    *(Column(benchmark, numeric=True, digits=1) for benchmark in BOARD_BENCHMARKS),
    Column("benchmarks", brief=False),
    Column("verdict", order="verdict", words="verdict"),
    Column("caveats", brief=False),
    Column("as_printed", numeric=True, brief=False),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("hub", brief=False),
)


@dataclass(frozen=True)
class _Entry:
    """A model on the board: its parts by benchmark, the mean of them, and what the survey and the board call it."""

    hub: str
    model: str | None
    size: str | None
    parts: dict[str, Decimal]
    printed: str | None

    @property
    def whole(self) -> bool:
        """Whether it has all benchmarks of the board, without which its average isn't comparable."""
        return set(BOARD_BENCHMARKS) <= self.parts.keys()

    @property
    def average(self) -> Decimal:
        return sum(self.parts.values(), Decimal(0)) / len(self.parts)


def rank(scores: Iterable[Score], filters: Filters) -> Table:
    """The survey's July board by the average that is recomputed from its parts, those beside it.

    Equal averages share a rank; an average over fewer benchmarks has none, and comes last. A filter keeps the ranks of
    the whole board. `average` and the parts are in percent, `as_printed` is the survey's own average.
    """
    entries = sorted(_entries(scores), key=lambda entry: (not entry.whole, -entry.average, entry.hub))
    rows: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for entry in entries:
        place = 1 + sum(other.average > entry.average for other in entries if other.whole) if entry.whole else None
        model, size = _meant(filters.licensing.registry, entry)
        if model is None or size is None:
            if not filters.asks:
                rows.append(_row(place, entry, entry.hub, None))
            continue
        found = filters.licensing.of(model, size)
        if filters.passes(model, size, found) and filters.allows(found):
            if found.caveats:
                texts[len(rows), "verdict"] = starred(found.verdict)
            rows.append(_row(place, entry, address(model, size), found))
    return Table(
        COLUMNS, tuple(rows), notes=tuple(_notes(len(rows), len(entries), filters)), legend=legend(filters), texts=texts
    )


def _meant(registry: Registry, entry: _Entry) -> tuple[Model | None, Size | None]:
    """The model and size that an entry is about, as far as the registry knows them."""
    model = registry.model_by_id.get(entry.model or "")
    if model is None:
        return None, None
    size = model.size(entry.size) if entry.size else None
    sizes = [model.complete(size)] if size else list(model.each_size()) if not model.sizes else []
    return model, sizes[0] if sizes else None


def _entries(scores: Iterable[Score]) -> Iterable[_Entry]:
    """The models of the survey's Table 2, each with its four parts."""
    table = [score for score in scores if score.table == "2"]
    averages = [score for score in table if (score.board, score.benchmark) == ("survey", "average")]
    printed = {(score.model, score.size): score.value for score in averages}
    parts: dict[tuple[str, str | None, str | None], dict[str, Decimal]] = {}
    for score in table:
        if (score.board, score.date) == SNAPSHOT and score.benchmark in BOARD_BENCHMARKS:
            key = (score.hub or score.name_as_printed, score.model, score.size)
            parts.setdefault(key, {})[score.benchmark] = score.percent
    for (hub, model, size), values in parts.items():
        yield _Entry(hub, model, size, values, printed.get((model, size)))


def _row(place: int | None, entry: _Entry, name: str, found: Assessment | None) -> tuple[Cell, ...]:
    count = sum(benchmark in entry.parts for benchmark in BOARD_BENCHMARKS)
    return (
        place,
        name,
        float(entry.average),
        *(float(entry.parts[benchmark]) if benchmark in entry.parts else None for benchmark in BOARD_BENCHMARKS),
        say("{count} of {all}", count=count, all=len(BOARD_BENCHMARKS)),
        found.verdict if found else None,
        tuple(each.words for each in found.caveats) if found else (),
        float(entry.printed) if entry.printed else None,
        entry.model,
        entry.size,
        entry.hub,
    )


def _notes(shown: int, total: int, filters: Filters) -> Iterable[str]:
    yield say(
        "{shown} of {total} models of the board's top ten ({board}), by the mean of four benchmarks in percent.",
        shown=shown,
        total=total,
        board=", ".join(SNAPSHOT),
    )
    yield say(
        "Averages a few tenths apart can't be told apart: ARC alone (1,172 items) has a standard error of 1.3 points."
    )
    if filters.budget is not None:
        yield filters.budget.words
