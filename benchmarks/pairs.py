"""Ranks whole leaderboards by logs of each question, all pairs of models at once, beside a loop over the pairs.

Called as `pairs.py [MODELS QUESTIONS]`: 471 models on 10,000 questions, which are 110,685 pairs, unless it says
otherwise; 2000 100000 takes some minutes. The loop does one paired t test after the other, with NumPy, of scores that
it has in memory already; of so many pairs as take some seconds, from which the time for all follows.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from made_up_logs import make_logs
from startup import PROGRAM, Command

ROUNDS = 3
LOOPED = 2_000


def main(models: int = 471, questions: int = 10_000) -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_logs(folder / "logs", models, questions, 1)
        command = Command("rank --logs", [PROGRAM, "rank", "--logs-in", str(folder / "logs"), "--format", "csv"])
        for _ in range(ROUNDS + 1):
            command.run(folder)
    pairs = models * (models - 1) // 2
    seconds = statistics.median(command.seconds[1:])
    loop = loop_over_pairs(questions) * pairs
    print("| models | questions | pairs | s | MiB | a loop over the pairs, s | ours / the loop |")
    print(f"|{' ---: |' * 7}")
    print(
        f"| {models:,} | {questions:,} | {pairs:,} | {seconds:.1f} | {max(command.memory):.0f} | {loop:.0f} "
        f"| {seconds / loop:.3f} |"
    )


def loop_over_pairs(questions: int) -> float:
    """Return how many seconds one pair takes where pairs are tested one by one."""
    scores = (np.random.default_rng(3).random((50, questions)) < 0.6).astype(float)
    start = time.perf_counter()
    for number in range(LOOPED):
        differences = scores[number % 50] - scores[(number * 7 + 1) % 50]
        differences.mean() / (differences.std(ddof=1) / questions**0.5)
    return (time.perf_counter() - start) / LOOPED


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
