"""Opens logs where they lie: in a folder of this machine, or where only Spark reads, an object store or a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pyarrow as pa

from llmsurvey.errors import BoardError, EngineError, RequestError
from llmsurvey.logs.engine import Engine, EngineName
from llmsurvey.logs.folders import (
    INDEX,
    answers_file,
    is_address,
    logs_address,
    logs_folder,
    questions_file,
    texts_file,
)
from llmsurvey.logs.run import KeptRun, Run
from llmsurvey.logs.store import LogStore, runs_of
from llmsurvey.messages import option, say


class Logs(Protocol):
    """What questions of logs are asked of."""

    def runs(self) -> list[KeptRun]:
        """Return the runs that are kept, by benchmark and model. Raises BoardError where that can't be read."""

    def answers_path(self, run: Run) -> Path | str:
        """Return where the answers of a run are."""

    def texts_path(self, run: Run) -> Path | str | None:
        """Return where the texts of a run are, or would be in a folder; None where none are at an address."""

    def questions(self, benchmark: str) -> pa.Table:
        """Return the questions of a benchmark, a table of QUESTIONS. Raises BoardError where it can't be read."""


def open_logs(engine: Engine, name: EngineName, address: str | None) -> Logs:
    """Return the logs in a folder, or at an address with a scheme (`s3a://bucket/logs`); the user's own without one.

    `name` is the engine's. Raises RequestError for an address that the engine doesn't read.
    """
    place = address or logs_address()
    if not is_address(place):
        return LogStore(logs_folder(place))
    if name != "spark":
        raise RequestError(
            say("{address} is read by Spark alone: add {engine}.", address=place, engine=option("engine", "spark"))
        )
    return _LogsElsewhere(place.rstrip("/"), engine)


class _LogsElsewhere:
    """Logs at an address that the engine reads."""

    def __init__(self, address: str, engine: Engine) -> None:
        self._address, self._engine = address, engine

    def runs(self) -> list[KeptRun]:
        try:
            return runs_of(self._read(INDEX))
        except (KeyError, ValueError):
            raise BoardError(say("{file} is no table of runs.", file=f"{self._address}/{INDEX}")) from None

    def answers_path(self, run: Run) -> str:
        return f"{self._address}/{answers_file(run.benchmark, run.model, run.name)}"

    def texts_path(self, run: Run) -> str | None:
        path = f"{self._address}/{texts_file(run.benchmark, run.model, run.name)}"
        try:
            self._engine.scan([path])
        except EngineError:
            return None
        return path

    def questions(self, benchmark: str) -> pa.Table:
        return self._read(questions_file(benchmark)).sort_by("question")

    def _read(self, file: str) -> pa.Table:
        return self._engine.collect(self._engine.scan([f"{self._address}/{file}"]))
