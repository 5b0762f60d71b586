"""`rank`: a board in order, with how sure every rank is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from llmsurvey.answers.added_columns import FACTS, NO_CELLS, AddedCells, add_columns, columns_among, compute_columns
from llmsurvey.answers.answer import Answer
from llmsurvey.answers.left_out import list_left_out_of_board
from llmsurvey.answers.list import explain_star, note_bases, star_verdict
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.nearby import list_nearby, note_nearby, options_of_filter
from llmsurvey.answers.own_runs import note_own_entries, open_with_runs
from llmsurvey.answers.rank_columns import BACK, FIGURES, FRONT, column_of_scores, heading_of_scores
from llmsurvey.answers.rank_columns import COLUMNS as COLUMNS  # the columns of every command are found by its name
from llmsurvey.answers.rank_entries import RankEntries, RankEntry, benchmarks_of
from llmsurvey.answers.rank_notes import note_ranks, note_trained
from llmsurvey.answers.room_notes import note_budget
from llmsurvey.answers.scores_question import ScoresQuestion
from llmsurvey.answers.selection import MissingFact, Selection
from llmsurvey.answers.training_on_benchmarks import Trained, trained_on
from llmsurvey.boards.board import OWN
from llmsurvey.boards.folders import DEFAULT_ADDRESS, DEFAULT_BOARD, LATEST
from llmsurvey.boards.frontier import find_unbeaten, parameters_of
from llmsurvey.boards.identify import Identities, identify_entries
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.methods import Method, Ranks
from llmsurvey.boards.own_runs import are_own
from llmsurvey.boards.ranking import LARGE, RankedBoard, RankSettings, Sets, rank_entries
from llmsurvey.errors import RequestError, check_number, telling_faults
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import Message, join_texts, option, say
from llmsurvey.messages import question as ask
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.answers.leaders_by_subject import LeadersAnswer
    from llmsurvey.answers.logged_scores import LoggedScoresQuestion
    from llmsurvey.answers.rank_logs import RankLogsAnswer
    from llmsurvey.library import Library, OpenedBoard


@dataclass(frozen=True, kw_only=True)
class RankQuestion(ScoresQuestion):
    """How to rank a board, and which of its entries are wanted.

    `models` and `frontier` leave entries out and keep the ranks of the whole board, as does `clean` those that were
    trained on one of its benchmarks, whichever questions; at most `limit` are given.
    `runs` are one's own, put beside the board's entries for this answer alone: files of results or scores, or boards.
    `added` are columns beside the usual ones, by their names: of what is known of the models.

    By `asked_logs` models are ranked on the questions that all of them answered, those of a `subject` alone;
    `by_subject` are the leaders of each.
    """

    method: Method = "mean"
    sets: Sets = "simultaneous"
    frontier: bool = False
    clean: bool = False
    limit: int | None = None
    runs: tuple[str, ...] = ()
    models: ModelFilter = EVERY_MODEL
    added: tuple[str, ...] = ()
    asked_logs: AskedLogs = field(default_factory=AskedLogs)
    subject: tuple[str, ...] = ()
    by_subject: bool = False
    clusters: bool = True

    def of_logs(self) -> LoggedScoresQuestion | None:
        """Return what is asked of logs, None of boards. Raises RequestError for what goes with the other of these."""
        is_of_logs = self.asked_logs.is_asked
        wrong = self._stated(_OF_BOARDS) if is_of_logs else self._stated(_OF_LOGS)
        if is_of_logs:
            wrong += [*self.reading.stated, *_measures_of_boards(self.measures)]
        if wrong:
            options, logs = join_texts([option(name) for name in wrong], ", "), option("logs")
            if is_of_logs:
                raise RequestError(say("{options}: not with {logs}.", options=options, logs=logs))
            raise RequestError(say("{options}: only with {logs}.", options=options, logs=logs))
        if not is_of_logs:
            return None
        from llmsurvey.answers.logged_scores import LoggedScoresQuestion

        return LoggedScoresQuestion(
            benchmark=self.measures.benchmark,
            metric=self.measures.metric,
            subject=self.subject,
            by_subject=self.by_subject,
            limit=self.limit,
            clusters=self.clusters,
            frontier=self.frontier,
            clean=self.clean,
            models=self.models,
            asked_logs=self.asked_logs,
        )

    def _stated(self, names: tuple[str, ...]) -> list[str]:
        """Return those of some fields that say something."""
        default = type(self)()
        return [name for name in names if getattr(self, name) != getattr(default, name)]


_OF_BOARDS = ("method", "weight", "missing", "repeats", "sets", "runs", "added")
_OF_LOGS = ("subject", "by_subject", "clusters")
"""What may be asked of boards alone, and of logs alone."""


def _measures_of_boards(measures: MeasureFilter) -> list[str]:
    """Return which filters of measures are given that logs haven't: all but benchmark and metric."""
    default = replace(MeasureFilter(), benchmark=measures.benchmark, metric=measures.metric)
    return [each.name for each in fields(measures) if getattr(measures, each.name) != getattr(default, each.name)]


