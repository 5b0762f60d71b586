"""What a picture is drawn from: an answer of another command, with a caption and the sources of what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.as_of import note_day
from llmsurvey.answers.frontier import Cost
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.plot_sources import (
    Citation,
    sources_of_boards,
    sources_of_branches,
    sources_of_events,
    sources_of_sizes,
)
from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.errors import RequestError, UnknownNameError, check_number
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import Message, join_texts, option, question, say
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.tables import Table

if TYPE_CHECKING:
    import pandas as pd

    from llmsurvey.library import Library

PlotKind = Literal["timeline", "frontier", "rank", "history", "compare", "lineage", "memory", "licences", "questions"]

KINDS: tuple[PlotKind, ...] = get_args(PlotKind)

FEW = 20
"""So many entries of a board are drawn where no other number is asked for."""

MOST = 300
"""A picture with more rows than this is read by nobody."""

_OF_RANKS = ("rank", "name", "best_rank", "worst_rank", "group", "board_rank", "board_best_rank", "board_worst_rank")
"""The columns of what is drawn of a ranked board, beside the figure."""

_OF_MEMORY = ("fits", "precision", "context", "cache_type")


@dataclass(frozen=True, kw_only=True)
class PlotQuestion:
    """What to draw: a kind of `picture`, and what the command of that name is asked with.

    `names` are those of models or a dataset; of a picture of one board its address, too. `board`, `by`, `top`, `down`,
    `depth`, `models`, `measures` and `reading` are as the commands have them. `limit` is how many entries of a board
    are drawn (20 where none is named). `subject` and `asked_logs` are those of questions, of which `enough` draws how
    many there would have to be.
    """

    picture: PlotKind
    names: tuple[str, ...] = ()
    board: str | None = None
    by: Cost = "size"
    top: int | None = None
    limit: int | None = None
    down: bool = False
    depth: int | None = None
    subject: tuple[str, ...] = ()
    enough: bool = False
    models: ModelFilter = EVERY_MODEL
    measures: MeasureFilter = field(default_factory=MeasureFilter)
    reading: FileReading = field(default_factory=FileReading)
    asked_logs: AskedLogs = field(default_factory=AskedLogs)


@dataclass(frozen=True, kw_only=True)
class PlotAnswer:
    """What is drawn: `drawn` is the answer, `caption` says how to read the picture, `sources` where its facts stand.

    `data` are the numbers that are drawn, a row for each thing on the picture.
    """

    picture: PlotKind
    drawn: Answer[Any]
    data: Table
    caption: Message
    sources: tuple[Citation, ...]

    def to_pandas(self) -> pd.DataFrame:
        """Return the numbers that are drawn as a frame with real types."""
        from llmsurvey.tables.frame import frame_of

        return frame_of(self.data.without("nested"))


class _Composed(NamedTuple):
    """The parts of an answer that each kind of picture has its own way to."""

    drawn: Answer[Any]
    caption: Message
    sources: Iterable[Citation]
    data: Table | None = None


def compose_plot(library: Library, asked: PlotQuestion) -> PlotAnswer:
    """Return what is drawn on a picture. Raises what the question of the command of that name raises.

    Raises UnknownNameError for a kind of picture that there isn't, RequestError for what it isn't asked with, and for
    more than fits on a picture.
    """
    if asked.picture not in KINDS:
        raise UnknownNameError(say("picture"), asked.picture, nearest_names(asked.picture, KINDS) or KINDS)
    check_number("limit", asked.limit, 1, MOST)
    check_number("top", asked.top, 1, MOST)
    _check_question(asked)
    composed = _COMPOSE[asked.picture](library, asked)
    sources = tuple(dict.fromkeys(composed.sources))
    data = composed.data or composed.drawn.table()
    caption = join_texts([composed.caption, note_day(library.as_of)]) if library.as_of else composed.caption
    return PlotAnswer(picture=asked.picture, drawn=composed.drawn, data=data, caption=caption, sources=sources)


_GOES_WITH: dict[str, tuple[PlotKind, ...]] = {
    "board": ("rank", "frontier", "history", "compare"),
    "by": ("frontier",),
    "top": ("history",),
    "limit": ("rank",),
    "down": ("lineage",),
    "depth": ("lineage",),
    "models": ("rank", "frontier"),
    "measures": ("rank", "frontier", "history"),
    "reading": ("rank", "frontier", "compare"),
    "subject": ("questions",),
    "enough": ("questions",),
    "asked_logs": ("questions",),
}
"""Which kinds of pictures each field of the question goes with."""

_NAMES: dict[PlotKind, tuple[int, int | None]] = {
    "timeline": (0, 0),
    "licences": (0, 0),
    "rank": (0, 1),
    "frontier": (0, 1),
    "history": (0, 1),
    "lineage": (1, 1),
    "memory": (1, None),
    "compare": (2, None),
    "questions": (0, 1),
}
"""The least and the most names that each kind of picture takes; None where there is no most."""

_EXAMPLES: dict[PlotKind, tuple[str, ...]] = {
    "history": ("LLaMA@65B",),
    "lineage": ("KULLM",),
    "memory": ("LLaMA@65B",),
    "compare": ("FreeWilly2", "Guanaco"),
    "rank": (DEFAULT_ADDRESS,),
    "frontier": (DEFAULT_ADDRESS,),
    "questions": ("mmlu",),
}


def _check_question(asked: PlotQuestion) -> None:
    """Raise RequestError for what this kind of picture isn't asked with, and for too few or too many names."""
    for name, kinds in _GOES_WITH.items():
        if asked.picture not in kinds and (stated := _stated(asked, name)):
            raise RequestError(
                say(
                    "{option} goes with {kinds}, not with {picture}.",
                    option=option(stated),
                    kinds=join_texts(kinds, ", "),
                    picture=asked.picture,
                )
            )
    least, most = _NAMES[asked.picture]
    if len(asked.names) < least or (most is not None and len(asked.names) > most):
        example = question("plot", asked.picture, *_EXAMPLES.get(asked.picture, ()))
        raise RequestError(say("{picture} takes other names: `{example}`.", picture=asked.picture, example=example))


