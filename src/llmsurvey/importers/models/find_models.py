"""Which models lie at a path: a folder, a file of one, a cache of the hub, or a folder of folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import Fault, InputError, RequestError
from llmsurvey.importers.hub import hub_of, revision_in
from llmsurvey.importers.models.card import FRONT_MATTER
from llmsurvey.importers.models.files import fault_at
from llmsurvey.messages import say
from llmsurvey.paths import kind_of

_CARD = ("readme.md", "readme")
_CONFIG = "config.json"
_WEIGHTS = (".safetensors", ".gguf")
_CACHED = "models--"
_MOST_DEEP = 4
"""So many folders below a path are looked into."""

_BEGINNING = 65_536
_FRONT_MATTER = re.compile(rb"\A" + FRONT_MATTER.pattern)
_OF_SPACE = re.compile(_FRONT_MATTER.pattern + rb"(?:(?!---|\.\.\.).*\n)*?(?:sdk|app_file)[ \t]*:")
"""Front matter of a space: a program that uses models, and is none."""

_TYPE_OF_MODEL = re.compile(rb'"(?:model_type|architectures)"\s*:')

_REMOTE = re.compile(r"^\s*url\s*=\s*(\S+?)(?:\.git)?/?\s*$", re.MULTILINE)


class ModelPath(NamedTuple):
    """A folder with a model, the files of it that are meant (None for all), and its repository on the hub, if known."""

    folder: Path
    files: tuple[Path, ...] | None = None
    hub: str | None = None
    revision: str | None = None


def find_models(path: Path, faults: list[Fault]) -> list[ModelPath]:
    """Return the models at a path. Raises RequestError where there are none, InputError where nothing is there at all.

    Repositories of a cache of which nothing was loaded are told among the `faults`.
    """
    kind = kind_of(path)
    if kind is None:
        raise InputError(say("{path}: there is no such file or folder.", path=path))
    if kind == "stream":
        raise RequestError(say("{path} is a pipe or a device. Write it to a file first.", path=path))
    models = [_of_file(path)] if kind == "file" else list(_below(path, faults, 0))
    if not models:
        raise RequestError(
            say(
                "{path} holds no model: no README.md, config.json, .safetensors or .gguf, and no cache of the hub.",
                path=path,
            )
        )
    return models


def is_model_file(path: Path) -> bool:
    """Whether a file, by its name, tells of a model: a card, a config or weights."""
    name = path.name.lower()
    return name in _CARD or name == _CONFIG or name.endswith((*_WEIGHTS, ".md"))


def is_model(path: Path) -> bool:
    """Whether a path is that of one model: a file of one, a cached repository, or a folder with weights or their card.

    A README.md without front matter, or with that of a space, is no card, and a config.json without a type of model
    none of a model's. A folder that can't be read counts as one, for `find_models` to say why.
    """
    if not path.is_dir():
        return is_model_file(path)
    try:
        names = {entry.name.lower(): entry for entry in path.iterdir()}
    except OSError:
        return True
    if path.absolute().name.startswith(_CACHED) or any(name.endswith(_WEIGHTS) for name in names):
        return True
    card = names.get(_CARD[0])
    return (_has(card, _FRONT_MATTER) and not _has(card, _OF_SPACE)) or _has(names.get(_CONFIG), _TYPE_OF_MODEL)


def _has(path: Path | None, pattern: re.Pattern[bytes]) -> bool:
    """Whether the beginning of a file is as a pattern says; one that can't be read isn't."""
    try:
        if path is None or not path.is_file():
            return False
        with path.open("rb") as file:
            return pattern.search(file.read(_BEGINNING)) is not None
    except OSError:
        return False


def _of_file(path: Path) -> ModelPath:
    if not is_model_file(path):
        raise RequestError(
            say("{path} tells of no model. Name a README.md, a config.json, a .safetensors or a .gguf.", path=path)
        )
    folder = path.parent
    return ModelPath(folder, (path,), _hub_of_folder(folder), revision_in(str(folder.absolute())) or None)


def _below(folder: Path, faults: list[Fault], depth: int) -> Iterator[ModelPath]:
    """Yield the models in a folder; what is no model is looked into.

    A README.md without front matter is a card only where no model lies below it: else it tells of all of them.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise fault_at(folder, 0, say("can't be read: {reason}", reason=str(error.strerror).lower())) from None
    if folder.name.startswith(_CACHED) and "snapshots" in names:
        yield from _snapshot_of(folder, faults)
        return
    itself = ModelPath(folder, None, _hub_of_folder(folder), revision_in(str(folder.absolute())) or None)
    card = next((folder / name for name in names if name.lower() in _CARD[:1]), None)
    if _has(card, _FRONT_MATTER) or any(name == _CONFIG or name.endswith(_WEIGHTS) for name in names):
        yield itself
        return
    below = list(_in_folders(folder, names, faults, depth)) if depth < _MOST_DEEP else []
    if card is None or any(is_model(model.folder) for model in below):
        yield from below
    else:
        yield itself


def _in_folders(folder: Path, names: Iterable[str], faults: list[Fault], depth: int) -> Iterator[ModelPath]:
    """Yield the models in the folders within one; links to models elsewhere aren't followed, and are told."""
    for name in names:
        below = folder / name
        if name.startswith((".", "datasets--", "spaces--")) or not below.is_dir():
            continue
        if not below.is_symlink():
            yield from _below(below, faults, depth + 1)
        elif is_model(below):
            message = say("is a link to a folder, which isn't followed. Name the folder itself")
            faults.append(Fault(str(below), 0, 0, message, warning=True))


def _snapshot_of(repository: Path, faults: list[Fault]) -> Iterator[ModelPath]:
    """Yield what `refs/main` of a cached repository names, or its only revision."""
    snapshots = repository / "snapshots"
    revisions = sorted(entry.name for entry in snapshots.iterdir() if entry.is_dir())
    main = repository / "refs" / "main"
    try:
        named = main.read_text(encoding="utf-8", errors="replace").strip()[:64] if main.is_file() else None
    except OSError:
        named = None
    chosen = named if named in revisions else None
    if chosen is None and len(revisions) == 1:
        chosen = revisions[0]
    if chosen is None:
        message = (
            say("has several revisions, and refs/main names none of them: name one of snapshots/")
            if revisions
            else say("has no revision: nothing of it was loaded")
        )
        faults.append(Fault(str(repository), 0, 0, message, warning=True))
        return
    if not any(is_model_file(entry) for entry in (snapshots / chosen).iterdir()):
        faults.append(
            Fault(str(repository), 0, 0, say("has no card, config or weights that were loaded"), warning=True)
        )
        return
    yield ModelPath(snapshots / chosen, None, hub_of(str(repository)), chosen)


def _hub_of_folder(folder: Path) -> str | None:
    """Return the repository of a folder: by its place in a cache, or by where git got it from."""
    absolute = folder.absolute()
    cached = next((str(place) for place in (absolute, *absolute.parents) if place.name.startswith(_CACHED)), None)
    if cached is not None:
        return hub_of(cached)
    git = folder / ".git" / "config"
    try:
        text = git.read_text(encoding="utf-8", errors="replace") if git.is_file() else ""
    except OSError:
        text = ""
    remotes = {hub_of(match[1]) for match in _REMOTE.finditer(text) if "huggingface.co" in match[1]}
    return remotes.pop() if len(remotes) == 1 else None
