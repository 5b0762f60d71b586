"""What the words of a heading say of a column: a fact of models, a figure that is no score, an error, an average."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from llmsurvey.importers.markup import one_line

FACT_WORDS = {
    "name": (
        "fullname", "full name", "model", "model name", "name", "models", "llm", "llms", "language model", "system",
        "model id", "model key", "checkpoint", "모델", "모델명", "모델 이름", "모델이름",
        "モデル", "モデル名", "模型", "模型名称",
    ),
    "hub": ("hub", "repository", "repo", "url", "link", "model link"),
    "revision": ("revision", "model sha", "sha", "commit"),
    "precision": ("precision", "run precision", "dtype", "torch dtype"),
    "parameters": (
        "parameters", "params", "#params", "params b", "#params b", "# params", "total params", "total parameters",
        "#total params", "param count", "params total", "size", "model size", "매개변수", "매개변수 수", "파라미터",
        "파라미터 수", "参数量", "参数", "パラメータ数",
    ),
    "date": ("date", "evaluated", "날짜", "日期"),
    "benchmark": (
        "benchmark", "benchmarks", "task", "tasks", "groups", "group", "dataset", "datasets", "eval", "evaluation",
        "test", "test set", "benchmark (metric)", "벤치마크", "과제", "태스크",
        "ベンチマーク", "数据集", "基准", "任务",
    ),
    "metric": ("metric", "metrics", "measure", "평가지표", "지표", "指标"),
    "filter": ("filter",),
    "shots": (
        "shots", "shot", "n-shot", "n-shots", "n shot", "n shots", "k-shot", "k-shots", "k shot", "# shots", "#shots",
        "# shot", "#shot", "num shots", "number of shots", "no. of shots", "# of shots", "num fewshot", "num few-shot",
        "num few shot", "few-shot", "few shot", "fewshot", "few-shots", "shots used", "샷", "샷 수", "샷수",
        "ショット数", "样本数",
    ),
    "harness": ("harness", "framework"),
    "version": ("version", "task version"),
    "reporter": ("reporter",),
    "unit": ("unit",),
    "better": ("better",),
    "value": ("value", "score", "result", "점수", "结果", "スコア"),
    "stderr": ("stderr", "standard error", "se", "std err", "std error"),
    "items": ("items", "questions", "n-samples", "samples"),
    "line": ("line",),
    "source": ("source",),
    "note": ("note", "notes", "비고"),
}  # fmt: skip
"""What headings of foreign tables mean, the surest word first."""

_LIKES = "\N{HEAVY BLACK HEART}"
_SYMBOLS = re.compile(r"[^\w\s#()%.,+@/\[\]:&'$€£₩¥±*-]")
_PLACE = re.compile(r" \(column \d+\)$")
"""What a heading has behind it that another one has too: no part of what it says."""

_REMARK = r"( ?\([^()]*\))?"

_NO_SCORE = re.compile(
    "|".join(
        (
            r"(?<!re)\brank(s|ing|ings)?\b|순위|등수|순번|名次|排名|順位",
            r"^(#|no\.?|nr\.?|number|ids?|idx|index|unnamed:?( [\d.]+)?|(index )?level \d+|position|place|t|type|p)$",
            r"^(pos|rk|plat[zs]|rang|puesto|posto|s\.? ?n(o|r)|sr\.? ?no)\.?$",
            r"\b(model|task|run|eval|question|experiment) ?ids?$|^id\b",
            r"^(the )?((num|n|no\.?|total|number of|#|# of) ?)?((up|down)?votes?|battles?|games?|matches|likes?|"
            r"downloads?|stars|hearts?|counts?|wins|losses|ties|draws|samples?|questions|items|examples|rows|runs|"
            r"languages)( count)?$",
            r"^(n|num|n wins base|n total|number of .+|(n|num) \w+|# ?of .+)$|투표|득표|票|문항 ?수|题数|問題数|样本量"
            r"|토큰( ?수)?$|トークン|词元",
            r"^((n|k|num|#|number of|no\.?) ?)?shots?$|^line$|\w (min|max|minimum|maximum)$",
            r"\W(n|num|support)\)?$|^(tp|fp|fn|tn|support|k|version|epochs?|steps?|ties)$|\biqr\b|\b(inter)?quartiles?\b|"
            r"^((num|#|no\.?) ?)?(gpus?|cpus?|tpus?|nodes|cores|threads|workers|devices|nodes|agents|citations|pages)$",
            rf"\b(length|len|lengths){_REMARK}$",
            rf"^((avg|average|mean|median|total|max|output|input|prompt|response|answer|summary|training|train|generated)"
            rf" )*(tokens?|words?|characters|chars){_REMARK}$|길이|长度",
            r"^(release )?(year|date|dates)$|\b(released?|cut ?off|created|updated)\b|연도|출시",
            rf"^((active|total|activated|model|embedding|trainable|non-embedding|#|number of|num) ?)*"
            rf"(parameters?|params|sizes?|layers|heads|vocab(ulary)?( size)?|flops?|epochs?){_REMARK}$",
            rf"^((gpu|peak|max|vram|gpu peak|model|disk|file) )*(memory|vram|ram|disk|size|usage|gpu hours|power)"
            rf"( usage| size| consumption)?{_REMARK}$",
            rf"^(max(imum)? )?(context|ctx|seq|sequence)( window| length| size| len)?{_REMARK}$",
            r"^(bits?|bpw|wbits|group ?size|batch( size)?|learning rate|lr|seed|temperature|top.?[pk]|alpha)$",
            r"\b(std|stdev|std dev|standard deviation|sd$|variance|var$|p.?values?|t.?stat)\b",
            r"\b(lower|upper)( bound| limit| ci)?$|\bq\d+\b|^(min|max|minimum|maximum)$",
            r"^(organi[sz]ation|license|licence|architecture|flagged|moe|merged|generation|co.{0,2} cost.*|hub|"
            r"hub hearts|available.*|submission.*|upload.*|weight type|chat template|eval name|base model|official.*)$",
        )
    )
)
"""Headings of numbers that are no scores."""

_ERROR = re.compile(
    r"^ ?(±|\+/-)|[\s(](±|\+/-)\)?$|\b(std ?err(ors?)?|stderr|standard errors?|s\.?e\.?|error bars?)\b|"
    r"\bmargin of error\b|\bmoe\b|"
    r"(?<!\w)(\d\d(\.\d+)? ?(%|pct|percent)? ?)?\b(ci|confidence (intervals?|limits?|bounds?))\b"
    r"( ?\(?\d\d(\.\d+)? ?%?\)?)?|"
    r"표준 ?오차|오차 ?범위|신뢰 ?구간|标准误差?|標準誤差|置信区间|信頼区間"
)
"""Headings of how sure the scores of another column are."""

_INTERVAL = re.compile(r"\bci\b|\bconfidence\b|\bmargin\b|\bmoe\b|오차 ?범위|신뢰 ?구간|置信区间|信頼区間")

_AVERAGE = re.compile(
    r"\b(average|avg|mean|median|overall|total|sum|aggregate|composite)\b|^(global|final)( (score|average|avg))?$|"
    r"평균|종합|합계|총점|중앙값|平均|总分|综合|総合|总和|合計|中位数"
)
"""Headings of what may be an average of other columns."""

_OF_ALL = re.compile(
    r"(\b(average|avg|mean|median|overall|total|sum|aggregate|composite|global|final|grand|naive|macro|micro|weighted|"
    r"simple|scores?|of all|all|the|benchmarks?|tasks?|acc(uracy)?|points?)\b|평균|종합|합계|총점|중앙값|전체|점수|점|"
    r"平均|总分|综合|総合|总和|合計|总体|得分|分数|分|분|值|点|スコア|[\s.,:()*#%-])+"
)
_SUM = re.compile(r"\b(total|sum|median|weighted|harmonic|geometric)\b|합계|총점|중앙값|总分|总和|合計|中位数")


def without_symbols(heading: str) -> str:
    """Return a heading without arrows, emoji and other signs."""
    return " ".join(_SYMBOLS.sub("", _PLACE.sub("", heading)).split())


@lru_cache(maxsize=1 << 15)
def plain_heading(heading: str) -> str:
    """Return a heading without signs, a unit in brackets and case, with blanks for underscores."""
    text = without_symbols(heading.replace("_", " ")).casefold()
    return re.sub(r" ?\((in )?([bmkt]|%|percent|(b|m|tr)illions?)\)$", "", text).strip(" *")


def has_likes(heading: str) -> bool:
    """Whether a heading is one of likes, whatever else it says."""
    return _LIKES in heading


def fact_called(heading: str) -> str | None:
    """Return the fact that a heading names by a usual word; a remark in brackets behind it doesn't count."""
    text = plain_heading(heading)
    bare = re.sub(r" ?\([^()]*\)$", "", text)
    by_word = {fact: words for fact, words in FACT_WORDS.items() if text in words}
    return next(iter(by_word), "name" if bare in FACT_WORDS["name"] else None)


