"""Every score that is known, through one door: the registry's, the survey's, and those of boards, yours included."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmsurvey.boards.comparable import SetUp, set_up_on_board
from llmsurvey.boards.folders import LATEST
from llmsurvey.boards.measured_scores import (
    MeasuredScore,
    NamedModel,
    measured_by_source,
    measured_on_board,
    without_repeats,
)
from llmsurvey.boards.whole import BoardOutline, BoardOutlines, newest_whole
from llmsurvey.errors import BoardError, LlmsurveyError, RequestError, UnknownNameError
from llmsurvey.records import Score

if TYPE_CHECKING:
    from llmsurvey.boards.board import Board
    from llmsurvey.boards.folders import BoardFolders
    from llmsurvey.registry.built_in_boards import Boards
    from llmsurvey.registry.registry import Identity, Registry


class Scores:
    """The scores of the registry and the survey (`stated`), and those of boards, each read when it is asked for.

    `load` gives the board at an address, `folders` say which there are, `about` what is known of those that come along.

    What can't be read has no scores, and is added to `unreadable`.
    """

    def __init__(
        self,
        registry: Registry,
        records: Iterable[Score],
        folders: BoardFolders,
        load: Callable[[str], Board],
        about: Boards,
    ) -> None:
        self.registry = registry
        self.folders = folders
        self._load_board = load
        self._outlines = BoardOutlines()
        self.about = about
        self.unreadable: list[LlmsurveyError] = []
        self._records = tuple(records)
        self._boards: dict[str, Board] = {}

    @cached_property
    def stated(self) -> tuple[MeasuredScore, ...]:
        """What the registry and the sources of the survey's tables state; what the survey itself prints is no score."""
        measured = (score for score in self._records if score.reading == "actual")
        return tuple(measured_by_source(self.registry, score, self.about) for score in measured)

    def stated_boards(self) -> list[str]:
        """Return the names of the boards that anything is stated of."""
        return sorted({score.board for score in self.stated})

    def stated_board(self, address: str) -> Board | None:
        """Return the scores that are stated of a board without snapshots: of the day that is named, else the newest."""
        from llmsurvey.boards import tidy

        name, _, day = address.partition("@")
        scores = [score for score in self.stated if score.board == name]
        days = sorted({score.date or "" for score in scores})
        if not days or (day not in ("", LATEST) and day not in days):
            return None
        day = days[-1] if day in ("", LATEST) else day
        rows = [_as_row(score) for score in scores if (score.date or "") == day]
        return tidy.to_board({column: [row[column] for row in rows] for column in rows[0]}, name, day or None)

    def newest(self, until: str | None = None) -> Iterator[str]:
        """Yield the address of each board's newest whole snapshot, of no later day than `until` where there is one."""
        for board in self._board_names():
            try:
                yield newest_whole(self.folders, self._outlines, board, until)
            except (BoardError, UnknownNameError) as error:
                self._note_unreadable(error)

    def every_snapshot(self) -> Iterator[str]:
        """Yield the address of every snapshot of every board, the newest first."""
        for board in self._board_names():
            try:
                yield from [f"{board}@{day}" for day in reversed(self.folders.snapshots(board))]
            except BoardError as error:
                self._note_unreadable(error)

    def snapshot_files(self) -> Iterator[tuple[str, Path]]:
        """Yield every snapshot of every board by its address, with its file."""
        for board in self._board_names():
            try:
                yield from [(f"{board}@{day}", path) for day, path in self.folders.snapshots(board).items()]
            except BoardError as error:
                self._note_unreadable(error)

    def outline(self, address: str) -> BoardOutline:
        """Return how many entries a snapshot has, and which benchmarks, without loading it."""
        board, _, day = address.partition("@")
        return self._outlines.of(self.folders.snapshots(board)[day])

    def _board_names(self) -> list[str]:
        try:
            return self.folders.boards()
        except BoardError as error:
            self._note_unreadable(error)
            return []

    def has(self, address: str) -> bool:
        """Whether there is a snapshot at an address."""
        board, _, day = address.partition("@")
        try:
            return day in self.folders.snapshots(board)
        except BoardError:
            return False

    def on_board(
        self,
        address: str,
        benchmarks: Collection[str] | None = None,
        models: Sequence[NamedModel] | None = None,
    ) -> list[MeasuredScore]:
        """Return the scores on a snapshot of a board: of some benchmarks and models, where these are named.

        Rows that are of no model aren't there.
        """
        board = self.board_at(address)
        return [] if board is None else self.of(board, self._source_of(address), benchmarks, models)

    def of(
        self,
        board: Board,
        source: str | None,
        benchmarks: Collection[str] | None = None,
        models: Sequence[NamedModel] | None = None,
    ) -> list[MeasuredScore]:
        """Return the scores of a board that was read already, as `on_board` does."""
        from llmsurvey.boards.deltas import bare_deltas  # inside, so that only who reads a board loads NumPy
        from llmsurvey.boards.identify import identify_entries

        if benchmarks is not None and not any(measure.benchmark in benchmarks for measure in board.measures):
            return []
        if models is not None:
            identities = identify_entries(board, self.registry)
            entries = zip(board.fact("name"), board.fact("hub"), identities, strict=True)
            board = board.take(
                [row for row, entry in enumerate(entries) if any(_is_of(model, *entry) for model in models)]
            )
        deltas = set(bare_deltas(board, self.registry))
        if deltas:
            board = board.take([row for row in range(len(board)) if row not in deltas])
        identities = identify_entries(board, self.registry)
        return list(measured_on_board(board, identities, source, benchmarks))

    def of_models(
        self,
        models: Sequence[NamedModel],
        benchmarks: Collection[str] | None = None,
        until: str | None = None,
    ) -> list[MeasuredScore]:
        """Return what is known of some models: what is stated of them, and what stands on boards.

        Of each board that is its newest whole snapshot (see `newest`), and those days of which something is stated.
        """
        stated = [
            score for score in self.stated if _is_on(score, benchmarks) and any(model.is_of(score) for model in models)
        ]
        days = (f"{score.board}@{score.date}" for score in stated if score.date)
        addresses = dict.fromkeys((*self.newest(until), *(day for day in days if self.has(day))))
        on_boards = [score for address in addresses for score in self.on_board(address, benchmarks, models)]
        return without_repeats([*stated, *on_boards])

    def comparable_with(self, set_ups: Collection[SetUp], until: str | None = None) -> list[MeasuredScore]:
        """Return every score of some set-ups: what is stated, and what stands on the boards that `newest` gives."""
        scores = [score for score in self.stated if score.set_up in set_ups]
        for address in self.newest(until):
            board = self.board_at(address)
            if board is not None:
                on_board = {set_up_on_board(measure, board.name, board.snapshot) for measure in board.measures}
                benchmarks = {set_up.measure.benchmark for set_up in on_board if set_up in set_ups}
                if benchmarks:
                    scores += [score for score in self.on_board(address, benchmarks) if score.set_up in set_ups]
        return without_repeats(scores)

    def board_at(self, address: str) -> Board | None:
        """Return the board at an address, None where it can't be read or is there twice."""
        try:
            return self._load_once(address)
        except (BoardError, RequestError) as error:
            self._note_unreadable(error)
            return None

    def _load_once(self, address: str) -> Board:
        """Return the board at an address, read once. Raises what opening it does: BoardError, RequestError."""
        if address not in self._boards:
            self._boards[address] = self._load_board(address)
        return self._boards[address]

    def _source_of(self, address: str) -> str | None:
        name, _, day = address.partition("@")
        record = self.about.by_id.get(name)
        return (
            next((snapshot.source for snapshot in record.snapshots if snapshot.date == day), None) if record else None
        )

    def _note_unreadable(self, error: LlmsurveyError) -> None:
        if error.message not in [former.message for former in self.unreadable]:
            self.unreadable.append(error)


def _is_of(model: NamedModel, name: str, hub: str | None, identity: Identity | None) -> bool:
    """Whether an entry of a board is what is asked for."""
    registered = (identity.model, identity.size.name if identity.size else None) if identity else (None, None)
    return model.is_meant_by(name, *registered) or (hub is not None and model.is_meant_by(hub, None, None))


def _as_row(score: MeasuredScore) -> dict[str, Any]:
    """Return a score as a row of a tidy table."""
    facts = {"name": score.called, "hub": score.hub, "source": score.source, "value": score.value}
    return {**facts, **score.measure._asdict()}


def _is_on(score: MeasuredScore, benchmarks: Collection[str] | None) -> bool:
    return benchmarks is None or score.measure.benchmark in benchmarks
