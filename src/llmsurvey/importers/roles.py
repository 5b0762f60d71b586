"""What the columns of a foreign table are, by their headings: guessed, or as they are said to be."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from llmsurvey.boards.measures import AVERAGE
from llmsurvey.boards.tidy import COLUMNS
from llmsurvey.errors import RequestError
from llmsurvey.importers.headings import (
    WORDS,
    fact_called,
    first_called,
    has_likes,
    heading_called,
    is_average,
    is_error,
    is_no_score,
    plain,
    without_error,
    without_symbols,
)
from llmsurvey.importers.own_columns import RANK_COLUMNS
from llmsurvey.importers.scales import SHARE, Scale, in_percent, scale_of
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import did_you_mean

_READ_ONLY = ("filter", "line")
"""Facts that a table may have which aren't kept as they are."""

_OF_LONG_TABLES = ("benchmark", "value", "metric", "unit", "filter", "better", "shots", "version", "stderr", "items")
"""Facts that a column has only where each row is a score."""

_SHOTS = re.compile(r"\(?\b(\d{1,3})[- ]?shots?\b\)?", re.IGNORECASE)
_METRIC = re.compile(
    r"(?<![a-z])(acc_norm|acc|macro_f1|f1|em|exact_match|mc1|mc2|bleu|rouge[l1-9]*|pass@\d+)\b", re.IGNORECASE
)
_OWN = frozenset({"rank", "rank_set", "bar", "name", "benchmarks"})
"""Columns that only the program's own ranks have, all together."""


class Scores(NamedTuple):
    """A column of scores: of which benchmark, and as far as the heading says so how they were measured."""

    benchmark: str
    metric: str | None = None
    shots: int | None = None
    version: str | None = None
    scale: Scale = SHARE
    is_known: bool = False
    """Whether the registry knows the benchmark."""

    def described(self) -> str:
        """What is known of them, in one line."""
        parts = [str(part) for part in (self.benchmark, self.metric, self.shots, self.version) if part is not None]
        if not self.scale.is_share:
            parts.append(self.scale.unit)
        return ", ".join([*parts, say("less is better")] if self.scale.better == "lower" else parts)


class Roles(NamedTuple):
    """Which column is what: facts by their name in COLUMNS, and the columns of scores by their heading.

    `errors` has the column that tells how sure a column of scores is; `left_out` are columns of numbers that aren't
    scores.
    """

    facts: dict[str, str]
    scores: dict[str, Scores]
    errors: Mapping[str, str] = MappingProxyType({})
    left_out: tuple[str, ...] = ()

    def shown(self) -> tuple[tuple[str, str], ...]:
        """What each column was taken for, by heading."""
        return (
            *((heading, fact) for fact, heading in self.facts.items()),
            *((heading, score.described()) for heading, score in self.scores.items()),
            *((heading, say("how sure {scores} is", scores=scores)) for scores, heading in self.errors.items()),
        )


def mapped(mapping: Mapping[str, str], headings: Sequence[str], option: str = "--map") -> dict[str, str]:
    """The mapping by the headings as they are. Raises RequestError for one that names no column."""
    by_heading = {}
    for name, meaning in mapping.items():
        heading = heading_called(name, headings)
        if heading is None:
            hint = did_you_mean(name, headings)
            raise RequestError(
                say('{option}: no column is called "{name}".{hint}', option=option, name=name, hint=hint)
            )
        by_heading[heading] = meaning.strip()
    return by_heading


def roles_of(
    headings: Sequence[str],
    numeric: Iterable[str],
    mapping: Mapping[str, str],
    registry: Registry,
    unnamed: Sequence[str] = (),
) -> Roles:
    """Return what each column is; `numeric` names those that hold numbers, of which unknown ones are taken for scores.

    Columns that are `unnamed` hold nothing of interest, but for a first one of text, which names the models where no
    other does. Raises RequestError for a mapping that names no column.
    """
    mapping = mapped(mapping, headings)
    holding = set(numeric)
    free = [heading for heading in headings if heading not in mapping and not has_likes(heading)]
    nameless = set(unnamed)
    free = [heading for heading in free if heading not in nameless and not _is_own(heading, headings)]
    facts = _facts(free, mapping)
    if "benchmark" in facts and "value" in facts:
        return Roles(facts, {})
    facts = {fact: heading for fact, heading in facts.items() if fact not in _OF_LONG_TABLES or heading in mapping}
    taken = set(facts.values())
    free = [heading for heading in free if heading not in taken]
    scores = _scores(headings, free, holding, mapping, registry)
    if "name" not in facts and scores and unnamed and unnamed[0] == headings[0] and headings[0] not in holding:
        facts["name"] = headings[0]
    errors = _errors(headings, free, scores)
    used = {*facts.values(), *scores, *errors.values(), *mapping}
    own = {heading for heading in headings if _is_own(heading, headings)}
    left = holding - used - own
    left_out = tuple(heading for heading in headings if heading in left)
    return Roles(facts, scores, errors, left_out)