@dataclass(frozen=True, kw_only=True)
class RankAnswer(Answer[RankEntry]):
    """The entries that pass, by rank; those without one come last, by what they have.

    `entries` builds each entry when it is asked for. `ranked` is the whole board. `added` has the cells of columns that
    were asked for beside the usual ones.
    """

    columns = (*FRONT, *dict.fromkeys(FIGURES.values()), *BACK)
    named_by = "benchmarks"

    added_columns = tuple(added.column for added in FACTS)

    entries: RankEntries
    settings: RankSettings
    legend: Message
    added: AddedCells = NO_CELLS

    @property
    def ranked(self) -> RankedBoard:
        """Every entry of the board that counts, with the arrays of figures, ranks and sets."""
        return self.entries.ranked

    @property
    def figure_column(self) -> Column:
        """The column of what the method makes of the scores."""
        return FIGURES[self.settings.method]

    def table_columns(self) -> tuple[Column, ...]:
        """Return the columns of the table: those of ranks, of the figure, of each benchmark, and of facts."""
        ranked, is_selection = self.ranked, self.ranked.on_whole is not None
        brief = {
            "rank_set": ranked.sets is not None,
            "board_rank": is_selection,
            "board_rank_set": is_selection and ranked.sets is not None,
            "own": OWN in ranked.board.facts,
            "group": ranked.sets is not None and ranked.sets.is_simultaneous,
        }
        front = (column._replace(brief=brief.get(column.name, True)) for column in FRONT)
        scores = [column_of_scores(measure) for measure in ranked.board.measures]
        figure = self.figure_column
        if len(scores) == 1 and self.settings.method == "mean":
            figure = figure._replace(digits=scores[0].digits)
        marked = len(self.entries) <= LARGE and any(entry.trained_on for entry in self.entries)
        back = (column._replace(brief=marked) if column.name == "trained_on" else column for column in BACK)
        return (*front, figure, *scores, *back)

    def table(self) -> Table:
        """A row for each entry, with a column for each benchmark."""
        columns = self.table_columns()
        rows: list[tuple[Cell, ...]] = []
        texts: dict[tuple[int, str], str] = {}
        for row, entry in enumerate(self.entries):
            cells = self._cells_by_column(entry)
            rows.append(tuple(cells[column.name] for column in columns))
            if entry.own is False:
                texts[row, "own"] = ""
            if entry.caveats and entry.verdict:
                texts[row, "verdict"] = star_verdict(entry.verdict)
        table = Table(columns, tuple(rows), notes=self.notes, legend=self.legend, texts=texts)
        return add_columns(table, FACTS, self.added)

    def _cells_by_column(self, entry: RankEntry) -> dict[str, Cell]:
        """Return an entry's cells by the name of their column."""
        cells: dict[str, Any] = entry._asdict()
        cells["rank_set"] = entry.rank_set
        cells[self.figure_column.name] = entry.figure
        return cells | {heading_of_scores(benchmark): score for benchmark, score in entry.scores.items()}


