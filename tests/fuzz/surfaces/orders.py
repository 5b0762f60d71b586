"""What must not matter: the order of rows and columns, the unit of scores, a second import, the format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.fuzz.program import answer, clear_folder
from tests.fuzz.surface import Surface

Row = Sequence[str]

_HEADINGS = ("HellaSwag", "ARC (25-shot)", "MMLU", "TruthfulQA (mc2)", "own quiz", "Winogrande acc")

_NAME = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=8)
_NAMES = st.sampled_from(["lab/a", "b", "LLaMA-7B", "구름", "c_d*e", "x|y", 'q"r', "-1", "=1+1", "12"]) | _NAME


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A table of scores in tenths of a percent, and an order to bring it into.

    None is at most 1 %, which could be a fraction as well.
    """
    headings = draw(st.lists(st.sampled_from(_HEADINGS), min_size=1, max_size=4, unique=True))
    names = draw(st.lists(_NAMES, min_size=1, max_size=6, unique_by=lambda name: "".join(name.split()).casefold()))
    score = st.integers(11, 1000)
    rows = [[draw(score if number == 0 else st.none() | score) for _ in headings] for number in range(len(names))]
    return {
        "headings": headings,
        "names": names,
        "rows": rows,
        "columns": draw(st.permutations(range(len(headings)))),
        "entries": draw(st.permutations(range(len(names)))),
        "missing": draw(st.sampled_from(["complete", "leave-out", "worst"])),
        "method": draw(st.sampled_from(["mean", "z-score", "borda", "win-rate"])),
    }


def _written(rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _wide(table: dict[str, Any], columns: Sequence[int], entries: Sequence[int], unit: int = 10) -> bytes:
    """The table with these columns and entries in this order; scores are tenths of a percent over `unit`."""
    heading = ["Model", *(table["headings"][column] for column in columns)]
    rows = [
        [table["names"][entry], *(_number(table["rows"][entry][column], unit) for column in columns)]
        for entry in entries
    ]
    return _written([heading, *rows])


def _number(tenths: int | None, unit: int) -> str:
    return "" if tenths is None else repr(tenths / unit)


def _ranked(content: bytes, table: dict[str, Any], file: str = "scores.csv") -> dict[str, dict[str, Any]] | int:
    """What `rank` says of each name, or the exit code of its refusal; a rank lies in its set."""
    Path(file).write_bytes(content)
    given = answer("rank", file, "--missing", table["missing"], "--method", table["method"], "-c", "all", "-f", "json")
    if given.code:
        return given.code
    rows = {row.get("hub") or row["name"]: row for row in json.loads(given.output)}
    for row in rows.values():
        if row["rank"] and row["best_rank"]:
            assert row["best_rank"] <= row["rank"] <= row["worst_rank"], f"{row['name']}: a rank beyond its set"
    return rows


_SAME = ("rank", "rank_set", "average", "z_score", "borda", "win_rate", "id", "size")


def _check_same(first: dict[str, dict[str, Any]] | int, second: dict[str, dict[str, Any]] | int, what: str) -> None:
    if isinstance(first, int) or isinstance(second, int):
        assert first == second, f"{what} decides whether it is answered"
        return
    assert first.keys() == second.keys(), f"{what} changes the names"
    for name, row in first.items():
        for column in _SAME:
            before, after = row.get(column), second[name].get(column)
            if isinstance(before, float) and isinstance(after, float):
                assert abs(before - after) < 1e-6, f"{what} changes {column} of {name}"
            else:
                assert before == after, f"{what} changes {column} of {name}"


def _check_order(table: dict[str, Any]) -> None:
    """Rows and columns in another order: the same ranks, sets and figures."""
    clear_folder()
    columns, entries = range(len(table["headings"])), range(len(table["names"]))
    first = _ranked(_wide(table, columns, entries), table)
    _check_same(first, _ranked(_wide(table, table["columns"], entries), table), "the order of columns")
    _check_same(first, _ranked(_wide(table, columns, table["entries"]), table), "the order of rows")


def _check_unit(table: dict[str, Any]) -> None:
    """All scores as fractions: the same ranks, sets and figures. So too a row a score, with standard errors."""
    clear_folder()
    columns, entries = range(len(table["headings"])), range(len(table["names"]))
    percent = _ranked(_wide(table, columns, entries), table)
    _check_same(percent, _ranked(_wide(table, columns, entries, 1000), table), "the unit")
    _check_same(_ranked(_long(table, 10), table), _ranked(_long(table, 1000), table), "the unit of a long table")


def _long(table: dict[str, Any], unit: int) -> bytes:
    rows = [
        [name, heading, "acc", _number(value, unit), _number(5 + place, unit)]
        for place, name in enumerate(table["names"])
        for heading, value in zip(table["headings"], table["rows"][place], strict=True)
        if value is not None
    ]
    return _written([["model", "benchmark", "metric", "value", "stderr"], *rows])


def _check_import(table: dict[str, Any]) -> None:
    """An import answers as the file does, and a second one adds nothing."""
    clear_folder()
    columns, entries = range(len(table["headings"])), range(len(table["names"]))
    content = _wide(table, columns, entries)
    Path("scores.csv").write_bytes(content)
    command = ("import", "table", "scores.csv", "--board", "own", "--date", "2024-01-01")
    if answer(*command).code:
        return
    kept = {path: path.read_bytes() for path in Path(".data").rglob("*.csv")}
    assert kept, "nothing was kept"
    assert answer(*command).code == 0, "importing again is refused"
    assert {path: path.read_bytes() for path in Path(".data").rglob("*.csv")} == kept, "importing again adds something"
    Path("own@2024-01-01").unlink(missing_ok=True)
    _check_same(_ranked(content, table), _of_board("own", table), "keeping it")


def _of_board(board: str, table: dict[str, Any]) -> dict[str, dict[str, Any]] | int:
    given = answer("rank", board, "--missing", table["missing"], "--method", table["method"], "-c", "all", "-f", "json")
    return given.code or {row.get("hub") or row["name"]: row for row in json.loads(given.output)}


_READ = ("csv", "md", "parquet")
"""The formats of tables that the program both writes and reads."""


def _check_formats(table: dict[str, Any]) -> None:
    """A ranking that the program wrote is read by it as the same names and scores."""
    clear_folder()
    columns, entries = range(len(table["headings"])), range(len(table["names"]))
    Path("scores.csv").write_bytes(_wide(table, columns, entries))
    first = answer("rank", "scores.csv", "-c", "all", "-f", "json")
    if first.code:
        return
    benchmarks = [name for name in json.loads(first.output)[0] if name not in _SAME]
    for form in _READ:
        file = f"own.{form}"
        assert answer("rank", "scores.csv", "--output", file).code == 0
        again = answer("rank", file, "-c", "all", "-f", "json")
        assert again.code == 0, f"its own {form} is refused: {again.errors}"
        assert _scores(again.output, benchmarks) == _scores(first.output, benchmarks), f"its own {form} differs"


def _scores(output: bytes, benchmarks: Sequence[str]) -> dict[str, list[Any]]:
    """The scores of each name that stand in columns of the table."""
    columns = [
        name for name in benchmarks if name in ("arc", "hellaswag", "mmlu", "truthfulqa", "own quiz", "winogrande")
    ]
    return {row["name"]: [row.get(column) for column in columns] for row in json.loads(output)}


SURFACES = (
    Surface("order", _check_order, 30, structures=tables()),
    Surface("unit", _check_unit, 30, structures=tables()),
    Surface("import-twice", _check_import, 20, structures=tables()),
    Surface("own-formats", _check_formats, 15, structures=tables()),
)
