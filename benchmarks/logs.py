"""Compares two logs of a million questions beside DuckDB, and beside a loop that only reads their JSON.

Whole processes, in turn in every round; what is compared is the median of the ratios of the rounds. The first round,
which fills caches, isn't counted.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from startup import BIN, Command

ROUNDS = 5
QUESTIONS = 1_000_000


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        logs = [str(folder / f"{model}.jsonl") for model in ("one", "other")]
        subprocess.run([sys.executable, __file__, "make", *logs], check=True)
        size = sum(Path(log).stat().st_size for log in logs)
        samples = [part for log in logs for part in ("--samples", log)]
        ours = Command("llmsurvey compare --samples", [str(BIN / "llmsurvey"), "compare", *samples])
        others = [
            Command("json.loads alone", [sys.executable, __file__, "read", *logs]),
            Command("DuckDB", [sys.executable, __file__, "pair", *logs]),
        ]
        for number in range(ROUNDS + 1):
            for command in (ours, *others):
                command.run(folder)
            print(f"\rround {number} of {ROUNDS}", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(f"Two logs of {QUESTIONS:,} questions, {size / 2**20:.0f} MiB; medians of {ROUNDS} rounds.\n")
    print("| | s | MiB | ours / theirs |\n| --- | ---: | ---: | ---: |")
    for command in (ours, *others):
        pairs = zip(ours.seconds[1:], command.seconds[1:], strict=True)
        cells = (
            f"{statistics.median(command.seconds[1:]):.1f}",
            f"{statistics.median(command.memory[1:]):.0f}",
            f"{statistics.median(mine / theirs for mine, theirs in pairs):.2f}",
        )
        print(f"| {command.name} | {' | '.join(cells)} |")


def make(*logs: str) -> None:
    """Write logs as the harness does, with the fields of its version 0.4 but for long texts."""
    for number, log in enumerate(logs):
        answers = random.Random(number)
        with open(log, "w", encoding="utf-8") as file:
            for question in range(QUESTIONS):
                digest = hashlib.sha256(str(question).encode()).hexdigest()
                sample = {
                    "doc_id": question,
                    "doc": {"question": f"What is {question} + 1?", "answer": question + 1},
                    "target": str(question + 1),
                    "arguments": {"gen_args_0": {"arg_0": f"What is {question} + 1?"}},
                    "resps": [[str(question)]],
                    "filtered_resps": [str(question)],
                    "filter": "none",
                    "metrics": ["acc"],
                    "doc_hash": digest,
                    "prompt_hash": digest,
                    "target_hash": digest,
                    "acc": float(answers.random() < 0.6),
                }
                file.write(json.dumps(sample) + "\n")


def read(*logs: str) -> None:
    """Read every line, and do nothing with it."""
    for log in logs:
        with open(log, encoding="utf-8") as file:
            for line in file:
                json.loads(line)


def pair(first: str, second: str) -> None:
    """Count in DuckDB how many questions only one got right."""
    import duckdb

    logs = [f"read_json('{log}', format = 'newline_delimited')" for log in (first, second)]
    counts = "count(*), sum(one.acc), sum(other.acc), sum((one.acc > other.acc)::INT), sum((one.acc < other.acc)::INT)"
    query = f"SELECT {counts} FROM {logs[0]} one JOIN {logs[1]} other USING (doc_id, doc_hash)"
    print(duckdb.execute(query).fetchall())


STEPS: dict[str, Callable[..., None]] = {"make": make, "read": read, "pair": pair}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:]) if sys.argv[1:] else main()
