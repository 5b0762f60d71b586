"""Reading files that others made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.importers.conftest import WriteFile

from llmsurvey.errors import BoardError
from llmsurvey.importers import MAX_BYTES
from llmsurvey.importers.read_file import check_size, content_of, day_in, head_of, list_lines, text_of, warning_at


def test_a_file_is_read_whole(write_file: WriteFile) -> None:
    assert content_of(write_file(b"a\xff")) == b"a\xff"
    assert text_of(write_file("구름")) == "구름"


def test_a_byte_order_mark_is_no_part_of_the_text(write_file: WriteFile) -> None:
    assert text_of(write_file("\ufeffModel")) == "Model"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for read in (check_size, content_of, text_of, head_of):
        with pytest.raises(BoardError, match=r"none\.csv can't be read: no such file or directory\."):
            read(tmp_path / "none.csv")


@pytest.mark.parametrize("content", ["", " \n\n\t"])
def test_an_empty_file_is_refused(write_file: WriteFile, content: str) -> None:
    with pytest.raises(BoardError, match=r"scores\.csv is empty\."):
        text_of(write_file(content))


def test_another_encoding_is_refused_with_the_first_line_that_shows_it(write_file: WriteFile) -> None:
    with pytest.raises(BoardError, match=r"scores\.csv:3: isn't UTF-8"):
        text_of(write_file(b"a\nb\n" + "구름".encode("cp949")))


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), MAX_BYTES + 2**20)
    with pytest.raises(BoardError, match=r"huge\.csv has 513 MiB, more than the 512 that are read at once"):
        content_of(path)
    assert head_of(path) == bytes(65536)


def test_a_file_at_the_limit_is_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), MAX_BYTES)
    check_size(path)


def test_a_folder_has_no_head_and_is_no_file(tmp_path: Path) -> None:
    assert head_of(tmp_path) == b""
    with pytest.raises(BoardError, match=r"is a folder, not a file\."):
        content_of(tmp_path)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20230728.csv", "2023-07-28"),
        ("2023-07-28.csv", "2023-07-28"),
        ("results_2024-08-14T04-26-36.420014.json", "2024-08-14"),
        ("board-20231031-final.csv", "2023-10-31"),
        ("20231331.csv", None),
        ("20230732.csv", None),
        ("202307281.csv", None),
        ("19990728.csv", None),
        ("scores.csv", None),
    ],
)
def test_the_name_of_a_file_tells_its_day(name: str, day: str | None) -> None:
    assert day_in(name) == day


def test_what_is_noticed_is_a_warning_at_a_line() -> None:
    fault = warning_at(Path("a.csv"), 3, "odd")
    assert str(fault) == "a.csv:3: warning: odd"


def test_lines_are_listed_in_order() -> None:
    assert list_lines([9, 2, 10]) == "2, 9, 10"


def test_a_pointer_of_git_lfs_is_no_table_and_no_log(tmp_path: Path) -> None:
    path = tmp_path / "details_arc|25_2025-11-05T14-43-47.148527.parquet"
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4582e3\nsize 14121\n")
    for read in (content_of, head_of):
        with pytest.raises(BoardError, match=r"only names a file that Git LFS keeps\. `git lfs pull` fetches it\.$"):
            read(path)
