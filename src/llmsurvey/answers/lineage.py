"""A lineage as rows: a branch each, under the one that it hangs from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import first_names
from llmsurvey.errors import check_number
from llmsurvey.lineage.branches import Branch, ancestors_of, dataset_origins, descendants_of
from llmsurvey.messages import Message, counted, question
from llmsurvey.records import Dataset, Model, Verdict
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("depth", numeric=True),
    Column("parent", brief=False),
    Column("relation"),
    Column("by", brief=False),
    Column("record", brief=False, words="record"),
    Column("id", brief=False),
    Column("name"),
    Column("sizes"),
    Column("developers", brief=False),
    Column("released", order="date"),
    Column("licence"),
    Column("licence_name", brief=False),
    Column("verdict", order="verdict", words="verdict"),
    Column("extent", brief=False),
    Column("access", brief=False, words="access"),
    Column("caveat"),
    Column("rests_on", brief=False),
    Column("repeated", brief=False),
)

_LICENCE = question("licence", "NAME")
"""What tells the facts that a verdict rests on."""


@dataclass(frozen=True, kw_only=True)
class LineageQuestion:
    """A model, MODEL@SIZE or a dataset, by `name`.

    `down` asks for what came from it, not what it came from; `depth` is how many steps are followed, None follows all.
    """

    name: str
    down: bool = False
    depth: int | None = None


class LineageEntry(NamedTuple):
    """A branch of the tree: how many steps it is from the root (0), and the id of the `parent` that it hangs from."""

    depth: int
    parent: str | None
    relation: str | None
    by: str | None
    record: Literal["model", "dataset"]
    id: str
    name: str
    sizes: tuple[str, ...]
    developers: tuple[str, ...]
    released: str | None
    licence: tuple[str, ...]
    licence_name: str | None
    verdict: Verdict | None
    extent: str | None
    access: str | None
    caveat: bool
    rests_on: tuple[str, ...]
    repeated: bool


@dataclass(frozen=True, kw_only=True)
class LineageAnswer(Answer[LineageEntry]):
    """A lineage as a tree from its `root`, and as entries in the order of the tree.

    With `down` branches came after what they hang from, else before.
    """

    columns = COLUMNS

    root: Branch
    down: bool

    def table(self) -> Table:
        """A row for each branch."""
        rows = rows_of(self.entries, COLUMNS)
        texts = {(row, "licence"): entry.licence_name or "" for row, entry in enumerate(self.entries)}
        for row, entry in enumerate(self.entries):
            texts |= {(row, name): "" for name in ("caveat", "repeated") if not getattr(entry, name)}
        return Table(with_bases(COLUMNS, rows), rows, notes=self.notes, texts=texts)


def trace_lineage(library: Library, question: LineageQuestion) -> LineageAnswer:
    """Return where a model or dataset comes from, or what came from it, branch by branch.

    Raises UnknownNameError with the nearest models for a name that nothing has, AmbiguousNameError where several answer
    to it, and RequestError for a negative `depth`.
    """
    licensing, depth = library.licensing(), question.depth
    check_number("depth", depth, 0)
    _, record, size = library.find(question.name, ("model", "dataset"))
    assert isinstance(record, (Model, Dataset))  # noqa: S101 (it is of the kinds that are asked for)
    if question.down:
        root = descendants_of(licensing, record, size, depth)
    elif isinstance(record, Model):
        root = ancestors_of(licensing, record, size, depth)
    else:
        root = dataset_origins(licensing, record, depth)
    entries = list(list_branches(root))
    return LineageAnswer(entries=entries, notes=tuple(note_bases(root)), root=root, down=question.down)


def list_branches(root: Branch) -> Iterator[LineageEntry]:
    """Yield every branch in the order of the tree."""
    ids: list[str] = []
    """The ids of the branches from the root down to the one that was given last."""
    for step, branch in root.walk():
        ids[step:] = [branch.id]
        yield _entry_of_branch(step, ids[step - 1] if step else None, branch)


def note_bases(root: Branch) -> Iterator[Message]:
    """Yield how many branches rest on more than sourced facts of the catalogue, and on whose word."""
    words = {branch.id: branch.rests_on for _, branch in root.walk() if branch.rests_on and not branch.repeated}
    if words:
        yield counted(
            "{number} of these rests on more than sourced facts of the catalogue ({bases}). `{hint}` says where.",
            "{number} of these rest on more than sourced facts of the catalogue ({bases}). `{hint}` says where.",
            len(words),
            bases=first_names(list(dict.fromkeys(basis for bases in words.values() for basis in bases)), "; "),
            hint=_LICENCE,
        )


def _entry_of_branch(step: int, parent: str | None, branch: Branch) -> LineageEntry:
    return LineageEntry(
        depth=step,
        parent=parent,
        relation=branch.relation or None,
        by=branch.by,
        record=branch.record,
        id=branch.id,
        name=branch.name,
        sizes=branch.sizes,
        developers=branch.developers,
        released=branch.released,
        licence=branch.licence,
        licence_name=branch.licence_name,
        verdict=branch.verdict,
        extent=branch.extent,
        access=branch.access,
        caveat=branch.caveat,
        rests_on=branch.rests_on,
        repeated=branch.repeated,
    )
