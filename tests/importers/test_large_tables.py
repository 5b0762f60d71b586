"""Large tables, which are read in parts: they give what the same tables give when they are read at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.conftest import WriteFile, real_files, scores, told

from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers import Request, arrow_grid, gathered_column, grid, large_csv, read_any, table
from llmsurvey.importers.read_grid import read_as_text
from llmsurvey.registry.registry import Registry

LONG = "Model,Benchmark,Score\n"


@contextmanager
def in_parts(*, block: int = 256, rows: int = 3) -> Iterator[None]:
    """Reads whatever it can in parts, of a few rows each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_csv, "LARGE", 0)
        patch.setattr(large_csv, "_BLOCK", block)
        patch.setattr(arrow_grid, "LARGE", 0)
        patch.setattr(arrow_grid, "_ROWS_AT_ONCE", rows)
        patch.setattr(grid, "LARGE", 0)
        patch.setattr(gathered_column, "_MOST_PARTS", 2)
        patch.setattr(table, "_MANY", 0)
        yield


def answer(path: Path, registry: Registry, **asked: Any) -> Any:
    """All that reading a file tells: the scores, or the error, and what was noticed."""
    try:
        reading = read_any(path, Request(registry, **asked))
    except (BoardError, RequestError) as error:
        return str(error)
    board = [{name: str(cell) for name, cell in score.items()} for score in scores(reading.board)]
    return board, told(reading.faults), list(map(str, reading.notes)), reading.mapping


@pytest.mark.parametrize("folder", ["tables", "open_llm_leaderboard"])
def test_real_tables_give_the_same_in_parts(folder: str, registry: Registry) -> None:
    for path in [file for file in real_files(folder, "*.*") if file.suffix in (".csv", ".parquet", ".txt")]:
        at_once = answer(path, registry)
        with in_parts(block=65_536):
            assert answer(path, registry) == at_once, path.name


NAMES = st.sampled_from(["lab/a", "lab/b", "c d", " e ", "모델", "", "f†", "[g](https://huggingface.co/lab/g)"])
BENCHMARKS = st.sampled_from(["arc", "mmlu/law", "mmlu/art", "GSM8K (5-shot)", "own", "- part", ""])
USUAL = st.floats(0, 100).map(lambda score: f"{score:.2f}")
ODD = st.sampled_from(["", "n/a", "-3", "101", "0.5", "1e3", "55.1 ± 0.4", "62.1 (+3.2)", "12%", "x y", "nan", "1,5"])
ROWS = st.lists(st.tuples(NAMES, BENCHMARKS, USUAL | ODD), min_size=1, max_size=40)


def as_csv(rows: list[tuple[str, str, str]]) -> str:
    """A long table; cells with commas in them are in quotes."""
    return LONG + "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in rows)


@given(rows=ROWS, unit=st.sampled_from([None, "number", "fraction"]), block=st.integers(64, 400))
def test_long_tables_give_the_same_in_parts(
    rows: list[tuple[str, str, str]], unit: str | None, block: int, registry: Registry
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        path.write_text(as_csv(rows), encoding="utf-8")
        at_once = answer(path, registry, unit=unit)
        with in_parts(block=block):
            assert answer(path, registry, unit=unit) == at_once


@given(
    rows=st.lists(st.tuples(NAMES.map(str.strip), BENCHMARKS, st.none() | st.floats(-1, 101)), min_size=1, max_size=40),
    as_number=st.booleans(),
)
def test_long_parquet_tables_give_the_same_in_parts(
    rows: list[tuple[str, str, float | None]], as_number: bool, registry: Registry
) -> None:
    names, benchmarks, figures = map(list, zip(*rows, strict=True))
    cells = figures if as_number else [None if figure is None else str(figure) for figure in figures]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scores.parquet"
        columns = {"Model": [name or None for name in names], "Benchmark": benchmarks, "Score": cells}
        pyarrow.parquet.write_table(pyarrow.table(columns), path, row_group_size=5)
        at_once = answer(path, registry)
        with in_parts():
            assert answer(path, registry) == at_once


LINES = st.sampled_from(
    ["a,arc,50", "b,arc,60.25", "c,mmlu,70", "a,arc", "a,arc,50,", "a,arc,50,x", "", ",,", "Model,Benchmark,Score",
     'a,"x, y",1', 'a,"x\ny",1', "a,arc,n/a", ",,,"]
)  # fmt: skip


@given(lines=st.lists(LINES, max_size=30), end=st.sampled_from(["", "\n", "\n\n", "\r\n"]))
def test_lines_are_those_of_the_file_in_parts(lines: list[str], end: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        path.write_bytes("\n".join(["Model,Benchmark,Score", "a,b,1", *lines]).encode() + end.encode())
        at_once = read_as_text(path)
        with in_parts(block=64):
            parted = read_as_text(path)
    assert {name: list(cells) for name, cells in parted.columns.items()} == {
        name: list(cells) for name, cells in at_once.columns.items()
    }
    assert list(parted.lines) == list(at_once.lines)
    assert sorted(told(parted.faults)) == sorted(told(at_once.faults))


def test_a_table_that_begins_with_numbers_may_go_on_with_text(write_file: WriteFile, registry: Registry) -> None:
    rows = [f"lab/m{number},arc,{number}\n" for number in range(60)]
    path = write_file(LONG + "".join(rows) + "lab/x,arc,?\nlab/y,arc,fifty\n")
    with in_parts():
        found, faults, _, _ = answer(path, registry)
    assert len(found) == 60
    assert faults == [(63, 'Score is "fifty", which is no number: left empty')]


def test_each_text_is_held_once(write_file: WriteFile) -> None:
    path = write_file(LONG + "".join(f"m{number % 5},arc,{number}\n" for number in range(500)))
    with in_parts():
        read = large_csv.read_large_csv(path, lambda heading: heading != "Score")
    assert read is not None
    names: Any = read.columns["Model"]
    assert list(names) == [f"m{number % 5}" for number in range(500)]
    assert [name for name in names.values if name is not None] == ["m0", "m1", "m2", "m3", "m4"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_more_cells_than_are_held_are_told(
    suffix: str, tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"scores.{suffix}"
    columns = {"Model": ["a", "b"], "ARC": [1.5, 2.5]}
    writers: dict[str, Callable[[], object]] = {
        "csv": lambda: path.write_text("Model,ARC\na,1.5\nb,2.5\n", encoding="utf-8"),
        "parquet": lambda: pyarrow.parquet.write_table(pyarrow.table(columns), path),
    }
    writers[suffix]()
    monkeypatch.setattr(arrow_grid, "MOST_CELLS", 3)
    with in_parts(), pytest.raises(BoardError, match=r"more than 3 cells\. Cut it into several files"):
        read_any(path, Request(registry))
