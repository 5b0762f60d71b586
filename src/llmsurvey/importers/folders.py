"""Files below a folder, however deep: given up early where somebody named half of the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from llmsurvey.errors import BoardError, Fault, reason_of
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import any_of, say

MOST_FOLDERS = 30_000
"""So many folders without such a file are looked into, in about a second. Of 100,000 runs each may have its own."""


def files_below(folder: Path, suffix: str | tuple[str, ...], faults: list[Fault]) -> list[Path]:
    """Return the files below `folder` that end in `suffix`, or one of several, in the order of their paths.

    Hidden ones and pipes are none of them. A folder that can't be looked into is told in `faults`. Raises BoardError
    where more than MOST_FOLDERS have no such file.
    """

    def leave_out(error: OSError) -> None:
        problem = say("can't be looked into ({reason}): left out", reason=reason_of(error))
        faults.append(warning_at(Path(error.filename), 0, problem))

    files: list[Path] = []
    without = 0
    for path, folders, names in os.walk(folder, onerror=leave_out):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found = [Path(path, name) for name in names if name.endswith(suffix) and not name.startswith(".")]
        files += found
        without += not found
        if without > MOST_FOLDERS:
            raise BoardError(
                say(
                    "{folder} has more than {most:,} folders below it that hold no {suffix}. Name the one that holds "
                    "the files.",
                    folder=folder,
                    most=MOST_FOLDERS,
                    suffix=suffix if isinstance(suffix, str) else any_of(suffix),
                )
            )
    return [file for file in sorted(files) if _is_file(file)]


def _is_file(path: Path) -> bool:
    """Whether a path is of a file, not of a pipe, which would be waited for; of an unknown one reading will tell."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True
