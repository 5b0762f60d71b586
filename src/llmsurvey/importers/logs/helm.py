"""What HELM writes of each instance: `per_instance_stats.json`, beside `run_spec.json` and `scenario_state.json`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.decode_json import decode_json
from llmsurvey.importers.json_nodes import count_in, mapping_in, text_in
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.importers.logs.texts import hash_of
from llmsurvey.importers.read_file import content_of, warning_at
from llmsurvey.importers.read_samples import Notices
from llmsurvey.logs.run import Run, Setup, as_json
from llmsurvey.messages import counted, say

_STATS = "per_instance_stats.json"
_SPEC, _STATE = "run_spec.json", "scenario_state.json"

_NO_SCORES = re.compile(
    r"num_.*|training_.*|inference_.*|batch_size|finish_reason_.*|prompt_truncated|max_prob|logprob|.*perplexity.*"
)
"""What HELM counts of each instance that says nothing of the answer."""

_SETTINGS = ("temperature", "max_tokens", "stop_sequences", "num_outputs")


class _Spec(NamedTuple):
    """What a folder of HELM says of its run; `part` is what it is a part of the benchmark by (a subject)."""

    folder: Path
    model: str | None
    groups: tuple[str, ...]
    part: str | None
    adapter: dict[str, Any]


class _Instance(msgspec.Struct):
    instance_id: str
    stats: list[dict[str, Any]]
    train_trial_index: int = 0
    perturbation: Any = None


class _State(msgspec.Struct):
    instance: dict[str, Any]
    result: dict[str, Any] | None = None


class _States(msgspec.Struct):
    request_states: list[_State]


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is called as HELM calls its statistics of each instance."""
    return path.name == _STATS


def list_sources(files: Sequence[Path]) -> list[LogSource]:
    """Return the files of one run below one folder together: subjects have a folder each."""
    by_benchmark: defaultdict[tuple[Path, str | None, str | None], list[_Spec]] = defaultdict(list)
    for folder in sorted(file.parent for file in files):
        try:
            spec = _spec_of(folder)
        except BoardError:  # which is told when it is read
            spec = _Spec(folder, None, (str(folder),), None, {})
        by_benchmark[folder.parent, spec.model, next(iter(spec.groups), None)].append(spec)
    runs = (run for specs in by_benchmark.values() for run in _tell_runs_apart(specs))
    return [LogSource(tuple(sorted(path for spec in run for path in _files_in(spec.folder)))) for run in runs]


def _tell_runs_apart(specs: Sequence[_Spec]) -> Iterable[list[_Spec]]:
    """Return the folders of one model and benchmark run by run: a run has no subject twice.

    Where any is there twice, folders of one set-up belong together.
    """
    if len({spec.part for spec in specs}) == len(specs):
        return [list(specs)]
    by_run: defaultdict[tuple[Setup, int], list[_Spec]] = defaultdict(list)
    times: Counter[tuple[Setup, str | None]] = Counter()
    for spec in specs:
        setup = _setup_of([spec.adapter])
        by_run[setup, times[setup, spec.part]].append(spec)
        times[setup, spec.part] += 1
    return by_run.values()


def _files_in(folder: Path) -> Iterator[Path]:
    yield folder / _STATS
    yield from (path for name in (_SPEC, _STATE) if (path := folder / name).exists())


