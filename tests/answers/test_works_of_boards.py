"""What to cite for a board: the work that introduces it, and the snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.answers.works import Cited, find_works
from llmsurvey.boards.folders import user_folder
from llmsurvey.errors import UnknownNameError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


@pytest.fixture
def mine() -> Path:
    """A board of the user's own, in a folder that was made by hand."""
    folder = user_folder() / "내 보드"
    folder.mkdir(parents=True)
    (folder / "someday.csv").write_text("x")
    return folder


def cited(registry: Registry, *names: str) -> Cited:
    return find_works(Library(registry=registry), names)


@pytest.mark.parametrize("name", ["open-llm-leaderboard@2023-07-28", "Open LLM Leaderboard@2023-07-28"])
def test_a_board_gives_its_work_and_the_snapshot(registry: Registry, name: str) -> None:
    work, snapshot = cited(registry, name).publications
    assert work.key == "beeching2023open"
    assert (snapshot.key, snapshot.type) == ("open-llm-leaderboard-2023-07-28", "dataset")
    assert (snapshot.date, snapshot.authors) == ("2023-07-28", work.authors)
    assert snapshot.url is not None
    assert snapshot.url.endswith("20230728.csv")


def test_without_a_day_it_is_the_snapshot_that_other_commands_take(registry: Registry) -> None:
    library = Library(registry=registry)
    day = library.board_store.find("open-llm-leaderboard")[1]
    assert cited(registry, "open-llm-leaderboard").publications[1].date == day


def test_of_a_board_that_nothing_is_known_of_that_is_told(registry: Registry, mine: Path) -> None:
    works, warnings = cited(registry, "내 보드")
    assert [(work.key, work.date, work.url) for work in works] == [("someday", None, None)]
    assert "nothing says who keeps 내 보드" in warnings[0]


def test_a_snapshot_that_is_not_there_names_the_nearest(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match='no snapshot of open-llm-leaderboard is called "2023-07-29"'):
        cited(registry, "open-llm-leaderboard@2023-07-29")


def test_a_slip_in_a_board_s_name_names_the_board(registry: Registry) -> None:
    with pytest.raises(UnknownNameError) as caught:
        cited(registry, "open-llm-leaderbord")
    assert caught.value.nearest[0] == "open-llm-leaderboard"
    assert "benchmark or board" in str(caught.value)


def test_a_size_that_is_not_there_is_told_as_one(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match="99B"):
        cited(registry, "LLaMA@99B")


def test_every_benchmark_has_a_work_that_introduces_it(registry: Registry) -> None:
    for benchmark in registry.benchmarks:
        works = cited(registry, benchmark.id).publications
        assert all(work.sources for work in works), benchmark.id
