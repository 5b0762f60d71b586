"""What one may do with a model, use by use, clause by clause, as far as its licences say."""

from __future__ import annotations

from typing import NamedTuple, cast, get_args

from llmsurvey.errors import RequestError
from llmsurvey.lineage.graph import called
from llmsurvey.lineage.rules import (
    PERMISSIONS,
    Permission,
    Said,
    Use,
    said_of_use,
    strictest_permission,
)
from llmsurvey.lineage.verdict import Assessment
from llmsurvey.messages import Message, Word, counted, join_texts, option, say
from llmsurvey.records import NO_WEIGHTS, Licence
from llmsurvey.records.licence import FieldOfUse, UseKind
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.nearest_names import check_is_one_of

__all__ = [
    "PASSING",
    "PERMISSIONS",
    "USES",
    "Permission",
    "Use",
    "judge_use",
    "name_use",
    "parse_use",
    "said_by_each",
    "write_use",
]

USES: tuple[UseKind, ...] = ("sell", "serve", "publish-finetune", "train-on-output")
"""The uses that need no number or field beside their name."""

WITH_VALUE: tuple[UseKind, ...] = ("users", "revenue", "field")

OFFERED = (*USES, "users=N", "revenue=N", "field=FIELD")
"""What one may ask about, as it is written."""

_ALIASES = {"finetune": "publish-finetune"}

PASSING: frozenset[Permission] = frozenset({"not said", "conditional", "yes"})
"""What doesn't speak against a use."""


class SaidBy(NamedTuple):
    """What one licence says of a use, with the `holder` that brings it; None for a licence that isn't known."""

    holder: str
    licence: Licence | None
    said: Said


def parse_use(text: str) -> Use:
    """Return the use that a text names: `sell`, `users=50M`, `field=medical`.

    Raises UnknownNameError with the nearest for a use or a field that there isn't, RequestError for what is no number.
    """
    name, sign, value = (part.strip() for part in text.partition("="))
    kind = _ALIASES.get(name, name)
    if (kind in WITH_VALUE) != bool(sign):
        check_is_one_of("use", (text,), OFFERED)
    check_is_one_of("use", (kind,), (*USES, *WITH_VALUE))
    if kind == "field":
        check_is_one_of(say("field of use"), (value,), get_args(FieldOfUse))
        return Use("field", field=cast("FieldOfUse", value))
    if kind in WITH_VALUE:
        try:
            return Use(kind, amount=parse_count(value))
        except ValueError:
            problem = say(
                "{option}: {value} is no number. Write {kind}=50M.", option=option("use"), value=repr(value), kind=kind
            )
            raise RequestError(problem) from None
    return Use(cast("UseKind", kind))


def uses_in(texts: tuple[str, ...]) -> tuple[Use, ...]:
    """Return the uses that texts name, each once, in the order of `USES`. Raises what `parse_use` does."""
    named = dict.fromkeys(parse_use(text) for text in texts)
    return tuple(sorted(named, key=lambda use: (*USES, *WITH_VALUE).index(use.kind)))


def write_use(use: Use) -> str:
    """Return a use as `parse_use` reads it: `users=50000000`."""
    value = use.field or use.amount
    return use.kind if value is None else f"{use.kind}={value}"


def name_use(use: Use) -> Message | Word:
    """Return a use as it is called: `sell`, `with 50,000,000 users`."""
    if use.kind == "users":
        return counted("with {number:,} user", "with {number:,} users", use.amount or 0)
    if use.kind == "revenue":
        return say("with a revenue of {number:,} US dollars a year", number=use.amount)
    if use.kind == "field":
        return join_texts([Word("use", "field"), Word("field", use.field or "")], ": ")
    return Word("use", use.kind)


def judge_use(assessment: Assessment, use: Use) -> Permission:
    """Return what the licences of the whole lineage say of a use, the one that restricts most.

    Selling and serving are what the verdict is about, data included where they are asked to count.
    """
    if assessment.verdict == NO_WEIGHTS:
        return "unknown"
    said = [each.said.permission for each in said_by_each(assessment, use)]
    return strictest_permission([assessment.verdict, *said] if use.kind in ("sell", "serve") else said)


def said_by_each(assessment: Assessment, use: Use) -> list[SaidBy]:
    """Return what each licence of the whole lineage says of a use, once, with the nearest that brings it."""
    licences, said = assessment.licensing.registry.licence_by_id, dict[str | None, SaidBy]()
    for model, size in assessment.licensing.sizes_below([assessment.place]):
        has_weights = size.kind != "service" and size.access != "closed"
        licence_id = size.licence if size.licence in licences and has_weights else None
        if licence_id not in said:
            licence = licences[licence_id] if licence_id else None
            said[licence_id] = SaidBy(called(model, size), licence, said_of_use(licence, use))
    return list(said.values())
