"""The same questions on every engine: the same figures, and one line for what goes wrong."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.logs.made_logs import MODELS, keep_logs, write_harness_logs
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.answers.keywords import LogKeywords
from llmsurvey.errors import EngineError, RequestError
from llmsurvey.logs.engine import ENGINES, EngineName, open_engine, telling_errors
from llmsurvey.logs.open_logs import open_logs
from llmsurvey.logs.store import LogStore

CLUSTER = "local-cluster[2,1,1024]"
"""A master with two workers, each a process of its own as on several machines."""

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no Java, which Spark needs")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> LogStore:
    """Logs in a folder whose name would, as a pattern, stand for another one beside it as well.

    The log of one model doesn't tell the texts of its questions.
    """
    folder = tmp_path_factory.mktemp("logs")
    kept = keep_logs(write_harness_logs(folder / "runs"), folder / "kept [a]?{b,c}*")
    keep_run(kept.folder, "lab/untold", [float(n % 3 > 0) for n in range(400)], benchmark="hellaswag", hashes={})
    shutil.copytree(kept.folder, folder / "kept a{b,c} too")
    shutil.copytree(kept.folder, folder / "kept abb too")
    return kept


def figures(name: EngineName, address: str, master: str | None = None) -> str:
    """What every question says, a line an entry, to the last digit that all engines have in common."""
    catalogue = llmsurvey.open()
    which: LogKeywords = {"logs_in": address, "engine": name, "master": master}
    answers = (
        catalogue.log_scores(**which),
        catalogue.compare(*MODELS, logs=True, **which),
        catalogue.compare("org/alpha-7b", "org/beta-7b", logs=True, show_flips=True, **which),
        catalogue.rank_logs(**which),
        catalogue.rank_logs(benchmark="hellaswag", **which),
        catalogue.leaders_by_subject(**which),
        catalogue.questions("hellaswag", **which),
        catalogue.questions_enough("mmlu", **which),
    )
    return "\n".join(_in_twelve_digits(entry) for answer in answers for entry in answer.entries)


def _in_twelve_digits(value: Any) -> str:
    """A value of an entry as text; sums that are taken in another order differ beyond that."""
    if isinstance(value, dict):
        return _in_twelve_digits(tuple(value.items()))
    if isinstance(value, tuple):
        return f"({', '.join(map(_in_twelve_digits, value))})"
    return f"{value + 0.0:.12g}" if isinstance(value, float) else str(value)


def ask_spark(*asked: str) -> str:
    """The figures by Spark, in a process of its own: its session lasts as long as the process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.logs.test_engines", *asked],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@needs_java
def test_every_engine_gives_the_same_digits(logs: LogStore) -> None:
    address = str(logs.folder)
    embedded = figures("duckdb", address)
    assert len(embedded.splitlines()) > 500
    assert figures("polars", address) == embedded
    assert ask_spark(CLUSTER, address) == embedded
    assert ask_spark("local[1]", f"file://{address}") == embedded  # as from an object store: by Spark alone


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "spark"])
@pytest.mark.parametrize("folder", ["*", "?", "[a]", "{a,b}", "~x", "a%20b", "#"])
def test_a_folder_is_no_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: EngineName, folder: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for number, place in enumerate((folder, "a", "b", "home")):
        Path(place).mkdir(exist_ok=True)
        pq.write_table(pa.table({"number": [number]}), Path(place, "a"))
    engine = open_engine(name)
    assert engine.collect(engine.scan([f"{folder}/a"])).to_pylist() == [{"number": 0}]


def test_an_address_with_a_scheme_is_for_spark() -> None:
    with pytest.raises(RequestError, match="read by Spark alone"):
        open_logs(open_engine("duckdb"), "duckdb", "s3a://bucket/logs")


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "spark"])
def test_half_a_file_is_one_line(logs: LogStore, tmp_path: Path, name: EngineName) -> None:
    whole = logs.answers_path(logs.runs()[0].run).read_bytes()
    half = tmp_path / "half.parquet"
    half.write_bytes(whole[: len(whole) // 2])
    for broken in (half, tmp_path / "gone.parquet"):
        engine = open_engine(name)
        with pytest.raises(EngineError) as error:
            engine.collect(engine.scan([str(logs.answers_path(logs.runs()[1].run)), str(broken)]))
        assert str(error.value) == f"{broken} is gone or damaged. Import the logs again."


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "spark"])
def test_a_file_that_is_damaged_within_is_one_line(tmp_path: Path, name: EngineName) -> None:
    path = tmp_path / "odd.parquet"
    path.write_bytes(b"PAR1 and no more of it than PAR1")
    engine = open_engine(name)
    with pytest.raises(EngineError) as error:
        engine.collect(engine.scan([str(path)]))
    assert re.fullmatch(r"(DuckDB|Polars) can't answer: .+\.", str(error.value))


def test_of_an_error_of_java_the_innermost_cause_is_told() -> None:
    called = "An error occurred while calling o34.parquet.\n: "
    refused = "java.net.ConnectException: Connection refused"
    for text in (f"{refused}\n\tat Net.java:672", f"java.io.IOException: no\n\tat A.java:1\nCaused by: {refused}"):
        with pytest.raises(EngineError) as error, telling_errors("Spark", ValueError):
            raise ValueError(called + text)
        assert str(error.value) == f"Spark can't answer: {refused}."


@needs_java
@pytest.mark.parametrize("scheme", ["s3", "s3a"])
def test_a_store_that_spark_has_no_package_for_is_one_line(scheme: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "llmsurvey", "logs", "scores", "--engine", "spark", "--logs-in", f"{scheme}://b/logs"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LLMSURVEY_LANG": "en", "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"llmsurvey: this Spark reads no {scheme}://. ")
    assert "hadoop-aws" in done.stderr


def test_no_such_master_is_told_at_once() -> None:
    with pytest.raises(RequestError, match=r"nobody answers at 127\.0\.0\.1:1\."):
        open_engine("spark", "spark://127.0.0.1:1")
    with pytest.raises(RequestError, match="no master of Spark"):
        open_engine("spark", "sparc://host")


def test_no_java_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineError, match="Spark needs Java"):
        open_engine("spark")


@needs_java
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc, by which executors are found")
def test_a_cluster_that_loses_an_executor_answers_all_the_same(logs: LogStore) -> None:
    address = str(logs.folder)
    assert ask_spark(CLUSTER, address, "lose-one") == figures("duckdb", address)


def kill_an_executor(application: str) -> None:
    """Kill one of the executors of an application of Spark, as a machine that breaks does."""
    executors = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if any(word.endswith(b"ExecutorBackend") for word in words) and application.encode() in words:
                executors.append(int(folder.name))
    assert len(executors) == 2
    os.kill(executors[0], signal.SIGKILL)


def main(master: str, address: str, loses: str | None = None) -> None:
    """Print the figures by Spark; with `loses` an executor is killed after the first time."""
    from pyspark.sql import SparkSession

    if loses:
        figures("spark", address, master)
        session = SparkSession.getActiveSession()
        assert session is not None
        kill_an_executor(session.sparkContext.applicationId)
    print(figures("spark", address, master))


if __name__ == "__main__":
    main(*sys.argv[1:])
