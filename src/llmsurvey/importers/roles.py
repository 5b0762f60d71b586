"""What the columns of a foreign table are, by their headings: guessed, or as they are said to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmsurvey.boards.tidy import COLUMNS
from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import did_you_mean

_WORDS = {
    "name": ("fullname", "full name", "model", "model name", "name", "models", "system", "모델", "모델명"),
    "hub": ("hub", "repository", "repo", "url", "link"),
    "revision": ("revision", "model sha", "sha", "commit"),
    "precision": ("precision", "dtype", "torch dtype"),
    "parameters": ("parameters", "params", "#params", "params b", "#params b", "size", "model size", "매개변수"),
    "date": ("date", "evaluated", "날짜"),
    "benchmark": ("benchmark", "task", "dataset", "eval", "벤치마크"),
    "metric": ("metric", "measure"),
    "shots": ("shots", "shot", "n-shot", "num fewshot", "few-shot"),
    "harness": ("harness", "framework"),
    "version": ("version", "task version"),
    "reporter": ("reporter",),
    "unit": ("unit",),
    "value": ("value", "score", "result", "점수"),
    "stderr": ("stderr", "standard error", "se", "std err"),
    "items": ("items", "questions", "n-samples", "samples"),
    "line": ("line",),
    "source": ("source",),
    "note": ("note", "notes"),
}
"""What headings of foreign tables mean, the surest word first."""

_NO_SCORE = re.compile(
    r"^(rank|#|id|index|no|votes?|likes?|downloads?|year|elo|rating|organization|license|licence|type|t|architecture|"
    r"flagged|moe|merged|generation|co.{0,2} cost.*|hub|hub hearts|available.*|"
    r"submission.*|upload.*|weight type|chat template|eval name|"
    r"base model|official.*|순위)$"
)
_LIKES = "\N{HEAVY BLACK HEART}"
_SHOTS = re.compile(r"\(?\b(\d+)[- ]?shots?\b\)?", re.IGNORECASE)
_METRIC = re.compile(r"\b(acc_norm|acc|macro_f1|f1|em|exact_match|mc1|mc2|bleu|rouge[l1-9]*|pass@\d+)\b", re.IGNORECASE)
_SYMBOLS = re.compile(r"[^\w\s#()%.,+@/-]")


class Scores(NamedTuple):
    """A column of scores: of which benchmark, and as far as the heading says so in which metric, with which shots."""

    benchmark: str
    metric: str | None = None
    shots: int | None = None


class Roles(NamedTuple):
    """Which column is what: facts by their name in COLUMNS, and the columns of scores by their heading."""

    facts: dict[str, str]
    scores: dict[str, Scores]

    def shown(self) -> tuple[tuple[str, str], ...]:
        """What each column was taken for, by heading."""
        facts = ((heading, fact) for fact, heading in self.facts.items())
        scores = (
            (heading, ", ".join(str(part) for part in found if part is not None))
            for heading, found in self.scores.items()
        )
        return (*facts, *scores)


def roles_of(headings: Sequence[str], numeric: Iterable[str], mapping: Mapping[str, str], registry: Registry) -> Roles:
    """What each column is; `numeric` names those that hold numbers, of which unknown ones are taken for scores.

    Raises RequestError for a mapping that names no column.
    """
    for heading in mapping:
        if heading not in headings:
            raise RequestError(
                say('--map: no column is called "{name}".{hint}', name=heading, hint=did_you_mean(heading, headings))
            )
    facts = {meaning: heading for heading, meaning in mapping.items() if meaning in COLUMNS}
    free = [heading for heading in headings if heading not in mapping and _LIKES not in heading]
    for fact, words in _WORDS.items():
        if fact not in facts:
            found = next((heading for word in words for heading in free if _plain(heading) == word), None)
            if found is not None:
                facts[fact] = found
                free.remove(found)
    if "benchmark" in facts and "value" in facts:
        return Roles(facts, {})
    for fact in ("benchmark", "value", "metric", "unit"):
        if fact in facts and facts[fact] not in mapping:
            free.append(facts.pop(fact))
    scores = {
        heading: _meant(mapping[heading], registry)
        for heading in headings
        if mapping.get(heading) and mapping[heading] not in COLUMNS
    }
    holding = set(numeric)
    for heading in headings:
        if heading in free and (
            _benchmark(heading, registry) or (heading in holding and not _NO_SCORE.match(_plain(heading)))
        ):
            scores[heading] = _meant(heading, registry)
    return Roles(facts, _told_apart({heading: scores[heading] for heading in headings if heading in scores}))


def is_text(heading: str, mapping: Mapping[str, str]) -> bool:
    """Whether a column holds text by its heading, or by what it is said to be, though it may look like numbers."""
    meant = mapping.get(heading) or next((fact for fact, words in _WORDS.items() if _plain(heading) in words), "value")
    return COLUMNS.get(meant) is str


def _plain(heading: str) -> str:
    """A heading without arrows, emoji, a unit in brackets and case."""
    text = _SYMBOLS.sub("", heading.replace("_", " ")).casefold()
    return re.sub(r"\s*\((b|%|percent|billions?)\)\s*$", "", re.sub(r"\s+", " ", text)).strip()


def _benchmark(heading: str, registry: Registry) -> str | None:
    """The benchmark of the registry that a heading names, with or without shots, metric and `raw` behind it."""
    base = re.sub(r"[(),]", " ", _METRIC.sub(" ", _SHOTS.sub(" ", _SYMBOLS.sub("", heading))))
    for name in (heading, base, re.sub(r"\b(raw|norm)\b", " ", base.replace("_", " "), flags=re.IGNORECASE)):
        found = registry.find_benchmark(" ".join(name.split()))
        if found is not None:
            return found.id
    return None


def _meant(text: str, registry: Registry) -> Scores:
    """The scores that a heading names."""
    shots, metric = _SHOTS.search(text), _METRIC.search(text)
    stated = metric[0].lower() if metric else "raw" if re.search(r"[ _]raw$", text, re.IGNORECASE) else None
    benchmark = _benchmark(text, registry) or _SYMBOLS.sub("", text).strip()
    return Scores(benchmark, "mean" if benchmark == "average" else stated, int(shots[1]) if shots else None)


def _told_apart(scores: dict[str, Scores]) -> dict[str, Scores]:
    """The same where a raw figure stands beside another one of the same benchmark: that is then the normalised one."""
    raw = {each.benchmark for each in scores.values() if each.metric == "raw"}
    return {
        heading: each._replace(metric="normalised") if each.benchmark in raw and each.metric is None else each
        for heading, each in scores.items()
    }
