"""The Python interface: every answer of the command line as a method, with the same words for its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from llmsurvey.library import Library

if TYPE_CHECKING:
    from typing import Unpack

    from llmsurvey.answers.boards import BoardsAnswer
    from llmsurvey.answers.diff import DiffAnswer
    from llmsurvey.answers.frontier import Cost, FrontierAnswer
    from llmsurvey.answers.history import HistoryAnswer
    from llmsurvey.answers.history_of_best import TopAnswer
    from llmsurvey.answers.import_scores import ImportAnswer
    from llmsurvey.answers.keywords import BoardKeywords, ReadingKeywords, ScoreKeywords, SetupKeywords
    from llmsurvey.answers.rank import RankAnswer
    from llmsurvey.answers.rank_methods import MethodsAnswer
    from llmsurvey.boards.methods import Method, Missing
    from llmsurvey.boards.ranking import Repeats, Sets


class Catalogue(Library):
    """A catalogue that answers questions. Each answer has `entries`, `notes`, `table()` and `to_pandas()`.

    >>> import llmsurvey
    >>> catalogue = llmsurvey.open()
    >>> catalogue.registry.resolve_model("KULLM")[0].name
    'KULLM'
    """

    def rank(
        self,
        board: str = "open-llm-leaderboard@survey",
        *,
        method: Method = "mean",
        weight: Mapping[str, float] | None = None,
        missing: Missing = "complete",
        repeats: Repeats = "best",
        sets: Sets = "simultaneous",
        frontier: bool = False,
        limit: int | None = None,
        **others: Unpack[ScoreKeywords],
    ) -> RankAnswer:
        """Rank a board, or a file of scores, with a confidence set for every rank.

        `weight` says how much a benchmark counts (`{"hellaswag": 2}`). `others` are filters of models
        (`commercial=True`), how scores were measured (`shots=5`), and how a file is to be read (`unit="fraction"`);
        filters and `frontier` leave entries out and keep the ranks of the whole board. Entries are built when they are
        asked for. Raises RequestError for scores that can't be compared.

        >>> catalogue = open()
        >>> first = catalogue.rank().entries[0]
        >>> first.rank, first.rank_set, first.name, first.figure
        (1, '1-3', 'FreeWilly2@70B', 71.425)
        """
        from llmsurvey.answers.keywords import asked_by
        from llmsurvey.answers.rank import RankQuestion, rank_board

        asked = asked_by(others)
        question = RankQuestion(
            board=board,
            method=method,
            weight=weight or {},
            missing=missing,
            repeats=repeats,
            sets=sets,
            frontier=frontier,
            limit=limit,
            models=asked.models,
            setup=asked.setup,
            reading=asked.reading,
        )
        return rank_board(self, question)

    def rank_methods(
        self,
        board: str = "open-llm-leaderboard@survey",
        *,
        weight: Mapping[str, float] | None = None,
        missing: Missing = "complete",
        repeats: Repeats = "best",
        **others: Unpack[BoardKeywords],
    ) -> MethodsAnswer:
        """Rank a board, or a file of scores, by every method, side by side: `rank --methods`.

        `others` say how scores were measured, and how a file is to be read.

        >>> catalogue = open()
        >>> catalogue.rank_methods().entries[1].spread
        1
        """
        from llmsurvey.answers.keywords import asked_by
        from llmsurvey.answers.rank_methods import MethodsQuestion, compare_methods

        asked = asked_by(others)
        question = MethodsQuestion(
            board=board,
            weight=weight or {},
            missing=missing,
            repeats=repeats,
            setup=asked.setup,
            reading=asked.reading,
        )
        return compare_methods(self, question)

    def frontier(
        self,
        board: str = "open-llm-leaderboard@2023-07-28",
        *,
        by: Cost = "size",
        weights_in: str = "bf16",
        **others: Unpack[ScoreKeywords],
    ) -> FrontierAnswer:
        """Find the entries of a board that no other beats on both score and size (or memory, or date).

        `weights_in` is the type of the weights for `by="memory"`. `others` are filters of models, which leave out
        before anything is compared, how scores were measured, and how a file is to be read.

        >>> catalogue = open()
        >>> [entry.name for entry in catalogue.frontier(min_size="60B").entries]
        ['FreeWilly1@65B', 'FreeWilly2@70B']
        """
        from llmsurvey.answers.frontier import FrontierQuestion, find_frontier
        from llmsurvey.answers.keywords import asked_by

        asked = asked_by(others)
        question = FrontierQuestion(
            board=board,
            by=by,
            weights_in=weights_in,
            models=asked.models,
            setup=asked.setup,
            reading=asked.reading,
        )
        return find_frontier(self, question)

    def diff(self, before: str, after: str, **others: Unpack[BoardKeywords]) -> DiffAnswer:
        """Show what changed between two boards, or files of scores.

        `others` say how scores were measured, and how files are to be read.

        >>> catalogue = open()
        >>> answer = catalogue.diff("open-llm-leaderboard@2023-06-29", "open-llm-leaderboard@2023-07-14")
        >>> answer.notes[3]
        'mmlu was measured anew: 99 of the 99 models that are in both have another score.'
        """
        from llmsurvey.answers.diff import DiffQuestion, compare_boards
        from llmsurvey.answers.keywords import asked_by

        asked = asked_by(others)
        return compare_boards(self, DiffQuestion(before=before, after=after, setup=asked.setup, reading=asked.reading))

    @overload
    def history(
        self, model: str, *, board: str = "open-llm-leaderboard", **others: Unpack[SetupKeywords]
    ) -> HistoryAnswer: ...

    @overload
    def history(
        self, *, top: int, board: str = "open-llm-leaderboard", **others: Unpack[SetupKeywords]
    ) -> TopAnswer: ...

    def history(
        self,
        model: str | None = None,
        *,
        top: int | None = None,
        board: str = "open-llm-leaderboard",
        **others: Unpack[SetupKeywords],
    ) -> HistoryAnswer | TopAnswer:
        """Show how a model, or the best (`top`), did on a board from snapshot to snapshot.

        `others` say how scores were measured.

        >>> catalogue = open()
        >>> entries = catalogue.history("llama-65b").entries
        >>> [entry.snapshot for entry in entries if "mmlu" in entry.measured_anew]
        ['2023-07-14', '2023-07-24']
        """
        from llmsurvey.answers.history import HistoryQuestion, show_history
        from llmsurvey.answers.keywords import asked_by

        question = HistoryQuestion(model=model, top=top, board=board, setup=asked_by(others).setup)
        return show_history(self, question)

    def boards(self) -> BoardsAnswer:
        """List the boards that come with the program and your own, an entry for each snapshot.

        >>> catalogue = open()
        >>> catalogue.boards().entries[0].address
        'open-llm-leaderboard@2023-05-23'
        """
        from llmsurvey.answers.boards import BoardsQuestion, list_boards

        return list_boards(self, BoardsQuestion())

    def import_scores(
        self,
        format: str,
        paths: str | Path | Sequence[str | Path],
        *,
        board: str | None = None,
        date: str | None = None,
        metric: str | None = None,
        shots: int | None = None,
        reporter: str | None = None,
        into: str | Path | None = None,
        replace: bool = False,
        strict: bool = False,
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
        **others: Unpack[ReadingKeywords],
    ) -> ImportAnswer:
        """Read files of scores (`open-llm-leaderboard`, `lm-eval` or `table`), and keep them as boards.

        What looks wrong is among `faults`. `others` say how files are to be read; `progress` is called with the number
        of files read so far, and of all.

        >>> catalogue = open()
        >>> catalogue.import_scores("table", "nowhere.csv", board="mine")
        Traceback (most recent call last):
            ...
        llmsurvey.errors.BoardError: nowhere.csv can't be read: no such file or directory.
        """
        from llmsurvey.answers.import_scores import ImportQuestion, import_scores
        from llmsurvey.answers.keywords import asked_by

        files = [paths] if isinstance(paths, (str, Path)) else paths
        question = ImportQuestion(
            format=format,
            paths=tuple(map(str, files)),
            board=board,
            date=date,
            metric=metric,
            shots=shots,
            reporter=reporter,
            into=None if into is None else str(into),
            replace=replace,
            strict=strict,
            dry_run=dry_run,
            reading=asked_by(others).reading,
        )
        return import_scores(self, question, progress)


def open(registry: str | Path | Sequence[str | Path] = ()) -> Catalogue:
    """Open the built-in catalogue, with registry files or folders of your own laid over it.

    Nothing is read before it is asked for.
    """
    return Catalogue([registry] if isinstance(registry, (str, Path)) else registry)
