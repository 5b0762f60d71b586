"""A line of names of which one is where one is; a click goes to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from llmsurvey.browse.columns import CUT, cut_text
from llmsurvey.formats.wrap import cell_len

_LEAST_BEFORE = 12
"""So much at least is seen of a text before the names."""


class Tab(NamedTuple):
    """A name, what it stands for, and whether one is there."""

    text: str
    value: str
    is_here: bool


class Tabs(Static):
    """The names side by side, the one where one is in brackets."""

    class Chosen(Message):
        """Someone wants to go to one of them."""

        def __init__(self, tabs: Tabs, value: str) -> None:
            super().__init__()
            self.tabs, self.value = tabs, value

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self._ends: list[tuple[int, str]] = []

    def show(self, tabs: Sequence[Tab], *, before: str = "", behind: str = "") -> None:
        """Show names, with a text before them and another at the right edge, where there is room for it."""
        needed = sum(cell_len(tab.text) + 2 for tab in tabs)
        most = max(_LEAST_BEFORE, self.app.size.width - needed - 3)
        before = before if cell_len(before) <= most else cut_text(before, most)
        text = Text(f" {before}  " if before else " ", no_wrap=True, overflow="ellipsis")
        self._ends = [(cell_len(text.plain), "")]
        seen = _with_here(tabs, self.app.size.width - cell_len(text.plain) - 1)
        if len(seen) < len(tabs):
            text.append(CUT)
        for tab in seen:
            text.append(f"[{tab.text}]" if tab.is_here else f" {tab.text} ", Style(bold=tab.is_here))
            self._ends.append((cell_len(text.plain), tab.value))
        room = self.app.size.width - cell_len(text.plain) - cell_len(behind) - 1
        if behind and room > 0:
            text.append(" " * room + behind)
        self.update(text)

    def on_click(self, event: events.Click) -> None:
        """Go to the name that is clicked."""
        chosen = next((value for end, value in self._ends if event.x < end), "")
        if chosen:
            self.post_message(self.Chosen(self, chosen))


def _with_here(tabs: Sequence[Tab], room: int) -> Sequence[Tab]:
    """Return the names without so many of the first that the one where one is has room."""
    here = next((place for place, tab in enumerate(tabs) if tab.is_here), 0)
    first = 0
    while first < here and sum(cell_len(tab.text) + 2 for tab in tabs[first : here + 1]) > room:
        first += 1
    return tabs[first:]
