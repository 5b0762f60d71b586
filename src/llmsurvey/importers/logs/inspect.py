"""What Inspect logs: `.eval`, an archive with a file for each sample, or the same as one JSON file."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from llmsurvey.errors import BoardError, reason_of
from llmsurvey.importers.decode_json import decode_json
from llmsurvey.importers.json_nodes import count_in, mapping_in, text_in
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.inspect_answers import Sample, read_answers
from llmsurvey.importers.logs.read_archive import read_member
from llmsurvey.importers.read_file import check_size, content_of, day_in, warning_at
from llmsurvey.logs.run import Run, Setup, as_json
from llmsurvey.messages import say

_HEADER = re.compile(rb'\{\s*"version"\s*:\s*\d+\s*,\s*"status"\s*:\s*"\w+"\s*,\s*"eval"\s*:')
_SAMPLES = re.compile(r"samples/.+\.json")


_SUCCESS = "success"
"""The status of a run that came to its end."""

_MACHINERY = frozenset(
    {
        "adaptive_connections",
        "attempt_timeout",
        "batch",
        "cache",
        "cache_prompt",
        "extra_headers",
        "max_connections",
        "max_retries",
        "timeout",
    }
)
"""Settings of how a model is reached, which are none of how it answers."""


class _Header(msgspec.Struct):
    """What a log says of its run: what was run, how that ended, and what came out; of a stopped one the first alone."""

    eval: dict[str, Any]
    status: str = "started"
    results: dict[str, Any] | None = None
    stats: dict[str, Any] | None = None


class _Log(_Header):
    """A log of one file, of whose samples no more is made than is kept."""

    samples: list[Sample] = []


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is an archive that is called as Inspect calls its logs, or JSON that begins as these do."""
    return (path.suffix == ".eval" and head.startswith(b"PK")) or bool(_HEADER.match(head))


def list_sources(files: Sequence[Path]) -> list[LogSource]:
    """Return each file as a source."""
    return [LogSource((file,)) for file in files]


def read_runs(source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
    """Yield the run of a log. Raises BoardError for a file that isn't a whole one."""
    (file,) = source.files
    read = _read_archive if file.suffix == ".eval" else _read_json
    header, samples = read(file)
    run = _run_of(file, header, source, request)
    if header.status != _SUCCESS:
        problem = say("is of a run that didn't end ({status}): it may lack questions", status=header.status)
        request.faults.append(warning_at(file, 0, problem))
    yield ReadRun(run, read_answers(file, samples, texts=request.texts, faults=request.faults))


def _read_json(file: Path) -> tuple[_Header, Iterator[tuple[str, Sample]]]:
    try:
        log = decode_json(content_of(file), _Log)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BoardError(say("{file} is no whole log of Inspect: {reason}.", file=file, reason=str(error))) from None
    return log, ((f"samples[{number}]", sample) for number, sample in enumerate(log.samples))


def _read_archive(file: Path) -> tuple[_Header, Iterator[tuple[str, Sample | None]]]:
    """Return what an archive says of its run, and its samples, which are read as they are asked for."""
    check_size(file, most=None)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            name = "header.json" if "header.json" in names else "_journal/start.json"  # of a run that was stopped
            header = decode_json(read_member(archive, name), _Header)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError) as error:
        # zipfile has no other word for a way of packing that it doesn't know
        reason = reason_of(error) if isinstance(error, OSError) else str(error).strip("'\"")
        raise BoardError(say("{file} is no whole log of Inspect: {reason}.", file=file, reason=reason)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BoardError(say("{file} is no whole log of Inspect: {reason}.", file=file, reason=str(error))) from None
    return header, _samples_in(file, sorted(name for name in names if _SAMPLES.fullmatch(name)))


def _samples_in(file: Path, names: Sequence[str]) -> Iterator[tuple[str, Sample | None]]:
    """Yield each sample of an archive with its name, None for one that can't be read."""
    with zipfile.ZipFile(file) as archive:
        for name in names:
            try:
                yield name, decode_json(read_member(archive, name), Sample)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
                yield name, None
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                yield name, None


def _run_of(file: Path, header: _Header, source: LogSource, request: LogRequest) -> Run:
    of = header.eval
    model = request.model or text_in(of.get("model"))
    task = text_in(of.get("task"))
    if model is None or task is None:
        raise BoardError(say("{file} names no model or no task: it is no log of Inspect.", file=file))
    name = task.rpartition("/")[2] or task
    benchmark = request.benchmark or request.find(name) or name
    created = text_in(of.get("created"))
    version = text_in(mapping_in(of.get("packages")).get("inspect_ai"))
    stated_version = of.get("task_version")
    return Run(
        digest=_digest_of(header, f"{model}\n{benchmark}") or source.digest(f"{model}\n{benchmark}"),
        model=model,
        benchmark=benchmark,
        setup=Setup(
            shots=count_in(mapping_in(of.get("task_args")).get("fewshot")),
            task_version=None if stated_version is None else text_in(str(stated_version)),
            generation=_generation_of(of),
        ),
        harness=" ".join(filter(None, ("inspect_ai", version))),
        date=day_in(created[:10]) if created else None,
        source=file.name,
        planned=_planned_in(header),
        ended=header.status == _SUCCESS,
    )


def _planned_in(header: _Header) -> int | None:
    """Return how many questions were to be asked; a log counts each once for each of its epochs."""
    ids = mapping_in(header.eval.get("dataset")).get("sample_ids")
    if isinstance(ids, list) and ids:
        return len(ids)
    total = count_in(mapping_in(header.results).get("total_samples"))
    epochs = count_in(mapping_in(header.eval.get("config")).get("epochs")) or 1
    return None if total is None else total // epochs


def _generation_of(of: dict[str, Any]) -> str | None:
    stated = mapping_in(of.get("model_generate_config"))
    settings = {name: value for name, value in stated.items() if name not in _MACHINERY}
    return as_json(settings) if settings else None


def _digest_of(header: _Header, part: str) -> str | None:
    """Return a digest of what makes a run that ended this one, whether it lies there as an archive or as JSON.

    That is its name, when it ended, and what its samples were scored: they may be scored anew. None of another run.
    """
    names = [header.eval.get(name) for name in ("run_id", "eval_id", "task_id", "created")]
    ended = mapping_in(header.stats).get("completed_at")
    if header.status != _SUCCESS or header.results is None or not (ended and any(names[:2])):
        return None
    scores = header.results.get("scores")
    outcome = [
        [score.get("scorer"), score.get("name"), _values_of(score)] for score in scores or () if isinstance(score, dict)
    ]
    counts = [header.results.get(name) for name in ("total_samples", "completed_samples")]
    return hashlib.sha256(f"{part}\n{as_json([names, ended, counts, outcome])}".encode()).hexdigest()


def _values_of(score: dict[str, Any]) -> dict[str, Any]:
    return {name: mapping_in(metric).get("value") for name, metric in sorted(mapping_in(score.get("metrics")).items())}
