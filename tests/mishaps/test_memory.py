"""Little memory: an answer, or one line."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.mishaps.conftest import PROGRAM

MIB = 2**20


def limit_addresses(amount: int) -> None:
    """Let this process and its children have so many bytes of addresses."""
    resource.setrlimit(resource.RLIMIT_AS, (amount, amount))


def with_memory(place: Path, amount: int, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run `llmsurvey` with so many bytes of addresses."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*PROGRAM, *arguments],
        cwd=place,
        preexec_fn=lambda: limit_addresses(amount),
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


@pytest.fixture(autouse=True)
def warm(warm_cache: None, place: Path, one_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(one_cache))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't limit addresses")
@pytest.mark.parametrize(("command", "amount"), [("licences", 80), ("rank", 300)])
def test_little_memory_is_an_answer_or_one_line(place: Path, command: str, amount: int) -> None:
    """Not so little that the parser of the cache, which is no Python, can't even say that it has none."""
    with_memory(place, 4096 * MIB, command)  # the first start compiles the catalogue, which takes more
    result = with_memory(place, amount * MIB, command, "--format", "csv")
    if result.returncode:
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
        assert result.stderr.startswith("llmsurvey: ")
    else:
        assert (result.stdout != "", result.stderr) == (True, "")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't limit addresses")
@pytest.mark.parametrize("format", ["table", "parquet"])
@pytest.mark.parametrize("amount", [300, 400, 500])
def test_a_file_of_scores_with_little_memory(place: Path, amount: int, format: str) -> None:
    """Arrow asks for addresses in advance, each thread too; where it gets none, it ends the program by itself."""
    (place / "f.csv").write_text("Model,ARC\na,50\n")
    result = with_memory(place, amount * MIB, "rank", "f.csv", "-f", format, "-o", f"out.{format}")
    assert result.returncode in (0, 1), result.stderr
    assert result.stderr.count("\n") == result.returncode


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't limit addresses")
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_library_that_ends_the_program_is_one_line(place: Path, number: signal.Signals) -> None:
    """As Arrow does with no addresses left: by a signal, which no handler in Python would see."""
    (place / "pyarrow.py").write_text(f"import os\nos.kill(os.getpid(), {int(number)})\n")
    (place / "f.csv").write_text("Model,ARC\na,50\n")
    result = with_memory(place, 500 * MIB, "rank", "f.csv", "-f", "parquet", "-o", "out.parquet")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "llmsurvey: not enough memory. Ask for less at once, or let the program have more.\n"
    assert not (place / "out.parquet").exists()


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler for a signal by now."""
    mask = re.search(r"^SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return mask is not None and bool(int(mask[1], 16) >> (number - 1) & 1)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't limit addresses")
def test_with_little_memory_the_program_still_ends_when_told(place: Path) -> None:
    """SIGTERM, sent to the process that was started, reaches the one that works."""
    limited = ["bash", "-c", f'ulimit -v {500 * 1024}; exec "$@"', "bash", *PROGRAM, "rank", "-"]
    with subprocess.Popen(limited, cwd=place, stdin=subprocess.PIPE) as process:
        while not catches(process.pid, signal.SIGTERM):
            time.sleep(0.01)
        working = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.terminate()
        assert process.wait(timeout=120) == -signal.SIGTERM
        assert not Path("/proc", working[0]).exists()


TOLD_EARLY = """
import os, signal, time
from llmsurvey.cli import environment
if "SECOND" in os.environ:
    time.sleep(120)
def start_and_tell(*arguments, **options):
    child = start(*arguments, **options)
    print(child, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)
    return child
os.environ["SECOND"], start, os.posix_spawn = "yes", os.posix_spawn, start_and_tell
environment._watch_anew()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't limit addresses")
def test_who_is_told_to_end_at_once_leaves_no_child() -> None:
    result = subprocess.run([sys.executable, "-c", TOLD_EARLY], capture_output=True, text=True, timeout=100)
    assert (result.returncode, result.stderr) == (-signal.SIGTERM, "")
    assert not Path("/proc", result.stdout.strip()).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't limit addresses")
@pytest.mark.parametrize(("line", "most"), [("list --registry -", 64), ("rank -", 512)], ids=["list", "rank"])
def test_standard_input_without_end_is_one_line(place: Path, line: str, most: int) -> None:
    with Path("/dev/zero").open("rb") as endless:
        result = with_memory(place, 4 * most * MIB + 300 * MIB, *line.split(), stdin=endless)
    assert (result.returncode, result.stdout) == (1, "")
    assert f"has more than {most} MiB" in result.stderr
