"""The program reads back what it writes, in every format that it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.cli.conftest import Run
from tests.cli.conftest import run as run

from llmsurvey.answers.rank import RankAnswer
from llmsurvey.answers.rank_columns import COLUMNS, FIGURES
from llmsurvey.answers.rank_entries import GroupSpan, Part
from llmsurvey.formats import FORMATS, render
from llmsurvey.importers import Request, read_any
from llmsurvey.importers.markup import model_named
from llmsurvey.importers.own_columns import RANK_COLUMNS
from llmsurvey.importers.summary_rows import is_summary
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table
from llmsurvey.tables.text import escape_steering

BENCHMARKS = {"arc", "hellaswag", "mmlu", "truthfulqa"}


def shown(name: str, form: str = "csv") -> str:
    """A name as a format shows it, on one line: formats for machines have signs that steer as they are."""
    return model_named(name if form in ("json", "jsonl", "parquet") else escape_steering(name))


@settings(max_examples=200)
@given(
    rows=st.lists(
        st.tuples(st.text(min_size=1, max_size=12), st.floats(1.5, 100), st.none() | st.floats(1.5, 100)),
        min_size=1,
        max_size=5,
        unique_by=lambda row: shown(row[0]).casefold(),
    ),
    form=st.sampled_from(["csv", "json", "jsonl", "html", "md", "xlsx", "parquet"]),
)
@example(rows=[("\ufffe", 2.0, None), ("a\uffff", 3.0, 4.0)], form="xlsx")  # characters that no XML holds
def test_what_a_format_writes_reads_back(
    registry: Registry, tmp_path_factory: pytest.TempPathFactory, rows: list[Any], form: str
) -> None:
    table = Table((Column("name"), Column("arc", numeric=True), Column("quiz", numeric=True)), tuple(rows))
    path = tmp_path_factory.mktemp("own") / f"own{FORMATS[form].suffix}"
    path.write_bytes(render(table, form))
    kept = [row for row in rows if shown(row[0], form)]
    assume(kept and not any(is_summary(shown(row[0], form)) for row in kept))  # "average" is no model
    board = read_any(path, Request(registry)).board
    digits = 1e-14 if form == "xlsx" else 0  # spreadsheets keep 16
    assert board.values[:, 0].tolist() == pytest.approx([row[1] for row in kept], rel=digits, abs=0)
    assert board.fact("name") == [shown(row[0], form) for row in kept]


def test_own_ranks_read_back_as_percent_however_low(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("rank,rank_set,group,name,average,arc,hellaswag,benchmarks\n1,1,,a,30.4,0.8,60,2 of 2\n")
    assert read_any(path, Request(registry)).board.values.tolist() == [[0.8, 60]]


def test_each_column_of_rank_is_a_fact_that_is_read_or_known_to_be_none() -> None:
    columns = {column.name for column in (*COLUMNS, *FIGURES.values(), *RankAnswer.added_columns)}
    assert columns - RANK_COLUMNS == {"name", "hub", "revision", "run_precision", "parameters", "line", "note"}
    earlier = {"benchmarks", "borda", "bar"}
    in_objects = {f"{name} {part}" for name in ("scored", "row") for part in Part._fields}
    assert columns | earlier | in_objects | {f"group {name}" for name in GroupSpan._fields} >= RANK_COLUMNS


@pytest.mark.parametrize(
    "options",
    [
        *("-f csv", "-f json", "-f jsonl", "-f json --envelope", "-f md", "-f html", "-f json --columns all"),
        *("-f csv --columns all", "-f csv --columns +licence,+released,+developers,+kind,+foundations"),
    ],
)
def test_what_rank_writes_is_ranked_the_same(run: Run, registry: Registry, tmp_path: Path, options: str) -> None:
    form = options.split()[1]
    path = tmp_path / f"own.{form}"
    path.write_text(run("rank", "--limit", "12", *options.split()).stdout, encoding="utf-8")
    board = read_any(path, Request(registry)).board
    assert {measure.benchmark for measure in board.measures} - {"average"} == BENCHMARKS
    assert board.fact("name")[0] == "FreeWilly2@70B"
    values = {measure.benchmark: board.values[0, index] for index, measure in enumerate(board.measures)}
    assert (values["arc"], values["mmlu"]) == (71.1, 68.8)
