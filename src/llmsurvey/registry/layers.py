"""Which files make up a registry: the built-in catalogue, and what a user lays over it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.inputs import digest_input, read_input, read_standard_input
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


class Layer:
    """Files that are read together; `name` is what `show` calls them."""

    def __init__(self, name: str, files: Iterable[tuple[str, bytes]], *, is_folder: bool = False) -> None:
        self.name = name
        self.is_folder = is_folder
        self._files = tuple(files)

    @property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        """Each file's name as shown, and its content."""
        return self._files

    def name_of(self, file: str) -> str:
        """Return what `show` calls what stands in a file: of a folder the file itself.

        What isn't UTF-8 in it is written as the terminal has it, for a registry is kept as UTF-8.
        """
        return (file if self.is_folder else self.name).encode("utf-8", "backslashreplace").decode()

    def fingerprint(self) -> Iterator[bytes]:
        """Yield what tells these files from others: their names and the digests of their contents."""
        for name, content in self.files:
            yield name.encode("utf-8", "surrogateescape")
            yield hashlib.sha256(content).digest()


class FileLayer(Layer):
    """Files of the user's, of which only the digests are taken until somebody needs what they hold.

    Raises RegistryError for one that can't be read.
    """

    def __init__(self, name: str, paths: Iterable[str], *, is_folder: bool = False) -> None:
        self.name = name
        self.is_folder = is_folder
        self._digests = {path: _digest_content(Path(path)) for path in paths}

    @cached_property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        """Each file's name as shown, and its content. Raises RegistryError for one that can't be read."""
        return tuple((path, _read_content(Path(path))) for path in self._digests)

    def fingerprint(self) -> Iterator[bytes]:
        """Yield what tells these files from others; of files that were read it is what was read."""
        if "files" in self.__dict__:
            yield from super().fingerprint()
            return
        for path, digest in self._digests.items():
            yield path.encode("utf-8", "surrogateescape")
            yield digest


class BuiltInLayer(Layer):
    """Files that come with the program, by their places and their names as shown; they are read when they are needed.

    They are told from others by the times and lengths that the system has of them: a start needn't read 300 files to
    see that they were compiled before.
    """

    def __init__(self, name: str, paths: Iterable[tuple[Path, str]]) -> None:
        self.name = name
        self.is_folder = False
        self.paths = tuple(paths)

    @cached_property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        """Each file's name as shown, and its content. Raises RegistryError for one that can't be read."""
        return tuple((shown, _read_content(path)) for path, shown in self.paths)

    def fingerprint(self) -> Iterator[bytes]:
        """Yield where the files are, when each was written and how long it is."""
        for path, _ in self.paths:
            try:
                status = path.stat()
            except OSError as error:
                raise _unreadable_error(path, error) from None
            yield f"{path}/{status.st_mtime_ns}/{status.st_size}".encode("utf-8", "surrogateescape")


class StreamLayer(Layer):
    """What standard input (`-`) or a pipe held, which can be read only once."""

    def __init__(self, path: str, name: str, content: bytes) -> None:
        super().__init__(name, [(name, content)])
        self.path = path


def data_folder() -> Path:
    """Return the folder of the built-in data: inside the installed package, or the checkout's own."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "data"


def user_registry_folder() -> Path:
    """Return the folder of the user's own registry files, which lies in that of the configuration."""
    return config_folder() / "registry"


def imports_folder() -> Path:
    """Return the folder of what was imported into the user's registry: a file an import, in their order."""
    return user_registry_folder() / "imports"


def layer_of_import(path: Path, content: bytes) -> Layer:
    """Return the layer of what is imported into a file, whose content this will be."""
    return Layer(_name_of_import(path), [(str(path), content)])


def _name_of_import(path: Path) -> str:
    """Return what `show` calls the layer of an import: `imports/001-models.yaml`."""
    return f"{path.parent.name}/{path.name}"


def place_of_import(name: str) -> Path:
    """Return where an import of that name is kept: its file, or one behind all others if there is none yet.

    A later import may speak of what an earlier one brought, so each is a layer over those before it.
    """
    kept = _paths_of_user(imports_folder())
    named = [path for path in kept if path.stem.partition("-")[2] == name]
    numbers = [int(path.stem.partition("-")[0]) for path in kept if path.stem.partition("-")[0].isdecimal()]
    return named[0] if named else imports_folder() / f"{max(numbers, default=0) + 1:03}-{name}.yaml"


