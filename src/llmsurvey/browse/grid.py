"""A table on the screen, of which no more is drawn than is seen: 20,000 rows scroll like twenty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from llmsurvey.browse.columns import GAP, ScreenColumn, cut_text, lay_out, lines_of_row
from llmsurvey.formats.wrap import wrap_text
from llmsurvey.tables import Table
from llmsurvey.tables.text import text_of_cell

_MARK = 2
"""Cells before each row, in which its mark stands."""

MORE_LEFT, MORE_RIGHT = "\u2039", "\u203a"
"""Stand at the edges of the headings where columns are beyond them."""


class Line(NamedTuple):
    """A line of the screen: the place of its row among those that are seen, and its texts; or a heading over rows."""

    place: int
    texts: Sequence[str] | None = None
    heading: str | None = None


class Grid(ScrollView, can_focus=True):
    """Rows of a table under their headings, with a cursor on one row and one column."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--heading",
        "grid--heading-cursor",
        "grid--cursor",
        "grid--group",
        "grid--yes",
        "grid--conditional",
        "grid--no",
        "grid--unknown",
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("home,ctrl+home", "end(-1)", show=False),
        Binding("end,G,ctrl+end", "end(1)", show=False),
        Binding("right,l", "column(1)", show=False),
        Binding("left,h", "column(-1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class Opened(Message):
        """Someone wants to see what stands in a row of the table, by its number there."""

        def __init__(self, grid: Grid, number: int) -> None:
            super().__init__()
            self.grid, self.number = grid, number

    class Ordered(Message):
        """Someone wants the rows in the order of a column."""

        def __init__(self, grid: Grid, column: str) -> None:
            super().__init__()
            self.grid, self.column = grid, column

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.table = Table((), ())
        self.numbers: Sequence[int] = ()
        self.columns: list[ScreenColumn] = []
        self.cursor = self.column = 0
        self.marked: frozenset[int] = frozenset()
        self.every_column = self.wraps = False
        self._lines: list[Line] | None = None
        self._first_line: list[int] = []

    @property
    def number(self) -> int | None:
        """The row of the table on which the cursor is, by its number there; None where no row is seen."""
        return self.numbers[self.cursor] if self.cursor < len(self.numbers) else None

    @property
    def column_name(self) -> str | None:
        """The column on which the cursor is."""
        return self.columns[self.column].name if self.column < len(self.columns) else None

    def show(
        self,
        table: Table,
        numbers: Sequence[int] | None = None,
        *,
        every_column: bool = False,
        wraps: bool = False,
        cursor: int = 0,
    ) -> None:
        """Show the rows of these `numbers`, with the cursor on one by its place among them."""
        same = table is self.table and every_column == self.every_column and wraps == self.wraps
        self.table, self.every_column, self.wraps = table, every_column, wraps
        self.numbers = range(len(table.rows)) if numbers is None else numbers
        self.cursor = max(0, min(cursor, len(self.numbers) - 1))
        self._lay_out(anew=not same)
        self.scroll_to(0, 0, animate=False)
        self._follow_cursor()

    def mark(self, numbers: Iterable[int]) -> None:
        """Put a mark before rows, by their numbers."""
        self.marked = frozenset(numbers)
        self.refresh()

    def _lay_out(self, *, anew: bool) -> None:
        width = self.scrollable_content_region.width - _MARK
        if width <= 0:  # it isn't displayed, and is laid out when it is
            self.columns, self._lines, self._first_line = [], None, []
            return
        if anew or not self.columns:
            options = {"every_column": self.every_column, "wraps": self.wraps}
            self.columns = lay_out(self.table, self.numbers, width, **options)
            self.column = min(self.column, max(0, len(self.columns) - 1))
        self._lines, self._first_line = None, []
        if self.wraps or self.table.group_by is not None:
            self._make_lines()
        last = self.columns[-1] if self.columns else None
        height = len(self.numbers) if self._lines is None else len(self._lines)
        self.virtual_size = Size(_MARK + (last.start + last.width if last else 0), height + 1)
        self.refresh()

    def _make_lines(self) -> None:
        """Lay out every line: of tables that are read whole, which have hundreds of rows at most."""
        self._lines = []
        group_by = self.table.group_by
        index = None if group_by is None else self.table.names().index(group_by)
        width = self.scrollable_content_region.width
        before: object = None
        for place, number in enumerate(self.numbers):
            if index is not None and (place == 0 or self.table.rows[number][index] != before):
                before = self.table.rows[number][index]
                if place:
                    self._lines.append(Line(place, heading=""))
                heading = wrap_text(text_of_cell(self.table, number, index), width)
                self._lines += [Line(place, heading=line) for line in heading]
            self._first_line.append(len(self._lines))
            texts = lines_of_row(self.table, number, self.columns) if self.wraps else [None]
            self._lines += [Line(place, line) for line in texts]

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out anew in the new width."""
        self._lay_out(anew=True)
        self._follow_cursor()

    def line_of(self, place: int) -> int:
        """Return the line below the headings in which the row at a place begins."""
        return self._first_line[place] if place < len(self._first_line) else place

    def _follow_cursor(self) -> None:
        """Scroll so far that the cursor's row and column are seen."""
        if not self.columns:
            return
        top, height = self.line_of(self.cursor), 1
        if self._lines is not None and self.cursor < len(self._first_line):
            end = self._first_line[self.cursor + 1] if self.cursor + 1 < len(self._first_line) else len(self._lines)
            height = min(end - top, max(1, self.scrollable_content_region.height - 1))
            above = top > 0 and self._lines[top - 1].heading is not None
            top, height = (top - 1, height + 1) if above and height < 4 else (top, height)
        column = self.columns[min(self.column, len(self.columns) - 1)]
        start = 0 if self.column == 0 else column.start + _MARK
        region = Region(start, top, column.width + (_MARK if self.column == 0 else 0), height + 1)  # 1: the headings
        self.scroll_to_region(region, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen: the headings first, which stay where they are."""
        left, top = self.scroll_offset
        width = self.scrollable_content_region.width
        strip = self._render_headings() if y == 0 else self._render_row(top + y - 1)
        strip = strip.crop_extend(left, left + width, self._style_of(strip) if y else self._heading_style)
        return self._mark_edges(strip, left, width) if y == 0 else strip

    def _mark_edges(self, headings: Strip, left: int, width: int) -> Strip:
        """Say on the headings where columns go on beyond an edge."""
        style = self._heading_style
        if left > 0:
            headings = Strip.join([Strip([Segment(MORE_LEFT, style)]), headings.crop(1)])
        if left + width < self.virtual_size.width:
            headings = Strip.join([headings.crop(0, width - 1), Strip([Segment(MORE_RIGHT, style)])])
        return headings

    @property
    def _heading_style(self) -> Style:
        return self.get_component_rich_style("grid--heading")

    def _style_of(self, strip: Strip) -> Style:
        """Return what a line goes on with to the right: the cursor's colours reach to the edge."""
        last = strip._segments[-1].style if strip._segments else None
        return Style(bgcolor=last.bgcolor) if last is not None else self.rich_style

    def _render_headings(self) -> Strip:
        style = self._heading_style
        segments = [Segment(" " * _MARK, style)]
        for place, column in enumerate(self.columns):
            text = cut_text(column.heading, column.width, numeric=column.numeric)
            is_chosen = place == self.column and self.has_focus
            chosen = self.get_component_rich_style("grid--heading-cursor") if is_chosen else style
            segments += [Segment(text, chosen), Segment(" " * GAP, style)]
        return Strip(segments)

    def _render_row(self, line_number: int) -> Strip:
        if self._lines is None:
            line = Line(line_number) if line_number < len(self.numbers) else None
        else:
            line = self._lines[line_number] if line_number < len(self._lines) else None
        if line is None:
            return Strip([Segment(" ", self.rich_style)])
        if line.heading is not None:
            return Strip([Segment(line.heading, self.get_component_rich_style("grid--group"))])
        number = self.numbers[line.place]
        is_cursor = line.place == self.cursor
        base = self.get_component_rich_style("grid--cursor") if is_cursor and self.has_focus else self.rich_style
        is_first = line_number == self.line_of(line.place)
        lead = ("+" if number in self.marked else " ") + (">" if is_cursor else " ")
        segments = [Segment(lead if is_first else "  ", base)]
        for place, column in enumerate(self.columns):
            text = text_of_cell(self.table, number, column.index) if line.texts is None else line.texts[place]
            text = cut_text(text, column.width, numeric=column.numeric)
            style = base if is_cursor else base + self._verdict_style(number, column)
            segments += [Segment(text, style), Segment(" " * GAP, base)]
        return Strip(segments)

    def _verdict_style(self, number: int, column: ScreenColumn) -> Style:
        """Return the colour of a verdict, which says it in words as well."""
        if self.table.columns[column.index].words != "verdict":
            return Style.null()
        cell = self.table.rows[number][column.index]
        kind = cell if cell in ("yes", "conditional", "no", "unknown") else None
        return self.get_component_rich_style(f"grid--{kind}", partial=True) if kind else Style.null()

    def move_to(self, place: int) -> None:
        """Put the cursor on the row at a place."""
        self.cursor = max(0, min(place, len(self.numbers) - 1))
        self._follow_cursor()
        self.refresh()

    def action_move(self, by: int) -> None:
        """Go to another row."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Go a screen further, or back."""
        self.move_to(self.cursor + by * max(1, self.scrollable_content_region.height - 2))

    def action_end(self, by: int) -> None:
        """Go to the last row, or the first."""
        self.move_to(0 if by < 0 else len(self.numbers) - 1)

    def action_column(self, by: int) -> None:
        """Go to another column."""
        self.column = max(0, min(self.column + by, len(self.columns) - 1))
        self._follow_cursor()
        self.refresh()

    def action_open(self) -> None:
        """Ask for what stands in the row."""
        if self.number is not None:
            self.post_message(self.Opened(self, self.number))

    def on_focus(self) -> None:
        """Draw the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw no cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go to the row that is clicked, open it at the second click; sort by the heading that is clicked."""
        left, top = self.scroll_offset
        chosen = [place for place, column in enumerate(self.columns) if column.start + _MARK <= event.x + left]
        if event.y == 0:
            if chosen:
                self.column = chosen[-1]
                self.post_message(self.Ordered(self, self.columns[self.column].name))
            return
        line = top + event.y - 1
        if self._lines is not None:
            line = self._lines[line].place if line < len(self._lines) else len(self.numbers)
        if line >= len(self.numbers):
            return
        was_there = line == self.cursor
        self.column = chosen[-1] if chosen else 0
        self.move_to(line)
        if was_there or event.chain > 1:
            self.action_open()
