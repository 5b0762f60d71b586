"""Finds the logs among files and folders, and tells of which format each is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.folders import files_below
from llmsurvey.importers.logs import FORMATS, LogSource, load_format
from llmsurvey.importers.read_file import head_of, kind_without_text, warning_at
from llmsurvey.messages import any_of, list_names, option, say

SUFFIXES = (".jsonl", ".json", ".eval", ".parquet", ".csv")
"""What is looked at in a folder."""


_PACKED = (".eval", ".parquet")
"""Those of them that aren't text."""

_MOST_COLUMNS = 12
"""So many columns of a table that isn't known are named."""


class FoundSource(NamedTuple):
    """A source of logs, and the name of its format."""

    format: str
    source: LogSource


def find_sources(paths: Sequence[Path], format: str | None, faults: list[Fault]) -> list[FoundSource]:
    """Return the logs in files and folders, each once; those of a folder are found by what they hold.

    With `format`, all files that end as logs do are of that one. Raises BoardError for a file that is named and is no
    log, and for a folder without any.
    """
    files: dict[str, dict[Path, None]] = {name: {} for name in FORMATS}
    for path in paths:
        is_folder = path.is_dir()
        count = 0
        for file in files_below(path, SUFFIXES, faults) if is_folder else [path]:
            name = format or _format_of(file, faults if is_folder else None)
            if name is not None:
                files[name][file] = None
                count += 1
        if not count:
            is_text = not is_folder and path.suffix not in _PACKED
            packed = kind_without_text(path, head_of(path)) if is_text else None
            raise BoardError(packed or _no_logs(path, is_folder=is_folder))
    return [
        FoundSource(name, source)
        for name in FORMATS
        if files[name]
        for source in load_format(name).list_sources([*files[name]])
    ]


def _format_of(file: Path, faults: list[Fault] | None) -> str | None:
    """Return the format of a file, None where it is of none; one that can't be read is told in `faults` if given."""
    try:
        head = head_of(file)
    except BoardError as error:
        if faults is None:
            raise
        faults.append(warning_at(file, 0, say("{problem} Left out", problem=error.message)))
        return None
    return next((name for name in FORMATS if load_format(name).recognises(file, head)), None)


def _no_logs(path: Path, *, is_folder: bool) -> str:
    """Say that there is no log, and how answers of any kind are brought in: by what is a table, or is made one."""
    from llmsurvey.importers.logs.table import columns_in

    if not is_folder and (names := columns_in(path, head_of(path))):
        return say(
            "{path} is no log of each question that is known. If it has a row for each answer, say what its columns "
            "are: {id} {score}. It has {names}.",
            path=path,
            id=option("map", "COLUMN=id"),
            score=option("map", "COLUMN=score"),
            names=list_names(names, most=_MOST_COLUMNS),
        )
    formats = any_of([option("log_format", name) for name in FORMATS])
    hint = say(
        "Make a table of it in CSV, JSON Lines or Parquet, with a row for each answer and the columns id, model, "
        "benchmark and score, or say which log it is: {formats}.",
        formats=formats,
    )
    if is_folder:
        return say("{path} has no logs of each question below it that are known. {hint}", path=path, hint=hint)
    return say("{path} is no log of each question that is known. {hint}", path=path, hint=hint)
