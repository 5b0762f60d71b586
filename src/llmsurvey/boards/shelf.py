"""Where boards are kept: those that come with the program, and the user's own; each snapshot a tidy CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from llmsurvey.atomic import write_atomically
from llmsurvey.boards import tidy
from llmsurvey.boards.board import Board
from llmsurvey.errors import BoardError, OutputError, RequestError, UnknownNameError, reason_of
from llmsurvey.inputs import remember_input
from llmsurvey.messages import say
from llmsurvey.registry.layers import data_folder
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import SNAPSHOT, load_scores
from llmsurvey.registry.suggest import nearest

UNDATED = "undated"
"""The snapshot of scores whose day isn't known."""

LATEST, SURVEY = "latest", "survey"
"""Names of snapshots: the newest one, and the ten models of the survey's Table 2 on the day it shows."""

DEFAULT = f"{SNAPSHOT[0]}@{SURVEY}"


def built_in_folder() -> Path:
    """The folder of the boards that come with the program."""
    return data_folder() / "boards"


def user_folder() -> Path:
    """The folder of the user's own boards, by the conventions of the system (XDG on Linux)."""
    import platformdirs

    return Path(platformdirs.user_data_dir("llmsurvey", appauthor=False)) / "boards"


class Addition(NamedTuple):
    """A board, the scores that its day will hold (None: nothing new), and how many of its entries are new."""

    board: Board
    table: tidy.Tidy | None
    new: int


@dataclass(frozen=True)
class Shelf:
    """The folders that boards are kept in: the later one wins, and the last one is written to."""

    folders: tuple[Path, ...]

    @classmethod
    def standard(cls) -> Shelf:
        """The built-in boards and the user's own."""
        return cls((built_in_folder(), user_folder()))

    def boards(self) -> list[str]:
        """Every board by name, which is that of a folder with a snapshot in it."""
        found = {path.name for folder in self.folders for path in _inside(folder) if path.is_dir()}
        return sorted(name for name in found if self.snapshots(name))

    def snapshots(self, board: str) -> dict[str, Path]:
        """The files of a board's snapshots by their day, the oldest first, one without a day before all."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            found.update((path.stem, path) for path in _inside(folder / board) if path.suffix == ".csv")
        return dict(sorted(found.items(), key=lambda each: (each[0] != UNDATED, each[0])))

    def addresses(self) -> list[str]:
        """Every snapshot by its address."""
        return [f"{board}@{day}" for board in self.boards() for day in self.snapshots(board)]

    def find(self, address: str) -> tuple[str, str]:
        """The board and the snapshot of an address: `BOARD@2023-07-28`, `BOARD@latest`, or `BOARD` for the latest.

        Raises UnknownNameError, with the nearest, for what isn't there.
        """
        board, _, day = address.partition("@")
        if board not in self.boards():
            raise UnknownNameError("board", board, nearest(board, self.boards()) or self.boards())
        days = list(self.snapshots(board))
        if (board, day) == (SNAPSHOT[0], SURVEY):
            return SNAPSHOT
        if day in ("", LATEST):
            return board, days[-1]
        if day not in days:
            raise UnknownNameError(say("snapshot of {board}", board=board), day, nearest(day, days) or days[-3:])
        return board, day

    def load(self, address: str) -> Board:
        """The board at an address. Raises UnknownNameError, or BoardError for a file that can't be read."""
        board, day = self.find(address)
        found = load_file(self.snapshots(board)[day], board, None if day == UNDATED else day)
        if address == DEFAULT:
            ten = _of_the_survey()
            places = [place for place, hub in enumerate(found.fact("hub")) if hub in ten]
            return replace(found.take(places), snapshot=SURVEY)
        return found

    def largest_before(self, address: str) -> int:
        """How many entries the largest snapshot before this one has; 0 where there is none."""
        board, day = self.find(address)
        return max((len(self.load(f"{board}@{each}")) for each in self.snapshots(board) if each < day), default=0)

    def plan(
        self, boards: Sequence[tuple[Board, tidy.Tidy]], *, merge: bool = False, replace: bool = False
    ) -> list[Addition]:
        """What keeping some boards, each with its scores, would write.

        Raises RequestError where two are of one day, or where a day is kept with other scores already, which `merge`
        would add to and `replace` replace.
        """
        addresses = [board.address for board, _ in boards]
        twice = next((address for address in addresses if addresses.count(address) > 1), None)
        if twice is not None:
            raise RequestError(
                say("two of the files are {address}. Import one of them, or name a --board.", address=twice)
            )
        return [self._plan(board, scores, merge=merge, replace=replace) for board, scores in boards]

    def _plan(self, board: Board, table: tidy.Tidy, *, merge: bool, replace: bool) -> Addition:
        kept = self.snapshots(board.name).get(board.snapshot or UNDATED)
        if kept is None:
            return Addition(board, table, len(board))
        old = _read(kept)
        new = _without(table, old)
        if not new["value"] and (merge or len(table["value"]) == len(old["value"]) or not replace):
            return Addition(board, None, 0)
        if merge:
            table = _both(old, new)
        elif not replace:
            raise RequestError(
                say(
                    "{address} is there already, with other scores. Replace it with --replace, or name another board "
                    "with --board.",
                    address=board.address,
                )
            )
        return Addition(board, table, len(tidy.to_board(new, board.name, board.snapshot)))

    def keep(self, addition: Addition) -> None:
        """Write what was planned, whole or not at all. Raises OutputError where that can't be done."""
        if addition.table is None:
            return
        path = self.folders[-1] / addition.board.name / f"{addition.board.snapshot or UNDATED}.csv"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, tidy.write(addition.table))
        except OSError as error:
            raise OutputError(say("{file} can't be written: {reason}.", file=path, reason=reason_of(error))) from None


def _without(new: tidy.Tidy, old: tidy.Tidy) -> tidy.Tidy:
    """The scores that aren't among the old ones; where they were read from doesn't matter."""
    columns = [column for column in tidy.COLUMNS if column != "source"]
    known = set(_rows(old, columns))
    places = [place for place, row in enumerate(_rows(new, columns)) if row not in known]
    return {name: [column[place] for place in places] for name, column in new.items()}


def _both(old: tidy.Tidy, new: tidy.Tidy) -> tidy.Tidy:
    """The scores of two tables, one after the other."""
    names = [name for name in tidy.COLUMNS if name in old or name in new]
    rows = [*_rows(old, names), *_rows(new, names)]
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def _rows(table: tidy.Tidy, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    empty = [None] * len(table["value"])
    return zip(*(table.get(name, empty) for name in columns), strict=True)


def _of_the_survey() -> set[str]:
    """The repositories of the ten models in the survey's Table 2."""
    scores = load_scores(Registry())
    return {score.hub for score in scores if score.table == "2" and score.board == SNAPSHOT[0] and score.hub}


def load_file(path: Path, board: str, snapshot: str | None) -> Board:
    """A board from a tidy file. Raises BoardError for one that can't be read."""
    return tidy.to_board(_read(path), board, snapshot)


def _read(path: Path) -> tidy.Tidy:
    remember_input(path)
    try:
        return tidy.read(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None
    except (ValueError, csv.Error) as error:
        raise BoardError(say("{file}:{problem}. Import it again.", file=path, problem=str(error))) from None


def _inside(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(folder.iterdir())
