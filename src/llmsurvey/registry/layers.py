"""Which files make up a registry: the built-in catalogue, and what a user lays over it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.inputs import read_input, read_standard_input
from llmsurvey.messages import Message, option, say
from llmsurvey.registry.configuration import VARIABLES, config_folder, configured_registry

BUILT_IN = "built-in"
"""The name of the layer that comes with the program."""

FAMILIES = "models"
"""The folder of the built-in data that holds what the survey doesn't name, a file an organisation."""

MAX_BYTES = 64 * 2**20
"""The largest file that is read, in bytes: about 60,000 models."""

VARIABLE = VARIABLES["registry"]
"""The environment variable that names further layers, separated as in PATH."""


class Layer(NamedTuple):
    """Files that are read together; `name` is what `show` calls them."""

    name: str
    files: tuple[tuple[str, bytes], ...]
    """Each file's name as shown, and its content."""


def data_folder() -> Path:
    """Return the folder of the built-in data: inside the installed package, or the checkout's own."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "data"


def user_registry_folder() -> Path:
    """Return the folder of the user's own registry files, which lies in that of the configuration."""
    return config_folder() / "registry"


def misplaced_registry() -> Message | None:
    """Return what to tell a user whose registry files lie in the configuration folder itself, where none is read."""
    folder = config_folder()
    try:
        is_misplaced = any(_is_registry(path) for path in folder.iterdir())
    except OSError:
        return None
    if not is_misplaced:
        return None
    return say(
        "{folder} holds registry files, which aren't read there. Move them into {registry}.",
        folder=folder,
        registry=user_registry_folder(),
    )


def layers_for(paths: Iterable[str] = ()) -> list[Layer]:
    """Return the layers of a run, lowest first.

    They are built in, the user's folder, those of the configuration file, LLMSURVEY_REGISTRY, then `paths`. A path is a
    file, a folder of YAML files, or `-` for standard input. Raises RegistryError for one that can't be read, and
    RequestError for a configuration file that is at fault.
    """
    layers = [Layer(BUILT_IN, tuple(_built_in_files()))]
    if files := _files_of_user(folder := user_registry_folder()):
        layers.append(Layer(str(folder), tuple(files)))
    for path in (*configured_registry(), *registry_of_environment(), *paths):
        layers.append(read_layer(path))
    return layers


def registry_of_environment() -> list[str]:
    """Return the paths that LLMSURVEY_REGISTRY names."""
    return [path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]


def built_in_layer(name: str) -> Layer:
    """Return the files of one folder of the built-in data that isn't part of the registry: `survey`, `hardware`."""
    return Layer(f"{BUILT_IN} {name}", tuple(_files_of(data_folder() / name, in_folder=True)))


def read_layer(path: str) -> Layer:
    """Return the layer of a file, a folder or standard input (`-`). Raises RegistryError where it can't be read."""
    if not path:
        raise RegistryError([Fault(option("registry"), 0, 0, say("names nothing. Name a file or a folder"))])
    if path == "-":
        return Layer("standard input", (("standard input", _read_standard_input()),))
    location = Path(path)
    try:
        folder = location.is_dir()
    except (OSError, ValueError) as error:
        raise _unreadable_error(location, error) from None
    if folder:
        files = _files_of(location)
        if not files:
            message = say("has no .yaml, .yml or .json file. Name the folder that holds the registry")
            raise RegistryError([Fault(path, 0, 0, message)])
        return Layer(path, tuple(files))
    return Layer(path, ((path, _read_content(location)),))


def _built_in_files() -> list[tuple[str, bytes]]:
    """Return the files of the built-in catalogue: what the survey names, then `models/`, a file an organisation."""
    folder = data_folder()
    files, beside = _files_of(folder, in_folder=True), folder / FAMILIES
    if beside.is_dir():
        files += [(f"{folder.name}/{name}", content) for name, content in _files_of(beside, in_folder=True)]
    return files


def _files_of_user(folder: Path) -> list[tuple[str, bytes]]:
    """Return the registry files of the user's folder, if there is one. Raises RegistryError if it can't be seen."""
    try:
        folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable_error(folder, error) from None
    return _files_of(folder)


def _files_of(folder: Path, *, in_folder: bool = False) -> list[tuple[str, bytes]]:
    """Return every registry file right in a folder, by name; `in_folder` shows them relative to its parent."""
    try:
        paths = sorted(path for path in folder.iterdir() if _is_registry(path))
    except OSError as error:
        raise _unreadable_error(folder, error) from None
    return [(f"{folder.name}/{path.name}" if in_folder else str(path), _read_content(path)) for path in paths]


def _is_registry(path: Path) -> bool:
    """Whether a file in a folder is taken for a part of a registry: YAML and JSON, but for a JSON Schema."""
    return path.suffix in (".yaml", ".yml", ".json") and not path.name.endswith(".schema.json") and not path.is_dir()


def _read_content(path: Path) -> bytes:
    try:
        return read_input(path, MAX_BYTES)
    except OSError as error:
        raise _unreadable_error(path, error) from None


def _read_standard_input() -> bytes:
    try:
        return read_standard_input(MAX_BYTES)
    except OSError as error:
        message = say("can't be read: {reason}. Give it a registry: < FILE", reason=reason_of(error))
        raise RegistryError([Fault("standard input", 0, 0, message)]) from None


def _unreadable_error(path: Path, error: OSError | ValueError) -> RegistryError:
    message = say("can't be read: {reason}. Check the path and its permissions", reason=reason_of(error))
    return RegistryError([Fault(str(path), 0, 0, message)])
