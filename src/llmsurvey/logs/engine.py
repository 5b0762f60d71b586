"""The engines that answer questions of logs: each gives Parquet files as a lazy frame of Narwhals, and computes it.

What is asked is written once, in Narwhals; DuckDB answers it on this machine, Spark where the logs lie in a cluster.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from llmsurvey.errors import EngineError, MissingExtraError
from llmsurvey.logs.folders import is_address
from llmsurvey.logs.whole_files import is_whole
from llmsurvey.messages import say

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

EngineName = Literal["duckdb", "polars", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)

_MEMORY = "1GiB"
"""What DuckDB holds at most; beyond that it writes to disk."""


_LONGEST = 300
"""So many characters of what an engine says are shown."""


class Engine(Protocol):
    """What an engine does."""

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return Parquet files of one schema as a lazy frame."""

    def give(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a table of this program as a lazy frame, beside those of files."""

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Return what a lazy frame comes to."""


def open_engine(name: EngineName = "duckdb", master: str | None = None) -> Engine:
    """Return an engine; `master` is the address of Spark's. Raises MissingExtraError where it isn't installed."""
    if name == "spark":
        from llmsurvey.logs.spark import SparkEngine

        return _TellingBrokenFiles(SparkEngine(master))
    try:
        return _TellingBrokenFiles(_DuckDB() if name == "duckdb" else _Polars())
    except ModuleNotFoundError:
        raise MissingExtraError(say("a question of logs"), "logs") from None


class _TellingBrokenFiles:
    """Another engine, in front of which it is said which file is gone or damaged: engines themselves rarely do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._files: dict[str, None] = {}

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        self._files.update(dict.fromkeys(file for file in files if not is_address(file)))
        with self._telling():
            return self._engine.scan(files)

    def give(self, table: pa.Table) -> nw.LazyFrame[Any]:
        return self._engine.give(table)

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with self._telling():
            return self._engine.collect(frame)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except EngineError:
            broken = next((file for file in self._files if not is_whole(Path(file))), None)
            if broken is None:
                raise
            raise EngineError(say("{file} is gone or damaged. Import the logs again.", file=broken)) from None


class _DuckDB:
    """DuckDB, within this program and within _MEMORY."""

    def __init__(self) -> None:
        import duckdb
        import narwhals

        self._connection = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": tempfile.gettempdir()})
        self._wrap, self._error = narwhals.from_native, duckdb.Error

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        with telling_errors("DuckDB", self._error):
            relation = self._connection.read_parquet([_as_pattern(file) for file in files], hive_partitioning=False)
            frame: nw.LazyFrame[Any] = self._wrap(relation)
            return frame

    def give(self, table: pa.Table) -> nw.LazyFrame[Any]:
        with telling_errors("DuckDB", self._error):
            frame: nw.LazyFrame[Any] = self._wrap(self._connection.from_arrow(table))
            return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with telling_errors("DuckDB", self._error):
            return frame.collect("pyarrow").to_arrow()


def _as_pattern(file: str) -> str:
    """Return what DuckDB takes for this very file: `*`, `?`, `[` and a `~` at the start would stand for others."""
    return re.sub(r"[*?[]", r"[\g<0>]", str(Path(file).absolute()))


class _Polars:
    """Polars, by its streaming engine."""

    def __init__(self) -> None:
        import narwhals
        import polars

        self._polars, self._wrap = polars, narwhals.from_native

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        with telling_errors("Polars", self._polars.exceptions.PolarsError, OSError):
            lazy = self._polars.scan_parquet(list(files), glob=False, hive_partitioning=False)
            frame: nw.LazyFrame[Any] = self._wrap(lazy)
            return frame

    def give(self, table: pa.Table) -> nw.LazyFrame[Any]:
        frame: nw.LazyFrame[Any] = self._wrap(self._polars.DataFrame(table).lazy())
        return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with telling_errors("Polars", self._polars.exceptions.PolarsError, OSError):
            return frame.collect("polars", engine="streaming").to_arrow()


@contextlib.contextmanager
def telling_errors(engine: str, *errors: type[Exception]) -> Iterator[None]:
    """Raise EngineError, in one line, for what an engine raises, or Narwhals in its place."""
    from narwhals.exceptions import NarwhalsError

    try:
        yield
    except Exception as error:  # which errors are an engine's own, only the engine knows
        if not isinstance(error, (NarwhalsError, *errors)):
            raise
        raise EngineError(say("{engine} can't answer: {reason}.", engine=engine, reason=_reason(str(error)))) from None


def _reason(text: str) -> str:
    """Return what an engine says is wrong in one line: the innermost cause, where it tells a chain of them."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    # below "An error occurred while calling ..." stands which error of Java that was
    causes = [line[len(mark) :] for line in lines for mark in (": ", "Caused by: ") if line.startswith(mark)]
    telling = causes[-1:] or lines[:1] or [text]
    return telling[0][:_LONGEST].rstrip(".")
