"""`import` of models and what they were made from: files of others become a layer of the registry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.import_file import file_of_import, hold_imports, read_import, write_import
from llmsurvey.errors import Fault, RequestError, telling_faults
from llmsurvey.importers.graphs import GRAPHS, load_graph_format
from llmsurvey.messages import Message, option, question, say
from llmsurvey.messages import question as hint_of
from llmsurvey.registry.layers import BUILT_IN
from llmsurvey.tables import Column
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.importers.graphs.draft_layer import Counts, DraftLayer
    from llmsurvey.library import Library
    from llmsurvey.registry.layers import Layer
    from llmsurvey.registry.registry import Registry

COLUMNS = (
    Column("record", words="record"),
    Column("read", numeric=True),
    Column("new", numeric=True),
    Column("known", numeric=True),
    Column("named", numeric=True),
    Column("found", numeric=True),
    Column("guessed", numeric=True),
    Column("unresolved", numeric=True),
    Column("otherwise", numeric=True),
)


@dataclass(frozen=True, kw_only=True)
class ImportGraphsQuestion:
    """Files or folders of a `format` of models and what they were made from.

    The layer is kept in the folder `into`, or among the user's own imports. `replace` puts it in the place of one that
    says otherwise; `strict` imports nothing where anything looks wrong, `dry_run` nothing at all.
    """

    format: str
    paths: tuple[str, ...]
    into: str | None = None
    replace: bool = False
    strict: bool = False
    dry_run: bool = False


class ImportGraphsEntry(NamedTuple):
    """A kind of record: how many were `read`, how many are `new`, and how many the registry has (`known`).

    `named` is how many names of what these were made from there are: `found` exactly, `guessed`, or `unresolved`.
    `otherwise` is how many facts are said otherwise than the registry has them, which stay in force. Of a dump that is
    looked up by name, and isn't laid over the registry, `read` and `named` are known alone.
    """

    record: Literal["model", "dataset"]
    read: int
    new: int | None
    known: int | None
    named: int
    found: int | None
    guessed: int | None
    unresolved: int | None
    otherwise: int | None


@dataclass(frozen=True, kw_only=True)
class ImportGraphsAnswer(Answer[ImportGraphsEntry]):
    """What an import brought; `file` is the layer that it made, None where it brought nothing."""

    columns = COLUMNS

    file: str | None = None


def import_graphs(
    library: Library, question: ImportGraphsQuestion, progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportGraphsAnswer:
    """Read files of others, make a layer of the registry of them, and return what is in it.

    What the registry has stays in force; what is said otherwise, and names that nothing answers to, are kept. What
    looks wrong is among `faults`. Raises RequestError for a format that isn't known or where another layer would be
    replaced, RegistryError for what can't be read, with each place, OutputError where the layer can't be written.
    Nothing is written where anything of it can't be read.
    """
    from llmsurvey.importers.graphs.hub_stats import TooManyModelsError

    _check_question(question)
    try:
        with hold_imports(question.into, writes=not question.dry_run):
            return _import_layer(library, question, progress)
    except TooManyModelsError:
        return _import_columns(question, _target_of(question), progress)


def _import_layer(
    library: Library, question: ImportGraphsQuestion, progress: Callable[[int, int], None]
) -> ImportGraphsAnswer:
    """Keep what files say as a layer over those that were imported before. Raises TooManyModelsError."""
    from llmsurvey.importers.graphs.draft_layer import make_layer
    from llmsurvey.registry.layer_text import layer_text

    target = _target_of(question)
    faults: list[Fault] = []
    drafts = load_graph_format(question.format).read([Path(path) for path in question.paths], faults, progress)
    below = _layers_without(library, target)
    layer = make_layer(drafts, _registry_of(library, below), faults)
    with telling_faults(tuple(layer.faults)):
        _check_strict(question, layer.faults)
        content = layer_text(layer.lists, _heading_of(question)).encode("utf-8", "replace")
        is_new = read_import(target) != content
        has_records = any(layer.lists.values())
        if has_records and is_new:
            _check_layer(below, target, content)
            if not question.dry_run:
                write_import(target, content, replace=question.replace)
    notes = (*_note_what_is_new(question, target, has_records=has_records, is_new=is_new), *_note_what_is_open(layer))
    entries = [_entry_of(kind, counts) for kind, counts in layer.counts.items()]
    return ImportGraphsAnswer(
        entries=entries, notes=notes, faults=tuple(layer.faults), file=str(target) if has_records else None
    )


def _import_columns(
    question: ImportGraphsQuestion, layer: Path, progress: Callable[[int, int], None]
) -> ImportGraphsAnswer:
    """Keep a dump of more models than a layer can hold as a file of columns, in which one is looked up by its name."""
    from llmsurvey.importers.graphs.draft_columns import SUFFIX, columns_of
    from llmsurvey.importers.graphs.hub_stats import read

    if question.into is not None:
        raise RequestError(
            say("so many models are kept among your own imports alone: leave {option} out.", option=option("into"))
        )
    target = layer.with_name(f"{question.format}-{layer.stem.partition(f'{question.format}-')[2]}{SUFFIX}")
    faults: list[Fault] = []
    drafts = read([Path(path) for path in question.paths], faults, progress, None)
    content, written = columns_of(drafts, " ".join(question.paths))
    with telling_faults(tuple(faults)):
        _check_strict(question, faults)
        is_new = read_import(target) != content
        if is_new and not question.dry_run:
            write_import(target, content, replace=question.replace)
    entry = ImportGraphsEntry("model", written.models, None, None, written.named, None, None, None, None)
    notes = (
        *_note_what_is_new(question, target, has_records=True, is_new=is_new),
        note(
            "selection",
            "So many models aren't laid over the catalogue: `{licence}` and `{lineage}` look them up by name.",
            licence=hint_of("licence", "ORG/NAME"),
            lineage=hint_of("lineage", "ORG/NAME"),
        ),
    )
    return ImportGraphsAnswer(entries=[entry], notes=notes, faults=tuple(faults), file=str(target))


def _check_question(question: ImportGraphsQuestion) -> None:
    if question.format not in GRAPHS:
        known = ", ".join(GRAPHS)
        raise RequestError(
            say("{name}: {value} is not one of {known}.", name=option("format"), value=question.format, known=known)
        )
    if not question.paths:
        raise RequestError(say("nothing is named. Name files or folders."))


def _check_strict(question: ImportGraphsQuestion, faults: list[Fault]) -> None:
    """Raise RequestError where anything looks wrong, and that is to count as a fault."""
    if question.strict and faults:
        raise RequestError(
            say("nothing was imported: {option} counts what is said above as faults.", option=option("strict", True))
        )


def _target_of(question: ImportGraphsQuestion) -> Path:
    """Return the file that the layer is kept in, called after the format and the first file or folder."""
    stem = re.sub(r"[^\w.]+", "-", Path(question.paths[0]).absolute().stem).strip("-.") or "import"
    return file_of_import(f"{question.format}-{stem}", question.into)


def _heading_of(question: ImportGraphsQuestion) -> str:
    """Return the comment above the layer: what it is, and how a guess is struck out."""
    paths = " ".join(question.paths)
    return (
        f"Made by: llmsurvey import {question.format} {paths}\n"
        "Names that nothing answers to stand in `unresolved`. `taken_for` is a guess: to strike it out, remove it."
    )


def _layers_without(library: Library, target: Path) -> list[Layer]:
    """Return the layers of the library but for the one that is made anew, and what was imported after it."""
    from llmsurvey.registry.layers import imports_folder

    layers = library.layers_now()
    if target.parent == imports_folder():
        return [layer for layer in layers if not _is_import_from(layer, target)]
    return [layer for layer in layers if layer.name == BUILT_IN or all(file != str(target) for file, _ in layer.files)]


def _is_import_from(layer: Layer, target: Path) -> bool:
    """Whether a layer is what was imported into `target`, or after it."""
    return layer.name != BUILT_IN and any(
        Path(file).parent == target.parent and file >= str(target) for file, _ in layer.files
    )


def _registry_of(library: Library, layers: list[Layer]) -> Registry:
    from llmsurvey.registry.load import load_layers

    names = [layer.name for layer in library.layers_now()]
    return library.registry if names == [layer.name for layer in layers] else load_layers(layers)


def _check_layer(below: list[Layer], target: Path, content: bytes) -> None:
    """Raise RegistryError where the layer doesn't load over those below it."""
    from llmsurvey.registry.compile import compile_layers
    from llmsurvey.registry.layers import layer_of_import

    compile_layers([*below, layer_of_import(target, content)])


def _note_what_is_new(
    asked: ImportGraphsQuestion, target: Path, *, has_records: bool, is_new: bool
) -> Iterator[Message]:
    """Say whether anything was imported, and where it is kept."""
    if asked.dry_run:
        yield note("imported", "Nothing was imported ({option}).", option=option("dry_run", True))
    elif not has_records or not is_new:
        yield note("imported", "Nothing new: all of it was there.")
    else:
        yield note("imported", "Kept as a layer: {file}.", file=target)


def _note_what_is_open(layer: DraftLayer) -> Iterator[Message]:
    """Say where names that nothing answers to, guesses, and what is said otherwise are listed."""
    kinds = layer.counts.values()
    if any(counts.guessed or counts.unresolved for counts in kinds):
        yield note(
            "unmatched",
            "`{hint}` lists the names that nothing answers to, and the guesses.",
            hint=question("validate", unresolved=True),
        )
    if any(counts.otherwise for counts in kinds):
        yield note("overruled", "`{hint}` shows what is said otherwise, side by side.", hint=question("conflicts"))


def _entry_of(kind: Literal["model", "dataset"], counts: Counts) -> ImportGraphsEntry:
    return ImportGraphsEntry(kind, *counts)