def _stated(asked: PlotQuestion, name: str) -> str | None:
    """Return the option of a field of the question that isn't as it is by default; None where it is."""
    value = getattr(asked, name)
    default = getattr(PlotQuestion(picture=asked.picture), name)
    if value == default:
        return None
    if name not in ("models", "measures", "reading", "asked_logs"):
        return name
    ignored = _OF_MEMORY if asked.picture == "memory" and name == "models" else ()
    stated = (part.name for part in fields(value) if getattr(value, part.name) != getattr(default, part.name))
    return next((part for part in stated if part not in ignored), None)


def _board_of(asked: PlotQuestion) -> str:
    """Return the board of a picture of one, which is named as an option or alone. Raises RequestError for two."""
    named = asked.names[0] if asked.names else None
    if named is not None and asked.board is not None and named != asked.board:
        raise RequestError(
            say("two boards are named: {first}, and {second}. Name one.", first=named, second=asked.board)
        )
    return named or asked.board or DEFAULT_ADDRESS


def _compose_rank(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.rank import RankQuestion, rank_board

    question = RankQuestion(
        board=_board_of(asked),
        limit=asked.limit or FEW,
        models=asked.models,
        measures=asked.measures,
        reading=asked.reading,
    )
    answer = rank_board(library, question)
    caption = say(
        "Ranks with their 95 % confidence sets. Each bar at the right joins entries that can't be told apart."
    )
    drawn = [column for column in answer.table().columns if column.name in (*_OF_RANKS, answer.figure_column.name)]
    data = answer.table().select([column.name for column in drawn])
    return _Composed(answer, caption, sources_of_boards(library, [question.board]), data)


def _compose_frontier(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.frontier import FrontierQuestion, find_frontier

    question = FrontierQuestion(
        board=_board_of(asked), by=asked.by, models=asked.models, measures=asked.measures, reading=asked.reading
    )
    answer = find_frontier(library, question)
    caption = {
        "size": say("Score against parameters. The line joins the entries that no other beats on both."),
        "memory": say("Score against bytes of weights. The line joins the entries that no other beats on both."),
        "date": say("Score against the date of release. The line joins the entries that no other beats on both."),
    }[asked.by]
    return _Composed(answer, caption, sources_of_boards(library, [question.board]), answer.table_of_points())


def _compose_history(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.history import HistoryQuestion, show_history
    from llmsurvey.answers.history_of_best import TopAnswer
    from llmsurvey.boards.folders import DEFAULT_BOARD

    name = asked.names[0] if asked.names else None
    question = HistoryQuestion(model=name, top=asked.top, board=asked.board or DEFAULT_BOARD, measures=asked.measures)
    answer = show_history(library, question)
    caption = say(
        "Averages and ranks from snapshot to snapshot. Upright lines stand where the evaluation changed: solid, where "
        "what follows isn't comparable with what was before; dashed, where benchmarks were measured anew."
    )
    board = question.board.partition("@")[0]
    days = answer.days
    sources = sources_of_boards(library, [f"{board}@{day}" for day in days if day])
    return _Composed(answer, caption, sources, answer.table_of_days() if isinstance(answer, TopAnswer) else None)


def _compose_compare(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.compare import CompareQuestion, compare_models
    from llmsurvey.answers.differences import DifferencesAnswer

    board = asked.board or DEFAULT_ADDRESS
    answer = compare_models(library, CompareQuestion(names=asked.names, board=board, reading=asked.reading))
    if isinstance(answer, DifferencesAnswer):
        caption = say(
            "What {first} scored less what {second} scored, with 95 % intervals. Filled marks are differences that are "
            "more than chance.",
            first=answer.first,
            second=answer.second,
        )
    else:
        caption = say(
            "What {first} scored less what each other scored, with intervals that hold together with 95 % confidence. "
            "Filled marks are differences that are more than chance.",
            first=getattr(answer, "first", ""),
        )
    return _Composed(answer, caption, sources_of_boards(library, [board]))


def _compose_lineage(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.lineage import LineageQuestion, trace_lineage

    answer = trace_lineage(library, LineageQuestion(name=asked.names[0], down=asked.down, depth=asked.depth))
    _check_rows(len(answer.entries), option("depth", 1))
    name = answer.root.name
    caption = say("What came from {name}.", name=name) if asked.down else say("What {name} was made from.", name=name)
    legend = say(
        "Circles are models: filled, half filled and empty where they may be used commercially, on conditions, and "
        "not; with a question mark where that isn't known. Squares are datasets, with an exclamation mark where their "
        "terms are a caveat."
    )
    return _Composed(answer, join_texts([caption, legend]), sources_of_branches(library.registry, answer.root))


def _compose_timeline(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.timeline import TimelineQuestion, tell_history

    answer = tell_history(library, TimelineQuestion())
    caption = say(
        "The history that the survey tells, by the dates of the registry. A bar is a date known to the month "
        "or the year alone."
    )
    return _Composed(answer, caption, sources_of_events(library.registry, answer.entries))


def _compose_memory(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.memory_by_context import MemoryByContextQuestion, compute_memory_by_context

    models = asked.models
    answer = compute_memory_by_context(
        library,
        MemoryByContextQuestion(
            names=asked.names,
            precision=(models.precision,) if models.precision else (),
            fits=models.fits,
            context=models.context,
            cache_type=models.cache_type,
        ),
    )
    caption = say(
        "Memory for weights and key-value cache against the tokens in the cache. Lines are pale where these are more "
        "than the model was trained on."
    )
    return _Composed(answer, caption, sources_of_sizes(library.registry, asked.names))


def _compose_licences(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.licences_by_year import count_licences_by_year

    answer = count_licences_by_year(library)
    caption = say(
        "Models by licence and year of release; a model with several counts under each. What a licence and a date rest "
        "on stands with each model of the catalogue."
    )
    return _Composed(answer, caption, ())


def _compose_questions(library: Library, asked: PlotQuestion) -> _Composed:
    from llmsurvey.answers.questions import QuestionsQuestion, judge_benchmark
    from llmsurvey.answers.questions_enough import judge_number_of_questions

    question = QuestionsQuestion(
        benchmark=asked.names[0] if asked.names else None, subject=asked.subject, asked_logs=asked.asked_logs
    )
    if asked.enough:
        enough = judge_number_of_questions(library, question)
        caption = say(
            "How many pairs of models swap where the ranking is made from a part of the questions of {benchmark}. The "
            "dotted line is passed in one draw of twenty.",
            benchmark=enough.benchmark,
        )
        return _Composed(enough, caption, ())
    answer = judge_benchmark(library, question)
    if not len(answer.entries.points().discriminations):
        raise RequestError(
            say("of no question of {benchmark} it is known whether it tells models apart.", benchmark=answer.benchmark)
        )
    caption = say(
        "How hard each question of {benchmark} is, and how its scores go with what models score on all others. "
        "Diamonds are questions whose answer key looks wrong.",
        benchmark=answer.benchmark,
    )
    return _Composed(answer, caption, ())


_COMPOSE: dict[PlotKind, Callable[[Library, PlotQuestion], _Composed]] = {
    "timeline": _compose_timeline,
    "frontier": _compose_frontier,
    "rank": _compose_rank,
    "history": _compose_history,
    "compare": _compose_compare,
    "lineage": _compose_lineage,
    "memory": _compose_memory,
    "licences": _compose_licences,
    "questions": _compose_questions,
}


def _check_rows(count: int, advice: str) -> None:
    """Raise RequestError for more rows than a picture holds."""
    if count > MOST:
        raise RequestError(
            say(
                "{count:,} rows are more than a picture holds ({most}). Ask for less: {advice}.",
                count=count,
                most=MOST,
                advice=advice,
            )
        )
