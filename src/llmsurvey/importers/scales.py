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

_LESS = re.compile(r"[↓⬇▼]|\b(lower|less|smaller) is better\b|\blower better\b", re.IGNORECASE)
_MORE = re.compile(r"[↑⬆▲]|\b(higher|more|larger) is better\b", re.IGNORECASE)
_RANGE = re.compile(
    r"\(\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*\)|(?:/\s*(?=(?:5|7|10|20|30|50|100|1000)\b)|\bout of )\s*(\d{1,4})\b",
    re.IGNORECASE,
)

_CHANGES = (
    r"gains?|improvements?|uplift|lift|increases?|(relative|absolute|score) changes?|reductions?|"
    r"δ|∆|향상|증가|개선|변화|提升|改善|増加|变化"
)
_LOSSES = (
    r"drops?|degradations?|decreases?|declines?|forgetting|deterioration|하락|감소|저하|망각|下降|下降幅度|低下|遗忘"
)
_BEHIND = r" ?(\([^()]*\))?$"
"""What may stand behind the last word of a heading: a remark in brackets."""

_LOWER_NUMBER = NUMBER._replace(better="lower")
_FAULTS = (
    r"\b[ewctm]er\b|\bper\b(?! \w)|\berrors?( rate)?\b|\bhallucinat(ion|ions|ed|ing)( rate)?\b|\btoxic(ity)?\b|"
    r"\battack success\b|\basr\b|\bviolations?\b|\bfalse (positives?|negatives?|alarms?)\b|\bbias(ed)?( score)?\b|"
    r"\bpct stereotype\b|\bjailbreak(s|ing)?\b|\bharm(s|ful|fulness)?\b|\b(wrong|incorrect|unsafe|invalid|mis\w+ed)\b|"
    r"\bfail(s|ed|ures?)?\b|\bmiss rate\b|\bmistakes?\b|\bloss rate\b|\bleak(s|age)?\b|\bf[pna]r\b|\bfrr\b|"
    r"\bcrash(es)?\b|\btimeouts?\b|\bfehler\w*|\berreurs?\b|\berrores\b|ошиб|오답|오류|오차|환각|유해|독성|편향|실패|위반|탈옥|错误|错答|误|誤|幻觉|幻覚|有害|毒性|偏见|失败|失敗|エラー|ハルシネ"
)
_SKILLS = re.compile(
    r"\b(detect(ion|ing)?|classification|corrections?|identification|recognition|avoidance|resistance|robustness|acc|"
    r"accuracy|f1|exact match|auc|auroc|precision|recall)\b|"
    r"탐지|검출|분류|교정|정확도|정답률|检测|检出|分类|纠|检|検出|訂正|分類|准确|正确|正解"
)
"""Words that make a fault in a heading the subject of a task: more of `Hallucination detection` is better."""

