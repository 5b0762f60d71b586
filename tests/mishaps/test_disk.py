"""A full disk: one line says so, what was there stays, and no part of a file does."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.mishaps.conftest import PROGRAM, abandoned, run_of

RUNS = {
    "output": "list --output {full}/models.json",
    "output over another": "list --output {full}/old.json --force",
    "export": "export {full}/catalogue",
    "import": "import lm-eval big.json --into {full} --board b --date 2024-01-01",
    "import into a board": "import lm-eval big.json --into {full} --board kept --date 2024-01-01",
    "logs": "logs import logs --logs-in {full}/logs",
    "pipe": "list --format json > {full}/models.json",
}


def limited(place: Path, line: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run `llmsurvey` by a shell; no file of it gets larger than `most` KiB."""
    limit = f"ulimit -f {most}; " if most is not None else ""
    command = ["bash", "-c", f"{limit}{' '.join(PROGRAM)} {line}"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True)


@pytest.fixture(autouse=True)
def warm(warm_cache: None, place: Path, one_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is full already, and stands elsewhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(one_cache))
    run = json.loads(run_of("big"))
    run["results"] = {f"task_{number}": {"acc,none": 0.5} for number in range(1000)}
    (place / "big.json").write_text(json.dumps(run))
    log = place / "logs" / "lab__model" / "samples_arc_easy_2024-08-21T03-44-09.494230.jsonl"
    log.parent.mkdir(parents=True)
    digests = (hashlib.sha256(bytes([number % 256, number // 256])).hexdigest() for number in range(2000))
    log.write_text("".join(f'{{"doc_id": "{digest}", "doc_hash": "{digest}", "acc": 1.0}}\n' for digest in digests))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, one_cache: Path) -> bytes:
    """What is kept of a small run; to make it fills the cache too."""
    folder = tmp_path_factory.mktemp("snapshot")
    (folder / "one.json").write_text(run_of("one"))
    command = [*PROGRAM, "import", "lm-eval", "one.json", "--into", ".", "--board", "kept", "--date", "2024-01-01"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(one_cache)}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return (folder / "kept" / "2024-01-01.csv").read_bytes()


@pytest.fixture(params=["quota", "disk"])
def full(request: pytest.FixtureRequest, place: Path, snapshot: bytes) -> Iterator[Path]:
    """A folder with some files where nothing of 20 KiB has room: by a limit of the process, or a disk of its own."""
    folder = place / "full"
    folder.mkdir()
    if request.param == "disk":
        options = ["-t", "tmpfs", "-o", "size=16k", "llmsurvey", str(folder)]
        mounted = subprocess.run(["mount", *options], capture_output=True, text=True) if os.getuid() == 0 else None
        if mounted is None or mounted.returncode:
            pytest.skip("no disk can be made here: that takes root, and a container that may mount")
    (folder / "kept").mkdir()
    (folder / "old.json").write_text("old")
    (folder / "kept" / "2024-01-01.csv").write_bytes(snapshot)
    yield folder
    if request.param == "disk":
        subprocess.run(["umount", str(folder)], check=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("run", RUNS)
def test_a_full_disk_is_one_line_and_loses_nothing(place: Path, full: Path, run: str) -> None:
    before = contents(full)
    most = None if full.is_mount() else 16
    result = limited(place, RUNS[run].format(full=full), most)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "no space left" in result.stderr or "file too large" in result.stderr
    (full / "models.json").unlink(missing_ok=True)  # what the shell made of a redirection
    assert contents(full) == before
    assert abandoned(place) == []


def test_without_room_for_a_cache_answers_are_the_same(
    place: Path, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = limited(place, "licences --format csv")
    monkeypatch.setenv("XDG_CACHE_HOME", str(full))
    result = limited(place, "licences --format csv", None if full.is_mount() else 16)
    assert (result.returncode, result.stdout, result.stderr) == (0, usual.stdout, "")
    assert abandoned(full) == []


def test_without_room_for_a_copy_standard_input_is_one_line(
    place: Path, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(full))
    result = limited(place, "rank - < big.json", None if full.is_mount() else 16)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert abandoned(full) == []


@pytest.mark.parametrize("full", ["disk"], indirect=True)  # a limit of 16 KiB stops no file of some lines
def test_without_room_for_completion_what_bash_reads_stays(
    place: Path, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = b"alias x=y\n" * 400
    (full / ".bashrc").write_bytes(mine)
    monkeypatch.setenv("HOME", str(full))
    line = f"{sys.executable} -m llmsurvey --install-completion; exit $?"
    result = subprocess.run(["bash", "-c", line], cwd=place, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert (full / ".bashrc").read_bytes() == mine