def _facts(free: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The column of each fact: as it is said, else the first that names it by a usual word."""
    facts = {meaning: heading for heading, meaning in mapping.items() if meaning in COLUMNS or meaning in _READ_ONLY}
    left = list(free)
    for fact in WORDS:
        heading = None if fact in facts else first_called(fact, left)
        if heading is not None:
            facts[fact] = heading
            left.remove(heading)
    return facts


def _is_own(heading: str, headings: Sequence[str]) -> bool:
    """Whether a column is one that `rank` writes beside names and scores: its figures aren't measured."""
    return heading in RANK_COLUMNS and _OWN.issubset(headings)  # so few are called so that all can be gone through


def _scores(
    headings: Sequence[str],
    free: Sequence[str],
    holding: set[str],
    mapping: Mapping[str, str],
    registry: Registry,
) -> dict[str, Scores]:
    """The columns of scores, in order: what is mapped to a benchmark, what names one, and what holds other numbers."""
    scores = {}
    is_free = set(free)
    for heading in headings:
        meaning = mapping.get(heading)
        if meaning and meaning not in COLUMNS:
            scores[heading] = meant(meaning, registry, scale_of(heading))
        elif heading in is_free and is_score(heading, registry, has_numbers=heading in holding):
            scores[heading] = meant(heading, registry)
    if _OWN.issubset(headings):
        scores = {heading: score._replace(scale=in_percent(score.scale)) for heading, score in scores.items()}
    return with_averages(_told_apart(scores), mapping)


def is_score(heading: str, registry: Registry, *, has_numbers: bool) -> bool:
    """Whether a column is one of scores, by its heading and by whether it holds numbers."""
    if is_error(heading):
        return False
    return benchmark_of(heading, registry) is not None or (has_numbers and not is_no_score(heading))


def is_text(heading: str, mapping: Mapping[str, str]) -> bool:
    """Whether a column holds text by its heading, or by what it is said to be, though it may look like numbers."""
    return COLUMNS.get(mapping.get(heading) or fact_called(heading) or "value") is str


def benchmark_of(heading: str, registry: Registry) -> str | None:
    """The benchmark of the registry that a heading names, with or without shots, metric and `raw` behind it."""
    base = re.sub(r"[(),]|\.(?!\w)", " ", _METRIC.sub(" ", _SHOTS.sub(" ", without_symbols(heading))))
    for name in (heading, base, re.sub(r"\b(raw|norm)\b", " ", base.replace("_", " "), flags=re.IGNORECASE)):
        benchmark = registry.find_benchmark(" ".join(name.split()))
        if benchmark is not None:
            return benchmark.id
    return None


def meant(text: str, registry: Registry, scale: Scale | None = None) -> Scores:
    """The scores that a heading names; `scale` is what else is said of theirs."""
    shots, metric = _SHOTS.search(text), _METRIC.search(text)
    stated = metric[0].lower() if metric else "raw" if re.search(r"[ _]raw$", text, re.IGNORECASE) else None
    known = benchmark_of(text, registry)
    said = scale_of(text) if scale is None else scale
    if known is not None and not said.is_share:  # the registry knows it as a share: a word in its name decides nothing
        said = SHARE
    benchmark = known or without_symbols(text) or text
    return Scores(
        benchmark,
        AVERAGE if benchmark == "average" else stated,
        int(shots[1]) if shots else None,
        scale=said,
        is_known=known is not None,
    )


def _told_apart(scores: dict[str, Scores]) -> dict[str, Scores]:
    """The same where a raw figure stands beside another one of the same benchmark: that is then the normalised one."""
    raw = {score.benchmark for score in scores.values() if score.metric == "raw"}
    return {
        heading: score._replace(metric="normalised") if score.benchmark in raw and score.metric is None else score
        for heading, score in scores.items()
    }


def with_averages(scores: dict[str, Scores], stated: Container[str] = ()) -> dict[str, Scores]:
    """The same with columns that average others marked as averages, as far as there are others.

    A column of those `stated` is what it is said to be.
    """
    averages = {
        heading
        for heading, score in scores.items()
        if score.scale.is_share and not score.is_known and heading not in stated and is_average(heading)
    }
    has_others = any(
        heading not in averages and score.metric != AVERAGE and score.scale.is_averaged
        for heading, score in scores.items()
    )
    if not has_others:
        return scores
    return {
        heading: score._replace(metric=AVERAGE) if heading in averages else score for heading, score in scores.items()
    }


def _errors(headings: Sequence[str], free: Sequence[str], scores: Mapping[str, Scores]) -> dict[str, str]:
    """For each column of scores the one that tells how sure they are: the one named after it, else the next to it."""
    errors: dict[str, str] = {}
    left: str | None = None
    is_free = set(free)
    by_words = {plain(score): score for score in reversed(list(scores))}
    for heading in headings:
        if heading in scores:
            left = heading
        elif heading in is_free and is_error(heading):
            rest = without_error(heading)
            named = by_words.get(rest) if rest else None
            target = named or left or next(iter(scores), None)
            if target is not None and target not in errors:
                errors[target] = heading
    return errors
