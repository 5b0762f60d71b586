"""What a heading or a metric measures: a share, or something in a unit of its own, and whether more of it is better.

Only what the words say is decided here, never what numbers look like. A share can stand in a file as a fraction or in
percent: which of the two is decided over all of its figures (`units.py`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from llmsurvey.boards.board import LARGEST, PERCENT, Better
from llmsurvey.importers import unit_words

FRACTION = "fraction"


class Scale(NamedTuple):
    """A unit, the direction in which its figures get better, and the least and the largest that there can be.

    `written` is `fraction` or `percent` for a share that is known to be written so, else None.
    """

    unit: str
    better: Better = "higher"
    least: float = -LARGEST
    most: float = LARGEST
    written: str | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, kept in percent."""
        return self.unit == PERCENT

    @property
    def is_averaged(self) -> bool:
        """Whether its figures may be averaged with others."""
        return self.is_share and self.better == "higher"


SHARE = Scale(PERCENT, least=0, most=100)
POINTS = Scale("points", least=0, most=10)
NUMBER = Scale("number")
RATING = Scale("rating")

UNITS: dict[str, Scale] = {
    PERCENT: SHARE._replace(written=PERCENT),
    FRACTION: SHARE._replace(written=FRACTION),
    "points": POINTS._replace(most=LARGEST),
    "rating": RATING,
    "cost": Scale("cost", "lower", least=0),
    "milliseconds": Scale("milliseconds", "lower", least=0),
    "seconds": Scale("seconds", "lower", least=0),
    "minutes": Scale("minutes", "lower", least=0),
    "hours": Scale("hours", "lower", least=0),
    "speed": Scale("speed", least=0),
    "perplexity": Scale("perplexity", "lower", least=0),
    "coefficient": Scale("coefficient", least=-1, most=1),
    "coefficient x 100": Scale("coefficient x 100", least=-100, most=100),
    "number": NUMBER,
}
"""The units that can be named, with their usual direction."""

_LOWER_NUMBER = NUMBER._replace(better="lower")
_LOWER_SHARE = SHARE._replace(better="lower")

_SCALES: tuple[tuple[re.Pattern[str], Scale], ...] = (
    # How figures differ from others, before what they are of: `Latency speedup` is no time.
    (unit_words.LOSS_OF_SKILL, _LOWER_NUMBER),
    (unit_words.CHANGE, NUMBER),
    (unit_words.RATIO, NUMBER),
    (unit_words.SHARE_OF_LOSSES, _LOWER_SHARE),
    # What a run takes
    (unit_words.COST, UNITS["cost"]),
    (unit_words.SPEED, UNITS["speed"]),
    (unit_words.MILLISECONDS, UNITS["milliseconds"]),
    (unit_words.HOURS, UNITS["hours"]),
    (unit_words.MINUTES, UNITS["minutes"]),
    (unit_words.SECONDS, UNITS["seconds"]),
    (unit_words.EXPENSE, _LOWER_NUMBER),
    (unit_words.AMOUNT, NUMBER),
    # How far a model is off
    (unit_words.PERPLEXITY, UNITS["perplexity"]),
    (unit_words.LOSS_IN_TRAINING, _LOWER_NUMBER),
    (unit_words.DISTANCE, _LOWER_NUMBER),
    (unit_words.DIFFERENCE, NUMBER),
    (unit_words.FAULTS, _LOWER_SHARE),
    # Scores that are no shares
    (unit_words.RATING, RATING),
    (unit_words.POINTS_OF_TEN, POINTS),
    (unit_words.POINTS, UNITS["points"]),
    (unit_words.COEFFICIENT, UNITS["coefficient"]),
)
"""What words in a heading or a metric say of the scale, the surest first."""

_SCALES_OF_THE_HARNESS = (
    (unit_words.HARNESS_NUMBERS, NUMBER),
    (unit_words.HARNESS_BIAS, _LOWER_NUMBER),
)


def in_percent(scale: Scale) -> Scale:
    """Return a scale whose figures are written in percent if they are shares."""
    return scale._replace(written=PERCENT) if scale.is_share else scale


def plain_words(heading: str) -> str:
    """Return a heading or a metric in lower case with blanks for underscores and line breaks."""
    return " ".join(heading.replace("_", " ").casefold().split())


def scale_of(heading: str) -> Scale:
    """Return the scale that a heading says its figures have: that of shares unless its words say otherwise."""
    text = plain_words(heading)
    scale = next((scale for words, scale in _SCALES if words.search(text)), None)
    if scale is not None and scale.is_share and unit_words.SKILLS.search(text):
        scale = None
    if scale is None or scale == POINTS:
        scale = _stated_range(heading) or scale or SHARE
    if unit_words.LESS_IS_BETTER.search(heading):
        scale = scale._replace(better="lower")
    elif unit_words.MORE_IS_BETTER.search(heading):
        scale = scale._replace(better="higher")
    return in_percent(scale) if unit_words.IN_PERCENT.search(text) else scale


def says_share(heading: str) -> bool:
    """Whether a heading, or the name of a metric, says that its figures are shares of which more is better.

    A heading that doesn't say so may stand above shares all the same.
    """
    text = plain_words(heading)
    is_stated = unit_words.GOOD_SHARES.search(text) is not None or unit_words.IN_PERCENT.search(text) is not None
    return is_stated or ((scale := _stated_range(heading)) is not None and scale.is_share)


def _stated_range(heading: str) -> Scale | None:
    """Return the scale of a heading that states its range: `Fluency (1-5)`, `Overall /10`; None for any other."""
    match = unit_words.RANGE.search(heading)
    if match is None:
        return None
    least, most = int(match["least"] or 0), int(match["most"] or match["out_of"])
    if (least, most) == (0, 1):
        return SHARE._replace(written=FRACTION)
    if (least, most) == (0, 100):
        return SHARE._replace(written=PERCENT)
    return POINTS._replace(least=least, most=most) if least < most else None


def scale_of_metric(metric: str, higher_is_better: bool | None = None) -> Scale:
    """Return the scale of a metric of the harness; `higher_is_better` is what it says itself, None for nothing."""
    name = metric.partition(",")[0]
    scale = next((scale for names, scale in _SCALES_OF_THE_HARNESS if names.fullmatch(plain_words(name))), None)
    if scale is None:
        written = PERCENT if unit_words.HARNESS_IN_PERCENT.fullmatch(plain_words(name)) else None
        scale = (SHARE if written else scale_of(name))._replace(written=written)
    if higher_is_better is None:
        return scale
    return scale._replace(better="higher" if higher_is_better else "lower")
