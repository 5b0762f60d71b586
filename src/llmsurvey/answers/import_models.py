"""`import model`: models as they lie on a disk become a layer of the registry, and what their cards report a board."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.import_file import file_of_import, hold_imports, read_import, write_import
from llmsurvey.errors import RegistryError, RequestError, telling_faults
from llmsurvey.messages import counted, list_names, option, question, say
from llmsurvey.paths import path_from_home
from llmsurvey.records import Verdict
from llmsurvey.tables import Column
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.boards.board import Board
    from llmsurvey.boards.store import Addition
    from llmsurvey.boards.tidy import Tidy
    from llmsurvey.errors import Fault
    from llmsurvey.importers.models.entries import ModelEntry
    from llmsurvey.importers.models.read_models import ReadModels
    from llmsurvey.library import Library
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.layers import Layer
    from llmsurvey.registry.registry import Registry

Lists = dict[str, list[dict[str, Any]]]
"""The lists of a registry file, with their entries."""

_NAME = "models"
"""What the import is called among all others."""

_FEW = 3


@dataclass(frozen=True, kw_only=True)
class ImportModelsQuestion:
    """Folders with models, caches of the hub, cards or files of weights, by `paths`.

    The layer is kept in the user's own registry, in the folder `into` if one is named, and nowhere if not `keep`: then
    it is the answer's `layer` alone. `board` is where results of cards go. `replace` puts other facts in the place of
    those of an earlier import; `strict` imports nothing where anything looks wrong, `dry_run` nothing at all.
    """

    paths: tuple[str, ...]
    board: str | None = None
    into: str | None = None
    keep: bool = True
    replace: bool = False
    strict: bool = False
    dry_run: bool = False


class ImportedModelEntry(NamedTuple):
    """A model that was read: what it is called, what it may be used for with all that it came from, and its facts.

    `unresolved` are the names of bases that the registry doesn't have; `is_new` says whether it has the model itself.
    """

    name: str
    verdict: Verdict
    licence: str | None
    licence_name: str | None
    foundations: tuple[str, ...]
    unresolved: tuple[str, ...]
    parameters: int | None
    context: int | None
    hub: str | None
    id: str
    is_new: bool
    path: str


@dataclass(frozen=True, kw_only=True)
class ImportModelsAnswer(Answer[ImportedModelEntry]):
    """The models that were read, and the `layer` of the registry that they make, as YAML."""

    columns = (
        Column("name"),
        Column("verdict", order="verdict", words="verdict"),
        Column("licence"),
        Column("licence_name", brief=False),
        Column("foundations"),
        Column("unresolved"),
        Column("parameters", numeric=True),
        Column("context", numeric=True, brief=False),
        Column("hub", brief=False),
        Column("id", brief=False),
        Column("is_new", brief=False),
        Column("path", brief=False),
    )

    layer: bytes = b""


def import_models(
    library: Library, question: ImportModelsQuestion, progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportModelsAnswer:
    """Read models, keep what they say as a layer of the registry, and return each with its verdict.

    Raises RequestError for a path that holds none, and for other facts than an earlier import's; RegistryError where
    not one can be read, or the registry wouldn't load with them; OutputError where nothing can be written. Then nothing
    is kept.
    """
    from llmsurvey.boards.board_names import check_board_name

    if question.board is not None:
        check_board_name(question.board)
    with hold_imports(question.into, writes=question.keep and not question.dry_run):
        return _import_into_layer(library, question, progress)


def _import_into_layer(
    library: Library, question: ImportModelsQuestion, progress: Callable[[int, int], None]
) -> ImportModelsAnswer:
    """Put models among those that earlier imports left in the layer."""
    from llmsurvey.importers.models.layer_file import write_layer
    from llmsurvey.importers.models.read_models import read_models
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.load import load_layers

    file = file_of_import(_NAME, question.into)
    layers = library.layers_now()
    below = load_layers(layers[: _place_of(layers, file)])
    own = _ids_in(file) if question.keep else ()
    paths = [path_from_home(path) for path in question.paths]
    # What is kept elsewhere says where the files lie, wherever one is when it is read.
    places = [path.absolute() for path in paths] if question.keep else paths
    read = read_models(places, library.registry, progress, below=below, own=own)
    boards = _scores_of(read, library.registry, question)
    lists, closing = _layer_with(read, file, question)
    content = write_layer(lists)
    faults = _faults_of(read, lists, closing)
    if question.strict and faults:
        raise RegistryError(fault._replace(warning=False) for fault in faults)
    with telling_faults(faults):
        is_changed = _check_differences(read, lists, file, question)
        registry = _registry_with(layers, file, content)
        additions = _keep(library, question, file, content if is_changed else None, boards)
    licensing = Licensing(registry)
    return ImportModelsAnswer(
        entries=[_entry_of(entry, licensing) for entry in read.entries],
        notes=tuple(_notes_on(read, question, file, additions, is_changed=is_changed)),
        faults=faults,
        layer=content,
    )


def _place_of(layers: Sequence[Layer], file: Path) -> int:
    """Return how many layers are below a file: those before it, or, for a new file, those that it will come after."""
    from llmsurvey.registry.layers import BuiltInLayer, imports_folder

    for number, layer in enumerate(layers):
        if not isinstance(layer, BuiltInLayer) and any(name == str(file) for name, _ in layer.files):
            return number
    if file.parent != imports_folder():
        return len(layers)
    return 1 + sum(Path(layer.files[0][0]).parent == file.parent for layer in layers[1:])


def _ids_in(file: Path) -> list[str]:
    """Return the ids of the models that an earlier import brought into a file."""
    from llmsurvey.importers.models.layer_file import read_entries

    lists = read_entries(str(file), read_import(file))
    return [str(entry["id"]) for entry in lists.get("models", ()) if "name" in entry]


def _layer_with(read: ReadModels, file: Path, question: ImportModelsQuestion) -> tuple[Lists, set[tuple[str, str]]]:
    """Return the lists of the file with the models in them, and each model with a base that was made from it."""
    from llmsurvey.importers.models.layer_file import put_entries, read_entries, settle_bases
    from llmsurvey.importers.models.read_models import folder_of

    lists = read_entries(str(file), read_import(file)) if question.keep else {}
    put_entries(lists, "licences", [entry.licence for entry in read.entries if entry.licence is not None])
    # Of some the registry has all that there is.
    put_entries(lists, "models", [entry.entry for entry in read.entries if len(entry.entry) > 1])
    folders = {folder_of(entry.files): entry.entry["id"] for entry in read.entries if entry.files.path.files is None}
    return lists, settle_bases(lists, folders)


def _faults_of(read: ReadModels, lists: Lists, closing: set[tuple[str, str]]) -> tuple[Fault, ...]:
    """Return what looks wrong: with the models, bases that are in no layer, and bases that were made from the model."""
    from llmsurvey.importers.models.entries import open_bases

    settled = {model["id"]: model for model in lists.get("models", ())}
    faults: set[Fault] = set()
    for entry in read.entries:
        identity = entry.entry["id"]
        names = open_bases(settled.get(identity, entry.entry))
        faults.update(entry.files.faults)
        faults.update(entry.warn_of_circles(name for name in names if (identity, name) in closing))
        faults.update(entry.warn_of_unresolved(name for name in names if (identity, name) not in closing))
    return (*read.faults, *sorted(faults - set(read.faults)))


def _check_differences(read: ReadModels, lists: Lists, file: Path, question: ImportModelsQuestion) -> bool:
    """Return whether the models change what the file holds.

    Raises RequestError where an earlier import has other facts of one, unless these are to be replaced.
    """
    from llmsurvey.importers.models.layer_file import read_entries

    before = read_entries(str(file), read_import(file)) if question.keep else {}
    earlier = {entry["id"]: entry for entry in before.get("models", [])}
    now = {entry["id"]: entry for entry in lists.get("models", [])}
    ids = [entry.entry["id"] for entry in read.entries if entry.entry["id"] in earlier]
    differing = [name for name in ids if _undated(earlier[name]) != _undated(now[name])]
    if differing and not question.replace:
        raise RequestError(
            say(
                "{file} has other facts of {names}. To put these in their place: {hint}.",
                file=file,
                names=list_names(differing, most=_FEW),
                hint=option("replace", True),
            )
        )
    return bool(_undated(before) != _undated(lists))


def _undated(value: Any) -> Any:
    """Return what a layer holds without the days on which sources were read."""
    if isinstance(value, dict):
        return {name: _undated(part) for name, part in value.items() if name != "checked"}
    return [_undated(item) for item in value] if isinstance(value, list) else value


def _registry_with(layers: Sequence[Layer], file: Path, content: bytes) -> Registry:
    """Return the registry as it will be, with the file in its place. Raises RegistryError where it wouldn't load."""
    from llmsurvey.registry.layers import BuiltInLayer, Layer, layer_of_import
    from llmsurvey.registry.load import load_layers

    place, layers_then = _place_of(layers, file), list(layers)
    layer = layers_then[place] if place < len(layers_then) else None
    if layer is None or isinstance(layer, BuiltInLayer) or all(name != str(file) for name, _ in layer.files):
        return load_layers([*layers_then[:place], layer_of_import(file, content), *layers_then[place:]])
    files = [(name, content if name == str(file) else kept) for name, kept in layer.files]
    layers_then[place] = Layer(layer.name, files, is_folder=layer.is_folder)
    return load_layers(layers_then)


