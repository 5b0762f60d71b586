"""Times whole processes side by side: the program against others that do the like, and against its own floor.

The floor is `floor.py`, the least that a program with typer and a pydantic record does; `import typer, pydantic` loads
less than that, for pydantic loads its records only when one is made. Sources are compiled, as an installation has
them, and the program has folders of its own for its cache and its data.

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
PROGRAM = str(BIN / "llmsurvey")


@dataclass
class Command:
    """A command line, its name in the report, and what was measured: seconds and peak memory in MiB, by round."""

    name: str
    line: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Run it once, with its output thrown away; the system's own account gives its memory."""
        with (folder / "output").open("wb") as output:
            start = time.perf_counter()
            environment = {**os.environ, **self.environment}
            process = subprocess.Popen(self.line, stdout=output, stderr=subprocess.DEVNULL, cwd=folder, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{self.name} ended with {process.returncode}: `{' '.join(self.line)}`")
        self.memory.append(usage.ru_maxrss / 1024)


def main() -> None:
    """Measure, and print a table of medians and ratios; `--own` leaves the programs of others out."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else an editable install is compiled at every start
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable, place in (("CACHE", "cache"), ("DATA", "data"), ("CONFIG", "config")):
            os.environ[f"XDG_{variable}_HOME"] = str(folder / place)
        os.environ["LLM_USER_PATH"] = str(folder / "llm")
        with (folder / "models.csv").open("wb") as rows:
            subprocess.run([PROGRAM, "list", "--commercial", "--format", "csv"], stdout=rows, check=True)
        ours, floors = _ours(), _floors()
        others = [] if "--own" in sys.argv else _others(folder)
        for round_number in range(ROUNDS + 1):
            for command in (*ours, *floors, *others):
                command.run(folder)
            print(f"\rround {round_number} of {ROUNDS}", end="", file=sys.stderr)
        print(file=sys.stderr)
    _report(ours, floors, others)


def _ours() -> list[Command]:
    """The program: its answers, its help, and what it offers a shell."""
    lines = {
        "list --commercial, CSV": ["list", "--commercial", "--format", "csv"],
        "list --commercial, JSON": ["list", "--commercial", "--format", "json"],
        "list --commercial, table": ["list", "--commercial"],
        "choose": ["choose", "--commercial", "--gpu", "RTX-4090"],
        "show": ["show", "KULLM"],
        "licence": ["licence", "KULLM"],
        "lineage": ["lineage", "KULLM"],
        "search": ["search", "vicuna"],
        "claims": ["claims", "C61"],
        "rank": ["rank"],
        "--help": ["--help"],
        "list --help": ["list", "--help"],
        "--version": ["--version"],
    }
    tabs = {"a model": "show KU", "an option": "list --co", "a column": "rank --columns na", "a board": "rank open"}
    return [
        *(Command(name, [PROGRAM, *line]) for name, line in lines.items()),
        *(Command(f"Tab: {what}", [PROGRAM], _asked(words)) for what, words in tabs.items()),
    ]


def _asked(words: str) -> dict[str, str]:
    """What Bash says when Tab is pressed behind some words."""
    line = f"llmsurvey {words}"
    return {"_LLMSURVEY_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}


def _floors() -> list[Command]:
    """Python itself, what is imported, and the least program."""
    return [
        Command("typer and pydantic alone", [sys.executable, str(HERE / "floor.py"), "one"]),
        Command("import typer, pydantic", [sys.executable, "-c", "import typer, pydantic"]),
        Command("import llmsurvey", [sys.executable, "-c", "import llmsurvey"]),
        Command("Python alone", [sys.executable, "-c", "pass"]),
    ]


def _others(folder: Path) -> list[Command]:
    """Programs of others that do the like."""
    return [
        Command("sqlite-utils --version", [str(BIN / "sqlite-utils"), "--version"]),
        Command("csvlook, the same rows", [str(BIN / "csvlook"), str(folder / "models.csv")]),
        Command("llm models", [str(BIN / "llm"), "models"]),
        Command("llmfit list", [str(BIN / "llmfit"), "list"]),
    ]


def _report(ours: list[Command], floors: list[Command], others: list[Command]) -> None:
    print(f"Medians of {ROUNDS} rounds, Python {sys.version.split()[0]}.\n")
    print("| command | ms | MiB |\n| --- | ---: | ---: |")
    for command in (*ours, *floors, *others):
        milliseconds = statistics.median(command.seconds[1:]) * 1000
        print(f"| {command.name} | {milliseconds:.0f} | {statistics.median(command.memory[1:]):.0f} |")
    compared = [*floors[:2], *others]
    print(f"\n| ours / theirs | {' | '.join(other.name for other in compared)} |\n| --- |{' ---: |' * len(compared)}")
    for command in ours:
        print(f"| {command.name} | {' | '.join(f'{_ratio(command, other):.2f}' for other in compared)} |")
    print(f"\n`import llmsurvey` takes {_time_import():.1f} ms beyond Python's own start.")


def _time_import() -> float:
    """Milliseconds of the import by Python's own account: between whole processes they are lost in the noise."""
    line = [sys.executable, "-X", "importtime", "-c", "import llmsurvey"]
    runs = [subprocess.run(line, check=True, capture_output=True, text=True).stderr for _ in range(ROUNDS)]
    return statistics.median(int(run.splitlines()[-1].split("|")[1]) for run in runs) / 1000


def _ratio(mine: Command, other: Command) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(one / two for one, two in zip(mine.seconds[1:], other.seconds[1:], strict=True))


if __name__ == "__main__":
    main()
