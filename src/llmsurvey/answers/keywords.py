"""Filters, set-ups and readings as keyword arguments of the Python interface, called as the options are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypedDict

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.logs.engine import EngineName

Names = str | Sequence[str]
"""Some names, of which one may stand for itself."""


class SizeKeywords(TypedDict, total=False):
    """Which sizes of which models are wanted, whatever they need: the fields of a `ModelFilter` but those of `fits`."""

    commercial: bool
    survey: bool
    permissive: bool
    own_licence: bool
    data: Literal["caveat", "strict"]
    use: Names
    developer: Names
    licence: Names
    kind: Names
    foundation: Names
    family: Names
    dataset: Names
    language: Names
    condition: Names
    without_condition: Names
    since: str | None
    until: str | None
    min_size: str | int | None
    max_size: str | int | None
    search: str | None


class ChoiceKeywords(SizeKeywords, total=False):
    """What is asked of a choice: the fields of a `ChooseQuestion`, and those of its filter."""

    fits: str | None
    precision: Names
    context: int | None
    cache_type: str | None
    board: str


class ModelKeywords(SizeKeywords, total=False):
    """Which sizes of which models are wanted: the fields of a `ModelFilter`."""

    fits: str | None
    precision: str | None
    context: int | None
    cache_type: str | None


class MeasureKeywords(TypedDict, total=False):
    """How scores were measured: the fields of a `MeasureFilter`.

    `shots` is one number for all benchmarks, or a number for each; "" stands for all others.
    """

    benchmark: Names
    metric: Names
    shots: int | Mapping[str, int] | None
    harness: str | None
    task_version: str | None
    reporter: str | None
    revision: str | None
    run_precision: str | None
    mix: bool


class ReadingKeywords(TypedDict, total=False):
    """How a file of scores is to be read: the fields of a `FileReading`."""

    map: Mapping[str, str]
    unit: str | Mapping[str, str] | None
    lower: Names
    table: str | None
    encoding: str | None
    model: str | None


class LogKeywords(TypedDict, total=False):
    """Which logs are asked, and by which engine: the fields of an `AskedLogs` but the one that says that any are."""

    logs_in: str | Path | None
    engine: EngineName
    master: str | None


class CompareKeywords(ReadingKeywords, LogKeywords, total=False):
    """What is asked of the files that models are compared by."""


class BoardKeywords(MeasureKeywords, ReadingKeywords, total=False):
    """What is asked of the scores of a board or a file."""


class ScoreKeywords(ModelKeywords, BoardKeywords, total=False):
    """What is asked of the scores of a board or a file, and of the models that have them."""


class PlotKeywords(ScoreKeywords, LogKeywords, total=False):
    """What is asked of what a picture is drawn from."""


class Asked(NamedTuple):
    """What keyword arguments ask for."""

    models: ModelFilter
    measures: MeasureFilter
    reading: FileReading
    logs: AskedLogs


_OF_SCORES = ("models", "measures", "reading")


def asked_by(keywords: Mapping[str, Any], *groups: str) -> Asked:
    """Return what keyword arguments ask for: of some `groups`, or a filter, a set-up and a reading.

    Raises TypeError for one that belongs to none of them.
    """
    remaining = dict(keywords)
    if isinstance(shots := remaining.get("shots"), Mapping):
        remaining["shots"] = shots.get("")
        remaining["shots_of"] = {benchmark: number for benchmark, number in shots.items() if benchmark}
    kinds = {"models": ModelFilter, "measures": MeasureFilter, "reading": FileReading, "logs": AskedLogs}
    asked = Asked(
        **{
            name: _make_record(kind, remaining if name in (groups or _OF_SCORES) else {})
            for name, kind in kinds.items()
        }
    )
    if remaining:
        raise TypeError(f"unexpected keyword argument {next(iter(remaining))!r}")
    return asked


def each_of(names: Names) -> tuple[str, ...]:
    """Return some names, of which one may stand for itself."""
    return (names,) if isinstance(names, str) else tuple(names)


def _make_record(kind: Any, keywords: dict[str, Any]) -> Any:
    """Return a record of those `keywords` that are its fields, and take these out; a single name stands for a tuple."""
    values = {field.name: keywords.pop(field.name) for field in fields(kind) if field.name in keywords}
    several = {field.name for field in fields(kind) if field.default == ()}
    return kind(**{name: each_of(value) if name in several else value for name, value in values.items()})
