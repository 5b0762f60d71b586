"""The models that files and folders name, each with its place; nothing that lies there is run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import Fault, RequestError, reason_of
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.repositories.cards import find_in_card
from llmsurvey.importers.repositories.excuses import Excuse, find_excuses
from llmsurvey.importers.repositories.kinds import Kind, kind_of_file
from llmsurvey.importers.repositories.mention import Mention
from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.importers.repositories.notebooks import find_in_notebook
from llmsurvey.importers.repositories.python_code import PythonModels, find_in_python
from llmsurvey.importers.repositories.texts import find_in_script, find_in_text
from llmsurvey.importers.repositories.walk import RepositoryFile, walk_repository
from llmsurvey.inputs import remember_input
from llmsurvey.messages import say
from llmsurvey.paths import kind_of, path_from_home
from llmsurvey.registry.registry import Registry

MOST_BYTES = 2**20
"""A longer file is data, and isn't looked at; it is told."""

_CACHE = "models--"


class NamedModel(NamedTuple):
    """A model that a file names, or of which a cache holds files: `excuse` is the reason that a comment gives."""

    file: str
    mention: Mention
    excuse: str | None = None
    cache: Path | None = None

    @property
    def place(self) -> str:
        """Where it is, as editors take it: `app.py:14:9`, or the folder of a cache."""
        return f"{self.file}:{self.mention.line}:{self.mention.column}" if self.mention.line else self.file


@dataclass
class Scan:
    """What was found: the `models` that are named, `faults` with their places, and what couldn't be told.

    `files` were looked at; those `too_large` weren't; `untold` calls take a model that only a run would tell.
    """

    models: list[NamedModel] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    files: int = 0
    too_large: list[str] = field(default_factory=list)
    untold: int = 0


def scan_paths(
    paths: Sequence[str],
    registry: Registry,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    without: Path | None = None,
) -> Scan:
    """Return the models that some files and folders name, by their places; one file is left out, if it is named.

    Raises RequestError for a path at which nothing is, or a pipe.
    """
    names = ModelNames(registry)
    files = {file: root for path in paths for root, file in _files_at(path)}
    if without is not None:
        left_out = without.resolve()
        files = {
            key: root for key, root in files.items() if key.path.name != without.name or key.path.resolve() != left_out
        }
    scan = Scan()
    for number, (file, root) in enumerate(files.items(), 1):
        progress(number, len(files))
        if file.is_cached:
            repository = hub_of(str(file.path)) or file.path.name
            scan.models.append(NamedModel(str(file.path), Mention(0, 0, repository, "cache"), None, file.path))
        else:
            _scan_file(file.path, root, names, scan)
    return scan


def _files_at(path: str) -> Iterator[tuple[Path, RepositoryFile]]:
    """Yield what is to be looked at below a path, with the folder that is asked for; a file is what is named."""
    place = path_from_home(path)
    kind = kind_of(place)
    if kind is None:
        raise RequestError(say("{path}: there is no such file or folder.", path=path))
    if kind == "stream":
        raise RequestError(say("{path} is a pipe or a device. Write it to a file first.", path=path))
    if kind == "file":
        yield Path(), RepositoryFile(place)
        return
    absolute = place.absolute()
    cached = next((above for above in (absolute, *absolute.parents) if above.name.startswith(_CACHE)), None)
    if cached is not None:
        yield place, RepositoryFile(place if cached == absolute else cached, is_cached=True)
        return
    for file in walk_repository(place):
        yield place, file


def _scan_file(path: Path, root: Path, names: ModelNames, scan: Scan) -> None:
    kind = kind_of_file(path.name)
    if kind is None:
        return
    content = _read(path, scan)
    if content is None:
        return
    scan.files += 1
    mentions = _find(str(path), kind, content, names, scan)
    mentions = [mention for mention in mentions if not _is_file(mention.name, (root, path.parent), names)]
    excuses = list(find_excuses(content))
    reasons = _reasons_of(str(path), excuses, mentions, scan)
    for mention in sorted(set(mentions)):
        scan.models.append(NamedModel(str(path), mention, reasons.get(mention.line)))


def _read(path: Path, scan: Scan) -> str | None:
    """Return the text of a file; None for one that is too large, holds no text, or can't be read, which is told."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = reason_of(error)
        scan.faults.append(Fault(str(path), 0, 0, say("can't be read: {reason}", reason=reason), warning=True))
        return None
    if len(content) > MOST_BYTES:
        scan.too_large.append(str(path))
        return None
    if b"\0" in content:
        return None
    remember_input(path)
    return content.decode(errors="replace").removeprefix("\ufeff")


def _find(file: str, kind: Kind, text: str, names: ModelNames, scan: Scan) -> list[Mention]:
    """Return the models that a text of some kind names, each place once."""
    if kind in ("python", "notebook"):
        try:
            python = find_in_python(text, names) if kind == "python" else find_in_notebook(text, names)
        except SyntaxError:
            message = say("is no Python 3: only command lines and keys in it were looked at")
            scan.faults.append(Fault(file, 0, 0, message, warning=True))
            python = PythonModels(find_in_text(text, names), 0)
        except ValueError:
            scan.faults.append(Fault(file, 0, 0, say("is no notebook that can be read"), warning=True))
            return []
        scan.untold += python.untold
        return python.mentions
    if kind == "script":
        return find_in_script(text, names)
    return find_in_card(text, names) if kind == "card" else find_in_text(text, names)


def _is_file(name: str, folders: Iterable[Path], names: ModelNames) -> bool:
    """Whether a name that the registry doesn't have is the path of something that lies there."""
    if "/" not in name or names.is_known(name):
        return False
    return any(os.path.lexists(folder / name) for folder in folders)


def _reasons_of(file: str, excuses: Sequence[Excuse], mentions: Sequence[Mention], scan: Scan) -> dict[int, str]:
    """Return the reasons by the lines that they excuse; an excuse without one, or for nothing, is told."""
    reasons: dict[int, str] = {}
    named = {mention.line for mention in mentions}
    for excuse in excuses:
        if not excuse.reason:
            message = say("an excuse needs a reason, so it counts for nothing: llmsurvey: ok REASON")
            scan.faults.append(Fault(file, excuse.line, excuse.column, message))
        elif named.isdisjoint(excuse.lines):
            message = say("excuses nothing: no model is named here. Remove the comment")
            scan.faults.append(Fault(file, excuse.line, excuse.column, message, warning=True))
        else:
            line = excuse.line if excuse.line in named else excuse.lines[-1]
            reasons[line] = excuse.reason
    return reasons
