"""Records of Every Eval Ever: a JSON file for each run of a model, with how each score was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from llmsurvey.boards import tidy
from llmsurvey.boards.board import LARGEST
from llmsurvey.boards.measure import PERCENT
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.decode_json import decode_json
from llmsurvey.importers.folders import files_below
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.json_nodes import count_in, mapping_in, number_in, text_in
from llmsurvey.importers.lm_eval_run import day_of_seconds
from llmsurvey.importers.read_file import content_of, day_in, warning_at
from llmsurvey.messages import say

BOARD = "every-eval-ever"

_FIELDS = (b'"schema_version"', b'"evaluation_id"', b'"evaluation_results"')

_REPORTERS = {"first_party": "developer", "third_party": "third-party"}
"""Who reports a score, by the evaluator's relationship to the model; of others none is told."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether a JSON file has the fields that every record must have."""
    return path.suffix == ".json" and all(field in head for field in _FIELDS)


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """Return one board of all records. Raises BoardError where no file holds any."""
    faults: list[Fault] = []
    files = [file for path in paths for file in (files_below(path, ".json", faults) if path.is_dir() else [path])]
    rows: list[dict[str, Any]] = []
    for number, file in enumerate(files, 1):
        request.progress(number, len(files))
        try:
            rows += _rows_of(file, request, faults)
        except BoardError as error:
            if len(files) == 1:
                raise
            faults.append(warning_at(file, 0, say("{problem} Left out", problem=error.message)))
    if not rows:
        raise BoardError(say("{path} has no scores of Every Eval Ever.", path=paths[0]))
    scores = tidy.trim_columns({name: [row.get(name) for row in rows] for name in tidy.COLUMNS})
    return [Reading(tidy.to_board(scores, request.board or BOARD, request.date), tuple(faults), (), scores)]


def _rows_of(file: Path, request: Request, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    """Yield the scores of a record; what is none is told. Raises BoardError for a file that is no record."""
    try:
        record = mapping_in(decode_json(content_of(file)))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BoardError(say("{file} is no whole JSON: {reason}.", file=file, reason=str(error))) from None
    model = mapping_in(record.get("model_info"))
    name = text_in(model.get("id")) or text_in(model.get("name"))
    results = record.get("evaluation_results")
    if name is None or not isinstance(results, list):
        raise BoardError(say("{file} is no record of Every Eval Ever: it names no model or no results.", file=file))
    source = mapping_in(record.get("source_metadata"))
    is_open = mapping_in(model.get("additional_details")).get("model_availability") == "open_weights"
    facts = {
        "name": name,
        "hub": hub_of(name) if is_open else None,
        "date": day_of(record),
        "source": text_in(file.name),
        "harness": harness_of(record),
        "reporter": request.reporter or _REPORTERS.get(str(source.get("evaluator_relationship"))),
    }
    for result in results:
        row = _score_of(mapping_in(result), request)
        if row is None:
            evaluation = text_in(mapping_in(result).get("evaluation_name")) or "?"
            faults.append(warning_at(file, 0, say("{name} has no score: left out", name=evaluation)))
        else:
            yield facts | row


def _score_of(result: Mapping[str, Any], request: Request) -> dict[str, Any] | None:
    """Return a score with how it was measured and how sure it is; None for a result without one."""
    details, config = mapping_in(result.get("score_details")), mapping_in(result.get("metric_config"))
    name, score = text_in(result.get("evaluation_name")), number_in(details.get("score"))
    if name is None or score is None or not abs(score) <= LARGEST:
        return None
    benchmark = request.registry.find_benchmark(name)
    factor, unit = _unit_of(config, score)
    error = _error_of(mapping_in(details.get("uncertainty")))
    return {
        "benchmark": benchmark.id if benchmark else name,
        "metric": text_in(config.get("metric_id")) or text_in(config.get("metric_name")),
        "unit": unit,
        "better": "lower" if config.get("lower_is_better") is True else "higher",
        "value": score * factor,
        "stderr": None if error is None else error * factor,
        "items": count_in(mapping_in(details.get("uncertainty")).get("num_samples")),
        "note": _settings_of(result),
    }


def _unit_of(config: Mapping[str, Any], score: float) -> tuple[float, str]:
    """Return what makes a score one in its unit, and the unit: a share is in percent where its bounds say so."""
    stated, most = text_in(config.get("metric_unit")), number_in(config.get("max_score"))
    least = number_in(config.get("min_score"))
    is_binary = config.get("score_type") == "binary"
    if (stated in ("proportion", "fraction") or is_binary or (least, most) == (0, 1)) and 0 <= score <= 1:
        return 100, PERCENT
    if (stated in ("percent", "percentage", "%") or (least, most) == (0, 100)) and 0 <= score <= 100:
        return 1, PERCENT
    return 1, "points" if stated == "points" else "number"


def _error_of(uncertainty: Mapping[str, Any]) -> float | None:
    """Return the standard error of a score: as stated, or of the deviation of so many samples."""
    error = number_in(mapping_in(uncertainty.get("standard_error")).get("value"))
    if error is None:
        deviation, samples = number_in(uncertainty.get("standard_deviation")), count_in(uncertainty.get("num_samples"))
        error = deviation / math.sqrt(samples) if deviation is not None and samples else None
    return error if error is not None and 0 <= error <= LARGEST else None


def _settings_of(result: Mapping[str, Any]) -> str | None:
    """Return the settings that answers were generated with, in words; those that are themselves records aren't."""
    settings = mapping_in(mapping_in(result.get("generation_config")).get("generation_args"))
    plain = {name: value for name, value in settings.items() if isinstance(value, (int, float, str))}
    return text_in(", ".join(f"{name} {value}" for name, value in plain.items()))


def harness_of(record: Mapping[str, Any]) -> str | None:
    """Return the program that measured, with its version; None where a record doesn't know it."""
    library = mapping_in(record.get("eval_library"))
    words = [text_in(library.get(name)) for name in ("name", "version")]
    return " ".join(word for word in words if word and word != "unknown") or None


def day_of(record: Mapping[str, Any]) -> str | None:
    """Return the day of a run, which is stated in seconds since 1970 or as a date."""
    for name in ("evaluation_timestamp", "retrieved_timestamp"):
        stated = text_in(str(record.get(name) or "")) or ""
        try:
            day = day_of_seconds(float(stated))
        except ValueError:
            day = day_in(stated[:10])
        if day is not None:
            return day
    return None
