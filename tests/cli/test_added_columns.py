"""Columns of other commands are asked for by their names."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_a_line_asks_for_them_by_columns_by_sort_or_by_where(run: Run) -> None:
    header = run("list", "--columns", "name,score=Mean", "--limit", "1").stdout.splitlines()[0]
    assert header.split() == ["name", "Mean"]
    rows = run("list", "--where", "score>=70", "--columns", "name,rank", "--format", "csv").stdout.splitlines()
    assert rows[:2] == ["name,rank", "FreeWilly2,1"]
    best = run("list", "--sort", "-score", "--columns", "name", "--limit", "1", "--format", "csv").stdout.splitlines()
    assert best == ["name", "FreeWilly2"]
    assert run("rank", "--columns", "name,licence", "--limit", "1", "--format", "csv").stdout.splitlines()[1] == (
        "FreeWilly2@70B,stablebeluga-non-commercial"
    )
