"""The orders that different methods make of one board, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.rank_notes import note_left_out, note_selection
from llmsurvey.answers.scores_question import ScoresQuestion
from llmsurvey.boards.agreement import measure_agreement
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.methods import METHODS, Method
from llmsurvey.boards.ranking import RankedBoard, rank_entries
from llmsurvey.errors import RequestError, telling_faults
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import Message, Word, join_texts, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library, OpenedBoard


@dataclass(frozen=True, kw_only=True)
class MethodsQuestion(ScoresQuestion):
    """A board, or a file of scores, that is to be ranked by every method."""


COLUMNS = (
    Column("name"),
    *(Column(method, numeric=True, meaning=say("Rank by the method {method}.", method=method)) for method in METHODS),
    Column("spread", numeric=True),
    Column("board_rank", numeric=True),
)


class MethodsEntry(NamedTuple):
    """An entry with its rank by each method, how far these lie apart, and its rank by the mean on the whole board."""

    name: str
    ranks: Mapping[Method, int | None]
    spread: int | None
    board_rank: int | None = None


@dataclass(frozen=True, kw_only=True)
class MethodsAnswer(Answer[MethodsEntry]):
    """Every entry that counts, by the mean. `ranked` is the whole board by each method that could be used."""

    columns = COLUMNS

    ranked: Mapping[Method, RankedBoard]

    def table(self) -> Table:
        """A row for each entry, with a column for each method."""
        is_selection = self.ranked["mean"].on_whole is not None
        shown = {"name", *self.ranked, "spread", *(["board_rank"] if is_selection else [])}
        columns = tuple(column for column in COLUMNS if column.name in shown)
        cells = [{**entry._asdict(), **entry.ranks} for entry in self.entries]
        rows = tuple(tuple(row[column.name] for column in columns) for row in cells)
        return Table(columns, rows, notes=self.notes)


def compare_methods(library: Library, question: MethodsQuestion) -> MethodsAnswer:
    """Return every entry, by the mean, with its rank by every method, and how far each order agrees with the mean's.

    A method that can't be used, for want of a chance level, is left out, and why is noted. Raises what `rank_board`
    does.
    """
    opened = library.open_board(question.board, question.reading)
    with telling_faults(opened.faults):
        ranked, refused = _rank_by_each(library, question, opened)
    by_mean = ranked["mean"]
    entries = _list_entries(library, ranked)
    notes = (
        *by_mean.messages,
        *_note_agreement(ranked, entries),
        *note_selection(by_mean),
        *note_left_out(by_mean.deltas, by_mean.unscored),
        *refused,
    )
    return MethodsAnswer(entries=entries, ranked=ranked, notes=notes, faults=opened.faults)


def _rank_by_each(
    library: Library, question: MethodsQuestion, opened: OpenedBoard
) -> tuple[dict[Method, RankedBoard], list[Message | str]]:
    """Return the board as each method ranks it, and why other methods can't.

    Raises RequestError where not even the mean can. The weighted mean is only another order where weights are asked
    for; these count in no other method.
    """
    ranked: dict[Method, RankedBoard] = {}
    refused: list[Message | str] = []
    for method in METHODS:
        if method == "weighted" and not question.weight:
            continue
        settings = question.settings(method)
        if method != "weighted":
            settings = replace(settings, weights={})
        try:
            ranked[method] = rank_entries(opened.board, settings, library.registry, opened.chance)
        except RequestError as error:
            if method == "mean":
                raise
            refused.append(error.message)
    return ranked, refused


def _list_entries(library: Library, ranked: Mapping[Method, RankedBoard]) -> list[MethodsEntry]:
    """Return the entries by the mean; those without a rank come last."""
    by_mean = ranked["mean"]
    order = np.argsort(np.where(by_mean.ranks == 0, len(by_mean.board) + 1, by_mean.ranks), kind="stable")
    identities = identify_entries(by_mean.board, library.registry)
    whole = by_mean.on_whole
    entries = []
    for row in order.tolist():
        ranks = {method: int(board.ranks[row]) or None for method, board in ranked.items()}
        known_ranks = [rank for rank in ranks.values() if rank is not None]
        identity = identities[row]
        entries.append(
            MethodsEntry(
                name=address(*identity) if identity and identity.size else by_mean.board.facts["name"][row],
                ranks=ranks,
                spread=max(known_ranks) - min(known_ranks) if known_ranks else None,
                board_rank=None if whole is None else int(whole.ranks[row]) or None,
            )
        )
    return entries


def _note_agreement(ranked: Mapping[Method, RankedBoard], entries: list[MethodsEntry]) -> Iterator[Message]:
    """Say Kendall's tau-b and the share of pairs that swap between the mean and other methods, and who moves most."""
    by_mean = ranked["mean"]
    yield note(
        "selection",
        "Ranks of {count} entries of {board} by each method; `spread` is from the best to the worst of them.",
        count=len(by_mean.board),
        board=by_mean.board.address,
    )
    parts = []
    for method, board in ranked.items():
        agreed = measure_agreement(by_mean.figures.totals, board.figures.totals)
        if method != "mean" and not np.isnan(agreed.tau):
            named = Word("method", method)
            parts.append(
                say("{method} {tau:.2f} ({swapped:.1%})", method=named, tau=agreed.tau, swapped=agreed.swapped)
            )
    if parts:
        yield note(
            "method",
            "Kendall's tau-b with the mean's order, and the share of pairs that swap: {parts}.",
            parts=join_texts(parts, ", "),
        )
    moved = sorted((entry for entry in entries if entry.spread), key=lambda entry: -(entry.spread or 0))[:3]
    if moved:
        moves = [say("{name} ({ranks})", name=entry.name, ranks=_from_best_to_worst(entry)) for entry in moved]
        yield note("method", "Largest moves: {moves}.", moves=join_texts(moves, "; "))
    else:
        yield note("method", "All methods give one order.")


def _from_best_to_worst(entry: MethodsEntry) -> str:
    ranks = [rank for rank in entry.ranks.values() if rank is not None]
    return f"{min(ranks)}-{max(ranks)}"
