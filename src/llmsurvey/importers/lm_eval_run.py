"""What a file of the harness says of its run: which model, at which commit, in which precision, and on which day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llmsurvey.errors import BoardError
from llmsurvey.importers.hub import hub_of, revision_in
from llmsurvey.importers.json_nodes import mapping_in, number_in, text_in
from llmsurvey.importers.read_file import day_in
from llmsurvey.messages import say

HARNESS = "lm-evaluation-harness"

_NAMING = ("peft", "delta", "pretrained", "model", "path", "engine")
"""Arguments that name the model, in the order in which the harness asks them: an adapter before what is below it."""

_UNKNOWN = frozenset({"None", "N/A", "null"})
"""Texts that the harness writes for nothing."""

_LOCAL = re.compile(r"models/.*|.*/(checkpoint|(global_?)?step|epoch)[-_]?\d+", re.IGNORECASE)
"""Relative paths that look like repositories of the hub and are none."""

_STAMP = r"\d\d-\d\d-20\d\d-\d\d-\d\d-\d\d|20\d\d-\d\d-\d\dT[\d.:+-]+"
_LAST_STAMP = re.compile(rf"[_-]({_STAMP})$")
_BESIDE_NAME = re.compile(rf"(_?(eval_)?results?)?([_-]({_STAMP}))*$")
"""What a file's name has behind that of the model."""

_FIRST_DAY = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).timestamp()
_LAST_DAY = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC).timestamp()
"""Between these a time in seconds is one since 1970, not one since the machine was started."""


def config_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says of how the run was made; lighteval has it in `config_general`."""
    return mapping_in(data.get("config")) or mapping_in(data.get("config_general"))


def facts_of(path: Path, data: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the facts of the entry that a file is about. Raises BoardError for a name that is none."""
    config = config_of(data)
    settings = mapping_in(config.get("model_config"))  # lighteval
    arguments = _arguments_in(config.get("model_args"))
    name = _name_in(path, (*(arguments.get(key) for key in _NAMING), *_stated_names(data, config, settings)))
    hub = None if name is None or _LOCAL.fullmatch(name) else hub_of(name)
    return {
        "name": hub or name or _name_from_file(path),
        "hub": hub,
        "revision": (revision_in(name) if name else None) or _revision_of(arguments, {**settings, **config}),
        "precision": _precision_of(arguments, config, settings),
        "date": _day_of(data.get("date"), path),
        "source": text_in(path.name),
        "harness": _harness_of(data, config),
    }


def _stated_names(data: Mapping[str, Any], *configs: Mapping[str, Any]) -> list[Any]:
    return [data.get("model_name"), *(config.get("model_name") for config in configs)]


def _name_in(path: Path, candidates: tuple[Any, ...]) -> str | None:
    """Return the first of some names that is one, on one line and without the slash that a folder ends in.

    Raises BoardError for one that is longer than any name.
    """
    for candidate in candidates:
        if isinstance(candidate, str) and candidate.strip() and candidate not in _UNKNOWN:
            name = text_in(candidate)
            if name is None:
                raise BoardError(
                    say("{file} names its model in {count:,} characters.", file=path, count=len(candidate))
                )
            return name.rstrip("/\\") or name
    return None


def _name_from_file(path: Path) -> str:
    """Return what the name of a file tells of its model: all but the results' stamp."""
    stem = text_in(path.stem) or "?"
    return _BESIDE_NAME.sub("", stem, count=1) or stem


def _first_text(*nodes: Any) -> str | None:
    """Return the first of some nodes that is a text and says something."""
    texts = (text_in(node) for node in nodes)
    return next((text for text in texts if text and text not in _UNKNOWN), None)


def _arguments_in(node: Any) -> dict[str, str]:
    """`model_args`: a mapping, or `pretrained=...,revision=...`; a comma within a value belongs to it."""
    if isinstance(node, dict):
        return {key: str(value) for key, value in node.items() if isinstance(value, (str, bool, int, float))}
    parts = re.split(r",(?=\w+=)", node) if isinstance(node, str) else []
    return {key.strip(): value for key, _, value in (part.partition("=") for part in parts)}


def _revision_of(arguments: Mapping[str, str], config: Mapping[str, Any]) -> str | None:
    """Return the revision that was asked for; where that is none in particular, the commit that it was at.

    Of an adapter or a delta it is its own commit: `model_sha` is that of the model below.
    """
    asked = _first_text(arguments.get("revision"), config.get("model_revision"), config.get("revision"))
    kind = next((kind for kind in ("peft", "delta") if _first_text(arguments.get(kind))), "model")
    commit = _first_text(config.get(f"{kind}_sha"))
    return commit or asked if asked in (None, "main") else asked


def _precision_of(arguments: Mapping[str, str], config: Mapping[str, Any], settings: Mapping[str, Any]) -> str | None:
    """Return the type that the model was loaded in; a quantised one is known by what was asked for, not by its type."""
    for bits in ("4bit", "8bit"):
        if arguments.get(f"load_in_{bits}", "").casefold() == "true":
            return bits
    precision = _first_text(arguments.get("dtype"), config.get("model_dtype"), settings.get("dtype"))
    return None if precision in (None, "auto") else precision.removeprefix("torch.")


def _harness_of(data: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    """Return the harness with its version, or else the commit it was at."""
    if "config_general" in data:
        return " ".join(part for part in ("lighteval", (_first_text(config.get("lighteval_sha")) or "")[:7]) if part)
    version = _first_text(data.get("lm_eval_version")) or (_first_text(data.get("git_hash")) or "")[:7]
    return f"{HARNESS} {version}".strip()


def day_of_seconds(seconds: float) -> str | None:
    """Return the day (UTC) that a number of seconds since 1970 falls on; None for what is no such number."""
    if not _FIRST_DAY <= seconds < _LAST_DAY:
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()


def _day_of(stated: Any, path: Path) -> str | None:
    """Return the day of a run: as the file says it in seconds since 1970 (UTC), or its name."""
    seconds = number_in(stated)
    if seconds is not None and (day := day_of_seconds(seconds)):
        return day
    if (text := text_in(stated)) and (day := day_in(text)):
        return day
    stamp = _LAST_STAMP.search(path.stem)  # what the harness itself puts behind a name that may have days in it
    is_neox = "eval_results_" in path.name
    return (day_in(stamp[1], month_first=is_neox) if stamp else None) or day_in(path.name, month_first=is_neox)
