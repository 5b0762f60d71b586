"""What goes wrong, in one line a fault on standard error, in the language of the run."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from llmsurvey.errors import Fault
from llmsurvey.messages import translated

NAME = "llmsurvey"


def version_line() -> str:
    """Return what --version says."""
    from llmsurvey.version import __version__

    return f"{NAME} {__version__}"


def tell_error(message: str) -> None:
    """Say what went wrong, behind the name of the program."""
    _print_line(f"{NAME}: {translated(message)}")


def tell_faults(faults: Iterable[Fault]) -> None:
    """Say what is wrong with a registry, each fault behind its place."""
    for fault in faults:
        _print_line(translated(fault.text))


def tell_left_out(notes: Iterable[str]) -> None:
    """Say what isn't in a document, or only by its name, where that is written without notes."""
    for sentence in notes:
        if getattr(sentence, "kind", None) in ("left-out", "unknown"):
            tell_error(sentence)


def tell_progress(message: str) -> None:
    """Say what takes a while, where somebody looks at standard error."""
    if sys.stderr is not None and sys.stderr.isatty():
        _print_line(translated(message))


def _print_line(text: str) -> None:
    from llmsurvey.tables.text import escape_steering

    if sys.stderr is not None:
        print(escape_steering(text), file=sys.stderr)
