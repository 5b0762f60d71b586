"""What must be known of a choice: what was asked for, what was left out and why, and how sure scores are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from llmsurvey.answers.compare_scores import LANGUAGES
from llmsurvey.answers.list import note_words_of_bases
from llmsurvey.answers.nearby import options_of_filter
from llmsurvey.answers.room_notes import note_room
from llmsurvey.memory.best_fit import LEAST_CONTEXT, Wish
from llmsurvey.messages import Message, Word, counted, join_texts, list_names, option, question, say
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.answers.choose import ChooseQuestion

LeftOut = Literal["no weights", "filter", "verdict", "unknown", "use", "context", "context unknown", "facts", "memory"]
"""The first reason for which a size is left out, in the order in which they are looked at."""


class Chosen(Protocol):
    """What notes tell of a size that fits, whether it is shown or not."""

    @property
    def name(self) -> str:
        """How it is called."""

    @property
    def released(self) -> str | None:
        """When it came out."""

    @property
    def is_ranked(self) -> bool:
        """Whether it has a rank on the board."""

    @property
    def has_rank_set(self) -> bool:
        """Whether it is known which ranks it may have."""

    @property
    def scored_on(self) -> str | None:
        """Another day of the board on which it has a score, where it has none on this."""

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Who states what its verdict follows from, in words."""


def note_choice(
    asked: ChooseQuestion,
    wish: Wish,
    chosen: Sequence[Chosen],
    left_out: Counter[LeftOut],
    languages: Sequence[str],
) -> Iterator[Note]:
    """Yield the notes of a choice: how many sizes fit, which are left out and why, and what scores are of.

    `languages` are those of the board's benchmarks.
    """
    yield as_note("selection", join_texts([_count_fitting(asked, wish, len(chosen), left_out), _tell_uncounted(wish)]))
    if sentences := list(_list_left_out(asked, left_out)):
        yield as_note("left-out", join_texts([say("Left out: {reasons}.", reasons=join_texts(sentences, "; "))]))
    yield from _note_scores(asked, chosen, languages)
    yield from note_room(wish.room)
    yield from note_words_of_bases(size.rests_on for size in chosen)
    if chosen:
        yield note(
            "advice",
            "Why, and on what conditions: `{why}`, `{licence}`.",
            why=option("why", chosen[0].name),
            licence=question("licence", chosen[0].name),
        )


def _count_fitting(asked: ChooseQuestion, wish: Wish, number: int, left_out: Counter[LeftOut]) -> Message:
    """Return how many sizes fit, into what, with how long a context, and in which precisions."""
    context = (
        say("{context:,} tokens", context=wish.context)
        if wish.context
        else say("{context:,} tokens, or as many as it was trained on", context=LEAST_CONTEXT)
    )
    fitting = say(
        "{number:,} of {total:,} sizes fit in {room} with a cache of {context}, each in the largest of {precisions} "
        "that does.",
        number=number,
        total=number + left_out.total(),
        room=wish.room.name,
        context=context,
        precisions=list_names([precision.name for precision in wish.precisions]),
    )
    if asked.fits is not None:
        return fitting
    return join_texts([fitting, say("No card was named ({option}).", option=option("fits"))])


def _tell_uncounted(wish: Wish) -> Message:
    """Return what memory is needed for besides: without it a size that nearly fills a card would seem to run there."""
    if wish.room.count > 1:
        return say("Weights and cache are split over the cards evenly; what each needs besides isn't counted.")
    return say("Activations and what the framework needs besides aren't counted.")