def rank_models(library: Library, question: RankQuestion) -> RankAnswer | RankLogsAnswer | LeadersAnswer:
    """Return the entries of a board by rank, or the models of logs, or who leads each subject of these.

    Raises what `rank_board`, `rank_logs` and `list_leaders` do, and RequestError for a question that mixes them.
    """
    of_logs = question.of_logs()
    if of_logs is None:
        return rank_board(library, question)
    if question.by_subject:
        from llmsurvey.answers.leaders_by_subject import list_leaders

        return list_leaders(library, of_logs)
    from llmsurvey.answers.rank_logs import rank_logs

    return rank_logs(library, of_logs)


def rank_board(library: Library, question: RankQuestion) -> RankAnswer:
    """Return the entries of a board that pass, by rank, with what must be known of their order.

    Filters keep the ranks of the whole board, and leave out what the registry doesn't know, but no own run. Raises
    UnknownNameError for a board that isn't there, BoardError for a file that holds no scores, RequestError for scores
    that can't be compared, for what contradicts itself, and for a negative `limit`.
    """
    check_number("limit", question.limit, 0)
    selection = question.models.select(library)
    method = "weighted" if question.weight and question.method == "mean" else question.method
    settings = question.settings(method, question.sets)
    opened, notes = open_with_runs(library, question.board, question.runs, question.reading)
    with telling_faults(opened.faults):
        ranked = rank_entries(opened.board, settings, library.registry, opened.chance)
        answer = _answer_question(ranked, settings, selection, question, opened)
    if not len(answer.entries):
        notes = (*notes, *note_nearby(_list_nearby(library, question, ranked)))
    columns = columns_among(FACTS, question.added)
    subjects = answer.entries.subjects() if columns else ()
    added = compute_columns(library, selection.licensing, columns, subjects, question.board)
    return replace(answer, notes=(*notes, *answer.notes), added=added)


def _answer_question(
    ranked: RankedBoard, settings: RankSettings, selection: Selection, question: RankQuestion, opened: OpenedBoard
) -> RankAnswer:
    is_selective = selection.wanted.asks or question.frontier or question.clean
    frontier = None
    looks_for_frontier = question.frontier or len(ranked.board) <= LARGE
    identities = Identities(len(ranked.board), {})
    if looks_for_frontier or selection.wanted.asks or question.clean:
        identities = identify_entries(ranked.board, selection.licensing.registry)
    if looks_for_frontier:
        frontier = find_unbeaten(ranked.figures.totals, parameters_of(ranked.board, identities))
    rows = np.arange(len(ranked.board))
    if question.frontier and frontier is not None:
        rows = rows[frontier[rows] | are_own(ranked.board)]
    passing = _Passing(rows, 0, Counter())
    if selection.wanted.asks:
        passing = _select_passing(ranked, rows, identities, selection)
    rows, unclean = passing.rows, Counter[Trained]()
    if question.clean:
        rows, unclean = _leave_out_trained(ranked, rows, identities, selection)
    first = _choose_first(ranked, rows, question.limit)
    entries = RankEntries(ranked, first, selection, frontier, opened.source)
    return RankAnswer(
        entries=entries,
        settings=settings,
        legend=explain_star(selection),
        faults=opened.faults,
        notes=(
            *note_own_entries(ranked, entries),
            *note_ranks(ranked, settings, len(rows), len(entries)),
            *_note_filters(selection, passing, is_selective=is_selective),
            *([note_trained(unclean)] if question.clean else []),
            *_note_bases(entries),
            *((opened.about,) if opened.about else opened.remarks),
        ),
    )


def _leave_out_trained(
    ranked: RankedBoard, rows: Ranks, identities: Identities, selection: Selection
) -> tuple[Ranks, Counter[Trained]]:
    """Return the rows of what wasn't trained on a benchmark of the board, and how many were on which questions."""
    left_out: Counter[Trained] = Counter()
    keeps = np.ones(len(ranked.board), dtype=bool)
    benchmarks = benchmarks_of(ranked.board)
    among = set(rows.tolist())
    for row, identity in identities.known.items():
        trained = trained_on(benchmarks, selection.licensing, identity) if row in among else None
        if trained is not None:
            keeps[row] = False
            left_out[trained] += 1
    return rows[keeps[rows]], left_out