def read_runs(source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
    """Yield the run of a source. Raises BoardError where files are missing or broken."""
    specs = [_spec_of(folder) for folder in dict.fromkeys(file.parent for file in source.files)]
    model = request.model or specs[0].model
    groups = specs[0].groups
    known = next(filter(None, map(request.find, groups)), None)
    benchmark = request.benchmark or known or next(iter(groups), None)
    if model is None or benchmark is None:
        raise BoardError(say("{file} names no model or no benchmark.", file=specs[0].folder / _SPEC))
    run = Run(
        digest=source.digest(f"{model}\n{benchmark}"),
        model=model,
        benchmark=benchmark,
        setup=_setup_of([spec.adapter for spec in specs]),
        harness="HELM",
        source=specs[0].folder.name,
    )
    yield ReadRun(run, _read_answers(specs, texts=request.texts, faults=request.faults))


def _spec_of(folder: Path) -> _Spec:
    """Return what a folder says of its run. Raises BoardError where it says nothing."""
    spec = mapping_in(_decode(folder / _SPEC, Any))
    adapter, scenario = mapping_in(spec.get("adapter_spec")), mapping_in(spec.get("scenario_spec"))
    stated = spec.get("groups")
    groups = [text_in(group) for group in stated] if isinstance(stated, list) else []
    name = (text_in(spec.get("name")) or "").partition(":")[0]
    words = [text_in(value) for value in mapping_in(scenario.get("args")).values()]
    part = ",".join(word for word in words if word and word not in groups)
    return _Spec(folder, text_in(adapter.get("model")), tuple(filter(None, (*groups, name))), part or None, adapter)


def _setup_of(adapters: Sequence[dict[str, Any]]) -> Setup:
    """Return how questions were put; of folders in which a setting differs, it isn't one setting."""
    shots = {count_in(adapter.get("max_train_instances")) for adapter in adapters}
    settings = {as_json({name: adapter[name] for name in _SETTINGS if name in adapter}) for adapter in adapters}
    methods = {text_in(adapter.get("method")) for adapter in adapters}
    return Setup(
        shots=shots.pop() if len(shots) == 1 else None,
        generation=settings.pop() if len(settings) == 1 else None,
        prompts=methods.pop() if len(methods) == 1 else None,
    )


def _read_answers(specs: Sequence[_Spec], *, texts: bool, faults: list[Fault]) -> Iterator[pa.RecordBatch]:
    answers = AnswerColumns()
    for spec in specs:
        path = spec.folder / _STATS
        notices = Notices(path, faults)
        asked = _texts_in(spec.folder, faults)
        for instance in _scored_instances(path, faults):
            question, answer = asked.get(instance.instance_id, (None, None))
            row = len(answers)
            id = instance.instance_id if spec.part is None else f"{spec.part}/{instance.instance_id}"
            for metric, score in _scores_of(instance):
                wrong = answers.add(id, hash_of(question), spec.part, metric, score, instance.train_trial_index)
                if wrong is not None:
                    notices.tell(0, say("{name} {problem}", name=instance.instance_id, problem=wrong))
            if texts:
                answers.add_texts(row, question, answer)
            if answers.is_full:
                yield answers.take()
        notices.finish()
    if len(answers):
        yield answers.take()


def _scored_instances(path: Path, faults: list[Fault]) -> list[_Instance]:
    """Return the instances that HELM's own figure is of; how many others there are is told.

    These are of the split `test` where there is one, and none that was perturbed.
    """
    instances = _decode(path, list[_Instance])
    plain = [instance for instance in instances if instance.perturbation is None]
    scored = [instance for instance in plain if _split_of(instance) == "test"] or plain
    if left_out := len(instances) - len(scored):
        problem = counted(
            "{number:,} answer to a question of another split, or perturbed: left out",
            "{number:,} answers to questions of another split, or perturbed: left out",
            left_out,
        )
        faults.append(warning_at(path, 0, problem))
    return scored


def _split_of(instance: _Instance) -> str | None:
    splits = (text_in(mapping_in(stat.get("name")).get("split")) for stat in instance.stats)
    return next(filter(None, splits), None)


def _scores_of(instance: _Instance) -> Iterator[tuple[str, Any]]:
    for stat in instance.stats:
        named = mapping_in(stat.get("name"))
        name = text_in(named.get("name"))
        if name and stat.get("count") and "perturbation" not in named and not _NO_SCORES.fullmatch(name):
            yield name, stat.get("mean")


def _texts_in(folder: Path, faults: list[Fault]) -> dict[str, tuple[str | None, str | None]]:
    """Return the texts of questions and answers by the id of the instance; empty where they aren't there."""
    path = folder / _STATE
    if not path.exists():
        return {}
    try:
        states = _decode(path, _States).request_states
    except BoardError:
        faults.append(warning_at(path, 0, say("can't be read: the texts of its questions aren't known")))
        return {}
    return {
        str(state.instance.get("id")): (
            mapping_in(state.instance.get("input")).get("text"),
            next((mapping_in(one).get("text") for one in mapping_in(state.result).get("completions") or ()), None),
        )
        for state in states
        if state.instance.get("perturbation") is None
    }


def _decode(path: Path, kind: Any) -> Any:
    """Return what a JSON file holds. Raises BoardError for one that isn't there, or isn't as it should be."""
    try:
        return decode_json(content_of(path), kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=str(error))) from None