def _scores_of(read: ReadModels, registry: Registry, question: ImportModelsQuestion) -> list[tuple[Board, Tidy]]:
    """Return the board of what cards report with its tidy table; none where they report nothing."""
    from llmsurvey.importers.models.card_scores import BOARD, scores_of

    table = scores_of([entry.files for entry in read.entries], registry)
    if table is None:
        return []
    from llmsurvey.boards import tidy

    return [(tidy.to_board(table, question.board or BOARD, None), table)]


def _keep(
    library: Library,
    question: ImportModelsQuestion,
    file: Path,
    content: bytes | None,
    boards: list[tuple[Board, Tidy]],
) -> list[Addition]:
    """Write the layer, and add the results of cards to the user's boards. Raises OutputError where it can't be."""
    if question.dry_run or not question.keep:
        return []
    library.board_store.plan(boards, merge=True, replace=question.replace)  # before anything is written
    if content is not None:
        write_import(file, content, replace=True)  # what it held is in it, but for what was to be replaced
    return library.board_store.add(boards, merge=True, replace=question.replace) if boards else []


def _entry_of(entry: ModelEntry, licensing: Licensing) -> ImportedModelEntry:
    from llmsurvey.lineage.verdict import address

    registry = licensing.registry
    model = registry.model_by_id[entry.entry["id"]]
    size = model.size_named(entry.size)
    licence = registry.licence_by_id.get(size.licence or "")
    return ImportedModelEntry(
        name=address(model, size),
        verdict=licensing.assess(model, size).verdict,
        licence=size.licence,
        licence_name=licence.name if licence is not None else None,
        foundations=tuple(dict.fromkeys(str(base) for base in size.foundations or ())),
        unresolved=tuple(item.name for item in size.unresolved or () if item.is_open and item.relation != "data"),
        parameters=size.parameters,
        context=size.context,
        hub=size.hub,
        id=model.id,
        is_new=entry.known is None,
        path=str(entry.files.path.folder),
    )


def _notes_on(
    read: ReadModels,
    asked: ImportModelsQuestion,
    file: Path,
    additions: Sequence[Addition],
    *,
    is_changed: bool,
) -> Iterator[Note]:
    """Say where the layer is, and what else came in."""
    if asked.dry_run:
        yield note("imported", "Nothing was imported ({option}).", option=option("dry_run", True))
    elif not asked.keep:
        return
    elif not is_changed and not any(addition.new for addition in additions):
        yield note("imported", "Nothing new: all of it was there.")
    else:
        yield as_note(
            "imported",
            counted("{number} model is in {file}.", "{number} models are in {file}.", len(read.entries), file=file),
        )
    for addition in additions:
        if addition.new:
            hint = question("rank", addition.board.address)
            yield note("imported", "Results that cards report are a board of their own: `{hint}`.", hint=hint)
