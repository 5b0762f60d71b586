"""What the columns of a foreign table are, by their headings: guessed, or as they are said to be."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.tidy import COLUMNS
from llmsurvey.errors import RequestError
from llmsurvey.importers.bounds import Bounds
from llmsurvey.importers.contents import are_counts, are_places, have_digits
from llmsurvey.importers.error_columns import bounds_of, errors_of, headings_with_errors
from llmsurvey.importers.fact_columns import IN_WIDE_TABLES, columns_of_facts
from llmsurvey.importers.grid import Cells
from llmsurvey.importers.heading_words import (
    fact_called,
    has_likes,
    heading_called,
    is_average,
    is_error,
    is_no_score,
    is_of_all,
    without_symbols,
)
from llmsurvey.importers.own_columns import RANK_COLUMNS, is_ranking
from llmsurvey.importers.scales import SHARE, Scale, in_percent, scale_of
from llmsurvey.importers.shots import take_bare_number, take_shots
from llmsurvey.messages import option, say
from llmsurvey.registry.nearest_names import did_you_mean
from llmsurvey.registry.registry import Registry

_METRIC = re.compile(
    r"(?<![a-z])(acc_norm|acc|macro_f1|f1|em|exact_match|mc1|mc2|bleu|rouge[l1-9]*|pass@\d+)\b", re.IGNORECASE
)
SLASH = "\N{FULLWIDTH SOLIDUS}"
"""What stands for a slash in the name of a benchmark that is no part of another; searches take the two for one."""


class ScoreColumns(NamedTuple):
    """A column of scores: of which benchmark, and as far as the heading says so how they were measured."""

    benchmark: str
    metric: str | None = None
    shots: int | None = None
    version: str | None = None
    scale: Scale = SHARE
    is_known: bool = False
    """Whether the registry knows the benchmark."""

    def described(self) -> str:
        """Return what is known of them, in one line."""
        parts = [str(part) for part in (self.benchmark, self.metric, self.shots, self.version) if part is not None]
        if not self.scale.is_share:
            parts.append(self.scale.unit)
        return ", ".join([*parts, say("less is better")] if self.scale.better == "lower" else parts)


class Roles(NamedTuple):
    """Which column is what: facts by their name in COLUMNS, and the columns of scores by their heading.

    `errors` has the column that tells how sure a column of scores is, `bounds` the two that tell it together;
    `left_out` are all columns that hold anything and are none of these.
    """

    facts: dict[str, str]
    scores: dict[str, ScoreColumns]
    errors: Mapping[str, str] = MappingProxyType({})
    bounds: Mapping[str, Bounds] = MappingProxyType({})
    left_out: tuple[str, ...] = ()

    def shown(self) -> tuple[tuple[str, str], ...]:
        """Return what each column was taken for, by heading."""
        return (
            *((heading, fact) for fact, heading in self.facts.items()),
            *((heading, score.described()) for heading, score in self.scores.items()),
            *((heading, say("how sure {scores} is", scores=scores)) for scores, heading in self.errors.items()),
            *(
                (heading, say("how sure {scores} is", scores=scores))
                for scores, ends in self.bounds.items()
                for heading in (ends.low, ends.high)
            ),
        )


def map_headings(mapping: Mapping[str, str], headings: Sequence[str], setting: str = "map") -> dict[str, str]:
    """Return what is said of columns by their headings as they are; `setting` is the option that says it.

    Raises RequestError where no column is called so.
    """
    by_heading = {}
    for name, meaning in mapping.items():
        heading = heading_called(name, headings)
        if heading is None:
            hint = did_you_mean(name, headings)
            raise RequestError(
                say('{option}: no column is called "{name}".{hint}', option=option(setting), name=name, hint=hint)
            )
        by_heading[heading] = meaning.strip()
    return by_heading


def roles_of(
    headings: Sequence[str],
    numeric: Iterable[str],
    mapping: Mapping[str, str],
    registry: Registry,
    unnamed: Sequence[str] = (),
    cells: Mapping[str, Cells] = MappingProxyType({}),
) -> Roles:
    """Return what each column is; `numeric` names those that hold numbers, of which unknown ones are taken for scores.

    Columns that are `unnamed` hold nothing of interest, but for a first one of text, which names the models where no
    other does. What is in `cells` decides where a heading could mean several things. Raises RequestError for a mapping
    that names no column, or two columns for one fact.
    """
    mapping = map_headings(mapping, headings)
    holding = set(numeric)
    own = {heading for heading in headings if _is_own(heading, headings)}
    free = [heading for heading in headings if heading not in mapping and not has_likes(heading)]
    nameless = set(unnamed)
    free = [heading for heading in free if heading not in nameless and heading not in own]
    facts = columns_of_facts(free, mapping, holding, cells)
    named = [heading for heading in headings if heading not in own and heading not in nameless]
    if "benchmark" in facts and "value" in facts:
        return Roles(facts, {}, left_out=_unused_columns(named, {*facts.values(), *mapping}, holding, cells))
    facts = {fact: heading for fact, heading in facts.items() if fact in IN_WIDE_TABLES or heading in mapping}
    taken = set(facts.values())
    free = [heading for heading in free if heading not in taken]
    bounds = bounds_of(headings, [heading for heading in free if benchmark_of(heading, registry) is None])
    ends_of_intervals = {heading for ends in bounds for heading in ends[:2]}
    free = [heading for heading in free if heading not in ends_of_intervals]
    with_errors = headings_with_errors(free, headings, cells)
    scores = _find_scores(headings, _without_counts(free, cells, registry), holding, mapping, registry, with_errors)
    if "name" not in facts and scores and unnamed and unnamed[0] == headings[0] and headings[0] not in holding:
        facts["name"] = headings[0]
    telling = [heading for heading in free if heading not in cells or have_digits(cells[heading])]
    errors, intervals = errors_of(headings, telling, scores, bounds)
    ends = {heading for pair in intervals.values() for heading in pair[:2]}
    used = {*facts.values(), *scores, *errors.values(), *ends, *mapping}
    return Roles(facts, scores, errors, intervals, _unused_columns(named, used, holding, cells))


def _unused_columns(
    headings: Sequence[str], used: Container[str], holding: Container[str], cells: Mapping[str, Cells]
) -> tuple[str, ...]:
    """Return the columns that nothing is read from though they hold something."""
    return tuple(
        heading
        for heading in headings
        if heading not in used
        and (heading in holding or any(cell is not None and cell == cell for cell in cells.get(heading, ())))
    )


def _without_counts(free: Sequence[str], cells: Mapping[str, Cells], registry: Registry) -> list[str]:
    """Return the headings without those of counted things, as `GPUs` are, and of numbers of rows."""
    return [
        heading
        for heading in free
        if heading not in cells
        or not scale_of(heading).is_share
        or is_average(heading)
        or benchmark_of(heading, registry)
        or not (are_counts(heading, cells[heading]) or are_places(cells[heading]))
    ]


def _is_own(heading: str, headings: Sequence[str]) -> bool:
    """Whether a column is one that `rank` writes beside names and scores: its figures aren't measured."""
    return (heading in RANK_COLUMNS or heading == "line") and is_ranking(headings)  # seldom all gone through


