"""Which files of a folder are looked at, and which repositories its caches of the hub hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from llmsurvey.importers.repositories.gitignore import Ignored, read_rules
from llmsurvey.importers.repositories.kinds import kind_of_file

_SKIPPED = {
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".tox", ".nox",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints", ".eggs", ".locks",
}  # fmt: skip
"""Folders that hold what others wrote, or what programs keep."""

_OF_VENV = "pyvenv.cfg"
_CACHED = "models--"


class RepositoryFile(NamedTuple):
    """A file to look at, and its path from the folder that was asked for; a folder of the hub's cache `is_cached`."""

    path: Path
    is_cached: bool = False


def walk_repository(folder: Path) -> Iterator[RepositoryFile]:
    """Yield the files of a folder that may name models, and the models of caches in it, in the order of their paths.

    Links aren't followed: what one within the folder leads to is there anyway. What git ignores is left out.
    """
    root, rules = _rules_above(folder)
    yield from _walk(folder, rules, _path_from(root, folder))


def _walk(folder: Path, ignored: Ignored, path: str) -> Iterator[RepositoryFile]:
    pending = [(folder, ignored, path)]
    while pending:
        folder, ignored, path = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            continue
        names = {entry.name for entry in entries}
        if _OF_VENV in names:
            continue
        if ".gitignore" in names:
            ignored = ignored.below(path, read_rules(folder / ".gitignore"))
        folders = []
        for entry in entries:
            below = f"{path}/{entry.name}" if path else entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name.startswith(_CACHED):
                    yield RepositoryFile(Path(entry.path), is_cached=True)
                elif entry.name not in _SKIPPED and not ignored.ignores(below, is_folder=True):
                    folders.append((Path(entry.path), ignored, below))
            elif _is_looked_at(entry) and not ignored.ignores(below, is_folder=False):
                yield RepositoryFile(Path(entry.path))
        pending += reversed(folders)


def _is_looked_at(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and kind_of_file(entry.name) is not None


def _rules_above(folder: Path) -> tuple[Path, Ignored]:
    """Return the root of the repository that a folder is in, and the rules from there down to above the folder."""
    absolute = folder.absolute()
    root = next((place for place in (absolute, *absolute.parents) if (place / ".git").exists()), None)
    if root is None:
        return absolute, Ignored()
    ignored = Ignored().below("", read_rules(root / ".git" / "info" / "exclude"))
    between = [place for place in reversed(absolute.parents) if place.is_relative_to(root)]
    for place in between:
        ignored = ignored.below(_path_from(root, place), read_rules(place / ".gitignore"))
    return root, ignored


def _path_from(root: Path, folder: Path) -> str:
    path = folder.absolute().relative_to(root).as_posix()
    return "" if path == "." else path
