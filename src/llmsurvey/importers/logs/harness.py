"""What the LM Evaluation Harness logs since version 0.4: `samples_TASK_TIME.jsonl`, beside its `results_TIME.json`."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from llmsurvey.errors import BoardError
from llmsurvey.importers.json_nodes import count_in, mapping_in, text_in
from llmsurvey.importers.lm_eval_run import facts_of
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.benchmark_parts import group_by_benchmark
from llmsurvey.importers.logs.harness_answers import read_answers
from llmsurvey.importers.read_file import day_in, warning_at
from llmsurvey.logs.run import Run, Setup, as_json
from llmsurvey.messages import option, say

_NAME = re.compile(r"samples_(?P<task>.+?)(?:_(?P<time>20\d\d-\d\d-\d\d(?:T[\d.:-]+)?))?\.jsonl", re.IGNORECASE)


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is called as the harness calls its logs, or its first answer has the fields that these have."""
    return bool(_NAME.fullmatch(path.name)) or (b'"doc_id"' in head and b'"resps"' in head)


def list_sources(files: Sequence[Path]) -> list[LogSource]:
    """Return the files of one folder and one time together, so that subjects of one benchmark are found among them."""
    by_run: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
    for file in files:
        match = _NAME.fullmatch(file.name)
        by_run[file.parent, (match["time"] or "") if match else file.name].append(file)
    return [LogSource(tuple(sorted(files))) for files in by_run.values()]


def read_runs(source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
    """Yield a run for each benchmark of a source. Raises BoardError where no model is named."""
    tasks = {_task_of(file): file for file in source.files}
    results = _results_beside(source.files[0], request)
    facts = facts_of(Path(source.files[0].name), results) if results else {}
    model = request.model or facts.get("name") or _model_of_folder(source.files[0])
    for benchmark, parts in group_by_benchmark(tasks, request, results.get("group_subtasks")).items():
        run = Run(
            digest=LogSource(tuple(tasks[task] for task in parts)).digest(f"{model}\n{benchmark}"),
            model=model,
            benchmark=benchmark,
            setup=_setup_of(results, list(parts)),
            harness=facts.get("harness"),
            date=facts.get("date") or day_in(source.files[0].name),
            lower_is_better=_lower_is_better(results, list(parts)),
            source=tasks[next(iter(parts))].name,
            planned=_planned_in(results, list(parts)),
        )
        files = [(tasks[task], part or None) for task, part in parts.items()]
        yield ReadRun(run, read_answers(files, texts=request.texts, faults=request.faults))


def _task_of(file: Path) -> str:
    match = _NAME.fullmatch(file.name)
    return match["task"] if match else file.stem


def _model_of_folder(file: Path) -> str:
    """Return the model that the harness calls a folder after (`org__model`). Raises BoardError for any other."""
    organisation, sign, model = file.absolute().parent.name.partition("__")
    if not (organisation and sign and model):
        raise BoardError(
            say(
                "{file}: no file beside it says which model answered. Name it: {option}.",
                file=file,
                option=option("model", "ORG/NAME"),
            )
        )
    return f"{organisation}/{model}"


def _results_beside(file: Path, request: LogRequest) -> Mapping[str, Any]:
    """Return the results that were written with a log, none where they aren't there, or can't be read: that is told."""
    match = _NAME.fullmatch(file.name)
    time = match["time"] if match else None
    path = file.with_name(f"results_{time}.json" if time else "results.json")
    try:
        results = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        request.faults.append(warning_at(path, 0, say("can't be read: the set-up of its logs isn't known")))
        return {}
    return mapping_in(results)


def _setup_of(results: Mapping[str, Any], tasks: list[str]) -> Setup:
    """Return how questions were put; of tasks in which a setting differs, it isn't one setting."""
    return Setup(
        shots=_shared([count_in(mapping_in(results.get("n-shot")).get(task)) for task in tasks]),
        task_version=_shared([_version(mapping_in(results.get("versions")).get(task)) for task in tasks]),
        generation=_shared([_generation(results, task) for task in tasks]),
        prompts=_prompts(results),
    )


def _shared(values: list[Any]) -> Any:
    return values[0] if len(set(values)) == 1 else None


def _version(value: Any) -> str | None:
    return None if value is None else text_in(str(value))


def _generation(results: Mapping[str, Any], task: str) -> str | None:
    settings = mapping_in(mapping_in(results.get("configs")).get(task)).get("generation_kwargs")
    return as_json(settings) if isinstance(settings, dict) and settings else None


def _prompts(results: Mapping[str, Any]) -> str | None:
    """Return by what the prompts differ from the plain ones: a chat template, an instruction before all."""
    stated = {
        "chat template": results.get("chat_template_sha"),
        "system instruction": results.get("system_instruction_sha"),
        "few shots as turns": results.get("fewshot_as_multiturn") or None,
    }
    return "; ".join(f"{name} {str(value)[:12]}" for name, value in stated.items() if value) or None


def _planned_in(results: Mapping[str, Any], tasks: list[str]) -> int | None:
    """Return how many questions of some tasks were to be asked, None where that isn't told of each."""
    stated = mapping_in(results.get("n-samples"))
    counts = [count_in(mapping_in(stated.get(task)).get("effective")) for task in tasks]
    return None if None in counts else sum(filter(None, counts))


def _lower_is_better(results: Mapping[str, Any], tasks: list[str]) -> tuple[str, ...]:
    stated = mapping_in(results.get("higher_is_better"))
    return tuple(
        dict.fromkeys(
            str(metric) for task in tasks for metric, higher in mapping_in(stated.get(task)).items() if higher is False
        )
    )
