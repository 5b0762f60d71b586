"""Two columns with the lower and the upper end of an interval, which tell together how sure a third one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.methods import Vector
from llmsurvey.importers.heading_words import is_error, plain_heading, without_error

_USUAL = 0.95
"""The level of an interval where nothing says it."""

_LEVEL = re.compile(
    r"\b(\d\d(?:\.\d+)?) ?(?:%|pct\b|percent\b)?(?= ?(?:%|pct|percent)? ?(?:ci|confidence|신뢰|置信|信頼))"
)
_LEVEL_BEHIND = re.compile(r"(?:ci|confidence intervals?|신뢰 ?구간|置信区间|信頼区間) ?\(?(\d\d(?:\.\d+)?)\b ?%?")
_ENDS = (
    re.compile(
        r"\b(?:lower|low|lo|lb|lcl|min(imum)?|left|q0?2\.5|q025|q05|2\.5 ?(?:%|th\b)|5 ?(?:%|th\b)|l)(?!\w)|"
        r"하한|下限|下界"
    ),
    re.compile(
        r"\b(?:upper|high|hi|ub|ucl|max(imum)?|right|q97\.?5|q95|97\.5 ?(?:%|th\b)|95 ?th\b|u)(?!\w)|상한|上限|上界"
    ),
)
_QUANTILES = {"025": 0.95, "2.5": 0.95, "02.5": 0.95, "05": 0.9, "5": 0.9}
"""What lies between a quantile and its counterpart, by its digits."""

_LIMITS = re.compile(r"\b(bounds?|limits?|ends?|percentiles?|quantiles?)\b")


class Bounds(NamedTuple):
    """The columns of an interval's ends, what is left of their headings, and how many standard errors half of it is."""

    low: str
    high: str
    stem: str
    reach: float


def pairs_of_bounds(headings: Sequence[str], others: Sequence[str]) -> Iterator[Bounds]:
    """Yield the headings that are alike but for lower and upper, and speak of an interval or of one of `others`."""
    lows, highs = (
        {heading: parts for heading in headings if (parts := _without_end(heading, words)) is not None}
        for words in _ENDS
    )
    named = {plain_heading(heading) for heading in others}
    high_of = {rest: heading for heading, (rest, _) in reversed(list(highs.items()))}
    for low, (rest, end) in lows.items():
        high = high_of.get(rest)
        quantile = _QUANTILES.get(re.sub(r"[^\d.]", "", end))
        says_so = is_error(rest) or _LIMITS.search(rest) or quantile or end in ("lb", "lcl", "하한", "下限", "下界")
        says_so = says_so or (rest in named and end in ("low", "lower", "lo"))
        if high not in (None, low) and (says_so or (end == "lower" and not rest)):
            stem = " ".join(_LIMITS.sub(" ", without_error(rest)).split())
            yield Bounds(low, high, stem, _reach_of_level(quantile) if quantile else reach_of(low))


def is_end(heading: str) -> bool:
    """Whether a heading is one of errors that names one end of an interval alone."""
    return is_error(heading) and any(words.search(plain_heading(heading)) for words in _ENDS)


def reach_of(heading: str) -> float:
    """Return how many standard errors half of an interval is, at the level that a heading names, else at 95 %."""
    text = plain_heading(heading)
    match = _LEVEL.search(text) or _LEVEL_BEHIND.search(text)
    level = float(match[1]) / 100 if match else _USUAL
    return _reach_of_level(level if 0.5 <= level < 1 else _USUAL)


def _reach_of_level(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def are_enclosing(low: Vector, high: Vector, values: Vector) -> bool:
    """Whether figures lie between two bounds wherever all three are known, and somewhere they are."""
    is_known = ~(np.isnan(low) | np.isnan(high) | np.isnan(values))
    return bool(is_known.any() and ((low <= values) & (values <= high))[is_known].all())


def _without_end(heading: str, words: re.Pattern[str]) -> tuple[str, str] | None:
    """Return a heading without the word for an end of an interval, and that word; None where it has none."""
    text = re.sub(r"[()\[\],]", " ", plain_heading(heading))
    match = words.search(text)
    return (" ".join(f"{text[: match.start()]} {text[match.end() :]}".split()), match[0]) if match else None