def _list_left_out(asked: ChooseQuestion, left_out: Counter[LeftOut]) -> Iterator[Message]:
    """Yield how many were left out for each reason, with the option that would let them in."""
    sale = option("permissive") if asked.models.permissive else option("commercial")
    reasons: dict[LeftOut, Message] = {
        "memory": say(
            "{number:,} need more memory ({gpu}, or a smaller {precision})",
            number=left_out["memory"],
            gpu=option("fits"),
            precision=option("precision"),
        ),
        "verdict": say("{number:,} by what their licences allow ({option})", number=left_out["verdict"], option=sale),
        "unknown": say("{number:,} whose licence isn't known ({option})", number=left_out["unknown"], option=sale),
        "use": say("{number:,} by their use ({option})", number=left_out["use"], option=option("use")),
        "context": say(
            "{number:,} that were trained on fewer tokens ({option})",
            number=left_out["context"],
            option=option("context"),
        ),
        "context unknown": say(
            "{number:,} of which no source states on how many tokens they were trained ({option})",
            number=left_out["context unknown"],
            option=option("context"),
        ),
        "facts": say(
            "{number:,} of which parameters, layers or heads aren't known well enough", number=left_out["facts"]
        ),
        "filter": say(
            "{number:,} by other filters ({options})",
            number=left_out["filter"],
            options=join_texts([option(name) for name in _other_filters(asked)], ", "),
        ),
        "no weights": say("{number:,} of which there are no weights", number=left_out["no weights"]),
    }
    yield from (sentence for reason, sentence in reasons.items() if left_out[reason])


def _other_filters(asked: ChooseQuestion) -> list[str]:
    """Return the names of the filters that are asked for, but for those on the verdict."""
    on_verdict = ("commercial", "permissive", "own_licence", "data", "use")
    return [name for name in options_of_filter(asked.models) if name not in on_verdict]


def _note_scores(asked: ChooseQuestion, chosen: Sequence[Chosen], languages: Sequence[str]) -> Iterator[Note]:
    """Say which board scores and ranks are of, in which language, and how many sizes have none there."""
    if not chosen:
        return
    scored = sum(size.is_ranked for size in chosen)
    if not scored:
        yield note(
            "certainty", "None of them has a score on {board} ({option}).", board=asked.board, option=option("board")
        )
        return
    unscored = [size for size in chosen if not size.is_ranked]
    sentences = [_tell_scores(asked, chosen), *_count_newer(asked, unscored), *_tell_language(asked, languages)]
    yield as_note("certainty", join_texts(sentences))
    if unscored:
        yield as_note("partial", join_texts(_count_unscored(unscored)))


def _tell_scores(asked: ChooseQuestion, chosen: Sequence[Chosen]) -> Message:
    if not any(size.has_rank_set for size in chosen):
        return say("Scores are means of {board}.", board=asked.board)
    return say(
        "Scores are means of {board}, ranks 95 % confidence sets among all its entries; sizes that share a group "
        "can't be told apart.",
        board=asked.board,
    )


def _tell_language(asked: ChooseQuestion, languages: Sequence[str]) -> Iterator[Message]:
    """Say that no benchmark of the board is in a language that is asked for."""
    wanted = [code.casefold() for code in asked.models.language]
    if languages and not set(languages) & set(wanted):
        yield say(
            "The board's benchmarks are in {languages}, none in {asked}.",
            languages=_list_languages(languages),
            asked=_list_languages(wanted),
        )


def _list_languages(codes: Sequence[str]) -> Message:
    return join_texts([Word("language", LANGUAGES.get(code, code)) for code in codes], ", ")


def _count_unscored(unscored: Sequence[Chosen]) -> Iterator[Message]:
    """Yield how many sizes have no score, and how many of them have one on another day."""
    yield counted(
        "{number:,} without a score there stands behind, by date.",
        "{number:,} without a score there stand behind, by date.",
        len(unscored),
    )
    if elsewhere := sum(size.scored_on is not None for size in unscored):
        yield counted(
            "{number:,} of them has one on another day.", "{number:,} of them have one on another day.", elsewhere
        )


def _count_newer(asked: ChooseQuestion, unscored: Sequence[Chosen]) -> Iterator[Message]:
    """Yield how many sizes without a score are too new for the board, and the option that shows these alone."""
    day = asked.board.partition("@")[2]
    newer = sum((size.released or "")[:7] > day[:7] for size in unscored)
    if newer and day[:1].isdigit() and asked.models.since is None:
        yield counted(
            "{number:,} that came out in a later month has none: {hint}.",
            "{number:,} that came out in later months have none: {hint}.",
            newer,
            hint=option("since", _month_after(day)),
        )


def _month_after(day: str) -> str:
    """Return the month after that of a day: a model of the board's own month may be older than the board."""
    months = int(day[:4]) * 12 + int(day[5:7])
    return f"{months // 12}-{months % 12 + 1:02}"
