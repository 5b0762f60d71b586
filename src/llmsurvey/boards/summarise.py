"""What is told of a snapshot, from its entries."""

from __future__ import annotations

from llmsurvey.boards.board import Board
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.identify import identify_entries, states_base
from llmsurvey.boards.summary_cache import BoardSummary
from llmsurvey.registry.registry import Registry


def summarise_board(board: Board, registry: Registry) -> BoardSummary:
    """Return what is told of a snapshot; rows that are of no model count among its entries alone."""
    no_models = set(bare_deltas(board, registry))
    names = {name for row, name in enumerate(board.facts["name"]) if row not in no_models}
    identities = [identity for identity in identify_entries(board, registry) if identity is not None]
    return BoardSummary(
        models=len(names),
        entries=len(board),
        matched=len(identities),
        base_stated=sum(map(states_base, identities)),
        benchmarks=tuple(dict.fromkeys(measure.benchmark for measure in board.measures if not measure.is_part)),
    )
