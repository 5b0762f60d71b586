"""The tools: each a question of the catalogue, the function that answers it, and what an agent is told of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from llmsurvey.registry.configuration import SettingName

SKIPPED = ("reading", "runs", "samples", "added", "logs_in")
"""Fields of questions that name files, or follow from others."""


@dataclass(frozen=True, kw_only=True)
class AgentTool:
    """A tool, called like the command whose answer it gives.

    `question` and `function` stand in the `module` of `answers/`. `limit` is how many rows are given where none is
    asked for, None for all. `own_words` tell of arguments that mean something else here, `skipped` are fields of the
    question that aren't offered, and `configured` those for which a default of the user's own counts. One that
    `is_dated` shows verdicts, and takes a day of which these are.
    """

    title: str
    description: str
    module: str
    question: str
    function: str
    limit: int | None
    own_words: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = SKIPPED
    configured: tuple[SettingName, ...] = ()
    is_dated: bool = True

    @property
    def question_type(self) -> Any:
        """The class of its question."""
        return getattr(import_module(f"llmsurvey.answers.{self.module}"), self.question)

    @property
    def answer_function(self) -> Any:
        """The function from a library and a question to the answer."""
        return getattr(import_module(f"llmsurvey.answers.{self.module}"), self.function)


TOOLS = {
    "search": AgentTool(
        title="Search the catalogue",
        description=(
            "Find models, datasets, benchmarks, licences, organisations, boards, claims and errata by words, slips "
            "forgiven, Hangul too. Start here when a name isn't sure: the other tools take the names and ids it gives."
        ),
        module="search",
        question="SearchQuestion",
        function="search_records",
        is_dated=False,
        limit=10,
        own_words={"text": "Words that must all be found."},
    ),
    "show": AgentTool(
        title="Show a record",
        description=(
            "Every known fact of one model, MODEL@SIZE, dataset, benchmark, licence or organisation: sizes, scores "
            "with set-ups, licence, sources. What isn't known is null or absent: it is unknown, not no. A model of "
            "many sizes is long: ask for MODEL@SIZE, or for columns."
        ),
        module="show",
        question="ShowQuestion",
        function="show_record",
        limit=None,
        own_words={
            "sources": "Only the sources: what each supports and says, and when it was read.",
            "columns": "Only these columns (field, value, source, size, sourced), a row for each fact: fewer tokens.",
        },
    ),
    "licence": AgentTool(
        title="Judge the licences of a model",
        description=(
            "Whether a model may be used commercially, with the chain of reasons: its own licence and those of all it "
            "was made from, and caveats of its data. conditions=true lists what must be kept to. Of a licence, its "
            "terms. It says what licences say and is no legal advice."
        ),
        module="licence",
        question="LicenceQuestion",
        function="explain_licence",
        limit=30,
        own_words={
            "name": "A model, MODEL@SIZE, or a licence.",
            "conditions": "List the conditions of every licence on the way in place of the reasons.",
            "use": "What each licence says of these uses, clause by clause, in place of the reasons: sell, serve, "
            "publish-finetune, train-on-output, users=50M, revenue=20M (US dollars a year), field=medical.",
        },
    ),
    "lineage": AgentTool(
        title="Trace the lineage of a model",
        description=(
            "What a model or dataset was made from and trained on, (down=true) what came from it, or (to) the ways "
            "between two: a row for each branch in the order of the tree, with its depth and the id of its parent."
        ),
        module="lineage",
        question="LineageQuestion",
        function="trace_lineage",
        limit=30,
        own_words={
            "name": "A model, MODEL@SIZE, or a dataset.",
            "down": "What came from it, not what it came from.",
            "both": "What it came from, and what came from it.",
            "to": "Another record: the ways between the two, whichever was first.",
            "datasets": "With the data; false for models alone.",
            "depth": "Follow at most so many steps.",
        },
    ),
    "choose": AgentTool(
        title="Choose a model",
        description=(
            "Which sizes of models fit on a card, may be used, and rank best: verdict and conditions of the whole "
            "lineage, memory, longest context, score with its confidence set of ranks, hub repository. What is left "
            "out is counted by reason in the notes."
        ),
        module="choose",
        question="ChooseQuestion",
        function="choose_sizes",
        limit=10,
        own_words={
            "fits": "Card (RTX-4090, 2xA100-80GB) or amount of memory (24GB, 24GiB); a card of 24 GB for none.",
            "precision": "Types of weights to try; the largest that fits is taken. bf16 down to Q4_K_M for none.",
            "context": "Tokens of context that must fit; 4096 for none.",
            "cache_type": "Type of the key-value cache: f16, q8_0, fp8, q4_0.",
        },
        configured=("fits", "board"),
    ),
    "compare": AgentTool(
        title="Compare models",
        description=(
            "Models side by side: names alone on their facts, with benchmark on its scores in groups that can be "
            "compared, with board each with the first, benchmark by benchmark, with intervals of the differences; with "
            "logs=true question by question, by what the user's own harness logged."
        ),
        module="compare",
        question="CompareQuestion",
        function="compare_models",
        limit=20,
        own_words={
            "board": "Compare on this board (BOARD or BOARD@DAY). Files aren't read.",
            "as_printed": "The survey's own Table 4, to the digit; goes alone.",
            "metric": "The metric to compare logs by: acc_norm; the benchmark's usual one for none.",
        },
        skipped=(*SKIPPED, "logs_in", "engine", "master"),
    ),
    "rank": AgentTool(
        title="Rank a board",
        description=(
            "A board in order, with a confidence set for every rank: two models whose sets overlap can't be told "
            "apart. Filters leave rows out and keep the ranks of the whole board. With logs=true the models whose "
            "answers to each question the user imported, on the questions that all of them answered."
        ),
        module="rank",
        question="RankQuestion",
        function="rank_models",
        limit=10,
        own_words={
            "benchmark": "Only these benchmarks.",
            "metric": "Only these metrics: acc_norm, or gsm8k=exact_match.",
        },
        skipped=(*SKIPPED, "logs_in", "engine", "master"),
        configured=("board",),
    ),
    "questions": AgentTool(
        title="Judge the questions of a benchmark",
        description=(
            "By the answers to each question that the user imported: how hard each is, how well it tells good models "
            "from bad (discrimination), and whether its answer key looks wrong. Only for logs that were imported."
        ),
        module="questions",
        question="QuestionsQuestion",
        function="judge_benchmark",
        is_dated=False,
        limit=20,
        own_words={
            "benchmark": "The benchmark; none where the logs have but one.",
            "order": "Which come first: disputed are those that models are most divided on, suspect those whose answer "
            "key looks wrong.",
            "subject": "Only questions of these subjects, passages or documents.",
            "model": "Only answers of these models, as the logs call them.",
            "metric": "What counts as the score; the benchmark's usual metric for none.",
        },
        skipped=("asked_logs",),
    ),
    "conflicts": AgentTool(
        title="List where sources disagree",
        description=(
            "Facts of which the catalogue, the user's layers and imports say different things: what is in force, what "
            "is said otherwise, each with its source, and why. Ask before relying on a fact that may be disputed."
        ),
        module="conflicts",
        question="ConflictsQuestion",
        function="list_conflicts",
        is_dated=False,
        limit=20,
        own_words={
            "name": "A model, dataset or licence; all records for none.",
            "fields": "Only these fields: licence, released, foundations. All for none.",
        },
    ),
    "logs": AgentTool(
        title="List the logs of answers",
        description=(
            "Which runs' answers to each question the user has imported: model, benchmark, metrics, questions, "
            "repeats; questions it lacks or that others have in another text, and settings that differ between runs."
        ),
        module="logs",
        question="LogsQuestion",
        function="list_logs",
        is_dated=False,
        limit=30,
    ),
    "claims": AgentTool(
        title="Check claims of the survey",
        description=(
            "What the survey of July 2023 claims, recomputed: a claim holds, holds only as printed, doesn't hold, or "
            "can't be checked. With names, the facts that each was computed from, with sources."
        ),
        module="claims",
        question="ClaimsQuestion",
        function="check_claims",
        is_dated=False,
        limit=20,
        own_words={"names": "Numbers of claims whose working to show: C61. All claims for none."},
    ),
}
"""Every tool by its name, which is that of its command."""
