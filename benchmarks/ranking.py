"""DuckDB ranks a board: by the mean, or by Borda's points; or a table with a row a score, by the mean.

Called as `ranking.py FILE mean|borda|long`.
"""

import sys

import duckdb
from made_up import BENCHMARKS, LONG_BENCHMARKS

file, method = sys.argv[1:]
board = f"read_csv('{file}')" if file.endswith(".csv") else f"'{file}'"
if method == "long":
    of_each = ", ".join(f"max(score) FILTER (benchmark = '{name}') AS {name}" for name in LONG_BENCHMARKS)
    board = f"(SELECT model, {of_each} FROM {board} GROUP BY model)"
    BENCHMARKS = LONG_BENCHMARKS
if method != "borda":
    figures = f"SELECT *, ({' + '.join(BENCHMARKS)}) / {len(BENCHMARKS)} AS figure FROM {board}"
else:
    beaten = ", ".join(
        f"rank() OVER (ORDER BY {name}) - 1 + (count(*) OVER (PARTITION BY {name}) - 1) / 2 AS of_{name}"
        for name in BENCHMARKS
    )
    points = " + ".join(f"of_{name}" for name in BENCHMARKS)
    figures = f"SELECT *, ({points}) / {len(BENCHMARKS)} AS figure FROM (SELECT *, {beaten} FROM {board})"
columns = f"rank() OVER (ORDER BY figure DESC) AS rank, model, figure, {', '.join(BENCHMARKS)}"
for row in duckdb.execute(f"SELECT {columns} FROM ({figures}) ORDER BY rank LIMIT 20").fetchall():
    print(*row)
