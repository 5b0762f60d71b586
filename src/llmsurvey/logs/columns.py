"""The columns of logs: of answers as an importer gives them, and of answers and questions as they are kept."""

from __future__ import annotations

import pyarrow as pa

_WORD = pa.dictionary(pa.int32(), pa.string())

READ = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("hash", pa.string()),
        pa.field("cluster", pa.string()),
        pa.field("repeat", pa.int32()),
        pa.field("metric", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("question_text", pa.string()),
        pa.field("answer_text", pa.string()),
    ]
)
"""Answers as an importer gives them, a row for each metric that an answer was scored by.

`id` is the question's number or name in its benchmark, `hash` stands for its text, `cluster` is the subject, passage or
document that it shares with others. `repeat` counts the answers of a run to one question from 0; null where the log
doesn't number them. The texts are null unless they are asked for, and stand in the first row of an answer.
"""

ANSWERS = pa.schema(
    [
        pa.field("benchmark", _WORD, nullable=False),
        pa.field("model", _WORD, nullable=False),
        pa.field("run", _WORD, nullable=False),
        pa.field("metric", _WORD, nullable=False),
        pa.field("question", pa.int32(), nullable=False),
        pa.field("repeat", pa.int16(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("correct", pa.bool_()),
    ]
)
"""Answers as they are kept: `question` is the row of the benchmark's table of questions, from 0.

`correct` is whether the answer is right, null where the score is neither 0 nor 1. Of 10^9 rows, the question's own id
and hash would be some 20 GB, for they differ from row to row; kept once for each question they are next to nothing.
"""

QUESTIONS = pa.schema(
    [
        pa.field("question", pa.int32(), nullable=False),
        pa.field("id", pa.string(), nullable=False),
        pa.field("hash", pa.string()),
        pa.field("cluster", pa.string()),
    ]
)
"""The questions of a benchmark, each once; one that was put in another text (another `hash`) is another question."""

TEXTS = pa.schema(
    [
        pa.field("metric", _WORD, nullable=False),
        pa.field("question", pa.int32(), nullable=False),
        pa.field("repeat", pa.int16(), nullable=False),
        pa.field("question_text", pa.string()),
        pa.field("answer_text", pa.string()),
    ]
)
"""Texts of a run, kept beside the answers where they are asked for.

`metric` is the first that the answer is scored by.
"""
