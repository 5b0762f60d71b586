"""What the columns of a foreign table are, by their headings: guessed, or as they are said to be."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from llmsurvey.boards.measures import AVERAGE
from llmsurvey.boards.tidy import COLUMNS
from llmsurvey.errors import RequestError
from llmsurvey.importers.markup import one_line
from llmsurvey.importers.scales import SHARE, Scale, scale_of
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import did_you_mean

_WORDS = {
    "name": (
        "fullname", "full name", "model", "model name", "name", "models", "llm", "llms", "language model", "system",
        "model id", "model key", "checkpoint", "모델", "모델명", "모델 이름", "모델이름",
        "モデル", "モデル名", "模型", "模型名称",
    ),
    "hub": ("hub", "repository", "repo", "url", "link", "model link"),
    "revision": ("revision", "model sha", "sha", "commit"),
    "precision": ("precision", "dtype", "torch dtype"),
    "parameters": (
        "parameters", "params", "#params", "params b", "#params b", "# params", "size", "model size", "매개변수",
        "파라미터", "参数量", "パラメータ数",
    ),
    "date": ("date", "evaluated", "날짜", "日期"),
    "benchmark": (
        "benchmark", "benchmarks", "task", "tasks", "groups", "group", "dataset", "datasets", "eval", "evaluation",
        "test", "test set", "benchmark (metric)", "벤치마크", "과제", "태스크",
        "ベンチマーク", "数据集", "基准", "任务",
    ),
    "metric": ("metric", "metrics", "measure", "평가지표", "지표", "指标"),
    "filter": ("filter",),
    "shots": ("shots", "shot", "n-shot", "# shots", "#shots", "n shot", "num fewshot", "few-shot", "fewshot"),
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

_BOTH = ("filter", "line")
"""Facts that columns have which a tidy table has not, or that aren't kept as they are."""

_NO_SCORE = re.compile(
    r"(?<!re)\brank(s|ing|ings)?\b|순위|등수|순번|名次|排名|順位|"
    r"^(#|no\.?|nr|number|id|ids|idx|index|unnamed( \d+)?|unnamed: \d+|level \d+|index level \d+|position|place|t|"
    r"type|p)$|"
    r"\b(model|task|run|eval) ?ids?$|^id\b|"
    r"\b(votes?|battles?|games?|matches|likes?|downloads?|stars|hearts?|counts?|wins|losses|ties|draws)\b|^n\b|^num\b|"
    r"^number of\b|\bsamples?$|\bquestions$|투표|득표|票|"
    r"\b(length|len|lengths)$|\b(avg|average|mean|output|response|answer|summary)? ?(tokens?|words?|characters|chars)$|"
    r"\btokens( \([a-z]+\))?$|길이|长度|"
    r"\b(year|date|dates|released?|cut ?off|created|updated)\b|연도|출시|"
    r"\b(parameters?|params|layers|vocab(ulary)?|flops?|gpu hours|vram|memory|disk|context( window| length| size)?|"
    r"max seq|bits?|bpw|file size|model size|epochs?|batch( size)?|learning rate|seed|temperature|top.?[pk])\b|"
    r"\b(std|stdev|std dev|standard deviation|sd|variance|var|p.?values?|z.?scores?|t.?stat|quantile|percentile)\b|"
    r"\b(lower|upper)( bound| limit| ci)?$|\bq\d+\b|\b(min|max|minimum|maximum)$|"
    r"^(organi[sz]ation|license|licence|architecture|flagged|moe|merged|generation|co.{0,2} cost.*|hub|hub hearts|"
    r"available.*|submission.*|upload.*|weight type|chat template|eval name|base model|official.*)$"
)
"""Headings of numbers that are no scores."""

_ERROR = re.compile(
    r"±|\+/-|\b(std ?err(ors?)?|stderr|standard errors?|s\.?e\.?|error bars?|margin of error|moe)\b|"
    r"\b(\d\d ?(%|pct|percent)? ?)?(ci|confidence intervals?)( \d\d ?%?)?\b"
)
"""Headings of how sure the scores of another column are."""

_INTERVAL = re.compile(r"\bci\b|\bconfidence\b|\bmargin\b|\bmoe\b")

