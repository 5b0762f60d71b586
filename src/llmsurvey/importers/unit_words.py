"""Words of headings and metrics by what they say of figures: the unit, the direction, or that they are shares.

Each pattern is searched in a heading in lower case, with blanks for underscores. Which of them counts where several are
in one heading, `scales.py` says.
"""

from __future__ import annotations

import re

_REMARK_AT_END = r" ?(\([^()]*\))?$"
"""What may stand behind the last word of a heading: a remark in brackets."""


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words))


_LOSSES = (
    r"drops?|degradations?|decreases?|declines?|forgetting|deterioration|"
    r"하락|감소|저하|망각|下降|下降幅度|低下|遗忘"
)
LOSS_OF_SKILL = _any_of(
    # behind what is lost: `MMLU drop`; by itself where it can mean nothing else; with a word for a rate or an extent
    rf"(\w ({_LOSSES})|forgetting|degradation|하락|감소|저하|망각|下降|低下|遗忘)(률|율|率|폭|幅)?{_REMARK_AT_END}",
    # the distance to what is wanted
    rf"\w gap{_REMARK_AT_END}",
)
CHANGE = _any_of(
    # a gain, or a change in any direction, at the end of a heading
    r"(^|\W)(gains?|improvements?|uplift|lift|increases?|(relative|absolute|score) changes?|reductions?|δ|∆|"
    rf"향상|증가|개선|변화|提升|改善|増加|变化){_REMARK_AT_END}",
    # the sign of a difference at the beginning
    r"^[δ∆]",
    # a difference, which 误差 and the like (errors) aren't
    r"점수 ?차|격차|차이$|(?<![误誤偏])差$|差距",
)
DIFFERENCE = _any_of(
    # anywhere in a heading, where no other word says more
    r"\bdiff(erence)?s?\b|\bdelta\b|[δ∆]",
    # logarithms of probabilities
    r"\blog ?likelihood\b|\blikelihood\b|\blogprobs?\b",
)
RATIO = _any_of(
    # but for rates that are called ratios
    r"(?<!\bwin )(?<!\bsuccess )(?<!\bpass )\bratios?\b",
    rf"\bspeed[- ]?ups?\b|\b(real.?time )?factor{_REMARK_AT_END}|\bmultiplier\b|\([x×]\)",
    r"배율|배수|倍率|倍数|加速比|压缩比",
)
SHARE_OF_LOSSES = _any_of(r"\bloss rate\b")
"""No loss in training, but a share of games or the like."""

COST = _any_of(
    r"\bper 1k\b|\bcosts?\b|\bprices?\b",
    # currencies
    r"\b(usd|eur|krw|jpy|cny)\b|[$€£₩¥]|\([원元円]\)",
    r"비용|가격|价格|成本|费用|費用|価格|料金|コスト",
)
SPEED = _any_of(
    # so many things a second
    r"\b(tokens?|tok|t|words?|samples?|requests?|queries)( per |/)s(ec(onds?)?)?\b|\btps\b|\bqps\b|\brps\b",
    r"\bthroughput\b|\bspeed\b",
    r"처리량|속도|吞吐|速度",
)
MILLISECONDS = _any_of(r"\(ms\b[^()]*\)|\bms\b|\bmilliseconds?\b", r"밀리초|毫秒|ミリ秒")
HOURS = _any_of(r"\((h|hrs?|hours?)\)|\bhours$", r"시간\)|小时")
MINUTES = _any_of(r"\((mins?|minutes?)\)|\bminutes$", r"\(분\)|分钟")
SECONDS = _any_of(
    r"\bseconds?\b|\bsecs?\b|\((s|초|秒)\)",
    # times whose unit isn't said
    r"\blatenc(y|ies)\b|\bttft\b|\btpot\b|\bitl\b|\btime( \(.*)?$|\bduration\b|\bruntime\b|\blatenz\b",
    r"지연|소요 ?시간|时间|延迟|耗时|用时|時間|遅延",
)
EXPENSE = _any_of(
    # units in brackets: energy, weight, emissions, memory, time, length, temperature
    r"\(([kmg]?wh?|[kmg]?j|joules?|[kmµ]?g|kgs?|tons?|(kg|g|t)? ?co[2₂](e|eq|-eq)?|lbs?|[kmgtp]i?b|[µun]s|days?|"
    r"[kmc]?m|°c)\)",
    # what is used up or given off
    r"^(energy|power|emissions?|carbon( footprint| emissions?)?|co[2₂]e?|vram|에너지|전력|탄소 배출량|能耗)"
    rf"( consumption| usage)?{_REMARK_AT_END}",
)
AMOUNT = _any_of(
    r"\b[kmgtpe]?flops?\b",
    # other units in brackets
    r"\(([kmg]?hz|db|tokens?|tok|words?|chars?|characters|items|questions)\)",
)
PERPLEXITY = _any_of(r"perplexity|\b(ppl|perp)\b|bits per (byte|character)|\bbp[bc]\b", r"혼란도|퍼플렉서티|困惑度")
LOSS_IN_TRAINING = _any_of(
    r"\bnll\b|\b(eval |test |val(idation)? |train )?loss\b|cross entropy|\bkld?\b|kl divergence",
    r"손실|损失|損失",
)
DISTANCE = _any_of(
    # errors of calibration and of estimates
    r"\bbrier\b|\bece\b|calibration error|\brmsl?e?\b|\bmse\b|\bs?mape\b|\bma[sp]?e\b|likelihood diff",
    # distances between distributions or pictures
    rf"\bf[iv]d\b|\blpips\b|\bdistance{_REMARK_AT_END}",
    r"편차|거리$|偏差|距离$",
)
FAULTS = _any_of(
    # errors: of words, characters, or any
    r"\b[ewctm]er\b|\bper\b(?! \w)|\berrors?( rate)?\b|\bf[pna]r\b|\bfrr\b|\bfalse (positives?|negatives?|alarms?)\b",
    r"\b(wrong|incorrect|unsafe|invalid|mis\w+ed)\b|\bmiss rate\b|\bmistakes?\b|\bloss rate\b",
    # what does harm
    r"\bhallucinat(ion|ions|ed|ing)( rate)?\b|\btoxic(ity)?\b|\bharm(s|ful|fulness)?\b|\bviolations?\b",
    r"\bbias(ed)?( score)?\b|\bpct stereotype\b",
    # attacks that succeed
    r"\battack success\b|\basr\b|\bjailbreak(s|ing)?\b|\bleak(s|age)?\b",
    # what breaks off
    r"\bfail(s|ed|ures?)?\b|\bcrash(es)?\b|\btimeouts?\b",
    # the same in other languages
    r"\bfehler\w*|\berreurs?\b|\berrores\b|ошиб",
    r"오답|오류|오차|환각|유해|독성|편향|실패|위반|탈옥",
    r"错误|错答|误|誤|幻觉|幻覚|有害|毒性|偏见|失败|失敗|エラー|ハルシネ",
)
"""Words of faults, of which a share is told: less is better."""

