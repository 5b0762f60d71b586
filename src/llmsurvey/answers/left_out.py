"""What filters leave out for want of a fact: nobody knows whether it fits, so that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from llmsurvey.answers.selection import MissingFact
from llmsurvey.messages import Message, counted


def list_left_out(missing: Counter[MissingFact]) -> Iterator[Message]:
    """Yield how many were left out for want of each fact, in the order of `MissingFact`."""
    sentences: dict[MissingFact, Message] = {
        "kind": counted(
            "{number} left out because its kind is unknown.",
            "{number} left out because their kinds are unknown.",
            missing["kind"],
        ),
        "languages": counted(
            "{number} left out because its languages are unknown.",
            "{number} left out because their languages are unknown.",
            missing["languages"],
        ),
        "released": counted(
            "{number} left out because its date of release is unknown.",
            "{number} left out because their dates of release are unknown.",
            missing["released"],
        ),
        "parameters": counted(
            "{number} left out because its number of parameters is unknown.",
            "{number} left out because their numbers of parameters are unknown.",
            missing["parameters"],
        ),
        "licence": counted(
            "{number} left out because its licence is unknown.",
            "{number} left out because their licences are unknown.",
            missing["licence"],
        ),
        "memory": counted(
            "{number} left out, or sizes of it, because parameters, layers or heads are unknown or rounded.",
            "{number} left out, or sizes of them, because parameters, layers or heads are unknown or rounded.",
            missing["memory"],
        ),
    }
    yield from (sentence for fact, sentence in sentences.items() if missing[fact])


def list_left_out_of_board(unknown: int, missing: Counter[MissingFact]) -> Iterator[Message]:
    """Yield how many entries were left out: `unknown` of which the registry knows no model, the others for a fact."""
    if unknown:
        yield counted(
            "{number} left out: the registry doesn't know which model it is.",
            "{number} left out: the registry doesn't know which models they are.",
            unknown,
        )
    yield from list_left_out(missing)
