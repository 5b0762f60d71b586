"""0 answered, 1 the data or the machine is at fault, 2 the request is; one line says which, and no traceback does."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Run

WRONG_REQUESTS = [
    ("lits",),
    ("list", "--comercial"),
    ("list", "--format", "cvs"),
    ("list", "--columns", "nam"),
    ("list", "--sort", "nam"),
    ("list", "--where", "foo=1"),
    ("list", "--where", "verdict"),
    ("list", "--where", "parameters>big"),
    ("list", "--min-size", "big"),
    ("list", "--since", "2023-13"),
    ("list", "--limit", "-1"),
    ("list", "--developer", "Nobody at all"),
    ("list", "--licence", "no-such-licence"),
    ("list", "--language", "tlh"),
    ("list", "--kind", "pretraind"),
    ("list", "--condition", "sharealike"),
    ("list", "--output", "models.docx"),
    ("show",),
    ("show", "vicunna"),
    ("show", "KULLM@1B"),
    ("licence", "ShareGPT"),
    ("lineage", "vicunna"),
    ("lineage", "LLaMA", "--depth", "-1"),
    ("compare",),
    ("compare", "--mix", "LLaMA"),
    ("compare", "--benchmark", "helaswag"),
    ("compare", "--benchmark", "mmlu", "--as-printed"),
    ("export", "--format", "csv"),
    ("list", "--as-printed", "--developer", "Meta"),
    ("list", "--as-printed", "--own-licence"),
    ("list", "--as-printed", "--data", "strict"),
    ("list", "--as-printed", "--precision", "int4"),
    ("list", "--as-printed", "--permissive"),
    ("rank", "--methods", "--sets", "none"),
    ("rank", "--methods", "--own-licence"),
    ("rank", "--methods", "--data", "strict"),
    ("rank", "--methods", "--precision", "int4"),
    ("licence", "mit", "--data", "strict"),
    ("compare", "--as-printed", "Falcon"),
    ("licence", "apache-2.0", "--conditions"),
    ("list", "--where", "parameters>"),
    ("list", "--where", "released>2023-99"),
    ("list", "--where", "verdict>maybe"),
    ("show", "@" * 3000),
    ("show", "x" * 100_000),
    ("table",),
    ("table", "5"),
    ("table", "0", "--as-printed"),
    ("errata", "E999"),
    ("errata", "--kind", "fakt"),
    ("errata", "--table", "5"),
    ("errata", "E1", "--table", "1"),
    ("claims", "999"),
    ("claims", "C"),
    ("cite", "99"),
    ("cite", "[0]"),
    ("cite", "nothing at all"),
    ("timeline", "--by", "month"),
    ("stats", "--by", "colour"),
    ("memory", "LLaMA"),
    ("memory", "ChatGPT"),
    ("memory", "LLaMA@7B", "--context", "0"),
    ("memory", "LLaMA@7B", "--gpu", "24"),
    ("memory", "LLaMA@7B", "--gpu", "abacus"),
    ("memory", "LLaMA@7B", "--precision", "q9"),
    ("list", "--fits", "24"),
    ("list", "--precision", "int4"),
    ("list", "--lang", "tlh"),
]


@pytest.mark.parametrize("arguments", WRONG_REQUESTS, ids=lambda arguments: " ".join(arguments)[:60])
def test_a_wrong_request_is_one_line_and_exit_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("llmsurvey: ")
    assert result.stderr.count("\n") == 1


def test_an_unknown_benchmark_names_the_nearest(run: Run) -> None:
    assert "HellaSwag" in run("compare", "--benchmark", "helaswag").stderr


def test_an_empty_answer_is_an_answer(run: Run) -> None:
    result = run("list", "--min-size", "900T", "--format", "json")
    assert (result.returncode, result.stdout) == (0, "[]\n")


@pytest.mark.parametrize("command", ["list", "validate"])
def test_a_faulty_registry_is_exit_1_with_a_line_for_each_fault(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "mine.yaml").write_text("models:\n- id: a\n  nam: A\n- id: b\n  name: B\n  licence: nope\n")
    result = run(command, "--registry", "mine.yaml")
    assert result.returncode == 1
    assert result.stdout == ""
    places = [line.split(": ")[0] for line in result.stderr.splitlines() if line.startswith("mine.yaml")]
    assert places == ["mine.yaml:2:3", "mine.yaml:3:3", "mine.yaml:6:12"]


def test_nothing_is_overwritten_unasked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "models.csv").write_text("mine")
    result = run("list", "--output", "models.csv")
    assert result.returncode == 1
    assert "--force" in result.stderr
    assert (tmp_path / "models.csv").read_text() == "mine"
    assert run("list", "--output", "models.csv", "--force").returncode == 0
    assert (tmp_path / "models.csv").read_text().startswith("id,name,")


def test_an_export_that_would_overwrite_one_file_writes_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sources.csv").write_text("mine")
    assert run("export", "out", "--format", "csv").returncode == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sources.csv"]


def test_a_place_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    result = run("list", "--output", "no/such/folder/models.csv")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.csv"))


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    command = [sys.executable, "-m", "llmsurvey", "list"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 141


def test_ctrl_c_ends_the_program_quietly(tmp_path: Path) -> None:
    fifo = tmp_path / "registry.yaml"
    subprocess.run(["mkfifo", str(fifo)], check=True)
    command = [sys.executable, "-m", "llmsurvey", "list", "--registry", str(fifo)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and "pipe_read" not in (state := _waiting_in(process.pid)) and "fifo" not in state:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (130, "", "")


def _waiting_in(pid: int) -> str:
    """What the kernel says that a process waits for; after start-up that is the pipe nobody writes to."""
    maps = Path(f"/proc/{pid}/maps")
    loaded = maps.exists() and "_hashlib" in maps.read_text()  # by the cache, just before the registry is read
    return "fifo" if loaded and Path(f"/proc/{pid}/wchan").exists() and _opening(pid) else ""


def _opening(pid: int) -> bool:
    """Whether the process sleeps."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"
