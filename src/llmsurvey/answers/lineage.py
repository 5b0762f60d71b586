"""A lineage as rows: a branch each, under the one that it hangs from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.dumps import note_dumps, note_left_below
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.models_at_path import locate
from llmsurvey.answers.short_texts import first_names
from llmsurvey.errors import RequestError, check_number
from llmsurvey.lineage.between import branches_between
from llmsurvey.lineage.branches import Branch, ancestors_of, dataset_origins, descendants_of
from llmsurvey.messages import Message, counted, option, question, say
from llmsurvey.records import Dataset, Model, Size, Verdict
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note

if TYPE_CHECKING:
    from llmsurvey.library import Library, RecordKind

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
    Column("came_after", brief=False),
)

_KINDS: tuple[RecordKind, ...] = ("model", "dataset")

_LICENCE = question("licence", "NAME")
"""What tells the facts that a verdict rests on."""


@dataclass(frozen=True, kw_only=True)
class LineageQuestion:
    """A model, MODEL@SIZE, the path of a model, or a dataset, by `name`.

    `down` asks for what came from it, not what it came from, `both` for both; `to` names another, and asks for the ways
    between the two, whichever was first. `depth` is how many steps are followed, None follows all. Without `datasets`
    only models are.
    """

    name: str
    down: bool = False
    both: bool = False
    to: str | None = None
    depth: int | None = None
    datasets: bool = True


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
    came_after: bool


@dataclass(frozen=True, kw_only=True)
class LineageAnswer(Answer[LineageEntry]):
    """A lineage as a tree from its `root`, and as entries in the order of the tree.

    With `down` branches came after what they hang from, else before; in a tree of both directions the marked ones.
    """

    columns = COLUMNS

    root: Branch
    down: bool

    def table(self) -> Table:
        """A row for each branch."""
        rows = rows_of(self.entries, COLUMNS)
        texts = {(row, "licence"): entry.licence_name or "" for row, entry in enumerate(self.entries)}
        for row, entry in enumerate(self.entries):
            texts |= {(row, name): "" for name in ("caveat", "repeated", "came_after") if not getattr(entry, name)}
        return Table(with_bases(COLUMNS, rows), rows, notes=self.notes, texts=texts)


def trace_lineage(library: Library, question: LineageQuestion) -> LineageAnswer:
    """Return where a model or dataset comes from, or what came from it, branch by branch.

    Raises UnknownNameError with the nearest models for a name that nothing has, AmbiguousNameError where several answer
    to it, and RequestError for a negative `depth`, for directions that contradict each other, and where no way leads
    from one of two to the other.
    """
    check_number("depth", question.depth, 0)
    names = [question.name] if question.to is None else [question.name, question.to]
    located = locate(library, names, _KINDS, below=question.down or question.both)
    library, names = located.library, list(located.names)
    if question.to is not None:
        if question.down or question.both or question.depth is not None:
            raise RequestError(say("the ways between two have a direction of their own, and are followed to the end."))
        root = _trace_between(library, names[0], names[1], datasets=question.datasets)
    else:
        if question.down and question.both:
            raise RequestError(say("{down} and {both} are two questions.", down=option("down"), both=option("both")))
        root = _trace_from(library, replace(question, name=names[0]))
    down = question.down or question.to is not None
    entries = list(list_branches(root, down=down))
    notes = (*note_bases(root), *_note_beyond(library, root, question))
    return LineageAnswer(entries=entries, notes=notes, faults=located.faults, root=root, down=down)


def _note_beyond(library: Library, root: Branch, question: LineageQuestion) -> Iterator[Note]:
    """Say which models of imported dumps came from what is asked for, but aren't in the tree."""
    if root.record == "dataset" and (question.down or question.both):
        yield from note_dumps(library)
    else:
        yield from note_left_below(library)


def _trace_from(library: Library, question: LineageQuestion) -> Branch:
    """Return what something came from, what came from it, or both under one root."""
    licensing, depth, datasets = library.licensing(), question.depth, question.datasets
    record, size = _find_record(library, question.name)
    if question.down:
        return descendants_of(licensing, record, size, depth, datasets=datasets)
    if isinstance(record, Model):
        root = ancestors_of(licensing, record, size, depth, datasets=datasets)
    else:
        root = dataset_origins(licensing, record, depth, datasets=datasets)
    if not question.both:
        return root
    after = descendants_of(licensing, record, size, depth, datasets=datasets).branches
    return replace(root, branches=(*root.branches, *(replace(branch, came_after=True) for branch in after)))


def _trace_between(library: Library, name: str, other: str, *, datasets: bool) -> Branch:
    """Return the ways from the one of two that was first to the other. Raises RequestError where there are none."""
    licensing = library.licensing()
    ends = [_find_record(library, end) for end in (name, other)]
    for (first, size), (last, last_size) in (ends, ends[::-1]):
        tree = descendants_of(licensing, first, size, datasets=datasets)
        kind = "model" if isinstance(last, Model) else "dataset"
        ways = branches_between(tree, (kind, last.id, last_size.name if last_size else None))
        if ways is not None:
            return ways
    raise RequestError(_explain_no_way(library, name, other))


def _explain_no_way(library: Library, name: str, other: str) -> Message:
    """Return a sentence: neither of two came from the other; and what both came from, the nearest first."""
    trees = [_trace_from(library, LineageQuestion(name=end)) for end in (name, other)]
    names = [
        {(branch.record, branch.id): branch.name for step, branch in sorted(tree.walk(), key=_step_of) if step}
        for tree in trees
    ]
    shared = [label for key, label in names[0].items() if key in names[1]]
    if not shared:
        return say(
            "neither of {name} and {other} was made from the other, nor do they share an origin.",
            name=name,
            other=other,
        )
    return say(
        "neither of {name} and {other} was made from the other. Both come from {shared}.",
        name=name,
        other=other,
        shared=first_names(shared),
    )


def _step_of(item: tuple[int, Branch]) -> int:
    return item[0]


def _find_record(library: Library, name: str) -> tuple[Model | Dataset, Size | None]:
    _, record, size = library.find(name, _KINDS)
    assert isinstance(record, (Model, Dataset))  # noqa: S101 (it is of the kinds that are asked for)
    return record, size


def list_branches(root: Branch, *, down: bool = False) -> Iterator[LineageEntry]:
    """Yield every branch in the order of the tree; with `down` all came after what they hang from."""
    ids: list[str] = []
    """The ids of the branches from the root down to the one that was given last."""
    came_after = down
    for step, branch in root.walk():
        ids[step:] = [branch.id]
        if step == 1:
            came_after = down or branch.came_after
        yield _entry_of_branch(step, ids[step - 1] if step else None, branch, came_after=came_after and step > 0)


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


def _entry_of_branch(step: int, parent: str | None, branch: Branch, *, came_after: bool) -> LineageEntry:
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
        came_after=came_after,
    )
