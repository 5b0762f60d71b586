"""What a board may be called: its name is that of a folder too, on every system."""

from __future__ import annotations

import re

from llmsurvey.errors import RequestError
from llmsurvey.messages import option, say

LONGEST = 100
"""So many characters a name may have: file systems allow 255 bytes, and addresses are typed."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
"""What Windows takes for a device, whatever stands behind a dot."""


def check_board_name(name: str) -> None:
    """Raise RequestError for what isn't lower case letters, digits, dots and hyphens, or can't be a folder anywhere."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise RequestError(
            say(
                '"{name}" can\'t be the name of a board. Name one with {option}: lower case letters, digits, dots and '
                "hyphens, no more than {most}.",
                name=name[:LONGEST],
                option=option("board"),
                most=LONGEST,
            )
        )
    if _DEVICE.fullmatch(name):
        raise RequestError(
            say(
                '"{name}" can\'t be the name of a board: Windows keeps it for a device. Name another with {option}.',
                name=name,
                option=option("board"),
            )
        )


def is_folder_name(name: str) -> bool:
    """Whether a name leads to a folder within another one, and nowhere else."""
    return name not in ("", ".", "..") and not set(name) & set("/\\\0")