def _list_nearby(library: Library, question: RankQuestion, ranked: RankedBoard) -> Iterator[Message]:
    """Yield which other filter, or which other board, would find something where nothing was found."""
    rows, identities = np.arange(len(ranked.board)), identify_entries(ranked.board, library.registry)
    yield from list_nearby(
        question.models, lambda models: len(_select_passing(ranked, rows, identities, models.select(library)).rows)
    )
    other = f"{DEFAULT_BOARD}@{LATEST}" if question.board == DEFAULT_ADDRESS else DEFAULT_ADDRESS
    is_plain = question == RankQuestion(board=question.board, models=question.models, limit=question.limit)
    if is_plain and question.models.asks and library.is_kept(question.board):
        on_other = rank_board(library, RankQuestion(board=other, models=question.models, sets="none"))
        if number := len(on_other.entries):
            hint = ask("rank", other, **options_of_filter(question.models))
            yield say("`{hint}` finds {number:,}.", number=number, hint=hint)


def _note_filters(selection: Selection, passing: _Passing, *, is_selective: bool) -> Iterator[Message]:
    """Yield among whom the ranks are, what the selection couldn't judge, and what they measure memory by."""
    if is_selective:
        yield note("ranks", "Ranks and sets are among all of these entries, not among those that are shown.")
    if left_out := list(list_left_out_of_board(passing.unknown, passing.missing)):
        yield as_note("left-out", join_texts(left_out))
    yield from note_budget(selection.budget)


def _note_bases(entries: RankEntries) -> Iterator[Message]:
    """Say how many of the verdicts rest on more than sourced facts; of a large board nobody reads that."""
    if len(entries) <= LARGE:
        yield from note_bases([assessment] for assessment in entries.assessments() if assessment)


def _order_entries(ranked: RankedBoard, rows: Ranks, limit: int | None) -> Ranks:
    """Return some rows by rank, equal ones as the board has them; at most `limit`, of a large board sorting no more.

    Those without a rank come last, by their mean.
    """
    ranks = ranked.ranks[rows]
    if limit and limit < np.count_nonzero(ranks):
        last = np.partition(ranks[ranks > 0], limit - 1)[limit - 1]
        rows = rows[(ranks > 0) & (ranks <= last)]
    is_last = ranked.ranks[rows] == 0
    values = ranked.board.values[rows]
    is_known = ~np.isnan(values)
    count = is_known.sum(axis=1)
    mean = np.where(is_known, values, 0).sum(axis=1) / np.maximum(count, 1)
    # the last key decides first: ranked before unranked, by rank; of the unranked most scores first, then the best mean
    order = np.lexsort((-mean * is_last, -count * is_last, ranked.ranks[rows], is_last))
    return rows[order][:limit]


def _choose_first(ranked: RankedBoard, rows: Ranks, limit: int | None) -> Ranks:
    """Return the rows that come first, as `_order_entries` does; a few of one's own are always among them."""
    first = _order_entries(ranked, rows, limit)
    is_own = are_own(ranked.board)[rows]
    own = rows[is_own]
    if limit is None or len(own) > limit // 2 or set(own.tolist()) <= set(first.tolist()):
        return first
    return _order_entries(ranked, np.concatenate([own, _order_entries(ranked, rows[~is_own], limit - len(own))]), None)


class _Passing(NamedTuple):
    """The rows that pass, and of the others how many the registry doesn't know, or not enough of."""

    rows: Ranks
    unknown: int
    missing: Counter[MissingFact]


def _select_passing(ranked: RankedBoard, rows: Ranks, identities: Identities, selection: Selection) -> _Passing:
    """Return the rows that pass, and what was left out as unknown: of one's own all pass."""
    is_own = are_own(ranked.board)
    passes, is_known = is_own.copy(), is_own.copy()
    missing: Counter[MissingFact] = Counter()
    is_among = np.zeros(len(ranked.board), dtype=bool)
    is_among[rows] = True
    for row, identity in identities.known.items():
        if is_among[row] and not is_own[row] and identity.size is not None:
            is_known[row] = True
            judged = selection.judge(identity)
            passes[row] = judged.passes
            if judged.missing:
                missing[judged.missing] += 1
    return _Passing(rows[passes[rows]], int(np.count_nonzero(~is_known[rows])), missing)
