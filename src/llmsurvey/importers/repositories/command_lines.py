"""The models that command lines name: `huggingface-cli download`, `vllm serve`, `ollama run`, and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.importers.repositories.model_names import ADDRESS, REPOSITORY, InText, ModelNames, Place
from llmsurvey.importers.repositories.model_words import names_models

_NAME = rf"(?P<name>{REPOSITORY}(?:[@:][\w.-]+)?)(?![\w/$({{%<*])"
_QUOTE = r"[\"']?"
_OPTIONS = r"(?:--?[\w-]+(?:[= ](?!-)[^\s/]+)?\s+)*"

_DOWNLOAD = re.compile(rf"\b(?P<word>(?:huggingface-cli|hf)\s+download)\s+{_OPTIONS}{_QUOTE}{_NAME}[^\n;&|]*", re.ASCII)
_SERVE = re.compile(
    rf"\b(?P<word>vllm\s+(?:serve|bench)|sglang\s+serve|mlx_lm\.\w+)\s+{_OPTIONS}{_QUOTE}{_NAME}", re.ASCII
)
_FUNCTION = re.compile(
    rf"\b(?P<word>from_pretrained|snapshot_download|hf_hub_download|SentenceTransformer)\(\s*(?:\w+\s*=\s*)?[\"']{_NAME}"
    rf"|\b(?P<pipeline>pipeline)\(\s*[\"'][\w-]+[\"']\s*,\s*(?:model\s*=\s*)?[\"']{_NAME.replace('<name>', '<piped>')}",
    re.ASCII,
)
"""A function of Python's or JavaScript's libraries that takes a model, in a text that isn't Python."""

_OLLAMA = re.compile(rf"\b(?P<word>ollama\s+(?:pull|run))\s+{_OPTIONS}{_QUOTE}(?P<name>[A-Za-z][\w./:-]*)", re.ASCII)
_OF_OLLAMA = re.compile(r"\bollama://(?P<name>[A-Za-z][\w./:-]*)", re.ASCII)
_BARE_BEHIND_OPTION = re.compile(
    r"--(?P<word>[A-Za-z][\w-]*)(?:=|[ \t]+)[\"']?(?P<name>[A-Za-z][\w.:-]*)(?![\w/$({%<*.])", re.ASCII
)
_ADDRESS = re.compile(ADDRESS)
_NO_MODELS = re.compile(r"--repo-type[= ][\"']?(?:dataset|space)")

RUNS = ("huggingface-cli", "hf download", "vllm", "sglang", "mlx_lm", "ollama")
"""What stands in every text in which a command that takes models is run."""


def find_in_commands(text: str, names: ModelNames) -> Iterator[InText]:
    """Yield the models that commands take as arguments, those behind an option of theirs, and addresses of the hub."""
    if any(program in text for program in RUNS):
        yield from _find_arguments(text, names)
    for match in _FUNCTION.finditer(text):
        group = "name" if match["name"] else "piped"
        if (name := names.read(match[group], Place.CALL)) is not None:
            yield InText(match.start(group), name, match["word"] or match["pipeline"])
    for match in _BARE_BEHIND_OPTION.finditer(text):
        name = names.read(match["name"], Place.WORD) if names_models(match["word"]) else None
        if name is not None:
            yield InText(match.start("name"), name, f"--{match['word']}", names.known_as(name))
    for match in _ADDRESS.finditer(text):
        if (name := names.read(match[0], Place.ANY)) is not None:
            yield InText(match.start() + max(0, match[0].find(name)), name, "huggingface.co")


def _find_arguments(text: str, names: ModelNames) -> Iterator[InText]:
    for pattern in (_DOWNLOAD, _SERVE):
        for match in pattern.finditer(text):
            name = names.read(match["name"], Place.CALL)
            if name is not None and not _NO_MODELS.search(match[0]):
                yield InText(match.start("name"), name, " ".join(match["word"].split()))
    for pattern, program in ((_OLLAMA, ""), (_OF_OLLAMA, "ollama")):
        for match in pattern.finditer(text):
            if match["name"].startswith("hf.co/"):
                continue  # found as an address
            if (known_as := names.read_ollama(match["name"])) is not None:
                yield InText(match.start("name"), match["name"], program or " ".join(match["word"].split()), known_as)
