"""What a name or a path means: a model of the registry, of an imported dump, or one that lies there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.errors import Fault, RequestError
from llmsurvey.messages import list_names, say
from llmsurvey.paths import kind_of, path_from_home
from llmsurvey.records import Licence, Model, Size, Statement
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.importers.models.entries import ModelEntry
    from llmsurvey.importers.models.weights import Weights
    from llmsurvey.library import Library, RecordKind

_SURE = ("./", "../", "/", "~", ".\\", "..\\")
"""How a path begins that can be no name."""

_SUFFIXES = (".md", ".gguf", ".safetensors", "config.json")


class ModelAtPath(NamedTuple):
    """A model and its size, in a `library` that has it over all else; `weights` is what lies there, if any."""

    library: Library
    model: Model
    size: Size
    weights: Weights | None
    faults: tuple[Fault, ...]


class Located(NamedTuple):
    """What some names and paths mean: a `library` that has all of it, and the `names` by which it is found there.

    `faults` are what looks wrong in the files at the paths, `weights` those at the first that has any.
    """

    library: Library
    names: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    weights: Weights | None = None


def locate(
    library: Library, names: Sequence[str], kinds: Sequence[RecordKind] = ("model", "licence"), *, below: bool = False
) -> Located:
    """Return where the records of some names are, and the models at some paths; dumps are asked, too.

    What the registry has by that name, as a record of one of the `kinds`, comes before a path. With `below` what came
    from them is there as well. A name that nothing has stays as it is, to be told by whoever looks it up. Raises what
    `open_model` does, and RegistryError for a dump that isn't as it was written.
    """
    located: list[str] = []
    faults: list[Fault] = []
    weights = None
    for name in names:
        if not is_path(library, name, kinds):
            located.append(name)
            continue
        lying = open_model(library, name)
        library, weights = lying.library, weights or lying.weights
        faults += lying.faults
        located.append(name_of(lying.model, lying.size))
    return Located(library.reaching(located, below=below), tuple(located), tuple(faults), weights)


def name_of(model: Model, size: Size | None) -> str:
    """Return the name under which a model, or one size of it, is found for good."""
    return f"{model.id}@{size.name}" if model.sizes and size is not None else model.id


def is_path(library: Library, name: str, kinds: Sequence[RecordKind] = ("model", "licence")) -> bool:
    """Whether a name is that of a file or folder: it begins like one, or is there, and no record is called so."""
    if name in (".", "..") or name.startswith(_SURE) or (name.endswith(_SUFFIXES) and "@" not in name):
        return True
    return kind_of(Path(name)) is not None and not _is_known(library, name, kinds)


def _is_known(library: Library, name: str, kinds: Sequence[RecordKind]) -> bool:
    try:
        library.find(name, kinds)
    except RequestError as error:
        return bool(getattr(error, "candidates", ()))
    return True


def open_model(library: Library, name: str) -> ModelAtPath:
    """Return the one model at a path. Raises RequestError for none or several, RegistryError for one at fault."""
    from llmsurvey.importers.models.entries import open_bases
    from llmsurvey.importers.models.read_models import read_models

    path = path_from_home(name)
    read = read_models([path], library.registry)
    bases = [base for entry in read.entries for base in open_bases(entry.entry)]
    if (reached := library.reaching(bases)) is not library:
        library, read = reached, read_models([path], reached.registry)
    if len(read.entries) > 1:
        names = list_names([str(entry.files.path.folder) for entry in read.entries], most=3)
        raise RequestError(
            say(
                "{path} holds {number} models. Name one of them: {names}.",
                path=path,
                number=len(read.entries),
                names=names,
            )
        )
    entry = read.entries[0]
    registry, model = _registry_with(_settle_licence(library.registry, entry), entry)
    size = model.size_named(entry.size)
    unresolved = entry.warn_of_unresolved(open_bases(entry.entry))
    return ModelAtPath(library.over(registry), model, size, entry.files.weights, (*read.faults, *unresolved))


def _settle_licence(registry: Registry, entry: ModelEntry) -> Registry:
    """Put the id of what an expression of licences comes to into an entry, and return a registry that has it."""
    from llmsurvey.importers.models.entries import put_licence
    from llmsurvey.registry.licence_expressions import combine

    expression = entry.expression
    if expression is None:
        return registry
    put_licence(entry.entry, expression.text, expression.id)
    if expression.id in registry.licence_by_id:
        return registry
    combined = combine(expression, registry.licence_by_id.__getitem__)
    return registry.replace(licences=(*registry.licences, combined))


def _registry_with(registry: Registry, entry: ModelEntry) -> tuple[Registry, Model]:
    """Return a registry with a model over it, as a layer would lay it."""
    from llmsurvey.records.parse import parse_record
    from llmsurvey.registry.sourced import is_sourced

    layer = str(entry.files.path.folder)
    origins = dict(registry.origins)
    licences = registry.licences
    if entry.licence is not None and entry.licence["id"] not in registry.licence_by_id:
        licences = (*licences, parse_record(Licence, entry.licence))
        origins[f"licence/{entry.licence['id']}"] = layer
    if entry.known is None:
        model = _with_guesses(parse_record(Model, entry.entry))
        origins[f"model/{model.id}"] = layer
        models = (*registry.models, model)
    else:
        below = entry.known.model
        said = tuple(parse_record(Statement, statement) for statement in entry.entry.get("otherwise", ()))
        sizes = tuple(_amend(size, entry) for size in below.sizes)
        model = below.replace(sizes=sizes, otherwise=(*below.otherwise, *said))
        for field in _changes(entry):
            origins[f"model/{model.id}/@{entry.size}.{field}"] = layer
        models = tuple(model if one is below else one for one in registry.models)
    unsourced = registry.unsourced
    if unsourced is not None and not is_sourced("model", model):
        unsourced = (*unsourced, f"model/{model.id}")
    changed = registry.replace(models=models, licences=licences, origins=origins, unsourced=unsourced)
    return changed, model


def _changes(entry: ModelEntry) -> dict[str, Any]:
    """Return the facts of a size that files state over those of the registry."""
    sizes = entry.entry.get("sizes", [{}])
    return {name: value for name, value in sizes[0].items() if name not in ("name", "sources")}


def _amend(size: Size, entry: ModelEntry) -> Size:
    """Return a size of the registry with what files state over it, where it is the one that is meant."""
    from llmsurvey.records.parse import parse_record

    if size.name != entry.size or "sizes" not in entry.entry:
        return size
    above = _with_guesses_of_size(parse_record(Size, entry.entry["sizes"][0]))
    return size.replace(
        **{name: getattr(above, name) for name in _changes(entry)}, sources=(*size.sources, *above.sources)
    )


def _with_guesses(model: Model) -> Model:
    """Return a model with the data that it is taken to name among its data, as `follow_guesses` does for layers."""
    return model.replace(datasets=(*model.datasets, *_guessed(model)))


def _with_guesses_of_size(size: Size) -> Size:
    guessed = _guessed(size)
    return size.replace(datasets=(*(size.datasets or ()), *guessed)) if guessed else size


def _guessed(owner: Model | Size) -> tuple[str, ...]:
    taken = (item.taken_for for item in owner.unresolved or () if item.relation == "data")
    return tuple(name for name in taken if name is not None and name not in (owner.datasets or ()))