def _find_scores(
    headings: Sequence[str],
    free: Sequence[str],
    holding: set[str],
    mapping: Mapping[str, str],
    registry: Registry,
    with_errors: Mapping[str, str],
) -> dict[str, ScoreColumns]:
    """Return the columns of scores: what is mapped to a benchmark, what names one, and other numbers."""
    scores = {}
    is_free = set(free)
    for heading in headings:
        meaning = mapping.get(heading)
        if meaning and meaning not in COLUMNS:
            scores[heading] = scores_meant(meaning, registry, scale_of(heading))
        elif heading in with_errors:
            scores[heading] = scores_meant(with_errors[heading], registry)
        elif heading in is_free and is_score(heading, registry, has_numbers=heading in holding):
            scores[heading] = scores_meant(heading, registry)
    if is_ranking(headings):
        scores = {heading: score._replace(scale=in_percent(score.scale)) for heading, score in scores.items()}
    return with_averages(_tell_raw_apart(scores), mapping)


def is_score(heading: str, registry: Registry, *, has_numbers: bool) -> bool:
    """Whether a column is one of scores, by its heading and by whether it holds numbers."""
    if is_error(heading):
        return False
    return benchmark_of(heading, registry) is not None or (has_numbers and not is_no_score(heading))


def is_text(heading: str, mapping: Mapping[str, str]) -> bool:
    """Whether a column holds text by its heading, or by what it is said to be, though it may look like numbers."""
    return COLUMNS.get(mapping.get(heading) or fact_called(heading) or "value") is str


