"""Columns of scores that are of one benchmark, measured in several ways: they are never averaged with each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.importers.column_roles import ScoreColumns, benchmark_of
from llmsurvey.importers.markup import one_line
from llmsurvey.importers.shots import take_shots
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.registry import Registry

_AT = re.compile(r"(?<![^\W_])(?P<metric>[a-z]+)[@^](?P<count>\d+|k)(?![^\W_])", re.IGNORECASE)
"""Metrics that say how many answers are looked at: `pass@1`, `maj@8`, `recall@10`."""

_WAY = re.compile(
    r"(?<![^\W_])(acc[ _]norm|acc|accuracy|(macro|micro|weighted)[ _-]f1|f1|em|exact[ _-]match|mc1|mc2|"
    r"bleu|rouge[ _-]?[l1-9]*|chrf|length[ _-]controlled|lc|raw|normali[sz]ed|norm|strict|loose|"
    r"(no|non|without|w/o|with|w/|\+)?[ _-]?(cot|thinking|tools?)|chain[ _-]of[ _-]thought|greedy|"
    r"정확도|准确率|正解率)(?![^\W_])",
    re.IGNORECASE,
)
"""Words of how something was measured, which don't make it another benchmark."""

SCORE = "score"
"""What a benchmark is called of which nothing is said but how it was measured."""


class _Way(NamedTuple):
    """What a heading is of, in one spelling, how it is called, and the words of how it was measured."""

    key: str
    benchmark: str
    words: str


def gather_ways(scores: Mapping[str, ScoreColumns], registry: Registry) -> dict[str, ScoreColumns]:
    """Return columns of scores, in which those that differ only in metric, shots or the like are of one benchmark.

    That is done only where several columns are of one: a column by itself keeps its heading as its name.
    """
    ways = {
        heading: _way_of(heading, score, registry)
        for heading, score in scores.items()
        if score.metric != AVERAGE and score.scale.is_averaged
    }
    groups: dict[str, list[str]] = {}
    for heading, way in ways.items():
        if way.key:
            groups.setdefault(way.key, []).append(heading)
    gathered = dict(scores)
    for group in groups.values():
        if len(group) > 1:
            benchmark = next((scores[member].benchmark for member in group if scores[member].is_known), None)
            for heading in group:
                if not scores[heading].is_known:
                    gathered[heading] = _as_way(heading, scores[heading], ways[heading], benchmark, ways[group[0]])
    return gathered


def _as_way(heading: str, score: ScoreColumns, way: _Way, benchmark: str | None, first: _Way) -> ScoreColumns:
    """Return the scores as a way of measuring the benchmark of their group."""
    metric = way.words or score.metric
    if metric is None and score.shots is None:
        metric = heading
    return score._replace(benchmark=benchmark or first.benchmark, metric=metric)


def _way_of(heading: str, score: ScoreColumns, registry: Registry) -> _Way:
    """Return what a heading is of. Where nothing else is said, only `pass@1` and `pass@10`, and shots, are one."""
    if score.is_known:
        return _Way(score.benchmark, score.benchmark, "")
    said = take_shots(heading)
    at, word = _AT.search(said.rest), _WAY.search(said.rest)
    rest = one_line(_WAY.sub(" ", _AT.sub(" ", said.rest))).strip(" _-,;:/|()[]")
    if not rest:
        if at is not None:
            return _Way(f"{at['metric'].casefold()}@", f"{at['metric']}@k", at[0])
        return _Way(SCORE, SCORE, said.rest) if said.has_shots else _Way("", heading, "")
    benchmark_id = benchmark_of(rest, registry)
    words = " ".join(match[0] for match in (at, word) if match)
    return _Way(benchmark_id or loose_form(re.sub(r"[^\w+]+", "", rest)), benchmark_id or rest, words.strip(" _-"))
