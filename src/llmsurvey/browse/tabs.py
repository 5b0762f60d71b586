"""A line of names of which one is where one is; a click goes to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from llmsurvey.browse.columns import cut_text
from llmsurvey.formats.wrap import cell_len


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
        self._ends: list[tuple[int, int, str]] = []
        """The line and the cell at which each name ends, with what it stands for."""

    def show(self, tabs: Sequence[Tab], *, before: str = "", behind: str = "") -> None:
        """Show names, with a text before them and another at the right edge, where there is room for it.

        A text that leaves no room for all names has a line of its own; names that need more than a line go on below.
        """
        width = self.app.size.width
        needed = sum(cell_len(tab.text) + 2 for tab in tabs)
        lines = [Text(" ")]
        if before:
            lines = [Text(f" {cut_text(before, min(cell_len(before), width - 2))}  ")]
            if tabs and cell_len(lines[0].plain) + needed > width:
                lines.append(Text(" "))
        self._ends = []
        for tab in tabs:
            if cell_len(lines[-1].plain) + cell_len(tab.text) + 2 > width > cell_len(tab.text) + 3:
                lines.append(Text(" "))
            self._ends.append((len(lines) - 1, cell_len(lines[-1].plain), ""))
            lines[-1].append(f"[{tab.text}]" if tab.is_here else f" {tab.text} ", Style(bold=tab.is_here))
            self._ends.append((len(lines) - 1, cell_len(lines[-1].plain), tab.value))
        room = width - cell_len(lines[-1].plain) - cell_len(behind) - 1
        if behind and room > 0:
            lines[-1].append(" " * room + behind)
        self.update(Text("\n", no_wrap=True, overflow="ellipsis").join(lines))

    def on_click(self, event: events.Click) -> None:
        """Go to the name that is clicked."""
        chosen = next((value for line, end, value in self._ends if event.y == line and event.x < end), "")
        if chosen:
            self.post_message(self.Chosen(self, chosen))