def first_called(fact: str, headings: Iterable[str]) -> str | None:
    """Return the heading that names a fact by the surest of its words."""
    texts = {heading: plain_heading(heading) for heading in headings}
    for word in FACT_WORDS[fact]:
        for heading, text in texts.items():
            if text == word:
                return heading
    return next((heading for heading in texts if fact == "name" and fact_called(heading) == "name"), None)


def is_no_score(heading: str) -> bool:
    """Whether numbers below a heading are no scores: ranks, counts, sizes, lengths, dates, spreads."""
    return _NO_SCORE.search(plain_heading(heading)) is not None


def is_error(heading: str) -> bool:
    """Whether a heading is one of standard errors or intervals of another column."""
    return _ERROR.search(plain_heading(heading)) is not None


def without_error(heading: str) -> str:
    """Return a heading of errors without the words that say so: the rest may name the column that they are of."""
    return " ".join(_ERROR.sub(" ", plain_heading(heading)).split())


def is_interval(heading: str) -> bool:
    """Whether a column of errors is one of 95 % intervals."""
    return _INTERVAL.search(plain_heading(heading)) is not None


def is_average(heading: str) -> bool:
    """Whether a heading is one of averages."""
    return _AVERAGE.search(plain_heading(heading)) is not None


def is_of_all(heading: str) -> bool:
    """Whether a heading is one of averages and names nothing that they are of: they are of all other columns."""
    return is_average(heading) and _OF_ALL.fullmatch(plain_heading(heading)) is not None


def is_plain_mean(heading: str) -> bool:
    """Whether a heading of averages may mean the mean, and not a sum, a median or a weighted mean."""
    return _SUM.search(plain_heading(heading)) is None


def is_average_metric(metric: str) -> bool:
    """Whether a metric says that its figures are averages over several benchmarks, as OpenCompass has them."""
    return re.fullmatch(r"((naive|weighted|harmonic) )?(average|mean)", plain_heading(metric)) is not None


def heading_called(name: str, headings: Iterable[str]) -> str | None:
    r"""Return the heading that a name means, which may have blanks or `\n` in place of line breaks."""
    wanted = one_line(name.replace("\\n", " "))
    return next((heading for heading in headings if heading in (name, wanted)), None)
