"""The orders that different methods make of one board, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, overload

import numpy as np

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.rank_notes import note_left_out, note_selection
from llmsurvey.answers.scores_question import ScoresQuestion
from llmsurvey.boards.agreement import Agreement, agreement_of_ranks
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.methods import METHODS, Method, Ranks
from llmsurvey.boards.ranking import RankedBoard, rank_entries
from llmsurvey.errors import RequestError, telling_faults
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import Message, Word, join_texts, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library, OpenedBoard
    from llmsurvey.registry.registry import Registry


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
    row_of_each = True

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
    entries = _order_entries(library.registry, ranked)
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


@dataclass(frozen=True)
class MethodsEntries(Sequence[MethodsEntry]):
    """The entries at some `places` of a board that each method `ranked`, each built when it is asked for."""

    registry: Registry
    ranked: Mapping[Method, RankedBoard]
    places: Ranks

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, row: int) -> MethodsEntry: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[MethodsEntry]: ...

    def __getitem__(self, row: int | slice) -> MethodsEntry | Sequence[MethodsEntry]:
        if isinstance(row, slice):
            return tuple(self._entries_at(self.places[row]))
        return next(self._entries_at(self.places[[row]]))

    def __iter__(self) -> Iterator[MethodsEntry]:
        return self._entries_at(self.places)

    def _entries_at(self, places: Ranks) -> Iterator[MethodsEntry]:
        """Yield the entries at some places, in this order."""
        by_mean = self.ranked["mean"]
        board, whole = by_mean.board.take(places), by_mean.on_whole
        columns = [ranked.ranks[places].tolist() for ranked in self.ranked.values()]
        on_whole = [0] * len(places) if whole is None else whole.ranks[places].tolist()
        named = zip(identify_entries(board, self.registry), board.facts["name"], strict=True)
        for (identity, name), board_rank, *numbers in zip(named, on_whole, *columns, strict=True):
            ranks = {method: rank or None for method, rank in zip(self.ranked, numbers, strict=True)}
            known_ranks = [rank for rank in ranks.values() if rank is not None]
            yield MethodsEntry(
                name=address(*identity) if identity and identity.size else name,
                ranks=ranks,
                spread=max(known_ranks) - min(known_ranks) if known_ranks else None,
                board_rank=board_rank or None,
            )

    def list_largest_moves(self, number: int) -> list[MethodsEntry]:
        """Return the entries whose ranks lie farthest apart, the farthest first; of equal ones the first."""
        best = np.full(len(self.places), len(self.places) + 1)
        worst = np.zeros(len(self.places), dtype=np.int64)
        for ranked in self.ranked.values():
            ranks = ranked.ranks[self.places]
            np.minimum(best, ranks, out=best, where=ranks > 0)
            np.maximum(worst, ranks, out=worst)
        spread = np.maximum(worst - best, 0)  # of one without a rank it would be less
        number = min(number, len(spread))
        farthest = np.flatnonzero(spread >= np.partition(spread, -number)[-number]) if number else np.arange(0)
        farthest = farthest[np.argsort(-spread[farthest], kind="stable")][:number]
        return list(self._entries_at(self.places[farthest[spread[farthest] > 0]]))


def _order_entries(registry: Registry, ranked: Mapping[Method, RankedBoard]) -> MethodsEntries:
    """Return the entries by the mean; those without a rank come last."""
    by_mean = ranked["mean"]
    order = np.argsort(np.where(by_mean.ranks == 0, len(by_mean.board) + 1, by_mean.ranks), kind="stable")
    return MethodsEntries(registry, ranked, order)


def _note_agreement(ranked: Mapping[Method, RankedBoard], entries: MethodsEntries) -> Iterator[Message]:
    """Say Kendall's tau-b and the share of pairs that swap between the mean and other methods, and who moves most."""
    by_mean = ranked["mean"]
    yield note(
        "selection",
        "Ranks of {count} entries of {board} by each method; `spread` is from the best to the worst of them.",
        count=len(by_mean.board),
        board=by_mean.board.address,
    )
    parts = []
    measured: list[tuple[Ranks, Agreement]] = []  # two methods that count places may give one order
    for method, board in ranked.items():
        if method == "mean":
            continue
        agreed = next((agreed for ranks, agreed in measured if np.array_equal(ranks, board.ranks)), None)
        if agreed is None:
            agreed = agreement_of_ranks(by_mean.ranks, board.ranks)
            measured.append((board.ranks, agreed))
        if not np.isnan(agreed.tau):
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
    if moved := entries.list_largest_moves(3):
        moves = [say("{name} ({ranks})", name=entry.name, ranks=_from_best_to_worst(entry)) for entry in moved]
        yield note("method", "Largest moves: {moves}.", moves=join_texts(moves, "; "))
    else:
        yield note("method", "All methods give one order.")


def _from_best_to_worst(entry: MethodsEntry) -> str:
    ranks = [rank for rank in entry.ranks.values() if rank is not None]
    return f"{min(ranks)}-{max(ranks)}"