def benchmark_of(heading: str, registry: Registry) -> str | None:
    """Return the benchmark of the registry that a heading names, with or without shots, metric and `raw` behind it."""
    rest = without_symbols(take_shots(heading).rest)
    base = re.sub(r"[(),]|\.(?!\w)|[/:](?=\s*$)", " ", _METRIC.sub(" ", rest))
    without_raw = re.sub(r"\b(raw|norm)\b", " ", base.replace("_", " "), flags=re.IGNORECASE)
    for name in (heading, base, without_raw, take_bare_number(rest).rest):
        benchmark = registry.find_benchmark(" ".join(name.split()))
        if benchmark is not None:
            return benchmark.id
    return None


def scores_meant(text: str, registry: Registry, scale: Scale | None = None) -> ScoreColumns:
    """Return the scores that a heading names; `scale` is what else is said of theirs."""
    said, metric = take_shots(text), _METRIC.search(text)
    said = said._replace(rest=without_symbols(said.rest))
    stated = metric[0].lower() if metric else None
    if stated is None and re.search(r"[ _]raw$", text, re.IGNORECASE):
        stated = "raw"
    registered = benchmark_of(text, registry)
    bare = take_bare_number(said.rest)
    if registered and not said.has_shots and bare.has_shots and benchmark_of(bare.rest, registry) == registered:
        said = bare if registry.find_benchmark(said.rest) is None else said
    stated_scale = scale_of(text) if scale is None else scale
    if registered and not stated_scale.is_share:  # a word in the name of what the registry knows decides nothing
        stated_scale = SHARE
    benchmark = registered or _named_in_its_whole(said.rest or without_symbols(text) or text, registry)
    return ScoreColumns(
        benchmark,
        AVERAGE if benchmark == "average" else stated,
        said.shots,
        scale=stated_scale,
        is_known=registered is not None,
    )


def _named_in_its_whole(name: str, registry: Registry) -> str:
    """Return the name of a benchmark, whose slash makes it a part only of one that the registry knows."""
    whole, slash, part = name.partition("/")
    whole_benchmark = registry.find_benchmark(whole) if slash and part else None
    return f"{whole_benchmark.id}/{part}" if whole_benchmark else name.replace("/", SLASH)


def _name_parts(scores: dict[str, ScoreColumns]) -> dict[str, ScoreColumns]:
    """Return the scores, of which `MMLU/law` is a part where another column is `MMLU`."""
    wholes = {score.benchmark for score in scores.values()}

    def named(score: ScoreColumns) -> ScoreColumns:
        whole, slash, part = score.benchmark.partition(SLASH)
        is_part = slash and part and whole in wholes
        return score._replace(benchmark=f"{whole}/{part.replace(SLASH, '/')}") if is_part else score

    return {heading: named(score) for heading, score in scores.items()}


def _tell_raw_apart(scores: dict[str, ScoreColumns]) -> dict[str, ScoreColumns]:
    """Return the scores, of which one beside a raw figure of the same benchmark is the normalised one."""
    raw = {score.benchmark for score in scores.values() if score.metric == "raw"}
    return {
        heading: score._replace(metric="normalised") if score.benchmark in raw and score.metric is None else score
        for heading, score in scores.items()
    }


def with_averages(scores: dict[str, ScoreColumns], stated: Container[str]) -> dict[str, ScoreColumns]:
    """Return the scores with averages marked as such, as far as there are others to average, and parts named.

    Where there are averages alone, the one that names nothing is of the others. A column of those `stated` is what it
    is said to be.
    """
    scores = _name_parts(scores)
    averages = {
        heading
        for heading, score in scores.items()
        if score.scale.is_share and not score.is_known and heading not in stated and is_average(heading)
    }
    if not _has_others(scores, averages):
        averages = {heading for heading in averages if is_of_all(heading)}
        if not _has_others(scores, averages):
            return scores
    return {
        heading: score._replace(metric=AVERAGE) if heading in averages else score for heading, score in scores.items()
    }


def _has_others(scores: Mapping[str, ScoreColumns], averages: Container[str]) -> bool:
    """Whether there are scores that can be averaged beside some averages."""
    return any(
        heading not in averages and score.metric != AVERAGE and score.scale.is_averaged
        for heading, score in scores.items()
    )
