"""Reads logs by one of their formats, and gives what was read as rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from llmsurvey.errors import Fault
from llmsurvey.importers.logs import LogRequest
from llmsurvey.importers.logs.find_sources import find_sources
from llmsurvey.importers.logs.read_sources import read_sources
from llmsurvey.logs.columns import READ
from llmsurvey.logs.run import Run


class ReadLog(NamedTuple):
    """A run with its answers, a row each."""

    run: Run
    rows: list[dict[str, Any]]

    def scores(self, metric: str) -> dict[str, float]:
        """The scores by question of one metric, of a run with one answer to each."""
        return {row["id"]: row["score"] for row in self.rows if row["metric"] == metric}


class Reader(NamedTuple):
    """Reads files; `faults` are what was noticed in them."""

    read: Callable[..., list[ReadLog]]
    faults: list[Fault]

    def told(self) -> list[tuple[int, str]]:
        """What was noticed, each with its line."""
        return [(fault.line, str(fault.message)) for fault in self.faults]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Reads a file or folder, of the format that it shows."""
    faults: list[Fault] = []

    def read(path: Path, **asked: Any) -> list[ReadLog]:
        known = {"mmlu": "mmlu", "arc:challenge": "arc", "arc_easy": "arc-easy", "hellaswag": "hellaswag"}
        request = LogRequest(find=known.get, faults=faults, **asked)
        sources = find_sources([path], None, faults)
        return [
            ReadLog(run, [row for batch in batches for row in _rows_of(batch)])
            for _, runs in read_sources(sources, request, (), tmp_path / "scratch", processes=1)
            for run, batches in runs
        ]

    return Reader(read, faults)


def _rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    assert batch.schema.equals(READ)
    rows: list[dict[str, Any]] = batch.to_pylist()
    return rows
