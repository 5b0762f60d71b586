"""Which scores on a benchmark are compared, and what is said of models that have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from llmsurvey.answers.compare_scores import ScoresAnswer, group_scores
from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel, family_of, without_repeats
from llmsurvey.boards.scores import Scores
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.messages import Message, join_texts, list_names, question, say
from llmsurvey.registry.names import loose_form
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.answers.compare import CompareQuestion
    from llmsurvey.boards.board import Board

FEW = 20
"""The scores of a board with no more entries than this are listed where no model is named."""

_PRINTED = "2"
"""The survey's table of the board's ten best, which ranks them itself."""


def compare_on_benchmark(library: Library, asked: CompareQuestion) -> ScoresAnswer:
    """Return the scores on a benchmark and its variants, of the models that are named, in groups that are comparable.

    Those that the registry and the survey state count, and those of each board's newest whole snapshot, the user's
    boards included; where a `board` is named, its scores alone. Where no model is named, the scores of larger boards
    are left to their ranking. Raises RequestError where there is no score, UnknownNameError for a model or a benchmark
    that neither the registry nor a board knows.
    """
    return _Comparison(library, asked).give_answer()


class _Comparison:
    """A question about scores on a benchmark, with what its names mean."""

    def __init__(self, library: Library, asked: CompareQuestion) -> None:
        self.library = library
        self.registry = library.registry
        self.asked = asked
        self.scores: Scores = library.measured_scores
        self.opened = library.open_board(asked.board, asked.reading) if asked.board is not None else None
        self.benchmark, self.family = self._meant_benchmark(asked.benchmark or "")
        self.models = [self._meant_model(name) for name in dict.fromkeys(asked.names)]

    def give_answer(self) -> ScoresAnswer:
        notes: list[Note] = []
        if self.opened is not None:
            board, source = self.opened.board, self.opened.source
            scores = self.scores.of(board, source, self.family, self.models or None)
        elif self.models:
            scores = self.scores.of_models(self.models, self.family)
        else:
            scores = self._scores_of_all(notes)
        missing = [model for model in self.models if not any(model.is_of(score) for score in scores)]
        absences = [self._explain_absence(model) for model in missing]
        if not scores:
            raise RequestError(join_texts(absences) if absences else self._nothing_known(notes))
        notes += [as_note("left-out", absence) for absence in absences]
        notes += [note("unreadable", "Left out: {problem}", problem=error.message) for error in self.scores.unreadable]
        faults, remarks = (self.opened.faults, self.opened.remarks) if self.opened else ((), ())
        answer = group_scores(
            self.registry,
            scores,
            self.benchmark,
            self.models,
            mix=self.asked.mix,
            notes=notes,
            contamination=self.library.licensing().contamination,
        )
        return replace(answer, notes=(*answer.notes, *remarks), faults=faults)

    def _meant_benchmark(self, name: str) -> tuple[str, frozenset[str]]:
        """Return a benchmark of the registry, with its variants, or one that a board alone has."""
        try:
            benchmark = self.registry.resolve_benchmark(name).id
            return benchmark, family_of(self.registry, benchmark)
        except UnknownNameError:
            for board in self._asked_boards():
                for measure in board.measures:
                    if loose_form(measure.benchmark) == loose_form(name):
                        return measure.benchmark, frozenset([measure.benchmark])
            raise

    def _meant_model(self, name: str) -> NamedModel:
        """Return a model of the registry, or one that a board alone has."""
        try:
            return NamedModel(name, *self.registry.resolve_model(name))
        except UnknownNameError:
            for board in self._asked_boards():
                for called in (*board.facts["name"], *board.fact("hub")):
                    if called is not None and loose_form(called) == loose_form(name):
                        return NamedModel(called)
            raise

    def _asked_boards(self) -> Iterator[Board]:
        """Yield the boards that are asked."""
        if self.opened is not None:
            yield self.opened.board
            return
        for address in self.scores.newest():
            board = self.scores.board_at(address)
            if board is not None:
                yield board

    def _scores_of_all(self, notes: list[Note]) -> list[MeasuredScore]:
        """Return the scores of all models; which boards have more of them than can be listed is added to `notes`."""
        stated = [score for score in self.scores.stated if score.measure.benchmark in self.family]
        listed_scores = [score for score in stated if score.table != _PRINTED] or stated
        larger: list[str] = []
        for address in self.scores.newest():
            outline = self.scores.outline(address)
            if outline.entries > FEW and outline.benchmarks & self.family:
                larger.append(address)
            elif outline.entries <= FEW:  # none where it can't be read, which is told
                listed_scores += self.scores.on_board(address, self.family)
        if larger:
            notes.append(self._note_larger(larger))
        return without_repeats(listed_scores)

    def _note_larger(self, addresses: Sequence[str]) -> Note:
        shared = self.scores.outline(addresses[0]).benchmarks & self.family
        benchmark = self.benchmark if self.benchmark in shared else min(shared)
        return note(
            "left-out",
            "More scores stand on {boards}: `{hint}` ranks them. Name models to compare theirs.",
            boards=list_names(addresses),
            hint=question("rank", addresses[0], benchmark=benchmark),
        )

    def _nothing_known(self, notes: Sequence[Note]) -> Message:
        """Return why there is nothing to compare."""
        name = self._called_benchmark()
        if notes:
            return join_texts([say("no score on {benchmark} is stated by itself.", benchmark=name), *notes])
        return say(
            "no score on {benchmark} is known. `{hint}` shows the benchmarks that have scores.",
            benchmark=name,
            hint=question("rank"),
        )

    def _called_benchmark(self) -> str:
        benchmark = self.registry.benchmark_by_id.get(self.benchmark)
        return benchmark.name if benchmark else self.benchmark

    def _explain_absence(self, model: NamedModel) -> Message:
        """Say that a model has no score here, and where it has one."""
        name = self._called_benchmark()
        if self.opened is not None:
            board = self.opened.board.address
            return say(
                "{model} has no score on {benchmark} in {board}.", model=model.called, benchmark=name, board=board
            )
        for address in self.scores.every_snapshot():
            if self.scores.on_board(address, self.family, [model]):
                names = self.asked.names
                return say(
                    "{model} has no score on {benchmark} in the newest whole snapshot, but one in {board}: `{hint}`.",
                    model=model.called,
                    benchmark=name,
                    board=address,
                    hint=question("compare", *names, benchmark=self.benchmark, board=address),
                )
        others = dict.fromkeys(score.measure.benchmark for score in self.scores.of_models([model]))
        if others:
            return say(
                "{model} has no score on {benchmark}, but on {others}.",
                model=model.called,
                benchmark=name,
                others=list_names(list(others)),
            )
        return say("No score of {model} is known.", model=model.called)
