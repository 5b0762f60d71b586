"""Where boards are kept: those that come with the program, and the user's own; each snapshot a tidy CSV file."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from llmsurvey.atomic import keep_file
from llmsurvey.boards import tidy
from llmsurvey.boards.board import Board
from llmsurvey.boards.board_cache import read_board, write_board
from llmsurvey.boards.board_names import check_board_name
from llmsurvey.boards.fingerprint import fingerprint_of
from llmsurvey.boards.folders import LATEST, SURVEY_ADDRESS, UNDATED, BoardFolders, date_of
from llmsurvey.boards.lock import lock_folder
from llmsurvey.boards.merging import join_tables, not_measured_in, unknown_to
from llmsurvey.boards.whole import BoardOutlines, newest_whole
from llmsurvey.errors import BoardError, LlmsurveyError, OutputError, RequestError, UnknownNameError, reason_of
from llmsurvey.inputs import remember_input
from llmsurvey.messages import announce, option, say
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.registry.scores import SNAPSHOT, built_in_scores

SURVEY = "survey"
"""The name of a snapshot: the ten models of the survey's Table 2 on the day it shows."""

_MANY = 50_000
"""So many scores are written, and read back, in about a second."""


class Addition(NamedTuple):
    """A board, the scores that its day will hold (None: nothing new), and how many of its entries are new."""

    board: Board
    table: tidy.Tidy | None
    new: int


