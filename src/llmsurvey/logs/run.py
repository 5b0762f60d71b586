"""A run: what one model answered to the questions of one benchmark, in one set-up."""

from __future__ import annotations

from typing import Any

import msgspec


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """How questions were put, as far as a log says it; scores of runs in which any of it differs aren't compared.

    `generation` are the settings that text was generated with, in the words of the log; `prompts` tells prompts apart
    where they were put in other words than usual.
    """

    shots: int | None = None
    task_version: str | None = None
    generation: str | None = None
    prompts: str | None = None


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one model to one benchmark, as an importer found them.

    `digest` is of all that the run was read from, so that a run that was imported isn't again. `lower_is_better` are
    those of its metrics of which less is better; `source` names where the log came from, without the machine's folders.
    `harness` and its version made the log, `evaluator` says who ran it (`first_party`, `third_party`), where told.
    `planned` is how many questions were to be asked, `ended` whether the run came to its end, where told.
    """

    digest: str
    model: str
    benchmark: str
    setup: Setup = Setup()
    harness: str | None = None
    date: str | None = None
    evaluator: str | None = None
    lower_is_better: tuple[str, ...] = ()
    source: str | None = None
    planned: int | None = None
    ended: bool | None = None

    @property
    def name(self) -> str:
        """What tells the run from others, and what its file is called."""
        return self.digest[:16]


class KeptRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that is kept: with how many questions, answers and repeats of each question, and by which metrics.

    `asked` stands for the questions: two runs of a benchmark that were asked the same ones have it in common. `order`
    is larger for a run that was added later.
    """

    run: Run
    metrics: tuple[str, ...]
    questions: int
    answers: int
    repeats: int
    asked: str = ""
    order: int = 0

    @property
    def is_partial(self) -> bool:
        """Whether the log says that answers are missing: the run was stopped, or has none to questions of its plan."""
        return self.run.ended is False or self.questions < (self.run.planned or 0)

    @property
    def age(self) -> tuple[str, int, str]:
        """A key that is larger for a newer run: its day, and among runs of one day, or of none, when it was added."""
        return self.run.date or "", self.order, self.run.digest


def as_json(record: Any) -> str:
    """Return a record as JSON text, with its fields in order."""
    return msgspec.json.encode(record).decode()
