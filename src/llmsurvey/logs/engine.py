"""The engines that answer questions of logs: each gives Parquet files as a lazy frame of Narwhals, and computes it.

What is asked is written once, in Narwhals; DuckDB answers it on this machine, Spark where the logs lie in a cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from llmsurvey.errors import MissingExtraError
from llmsurvey.messages import say

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

EngineName = Literal["duckdb", "polars", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)

_MEMORY = "1GiB"
"""What DuckDB holds at most; beyond that it writes to disk."""


class Engine(Protocol):
    """What an engine does."""

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return Parquet files of one schema as a lazy frame."""

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Return what a lazy frame comes to."""


def open_engine(name: EngineName = "duckdb", master: str | None = None) -> Engine:
    """Return an engine; `master` is the address of Spark's. Raises MissingExtraError where it isn't installed."""
    if name == "spark":
        from llmsurvey.logs.spark import SparkEngine

        return SparkEngine(master)
    try:
        return _DuckDB() if name == "duckdb" else _Polars()
    except ModuleNotFoundError:
        raise MissingExtraError(say("a question of logs"), "logs") from None


class _DuckDB:
    """DuckDB, within this program and within _MEMORY."""

    def __init__(self) -> None:
        import duckdb
        import narwhals

        self._connection = duckdb.connect(config={"memory_limit": _MEMORY})
        self._wrap = narwhals.from_native

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        relation = self._connection.read_parquet(list(files), hive_partitioning=False)
        frame: nw.LazyFrame[Any] = self._wrap(relation)
        return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        return frame.collect("pyarrow").to_arrow()


class _Polars:
    """Polars, by its streaming engine."""

    def __init__(self) -> None:
        import narwhals
        import polars

        self._polars, self._wrap = polars, narwhals.from_native

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        frame: nw.LazyFrame[Any] = self._wrap(self._polars.scan_parquet(list(files), hive_partitioning=False))
        return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        return frame.collect("pyarrow").to_arrow()
