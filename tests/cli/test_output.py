"""Where an answer goes, and what happens when it can't."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.cli.conftest import Run

COMMANDS = [["list"], ["lineage", "KULLM"], ["export"], ["schema"], ["list", "--format", "parquet"]]
PROGRAM = [sys.executable, "-m", "llmsurvey"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_behind_standard_output_is_one_line(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run([*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "no space left" in result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_closed_standard_output_is_one_line(command: list[str]) -> None:
    line = " ".join([*PROGRAM, *command])
    result = subprocess.run(["bash", "-c", f"{line} >&-"], capture_output=True, text=True)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "--output" in result.stderr


def test_a_named_pipe_is_written_to_and_stays_one(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert run("licences", "--format", "csv", "--output", "pipe").returncode == 0
    reader.join(timeout=20)
    assert read[0].startswith(b"id,")
    assert pipe.is_fifo()


def test_of_a_link_the_file_behind_it_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run("licences", "--output", "link.csv").returncode == 1
    assert run("licences", "--output", "link.csv", "--force").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("id,")


def test_standard_output_by_its_other_names_is_as_without_output(run: Run) -> None:
    plain = run("compare", "LLaMA", "Falcon").stdout
    assert run("compare", "LLaMA", "Falcon", "--output", "-").stdout == plain
    assert run("compare", "LLaMA", "Falcon", "--output", "/dev/stdout").stdout == plain


@pytest.mark.parametrize("name", ["out.csv", "out.CSV", "out.YML", "out.Json"])
def test_the_suffix_says_the_format_in_any_case(run: Run, tmp_path: Path, name: str) -> None:
    assert run("licences", "--output", name).returncode == 0
    first = (tmp_path / name).read_text()[0]
    assert first == {"csv": "i", "yml": "-", "json": "["}[name.split(".")[1].lower()]


def test_an_exported_folder_is_a_registry_in_either_format(run: Run) -> None:
    listed = run("list", "--format", "json").stdout
    for format in ("yaml", "json"):
        assert run("export", format, "--format", format).returncode == 0
        assert run("list", "--format", "json", "--registry", format).stdout == listed


def test_exporting_what_was_exported_changes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("export", "one.yaml").returncode == 0
    assert run("export", "two.yaml", "--registry", "one.yaml").returncode == 0
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()