_KINDS: tuple[tuple[re.Pattern[str], Scale], ...] = tuple(
    (re.compile(pattern), scale)
    for pattern, scale in (
        (
            rf"(\w ({_LOSSES})|forgetting|degradation|하락|감소|저하|망각|下降|低下|遗忘)(률|율|率|폭|幅)?{_BEHIND}|"
            rf"\w gap{_BEHIND}",
            _LOWER_NUMBER,
        ),
        (rf"(^|\W)({_CHANGES}){_BEHIND}|^[δ∆]|점수 ?차|격차|차이$|(?<![误誤偏])差$|差距", NUMBER),
        (
            rf"(?<!\bwin )(?<!\bsuccess )(?<!\bpass )\bratios?\b|\bspeed[- ]?ups?\b|\b(real.?time )?factor{_BEHIND}|"
            r"\bmultiplier\b|\([x×]\)|배율|배수|倍率|倍数|加速比|压缩比",
            NUMBER,
        ),
        (r"\bloss rate\b", SHARE._replace(better="lower")),
        (
            r"\bper 1k\b|\bcosts?\b|\bprices?\b|\b(usd|eur|krw|jpy|cny)\b|[$€£₩¥]|비용|가격|价格|成本|费用|費用|"
            r"価格|料金|コスト|\([원元円]\)",
            UNITS["cost"],
        ),
        (
            r"\b(tokens?|tok|t|words?|samples?|requests?|queries)( per |/)s(ec(onds?)?)?\b|\btps\b|\bqps\b|\brps\b|"
            r"\bthroughput\b|\bspeed\b|처리량|속도|吞吐|速度",
            UNITS["speed"],
        ),
        (r"\(ms\b[^()]*\)|\bms\b|\bmilliseconds?\b|밀리초|毫秒|ミリ秒", UNITS["milliseconds"]),
        (r"\((h|hrs?|hours?)\)|\bhours$|시간\)|小时", UNITS["hours"]),
        (r"\((mins?|minutes?)\)|\bminutes$|\(분\)|分钟", UNITS["minutes"]),
        (
            r"\blatenc(y|ies)\b|\bttft\b|\btpot\b|\bitl\b|\btime( \(.*)?$|"
            r"\bduration\b|\bruntime\b|\bseconds?\b|\bsecs?\b|\((s|초|秒)\)|\blatenz\b|"
            r"지연|소요 ?시간|时间|延迟|耗时|用时|時間|遅延",
            UNITS["seconds"],
        ),
        (
            r"\(([kmg]?wh?|[kmg]?j|joules?|[kmµ]?g|kgs?|tons?|(kg|g|t)? ?co[2₂](e|eq|-eq)?|lbs?|[kmgtp]i?b|[µun]s|"
            r"days?|[kmc]?m|°c)\)|^(energy|power|emissions?|carbon( footprint| emissions?)?|co[2₂]e?|vram|에너지|전력|"
            rf"탄소 배출량|能耗)( consumption| usage)?{_BEHIND}",
            _LOWER_NUMBER,
        ),
        (r"\b[kmgtpe]?flops?\b|\(([kmg]?hz|db|tokens?|tok|words?|chars?|characters|items|questions)\)", NUMBER),
        (
            r"perplexity|\bppl\b|bits per (byte|character)|\bbp[bc]\b|혼란도|퍼플렉서티|困惑度",
            UNITS["perplexity"],
        ),
        (
            r"\bnll\b|\b(eval |test |val(idation)? |train )?loss\b|cross entropy|\bkld?\b|kl divergence|손실|损失|損失",
            _LOWER_NUMBER,
        ),
        (
            r"\bbrier\b|\bece\b|calibration error|\brmsl?e?\b|\bmse\b|\bs?mape\b|\bma[sp]?e\b|likelihood diff|"
            rf"\bf[iv]d\b|\blpips\b|\bdistance{_BEHIND}|편차|거리$|偏差|距离$",
            Scale("number", "lower"),
        ),
        (r"\bdiff(erence)?s?\b|\bdelta\b|[δ∆]|\blog ?likelihood\b|\blikelihood\b|\blogprobs?\b", NUMBER),
        (_FAULTS, SHARE._replace(better="lower")),
        (
            r"\belo\b|\bratings?\b|\barena score\b|\bbradley.?terry\b|"
            r"\bcodeforces\b(?!.*percentile)|\btrueskill\b|레이팅|等级分",
            RATING,
        ),
        (
            r"\bmt[ -]?bench\b|\bkomt[ -]?bench\b|\bko[ -]mt[ -]bench\b|\blogic ?kor\b|\bmtbench\b|\balignbench\b",
            POINTS,
        ),
        (rf"^(points|pts\.?|포인트){_BEHIND}", UNITS["points"]),
        (
            r"\bmcc\b|\bmatthews\b|\bpearson(r)?\b|\bspearman(r)?\b|\bkendall\b|\bkappa\b|\bcorr(elation)?\b|상관",
            UNITS["coefficient"],
        ),
    )
)
"""What words in a heading or a metric say of the scale, the surest first."""

_GOOD_SHARES = re.compile(
    r"\b(acc(uracy)?|acc norm|(macro|micro|weighted)?[- ]?f[- ]?[1β]|f-?(score|measure)|precision|recall|exact ?match|"
    r"em|pass ?(@ ?\d+|rate)|(win|success|pass|solve|completion|correctness|resolution) ?(rate|ratio)|winrate|"
    r"(recall|hits?|ndcg|map)@ ?\d+|solved|resolved|correct|s?bleu|rouge(-?[l1-9]\w*)?|chrf\w*|meteor|auroc|auc|mrr|"
    r"ndcg|mc[12])\b|genauigkeit|exactitude?\b|precisi[óo]n\b|précision|точност|"
    r"정답|정확도|정밀도|재현율|승률|성공률|통과율|准确|準確|正确率|正解|正答|精度|精确|胜率|勝率|召回|通过率|合格率|適合率|再現率"
)
"""Words that say of figures that they are shares, of which more is better."""

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
    if scale is not None and scale.is_share and _SKILLS.search(text):
        scale = None
    if scale is None or scale == POINTS:
        scale = _stated_range(heading) or scale or SHARE
    if _LESS.search(heading):
        scale = scale._replace(better="lower")
    elif _MORE.search(heading):
        scale = scale._replace(better="higher")
    return in_percent(scale) if _IN_PERCENT.search(text) else scale


def says_share(heading: str) -> bool:
    """Whether the words of a heading, or of a metric, say that more of its figures is better and that they are shares.

    Of other shares nothing speaks against it, and nothing for it.
    """
    text = plain(heading)
    is_stated = _GOOD_SHARES.search(text) is not None or _IN_PERCENT.search(text) is not None
    return is_stated or ((scale := _stated_range(heading)) is not None and scale.is_share)


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