_AVERAGE = re.compile(
    r"\b(average|avg|mean|overall|total|aggregate|composite)\b|^(global|final)( (score|average|avg))?$|"
    r"평균|종합|합계|총점|平均|总分|综合|総合"
)
"""Headings of what may be an average of other columns."""

_LIKES = "\N{HEAVY BLACK HEART}"
_SHOTS = re.compile(r"\(?\b(\d+)[- ]?shots?\b\)?", re.IGNORECASE)
_METRIC = re.compile(
    r"(?<![a-z])(acc_norm|acc|macro_f1|f1|em|exact_match|mc1|mc2|bleu|rouge[l1-9]*|pass@\d+)\b", re.IGNORECASE
)
_SYMBOLS = re.compile(r"[^\w\s#()%.,+@/\[\]:&'$€£₩¥±-]")
_OWN = frozenset({"rank", "rank_set", "bar", "name", "benchmarks"})
"""Columns that only the program's own ranks have, all together."""


class Scores(NamedTuple):
    """A column of scores: of which benchmark, and as far as the heading says so in which metric, with which shots."""

    benchmark: str
    metric: str | None = None
    shots: int | None = None
    version: str | None = None
    scale: Scale = SHARE


class Roles(NamedTuple):
    """Which column is what: facts by their name in COLUMNS, and the columns of scores by their heading.

    `errors` has the column that tells how sure a column of scores is; `is_interval` whether a heading is of 95 %
    intervals and not of standard errors.
    """

    facts: dict[str, str]
    scores: dict[str, Scores]
    errors: Mapping[str, str] = MappingProxyType({})

    def shown(self) -> tuple[tuple[str, str], ...]:
        """What each column was taken for, by heading."""
        facts = ((heading, fact) for fact, heading in self.facts.items())
        scores = (
            (heading, ", ".join(str(part) for part in (*score[:4], *_beside_share(score.scale)) if part is not None))
            for heading, score in self.scores.items()
        )
        return (*facts, *scores)


def _beside_share(scale: Scale) -> tuple[str | None, str | None]:
    """What is to be said of a scale beside the usual one."""
    return (None if scale.is_share else scale.unit), ("less is better" if scale.better == "lower" else None)


def is_interval(heading: str) -> bool:
    """Whether a column of errors is one of 95 % intervals."""
    return _INTERVAL.search(_plain(heading)) is not None


def heading_called(name: str, headings: Iterable[str]) -> str | None:
    r"""Return the heading that a name means, which may have blanks or `\n` in place of line breaks."""
    wanted = one_line(name.replace("\\n", " "))
    return next((heading for heading in headings if heading in (name, wanted)), None)


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
    facts = {meaning: heading for heading, meaning in mapping.items() if meaning in COLUMNS or meaning in _BOTH}
    free = [heading for heading in headings if heading not in mapping and _LIKES not in heading]
    free = [heading for heading in free if heading not in unnamed and not _is_own(heading, headings)]
    for fact, words in _WORDS.items():
        if fact not in facts:
            heading = next((heading for word in words for heading in free if _plain(heading) == word), None)
            if heading is not None:
                facts[fact] = heading
                free.remove(heading)
    if "benchmark" in facts and "value" in facts:
        return Roles(facts, {})
    for fact in ("benchmark", "value", "metric", "unit", "filter", "better", "shots", "version", "stderr"):
        if fact in facts and facts[fact] not in mapping:
            free.append(facts.pop(fact))
    scores = _scores(headings, free, holding, mapping, registry)
    if "name" not in facts and scores and unnamed and unnamed[0] == headings[0] and headings[0] not in holding:
        facts["name"] = headings[0]
    return Roles(facts, scores, _errors(headings, free, scores))


def _is_own(heading: str, headings: Sequence[str]) -> bool:
    """Whether a column is one that `rank` writes beside names and scores: its figures aren't measured."""
    if not _OWN.issubset(headings):
        return False
    from llmsurvey.boards.rank import COLUMNS as RANK_COLUMNS
    from llmsurvey.boards.rank import FIGURES

    columns = {column.name for column in (*RANK_COLUMNS, *FIGURES.values())}
    return heading in columns - {"name", "hub", "revision", "precision", "parameters", "line", "note"}


