"""What a heading or a metric measures: a share, or something in a unit of its own, and whether more of it is better.

Only what the words say is decided here, never what numbers look like. A share can stand in a file as a fraction or in
percent: which of the two is decided over all of its figures (`units.py`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from llmsurvey.boards.board import LARGEST, PERCENT, Better

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
    "seconds": Scale("seconds", "lower", least=0),
    "speed": Scale("speed", least=0),
    "perplexity": Scale("perplexity", "lower", least=0),
    "coefficient": Scale("coefficient", least=-1, most=1),
    "coefficient x 100": Scale("coefficient x 100", least=-100, most=100),
    "number": NUMBER,
}
"""The units that can be named, with their usual direction."""

_LESS = re.compile(r"[↓⬇▼]|\b(lower|less|smaller) is better\b|\blower better\b", re.IGNORECASE)
_MORE = re.compile(r"[↑⬆▲]|\b(higher|more|larger) is better\b", re.IGNORECASE)
_RANGE = re.compile(r"\(\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*\)|(?:/|out of )\s*(5|10|20|100|1000)\b", re.IGNORECASE)

_KINDS: tuple[tuple[re.Pattern[str], Scale], ...] = tuple(
    (re.compile(pattern), scale)
    for pattern, scale in (
        (r"\bper 1k\b|\bcosts?\b|\bprices?\b|\busd\b|[$€£₩¥]|비용|가격|价格|成本", UNITS["cost"]),
        (
            r"\b(tokens?|tok|t|words?|samples?|requests?|queries)( per |/)s(ec(onds?)?)?\b|\btps\b|\bqps\b|\brps\b|"
            r"\bthroughput\b|\bspeed\b|처리량|속도|吞吐",
            UNITS["speed"],
        ),
        (
            r"\blatenc(y|ies)\b|\bttft\b|\btpot\b|\bitl\b|\btime( \(.*)?$|"
            r"\bduration\b|\bruntime\b|\bseconds?\b|\bsecs?\b|\(m?s\)|\bms\b|\bmilliseconds?\b|"
            r"지연|소요 ?시간|时间|延迟",
            UNITS["seconds"],
        ),
        (
            r"perplexity|\bppl\b|bits per (byte|character)|\bbp[bc]\b|\bnll\b|"
            r"\b(eval |test |val(idation)? |train )?loss\b|"
            r"cross entropy|\bkld?\b|kl divergence|혼란도|퍼플렉서티|困惑度",
            UNITS["perplexity"],
        ),
        (r"\bbrier\b|\bece\b|calibration error|\brmse?\b|\bmse\b|\bmae\b|likelihood diff", Scale("number", "lower")),
        (r"\bdiff(erence)?\b|\bdelta\b|Δ|\blog ?likelihood\b|\blikelihood\b|\blogprobs?\b", NUMBER),
        (
            r"\b[wctm]er\b|\bper\b(?! \w)|\berrors?( rate)?\b|\bhallucinat(ion|ions|ed)( rate)?\b|\btoxic(ity)?\b|"
            r"\battack success\b|\basr\b|\bviolations?\b|\bfalse (positives?|negatives?)\b|\bbias( score)?\b|"
            r"\bpct stereotype\b|\bjailbreak\b|오류율|환각률|错误率|幻觉率",
            SHARE._replace(better="lower"),
        ),
        (
            r"\belo\b|\bratings?\b|\barena score\b|\bbradley.?terry\b|"
            r"\bcodeforces\b(?!.*percentile)|\btrueskill\b|레이팅|等级分",
            RATING,
        ),
        (
            r"\bmt[ -]?bench\b|\bkomt[ -]?bench\b|\bko[ -]mt[ -]bench\b|\blogic ?kor\b|\bmtbench\b|\balignbench\b",
            POINTS,
        ),
        (
            r"\bmcc\b|\bmatthews\b|\bpearson(r)?\b|\bspearman(r)?\b|\bkendall\b|\bkappa\b|\bcorr(elation)?\b|상관",
            UNITS["coefficient"],
        ),
    )
)
"""What words in a heading or a metric say of the scale, the surest first."""

_IN_PERCENT = re.compile(r"%|\bpercent(age)?\b|\bpct\b|퍼센트|百分")
_OF_A_HUNDRED = re.compile(
    r"^(bleu\d?|smoothed bleu 4|chrf\w*|exact|best exact|best f1|hasans (exact|f1)|noans (exact|f1)|"
    r"percent parseable|eqbench|(bleu|rouge ?[12lL]) (max|avg))$"
)
"""Metrics that the harness states in percent, not as fractions."""

_NO_SHARES = (
    (re.compile(r"bleurt( max| avg)?|average len"), NUMBER),
    (re.compile(r"(\w+ )*bias( score( \w+)*)?"), NUMBER._replace(better="lower")),  # of BBQ from -1 to 1; log-odds
)
"""Metrics of the harness that are no shares, whatever such words mean in the heading of a table."""


def in_percent(scale: Scale) -> Scale:
    """The scale of figures that are written in percent if they are shares."""
    return scale._replace(written=PERCENT) if scale.is_share else scale


def plain(heading: str) -> str:
    """A heading or a metric in lower case with blanks for underscores and line breaks."""
    return " ".join(heading.replace("_", " ").casefold().split())


def scale_of(heading: str) -> Scale:
    """What a heading says of its figures: a share unless its words say otherwise."""
    text = plain(heading)
    scale = next((scale for words, scale in _KINDS if words.search(text)), None)
    if scale is None or scale == POINTS:
        scale = _stated_range(heading) or scale or SHARE
    if _LESS.search(heading):
        scale = scale._replace(better="lower")
    elif _MORE.search(heading):
        scale = scale._replace(better="higher")
    return in_percent(scale) if _IN_PERCENT.search(text) else scale


def _stated_range(heading: str) -> Scale | None:
    """The scale of a heading that states its range: `Fluency (1-5)`, `Overall /10`."""
    match = _RANGE.search(heading)
    if match is None:
        return None
    least, most = (0, int(match[3])) if match[3] else (int(match[1]), int(match[2]))
    if (least, most) == (0, 1):
        return SHARE._replace(written=FRACTION)
    if (least, most) == (0, 100):
        return SHARE._replace(written=PERCENT)
    return POINTS._replace(least=least, most=most) if least < most else None


def scale_of_metric(metric: str, higher_is_better: bool | None = None) -> Scale:
    """What a metric of the harness measures; `higher_is_better` is what the harness says of it, None for nothing."""
    name = metric.partition(",")[0]
    scale = next((scale for names, scale in _NO_SHARES if names.fullmatch(plain(name))), None)
    if scale is None:
        written = PERCENT if _OF_A_HUNDRED.match(plain(name)) else None
        scale = (SHARE if written else scale_of(name))._replace(written=written)
    if higher_is_better is None:
        return scale
    return scale._replace(better="higher" if higher_is_better else "lower")
