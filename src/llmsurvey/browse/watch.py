"""Whether a user's registry files were changed while the browser is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from llmsurvey.registry.configuration import config_file, configured_registry
from llmsurvey.registry.layers import registry_of_environment, user_registry_folder

_Status = tuple[str, int, int]


class RegistryWatch:
    """The files of a user's layers as they were when one last looked; those in `paths` belong to this run."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._is_readable_again = "-" not in self._paths
        self._status = self._look()

    def has_changed(self) -> bool:
        """Whether a file was changed, added or removed since the last look. Standard input is read only once."""
        if not self._is_readable_again:
            return False
        before, self._status = self._status, self._look()
        return before != self._status

    def _look(self) -> tuple[_Status, ...]:
        return tuple(self._list_status())

    def _list_status(self) -> Iterator[_Status]:
        paths = (*configured_registry(), *registry_of_environment(), *self._paths)
        for path in (config_file(), user_registry_folder(), *map(Path, paths)):
            yield from _status_of(path)
            if path.is_dir():
                for file in sorted(path.iterdir()):
                    yield from _status_of(file)


def _status_of(path: Path) -> Iterator[_Status]:
    try:
        status = path.stat()
    except OSError:
        return
    yield str(path), status.st_mtime_ns, status.st_size
