"""How far apart two models are, by what the harness logged of each question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from llmsurvey.answers.differences import DifferencesAnswer, compare_paired
from llmsurvey.errors import Fault, LlmsurveyError, RequestError
from llmsurvey.importers.pair_samples import pair_up
from llmsurvey.importers.samples import read_log
from llmsurvey.library import Library
from llmsurvey.messages import option, say


def compare_samples(library: Library, paths: tuple[str, str], metric: str | None, *, mix: bool) -> DifferencesAnswer:
    """Return the differences of two models on the questions that both were asked.

    `paths` are the logs of each, files or folders; `metric` and `mix` are what `pair_up` takes. Raises RequestError
    where both are one or nothing can be paired, BoardError for a log that can't be read; whichever is raised has in
    `faults` what looked wrong before.
    """
    first_path, second_path = Path(paths[0]), Path(paths[1])
    if _is_same(first_path, second_path):
        raise RequestError(
            say("{samples} compares two models: {path} is named twice.", samples=option("samples"), path=first_path)
        )
    faults: list[Fault] = []
    try:
        first, second = read_log(first_path, faults), read_log(second_path, faults)
        pairs, notes = pair_up(first, second, metric, library.registry, mix=mix)
    except LlmsurveyError as error:
        error.faults = tuple(faults)
        raise
    return replace(compare_paired(pairs, (first.name, second.name), notes), faults=tuple(faults))


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file; those that can't be looked at don't, which reading them tells."""
    try:
        return path.samefile(other)
    except OSError:
        return False
