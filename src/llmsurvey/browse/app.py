"""The full-screen program around the views: its colours, and the registry that may change meanwhile."""

from __future__ import annotations

import signal
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.app import App
from textual.binding import Binding, BindingType

from llmsurvey.browse.dialogs import HelpScreen
from llmsurvey.browse.keys import KEYS
from llmsurvey.browse.session import Session
from llmsurvey.browse.themes import THEMES
from llmsurvey.browse.view_screen import ViewScreen
from llmsurvey.browse.watch import RegistryWatch
from llmsurvey.errors import LlmsurveyError
from llmsurvey.library import Library
from llmsurvey.messages import Hint, say

_LOOK = 2.0
"""Seconds between two looks at whether a registry file was changed."""


class Surroundings(NamedTuple):
    """What the program around gives: `write` a question's answer to a file, over one that is there where told so.

    `suffixes` are the endings of files that it can write.
    """

    write: Callable[[Hint, Path, bool], None]
    suffixes: tuple[str, ...]


class Browser(App[None]):
    """The browser."""

    CSS_PATH = "browser.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "llmsurvey"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.keys, key.action, show=False)
        for _, keys in KEYS
        for key in keys
        if key.action in ("quit", "help", "colours")
    ]

    def __init__(self, session: Session, surroundings: Surroundings, *, theme: str = "dark") -> None:
        super().__init__()
        for choice in THEMES.values():
            self.register_theme(choice)
        self.theme = theme
        self.session, self.surroundings = session, surroundings
        self.watch_of_files = RegistryWatch(session.library.registries)

    def on_mount(self) -> None:
        """Show the first view, and look after the registry from now on."""
        self.push_screen(ViewScreen(self.session))
        self.set_interval(_LOOK, self._look_at_files)
        if not self.is_headless:
            self.set_interval(_LOOK, _end_without_terminal)

    def _look_at_files(self) -> None:
        try:
            has_changed = self.watch_of_files.has_changed()
        except LlmsurveyError as error:  # the configuration file can't be read
            self._tell(error)
            return
        if has_changed:
            self.reload()

    def _tell(self, error: LlmsurveyError) -> None:
        if (screen := self._view_screen()) is not None:
            problem = error.faults[0].text if error.faults else error.message
            screen.tell(say("The last good registry stays. {problem}", problem=problem))

    def _view_screen(self) -> ViewScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, ViewScreen)), None)

    def reload(self) -> None:
        """Read the registry anew; what is wrong with it is told, and the last good one stays."""
        library = Library(self.session.library.registries, as_of=self.session.library.as_of)
        try:
            _ = library.registry
            self.session.renew(library)
        except LlmsurveyError as error:
            self._tell(error)
            return
        screen = self._view_screen()
        if screen is None:
            return
        screen.draw(keep_cursor=True)
        screen.tell(say("The registry was read again."))

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(HelpScreen())

    def action_colours(self) -> None:
        """Take the next colours."""
        names = list(THEMES)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]


def _end_without_terminal() -> None:
    """End the program where its terminal is gone, as the signal would that tells of that and needn't come."""
    try:
        termios.tcgetattr(sys.__stdin__ or 0)
    except (termios.error, OSError, ValueError):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGHUP)