SKILLS = _any_of(
    r"\b(detect(ion|ing)?|classification|corrections?|identification|recognition|avoidance|resistance|robustness)\b",
    # metrics of such a task
    r"\b(acc|accuracy|f1|exact match|auc|auroc|precision|recall)\b",
    r"탐지|검출|분류|교정|정확도|정답률|检测|检出|分类|纠|检|検出|訂正|分類|准确|正确|正解",
)
"""Words that make a fault in a heading the subject of a task: more of `Hallucination detection` is better."""

RATING = _any_of(
    r"\belo\b|\bratings?\b|\barena score\b|\bbradley.?terry\b|\bcodeforces\b(?!.*percentile)|\btrueskill\b",
    r"레이팅|等级分",
)
POINTS_OF_TEN = _any_of(
    r"\bmt[ -]?bench\b|\bkomt[ -]?bench\b|\bko[ -]mt[ -]bench\b|\blogic ?kor\b|\bmtbench\b|\balignbench\b"
)
"""Benchmarks in which a judge gives from 0 to 10."""

POINTS = _any_of(rf"^(points|pts\.?|포인트){_REMARK_AT_END}")
COEFFICIENT = _any_of(
    r"\bmcc\b|\bmatthews\b|\bpearson(r)?\b|\bspearman(r)?\b|\bkendall\b|\bkappa\b|\bcorr(elation)?\b", "상관"
)

GOOD_SHARES = _any_of(
    # metrics of classification
    r"\b(acc(uracy)?|acc norm|(macro|micro|weighted)?[- ]?f[- ]?[1β]|f-?(score|measure)|precision|recall|auroc|auc)\b",
    r"\b(exact ?match|em|mc[12]|solved|resolved|correct)\b",
    # rates
    r"\b(pass ?(@ ?\d+|rate)|(win|success|pass|solve|completion|correctness|resolution) ?(rate|ratio)|winrate)\b",
    # metrics of search and of texts
    r"\b((recall|hits?|ndcg|map)@ ?\d+|mrr|ndcg|s?bleu|rouge(-?[l1-9]\w*)?|chrf\w*|meteor)\b",
    # the same in other languages
    r"genauigkeit|exactitude?\b|precisi[óo]n\b|précision|точност",
    r"정답|정확도|정밀도|재현율|승률|성공률|통과율",
    r"准确|準確|正确率|正解|正答|精度|精确|胜率|勝率|召回|通过率|合格率|適合率|再現率",
)
"""Words that say of figures that they are shares, of which more is better."""

IN_PERCENT = _any_of(r"%|\bpercent(age)?\b|\bpct\b", r"퍼센트|百分")

LESS_IS_BETTER = _any_of(r"[↓⬇▼]", r"(?i:\b(lower|less|smaller) is better\b|\blower better\b)")
MORE_IS_BETTER = _any_of(r"[↑⬆▲]", r"(?i:\b(higher|more|larger) is better\b)")

RANGE = re.compile(
    r"\(\s*(?P<least>\d+)\s*(?:-|–|to)\s*(?P<most>\d+)\s*\)|"
    r"(?:/\s*(?=(?:5|7|10|20|30|50|100|1000)\b)|\bout of )\s*(?P<out_of>\d{1,4})\b",
    re.IGNORECASE,
)
"""The range that a heading states: `Fluency (1-5)`, `Overall /10`, `out of 100`."""

HARNESS_IN_PERCENT = re.compile(
    r"bleu\d?|smoothed bleu 4|(bleu|rouge ?[12lL]) (max|avg)|chrf\w*|"
    r"exact|best exact|best f1|hasans (exact|f1)|noans (exact|f1)|percent parseable|eqbench"
)
"""Metrics that the harness states in percent, not as fractions."""

HARNESS_NUMBERS = re.compile(r"bleurt( max| avg)?|average len")
HARNESS_BIAS = re.compile(r"(\w+ )*bias( score( \w+)*)?")
"""Metrics of the harness that are no shares, whatever such words mean in a table: BBQ's from -1 to 1; log-odds."""
