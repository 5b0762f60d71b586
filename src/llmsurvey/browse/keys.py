"""The keys of the browser: those of VisiData where it has one for the same."""

from __future__ import annotations

from typing import NamedTuple

from llmsurvey.messages import mark


class Key(NamedTuple):
    """Keys that do one thing, the action that they call, and what that does; `shown` is how people write them."""

    keys: str
    shown: str
    action: str
    text: str


KEYS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    (
        mark("Where to"),
        (
            Key("1", "1", "go('models')", mark("Models: which there are, and what one may do with them")),
            Key("2", "2", "go('choose')", mark("Choose: which sizes fit on a card, the best first")),
            Key("3", "3", "go('boards')", mark("Boards: scores and ranks, and how sure they are")),
            Key("4", "4", "go('survey')", mark("The survey: its tables, errata and claims")),
            Key("tab", "Tab", "next_part(1)", mark("The next part of what is open")),
            Key("shift+tab", "Shift+Tab", "next_part(-1)", mark("The part before")),
            Key("q,backspace", "q Backspace", "leave", mark("Back; at the beginning: quit")),
            Key("ctrl+q", "Ctrl+Q", "quit", mark("Quit")),
        ),
    ),
    (
        mark("In a table"),
        (
            Key("", "↑ ↓ j k  ← → h l", "", mark("Another row, another column; g and G: the first, the last")),
            Key("", "Enter", "", mark("Open what stands in the row")),
            Key("left_square_bracket", "[", "sort(0)", mark("Sort by the column, the smallest first")),
            Key("right_square_bracket", "]", "sort(1)", mark("Sort by the column, the largest first")),
            Key("g", "g", "top", ""),
            Key("a", "a", "every_column", mark("All columns, or the usual ones")),
            Key("n", "n", "notes", mark("All notes below the table, or the first")),
            Key("tilde", "~", "switch_pane", mark("To the tables beside, and back")),
        ),
    ),
    (
        mark("Narrow down"),
        (
            Key("slash", "/", "search", mark("Search as you type: names, makers, datasets, notes; Hangul too")),
            Key("f", "f", "facets", mark("Facets: what there is, with counts; Enter chooses")),
            Key("F", "F", "facet_of_column", mark("The facet of the column")),
            Key("U", "U", "undo", mark("Undo the last change of filter, order or card")),
            Key("R", "R", "redo", mark("Do it again")),
            Key("escape", "Esc", "escape", mark("Leave the search or the facets; then: clear the filters")),
        ),
    ),
    (
        mark("Card, context, board"),
        (
            Key("left_parenthesis", "(", "turn_card(-1)", mark("The next smaller card")),
            Key("right_parenthesis", ")", "turn_card(1)", mark("The next larger card")),
            Key("less_than_sign", "<", "turn_context(-1)", mark("Half the context")),
            Key("greater_than_sign", ">", "turn_context(1)", mark("Twice the context")),
            Key("b", "b", "pick_board", mark("Choose the board of scores and ranks")),
            Key("H", "H", "best", mark("The best of the board over time")),
            Key("p", "p", "printed", mark("The survey's table as printed, or corrected")),
        ),
    ),
    (
        mark("Compare and take away"),
        (
            Key("s", "s", "mark(1)", mark("Mark the model for comparison")),
            Key("u", "u", "mark(0)", mark("Unmark it")),
            Key("t", "t", "mark(-1)", mark("Turn its mark over")),
            Key("c", "c", "compare", mark("Compare what is marked; on a board: with intervals")),
            Key("y", "y", "copy", mark("Copy the command line that gives this view")),
            Key("ctrl+s,e", "Ctrl+S e", "export", mark("Write this view to a file, in any format")),
        ),
    ),
    (
        mark("The program"),
        (
            Key("space,ctrl+p", "Space Ctrl+P", "palette", mark("Find a command or any record by name")),
            Key("question_mark,f1", "? F1", "help", mark("These keys")),
            Key("D", "D", "colours", mark("Dark, light, or without colours")),
            Key("ctrl+r", "Ctrl+R", "reload", mark("Read the registry files again")),
        ),
    ),
)
