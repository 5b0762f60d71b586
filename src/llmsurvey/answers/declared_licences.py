"""What the licences of models that were made from others say by themselves, and what follows from their lineage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.lineage.graph import sizes_at
from llmsurvey.lineage.rules import effective_verdict
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import counted, say
from llmsurvey.records import NO_WEIGHTS, VERDICTS, CommercialUse, Model, Size
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("collection"),
    Column("declared_verdict", order="verdict", words="verdict"),
    Column("concluded_verdict", order="verdict", words="verdict"),
    Column("size_count", numeric=True, heading=say("sizes")),
    Column("percent_declared", numeric=True, digits=1, heading=say("% of declared")),
    Column("by_base", numeric=True),
    Column("further_up", numeric=True),
)

_Said = tuple[str, CommercialUse, CommercialUse, bool]
"""A collection, what is declared, what is concluded, and whether a direct base decides."""


class DeclaredEntry(NamedTuple):
    """How many sizes of the registry, or models of a dump, declare one verdict while another follows from the lineage.

    A repository of the hub is a size, and all of them were made from others. `percent_declared` is of those of the
    collection that declare the same. Where the two verdicts differ, `by_base` counts those of which a direct base
    decides, and `further_up` the others: only what their bases were made from does, which nobody finds who looks one
    step up.
    """

    collection: str
    declared_verdict: CommercialUse
    concluded_verdict: CommercialUse
    size_count: int
    percent_declared: float
    by_base: int
    further_up: int


@dataclass(frozen=True, kw_only=True)
class DeclaredAnswer(Answer[DeclaredEntry]):
    """Declared and concluded verdicts: the registry first, then each dump, what allows most before what allows less."""

    columns = COLUMNS


def count_declared(library: Library) -> DeclaredAnswer:
    """Return how many sizes and models declare what, and what follows from all that they were made from.

    Raises RegistryError for a dump that isn't as it was written.
    """
    said = Counter(_said_in_registry(library.licensing()))
    circular = 0
    looks_at_dumps = bool(library.dumps) and library.as_of is None  # what a dump says holds on its own day
    if looks_at_dumps:
        of_dumps, circular = _count_in_dumps(library)
        said += of_dumps
    return DeclaredAnswer(
        entries=list(_entries_of(said)),
        notes=(*_note_declared(said, circular), *(() if looks_at_dumps else note_dumps(library))),
    )


def _said_in_registry(licensing: Licensing) -> Iterator[_Said]:
    """Yield what each size of the registry that was made from others says."""
    collection = say("registry")
    for model in licensing.registry.models:
        for size in model.each_size():
            assessment = licensing.assess(model, size)
            verdict = assessment.verdict
            if verdict == NO_WEIGHTS or not (any(licensing.links(size)) or licensing.unresolved_bases(size)):
                continue
            declared = effective_verdict(assessment.own, ())
            yield collection, declared, verdict, _is_of_a_base(licensing, model, size, verdict)


def _is_of_a_base(licensing: Licensing, model: Model, size: Size, verdict: CommercialUse) -> bool:
    """Whether a direct base has the verdict by its own licence, or is one that the registry doesn't have."""
    owns = (
        licensing.own(base)[0] for _, place in licensing.links(size) for _, base in sizes_at(licensing.registry, place)
    )
    return any(effective_verdict(own, ()) == verdict for own in owns) or (
        verdict == "unknown" and bool(licensing.unresolved_bases(size))
    )


def _count_in_dumps(library: Library) -> tuple[Counter[_Said], int]:
    """Return what models of dumps say, and how many were made from themselves."""
    import numpy as np

    from llmsurvey.importers.graphs.draft_columns import DraftColumns
    from llmsurvey.importers.graphs.weigh_dumps import weigh_dumps

    weighed = weigh_dumps(library.licensing(), [DraftColumns(path) for path in library.dumps])
    shape = (len(library.dumps), len(VERDICTS), len(VERDICTS), 2)
    codes = np.ravel_multi_index(
        (weighed.dump, weighed.declared, weighed.concluded, weighed.by_base.astype(int)), shape
    )
    counts = np.bincount(codes, minlength=int(np.prod(shape))).reshape(shape)
    said: Counter[_Said] = Counter()
    for dump, declared, concluded, by_base in zip(*np.nonzero(counts), strict=True):
        key = library.dumps[dump].stem, VERDICTS[declared], VERDICTS[concluded], bool(by_base)
        said[key] = int(counts[dump, declared, concluded, by_base])
    return said, weighed.circular


def _entries_of(said: Counter[_Said]) -> Iterator[DeclaredEntry]:
    """Yield an entry for each pair of verdicts of each collection."""
    collections = list(dict.fromkeys(collection for collection, *_ in said))
    declared_so: Counter[tuple[str, CommercialUse]] = Counter()
    for (collection, declared, *_), number in said.items():
        declared_so[collection, declared] += number
    for collection, declared, concluded in sorted(
        {key[:3] for key in said},
        key=lambda pair: (collections.index(pair[0]), -VERDICTS.index(pair[1]), -VERDICTS.index(pair[2])),
    ):
        by_base, by_other = (said[collection, declared, concluded, is_base] for is_base in (True, False))
        count = by_base + by_other
        share = 100 * count / declared_so[collection, declared]
        if declared == concluded:  # its own licence decides
            by_base = by_other = 0
        yield DeclaredEntry(collection, declared, concluded, count, share, by_base, by_other)


def _note_declared(said: Counter[_Said], circular: int) -> Iterator[str]:
    """Say how many that allow commercial use come out worse, and how many only by what their bases were made from."""
    allowing = {key: number for key, number in said.items() if key[1] in ("yes", "conditional")}
    worse = {key: number for key, number in allowing.items() if VERDICTS.index(key[2]) < VERDICTS.index(key[1])}
    yield note(
        "counted",
        "Of {total:,} made from others whose own licence allows commercial use, with or without conditions, {worse:,} "
        "come out worse by their lineage, {further:,} of them only by what their direct bases were made from.",
        total=sum(allowing.values()),
        worse=sum(worse.values()),
        further=sum(number for (*_, by_base), number in worse.items() if not by_base),
    )
    if circular:
        yield as_note(
            "selection",
            counted(
                "{number:,} model of a dump was made from itself, as it says: it counts as the strictest on the way.",
                "{number:,} models of a dump were made from themselves, as they say: each counts as the strictest on "
                "the way.",
                circular,
            ),
        )
