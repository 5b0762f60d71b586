"""The models that command lines name: in shell scripts, Dockerfiles, workflows, and whatever else runs commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from llmsurvey.importers.repositories.model_names import ADDRESS, REPOSITORY, ModelNames, Place
from llmsurvey.importers.repositories.model_words import names_models

_NAME = rf"(?P<name>{REPOSITORY}(?:[@:][\w.-]+)?)(?![\w/$({{%<*])"
_BARE = r"(?P<name>[A-Za-z][\w.:-]*)(?![\w/$({%<*.])"
_QUOTE = r"[\"']?"
_OPTIONS = r"(?:--?[\w-]+(?:[= ](?!-)[^\s/]+)?\s+)*"

_BEHIND_OPTION = re.compile(rf"(?<![\w-])(?P<word>--?[A-Za-z][\w-]*){_QUOTE}(?:\s*[=,]\s*|\s+(?:-\s+)?){_QUOTE}{_NAME}")
_BARE_BEHIND_OPTION = re.compile(rf"(?<![\w-])(?P<word>--[A-Za-z][\w-]*)(?:=|\s+){_QUOTE}{_BARE}")
_HUB_OPTIONS = {"-hf", "-hfr", "--hf-repo", "-hfv", "--hf-repo-v", "--hf-repo-draft"}
"""Options of llama.cpp that name a repository."""

_DOWNLOAD = re.compile(rf"\b(?P<word>(?:huggingface-cli|hf)\s+download)\s+{_OPTIONS}{_QUOTE}{_NAME}(?P<rest>[^\n;&|]*)")
_SERVE = re.compile(rf"\b(?P<word>vllm\s+(?:serve|bench)|sglang\s+serve|mlx_lm\.\w+)\s+{_OPTIONS}{_QUOTE}{_NAME}")
_OLLAMA = re.compile(rf"\b(?P<word>ollama\s+(?:pull|run))\s+{_OPTIONS}{_QUOTE}(?P<name>[A-Za-z][\w./:-]*)")
_ARGUMENTS = re.compile(rf"(?<![\w-])(?P<word>pretrained|peft|delta|tokenizer|base_model)={_NAME}")
"""The model arguments of the evaluation harness: `pretrained=ORG/NAME,dtype=float16`."""

_VARIABLE = re.compile(rf"(?P<word>\b[A-Za-z_]\w*)(?:=|:-|:=|\}}:-){_QUOTE}{_NAME}")
_ENV = re.compile(rf"^\s*(?:ENV|ARG)\s+(?P<word>\w+)\s+{_QUOTE}{_NAME}", re.MULTILINE)
_ADDRESS = re.compile(ADDRESS)
_NO_MODELS = re.compile(r"--repo-type[= ][\"']?(?:dataset|space)")


class InText(NamedTuple):
    """A model that a text names: where its name begins, how it reads, and what it stands in."""

    offset: int
    name: str
    named_in: str


def find_in_commands(text: str, names: ModelNames) -> Iterator[InText]:
    """Yield the models that command lines in a text name; lines that a backslash goes on with are one."""
    text = text.replace("\\\n", "  ").replace("\\\r\n", "   ")
    for pattern in (_DOWNLOAD, _SERVE):
        for match in pattern.finditer(text):
            if not _NO_MODELS.search(match.groupdict().get("rest") or ""):
                yield from _read(match, names, Place.CALL, lambda word: True)
    for pattern in (_BEHIND_OPTION, _ARGUMENTS, _VARIABLE, _ENV):
        yield from (
            found for match in pattern.finditer(text) for found in _read(match, names, Place.WORD, _is_of_models)
        )
    for match in _BARE_BEHIND_OPTION.finditer(text):
        yield from _read(match, names, Place.WORD, names_models)
    for match in _OLLAMA.finditer(text):
        if (name := names.read_ollama(match["name"])) is not None:
            yield InText(match.start("name"), name, " ".join(match["word"].split()))
    for match in _ADDRESS.finditer(text):
        if (name := names.read(match[0], Place.ANY)) is not None:
            yield InText(match.start() + max(0, match[0].find(name)), name, "huggingface.co")


def _is_of_models(word: str) -> bool:
    return word in _HUB_OPTIONS or word in ("pretrained", "peft", "delta") or names_models(word)


def _read(
    match: re.Match[str], names: ModelNames, place: Place, is_of_models: Callable[[str], bool]
) -> Iterator[InText]:
    word = " ".join(match["word"].split())
    name = names.read(match["name"], place) if is_of_models(word) else None
    if name is not None:
        yield InText(match.start("name"), name, word)
