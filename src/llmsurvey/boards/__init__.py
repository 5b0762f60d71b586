"""Scores of leaderboards: what may be compared, and who is ahead."""

from llmsurvey.boards.compare import compare_benchmark, compare_facts, comparable, printed_table_4
from llmsurvey.boards.rank import BOARD_BENCHMARKS, rank

__all__ = ["BOARD_BENCHMARKS", "comparable", "compare_benchmark", "compare_facts", "printed_table_4", "rank"]
