"""The screen of a view: its table or tree, what stands beside and below it, and the keys that change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static, Tree

from llmsurvey.answers.model_index import index_of
from llmsurvey.browse import changes
from llmsurvey.browse.dialogs import Choice, PickScreen, WriteScreen
from llmsurvey.browse.facet_choice import FACET_OF_COLUMN, choose_value
from llmsurvey.browse.facets_pane import FacetsPane
from llmsurvey.browse.finding import find_commands, find_records, view_of_record
from llmsurvey.browse.grid import Grid
from llmsurvey.browse.keys import KEYS
from llmsurvey.browse.lineage_tree import LineageTree
from llmsurvey.browse.model_views import ChooseView
from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.session import Session
from llmsurvey.browse.survey_views import SurveyView
from llmsurvey.browse.tabs import Tab, Tabs
from llmsurvey.browse.view import FilteredView, View
from llmsurvey.drawings.tree import label_of
from llmsurvey.errors import LlmsurveyError
from llmsurvey.formats.wrap import cell_len
from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import counted, join_texts, say, translated
from llmsurvey.tables.note import most_important_first
from llmsurvey.tables.text import escape_steering, is_starred

if TYPE_CHECKING:
    from llmsurvey.browse.app import Browser

LEAST_WIDTH, LEAST_HEIGHT = 40, 10
_WIDE = 110
"""From so many cells on the facets stand beside the table unasked."""

_TALL = 140
"""In fewer cells than these what stands beside a table stands below it."""

_FEW_NOTES, _HIGH = 2, 30
"""So many notes are shown unasked on a screen of so many lines; of fewer lines one."""

_PAUSE = 0.15
"""Seconds without a keystroke after which the facets are counted anew."""

_MANY = 5_000
"""Of more models facets are counted when the search is left, not while one types."""


def _bindings() -> Iterator[BindingType]:
    for _, keys in KEYS:
        for key in keys:
            if key.keys and not key.action.startswith(("quit", "help", "colours")):
                yield Binding(key.keys, key.action, show=False)


class ViewScreen(Screen[None]):
    """What is seen of a session."""

    BINDINGS: ClassVar[list[BindingType]] = list(_bindings())
    AUTO_FOCUS: ClassVar[str | None] = ""
    app: Browser

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._facets_wanted: bool | None = None
        self._every_note = False
        self._timer: Timer | None = None
        self._is_counting = False
        self._places: dict[View, int] = {}
        """Where the cursor was in views that one left."""

    def compose(self) -> ComposeResult:
        """Lay everything out; what a view doesn't have isn't displayed."""
        yield Static("", id="small", markup=False)
        yield Tabs(id="top")
        yield Tabs(id="title")
        yield Input(id="search", placeholder=translated(say("words, or their beginning")))
        with Horizontal(id="middle"):
            yield FacetsPane(id="facets")
            yield Grid(id="rows")
            yield LineageTree(id="tree")
            with Vertical(id="beside"):
                yield Static("", id="heading-1", markup=False)
                yield Grid(id="beside-1")
                yield Static("", id="heading-2", markup=False)
                yield Grid(id="beside-2")
        yield Static("", id="notes", markup=False)
        yield Static("", id="command", markup=False)
        yield Static("", id="keys", markup=False)

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one("#rows", Grid)

    @property
    def _facets(self) -> FacetsPane:
        return self.query_one("#facets", FacetsPane)

    @property
    def _input(self) -> Input:
        return self.query_one("#search", Input)

    def on_mount(self) -> None:
        """Show the first view."""
        self.draw()
        self.focus_rows()

    def on_resize(self, event: events.Resize) -> None:
        """Adapt to the new size."""
        size = event.size
        self.set_class(size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT, "small")
        self.set_class(size.width < _TALL, "tall")
        self.query_one("#small", Static).update(too_small(size.width, size.height))
        self.draw(keep_cursor=True)

    def draw(self, *, keep_cursor: bool = False) -> None:
        """Show what the session is at."""
        rows, view = self.session.rows(), self.session.view
        grid, tree = self.grid, self.query_one("#tree", LineageTree)
        is_tree = rows.shown.tree is not None
        grid.display, tree.display = not is_tree, is_tree
        if rows.shown.tree is not None and tree.root.data is not rows.shown.tree:
            tree.show(rows.shown.tree)
        cursor = grid.cursor if keep_cursor else self._places.get(view, 0)
        grid.show(rows.shown.table, rows.numbers, every_column=view.every_column, wraps=rows.shown.wraps, cursor=cursor)
        self._draw_marks()
        self._draw_beside()
        self._draw_top()
        self._draw_search()
        self._draw_notes()
        self._draw_command()
        self._draw_facets()

    def _draw_marks(self) -> None:
        table, marked = self.grid.table, self.session.marked
        if marked:
            view = self.session.view
            self.grid.mark(number for number in range(len(table.rows)) if view.name_in(table, number) in marked)
        elif self.grid.marked:
            self.grid.mark(())

    def _draw_beside(self) -> None:
        beside = self.session.rows().shown.beside
        self.query_one("#beside").display = bool(beside)
        self.set_class(bool(beside), "with-beside")
        for number, (heading, table) in enumerate(beside, start=1):
            text = say("{heading}: {number}", heading=heading, number=len(table.rows))
            self.query_one(f"#heading-{number}", Static).update(escape_steering(translated(text)))
            grid = self.query_one(f"#beside-{number}", Grid)
            if grid.table is not table:
                grid.show(table, wraps=True)

    def _draw_top(self) -> None:
        here = changes.beginning_of(self.session.places[0].states[-1])
        tabs = [
            Tab(f"{number} {translated(say(text))}", name, name == here)
            for number, (name, text) in enumerate(changes.BEGINNINGS.items(), start=1)
        ]
        rows, view = self.session.rows(), self.session.view
        seen, total = len(rows.numbers), rows.total
        count = counted("{number} row", "{number} rows", total)
        if seen < total:
            count = counted("{seen} of {number} row", "{seen} of {number} rows", total, seen=seen)
        texts = [say("{number} marked", number=len(self.session.marked))] if self.session.marked else []
        self.query_one("#top", Tabs).show(tabs, behind=translated(join_texts([*texts, count], "  ")))
        parts = [
            Tab(translated(say(text)), part, part == changes.part_of(view))
            for part, text in changes.parts_of(self.session.library, view)
        ]
        title = escape_steering(translated(rows.shown.title))
        self.query_one("#title", Tabs).show(parts, before=title)

    def _draw_search(self) -> None:
        view = self.session.view
        text = (view.models.search or "") if isinstance(view, FilteredView) else ""
        box = self._input
        box.set_class(box.has_focus or bool(text), "on")
        if not box.has_focus and box.value != text:
            with box.prevent(Input.Changed):
                box.value = text

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say which keys matter where one is now."""
        self._draw_command()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Branch]) -> None:
        """Say all of a branch, of which the tree shows as much as there is room for."""
        self._draw_notes()

    def _draw_notes(self) -> None:
        table = self.session.rows().shown.table
        notes = most_important_first(table.notes)
        if is_starred(table):
            notes.append(table.legend)
        few = _FEW_NOTES if self.app.size.height >= _HIGH else 1
        shown = notes if self._every_note else notes[:few]
        if self._input.has_focus:
            shown = []
        if not self.session.rows().numbers and self.grid.display:
            if isinstance(self.session.view, FilteredView):
                nothing = say("No row is left. U takes the last change back, Esc clears the filters.")
            else:
                nothing = say("Nothing is known of this.")
            shown = [nothing, *shown]
        lines = [escape_steering(translated(sentence)) for sentence in shown]
        if lines and (more := len(notes) - len(shown)):
            lines[-1] += " " + translated(counted("{number} more note: n.", "{number} more notes: n.", more))
        tree = self.query_one("#tree", LineageTree)
        if tree.display and tree.cursor_node is not None and tree.cursor_node.data is not None:
            lines.append(label_of(tree.cursor_node.data))
        self.query_one("#notes", Static).update("\n".join(lines))

    def _draw_command(self) -> None:
        command = escape_steering(translated(self.session.hint))
        self.query_one("#command", Static).update(f"$ {command}")
        self.query_one("#keys", Static).update(self._line_of_keys())

    def _line_of_keys(self) -> str:
        """Return the keys that matter here, as many as there is room for."""
        line = ""
        for sentence in self._list_keys():
            longer = f"{line}  {translated(sentence)}" if line else translated(sentence)
            if cell_len(longer) > self.app.size.width:
                break
            line = longer
        return line

    def _list_keys(self) -> Iterator[str]:
        if self._input.has_focus:
            yield from (say("Enter: to the rows"), say("Esc: leave the search"))
            return
        if self._facets.has_focus:
            yield from (say("Enter: choose"), say("f: hide"), say("Esc: to the rows"))
            return
        view = self.session.view
        yield say("?: keys")
        if changes.parts_of(self.session.library, view):
            yield say("Tab: next part")
        if isinstance(view, FilteredView):
            yield from (say("/: search"), say("f: facets"), say("s: mark"), say("c: compare"))
        if isinstance(view, ChooseView):
            yield from (say("( ): card"), say("< >: context"))
        if isinstance(view, SurveyView) and view.part.isdigit():
            yield from (say("p: as printed"), say("~: beside"))
        turns = say("[ ]: sort") if self.grid.display else say("\u2190 \u2192: fold, unfold")
        yield from (say("Enter: open"), say("q: back"), turns, say("y: copy"), say("e: write"))

    def tell(self, sentence: str) -> None:
        """Say something in the lowest line, until the next key."""
        self.query_one("#keys", Static).update(escape_steering(translated(sentence)))

    def _draw_facets(self) -> None:
        view, pane = self.session.view, self._facets
        wanted = self.app.size.width >= _WIDE if self._facets_wanted is None else self._facets_wanted
        is_shown = isinstance(view, FilteredView) and wanted
        pane.set_class(is_shown, "on")
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not is_shown:
            return
        if self._input.has_focus:  # counting takes longer than a keystroke may
            if len(self.session.library.registry.models) <= _MANY:
                self._timer = self.set_timer(_PAUSE, self._count_facets)
        elif not self._is_counting:  # the rows are shown first; of several changes at once the last is counted
            self._is_counting = True
            self.call_after_refresh(self._count_facets)

    def _count_facets(self) -> None:
        self._is_counting = False
        self._facets.show_facets(self.session.facets())

    def attempt(self, change: Callable[[], object], *, keep_cursor: bool = False) -> bool:
        """Do something and show what came of it; False, and the reason is told, where it can't be done."""
        before = self.session.view
        if self.grid.display:
            self._places[before] = self.grid.cursor
        try:
            change()
        except LlmsurveyError as error:
            self.draw(keep_cursor=True)
            self.tell(error.message)
            return False
        self.draw(keep_cursor=keep_cursor)
        return True

    def focus_rows(self) -> None:
        """Go to the table, or the tree."""
        self.query_one("#tree" if self.session.rows().shown.tree is not None else "#rows").focus()

    def _go(self, change: Callable[[], object]) -> None:
        """Change the view to another kind, whose rows one is in then."""
        if self.attempt(change):
            self.focus_rows()

    def action_go(self, name: changes.Beginning) -> None:
        """Go to one of the views that everything begins with."""
        self._go(lambda: self.session.switch(changes.begin(name, self.session.view)))

    def on_tabs_chosen(self, event: Tabs.Chosen) -> None:
        """Go where a name leads that was clicked."""
        if event.tabs.id == "top":
            self.action_go(event.value)  # type: ignore[arg-type]  # it is one of `BEGINNINGS`
        else:
            self._go(lambda: self.session.change(changes.with_part(self.session.view, event.value)))

    def action_next_part(self, by: int) -> None:
        """Go to the next part of what is open."""
        session = self.session
        if not changes.parts_of(session.library, session.view):
            self.tell(say("This view has one part alone."))
            return
        self._go(lambda: session.change(changes.turn_part(session.library, session.view, by)))

    def action_leave(self) -> None:
        """Go back, or end where one began."""
        if not self.session.leave():
            self.app.exit()
            return
        self.draw()
        self.focus_rows()

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """Open what stands in a row, or choose a value of a facet."""
        if event.grid is self._facets:
            self._choose_facet()
            return
        view = self.session.view.leads_to(event.grid.table, event.number)
        if view is not None:
            self._go(lambda: self.session.open(view))
        else:
            self.tell(say("This row leads nowhere."))

    def on_tree_node_selected(self, event: Tree.NodeSelected[Branch]) -> None:
        """Open the record of a branch."""
        branch = event.node.data
        if branch is not None:
            name = branch.id if branch.record == "model" else f"dataset/{branch.id}"
            self._go(lambda: self.session.open(RecordView(name=name)))

    def on_grid_ordered(self, event: Grid.Ordered) -> None:
        """Sort by the heading that was clicked, the other way at the second click."""
        if event.grid is self.grid:
            down = self.session.view.sort == (event.column,)
            self.attempt(lambda: self.session.sort_by(event.column, down=down))

    def action_sort(self, down: int) -> None:
        """Sort by the column of the cursor."""
        column = self.grid.column_name
        if not self.grid.display:
            self.tell(say("A tree has an order of its own."))
        elif column is not None:
            self.attempt(lambda: self.session.sort_by(column, down=bool(down)))

    def action_top(self) -> None:
        """Go to the first row."""
        if isinstance(self.focused, Grid):
            self.focused.action_end(-1)

    def action_every_column(self) -> None:
        """Show all columns, or the usual ones."""
        from dataclasses import replace

        view = self.session.view
        self.attempt(lambda: self.session.change(replace(view, every_column=not view.every_column)), keep_cursor=True)

    def action_notes(self) -> None:
        """Show all notes, or the first."""
        self._every_note = not self._every_note
        self._draw_notes()

    def action_switch_pane(self) -> None:
        """Go to the next table on the screen."""
        panes = [pane for pane in self.query(Grid) if pane.display and pane.region.height > 1]
        if len(panes) < 2:
            self.tell(say("No table stands beside this one."))
        elif self.focused in panes:
            panes[(panes.index(self.focused) + 1) % len(panes)].focus()

    def action_search(self) -> None:
        """Search as one types."""
        if self.attempt(lambda: changes.filtered(self.session.view), keep_cursor=True):
            index_of(self.session.library)  # so that the first letter doesn't wait for it
            self._input.add_class("on")
            self._input.focus()
            self.session.stop_typing()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is found by what is typed so far."""
        view = self.session.view
        if event.input is self._input and isinstance(view, FilteredView):
            found = view.searching(event.value)
            self.attempt(lambda: self.session.change(found, by_typing=True))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the rows that were found."""
        self.focus_rows()
        self.session.stop_typing()
        self.draw()

    def on_key(self, event: events.Key) -> None:
        """Go from the search down into the rows."""
        if event.key == "down" and self._input.has_focus:
            self.on_input_submitted(Input.Submitted(self._input, self._input.value))
            event.stop()

    def action_escape(self) -> None:
        """Leave the search or the facets; in the rows clear the filters."""
        if self._input.has_focus or self._facets.has_focus:
            self.focus_rows()
            self.session.stop_typing()
            self.draw(keep_cursor=True)
        elif isinstance(self.session.view, FilteredView):
            self.attempt(lambda: self.session.change(changes.clear_filters(self.session.view)))

    def action_facets(self) -> None:
        """Show the facets and go there, or hide them."""
        if not self.attempt(lambda: changes.filtered(self.session.view), keep_cursor=True):
            return
        if self._facets.has_focus:
            self._facets_wanted = False
            self.focus_rows()
        else:
            self._facets_wanted = True
            self._facets.focus()
        self.draw(keep_cursor=True)

    def action_facet_of_column(self) -> None:
        """Go to the facet of the column of the cursor."""
        facet = FACET_OF_COLUMN.get(self.grid.column_name or "")
        if facet is None:
            self.tell(say("This column has no facet."))
            return
        if not self._facets.has_focus:
            self.action_facets()
        self._facets.go_to(facet)

    def _choose_facet(self) -> None:
        entry, view = self._facets.facet_at_cursor(), self.session.view
        if entry is None or not isinstance(view, FilteredView):
            self._count_facets()
        else:
            self.attempt(lambda: self.session.change(choose_value(view, entry)))

    def action_undo(self) -> None:
        """Take the last change back."""
        if not self.session.undo():
            self.tell(say("Nothing to undo here."))
            return
        self.draw()

    def action_redo(self) -> None:
        """Make the last change again."""
        if not self.session.redo():
            self.tell(say("Nothing to do again here."))
            return
        self.draw()

    def action_turn_card(self, by: int) -> None:
        """Take the next card."""
        self.attempt(lambda: self.session.change(changes.turn_card(self.session.library, self.session.view, by)))

    def action_turn_context(self, by: int) -> None:
        """Take twice the context, or half."""
        self.attempt(lambda: self.session.change(changes.turn_context(self.session.view, by)))

    def action_printed(self) -> None:
        """Show the survey's table as printed, or corrected."""
        from dataclasses import replace

        view = self.session.view
        if isinstance(view, SurveyView) and view.part.isdigit():
            self.attempt(lambda: self.session.change(replace(view, as_printed=not view.as_printed)), keep_cursor=True)
        else:
            self.tell(say("Only the survey's tables are printed."))

    def action_pick_board(self) -> None:
        """Choose a board."""
        folders = self.session.library.board_folders
        addresses = [f"{board}@{day}" for board in folders.boards() for day in folders.snapshots(board)]

        def find(text: str) -> list[Choice]:
            return [Choice(address, address) for address in reversed(addresses) if text.strip() in address]

        self.app.push_screen(PickScreen(say("Which board?"), find), self._take_board)

    def _take_board(self, board: object) -> None:
        if isinstance(board, str):
            view = changes.with_board(self.session.view, board)
            is_same = type(view) is type(self.session.view)
            self._go(lambda: self.session.change(view) if is_same else self.session.open(view))

    def action_best(self) -> None:
        """Show the best of the board over time."""
        self._go(lambda: self.session.open(changes.best_over_time(self.session.view)))

    def action_mark(self, how: int) -> None:
        """Mark the row, and go to the next; 0 takes the mark away, -1 turns it over."""
        number = self.grid.number
        if number is None or not self.grid.display:
            return
        on = None if how < 0 else bool(how)
        if self.attempt(lambda: self.session.mark(number, on=on), keep_cursor=True):
            self.grid.action_move(1)

    def action_compare(self) -> None:
        """Compare what is marked."""
        session = self.session
        self._go(lambda: session.open(changes.compare(list(session.marked), session.view)))

    def action_copy(self) -> None:
        """Copy the command line."""
        self.app.copy_to_clipboard(translated(self.session.hint))
        self.tell(say("Copied, if the terminal lets programs copy."))

    def action_export(self) -> None:
        """Write the view to a file."""
        hint = self.session.hint

        def write(path: Path, force: bool) -> None:
            self.app.surroundings.write(hint, path, force)

        name = f"{hint.command}.csv"
        suffixes = self.app.surroundings.suffixes
        self.app.push_screen(WriteScreen(name, f"$ {translated(hint)}", suffixes, write), self._tell_written)

    def _tell_written(self, path: Path | None) -> None:
        if path is not None:
            self.tell(say("Written to {file}.", file=path))

    def action_palette(self) -> None:
        """Find a command or a record."""
        session = self.session

        def find(text: str) -> list[Choice]:
            return [*find_commands(text), *find_records(session.library, text)]

        self.app.push_screen(PickScreen(say("Command, or any name"), find), self._take_found)

    async def _take_found(self, value: object) -> None:
        if isinstance(value, str):
            await self.run_action(value) if not value.startswith("app.") else await self.app.run_action(value[4:])
        elif isinstance(value, tuple):
            view = view_of_record(*value)
            self._go(lambda: self.session.open(view))

    def action_reload(self) -> None:
        """Read the registry again."""
        self.app.reload()


def too_small(width: int, height: int) -> str:
    """Return what is said where a terminal is too small."""
    return translated(
        say(
            "The terminal is {width}x{height}; this needs {least_width}x{least_height}.",
            width=width,
            height=height,
            least_width=LEAST_WIDTH,
            least_height=LEAST_HEIGHT,
        )
    )
