"""The boards that a shell completes are those that there are."""

from __future__ import annotations

from pathlib import Path

from llmsurvey.boards import folders
from llmsurvey.boards.folders import BoardFolders
from llmsurvey.boards.shelf import DEFAULT, UNDATED, Shelf, built_in_folder, user_folder


def test_folders_list_what_the_store_of_boards_lists(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in ("2024-01-01.csv", f"{UNDATED}.csv", "._2024-01-01.csv", "notes.txt"):
        (tmp_path / "mine" / name).write_text("")
    (tmp_path / "empty").mkdir()
    places = (built_in_folder(), tmp_path, tmp_path / "nothing")
    assert BoardFolders(places).addresses() == Shelf(places).addresses()
    assert BoardFolders(places).boards() == Shelf(places).boards()
    assert BoardFolders(places).snapshots("mine") == Shelf(places).snapshots("mine")


def test_names_and_places_are_those_of_the_store_of_boards() -> None:
    assert (folders.SURVEY_ADDRESS, folders.UNDATED) == (DEFAULT, UNDATED)
    assert (folders.built_in_folder(), folders.user_folder()) == (built_in_folder(), user_folder())
