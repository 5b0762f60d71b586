"""Times whole processes side by side: the program against others that do the like, and against its own floor.

Every round runs each command once, in turn, so that a machine that slows down slows all of them; what is compared is
the median of the ratios of the rounds. The first round, which fills caches, isn't counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 21
HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


@dataclass
class Command:
    """A command line, its name in the report, and what was measured: seconds and peak memory in MiB, by round."""

    name: str
    line: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Run it once, with its output thrown away; the system's own account gives its memory."""
        with (folder / "output").open("wb") as output:
            start = time.perf_counter()
            process = subprocess.Popen(self.line, stdout=output, stderr=subprocess.DEVNULL, cwd=folder)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{self.name} ended with {process.returncode}: `{' '.join(self.line)}`")
        self.memory.append(usage.ru_maxrss / 1024)


def main() -> None:
    """Measure, and print a table of medians and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.environ["LLM_USER_PATH"] = str(folder / "llm")
        program = str(BIN / "llmsurvey")
        with (folder / "models.csv").open("wb") as rows:
            subprocess.run([program, "list", "--commercial", "--format", "csv"], stdout=rows, check=True)
        ours = [
            Command("list --commercial, CSV", [program, "list", "--commercial", "--format", "csv"]),
            Command("list --commercial, JSON", [program, "list", "--commercial", "--format", "json"]),
            Command("list --commercial, table", [program, "list", "--commercial"]),
        ]
        others = [
            Command("typer and pydantic alone", [sys.executable, str(HERE / "floor.py"), "one"]),
            Command("sqlite-utils --version", [str(BIN / "sqlite-utils"), "--version"]),
            Command("csvlook, the same rows", [str(BIN / "csvlook"), str(folder / "models.csv")]),
            Command("llm models", [str(BIN / "llm"), "models"]),
            Command("llmfit list", [str(BIN / "llmfit"), "list"]),
        ]
        for round_number in range(ROUNDS + 1):
            for command in (*ours, *others):
                command.run(folder)
            print(f"\rround {round_number} of {ROUNDS}", end="", file=sys.stderr)
        print(file=sys.stderr)
    _report(ours, others)


def _report(ours: list[Command], others: list[Command]) -> None:
    print(f"Medians of {ROUNDS} rounds, Python {sys.version.split()[0]}.\n")
    print("| command | ms | MiB |\n| --- | ---: | ---: |")
    for command in (*ours, *others):
        milliseconds = statistics.median(command.seconds[1:]) * 1000
        print(f"| {command.name} | {milliseconds:.0f} | {statistics.median(command.memory[1:]):.0f} |")
    print(f"\n| ours / theirs | {' | '.join(command.name for command in ours)} |\n| --- |{' ---: |' * len(ours)}")
    for other in others:
        ratios = [
            statistics.median(
                mine / theirs for mine, theirs in zip(command.seconds[1:], other.seconds[1:], strict=True)
            )
            for command in ours
        ]
        print(f"| {other.name} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")


if __name__ == "__main__":
    main()
