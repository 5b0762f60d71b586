"""A board in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from llmsurvey.query.filters import Filters
from llmsurvey.records import Cell, Column, Score, Table

BOARD_BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa")
"""What the Open LLM Leaderboard averaged in July 2023."""


COLUMNS = (
    Column("rank", numeric=True),
    Column("name"),
    Column("average", numeric=True, digits=1),
    *(Column(benchmark, numeric=True, digits=1) for benchmark in BOARD_BENCHMARKS),
    Column("benchmarks", brief=False),
    Column("verdict"),
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
    def average(self) -> Decimal:
        return sum(self.parts.values(), Decimal(0)) / len(self.parts)


def rank(scores: Iterable[Score], filters: Filters) -> Table:
    """The survey's July board by the average that is recomputed from its parts, those beside it.

    Equal averages share a rank. A filter keeps the ranks of the whole board. `average` and the parts are in percent,
    `as_printed` is the survey's own average.
    """
    entries = sorted(_entries(scores), key=lambda entry: (-entry.average, entry.hub))
    ranks = [1 + sum(other.average > entry.average for other in entries) for entry in entries]
    registry = filters.licensing.registry
    rows: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for place, entry in zip(ranks, entries, strict=True):
        model = registry.model_by_id.get(entry.model or "")
        size = model.size(entry.size) if model and entry.size else None
        verdict = None
        if model and size:
            found = filters.licensing.of(model, size)
            if not (filters.passes(model, model.complete(size), found) and filters.allows(found)):
                continue
            verdict = found.verdict
            if found.caveats:
                texts[len(rows), "verdict"] = f"{verdict} *"
        rows.append(_row(place, entry, f"{model.name}@{entry.size}" if model and size else entry.hub, verdict))
    return Table(COLUMNS, tuple(rows), notes=tuple(_notes(len(rows), len(entries), starred=bool(texts))), texts=texts)


def _entries(scores: Iterable[Score]) -> Iterable[_Entry]:
    """The models of the survey's Table 2, each with its four parts."""
    table = [score for score in scores if score.table == "2"]
    printed = {(score.model, score.size): score.value for score in table if score.reading == "printed"}
    parts: dict[tuple[str, str | None, str | None], dict[str, Decimal]] = {}
    for score in table:
        if score.reading == "actual" and score.benchmark in BOARD_BENCHMARKS:
            key = (score.hub or score.name_as_printed, score.model, score.size)
            parts.setdefault(key, {})[score.benchmark] = Decimal(score.value)
    for (hub, model, size), values in parts.items():
        yield _Entry(hub, model, size, values, printed.get((model, size)))


def _row(place: int, entry: _Entry, name: str, verdict: str | None) -> tuple[Cell, ...]:
    count = sum(benchmark in entry.parts for benchmark in BOARD_BENCHMARKS)
    return (
        place,
        name,
        float(entry.average),
        *(float(entry.parts[benchmark]) if benchmark in entry.parts else None for benchmark in BOARD_BENCHMARKS),
        f"{count} of {len(BOARD_BENCHMARKS)}",
        verdict,
        float(entry.printed) if entry.printed else None,
        entry.model,
        entry.size,
        entry.hub,
    )


def board_rounding(average: Decimal) -> Decimal:
    """An average as the board shows it: one digit, halves to the even one (68.25 is 68.2)."""
    return average.quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def _notes(shown: int, total: int, *, starred: bool) -> Iterable[str]:
    yield f"{shown} of {total} models of the board's top ten (open-llm-leaderboard, 2023-07-28), by the mean of four benchmarks in percent."
    yield "Averages a few tenths apart can't be told apart: ARC alone, with its 1,172 items, has a standard error of 1.3 points."
    if starred:
        yield "* trained on data under a provider's terms or a non-commercial licence (a caveat, not a verdict)."
