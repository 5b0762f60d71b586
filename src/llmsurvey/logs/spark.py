"""Spark: the same questions, asked where the logs lie."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from llmsurvey.errors import MissingExtraError

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa


class SparkEngine:
    """A session of Spark at a master; without one on the threads of this machine."""

    def __init__(self, master: str | None) -> None:
        """Begin the session. Raises MissingExtraError where Spark isn't installed."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from pyspark.sql import SparkSession
        except ModuleNotFoundError:
            raise MissingExtraError("Spark", "spark") from None
        builder = SparkSession.builder.master(master or "local[*]").appName("llmsurvey")
        self._session = builder.config("spark.ui.enabled", "false").getOrCreate()

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return Parquet files of one schema as a lazy frame."""
        import narwhals

        frame: nw.LazyFrame[Any] = narwhals.from_native(self._session.read.parquet(*files))
        return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Return what a lazy frame comes to."""
        return frame.collect("pyarrow").to_arrow()
