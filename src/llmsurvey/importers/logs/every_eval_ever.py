"""Items of Every Eval Ever: `UUID_samples.jsonl` beside `UUID.json`, the record of the run that they are of."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from llmsurvey.errors import BoardError, reason_of
from llmsurvey.importers.decode_json import decode_json
from llmsurvey.importers.every_eval_ever import day_of, harness_of
from llmsurvey.importers.json_nodes import mapping_in, text_in
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.importers.logs.benchmark_parts import check_one, group_by_benchmark
from llmsurvey.importers.logs.clusters import cluster_of
from llmsurvey.importers.logs.texts import hash_of, text_of
from llmsurvey.importers.read_file import check_size, content_of, warning_at
from llmsurvey.importers.read_samples import Notices
from llmsurvey.logs.run import Run, Setup, as_json
from llmsurvey.messages import Message, say

_SUFFIX = "_samples.jsonl"


class _Evaluation(msgspec.Struct):
    score: float | int | bool


class Item(msgspec.Struct):
    """What is kept of an item."""

    model_id: str
    evaluation_name: str
    sample_id: str
    evaluation: _Evaluation
    evaluation_result_id: str | None = None
    sample_hash: str | None = None
    input: Any = None
    output: Any = None
    metadata: dict[str, Any] | None = None


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file has lines, the first of which have the fields that all items must have."""
    return path.suffix == ".jsonl" and all(
        field in head for field in (b'"evaluation_id"', b'"sample_id"', b'"answer_attribution"')
    )


def list_sources(files: Sequence[Path]) -> list[LogSource]:
    """Return each file as a source, with the record beside it."""
    return [LogSource((file, record) if (record := _record_of(file)).exists() else (file,)) for file in files]


def _record_of(file: Path) -> Path:
    return file.with_name(f"{file.name.removesuffix(_SUFFIX).removesuffix('.jsonl')}.json")


def read_runs(source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
    """Yield a run for each benchmark and model that the items are of. Raises BoardError for a file without any."""
    file = source.files[0]
    record = _read_record(file, request) if len(source.files) > 1 else {}
    stated = _results_in(record)
    measured = dict.fromkeys((item.model_id, item.evaluation_name) for _, item in _read_items(file, None))
    if not measured:
        raise BoardError(say("{file} has no items of Every Eval Ever.", file=file))
    check_one("model", dict.fromkeys(model_id for model_id, _ in measured), request)
    by_benchmark = group_by_benchmark(dict.fromkeys(name for _, name in measured), request)
    by_run: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for benchmark, parts in by_benchmark.items():
        for model_id, name in measured:
            if name in parts:
                by_run[request.model or model_id, benchmark][name] = parts[name]
    digest = source.digest()
    for number, ((model, benchmark), parts) in enumerate(by_run.items()):
        of_run = [result for result in stated if result.get("evaluation_name") in parts]
        run = Run(
            digest=hashlib.sha256(f"{digest}\n{model}\n{benchmark}".encode()).hexdigest(),
            model=model,
            benchmark=benchmark,
            setup=Setup(generation=_generation_of(of_run)),
            harness=harness_of(record),
            date=day_of(record),
            evaluator=text_in(mapping_in(record.get("source_metadata")).get("evaluator_relationship")),
            lower_is_better=tuple(
                dict.fromkeys(
                    _metric_of(result) for result in of_run if _config_of(result).get("lower_is_better") is True
                )
            ),
            source=file.name,
        )
        models = {model_id for model_id, _ in measured} if request.model else {model}
        items = _read_items(file, Notices(file, request.faults) if number == 0 else None)
        notices = Notices(file, request.faults)
        yield ReadRun(
            run,
            _read_answers(_select(items, models, parts), parts, _results_by_id(stated), notices, texts=request.texts),
        )


def _read_items(file: Path, notices: Notices | None) -> Iterator[tuple[int, Item]]:
    """Yield each item with its line; what isn't one is told if `notices` are given. Raises BoardError."""
    check_size(file, most=None)
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    item: Item = decode_json(line, Item)
                except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                    if notices is not None and line.strip():
                        notices.tell(number, say("is no item ({reason}): left out", reason=str(error)))
                    continue
                item.model_id, item.evaluation_name = text_in(item.model_id) or "", text_in(item.evaluation_name) or ""
                if item.model_id and item.evaluation_name:
                    yield number, item
                elif notices is not None:
                    notices.tell(number, say("names no model or no evaluation: left out"))
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=file, reason=reason_of(error))) from None
    if notices is not None:
        notices.finish()


