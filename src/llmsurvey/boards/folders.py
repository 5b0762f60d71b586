"""Which boards and snapshots there are, by the names of folders and files: nothing is read, and nothing loaded."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from llmsurvey.boards.board_names import is_folder_name
from llmsurvey.errors import BoardError, RequestError, reason_of
from llmsurvey.messages import question, say
from llmsurvey.registry.layers import data_folder

UNDATED = "undated"
"""The snapshot of scores whose day isn't known."""

LATEST = "latest"
"""The name of a board's newest whole snapshot."""

DEFAULT_ADDRESS = "open-llm-leaderboard@2023-07-28"
"""The board that is asked where none is named: the day that the survey shows, whole, with most models identified."""

DEFAULT_BOARD = DEFAULT_ADDRESS.partition("@")[0]
"""The name of the default board, which is meant where only a day is named (`@latest`)."""

SURVEY_ADDRESS = f"{DEFAULT_BOARD}@survey"
"""The ten models of the survey's Table 2, on the day that it shows."""


def built_in_folder() -> Path:
    """Return the folder of the boards that come with the program."""
    return data_folder() / "boards"


def user_folder() -> Path:
    """Return the folder of the user's own boards, by the conventions of the system (XDG on Linux)."""
    import platformdirs

    return Path(platformdirs.user_data_dir("llmsurvey", appauthor=False)) / "boards"


@dataclass(frozen=True)
class BoardFolders:
    """The folders that boards are kept in: the later one wins."""

    folders: tuple[Path, ...]

    @classmethod
    def standard(cls) -> Self:
        """Return the folder of the boards that come with the program, and the user's own."""
        return cls((built_in_folder(), user_folder()))

    def boards(self) -> list[str]:
        """Return every board by name, which is that of a folder with a snapshot in it."""
        names = {entry.name for folder in self.folders for entry in _list_folder(folder) if entry.is_dir()}
        return sorted(name for name in names if self._has_snapshot(name))

    def _has_snapshot(self, board: str) -> bool:
        try:
            return bool(self.snapshots(board))
        except BoardError:  # there is something, which is told where it is read
            return True

    def snapshots(self, board: str) -> dict[str, Path]:
        """Return the files of a board's snapshots by their day, the oldest first, one without a day before all.

        Raises BoardError for a folder that can't be read.
        """
        if not is_folder_name(board):
            return {}
        files: dict[str, Path] = {}
        for folder in self.folders:
            for entry in _list_folder(folder / board):
                is_kept = entry.name.endswith(".csv") and not entry.name.startswith(".")
                if is_kept and (entry.is_file() or entry.is_symlink()):
                    files[entry.name.removesuffix(".csv")] = Path(entry.path)
        return dict(sorted(files.items(), key=lambda item: (item[0] != UNDATED, item[0])))

    def shipped_boards(self) -> set[str]:
        """Return the names of the boards that came with the program: all that stand before the user's own folder."""
        return set(BoardFolders(self.folders[:-1]).boards())

    def check_is_there_once(self, board: str, day: str) -> None:
        """Raise RequestError where a snapshot is in the user's own folder although it came with the program."""
        *shipped, own = (folder / board / f"{day}.csv" for folder in self.folders)
        if own.is_file() and any(file.is_file() for file in shipped):
            address = f"{board}@{day}"
            raise RequestError(
                say(
                    "{address} is there twice: it came with the program, and {file} is yours. Remove yours: `{hint}`.",
                    address=address,
                    file=own,
                    hint=question("remove_boards", address),
                )
            )

    def addresses(self) -> list[str]:
        """Return every snapshot by its address."""
        return [f"{board}@{day}" for board in self.boards() for day in self.snapshots(board)]


def _list_folder(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, by name: nothing where there is none. Raises BoardError if it can't be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except NotADirectoryError:
        return []
    except OSError as error:
        if not os.access(folder, os.F_OK):  # it isn't there, or lies where this user can't have kept anything
            return []
        raise BoardError(say("{file} can't be read: {reason}.", file=folder, reason=reason_of(error))) from None


def complete_address(address: str) -> str:
    """Return an address with the default board before a day that stands alone: `@latest`."""
    return f"{DEFAULT_BOARD}{address}" if address.startswith("@") else address


def date_of(day: str) -> str | None:
    """Return the day of a snapshot by its name, None where it isn't known."""
    return None if day == UNDATED else day
