"""Models side by side: their facts, their scores on a benchmark, or the differences of two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from llmsurvey.answers.paired_tests import PairedTests
from llmsurvey.errors import RequestError, telling_faults
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.library import Library
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import Message, join_texts, option, question, say

if TYPE_CHECKING:
    from llmsurvey.answers.as_printed import PrintedAnswer
    from llmsurvey.answers.compare_facts import FactsAnswer
    from llmsurvey.answers.compare_scores import ScoresAnswer
    from llmsurvey.answers.differences import DifferencesAnswer
    from llmsurvey.answers.differences_from_first import FromFirstAnswer
    from llmsurvey.answers.differences_of_logs import LogDifferencesAnswer
    from llmsurvey.answers.flips import FlipsAnswer

Way = Literal["facts", "scores", "differences", "samples", "logs", "printed"]
"""What of models is compared."""

_EXAMPLE = question("compare", "LLaMA", "Falcon")
_TWO = question("compare", "FreeWilly2", "Guanaco", board="BOARD")
_TWO_LOGGED = question("compare", "ORG/ONE", "ORG/OTHER", logs=True)
_BENCHMARK = option("benchmark", "hellaswag")
_ALONE = say("{board} and {samples} go with no other way to compare.", board=option("board"), samples=option("samples"))
_IN_TABLE_4 = ("hellaswag", "kobest-hellaswag")


@dataclass(frozen=True, kw_only=True)
class CompareQuestion:
    """Which models to compare, and in what.

    `names` alone are compared on their facts, on a `benchmark` by their scores (with `mix` in one list, although these
    can't be compared), on a `board` alone benchmark by benchmark, each with the first. `samples` are two paths of what
    the harness logged question by question, `metric` is the one to compare these by. `as_printed` is the survey's
    Table 4. `reading` says how a file is to be read that `board` names. `runs` are results of one's own, which are put
    beside the entries of the board (the default one where none is named) for this answer alone. By `asked_logs` each is
    compared with the first question by question, under `tests`; `show_flips` are the questions that they differ on.
    """

    names: tuple[str, ...] = ()
    benchmark: str | None = None
    board: str | None = None
    samples: tuple[str, ...] = ()
    metric: str | None = None
    mix: bool = False
    as_printed: bool = False
    runs: tuple[str, ...] = ()
    reading: FileReading = field(default_factory=FileReading)
    asked_logs: AskedLogs = field(default_factory=AskedLogs)
    tests: PairedTests = field(default_factory=PairedTests)
    show_flips: bool = False

    @property
    def way(self) -> Way:
        """What is compared. Raises RequestError for a question that contradicts itself."""
        is_logged = self.asked_logs.is_asked
        problems = self._list_problems_with_logs() if is_logged else self._list_problems()
        if problem := next(problems, None):
            raise RequestError(problem)
        if is_logged:
            return "logs"
        if self.samples:
            return "samples"
        if self.as_printed:
            return "printed"
        if self.benchmark is not None:
            return "scores"
        return "differences" if self._is_of_board else "facts"

    @property
    def _is_of_board(self) -> bool:
        return self.board is not None or bool(self.runs)

    def _list_problems(self) -> Iterator[Message]:
        """Yield in what the question contradicts itself, or asks for too little."""
        if self.metric is not None and not self.samples:
            yield say(
                "{metric} goes with {samples} or {logs}.",
                metric=option("metric"),
                samples=option("samples"),
                logs=option("logs"),
            )
        if self.runs and (self.samples or self.as_printed or self.benchmark is not None):
            yield say("{runs} goes with {board} alone.", runs=option("runs"), board=option("board"))
        if not self._is_of_board and self.reading.stated:
            stated = join_texts([option(name) for name in self.reading.stated], ", ")
            yield say("{options}: only with {board} and a file.", options=stated, board=option("board"))
        if needless := [*self.tests.stated, *(["show_flips"] if self.show_flips else [])]:
            named = join_texts([option(name) for name in needless], ", ")
            yield say("{options}: only with {logs}.", options=named, logs=option("logs"))
        yield from self._list_problems_with_ways()

    def _list_problems_with_ways(self) -> Iterator[Message]:
        """Yield what doesn't go together of facts, scores, boards and the harness's own logs, or is too little."""
        is_of_two = self._is_of_board and self.benchmark is None
        if self.samples and (self.benchmark is not None or self.as_printed or self.board is not None):
            yield _ALONE
        if self._is_of_board and (self.as_printed or (is_of_two and self.mix)):
            yield _ALONE
        if is_of_two and len(self.names) < 2:
            yield say("{board} compares two models or more: `{hint}`.", board=option("board"), hint=_TWO)
        if self.samples:
            yield from self._list_problems_with_samples()
        elif self.as_printed:
            if self.names or self.mix:
                yield say(
                    "{as_printed} is the survey's own Table 4: it takes neither models nor {mix}.",
                    as_printed=option("as_printed"),
                    mix=option("mix"),
                )
        elif self.benchmark is None and self.mix:
            yield say(
                "{mix} goes with {benchmark} or {samples}.",
                mix=option("mix"),
                benchmark=option("benchmark"),
                samples=option("samples"),
            )
        elif self.benchmark is None and not self.names:
            yield say(
                "compare needs models or a benchmark: `{models}` or `{benchmark}`.",
                models=_EXAMPLE,
                benchmark=_BENCHMARK,
            )

    def _list_problems_with_logs(self) -> Iterator[Message]:
        """Yield what is wrong with a question that logs in the user's folder answer."""
        logs = option("logs")
        if self._is_of_board or self.samples or self.as_printed or self.mix or self.reading.stated:
            yield say("{logs} goes with no other way to compare.", logs=logs)
        if len(self.names) < 2:
            yield say("{logs} compares two models or more: `{hint}`.", logs=logs, hint=_TWO_LOGGED)
        self.tests.check()

    def _list_problems_with_samples(self) -> Iterator[Message]:
        """Yield what is wrong with a question about logs."""
        samples = option("samples")
        if self.names:
            yield say("{samples} takes its models from the files: leave out the names.", samples=samples)
        if len(self.samples) != 2:
            yield say("{samples} compares two models: name it twice, once for each.", samples=samples)


def compare_models(
    library: Library, question: CompareQuestion
) -> (
    FactsAnswer
    | ScoresAnswer
    | DifferencesAnswer
    | FromFirstAnswer
    | LogDifferencesAnswer
    | FlipsAnswer
    | PrintedAnswer
):
    """Return models side by side, on what the question asks.

    Raises RequestError for a question that contradicts itself or has no answer, UnknownNameError or AmbiguousNameError
    for a name, BoardError for a file that can't be read; of logs also EngineError and MissingExtraError.
    """
    way = question.way
    if way == "logs":
        return _compare_logs(library, question)
    if way == "samples":
        from llmsurvey.answers.differences_of_samples import compare_samples

        return compare_samples(library, (question.samples[0], question.samples[1]), question.metric, mix=question.mix)
    if way == "differences":
        return _compare_on_board(library, question)
    if way == "printed":
        return _show_table_4(library, question.benchmark)
    if way == "scores":
        from llmsurvey.answers.compare_on_benchmark import compare_on_benchmark

        return compare_on_benchmark(library, question)
    from llmsurvey.answers.compare_facts import compare_facts

    return compare_facts(library.licensing(), [library.registry.resolve_model(name) for name in question.names])


def _compare_logs(library: Library, question: CompareQuestion) -> LogDifferencesAnswer | FlipsAnswer:
    """Return the differences of the first model and each other by what was logged, or the questions behind them."""
    if question.show_flips:
        from llmsurvey.answers.flips import show_flips

        return show_flips(library, question)
    from llmsurvey.answers.differences_of_logs import compare_logged

    return compare_logged(library, question)


def _compare_on_board(library: Library, question: CompareQuestion) -> DifferencesAnswer | FromFirstAnswer:
    """Return the differences of two entries, or of several and the first, of a board with runs beside it."""
    from llmsurvey.answers.differences_from_first import compare_with_first
    from llmsurvey.answers.differences_on_board import compare_on_board
    from llmsurvey.answers.elsewhere import telling_where
    from llmsurvey.answers.own_runs import open_with_runs
    from llmsurvey.boards.folders import DEFAULT_ADDRESS

    opened, notes = open_with_runs(library, question.board or DEFAULT_ADDRESS, question.runs, question.reading)
    first, second, *others = question.names
    with telling_faults(opened.faults), telling_where(library, opened.board.address, question.runs):
        if others:
            several = compare_with_first(library, opened, question.names)
            return replace(several, notes=(*several.notes, *notes))
        two = compare_on_board(library, opened, (first, second))
        return replace(two, notes=(*two.notes, *notes))


def _show_table_4(library: Library, benchmark: str | None) -> PrintedAnswer:
    """Return the survey's Table 4, whose benchmark may be named. Raises RequestError for another one."""
    from llmsurvey.answers.as_printed import printed_table_4

    if benchmark is not None and library.registry.resolve_benchmark(benchmark).id not in _IN_TABLE_4:
        raise RequestError(
            say(
                "the survey's Table 4 has HellaSwag only: {benchmark} {as_printed}.",
                benchmark=_BENCHMARK,
                as_printed=option("as_printed"),
            )
        )
    return printed_table_4(library.survey)
