"""What each argument of a tool means, by its name; one that a tool has otherwise is told in `tools.py`."""

from __future__ import annotations

from typing import Any, get_args

from llmsurvey.boards.methods import METHODS
from llmsurvey.boards.ranking import REPEATS, SETS
from llmsurvey.records import ConditionKind
from llmsurvey.records.model import Kind

LONGEST_TEXT = 500
"""Characters that a text among the arguments may have: no name is longer."""

MOST_ITEMS = 50
"""Items that a list among the arguments may have."""

MEANINGS = {
    "name": "Name of a record; MODEL@SIZE is one size of a model. Hangul and aliases are known.",
    "names": "Names of models, or MODEL@SIZE of one size.",
    "board": "Board, as BOARD or BOARD@DAY (open-llm-leaderboard@2023-07-28, @latest). Files aren't read.",
    "search": "It is found by these words, as search finds it.",
    "survey": "Only what the survey of July 2023 names, and what that was made from.",
    "commercial": "Only what may be used commercially, by the licences of the whole lineage; unknown is left out.",
    "permissive": "Only what asks for no more than notices and attribution.",
    "own_licence": "Judge by a model's own licence alone, not by those of what it was made from.",
    "data": "Whether terms of training data are a caveat or count for the verdict (strict).",
    "developer": "One of these made it.",
    "licence": "It is under one of these licences, by id or name.",
    "kind": "It is of one of these kinds.",
    "foundation": "It was made directly from one of these models.",
    "family": "It was made from one of these models, at any depth.",
    "dataset": "It was trained on one of these datasets.",
    "language": "It was made for one of these languages (ISO 639 codes or names); unknown is left out.",
    "condition": "Its licences set one of these conditions.",
    "without_condition": "Its licences set none of these conditions.",
    "since": "Released on or after this date (YYYY, YYYY-MM or YYYY-MM-DD).",
    "until": "Released on or before this date (YYYY, YYYY-MM or YYYY-MM-DD).",
    "min_size": "At least so many parameters: 7B, 350M.",
    "max_size": "At most so many parameters: 13B.",
    "fits": "It fits on this card (RTX-4090, 2xA100-80GB) or into this amount (24GB, 24GiB).",
    "precision": "Type of the weights: bf16, Q8_0, Q4_K_M, int4. Goes with fits.",
    "context": "Tokens of context that must fit, too. Goes with fits.",
    "cache_type": "Type of the key-value cache: f16, q8_0, fp8, q4_0. Goes with fits.",
    "use": (
        "What no licence of the lineage may forbid: sell, serve, publish-finetune, train-on-output, users=50M, "
        "revenue=20M (US dollars a year), field=medical."
    ),
    "benchmark": "Benchmark, such as hellaswag.",
    "metric": "Metric, as acc_norm, or of one benchmark as gsm8k=exact_match.",
    "shots": "Examples shown before each question.",
    "shots_of": "Examples shown, by benchmark; shots go for all others.",
    "harness": "Program that measured.",
    "task_version": "Version of the task in the harness.",
    "reporter": "Who reported the score.",
    "revision": "Revision of the weights that were measured.",
    "run_precision": "Precision of the weights that were measured.",
    "mix": "Put scores in one order although they can't be compared; the notes say so.",
    "logs": "By the answers to each question that the user imported, with tests of paired differences.",
    "correction": "Of logs, for the number of tests: Holm's, that of Benjamini and Hochberg (bh), or none.",
    "mid_p": "Of logs, McNemar's mid-p value in place of the exact one: less cautious.",
    "clusters": "Of logs, questions of one subject, passage or document count as drawn together, else each by itself.",
    "equivalent_within": "Of logs, whether the other is as good, within so many percentage points.",
    "show_flips": "Of logs, the questions on which the models differ, both ways.",
    "subject": "Of logs, only questions of these subjects, passages or documents.",
    "by_subject": "Of logs, who leads each subject, and who may.",
    "method": "What is made of the scores.",
    "weight": "How much a benchmark counts; 1 where it isn't named.",
    "missing": "A model that lacks a score has no rank, a mean over the others, or the board's worst.",
    "repeats": "Which row counts of a model that has several.",
    "sets": "Confidence sets that hold for all ranks at once, or for each by itself.",
    "clean": "Without what was trained on one of the board's benchmarks, as far as sources tell.",
    "frontier": "Only what no other beats on both score and size.",
    "as_of": "What was out on this day (YYYY-MM-DD, or the last of a month or year), under the licences of then.",
    "limit": "At most so many rows; the notes tell the total where rows are left out.",
    "columns": "Only these columns of the answer, by name: fewer tokens. All for none.",
}

KINDS_OF_VALUES: dict[str, dict[str, Any]] = {
    "kind": {"type": "array", "items": {"enum": list(get_args(Kind))}},
    "condition": {"type": "array", "items": {"enum": list(get_args(ConditionKind))}},
    "without_condition": {"type": "array", "items": {"enum": list(get_args(ConditionKind))}},
    "weight": {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}},
    "shots_of": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    "shots": {"type": "integer", "minimum": 0},
    "equivalent_within": {"type": "number", "exclusiveMinimum": 0},
    "depth": {"type": "integer", "minimum": 0},
    "context": {"type": "integer", "minimum": 1},
    "method": {"enum": list(METHODS)},
    "repeats": {"enum": list(REPEATS)},
    "sets": {"enum": list(SETS)},
    "limit": {"type": "integer", "minimum": 0},
    "columns": {"type": "array", "items": {"type": "string"}},
    "as_of": {"type": "string"},
    "use": {"type": "array", "items": {"type": "string"}},
}
"""What an argument takes where the type of its field doesn't say all of it."""
