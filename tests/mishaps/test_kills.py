"""Fifty kills: nothing is half written, nothing is lost, the next run answers right and leaves no litter.

Moments are drawn with a fixed seed: a third of them in time, the others where it matters, before a certain step with
files or behind a certain byte of one.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.mishaps.conftest import PROGRAM, abandoned

KILLED = [sys.executable, str(Path(__file__).with_name("killed.py"))]
CHANGED = ("data", "out", "out.json", "cache", "temporary")


class Deed(NamedTuple):
    """A command, what makes the scene for it, how often it is killed, and about how large the files are that it makes.

    `is_first` is of a deed that finds no cache.
    """

    command: str
    scene: str | None
    kills: int
    size: int
    is_first: bool = False


IMPORT = "import lm-eval {}.json --board b --date 2024-01-01"
DEEDS = {
    "import": Deed(IMPORT.format("two"), IMPORT.format("one"), 13, 900),
    "export": Deed("export out --format json --force", None, 13, 40_000),
    "output": Deed("list --output out.json --force", "licences --output out.json", 12, 20_000),
    "first start": Deed("licences --format csv", None, 8, 400_000, is_first=True),
    "standard input": Deed("rank - --format csv", None, 4, 30),
}
assert sum(deed.kills for deed in DEEDS.values()) == 50

Files = dict[str, bytes]


def files_in(place: Path) -> Files:
    """Every file that a deed may change, with its content, but for temporary ones, which a killed run may leave."""
    files = [path for name in CHANGED for path in (place / name, *(place / name).rglob("*")) if path.is_file()]
    names = {path: str(path.relative_to(place)) for path in files}
    return {name: path.read_bytes() for path, name in names.items() if not f"/{name}".count("/.")}


def restore(place: Path, files: Files) -> None:
    """Make everything that a deed may change as it was."""
    for name in CHANGED:
        shutil.rmtree(place / name, ignore_errors=True)
        (place / name).unlink(missing_ok=True)
    (place / "temporary").mkdir()
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)


def start(place: Path, command: str, program: list[str]) -> subprocess.Popen[str]:
    with (place / "board.csv").open() as board:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*program, *command.split()], cwd=place, stdin=board, stdout=pipe, stderr=pipe, text=True
        )


def carry_out(place: Path, command: str, *how: str) -> subprocess.CompletedProcess[str]:
    process = start(place, command, [*KILLED, *how] if how else PROGRAM)
    out, err = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def kill_in_time(place: Path, command: str, seconds: float) -> int:
    process = start(place, command, PROGRAM)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode


@pytest.mark.parametrize("name", DEEDS)
def test_kills(place: Path, one_cache: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    deed = DEEDS[name]
    if not deed.is_first:
        monkeypatch.setenv("XDG_CACHE_HOME", str(one_cache))
    if deed.scene:
        assert carry_out(place, deed.scene).returncode == 0
    before = files_in(place)
    started = time.monotonic()
    whole = carry_out(place, deed.command, "never", "0")
    seconds, steps = time.monotonic() - started, int(whole.stderr.splitlines()[-1])
    after = files_in(place)
    assert whole.returncode == 0

    chance, codes = random.Random(name), []
    for moment in range(deed.kills):
        restore(place, before)
        step, size = str(chance.randint(1, steps)), str(chance.randint(0, deed.size))
        if moment % 3 == 0:
            codes.append(kill_in_time(place, deed.command, chance.uniform(0.1, 1) * seconds))
        else:
            how = ("step", step) if moment % 3 == 1 else ("byte", size)
            codes.append(carry_out(place, deed.command, *how).returncode)
        check_nothing_is_half_done(place, before, after)
        again = carry_out(place, deed.command)
        assert again.returncode == 0
        assert again.stdout == whole.stdout or name == "import"  # which says how much of it was new
        assert (files_in(place), abandoned(place)) == (after, [])
    assert sum(code in (-signal.SIGKILL, -signal.SIGXFSZ) for code in codes) >= deed.kills // 3


def check_nothing_is_half_done(place: Path, before: Files, after: Files) -> None:
    """Every file is as it was, or as it was to become."""
    files = files_in(place)
    assert set(before) <= set(files) <= set(after)
    assert all(content in (before.get(name), after[name]) for name, content in files.items())
