"""The sizes of a model beside one another: what each needs, what its licence allows, and how it stands on a board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.show_facts import NO_SOURCE, ShowEntry
from llmsurvey.answers.size_facts import SizeFacts, describe_size
from llmsurvey.memory.bytes import GB, weight_bytes
from llmsurvey.memory.known_facts import KnownFacts
from llmsurvey.messages import join_texts, say
from llmsurvey.records.quantities import round_half_even
from llmsurvey.tables import Column, Table
from llmsurvey.tables.text import plain_text

if TYPE_CHECKING:
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.records import Model, Size

_BITS = Decimal(16)
"""Bits of a weight in bf16, in which most are published."""

SIZE_COLUMNS = (
    Column("size", leads_to="hub"),
    Column("parameters", numeric=True, short=True),
    Column("active_parameters", numeric=True, short=True, heading=say("active")),
    Column("licence"),
    Column("verdict", order="verdict", words="verdict"),
    Column("bytes", numeric=True, heading=say("GB in bf16")),
    Column("context", numeric=True),
    Column("released", order="date"),
    Column("hub"),
)

_IN_TABLE = ("parameters", "active_parameters", "licence", "context", "released", "hub")
"""The facts of sizes that stand in their table."""

_OF_ONE_SIZE = ("tokens", "shape", "licence_history")
"""The facts of sizes that are read where one of them is asked for."""


class ShownSize(NamedTuple):
    """A size with its model's facts filled in, what is known of it in short, and the bytes of its weights in bf16."""

    size: Size
    facts: SizeFacts
    bytes: int | None


def describe_sizes(licensing: Licensing, model: Model, sizes: Iterable[Size]) -> Iterator[ShownSize]:
    """Yield complete sizes of a model with what is shown of each beside the others."""
    known = KnownFacts(licensing.registry)
    for size in sizes:
        parameters = known.of(model, size).parameters
        needed = weight_bytes(parameters, _BITS) if parameters else None
        yield ShownSize(size, describe_size(licensing, model, size).details, needed)


def table_of_sizes(sizes: Sequence[ShownSize], facts: Iterable[ShowEntry]) -> Table:
    """Return a row for each size, without the columns that nothing is known of; what has no source is marked.

    `facts` are those that the sizes state themselves.
    """
    rows = tuple(
        (
            shown.facts.name,
            shown.facts.parameters,
            shown.facts.active_parameters,
            shown.facts.licence_name,
            shown.facts.verdict,
            shown.bytes,
            shown.size.context,
            shown.facts.released,
            shown.facts.hub,
        )
        for shown in sizes
    )
    texts: dict[tuple[int, str], str] = {}
    marks: dict[tuple[int, str], str] = {}
    unsourced = {(fact.size, fact.field) for fact in facts if fact.sourced is False}
    for row, shown in enumerate(sizes):
        if shown.bytes:
            texts[row, "bytes"] = round_half_even(shown.bytes / GB, 1)
        marks |= {(row, field): NO_SOURCE for field in _IN_TABLE if (shown.facts.name, field) in unsourced}
    return Table(SIZE_COLUMNS, rows, texts=texts, marks=marks).without_empty()


def gather_facts(sizes: Sequence[ShownSize], facts: Iterable[ShowEntry]) -> Iterator[ShowEntry]:
    """Yield what people read of sizes beside their table: each fact once, with the sizes that it is of in brackets."""
    owners: dict[tuple[str, str], list[ShowEntry]] = {}
    for fact in facts:
        if fact.field not in (*_IN_TABLE, *_OF_ONE_SIZE):
            owners.setdefault((fact.field, plain_text(fact.value)), []).append(fact)
    for same in sorted(owners.values(), key=lambda facts: str(facts[0].field)):
        value = same[0].value
        if len(same) < len(sizes):
            if isinstance(value, tuple):
                value = join_texts(value, ", ")
            names = ", ".join(fact.size or "" for fact in same)
            value = say("{value} ({sizes})", value=f"{value:,}" if isinstance(value, int) else value, sizes=names)
        yield same[0]._replace(size=None, value=value, sourced=all(fact.sourced is not False for fact in same))
