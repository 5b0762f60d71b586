"""The models at some paths, as entries over a registry; one that is at fault is left out whole, and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os.path import normpath
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.models.entries import ModelEntry, entry_of
from llmsurvey.importers.models.facts import Surroundings
from llmsurvey.importers.models.find_models import ModelPath, find_models
from llmsurvey.importers.models.folder import ModelFiles, read_files
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry


class ReadModels(NamedTuple):
    """The models that could be read, and what looked wrong, each with its place."""

    entries: tuple[ModelEntry, ...]
    faults: tuple[Fault, ...]


def read_models(
    paths: Iterable[Path],
    registry: Registry,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    below: Registry | None = None,
    own: Iterable[str] = (),
) -> ReadModels:
    """Return the models at some paths, each as far as the registry doesn't know it; nothing that lies there is run.

    For a file that an earlier import wrote, `below` is the registry beneath it, and `own` are the ids in it. Raises
    RequestError for a path that holds none, RegistryError where not one can be read, with all that is wrong.
    """
    around = Surroundings(registry, below or registry, frozenset(own))
    faults: list[Fault] = []
    paths_of_models = [model for path in paths for model in find_models(path, faults)]
    entries: list[ModelEntry] = []
    wrong: list[Fault] = []
    models: list[ModelFiles] = []
    for number, place in enumerate(dict.fromkeys(paths_of_models), 1):
        progress(number, len(paths_of_models))
        try:
            models.append(read_files(place))
        except RegistryError as error:
            wrong += error.faults
    _settle_repositories(models)
    _settle_folders(models)
    taken: dict[str, Path] = {}
    """The repositories of the hub that were read, each with its folder."""
    for model in models:
        repository = (model.hub or "").casefold()
        if repository in taken:
            faults.append(_second_copy(model.path, taken[repository]))
            continue
        try:
            entries.append(entry_of(model, around))
        except RegistryError as error:
            wrong += error.faults
            continue
        if repository:
            taken[repository] = model.path.folder
        faults += sorted(set(model.faults))
    if not entries:
        raise RegistryError(wrong or faults)
    left_out = [
        fault._replace(message=say("{problem}: this model is left out", problem=fault.message), warning=True)
        for fault in wrong
    ]
    return ReadModels(tuple(_apart(entries)), (*left_out, *faults))


def _settle_repositories(models: Sequence[ModelFiles]) -> None:
    """Take folders `ORG/NAME` for the repositories of that name from which others beside them were made."""
    bases = {id(model): {hub_of(base.value) or base.value for base in model.bases} for model in models}
    named = {name.casefold(): name for names in bases.values() for name in names}
    for model in models:
        name = named.get("/".join(model.path.folder.absolute().parts[-2:]).casefold())
        if name is not None and model.hub is None and model.path.files is None and name not in bases[id(model)]:
            model.path = model.path._replace(hub=name)


def _settle_folders(models: Sequence[ModelFiles]) -> None:
    """Call bases that are named by their folders (`../base`), and were read too, by their repositories or in full."""
    called = {folder_of(model): model.hub or folder_of(model) for model in models if model.path.files is None}
    for model in models:
        folder = model.path.folder.absolute()
        model.bases = [
            base._replace(value=called.get(normpath(folder / base.value), base.value)) for base in model.bases
        ]


def folder_of(model: ModelFiles) -> str:
    """Return where a model lies, from the root."""
    return normpath(model.path.folder.absolute())


def _second_copy(place: ModelPath, taken: Path) -> Fault:
    message = say("is {hub} as well, which is taken from {folder}: left out", hub=place.hub, folder=taken)
    return Fault(str(place.folder), 0, 0, message, warning=True)


def _apart(entries: Sequence[ModelEntry]) -> list[ModelEntry]:
    """Return the entries, of which those that chose the same id without knowing of each other get others."""
    taken: set[str] = set()
    for entry in entries:
        identity, number = entry.entry["id"], 1
        while entry.known is None and entry.entry["id"] in taken:
            number += 1
            entry.entry["id"] = f"{identity}-{number}"
        taken.add(entry.entry["id"])
    return list(entries)
