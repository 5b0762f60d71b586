"""The orders that different methods make of one board, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from llmsurvey.answers.rank_notes import on_left_out, on_selection
from llmsurvey.boards.agreement import agreement
from llmsurvey.boards.board import Board
from llmsurvey.boards.identify import identify
from llmsurvey.boards.methods import METHODS, Method
from llmsurvey.boards.ranking import Ranked, Ranking, ranked
from llmsurvey.errors import RequestError
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import Message, Word, joined, say
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table


def orders(board: Board, ranking: Ranking, registry: Registry, chance: Mapping[str, float]) -> Table:
    """A row for each entry, by the mean, with its rank by every method, and how far each order agrees with the mean's.

    A method that can't be used, for want of a chance level, is left out, and why is said.
    """
    found: dict[Method, Ranked] = {}
    refused: list[Message | str] = []
    for method in METHODS:
        if method == "weighted" and not ranking.weights:
            continue
        weights = ranking.weights if method == "weighted" else {}
        try:
            found[method] = ranked(
                board, replace(ranking, method=method, weights=weights, sets="none"), registry, chance
            )
        except RequestError as error:
            if method == "mean":
                raise
            refused.append(error.message)
    base = found["mean"]
    order = np.argsort(np.where(base.ranks == 0, len(base.board) + 1, base.ranks), kind="stable")
    identities = identify(base.board, registry)
    rows: list[tuple[Cell, ...]] = []
    for place in order.tolist():
        ranks = [int(each.ranks[place]) or None for each in found.values()]
        known = [rank for rank in ranks if rank is not None]
        identity = identities[place]
        rows.append(
            (
                address(*identity) if identity and identity.size else base.board.facts["name"][place],
                *ranks,
                max(known) - min(known) if known else None,
            )
        )
    columns = (
        Column("name"),
        *(Column(method, numeric=True) for method in found),
        Column("spread", numeric=True),
    )
    notes = (*base.messages, *_notes(found, rows), *on_selection(base), *on_left_out(base.deltas, base.unscored))
    table = Table(columns, tuple(rows), notes=(*notes, *refused))
    return table if base.on_whole is None else _with_board_ranks(table, base.on_whole.ranks[order].tolist())


def _with_board_ranks(table: Table, ranks: Sequence[int]) -> Table:
    """The table with the ranks that its rows have by the mean on the whole board; 0 for none."""
    rows = tuple((*row, rank or None) for row, rank in zip(table.rows, ranks, strict=True))
    return replace(table, columns=(*table.columns, Column("board_rank", numeric=True)), rows=rows)


def _notes(found: Mapping[Method, Ranked], rows: list[tuple[Cell, ...]]) -> Iterator[Message]:
    """Kendall's tau-b and the share of pairs that swap between the mean and each other method, and who moves most."""
    base = found["mean"]
    yield say(
        "Ranks of {count} entries of {board} by each method; `spread` is from the best to the worst of them.",
        count=len(base.board),
        board=base.board.address,
    )
    parts = []
    for method, each in found.items():
        if method != "mean":
            agreed = agreement(base.figures.totals, each.figures.totals)
            if np.isnan(agreed.tau):
                continue
            named = Word("method", method)
            parts.append(
                say("{method} {tau:.2f} ({swapped:.1%})", method=named, tau=agreed.tau, swapped=agreed.swapped)
            )
    if parts:
        yield say(
            "Kendall's tau-b with the mean's order, and the share of pairs that swap: {parts}.",
            parts=joined(parts, ", "),
        )
    moved = sorted((row for row in rows if row[-1]), key=lambda row: -int(str(row[-1])))[:3]
    if moved:
        most = [say("{name} ({ranks})", name=row[0], ranks=_between(row)) for row in moved]
        yield say("Largest moves: {moves}.", moves=joined(most, "; "))
    else:
        yield say("All methods give one order.")


def _between(row: tuple[Cell, ...]) -> str:
    known = [int(str(rank)) for rank in row[1:-1] if rank is not None]
    return f"{min(known)}-{max(known)}"