def _scores(
    headings: Sequence[str],
    free: Sequence[str],
    holding: set[str],
    mapping: Mapping[str, str],
    registry: Registry,
) -> dict[str, Scores]:
    """The columns of scores, in order: what is mapped to a benchmark, what names one, and what holds other numbers."""
    scores = {}
    for heading in headings:
        meaning = mapping.get(heading)
        if meaning and meaning not in COLUMNS:
            scores[heading] = meant(meaning, registry, scale_of(heading))
        elif heading in free and is_score(heading, registry, has_numbers=heading in holding):
            scores[heading] = meant(heading, registry)
    return with_averages(_told_apart(scores), set(mapping))


def is_score(heading: str, registry: Registry, *, has_numbers: bool) -> bool:
    """Whether a column is one of scores, by its heading and by whether it holds numbers."""
    text = _plain(heading)
    if _ERROR.search(text):
        return False
    if benchmark_of(heading, registry):
        return True
    return has_numbers and not _NO_SCORE.search(text)


def fact_called(heading: str) -> str | None:
    """The fact that a heading names by a usual word."""
    text = _plain(heading)
    return next((fact for fact, words in _WORDS.items() if text in words), None)


def is_text(heading: str, mapping: Mapping[str, str]) -> bool:
    """Whether a column holds text by its heading, or by what it is said to be, though it may look like numbers."""
    return COLUMNS.get(mapping.get(heading) or fact_called(heading) or "value") is str


def _plain(heading: str) -> str:
    """A heading without arrows, emoji, a unit in brackets and case."""
    text = _SYMBOLS.sub("", heading.replace("_", " ")).casefold()
    return re.sub(r"\s*\((b|%|percent|billions?)\)\s*$", "", re.sub(r"\s+", " ", text)).strip()


def benchmark_of(heading: str, registry: Registry) -> str | None:
    """The benchmark of the registry that a heading names, with or without shots, metric and `raw` behind it."""
    base = re.sub(r"[(),]", " ", _METRIC.sub(" ", _SHOTS.sub(" ", _SYMBOLS.sub("", heading))))
    for name in (heading, base, re.sub(r"\b(raw|norm)\b", " ", base.replace("_", " "), flags=re.IGNORECASE)):
        found = registry.find_benchmark(" ".join(name.split()))
        if found is not None:
            return found.id
    return None


def meant(text: str, registry: Registry, scale: Scale | None = None) -> Scores:
    """The scores that a heading names; what else it says of their scale is in `scale`."""
    shots, metric = _SHOTS.search(text), _METRIC.search(text)
    stated = metric[0].lower() if metric else "raw" if re.search(r"[ _]raw$", text, re.IGNORECASE) else None
    known = benchmark_of(text, registry)
    benchmark = known or " ".join(_SYMBOLS.sub("", text).split()) or text
    said = scale_of(text) if scale is None else scale
    if known is not None and not said.is_share:  # the registry knows it as a share: a word in its name decides nothing
        said = SHARE
    return Scores(
        benchmark, AVERAGE if benchmark == "average" else stated, int(shots[1]) if shots else None, None, said
    )


def _told_apart(scores: dict[str, Scores]) -> dict[str, Scores]:
    """The same where a raw figure stands beside another one of the same benchmark: that is then the normalised one."""
    raw = {each.benchmark for each in scores.values() if each.metric == "raw"}
    return {
        heading: each._replace(metric="normalised") if each.benchmark in raw and each.metric is None else each
        for heading, each in scores.items()
    }


def is_average(text: str) -> bool:
    """Whether a heading or a metric is one of averages."""
    return _AVERAGE.search(_plain(text)) is not None


def with_averages(scores: dict[str, Scores], stated: Container[str] = ()) -> dict[str, Scores]:
    """The same with columns that average others marked as averages, as far as there are others.

    A column of those `stated` is what it is said to be.
    """
    averages = {
        heading
        for heading, score in scores.items()
        if score.scale.is_share and score.metric is None and heading not in stated and is_average(heading)
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
    for heading in headings:
        if heading in scores:
            left = heading
        elif heading in free and _ERROR.search(_plain(heading)):
            rest = " ".join(_ERROR.sub(" ", _plain(heading)).split())
            named = next((score for score in scores if rest and _plain(score) == rest), None)
            target = named or left or next(iter(scores), None)
            if target is not None and target not in errors:
                errors[target] = heading
    return errors
