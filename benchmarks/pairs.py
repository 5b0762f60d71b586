"""Ranks whole leaderboards by logs of each question, and tests all pairs of models at once, beside a loop over them.

Called as `pairs.py [MODELS QUESTIONS]`: 471 models on 10,000 questions, which are 110,685 pairs, unless it says
otherwise; 2000 100000 takes some minutes. The first figures are of the whole program: reading, testing, drawing and
ranking. The last ones are of the errors of all differences alone, of scores in memory: the loop takes one pair after
the other, with NumPy, of so many that the time for all follows.
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

from llmsurvey.logs.mean_scores import ScoreSums
from llmsurvey.logs.score_matrix import QuestionBlock

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
    products, loop = multiply(models, questions), loop_over_pairs(questions) * pairs
    print("| models | questions | pairs | rank --logs, s | MiB | all errors, s | by a loop, s | ours / the loop |")
    print(f"|{' ---: |' * 8}")
    print(
        f"| {models:,} | {questions:,} | {pairs:,} | {seconds:.1f} | {max(command.memory):.0f} | {products:.2f} "
        f"| {loop:.1f} | {products / loop:.3f} |"
    )


def multiply(models: int, questions: int) -> float:
    """Return how many seconds the errors of all differences take by products of matrices, in parts as the program."""
    step = max(1, 2**24 // models)
    random = np.random.default_rng(3)
    seconds, sums = 0.0, ScoreSums(models)
    for start in range(0, questions, step):
        units = np.arange(start, min(start + step, questions))
        scores = (random.random((models, len(units))) < 0.6).astype(float)
        began = time.perf_counter()
        sums.add(QuestionBlock(units, scores))
        seconds += time.perf_counter() - began
    began = time.perf_counter()
    sums.means()
    return seconds + time.perf_counter() - began


def loop_over_pairs(questions: int) -> float:
    """Return how many seconds one pair takes where pairs are tested one by one."""
    scores = (np.random.default_rng(3).random((50, questions)) < 0.6).astype(float)
    start = time.perf_counter()
    for number in range(LOOPED):
        differences = scores[number % 50] - scores[(number * 7 + 1) % 50]
        differences.std(ddof=1) / questions**0.5
    return (time.perf_counter() - start) / LOOPED


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