@dataclass(frozen=True)
class BoardStore(BoardFolders):
    """The boards in some folders; new ones are written to the last folder."""

    def find(self, address: str) -> tuple[str, str]:
        """Return the board and the day of an address: `BOARD@2023-07-28`, `BOARD@latest`, or `BOARD` for the latest.

        The latest is the newest whole snapshot; a partial one has to be named by its day. Raises UnknownNameError, with
        the nearest, for what isn't there, RequestError for a snapshot that is there twice.
        """
        board, day = self._find_day(address)
        self.check_is_there_once(board, day)
        return board, day

    def _find_day(self, address: str) -> tuple[str, str]:
        """Return the board and the day of an address. Raises UnknownNameError, with the nearest."""
        board, _, day = address.partition("@")
        days = list(self.snapshots(board))
        if not days:
            names = self.boards()
            raise UnknownNameError("board", board, nearest_names(board, names) or names)
        if (board, day) == (SNAPSHOT[0], SURVEY):
            return SNAPSHOT
        if day in ("", LATEST):
            return board, self._latest_day(board)
        if day not in days:
            raise UnknownNameError(say("snapshot of {board}", board=board), day, nearest_names(day, days) or days[-3:])
        return board, day

    def _latest_day(self, board: str) -> str:
        """Return the day of a board's newest whole snapshot, or a newer one that can't be read: reading it says why.

        Raises RequestError for a newer one that is there twice: what the user's own file holds may hide that it is
        whole.
        """
        outlines, files = BoardOutlines(), self.snapshots(board)
        whole = newest_whole(self, outlines, board).partition("@")[2]
        newer = list(files)[list(files).index(whole) + 1 :]
        for day in newer:
            self.check_is_there_once(board, day)
        return next((day for day in reversed(newer) if not outlines.of(files[day]).entries), whole)

    def load(self, address: str) -> Board:
        """Return the board at an address. Raises UnknownNameError, or BoardError for a file that can't be read."""
        board, day = self.find(address)
        loaded = load_file(self.snapshots(board)[day], board, date_of(day))
        if address == SURVEY_ADDRESS:
            ten = _repositories_of_survey()
            rows = [row for row, hub in enumerate(loaded.fact("hub")) if hub in ten]
            return replace(loaded.take(rows), snapshot=SURVEY, whole=loaded)
        return loaded

    def load_each(self, board: str, unreadable: list[LlmsurveyError], last: str | None = None) -> Iterator[Board]:
        """Yield the snapshots of a board, the oldest first, up to the day `last` where that is named.

        What can't be read, or is there twice, is added to `unreadable`.
        """
        try:
            files = self.snapshots(board)
        except BoardError as error:
            unreadable.append(error)
            return
        for day, path in files.items():
            try:
                self.check_is_there_once(board, day)
                yield load_file(path, board, date_of(day))
            except (BoardError, RequestError) as error:
                unreadable.append(error)
            if day == last:
                return

    def largest_before(self, address: str) -> int:
        """Return how many entries the largest snapshot before this one has; 0 where there is none."""
        board, day = self.find(address)
        former = takewhile(lambda candidate: (candidate.snapshot or UNDATED) != day, self.load_each(board, []))
        return max(map(len, former), default=0)

    def add(
        self, boards: Sequence[tuple[Board, tidy.Tidy]], *, merge: bool = False, replace: bool = False
    ) -> list[Addition]:
        """Keep some boards, each with its scores, while no other import into this folder does; say what was written.

        Raises what `plan` and `keep` do, and OutputError where the folder can't be locked.
        """
        with lock_folder(self.folders[-1]):
            additions = self.plan(boards, merge=merge, replace=replace)
            for addition in additions:
                self.keep(addition)
        return additions

    def plan(
        self, boards: Sequence[tuple[Board, tidy.Tidy]], *, merge: bool = False, replace: bool = False
    ) -> list[Addition]:
        """Return what keeping some boards, each with its scores, would write.

        Where a day is kept with other scores already, `merge` adds to them and `replace` puts the new ones in their
        place; both together replace those of the same entries and measures. Raises RequestError where neither is
        asked for, where two boards are of one day, and for a name that no folder can have or a board that came with the
        program; BoardError for scores that
        no file would give back, and for a kept file that can't be read, unless it is replaced.
        """
        for board, _ in boards:
            check_board_name(board.name)
            self._check_is_own(board.name)
        twice = [address for address, count in Counter(board.address for board, _ in boards).items() if count > 1]
        if twice:
            raise RequestError(
                say(
                    "two of the files are {address}. Import one of them, or name a {option}.",
                    address=twice[0],
                    option=option("board"),
                )
            )
        return [
            self._plan_addition(board, _settle_scores(board, scores), merge=merge, replace=replace)
            for board, scores in boards
        ]

    def _check_is_own(self, name: str) -> None:
        """Raise RequestError for the name of a board that came with the program: what it says stays as it is."""
        if name in self.shipped_boards():
            raise RequestError(
                say(
                    "{board} came with the program and stays as it is. Name a board of your own: {hint}.",
                    board=name,
                    hint=option("board", f"my-{name}"),
                )
            )

    def remove(self, addresses: Sequence[str]) -> list[Path]:
        """Remove boards of the user, or snapshots of them, while no import runs; return the files that were removed.

        A board vanishes with all of its snapshots at once. Raises RequestError for what came with the program,
        UnknownNameError, with the nearest, for what isn't there: in both cases nothing is removed. Raises OutputError
        where a file can't be removed.
        """
        own = BoardFolders(self.folders[-1:])
        with lock_folder(self.folders[-1]):
            files = {address: self._find_own(own, address) for address in dict.fromkeys(addresses)}
            for address, paths in files.items():
                try:
                    _remove_snapshot(paths[0]) if "@" in address else _remove_folder(paths[0].parent)
                except OSError as error:
                    raise OutputError(
                        say("{file} can't be removed: {reason}.", file=paths[0], reason=reason_of(error))
                    ) from None
        return list(dict.fromkeys(path for paths in files.values() for path in paths))

    def _find_own(self, own: BoardFolders, address: str) -> list[Path]:
        """Return the files of a board of the user, or the one of a snapshot."""
        name, at, day = address.partition("@")
        files = own.snapshots(name)
        if not at and files:
            return list(files.values())
        if day in files:
            return [files[day]]
        shipped = BoardFolders(self.folders[:-1]).snapshots(name)
        if shipped and (not at or day in (*shipped, SURVEY)):
            raise RequestError(
                say("{board} came with the program: only boards of your own can be removed.", board=address)
            )
        if files:
            raise UnknownNameError(say("snapshot of {board}", board=name), day, nearest_names(day, files))
        raise UnknownNameError(say("board of your own"), name, nearest_names(name, own.boards()))

    def _plan_addition(self, board: Board, table: tidy.Tidy, *, merge: bool, replace: bool) -> Addition:
        old = self._read_kept(board, is_replaced=replace)
        if old is None:
            return Addition(board, table, len(board))
        new = unknown_to(old, table)
        is_shorter = len(table["value"]) < len(old["value"])
        if not len(new["value"]) and not (replace and is_shorter and not merge):
            return Addition(board, None, 0)
        if not (merge or replace):
            raise RequestError(
                say(
                    "{address} is there already, with other scores. Replace it with {replace}, or name another board "
                    "with {board}.",
                    address=board.address,
                    replace=option("replace", True),
                    board=option("board"),
                )
            )
        if merge:
            table = join_tables(not_measured_in(new, old) if replace else old, new)
        return Addition(board, table, len(tidy.to_board(new, board.name, board.snapshot)))

    def _read_kept(self, board: Board, *, is_replaced: bool) -> tidy.Tidy | None:
        """Return the scores of a board's day that are kept; None where there are none, or they are replaced unread."""
        path = self.snapshots(board.name).get(board.snapshot or UNDATED)
        try:
            return None if path is None else _read_tidy(path)
        except BoardError:
            if is_replaced:
                return None
            raise

    def keep(self, addition: Addition) -> None:
        """Write what was planned, whole or not at all, once it was read back.

        Raises OutputError where it can't be written, BoardError where it wouldn't be read as it is.
        """
        if addition.table is None:
            return
        board = addition.board
        path = self.folders[-1] / board.name / f"{board.snapshot or UNDATED}.csv"
        if (count := len(addition.table["value"])) > _MANY:
            announce(say("keeping {count:,} scores as {address} ...", count=count, address=board.address))
        content = tidy.write_table(addition.table)
        if not tidy.gives_back(content, addition.table):
            raise BoardError(say("{address} would be read with other scores: it isn't kept.", address=board.address))
        keep_file(path, content)


