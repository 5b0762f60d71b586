"""Policies, and the files of repositories that name models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.fuzz.mutation import Mutation, mutate_bytes
from tests.fuzz.program import clear_folder
from tests.fuzz.small_registry import small_registry
from tests.fuzz.structure import mutate_json, mutate_yaml
from tests.fuzz.surface import Surface, check_messages, check_refusal, seeds

from llmsurvey.answers.check import CheckModelsQuestion, check_models
from llmsurvey.answers.check_policy import read_policy
from llmsurvey.drawings.sarif import render
from llmsurvey.errors import LlmsurveyError
from llmsurvey.library import Library


def _check_policy(content: bytes) -> None:
    """A policy is refused with its places, or judges what a repository names."""
    clear_folder()
    Path("policy.yaml").write_bytes(content)
    Path("app.py").write_text('load("lab/tuned-7b", "nobody/knows-it")\nAutoModel.from_pretrained("lab/base-7b")\n')
    try:
        read_policy(Path("policy.yaml"), small_registry())
    except LlmsurveyError as error:
        check_refusal(error)
        return
    _check_answer("policy.yaml")


def _checking(name: str) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        """Whatever a file holds, each model that it names stands at a line of it."""
        clear_folder()
        Path(name).write_bytes(content)
        _check_answer(None)

    return check


def _check_answer(policy: str | None) -> None:
    answer = check_models(Library(registry=small_registry()), CheckModelsQuestion(paths=(".",), policy=policy))
    render(answer)
    check_messages([*answer.notes, *(fault.text for fault in answer.faults)])
    for entry in answer.entries:
        check_messages([entry.name])
        lines = Path(entry.file).read_bytes().splitlines() if entry.line else []
        assert not entry.line or entry.line <= len(lines), "a line that the file doesn't have"


def _surface(name: str, file: str, folder: str, mutate: Mutation = mutate_bytes) -> Surface:
    return Surface(name, _checking(file), 80, seeds(folder), mutate)


SURFACES = (
    Surface("check-policy", _check_policy, 150, seeds("policies"), mutate_yaml),
    _surface("check-python", "app.py", "python"),
    _surface("check-notebook", "book.ipynb", "notebooks", mutate_json),
    _surface("check-settings", "app.yaml", "settings", mutate_yaml),
    _surface("check-commands", "Dockerfile", "commands"),
    _surface("check-card", "notes.md", "cards"),
)
