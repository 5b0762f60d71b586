"""Where logs are kept, and how the files in there are called."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import quote

from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.paths import path_from_home

VARIABLE = "LLMSURVEY_LOGS"
"""Names the folder of logs, in place of the user's own; an address of an object store where an engine reads such."""

INDEX = "runs.parquet"
"""The table of runs: a file of answers that it doesn't name is what an import left that was stopped."""

SOURCES = "sources.parquet"
"""The table of files that were read, so that none is read twice."""


_LONGEST = 200
"""So many characters of a name are in that of a file, of which systems take 255 bytes."""


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://.*", re.IGNORECASE)


def logs_address() -> str:
    """Return where the user's logs are: where VARIABLE says, else in a folder by the conventions of the system."""
    if named := os.environ.get(VARIABLE):
        return named
    import platformdirs

    return str(Path(platformdirs.user_data_dir("llmsurvey", appauthor=False)) / "logs")


def is_address(place: str) -> bool:
    """Whether logs lie at an address with a scheme (`s3a://bucket/logs`), and not in a folder of this machine."""
    return _ADDRESS.fullmatch(place) is not None


def logs_folder(named: str | None) -> Path:
    """Return the folder that is named, else the user's own; `~` is the user's home, also where no shell says so.

    Raises RequestError for an address, which is none.
    """
    place = named or logs_address()
    if is_address(place):
        raise RequestError(
            say(
                "{address} is no folder of this machine, where alone logs are imported, listed and removed.",
                address=place,
            )
        )
    return path_from_home(place)


def answers_file(benchmark: str, model: str, run: str) -> str:
    """Return where the answers of a run are kept, below the folder of logs."""
    return f"answers/{folder_name(benchmark)}/{folder_name(model)}/{run}.parquet"


def texts_file(benchmark: str, model: str, run: str) -> str:
    """Return where the texts of a run are kept, below the folder of logs."""
    return f"texts/{folder_name(benchmark)}/{folder_name(model)}/{run}.parquet"


def questions_file(benchmark: str) -> str:
    """Return where the questions of a benchmark are kept, below the folder of logs."""
    return f"questions/{folder_name(benchmark)}.parquet"


def folder_name(name: str) -> str:
    """Return the name of the folder for a benchmark or model; the files in it hold the name itself in their columns."""
    quoted = quote(name, safe=" ()+,@")
    if quoted.startswith("."):
        quoted = f"%2E{quoted[1:]}"
    if len(quoted) <= _LONGEST:
        return quoted
    # a letter of Hangul takes nine characters: long names that begin alike must not share a file
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{quoted[: _LONGEST - len(digest) - 1]}-{digest}"