def _remove_snapshot(path: Path) -> None:
    """Remove a snapshot, and the folder of its board with the last one."""
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # others are left, or it is gone with its board
        path.parent.rmdir()


def _remove_folder(folder: Path) -> None:
    """Remove a board: it is gone once it has a name that no board has, and its files follow."""
    hidden = folder.with_name(f".removed-{os.getpid()}-{folder.name}")
    folder.rename(hidden)
    shutil.rmtree(hidden)


def _settle_scores(board: Board, scores: tidy.Tidy) -> tidy.Tidy:
    """Return the scores as a file gives them back. Raises BoardError for what no file would."""
    try:
        return tidy.settle_table(scores)
    except ValueError as error:
        raise BoardError(
            say("{address} can't be kept: {problem}.", address=board.address, problem=error.args[0])
        ) from None


def _repositories_of_survey() -> set[str]:
    """Return the repositories of the ten models in the survey's Table 2."""
    return {score.hub for score in built_in_scores() if score.table == "2" and score.board == SNAPSHOT[0] and score.hub}


def load_file(path: Path, board: str, snapshot: str | None) -> Board:
    """Return the board in a tidy file, out of the cache where that has it. Raises BoardError where it can't be read."""
    fingerprint = fingerprint_of(path)
    if fingerprint is not None:
        remember_input(path)
        cached = read_board(path, fingerprint, board, snapshot)
        if cached is not None:
            return cached
    loaded = tidy.to_board(_read_tidy(path), board, snapshot)
    if fingerprint is not None and fingerprint.is_settled:
        write_board(path, fingerprint, loaded)
    return loaded


def _read_tidy(path: Path) -> tidy.Tidy:
    remember_input(path)
    try:
        return tidy.read_table(path.read_bytes())
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None
    except (ValueError, csv.Error) as error:
        problem = error.args[0] if type(error) is ValueError else str(error)
        raise BoardError(
            say(
                "{file}:{problem}. Import it again with {option}, or remove it.",
                file=path,
                problem=problem,
                option=option("replace", True),
            )
        ) from None
