"""Snapshots of the Open LLM Leaderboard: every row is an entry, or told."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.importers.conftest import WriteFile, real_files, scores, told, values

from llmsurvey.boards import tidy
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import BoardError
from llmsurvey.importers import Reading, Request, load_importer
from llmsurvey.importers.open_llm_leaderboard import BOARD, read, recognises
from llmsurvey.registry.registry import Registry

HEADING = "Model,Average,ARC (25-shot),HellaSwag (10-shot),MMLU (5-shot),TruthfulQA (0-shot),Parameters,URL"
ONE = "lab/one-7B,45.0,50,60,40,30,10,https://huggingface.co/lab/one-7B"
TWO = "lab/two-70B,55.0,60,70,50,40,100,https://huggingface.co/lab/two-70B"
PARTS = ["arc", "hellaswag", "mmlu", "truthfulqa"]

ReadRows = Callable[..., Reading]


@pytest.fixture
def read_rows(write_file: WriteFile, registry: Registry) -> ReadRows:
    """Reads a snapshot of some rows."""

    def call(*rows: str, heading: str = HEADING, name: str = "20230728.csv", date: str | None = None) -> Reading:
        path = write_file("\n".join((heading, *rows)) + "\n", name)
        (reading,) = read([path], Request(registry, date=date, needs_date=True))
        return reading

    return call


def row(name: str, *parts: str, average: str = "45.0", share: str = "10", address: str | None = None) -> str:
    """A line of a snapshot."""
    found = f"https://huggingface.co/{name}" if address is None else address
    return ",".join((name, average, *parts, share, found))


def named(reading: Reading) -> list[str]:
    """The names of the entries."""
    return list(reading.board.facts["name"])


def test_a_row_is_an_entry_with_its_scores_as_they_are(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, TWO)
    assert named(reading) == ["lab/one-7B", "lab/two-70B"]
    assert reading.board.fact("hub") == ["lab/one-7B", "lab/two-70B"]
    assert reading.board.fact("line") == [2, 3]
    assert reading.board.values.tolist() == [[50, 60, 40, 30, 45], [60, 70, 50, 40, 55]]
    assert reading.faults == ()


def test_each_score_says_how_the_board_measured_it(read_rows: ReadRows) -> None:
    harness = "lm-evaluation-harness"
    assert [measure[:4] for measure in read_rows(ONE).board.measures] == [
        ("arc", "acc_norm", 25, harness),
        ("hellaswag", "acc_norm", 10, harness),
        ("mmlu", "acc", 5, harness),
        ("truthfulqa", "mc2", 0, harness),
        ("average", "mean", None, None),
    ]
    assert {measure.reporter for measure in read_rows(ONE).board.measures} == {"board"}


def test_what_the_columns_were_taken_for_is_shown(read_rows: ReadRows) -> None:
    assert read_rows(ONE).mapping[0] == ("ARC (25-shot)", "arc, acc_norm")


def test_both_spellings_of_the_heading_read_the_same(read_rows: ReadRows) -> None:
    spaced = read_rows(ONE, TWO).board
    assert scores(read_rows(ONE, TWO, heading=HEADING.replace(" (", "(")).board) == scores(spaced)


def test_a_byte_order_mark_changes_nothing(read_rows: ReadRows) -> None:
    assert scores(read_rows(ONE, heading=f"\ufeff{HEADING}").board) == scores(read_rows(ONE).board)


def test_blank_lines_are_passed_over(read_rows: ReadRows) -> None:
    reading = read_rows("", ONE, "", TWO, "")
    assert (reading.board.fact("line"), reading.faults) == ([3, 5], ())


def test_benchmarks_that_the_board_had_later_are_read_too(read_rows: ReadRows) -> None:
    reading = read_rows(
        "lab/one-7B,45,40,50,10,", heading="Model,Average,Winogrande (5-shot),DROP (3-shot),Parameters,URL"
    )
    assert [measure[:3] for measure in reading.board.measures] == [
        ("winogrande", "acc", 5),
        ("drop", "f1", 3),
        ("average", "mean", None),
    ]


# Rows that can't be read


def test_a_row_with_too_few_or_many_fields_is_told_and_left_out(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, "lab/bad-7B,45.0,50", f"{ONE},more", TWO)
    assert named(reading) == ["lab/one-7B", "lab/two-70B"]
    assert told(reading.faults) == [
        (3, "has 3 fields where 8 are named: left out"),
        (4, "has 9 fields where 8 are named: left out"),
    ]


@pytest.mark.parametrize("cell", ["n/a", "NaN", "inf", "-inf", "101", "100.1", "-1", "5O.1"])
@pytest.mark.parametrize("place", [0, 3])
def test_a_row_with_a_score_that_is_none_is_told_and_left_out(read_rows: ReadRows, cell: str, place: int) -> None:
    parts = ["50", "60", "40", "30"]
    parts[place] = cell
    heading = HEADING.split(",")[2 + place]
    reading = read_rows(ONE, row("lab/bad", *parts), TWO)
    assert named(reading) == ["lab/one-7B", "lab/two-70B"]
    assert told(reading.faults) == [(3, f'{heading} is "{cell}", which is no number from 0 to 100: row left out')]


def test_a_row_with_an_average_that_is_none_is_told_and_left_out(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/bad", "50", "60", "40", "30", average="high"))
    assert told(reading.faults) == [(3, 'Average is "high", which is no number from 0 to 100: row left out')]


def test_100_is_a_score(read_rows: ReadRows) -> None:
    assert values(read_rows(row("lab/best", "100", "100", "100", "100", average="100")).board)["lab/best", "arc"] == 100


@pytest.mark.parametrize("parts", [["", "", "", ""], ["0", "0", "0", "0"], ["0", "", "0.0", ""]])
def test_a_row_without_any_score_is_told_and_left_out(read_rows: ReadRows, parts: list[str]) -> None:
    reading = read_rows(ONE, row("lab/none", *parts))
    assert named(reading) == ["lab/one-7B"]
    assert told(reading.faults) == [(3, '"lab/none" has no score: row left out')]


def test_a_row_without_a_name_is_told_and_left_out(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row(" ", "50", "60", "40", "30"))
    assert told(reading.faults) == [(3, "no model is named: row left out")]


# What rows show


def test_a_missing_score_is_told_and_the_others_are_kept(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/part", "50", "", "40", "30", average="40"))
    assert {key[1]: value for key, value in values(reading.board).items() if key[0] == "lab/part"} == {
        "arc": 50,
        "mmlu": 40,
        "truthfulqa": 30,
        "average": 40,
    }
    assert told(reading.faults) == [(3, '"lab/part" has no HellaSwag (10-shot)')]


def test_a_missing_average_is_missing(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/part", "50", "60", "40", "30", average=""))
    assert ("lab/part", "average") not in values(reading.board)
    assert reading.faults == ()


def test_a_score_of_0_is_taken_as_not_measured_and_told(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/zero", "50", "0", "0.0", "30", average="20"))
    assert {key[1] for key in values(reading.board) if key[0] == "lab/zero"} == {"arc", "truthfulqa", "average"}
    assert told(reading.faults) == [
        (3, '"lab/zero" has 0 on HellaSwag (10-shot), MMLU (5-shot): taken as not measured')
    ]


def test_an_average_that_is_not_the_mean_is_told_and_kept(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/off", "50", "60", "40", "30", average="45.2"))
    assert values(reading.board)["lab/off", "average"] == 45.2
    assert told(reading.faults) == [(3, '"lab/off": Average is 45.2, and the mean of its scores 45.00')]


@pytest.mark.parametrize("average", ["44.9", "45", "45.1"])
def test_an_average_that_is_off_by_rounding_alone_is_not_told(read_rows: ReadRows, average: str) -> None:
    assert read_rows(ONE, row("lab/off", "50", "60", "40", "30", average=average)).faults == ()


def test_rows_without_an_address_are_kept_and_told_in_one_line(read_rows: ReadRows) -> None:
    reading = read_rows(
        ONE,
        row("a-7B", "50", "60", "40", "30", address=""),
        TWO,
        row("b-7B", "5", "5", "5", "5", address="x", average="5"),
    )
    assert reading.board.fact("hub") == ["lab/one-7B", None, "lab/two-70B", None]
    assert told(reading.faults) == [(3, "2 rows without an address: lines 3, 5")]


def test_what_guessing_scores_is_no_entry(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("Baseline", "25", "25", "25", "25", average="25", address=""), TWO)
    assert named(reading) == ["lab/one-7B", "lab/two-70B"]
    assert told(reading.faults) == [(3, '"Baseline" is what guessing scores, no model: left out')]


def test_a_row_that_repeats_another_is_kept_and_told(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, TWO, ONE, ONE)
    assert named(reading) == ["lab/one-7B", "lab/two-70B", "lab/one-7B", "lab/one-7B"]
    assert told(reading.faults) == [(4, "2 rows repeat others with the same scores: lines 4, 5")]


def test_other_scores_of_a_model_are_kept_and_told(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/one-7B", "51", "61", "41", "31", average="46"), TWO, ONE)
    assert [each["value"] for each in scores(reading.board) if each["benchmark"] == "arc"] == [50, 51, 60, 50]
    assert told(reading.faults) == [
        (5, "1 row repeats another with the same scores: line 5"),
        (3, "1 row has other scores for a model that has one already: line 3"),
    ]


def test_the_same_average_of_other_scores_is_no_repetition(read_rows: ReadRows) -> None:
    reading = read_rows(ONE, row("lab/one-7B", "60", "50", "40", "30"))
    assert told(reading.faults) == [(3, "1 row has other scores for a model that has one already: line 3")]


# Parameters


def test_shares_become_parameters_by_the_sizes_in_names(read_rows: ReadRows) -> None:
    reading = read_rows(
        ONE,
        TWO,
        row("lab/unnamed", "50", "60", "40", "30", share="50"),
        row("lab/unknown", "50", "60", "40", "30", share="0"),
        row("lab/empty", "50", "60", "40", "30", share=""),
    )
    assert reading.board.fact("parameters") == [7e9, 70e9, 35e9, None, None]


def test_a_size_in_one_name_that_disagrees_with_most_is_not_followed(read_rows: ReadRows) -> None:
    odd = row("lab/odd-13B", "50", "60", "40", "30", share="10")
    assert read_rows(odd, ONE, TWO).board.fact("parameters") == [7e9, 7e9, 70e9]


def test_without_sizes_in_names_shares_are_told_and_left_out(read_rows: ReadRows) -> None:
    reading = read_rows(row("lab/one", "50", "60", "40", "30", share="100"))
    assert reading.board.fact("parameters") == [None]
    assert told(reading.faults) == [(1, "Parameters are shares of a size that no name tells: left out")]


@pytest.mark.parametrize("share", ["101", "big", "nan"])
def test_a_share_that_is_none_leaves_the_row_out(read_rows: ReadRows, share: str) -> None:
    reading = read_rows(ONE, row("lab/odd", "50", "60", "40", "30", share=share))
    assert named(reading) == ["lab/one-7B"]
    assert told(reading.faults) == [(3, f'Parameters is "{share}", which is no number from 0 to 100: row left out')]


# The day


@pytest.mark.parametrize("name", ["20230728.csv", "2023-07-28.csv", "board_2023-07-28_full.csv"])
def test_the_file_name_tells_the_day(read_rows: ReadRows, name: str) -> None:
    assert read_rows(ONE, name=name).board.address == "open-llm-leaderboard@2023-07-28"


def test_a_day_that_is_said_wins(read_rows: ReadRows) -> None:
    assert read_rows(ONE, date="2023-08-01").board.snapshot == "2023-08-01"


def test_a_snapshot_without_a_day_is_refused_where_one_is_needed(
    read_rows: ReadRows, registry: Registry, tmp_path: Path
) -> None:
    with pytest.raises(BoardError, match=r"board\.csv: its name doesn't tell the day\. Say it: date='2023-07-28'\."):
        read_rows(ONE, name="board.csv")
    assert read([tmp_path / "board.csv"], Request(registry))[0].board.snapshot is None


# Files that are no snapshot


def test_another_heading_is_refused(read_rows: ReadRows) -> None:
    with pytest.raises(BoardError, match=r"20230728\.csv:1: isn't the board's heading"):
        read_rows("a,50", heading="Model,ARC")


def test_a_heading_alone_is_refused(read_rows: ReadRows) -> None:
    with pytest.raises(BoardError, match="has a heading and no rows"):
        read_rows()


def test_a_file_without_a_row_that_can_be_read_is_refused_with_the_first_reason(read_rows: ReadRows) -> None:
    with pytest.raises(BoardError, match=r"20230728\.csv:2: has 2 fields where 8 are named: left out\."):
        read_rows("lab/one,50", "lab/two,60")


def test_another_encoding_is_refused_with_its_line(write_file: WriteFile, registry: Registry) -> None:
    path = write_file(f"{HEADING}\n{ONE}\n구름,".encode("cp949"), "20230728.csv")
    with pytest.raises(BoardError, match=r"20230728\.csv:3: isn't UTF-8"):
        read([path], Request(registry))


def test_a_snapshot_is_recognised_by_its_heading() -> None:
    assert recognises(Path("any.txt"), f"\ufeff{HEADING}\n{ONE}".encode())
    assert recognises(Path("any.csv"), HEADING.replace(" (", "(").encode())
    assert not recognises(Path("20230728.csv"), b"Model,Average,Other\n")
    assert not recognises(Path("20230728.csv"), b"Model,ARC (25-shot)\n")
    assert not recognises(Path("20230728.csv"), b"")


def test_it_is_found_by_its_format() -> None:
    assert load_importer("open-llm-leaderboard").read is read


# The real snapshots

SHIPPED = BoardStore((built_in_folder(),)).snapshots(BOARD)


def real_snapshot(day: str) -> Path:
    (path,) = real_files("open_llm_leaderboard", f"{day.replace('-', '')}.csv")
    return path


def test_every_real_snapshot_is_shipped() -> None:
    names = [path.stem for path in real_files("open_llm_leaderboard", "*.csv")]
    assert names == [day.replace("-", "") for day in SHIPPED]


@pytest.mark.parametrize("day", SHIPPED)
def test_a_real_snapshot_read_again_is_the_shipped_one_byte_for_byte(day: str, registry: Registry) -> None:
    (reading,) = read([real_snapshot(day)], Request(registry, needs_date=True))
    assert tidy.write_table(tidy.from_board(reading.board)) == SHIPPED[day].read_bytes()


@pytest.mark.parametrize("day", SHIPPED)
def test_of_a_real_snapshot_no_row_and_no_score_is_lost_unsaid(day: str, registry: Registry) -> None:
    path = real_snapshot(day)
    (reading,) = read([path], Request(registry))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows)
        cells = {line: row for row, line in ((row, rows.line_num) for row in rows) if any(row)}
    left_out = {line for line, message in told(reading.faults) if message.endswith("left out") and line > 1}
    assert len(cells) == len(reading.board) + len(left_out)
    expected = {
        (line, row[0], column.partition("(")[0].strip().lower(), float(cell))
        for line, row in cells.items()
        for column, cell in zip(heading, row, strict=False)
        if line not in left_out and (column == "Average" or "-shot)" in column) and cell and float(cell)
    }
    assert {
        (each["line"], each["name"], each["benchmark"], each["value"]) for each in scores(reading.board)
    } == expected


def test_importing_a_real_snapshot_twice_adds_nothing(registry: Registry, tmp_path: Path) -> None:
    store = BoardStore((tmp_path,))
    new = []
    for _ in range(2):
        (board,) = (reading.board for reading in read([real_snapshot("2023-08-25")], Request(registry)))
        (addition,) = store.plan([(board, tidy.from_board(board))])
        store.keep(addition)
        new.append(addition.new)
    assert new == [1069, 0]
    assert len(store.load("open-llm-leaderboard@latest")) == 1069
