"""Ranks a board of a million models beside DuckDB, and shows how time and memory grow.

Whole processes, in turn in every round; what is compared is the median of the ratios of the rounds. The first round,
which fills caches, isn't counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from made_up import LONG_BENCHMARKS, scores
from startup import BIN, HERE, Command

from llmsurvey.boards.frontier import find_unbeaten
from llmsurvey.boards.rank_sets import rank_sets

ROUNDS = 7
MODELS = 1_000_000
FILES, MANY_FILES = 2_000, 100_000
FEW_ROUNDS = 3


def main() -> None:
    """Measure, and print tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"], os.environ["XDG_DATA_HOME"] = str(folder / "cache"), str(folder / "data")
        size = int(_make("board", folder, MODELS))
        _make("runs", folder, FILES)
        _beside_duckdb(folder, size)
        _other_commands(folder)
        _long_tables(folder)
        _import(folder)
        _import_many(folder)
        _growth()


def _make(kind: str, folder: Path, count: int) -> str:
    """Make something up, in a process of its own; return what that says."""
    line = [sys.executable, str(HERE / "made_up.py"), kind, str(folder), str(count)]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def _beside_duckdb(folder: Path, size: int) -> None:
    """The same question to both: the first 20 by a method; who stands twice isn't looked for."""
    few = folder / "few.csv"
    few.write_text("model,benchmark_0\nlab/model,50\n", encoding="utf-8")
    floor = _ours(few, "mean")
    pairs = [
        (kind, method, _ours(folder / f"board.{kind}", method), _theirs(folder / f"board.{kind}", method))
        for method in ("mean", "borda")
        for kind in ("csv", "parquet")
    ]
    for number in range(ROUNDS + 1):
        for _, _, ours, theirs in pairs:
            for command in (ours, theirs, floor):  # the last one gives the system time to clear what theirs took
                command.run(folder)
        print(f"\rround {number} of {ROUNDS}", end="", file=sys.stderr)
    print(file=sys.stderr)
    least = statistics.median(floor.memory[1:])
    print(f"{MODELS:,} models by 6 benchmarks, {size / 2**20:.0f} MiB as a table; medians of {ROUNDS} rounds.\n")
    print("| file, method | ours, s | DuckDB, s | ours / DuckDB | ours, MiB | DuckDB, MiB | ours / table |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for kind, method, ours, theirs in pairs:
        ratio = statistics.median(a / b for a, b in zip(ours.seconds[1:], theirs.seconds[1:], strict=True))
        mine, other = (statistics.median(each.seconds[1:]) for each in (ours, theirs))
        memory, others = (statistics.median(each.memory[1:]) for each in (ours, theirs))
        times = (memory - least) * 2**20 / size
        cells = (f"{mine:.2f}", f"{other:.2f}", f"{ratio:.2f}", f"{memory:.0f}", f"{others:.0f}", f"{times:.1f}")
        print(f"| {kind}, {method} | {' | '.join(cells)} |")
    print(f"\nA board of one model takes {least:.0f} MiB, which isn't counted in the last column.")


def _ours(file: Path, method: str) -> Command:
    options = ["--method", method, "--sets", "none", "--repeats", "all", "--limit", "20"]
    return Command(f"llmsurvey {file.suffix} {method}", [str(BIN / "llmsurvey"), "rank", str(file), *options])


def _theirs(file: Path, method: str) -> Command:
    return Command(f"DuckDB {file.suffix} {method}", [sys.executable, str(HERE / "ranking.py"), str(file), method])


def _other_commands(folder: Path) -> None:
    """What else asks all of a board, beside DuckDB's mean of the same file."""
    later = folder / "later.csv"
    later.write_bytes((folder / "board.csv").read_bytes().replace(b"9\n", b"1\n").replace(b"/model-7", b"/new-7"))
    sized = folder / "sized.csv"
    heading, *lines = (folder / "board.csv").read_text(encoding="utf-8").splitlines()
    sized.write_text(
        "\n".join([f"{heading},parameters", *(f"{line},{10**8 + 7 * n}" for n, line in enumerate(lines))]) + "\n"
    )
    board, program = str(folder / "board.csv"), str(BIN / "llmsurvey")
    commands = [
        Command("rank --commercial", [program, "rank", board, "--commercial", "--limit", "20"]),
        Command("frontier", [program, "frontier", board]),
        Command("frontier, all with a size", [program, "frontier", str(sized)]),
        Command("diff", [program, "diff", board, str(later), "--limit", "20"]),
        Command("rank --methods", [program, "rank", board, "--methods", "--limit", "20"]),
    ]
    theirs = _theirs(folder / "board.csv", "mean")
    for _ in range(ROUNDS + 1):
        for command in (theirs, *commands):
            command.run(folder)
    print("\n| command | s | over DuckDB's mean | MiB |")
    print("| --- | ---: | ---: | ---: |")
    for command in commands:
        ratio = statistics.median(a / b for a, b in zip(command.seconds[1:], theirs.seconds[1:], strict=True))
        seconds, memory = statistics.median(command.seconds[1:]), statistics.median(command.memory[1:])
        print(f"| `{command.name}` | {seconds:.2f} | {ratio:.2f} | {memory:.0f} |")


def _long_tables(folder: Path) -> None:
    """Tables with a row a score at two sizes, the second of 10^7 rows, beside DuckDB; they are read in parts."""
    print("\n| rows, file | ours, s | DuckDB, s | ours / DuckDB | ours, MiB | DuckDB, MiB | bytes a row |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for models in (MODELS // 10, MODELS):
        _make("long", folder, models)
        for kind in ("csv", "parquet"):
            file = folder / f"long.{kind}"
            ours, theirs = _ours(file, "mean"), _theirs(file, "long")
            for _ in range(FEW_ROUNDS + 1):
                ours.run(folder)
                theirs.run(folder)
            ratio = statistics.median(a / b for a, b in zip(ours.seconds[1:], theirs.seconds[1:], strict=True))
            mine, other = (statistics.median(each.seconds[1:]) for each in (ours, theirs))
            memory, others = (statistics.median(each.memory[1:]) for each in (ours, theirs))
            rows = models * len(LONG_BENCHMARKS)
            cells = (f"{mine:.2f}", f"{other:.2f}", f"{ratio:.2f}", f"{memory:.0f}", f"{others:.0f}")
            print(f"| {rows:,}, {kind} | {' | '.join(cells)} | {memory * 2**20 / rows:.0f} |")


def _import_many(folder: Path) -> None:
    """Time and memory of importing many small files, at two numbers of them; and again, when nothing is new."""
    print("\n| small files | first, s | MiB | again, s | MiB |\n| ---: | ---: | ---: | ---: | ---: |")
    for files in (MANY_FILES // 10, MANY_FILES):
        _make("small-runs", folder, files)
        line = [str(BIN / "llmsurvey"), "import", "lm-eval", str(folder / f"runs-{files}"), "--board", f"runs-{files}"]
        command = Command("import", line)
        for _ in range(2):
            command.run(folder)
        figures = zip(command.seconds, command.memory, strict=True)
        print(f"| {files:,} | {' | '.join(f'{seconds:.1f} | {memory:.0f}' for seconds, memory in figures)} |")


def _growth() -> None:
    """Frontier and confidence sets at three sizes, and the time over n log n relative to the smallest."""
    print("\n| models | frontier, s | over n log n | confidence sets, s | over n log n |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    base: dict[str, float] = {}
    for models in (10_000, 100_000, 1_000_000):
        means = scores(models).mean(axis=1)
        random = np.random.default_rng(models)
        sizes, errors = random.lognormal(22, 2, models), random.uniform(0.4, 0.6, models)
        cells = []
        for name, work in (
            ("frontier", partial(find_unbeaten, means, sizes)),
            ("sets", partial(rank_sets, means, errors)),
        ):
            seconds = _least(work)
            unit = seconds / (models * np.log(models))
            cells += [f"{seconds:.3f}", f"{unit / base.setdefault(name, unit):.2f}"]
        print(f"| {models:,} | {' | '.join(cells)} |")


def _least(work: Callable[[], object]) -> float:
    """The least of three times."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _import(folder: Path) -> None:
    """How many files of the harness are read in a second, the first time and when nothing is new."""
    command = Command("import", [str(BIN / "llmsurvey"), "import", "lm-eval", str(folder / "runs")])
    for _ in range(2):
        command.run(folder)
    first, again = (FILES / seconds for seconds in command.seconds)
    print(f"\n{FILES:,} files of the harness: {first:.0f} a second; once they are there, {again:.0f}.")


if __name__ == "__main__":
    main()
