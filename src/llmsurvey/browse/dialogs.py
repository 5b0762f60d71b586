"""What is asked for over a view: the keys, a name, the file to write to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from llmsurvey.browse.keys import KEYS
from llmsurvey.errors import LlmsurveyError
from llmsurvey.formats.wrap import cell_len, wrap_text
from llmsurvey.messages import say, translated
from llmsurvey.paths import path_from_home
from llmsurvey.tables.text import escape_steering

_CLOSE: BindingType = Binding("escape", "close", show=False)

_PAUSE = 0.12
"""Seconds without a keystroke after which what is typed is looked for."""


class Choice(NamedTuple):
    """Something that may be chosen: what is read of it, and what it is."""

    text: str
    value: object


class HelpScreen(ModalScreen[None]):
    """Every key, and what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1,enter", "close", show=False)]

    def compose(self) -> ComposeResult:
        """Lay the keys out under their headings."""
        with VerticalScroll():
            yield Static(embolden_headings(help_text(max(20, self.app.size.width - 4))), markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def help_text(width: int) -> str:
    """Return every key under its heading, in lines of `width` cells."""
    room = min(20, width // 3)
    lines: list[str] = []
    for heading, keys in KEYS:
        lines += [*([""] if lines else []), translated(say(heading))]
        for key in keys:
            if key.text:
                first, *rest = wrap_text(translated(say(key.text)), width - room - 4)
                lines.append(f"  {key.shown}{' ' * max(1, room - cell_len(key.shown))}{first}")
                lines += [" " * (room + 2) + line for line in rest]
    lines += ["", translated(say("Esc closes this."))]
    return "\n".join(lines)


def embolden_headings(text: str) -> Text:
    """Return a text in which lines that aren't indented stand out."""
    lines = [Text(line, "" if line.startswith(" ") else "bold") for line in text.split("\n")]
    return Text("\n").join(lines)


class PickScreen(ModalScreen[object]):
    """One of several things, found as one types; `find` gives what a text may mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _CLOSE,
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, find: Callable[[str], Iterable[Choice]]) -> None:
        super().__init__()
        self._title, self._find = title, find
        self._choices: Sequence[Choice] = ()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line to type in above what it may mean."""
        with Vertical(classes="box"):
            yield Static(translated(self._title), markup=False)
            yield Input(id="typed")
            yield OptionList(id="choices", markup=False)

    def on_mount(self) -> None:
        """Show what there is before anything is typed."""
        self._look("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed when a moment has passed."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, lambda: self._look(event.value))

    def _look(self, text: str) -> None:
        self._choices = tuple(self._find(text))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(escape_steering(translated(choice.text))) for choice in self._choices])
        if self._choices:
            options.highlighted = 0

    def action_move(self, by: int) -> None:
        """Go to another choice, from the line that is typed in."""
        options = self.query_one(OptionList)
        if self._choices:
            options.highlighted = ((options.highlighted or 0) + by) % len(self._choices)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the choice that is highlighted."""
        if self._timer is not None:
            self._timer.stop()
            self._look(event.value)
        place = self.query_one(OptionList).highlighted
        self.dismiss(self._choices[place].value if self._choices and place is not None else None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice that is clicked."""
        self.dismiss(self._choices[event.option_index].value)

    def action_close(self) -> None:
        """Go back without a choice."""
        self.dismiss(None)


Write = Callable[[Path, bool], None]
"""Writes a view to a file, over one that is there where told so. Raises LlmsurveyError."""


class WriteScreen(ModalScreen["Path | None"]):
    """The file to write a view to; its suffix says the format."""

    BINDINGS: ClassVar[list[BindingType]] = [_CLOSE, Binding("ctrl+o", "overwrite", show=False, priority=True)]

    def __init__(self, name: str, command: str, suffixes: Sequence[str], write: Write) -> None:
        super().__init__()
        self._name, self._command, self._suffixes, self._write = name, command, suffixes, write

    def compose(self) -> ComposeResult:
        """Lay out the line for the file, and below it what went wrong."""
        suffixes = " ".join(self._suffixes)
        with Vertical(classes="box"):
            yield Static(translated(say("Write to which file? Its ending is the format.")), markup=False)
            yield Input(self._name, id="file", select_on_focus=False)
            yield Static(escape_steering(suffixes), classes="quiet", markup=False)
            yield Static(escape_steering(self._command), classes="quiet", markup=False)
            yield Static(translated(say("Enter writes, Ctrl+O overwrites a file, Esc closes this.")), markup=False)
            yield Static("", id="problem", markup=False)

    def on_input_submitted(self) -> None:
        """Write, unless the file exists."""
        self._try(force=False)

    def action_overwrite(self) -> None:
        """Write, also over a file."""
        self._try(force=True)

    def _try(self, *, force: bool) -> None:
        name = self.query_one(Input).value.strip()
        if not name:
            return
        path = path_from_home(name)
        try:
            self._write(path, force)
        except LlmsurveyError as error:
            problem = error.faults[0].text if error.faults else error.message
            self.query_one("#problem", Static).update(escape_steering(translated(problem)))
            return
        self.dismiss(path)

    def action_close(self) -> None:
        """Go back without a file."""
        self.dismiss(None)
