"""One file a foreign format of scores: files in, boards out.

To add one, copy the smallest (`open_llm_leaderboard.py`), keep its `recognises` and `read`, and name it in `IMPORTERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from llmsurvey.errors import BoardError, Fault
from llmsurvey.messages import list_names, say

if TYPE_CHECKING:
    from llmsurvey.boards.board import Board
    from llmsurvey.boards.tidy import Tidy
    from llmsurvey.messages import Message
    from llmsurvey.registry.registry import Registry

MAX_BYTES = 512 * 2**20
"""The largest file that is read at once, in bytes."""


@dataclass(frozen=True)
class Request:
    """What is asked of an importer beside the files: everything that a file may not say by itself.

    `mapping` says what a column is (`{"H6": "average"}`). `unit` is the unit of all scores, `units` that of some
    columns or benchmarks (names of `scales.UNITS`); `lower` names those in which less is better. `table` chooses one of
    a file's tables, `encoding` is that of its text, and `model` is whose scores they are where no column names models.
    `needs_date` refuses a snapshot whose day isn't known; `progress` is called with the number of files read so far and
    of all.
    """

    registry: Registry
    board: str | None = None
    date: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    lower: tuple[str, ...] = ()
    table: str | None = None
    encoding: str | None = None
    model: str | None = None
    metric: str | None = None
    shots: int | None = None
    reporter: str | None = None
    needs_date: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None

    def each(self, paths: Sequence[Path], read: Callable[[Path, Request], Reading]) -> list[Reading]:
        """Return what is read of each file, and tell how far that is."""
        readings = []
        for number, path in enumerate(paths, 1):
            self.progress(number, len(paths))
            readings.append(read(path, self))
        return readings


class Reading(NamedTuple):
    """A board as read, what was noticed on the way, each with its line, and what its columns were taken for.

    `scores` is its tidy table where that says more than the board can hold: from which file each score is. `left_out`
    are columns that nothing was read from; `remarks` say what was presumed, and what doesn't count.
    """

    board: Board
    faults: tuple[Fault, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    scores: Tidy | None = None
    left_out: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said of how it was read, whatever is asked of it."""
        if not self.left_out:
            return self.remarks
        return (*self.remarks, say("Left out, as no scores: {columns}.", columns=list_names(self.left_out)))


class Importer(Protocol):
    """What the module of an importer holds."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether a file, by its name and its first bytes, is of this format."""
        ...

    def read(self, paths: Sequence[Path], request: Request) -> list[Reading]:
        """Return the boards of some files. Raises BoardError for a file that holds none of this format."""
        ...


IMPORTERS = {
    "open-llm-leaderboard": "open_llm_leaderboard",
    "every-eval-ever": "every_eval_ever",
    "lm-eval": "lm_eval",
    "table": "table",
}
"""The module of each format; where a file isn't said to be of one, the first that recognises it reads it."""


OF_RUNS = ("lm-eval", "every-eval-ever")
"""Formats that have a file for each run: these are read below folders too, and added to the runs that there are."""


def load_importer(name: str) -> Importer:
    """Return the importer of a format of `IMPORTERS`."""
    return cast("Importer", import_module(f"llmsurvey.importers.{IMPORTERS[name]}"))


def read_any(path: Path, request: Request) -> Reading:
    """Return the board of a file or folder of any format. Raises BoardError where no format fits."""
    from llmsurvey.importers.read_file import announce_reading, head_of, kind_without_text

    announce_reading([path])
    head = head_of(path)
    for name in IMPORTERS:
        module = load_importer(name)
        if module.recognises(path, head):
            return module.read([path], request)[0]
    if kind := kind_without_text(path, head):
        raise BoardError(kind)
    raise BoardError(say("{file} is no board: neither a table of scores nor results of an evaluation.", file=path))
