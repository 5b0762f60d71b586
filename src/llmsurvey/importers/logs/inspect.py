"""What Inspect logs: `.eval`, an archive with a file for each sample, or the same as one JSON file."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from llmsurvey.errors import BoardError, reason_of
from llmsurvey.importers.json_nodes import count_in, mapping_in, text_in
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.inspect_answers import Sample, read_answers
from llmsurvey.importers.read_file import check_size, content_of, day_in
from llmsurvey.logs.run import Run, Setup, as_json
from llmsurvey.messages import say

_HEADER = re.compile(rb'\{\s*"version"\s*:\s*\d+\s*,\s*"status"\s*:\s*"\w+"\s*,\s*"eval"\s*:')
_SAMPLES = re.compile(r"samples/.+\.json")


class _Header(msgspec.Struct):
    """The beginning of a log: what was run."""

    eval: dict[str, Any]


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
    yield ReadRun(run, read_answers(file, samples, texts=request.texts, faults=request.faults))


def _read_json(file: Path) -> tuple[dict[str, Any], Iterator[tuple[str, Sample]]]:
    try:
        log = msgspec.json.decode(content_of(file), type=_Log)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BoardError(say("{file} is no whole log of Inspect: {reason}.", file=file, reason=str(error))) from None
    return log.eval, ((f"samples[{number}]", sample) for number, sample in enumerate(log.samples))


def _read_archive(file: Path) -> tuple[dict[str, Any], Iterator[tuple[str, Sample | None]]]:
    """Return what an archive says of its run, and its samples, which are read as they are asked for."""
    check_size(file, most=None)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            name = "header.json" if "header.json" in names else "_journal/start.json"  # of a run that was stopped
            header = msgspec.json.decode(archive.read(name), type=_Header)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError) as error:
        # zipfile has no other word for a way of packing that it doesn't know
        reason = reason_of(error) if isinstance(error, OSError) else str(error).strip("'\"")
        raise BoardError(say("{file} is no whole log of Inspect: {reason}.", file=file, reason=reason)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BoardError(say("{file} is no whole log of Inspect: {reason}.", file=file, reason=str(error))) from None
    return header.eval, _samples_in(file, sorted(name for name in names if _SAMPLES.fullmatch(name)))


def _samples_in(file: Path, names: Sequence[str]) -> Iterator[tuple[str, Sample | None]]:
    """Yield each sample of an archive with its name, None for one that can't be read."""
    decode = msgspec.json.Decoder(Sample).decode
    with zipfile.ZipFile(file) as archive:
        for name in names:
            try:
                yield name, decode(archive.read(name))
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
                yield name, None
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                yield name, None


def _run_of(file: Path, header: dict[str, Any], source: LogSource, request: LogRequest) -> Run:
    model = request.model or text_in(header.get("model"))
    task = text_in(header.get("task"))
    if model is None or task is None:
        raise BoardError(say("{file} names no model or no task: it is no log of Inspect.", file=file))
    name = task.rpartition("/")[2] or task
    benchmark = request.benchmark or request.find(name) or name
    created = text_in(header.get("created"))
    version = text_in(mapping_in(header.get("packages")).get("inspect_ai"))
    settings = mapping_in(header.get("model_generate_config"))
    stated_version = header.get("task_version")
    return Run(
        digest=source.digest(f"{model}\n{benchmark}"),
        model=model,
        benchmark=benchmark,
        setup=Setup(
            shots=count_in(mapping_in(header.get("task_args")).get("fewshot")),
            task_version=None if stated_version is None else text_in(str(stated_version)),
            generation=as_json(settings) if settings else None,
        ),
        harness=" ".join(filter(None, ("inspect_ai", version))),
        date=day_in(created[:10]) if created else None,
        source=file.name,
    )
