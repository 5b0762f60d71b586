"""The views line by line: whatever is on the screen is said, and no line steers a terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from llmsurvey.browse.model_views import ModelsView
from llmsurvey.browse.plain import COMMANDS, explore_plainly
from llmsurvey.browse.session import Session
from llmsurvey.library import Library
from llmsurvey.messages import Hint, translated


def say_of(library: Library, *lines: str) -> str:
    """What is said in answer to some lines, the last of which is behind the last prompt."""
    target = io.StringIO()

    def write(hint: Hint, file: Path, force: bool) -> None:
        target.write(f"[{translated(hint)} to {file}{'!' if force else ''}]\n")

    explore_plainly(Session(library, ModelsView()), write, io.StringIO("".join(f"{line}\n" for line in lines)), target)
    return target.getvalue()


def last_of(library: Library, *lines: str) -> str:
    """What is said in answer to the last line."""
    return say_of(library, *lines).split("> ")[len(lines)]


def test_rows_are_said_with_the_headings_of_their_cells(library: Library) -> None:
    said = say_of(library)
    assert "2. Gureum; developers Korea University; released 2023-05-30; sizes 7B-v2; verdict conditional" in said
    assert said.endswith("The same: llmsurvey list\n> \n")


def test_each_line_is_printable(library: Library) -> None:
    said = say_of(library, "6", "part lineage", "back", "facets", "/evil", "part")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said)


def test_row_is_opened_by_its_number_and_left(library: Library) -> None:
    assert last_of(library, "2").startswith("Gureum: ")
    assert last_of(library, "2", "back").startswith("Models: 6 rows.")


def test_parts_of_a_model_are_said(library: Library) -> None:
    assert "7B-v2" in last_of(library, "2", "part sizes")
    assert "Step 1: finetuned from Root 7B" in last_of(library, "2", "part lineage")
    assert "licence: Licence" in last_of(library, "2", "part")


def test_best_over_time_is_said(library: Library) -> None:
    said = last_of(library, "boards", "2", "best")
    assert said.startswith("The best over time: 5 rows.\n1. 1; name Root@70B; average 77.3; entered 2023-06-01;")
    assert said.endswith("The same: llmsurvey history --board arena\n")
    assert "\u2585" not in said


def test_search_facets_undo(library: Library) -> None:
    assert last_of(library, "/구름").startswith("Models: 1 row.\n1. Gureum")
    assert last_of(library, "facets kind").startswith("1. kind finetuned: 2 models\n")
    assert last_of(library, "facets kind", "pick 1").startswith("Models: 2 rows.")
    assert last_of(library, "facets kind", "pick 1", "undo").startswith("Models: 6 rows.")
    assert last_of(library, "facets kind", "pick 1", "clear").startswith("Models: 6 rows.")


def test_marked_models_are_compared(library: Library) -> None:
    assert "Root; " in last_of(library, "mark 1", "mark 3", "compare") or "Study" in last_of(
        library, "mark 1", "mark 3", "compare"
    )


def test_view_is_written(library: Library) -> None:
    assert "[llmsurvey list to a.csv]" in last_of(library, "write a.csv")
    assert "[llmsurvey list to a.csv!]" in last_of(library, "write! a.csv")


def test_what_cannot_be_done_is_told_in_one_line(library: Library) -> None:
    lines = ["dance", "99", "0", "open x", "back", "undo", "redo", "compare", "sort colour", "card apples", "pick 3"]
    for line in lines:
        assert last_of(library, line).count("\n") == 1, line


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("quit", "survey")])
def test_every_command_is_obeyed(library: Library, name: str) -> None:
    assert "is no command here" not in last_of(library, name)


def test_help_names_every_command_and_quit_ends(library: Library) -> None:
    said = last_of(library, "help")
    assert all(f"{command.written}: " in said for command in COMMANDS.values())
    assert say_of(library, "quit", "boards").endswith("> ")
