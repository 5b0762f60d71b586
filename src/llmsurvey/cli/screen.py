"""What a run is shown on: in which colours, with links or without, and whether through a pager.

`--color` and `--no-pager`, which every command has, decide it before the environment does.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.registry.configuration import configured

if TYPE_CHECKING:
    from llmsurvey.formats.terminal import Terminal

Colour = Literal["auto", "always", "never"]

_WITHOUT_LINKS = ("dumb", "linux")
"""Terminals that would show the address of a link as signs."""


class _Wishes(NamedTuple):
    """What the options of a run say; None is nothing."""

    colour: Colour | None = None
    pager: bool = True


_NOTHING_ASKED = _Wishes()
_wishes = ContextVar("wishes", default=_NOTHING_ASKED)


def wish_screen(*, colour: Colour | None, pager: bool | None) -> None:
    """Show answers as these options ask from now on; None is what isn't given, and changes nothing."""
    wishes = _wishes.get()
    _wishes.set(_Wishes(colour or wishes.colour, wishes.pager if pager is None else pager))


def asked_colour() -> Colour | None:
    """Return what `--color` says, None where it isn't given."""
    return _wishes.get().colour


def wants_pager() -> bool:
    """Whether a long answer on standard output may go through a pager: on a terminal that can show one."""
    return _wishes.get().pager and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def screen() -> Terminal:
    """Return what standard output is: a terminal has a width, colours and links, a pipe has none of them unasked."""
    from llmsurvey.formats.terminal import Terminal

    is_terminal = sys.stdout.isatty()
    wish = _wishes.get().colour or configured("color") or "auto"
    colour = is_coloured(wish, os.environ, is_terminal=is_terminal)
    return Terminal(
        width=shutil.get_terminal_size().columns if is_terminal else None,
        colour=colour,
        links=is_terminal and colour and os.environ.get("TERM") not in _WITHOUT_LINKS,
    )


def screen_of_file() -> Terminal:
    """Return what a file is, which has colours only where an option asks for them: the same wherever it is written."""
    from llmsurvey.formats.terminal import Terminal

    return Terminal(colour=_wishes.get().colour == "always")


def is_coloured(wish: str, environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to write in colour: as the `wish` of the user has it (`auto`, `always`, `never`), else the environment.

    NO_COLOR comes before what forces colours, as its convention has it, and the terminal last.
    """
    if wish != "auto":
        return wish == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal and environment.get("TERM") != "dumb"
