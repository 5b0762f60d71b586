"""Boards as tables that are read again."""

from __future__ import annotations

import pytest

from llmsurvey.answers.export_boards import export_boards
from llmsurvey.boards.folders import user_folder
from llmsurvey.library import Library


@pytest.fixture
def library() -> Library:
    """A library with a board of the user's own, and one that can't be read."""
    for board, content in (
        ("mine", "name,parameters,benchmark,value\na,7000000000,arc,50.5\nb,,arc,40\n"),
        ("bad", "x\n"),
    ):
        (user_folder() / board).mkdir(parents=True)
        (user_folder() / board / "2024-01-01.csv").write_text(content)
    return Library()


def test_every_snapshot_is_a_table(library: Library) -> None:
    exported = export_boards(library)
    addresses = [address for address in library.board_folders.addresses() if not address.startswith("bad")]
    assert list(exported.tables) == addresses


def test_a_row_is_a_score_with_all_that_is_known_of_it(library: Library) -> None:
    table = export_boards(library).tables["mine@2024-01-01"]
    assert [column.name for column in table.columns if column.numeric] == ["parameters", "value"]
    assert table.names() == ["name", "parameters", "benchmark", "value"]
    assert table.rows == (("a", 7000000000, "arc", 50.5), ("b", None, "arc", 40.0))


def test_a_board_that_cannot_be_read_is_told(library: Library) -> None:
    (error,) = export_boards(library).refused
    assert "bad/2024-01-01.csv" in str(error)