def _select(
    items: Iterable[tuple[int, Item]], models: Container[str], parts: Container[str]
) -> Iterator[tuple[int, Item]]:
    """Yield the items of some models and evaluations."""
    for line, item in items:
        if item.model_id in models and item.evaluation_name in parts:
            yield line, item


def _read_answers(
    items: Iterable[tuple[int, Item]],
    parts: Mapping[str, str],
    results: Mapping[str, Mapping[str, Any]],
    notices: Notices,
    *,
    texts: bool,
) -> Iterator[pa.RecordBatch]:
    """Yield the answers that items with their lines are, each to a part of the benchmark or all of it ("")."""
    answers = AnswerColumns()
    for line, item in items:
        wrong = _add_answer(answers, item, parts[item.evaluation_name], results, texts=texts)
        if wrong is not None:
            notices.tell(line, wrong)
        if answers.is_full:
            yield answers.take()
    notices.finish()
    if len(answers):
        yield answers.take()


def _add_answer(
    answers: AnswerColumns, item: Item, part: str, results: Mapping[str, Mapping[str, Any]], *, texts: bool
) -> Message | None:
    row = len(answers)
    asked, answered = mapping_in(item.input).get("raw"), mapping_in(item.output).get("raw")
    result = results.get(item.evaluation_result_id or "") or results.get(item.evaluation_name) or {}
    wrong = answers.add(
        f"{part}/{item.sample_id}" if part else item.sample_id,
        item.sample_hash or hash_of(asked),
        part or cluster_of(item.metadata or {}),
        _metric_of(result),
        item.evaluation.score,
    )
    if texts:
        answers.add_texts(row, text_of(asked), text_of(answered))
    return wrong


def _read_record(file: Path, request: LogRequest) -> dict[str, Any]:
    path = _record_of(file)
    try:
        return mapping_in(decode_json(content_of(path)))
    except (BoardError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        request.faults.append(warning_at(path, 0, say("can't be read: the set-up of its logs isn't known")))
        return {}


def _results_in(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    stated = record.get("evaluation_results")
    return [result for result in stated if isinstance(result, dict)] if isinstance(stated, list) else []


def _results_by_id(results: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return results by their id, and by the name of the evaluation where all of that name have one metric."""
    by_name: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        by_name[str(result.get("evaluation_name"))].append(result)
    clear = {name: named[0] for name, named in by_name.items() if len(set(map(_metric_of, named))) == 1}
    by_id = {str(result["evaluation_result_id"]): result for result in results if "evaluation_result_id" in result}
    return clear | by_id


def _config_of(result: Mapping[str, Any]) -> dict[str, Any]:
    return mapping_in(result.get("metric_config"))


def _metric_of(result: Mapping[str, Any]) -> str:
    """Return the metric of a result; without one it is the score alone."""
    config = _config_of(result)
    return text_in(config.get("metric_id")) or text_in(config.get("metric_name")) or "score"


def _generation_of(results: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the settings that the answers were generated with; of results in which they differ, they aren't one."""
    settings = {
        as_json(arguments)
        for result in results
        if (arguments := mapping_in(mapping_in(result.get("generation_config")).get("generation_args")))
    }
    return settings.pop() if len(settings) == 1 else None
