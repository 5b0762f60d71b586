"""The questions on which two logged models differ, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.logged_pairs import LoggedPair, pair_logged
from llmsurvey.answers.logged_pairs_notes import note_pairing
from llmsurvey.answers.table_of_pairs import table_of_pairs
from llmsurvey.messages import question
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, note

if TYPE_CHECKING:
    from llmsurvey.answers.compare import CompareQuestion
    from llmsurvey.library import Library
    from llmsurvey.logs.asked_logs import OpenedLogs
    from llmsurvey.logs.run import KeptRun

COLUMNS = (
    Column("name"),
    Column("benchmark"),
    Column("question"),
    Column("cluster"),
    Column("first_score", numeric=True),
    Column("second_score", numeric=True),
    Column("metric", brief=False),
    Column("question_text", brief=False),
    Column("first_answer", brief=False),
    Column("second_answer", brief=False),
)


class FlipEntry(NamedTuple):
    """A question on which the first model and another one (`name`, the second) have different scores, as logged.

    Texts are those of the first answer of each, where they were kept.
    """

    name: str
    benchmark: str
    question: str
    cluster: str | None
    first_score: float
    second_score: float
    metric: str
    question_text: str | None
    first_answer: str | None
    second_answer: str | None


@dataclass(frozen=True, kw_only=True)
class FlipsAnswer(Answer[FlipEntry]):
    """The questions on which the first model, which is called `first`, and each of `others` differ."""

    columns = COLUMNS
    row_of_each = True

    first: str
    others: tuple[str, ...]

    def table(self) -> Table:
        """A row for each question: those that the first got more of before the others, of each benchmark."""
        return table_of_pairs(self, self.first, self.others)


def show_flips(library: Library, asked: CompareQuestion) -> FlipsAnswer:
    """Return the questions on which the first model and each other one differ. Raises what `pair_logged` does."""
    opened = asked.asked_logs.open()
    logged = pair_logged(library, opened, asked.names, asked.benchmark, asked.metric)
    entries = [entry for pair in logged.pairs for entry in _entries_of(opened, pair)]
    return FlipsAnswer(
        entries=entries,
        notes=(*_note_flips(logged.pairs, entries), *note_pairing(logged)),
        first=logged.models[0],
        others=tuple(dict.fromkeys(pair.models[1] for pair in logged.pairs)),
    )


def _entries_of(opened: OpenedLogs, pair: LoggedPair) -> Iterator[FlipEntry]:
    paired = pair.questions
    differences = paired.first - paired.second
    order = np.lexsort((paired.first_questions, -differences))
    flipped = order[differences[order] != 0].tolist()
    questions = opened.logs.questions(pair.measure.benchmark)
    ids, clusters = (questions.column(name).to_pylist() for name in ("id", "cluster"))
    firsts, seconds = (numbers[flipped].tolist() for numbers in (paired.first_questions, paired.second_questions))
    first_texts, second_texts = (
        _read_texts(opened, kept, pair.runs.metric, numbers)
        for kept, numbers in ((pair.runs.first, firsts), (pair.runs.second, seconds))
    )
    nothing = (None, None)
    for place, first, second in zip(flipped, firsts, seconds, strict=True):
        first_text, second_text = first_texts.get(first, nothing), second_texts.get(second, nothing)
        yield FlipEntry(
            name=pair.models[1],
            benchmark=pair.measure.benchmark,
            question=ids[first],
            cluster=clusters[first] or clusters[second],
            first_score=float(paired.first[place]),
            second_score=float(paired.second[place]),
            metric=pair.runs.metric,
            question_text=first_text[0] or second_text[0],
            first_answer=first_text[1],
            second_answer=second_text[1],
        )


Texts = tuple[str | None, str | None]


def _read_texts(opened: OpenedLogs, kept: KeptRun, metric: str, numbers: Sequence[int]) -> dict[int, Texts]:
    """Return the text of questions, and of the first answer to each, where they were kept.

    Of an answer that was read in several ways (by filters of the harness) it is as the `metric` takes it.
    """
    path = opened.logs.texts_path(kept.run)
    if path is None or (isinstance(path, Path) and not path.exists()) or not numbers:
        return {}
    import narwhals as nw

    is_wanted = nw.col("question").is_in(list(numbers))
    texts = opened.engine.scan([str(path)]).filter(is_wanted).select("metric", "repeat", *_TEXTS)
    rows = opened.engine.collect(texts).to_pylist()
    rows.sort(key=lambda row: (row["metric"] == metric, -row["repeat"]))
    return {row["question"]: (row["question_text"], row["answer_text"]) for row in rows}


_TEXTS = ("question", "question_text", "answer_text")


def _note_flips(pairs: Sequence[LoggedPair], entries: Sequence[FlipEntry]) -> Iterator[Note]:
    """Say how many questions there are of each kind, and where their texts are."""
    firsts = sum(entry.first_score > entry.second_score for entry in entries)
    yield note(
        "counted",
        "Of {number:,} pairs of answers the first scored more in {firsts:,} and the second in {seconds:,}.",
        number=sum(len(pair.questions.first) for pair in pairs),
        firsts=firsts,
        seconds=len(entries) - firsts,
    )
    if entries and all(entry.question_text is None and entry.first_answer is None for entry in entries):
        yield note(
            "missing",
            "Texts weren't kept of them: `{hint}` keeps them.",
            hint=question("import_logs", "FOLDER", texts=True),
        )
