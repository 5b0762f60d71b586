"""What must be known of a choice: what was asked for, what was left out and why, and how sure scores are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from llmsurvey.answers.list import note_words_of_bases
from llmsurvey.answers.nearby import options_of_filter
from llmsurvey.answers.room_notes import note_room
from llmsurvey.memory.best_fit import LEAST_CONTEXT, Wish
from llmsurvey.messages import Message, counted, join_texts, list_names, option, question, say
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.answers.choose import ChooseEntry, ChooseQuestion

LeftOut = Literal["no weights", "filter", "verdict", "unknown", "use", "context", "facts", "memory"]
"""The first reason for which a size is left out, in the order in which they are looked at."""


def note_choice(
    asked: ChooseQuestion, wish: Wish, entries: Sequence[ChooseEntry], left_out: Counter[LeftOut]
) -> Iterator[Note]:
    """Yield what was asked for and how much of the catalogue that is, what isn't, and what scores are of."""
    yield as_note("selection", join_texts([_count_fitting(asked, wish, len(entries), left_out), *_count_cards(wish)]))
    if sentences := list(_list_left_out(asked, left_out)):
        yield as_note("left-out", join_texts([say("Left out: {reasons}.", reasons=join_texts(sentences, "; "))]))
    yield from _note_scores(asked, entries)
    yield from note_room(wish.room)
    yield from note_words_of_bases(entry.rests_on for entry in entries)
    if entries:
        yield note(
            "advice",
            "Why, and on what conditions: `{why}`, `{licence}`.",
            why=option("why", entries[0].name),
            licence=question("licence", entries[0].name),
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


def _count_cards(wish: Wish) -> Iterator[Message]:
    if wish.room.count > 1:
        yield say("Weights and cache are split over the cards evenly; what each needs besides isn't counted.")


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
    on_verdict = ("commercial", "permissive", "own_licence", "data")
    return [name for name in options_of_filter(asked.models) if name not in on_verdict]


def _note_scores(asked: ChooseQuestion, entries: Sequence[ChooseEntry]) -> Iterator[Note]:
    """Say which board scores and ranks are of, and how many sizes have none there."""
    if not entries:
        return
    scored = sum(entry.rank is not None for entry in entries)
    if not scored:
        yield note(
            "partial", "None of them has a score on {board} ({option}).", board=asked.board, option=option("board")
        )
        return
    yield note(
        "certainty",
        "Scores are means of {board}, ranks 95 % confidence sets among all its entries; sizes that share a group "
        "can't be told apart.",
        board=asked.board,
    )
    if missing := len(entries) - scored:
        elsewhere = sum(entry.rank is None and entry.scored_on is not None for entry in entries)
        yield as_note(
            "partial",
            counted(
                "{number:,} without a score there stands behind, by date; {elsewhere:,} has one on another day.",
                "{number:,} without a score there stand behind, by date; {elsewhere:,} have one on another day.",
                missing,
                elsewhere=elsewhere,
            ),
        )