def misplaced_registry() -> Message | None:
    """Return what to tell a user whose registry files lie in the configuration folder itself, where none is read."""
    folder = config_folder()
    try:
        is_misplaced = bool(_paths_of(folder))
    except RegistryError:
        return None
    if not is_misplaced:
        return None
    return say(
        "{folder} holds registry files, which aren't read there. Move them into {registry}.",
        folder=folder,
        registry=user_registry_folder(),
    )


def layers_for(paths: Iterable[str] = (), streams: Iterable[StreamLayer] = ()) -> list[Layer]:
    """Return the layers of a run, lowest first.

    They are built in, what was imported, a layer each, the user's folder, those of the configuration file,
    LLMSURVEY_REGISTRY, then `paths`. A path is a file, a folder of YAML files, or `-` for standard input; `streams` are
    those that were read before. Raises RegistryError for one that can't be read, and RequestError for a configuration
    file that is at fault.
    """
    read = {stream.path: stream for stream in streams}
    layers: list[Layer] = [BuiltInLayer(BUILT_IN, _paths_of_catalogue())]
    layers += [FileLayer(_name_of_import(path), [str(path)]) for path in _paths_of_user(imports_folder())]
    if paths_of_user := _paths_of_user(folder := user_registry_folder()):
        layers.append(FileLayer(str(folder), map(str, paths_of_user), is_folder=True))
    for path in (*configured_registry(), *registry_of_environment(), *paths):
        layers.append(read.get(path) or read_layer(path))
    return layers


def registry_of_environment() -> list[str]:
    """Return the paths that LLMSURVEY_REGISTRY names."""
    return [path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]


def built_in_layer(name: str) -> Layer:
    """Return the files of one folder of the built-in data that isn't part of the registry: `survey`, `hardware`."""
    return BuiltInLayer(f"{BUILT_IN} {name}", _paths_shown(data_folder() / name))


def read_layer(path: str) -> Layer:
    """Return the layer of a file, a folder or standard input (`-`). Raises RegistryError where it can't be read."""
    if not path:
        raise RegistryError([Fault(option("registry"), 0, 0, say("names nothing. Name a file or a folder"))])
    if path == "-":
        return StreamLayer(path, "standard input", _read_standard_input())
    location = Path(path)
    try:
        folder = location.is_dir()
    except (OSError, ValueError) as error:
        raise _unreadable_error(location, error) from None
    if folder:
        files = _paths_of(location)
        if not files:
            message = say("has no .yaml, .yml or .json file. Name the folder that holds the registry")
            raise RegistryError([Fault(path, 0, 0, message)])
        return FileLayer(path, map(str, files), is_folder=True)
    if location.is_file():
        return FileLayer(path, [path])
    return StreamLayer(path, path, _read_content(location))


def _paths_of_catalogue() -> list[tuple[Path, str]]:
    """Return the files of the built-in catalogue: what the survey names, then `models/`, a file an organisation."""
    folder = data_folder()
    paths, beside = _paths_shown(folder), folder / FAMILIES
    if beside.is_dir():
        paths += [(path, f"{folder.name}/{shown}") for path, shown in _paths_shown(beside)]
    return paths


def _paths_shown(folder: Path) -> list[tuple[Path, str]]:
    """Return the registry files right in a folder of the built-in data, each with its name as shown."""
    return [(path, f"{folder.name}/{path.name}") for path in _paths_of(folder)]


def _paths_of_user(folder: Path) -> list[Path]:
    """Return the registry files of the user's folder, if there is one. Raises RegistryError if it can't be seen."""
    try:
        folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable_error(folder, error) from None
    return _paths_of(folder)


def _paths_of(folder: Path) -> list[Path]:
    """Return every registry file right in a folder, by name. Raises RegistryError where the folder can't be read."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _is_registry(entry.name) and not entry.is_dir())
    except OSError as error:
        raise _unreadable_error(folder, error) from None
    return [folder / name for name in names]


def _is_registry(name: str) -> bool:
    """Whether a file of this name in a folder is a part of a registry: YAML and JSON, but for a JSON Schema."""
    return name.endswith((".yaml", ".yml", ".json")) and not name.endswith(".schema.json")


def _digest_content(path: Path) -> bytes:
    try:
        return digest_input(path, MAX_BYTES)
    except OSError as error:
        raise _unreadable_error(path, error) from None


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
