"""Asks logs of whole leaderboards for means and errors, beside DuckDB's own SQL over the same files.

Called as `leaderboards.py [ROWS...]`: 10^6, 10^7 and 10^8 answers unless it says otherwise; 1000000000 takes some ten
minutes and half a gigabyte of disk. Whole processes, in turn in every round; what is compared is the median of the
ratios of the rounds. The first round, which fills caches, isn't counted. At the end stands how time grows with rows:
the exponent of a power law through the sizes, by least squares.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from made_up_logs import make_logs
from startup import Command

ROUNDS = 5
SHAPES = {10**6: (100, 10_000, 1), 10**7: (500, 10_000, 2), 10**8: (1_000, 20_000, 5), 10**9: (1_000, 100_000, 10)}
"""Models, questions of each benchmark, and benchmarks."""

SQL = """SELECT benchmark, metric, model, count(*), avg(score), stddev_samp(score) / sqrt(count(*))
FROM read_parquet('{folder}/answers/*/*/*.parquet') GROUP BY ALL ORDER BY ALL"""


def main(*sizes: int) -> None:
    """Measure, and print a table."""
    ours, theirs = [], []
    print("| answers | MiB on disk | bytes an answer | s | MiB | DuckDB's SQL, s | MiB | ours / theirs |")
    print(f"|{' ---: |' * 8}")
    for rows in sizes or (10**6, 10**7, 10**8):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_logs(folder / "logs", *SHAPES[rows])
            own, other = (
                Command(step, [sys.executable, __file__, step, str(folder / "logs")]) for step in ("ours", "theirs")
            )
            for number in range(ROUNDS + 1):
                own.run(folder)
                other.run(folder)
                print(f"\r{rows:,}: round {number} of {ROUNDS}", end="", file=sys.stderr)
            print("\r", end="", file=sys.stderr)
            size = sum(file.stat().st_size for file in (folder / "logs").rglob("*.parquet"))
        ours.append(statistics.median(own.seconds[1:]))
        theirs.append(statistics.median(other.seconds[1:]))
        ratio = statistics.median(one / two for one, two in zip(own.seconds[1:], other.seconds[1:], strict=True))
        print(
            f"| {rows:,} | {size / 2**20:.0f} | {size / rows:.2f} | {ours[-1]:.2f} | {max(own.memory):.0f} "
            f"| {theirs[-1]:.2f} | {max(other.memory):.0f} | {ratio:.2f} |"
        )
    if len(ours) > 1:
        print(f"\nGrowth with rows: {_exponent(sizes, ours):.2f}; DuckDB's SQL {_exponent(sizes, theirs):.2f}.")


def _exponent(sizes: tuple[int, ...], seconds: list[float]) -> float:
    return float(np.polyfit(np.log(sizes or (10**6, 10**7, 10**8)), np.log(seconds), 1)[0])


def answer(folder: str) -> None:
    """Print means and errors as the program computes them."""
    from llmsurvey.logs.engine import open_engine
    from llmsurvey.logs.open_logs import open_logs
    from llmsurvey.logs.totals import totals_of

    engine = open_engine("duckdb")
    logs = open_logs(engine, "duckdb", folder)
    for total in totals_of(logs, engine, logs.runs()):
        print(*total, sep="\t")


def answer_in_sql(folder: str) -> None:
    """Print means and errors as DuckDB computes them."""
    import duckdb

    duckdb.execute("SET memory_limit = '1GiB'")
    for row in duckdb.execute(SQL.format(folder=folder)).fetchall():
        print(*row, sep="\t")


STEPS = {"ours": answer, "theirs": answer_in_sql}

if __name__ == "__main__":
    STEPS[sys.argv[1]](sys.argv[2]) if sys.argv[1:2] and sys.argv[1] in STEPS else main(*map(int, sys.argv[1:]))
