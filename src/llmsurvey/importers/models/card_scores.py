"""The results that cards report (`model-index`, `.eval_results/`), as the tidy table of a board of their own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.boards import tidy
from llmsurvey.boards.board import LARGEST
from llmsurvey.errors import RegistryError
from llmsurvey.importers.models.files import place_of, read_text, root_of, stated_text
from llmsurvey.importers.models.folder import ModelFiles
from llmsurvey.importers.scales import Scale, scale_of_metric
from llmsurvey.importers.shots import take_shots
from llmsurvey.messages import say
from llmsurvey.records.dates import parse_date
from llmsurvey.registry.nodes import Node, read_document
from llmsurvey.registry.registry import Registry

BOARD = "model-cards"
"""The board that results of cards are kept on: what developers report, never among what a board measured."""

_FOLDER = ".eval_results"
_WHOLE = ("default", "all", "main", "none", "", "winogrande_xl", "multiple_choice")
"""Configs of a dataset that name no part of it, or the part that everybody takes (WinoGrande, TruthfulQA)."""

_USUAL = (None, "test", "validation", "val", "dev")
"""Splits that benchmarks are usually measured on, which one it is by benchmark; another is told in the version."""


class Score(NamedTuple):
    """A result as a card reports it, with its place."""

    place: str
    benchmark: str
    metric: str | None
    value: float
    scale: Scale
    shots: int | None = None
    harness: str | None = None
    version: str | None = None
    date: str | None = None


def scores_of(models: Iterable[ModelFiles], registry: Registry) -> tidy.Tidy | None:
    """Return the results that the cards of some models report, in percent where they are shares; None for none.

    Whether the shares of a card are fractions is decided over all of one metric. What is no number is told, and left
    out.
    """
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for model in models:
        scores = [*_of_card(model, registry), *_of_folder(model, registry)]
        for score, value in zip(scores, _in_units(model, scores), strict=True):
            row = (
                model.hub or model.name,
                model.hub,
                model.path.revision,
                score.date,
                score.place,
                score.benchmark,
                score.metric,
                score.shots,
                score.harness,
                score.version,
                "third-party" if score.harness else "developer",
                score.scale.unit,
                score.scale.better,
                value,
            )
            for name, cell in zip(_COLUMNS, row, strict=True):
                columns[name].append(cell)
    return tidy.trim_columns(columns) if columns["value"] else None


_COLUMNS = (
    "name",
    "hub",
    "revision",
    "date",
    "source",
    "benchmark",
    "metric",
    "shots",
    "harness",
    "version",
    "reporter",
    "unit",
    "better",
    "value",
)


def _in_units(model: ModelFiles, scores: Sequence[Score]) -> list[float]:
    """Return the values in their units: shares in percent, those of a metric all in the same way."""
    shares: dict[str | None, list[Score]] = {}
    for score in scores:
        if score.scale.is_share:
            shares.setdefault(score.metric, []).append(score)
    fractions = {
        metric
        for metric, members in shares.items()
        if all(-1 <= score.value <= 1 for score in members) and any(score.value for score in members)
    }
    for metric in fractions:
        model.warn(
            shares[metric][0].place,
            say('"{metric}" is written as a fraction: taken times 100', metric=str(metric)),
        )
    is_fraction = [score.scale.is_share and score.metric in fractions for score in scores]
    return [
        round(score.value * 100, 10) if fraction else score.value
        for score, fraction in zip(scores, is_fraction, strict=True)
    ]


def _of_card(model: ModelFiles, registry: Registry) -> Iterator[Score]:
    """Yield the results of `model-index` in front of a card."""
    if model.card is None:
        return
    for entry in model.card.items("model-index"):
        for result in _items(entry, "results"):
            for metric in _items(result, "metrics"):
                value = _value_of(model, metric)
                if value is not None:
                    yield _score_of(result, metric, value, registry)


def _items(owner: Node, name: str) -> list[Node]:
    """Return the items of a list that have fields, or none where there is no list."""
    node = owner.value.get(name) if isinstance(owner.value, dict) else None
    items = node.value if node is not None and isinstance(node.value, list) else []
    return [item for item in items if isinstance(item.value, dict)]


def _value_of(model: ModelFiles, holder: Node) -> float | None:
    """Return the value of a result; what is no number is told."""
    node = holder.value.get("value")
    text = node.text.strip().removesuffix("%") if node is not None and node.value is not None else ""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isfinite(value) and abs(value) <= LARGEST and not (node and isinstance(node.value, bool)):
        return value
    model.warn(place_of(node or holder), say('"{value}" is no number: result left out', value=text[:60]))
    return None


def _text(owner: Node, *path: str) -> str | None:
    """Return the text at a path of fields; None where there is none."""
    node: Node | None = owner
    for name in path:
        node = node.value.get(name) if node is not None and isinstance(node.value, dict) else None
    stated = stated_text(node)
    return stated.value[:200] if stated is not None else None


def _score_of(result: Node, metric: Node, value: float, registry: Registry) -> Score:
    named, kind = _text(metric, "name"), _text(metric, "type")
    data = [_text(result, "dataset", name) for name in ("name", "type")]
    config, split = _text(result, "dataset", "config"), _text(result, "dataset", "split")
    said = [take_shots(text) for text in (named, kind, *data) if text]
    shots = _few_shot(result)
    if shots is None:
        shots = next((saying.shots for saying in said if saying.has_shots), None)
    name = take_shots(kind).rest if kind else None
    if name and _known(registry, name):
        name = None  # older cards of the leaderboard have the benchmark where the metric should be
    return Score(
        place_of(metric),
        _benchmark_of(registry, config, [saying.rest for saying in said], data),
        name,
        value,
        scale_of_metric(kind or ""),
        shots,
        _text(result, "source", "name"),
        None if split in _USUAL else split,
    )


def _few_shot(result: Node) -> int | None:
    """Return the shots among the arguments of a dataset, which are an object or a list of them."""
    data = result.value.get("dataset")
    arguments = data.value.get("args") if data is not None and isinstance(data.value, dict) else None
    if arguments is None:
        return None
    holders = arguments.value if isinstance(arguments.value, list) else [arguments]
    for holder in holders:
        node = holder.value.get("num_few_shot") if isinstance(holder.value, dict) else None
        if node is not None and type(node.value) is int and 0 <= node.value < 1000:
            return int(node.value)
    return None


def _known(registry: Registry, name: str | None) -> str | None:
    benchmark = registry.find_benchmark(name) if name else None
    return benchmark.id if benchmark is not None else None


def _benchmark_of(registry: Registry, config: str | None, said: Sequence[str], data: Sequence[str | None]) -> str:
    """Return a benchmark: of the registry by its config or its names, with the config as its part, else as it is."""
    own = None if config is None or config.casefold() in _WHOLE else config
    registered = _known(registry, own)
    if registered is not None:
        return registered
    names = [*said, *(name for name in data if name), *(name.rpartition("/")[2] for name in data if name)]
    registered = next(filter(None, (_known(registry, name) for name in names)), None)
    stated = next((name for name in data if name), None) or next(iter(said), "?")
    name = registered or stated.rpartition("/")[2]  # a slash separates a part of a benchmark
    return f"{name}/{own}" if own is not None and own.casefold() != name.casefold() else name


def _of_folder(model: ModelFiles, registry: Registry) -> Iterator[Score]:
    """Yield the results in `.eval_results/`, a file of YAML for each evaluation."""
    folder = model.path.folder / _FOLDER
    if model.path.files is not None or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml"):
            yield from _of_file(model, path, registry)


def _of_file(model: ModelFiles, path: Path, registry: Registry) -> Iterator[Score]:
    try:
        tree = read_document(str(path), read_text(path, root_of(model.path.folder)))
    except RegistryError as error:
        model.faults += [fault._replace(warning=True) for fault in error.faults]
        return
    if tree is None or not isinstance(tree.value, list):
        model.warn(f"{path}:1", say("should hold a list of results: left out"))
        return
    for result in tree.value:
        if isinstance(result.value, dict) and (value := _value_of(model, result)) is not None:
            yield _result_of(result, value, registry)


def _result_of(result: Node, value: float, registry: Registry) -> Score:
    data, task = _text(result, "dataset", "id"), _text(result, "dataset", "task_id")
    notes = _text(result, "notes")
    return Score(
        place_of(result),
        _of_task(registry, task, data),
        None,
        value,
        scale_of_metric(""),
        take_shots(notes).shots if notes else None,
        _text(result, "source", "name") or _text(result, "source", "url"),
        notes,
        _day(_text(result, "date")),
    )


def _of_task(registry: Registry, task: str | None, data: str | None) -> str:
    """Return the benchmark of a task: of the registry by its own name or its dataset's, else as it is called."""
    if task is None or task.casefold() in _WHOLE:
        return _benchmark_of(registry, None, [], [data])
    known = _known(registry, task) or _known(registry, (data or "").rpartition("/")[2])
    return known or task.rpartition("/")[2]


def _day(text: str | None) -> str | None:
    """Return a day, None for what is none."""
    try:
        return parse_date(text[:10]) if text else None
    except ValueError:
        return None
