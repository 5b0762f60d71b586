"""Names that nothing in the registry answers to, and guesses, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.answers.validate import ValidateEntry
from llmsurvey.messages import Message, Word, counted, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.records import Dataset, Model, Unresolved
    from llmsurvey.registry.compile import Compiled
    from llmsurvey.registry.nodes import Node
    from llmsurvey.registry.registry import Registry

COLUMNS = (
    Column("file"),
    Column("line", numeric=True),
    Column("column", numeric=True, brief=False),
    Column("record", words="record", brief=False),
    Column("id"),
    Column("size", brief=False),
    Column("name"),
    Column("relation", words="relation"),
    Column("taken_for"),
    Column("answers_now"),
)


@dataclass(frozen=True, kw_only=True)
class UnresolvedQuestion:
    """Which registry files to look at: none for those of the library."""

    paths: tuple[str, ...] = ()


class UnresolvedEntry(NamedTuple):
    """A name by which a source says what the record `id` (or a `size` of it) was made from, and where that stands.

    `taken_for` is the record that a guess takes it for; `answers_now` one that has the name by now, of an open name.
    """

    file: str
    line: int
    column: int
    record: Literal["model", "dataset"]
    id: str
    size: str | None
    name: str
    relation: str
    taken_for: str | None
    answers_now: str | None

    @property
    def message(self) -> Message:
        """What is to be told of it."""
        owner = f"{self.id}@{self.size}" if self.size else self.id
        relation = Word("relation", self.relation)
        if self.taken_for is not None:
            return say(
                '"{name}" ({relation}) of {owner} is a guess: {record}. Remove "taken_for" to strike it out',
                name=self.name,
                relation=relation,
                owner=owner,
                record=self.taken_for,
            )
        if self.answers_now is not None:
            return say(
                '"{name}" ({relation}) of {owner} is in the registry by now: {record}. Name it in its place',
                name=self.name,
                relation=relation,
                owner=owner,
                record=self.answers_now,
            )
        return say(
            '"{name}" ({relation}) of {owner} is not in the registry', name=self.name, relation=relation, owner=owner
        )


@dataclass(frozen=True, kw_only=True)
class UnresolvedAnswer(Answer[UnresolvedEntry]):
    """The names, in the order of the files."""

    columns = COLUMNS

    @property
    def warnings(self) -> list[ValidateEntry]:
        """Each as a warning, at its place."""
        return [ValidateEntry(each.file, each.line, each.column, "warning", each.message) for each in self.entries]


def list_unresolved(library: Library, question: UnresolvedQuestion) -> UnresolvedAnswer:
    """Return every name that nothing answers to, and every guess, with its place.

    Raises RegistryError with every fault where the registry doesn't load.
    """
    from llmsurvey.registry.compile import compile_layers
    from llmsurvey.registry.layers import layers_for

    compiled = compile_layers(layers_for(list(question.paths or library.registries)))
    entries = sorted(_entries_of(compiled), key=lambda entry: (entry.file, entry.line, entry.column))
    guesses = sum(entry.taken_for is not None for entry in entries)
    closing = say(
        "{names} in no layer of the registry, {guesses}.",
        names=counted("{number} name is", "{number} names are", len(entries) - guesses),
        guesses=counted("{number} guess", "{number} guesses", guesses),
    )
    left_out = () if question.paths else note_dumps(library)
    return UnresolvedAnswer(entries=entries, notes=(as_note("selection", closing), *left_out))


def _entries_of(compiled: Compiled) -> Iterator[UnresolvedEntry]:
    for model in compiled.registry.models:
        tree = compiled.nodes["model", model.id]
        yield from _entries_of_owner(compiled.registry, "model", model.id, None, tree, model.unresolved)
        yield from _entries_otherwise("model", model, tree)
        for number, size in enumerate(model.sizes):
            place = tree.find(("sizes", number))
            yield from _entries_of_owner(compiled.registry, "model", model.id, size.name, place, size.unresolved or ())
    for data in compiled.registry.datasets:
        tree = compiled.nodes["dataset", data.id]
        yield from _entries_of_owner(compiled.registry, "dataset", data.id, None, tree, data.unresolved)
        yield from _entries_otherwise("dataset", data, tree)


def _entries_otherwise(
    kind: Literal["model", "dataset"], record: Model | Dataset, tree: Node
) -> Iterator[UnresolvedEntry]:
    """Yield the names that a source gives where the registry says otherwise, unless somebody has decided on them."""
    for number, statement in enumerate(record.otherwise):
        if statement.field == "unresolved" and statement.reason(record.otherwise) is None:
            node = tree.find(("otherwise", number))
            yield UnresolvedEntry(
                *(node.file, node.line, node.column, kind, record.id, statement.size),
                *(statement.value, "unstated", None, None),
            )


def _entries_of_owner(
    registry: Registry,
    kind: Literal["model", "dataset"],
    identity: str,
    size: str | None,
    tree: Node,
    items: tuple[Unresolved, ...],
) -> Iterator[UnresolvedEntry]:
    for number, item in enumerate(items):
        node = tree.find(("unresolved", number))
        taken_for = f"{item.taken_for}@{item.size}" if item.taken_for and item.size else item.taken_for
        now = _answer_of(registry, item) if item.is_open else None
        yield UnresolvedEntry(
            node.file, node.line, node.column, kind, identity, size, item.name, item.relation, taken_for, now
        )


def _answer_of(registry: Registry, item: Unresolved) -> str | None:
    """Return the record that has a name by now, where exactly one has."""
    if item.relation == "data":
        return None
    found: tuple[Model, object] | None = registry.find_model(item.name)
    return found[0].id if found is not None else None
