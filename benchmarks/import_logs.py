"""Imports a log of the harness beside the standard library's way: every line a dictionary by `json.loads`, kept in one.

Called as `import_logs.py [QUESTIONS...]`: 100,000 and 1,000,000 questions unless it says otherwise. Whole processes, in
turn in every round; what is compared is the median of the ratios of the rounds. The first round isn't counted. Lines
are those of multiple choice, some 500 bytes; the longer the texts in them, the faster both are in MB a second.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

import logs
import numpy as np
from startup import PROGRAM, Command

ROUNDS = 3


def main(*sizes: int) -> None:
    """Measure, and print a table."""
    sizes = sizes or (100_000, 1_000_000)
    seconds: list[float] = []
    print("| questions | MB | s | MB/s | MiB | json.loads into dictionaries, s | MiB | ours / theirs |")
    print(f"|{' ---: |' * 8}")
    for questions in sizes:
        with tempfile.TemporaryDirectory() as name:
            log = Path(name) / "samples_quiz.jsonl"
            logs.QUESTIONS = questions
            logs.make(str(log))
            theirs = Command("json.loads", [sys.executable, __file__, "read", str(log)])
            ours = Command("logs import", [])
            for number in range(ROUNDS + 1):
                kept = str(Path(name) / f"kept-{number}")
                ours.line = [PROGRAM, "logs", "import", str(log), "--model", "a/b", "--logs-in", kept]
                ours.run(Path(name))
                theirs.run(Path(name))
            size = log.stat().st_size / 1e6
        seconds.append(statistics.median(ours.seconds[1:]))
        ratio = statistics.median(one / two for one, two in zip(ours.seconds[1:], theirs.seconds[1:], strict=True))
        print(
            f"| {questions:,} | {size:.0f} | {seconds[-1]:.2f} | {size / seconds[-1]:.0f} | {max(ours.memory):.0f} "
            f"| {statistics.median(theirs.seconds[1:]):.2f} | {max(theirs.memory):.0f} | {ratio:.2f} |"
        )
    if len(sizes) > 1:
        print(f"\nGrowth with questions: {np.polyfit(np.log(sizes), np.log(seconds), 1)[0]:.2f}.")


def read(log: str) -> None:
    """Keep every answer of a log in a dictionary, as one would write it in a minute."""
    with open(log, encoding="utf-8") as file:
        samples = [json.loads(line) for line in file]
    print(len({(sample["doc_id"], sample["doc_hash"]): sample["acc"] for sample in samples}))


if __name__ == "__main__":
    read(sys.argv[2]) if sys.argv[1:2] == ["read"] else main(*map(int, sys.argv[1:]))
