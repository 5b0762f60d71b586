"""Spark: the same questions, asked where the logs lie."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import re
import shutil
import socket
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmsurvey.errors import EngineError, MissingExtraError, RequestError
from llmsurvey.logs.engine import telling_errors
from llmsurvey.messages import Message, announce, option, say

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

_MASTER = re.compile(r"local(\[[\d*,]+\])?|local-cluster\[\d+, *\d+, *\d+\]|(spark|k8s|mesos)://.+|yarn")
_ALONE = re.compile(r"spark://(?P<host>[^:,]+):(?P<port>\d+)")
_NO_READER = re.compile(r"No FileSystem for scheme|ClassNotFoundException: Class \S+FileSystem not found")
"""What Spark says where its packages read no address of a kind."""

_PATIENCE = 5.0
"""How long a master is waited for, in seconds: Spark itself would try for a minute."""

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class SparkEngine:
    """A session of Spark: the one that there is, as in a notebook of a cluster, else a new one at a master."""

    def __init__(self, master: str | None) -> None:
        """Begin the session; without a master on the threads of this machine, where none is there.

        Raises RequestError for a master that isn't there, or another one than that of the session, MissingExtraError
        and EngineError where Spark or Java isn't installed.
        """
        if master is not None:
            _check_master(master)
        if importlib.util.find_spec("pyspark") is None:
            raise MissingExtraError("Spark", "spark")
        with _telling_errors():
            self._session = _active_session(master) or _begin_session(master or "local[*]")

    def scan(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return Parquet files of one schema as a lazy frame. Raises EngineError."""
        import narwhals

        try:
            with _telling_errors():
                frame: nw.LazyFrame[Any] = narwhals.from_native(self._session.read.parquet(*map(_as_pattern, files)))
                return frame
        except EngineError as error:
            if _NO_READER.search(error.message):
                raise EngineError(_no_reader(files[0])) from None
            raise

    def give(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a table of this program as a lazy frame, which goes to the cluster with it. Raises EngineError."""
        import narwhals

        with _telling_errors():
            frame: nw.LazyFrame[Any] = narwhals.from_native(self._session.createDataFrame(table))
            return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Return what a lazy frame comes to. Raises EngineError."""
        with _telling_errors():
            table: pa.Table = frame.to_native().toArrow()
            return table


def _no_reader(address: str) -> Message:
    return say(
        "this Spark reads no {scheme}://. Name the package for it as spark.jars.packages in its spark-defaults.conf:"
        " for S3 that is org.apache.hadoop:hadoop-aws, and the address begins with s3a://.",
        scheme=address.partition("://")[0],
    )


def _as_pattern(file: str) -> str:
    """Return what Spark takes for this very file, where `*`, `?`, `[a-z]` and `{a,b}` would stand for others."""
    signs = r"[]*?{}[]" if os.sep == "\\" else r"[]*?{}[\\]"
    return re.sub(signs, r"\\\g<0>", file)


def _active_session(master: str | None) -> Any:
    """Return the session that there is, None where there is none. Raises RequestError where it is of another master."""
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None and master not in (None, session.sparkContext.master):
        raise RequestError(
            say(
                "{option}: Spark runs at {other} already. End that session first.",
                option=option("master"),
                other=str(session.sparkContext.master),
            )
        )
    return session


def _begin_session(master: str) -> Any:
    """Return a new session of Spark, which writes nothing to this program's own streams and ends with it."""
    _check_java()
    announce(say("starting Spark at {master} ...", master=master))
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    settings = SparkConf().setMaster(master).setAppName("llmsurvey").setAll(list(_SETTINGS.items()))
    with open(os.devnull, "wb") as nowhere:
        gateway = launch_gateway(settings, popen_kwargs={"stdout": nowhere, "stderr": nowhere})  # type: ignore[no-untyped-call]
    session = SparkSession(SparkContext(gateway=gateway, conf=settings))
    atexit.register(session.stop)
    return session


def _check_master(master: str) -> None:
    """Raise RequestError for what is no address of a master, or one of its own at which nobody answers."""
    if not _MASTER.fullmatch(master):
        raise RequestError(
            say(
                '{option}: "{master}" is no master of Spark. Give spark://HOST:PORT, k8s://..., yarn or local[*].',
                option=option("master"),
                master=master,
            )
        )
    for host, port in _ALONE.findall(master):
        try:
            socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
        except (OSError, OverflowError):
            raise RequestError(
                say("{option}: nobody answers at {host}:{port}.", option=option("master"), host=host, port=port)
            ) from None


def _check_java() -> None:
    """Raise EngineError where there is no Java, which Spark is written in."""
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        raise EngineError(say("Spark needs Java, which isn't there. Install Java 17 or later, or set JAVA_HOME."))


@contextlib.contextmanager
def _telling_errors() -> Iterator[None]:
    """Raise EngineError, in one line, for whatever Spark raises; its warnings, which are of pandas, aren't shown."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    with warnings.catch_warnings(), telling_errors("Spark", Py4JError, PySparkException, ConnectionError):
        warnings.simplefilter("ignore")
        yield
