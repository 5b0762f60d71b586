"""`llmsurvey explore`: the catalogue on the whole screen, or line by line."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli import offered_names, options
from llmsurvey.cli.filter_options import with_filters
from llmsurvey.cli.hints import as_typed
from llmsurvey.cli.screen import asked_colour, is_coloured
from llmsurvey.errors import MissingExtraError, RequestError
from llmsurvey.formats import FORMATS
from llmsurvey.library import Library
from llmsurvey.messages import Hint, announce_by, option, question, say
from llmsurvey.registry.configuration import configured

if TYPE_CHECKING:
    from llmsurvey.browse.session import Session

_EXTRA = "explore"


@with_filters
def run(
    board: Annotated[
        str | None,
        typer.Option("--board", help="Begin with this board.", autocompletion=offered_names.complete_boards),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, for a screen reader or a simple terminal.")
    ] = False,
    registry: options.Registry = None,
    as_of: options.AsOf = None,
    *,
    models: ModelFilter,
) -> None:
    """Explore the catalogue: models, sizes, boards and the survey on the whole screen, narrowed as one types.

    At the bottom stands the command line that gives the same view. ? shows the keys, q goes back and quits.
    """
    from llmsurvey.browse.board_views import RankView
    from llmsurvey.browse.model_views import ModelsView
    from llmsurvey.browse.session import Session
    from llmsurvey.browse.view import View

    if not plain:
        _check_terminal()
    view: View = ModelsView(models=models)
    if board is not None:
        view = RankView(board=board, models=models)
    session = Session(Library(registry or (), as_of=as_of), view)
    session.rows()  # what is wrong with the question or a registry is told before the screen is taken
    if plain:
        from llmsurvey.browse.plain import explore_plainly

        explore_plainly(session, _write, sys.stdin, sys.stdout)
        return
    _explore_on_screen(session)


def _check_terminal() -> None:
    """Raise RequestError where there is no screen, not enough of one, or not the library that draws on it."""
    try:
        import textual  # noqa: F401 (whether it is there)
    except ModuleNotFoundError:
        raise RequestError(MissingExtraError(question("explore"), _EXTRA).message) from None
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise RequestError(
            say(
                "a full screen needs a terminal. {plain} does without, and so does `{list}`.",
                plain=option("plain"),
                list=question("list"),
            )
        )
    from llmsurvey.browse.view_screen import LEAST_HEIGHT, LEAST_WIDTH, too_small

    size = shutil.get_terminal_size()
    if size.columns < LEAST_WIDTH or size.lines < LEAST_HEIGHT:
        raise RequestError(too_small(size.columns, size.lines))


def _explore_on_screen(session: Session) -> None:
    """Take the screen until the user ends it, and leave the terminal as it was."""
    from llmsurvey.browse.app import Browser, Surroundings

    announce_by(lambda message: None)
    wish = asked_colour() or configured("color") or "auto"
    theme = "dark" if is_coloured(wish, os.environ, is_terminal=True) else "none"
    os.environ.pop("NO_COLOR", None)  # the theme without colours looks better than greys made of the others
    suffixes = tuple(form.suffix for form in FORMATS.values())
    Browser(session, Surroundings(_write, suffixes), theme=theme).run()


def _write(hint: Hint, file: Path, force: bool) -> None:
    """Write the answer to a question to a file, as its command line with --output does. Raises LlmsurveyError."""
    from llmsurvey.cli.app import carry_out

    words = shlex.split(as_typed(hint))[1:]
    carry_out([*words, "--output", str(file), *(["--force"] if force else [])])
