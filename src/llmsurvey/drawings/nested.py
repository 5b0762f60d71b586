"""A lineage as JSON or YAML in which what hangs from a branch is nested in it.

A lineage may be thousands of steps long, so nothing here recurses, and from some step on nothing is indented further:
the text grows with the branches and not with their square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import yaml

from llmsurvey.formats import json
from llmsurvey.formats import yaml as yaml_format
from llmsurvey.lineage.branches import Branch

_INDENTED = 20
"""Branches that are more steps away from the root aren't indented further; in YAML they stand in one line."""

_NO_LIMIT = 10**9
_FACTS = [field.name for field in fields(Branch) if field.name != "branches"]


def to_json(root: Branch, envelope: Mapping[str, Any] | None = None) -> str:
    """Return each branch as an object; those that hang from it are its `branches`. An `envelope` is put around it."""
    if envelope is not None:
        begin = json.dump_json(envelope, indent=2).removesuffix("\n}")
        return f'{begin},\n  "answer": {to_json(root).rstrip()}\n}}\n'
    parts: list[str] = []
    last = -1
    for step, branch in root.walk():
        if step <= last:
            parts += [*_close_objects(last, step), ","]
        begin = json.dump_json(_facts_of(branch), indent=2).removesuffix("\n}")
        parts.append(_indent_lines(2 * step, begin) + "," + _indent_lines(2 * step + 1, '"branches": ['))
        last = step
    return "".join([*parts, *_close_objects(last, 0)]).lstrip("\n") + "\n"


def _close_objects(last: int, first: int) -> Iterator[str]:
    """Yield the ends of the objects from the step `last` back to `first`; nothing hangs from the last."""
    yield "]" + _indent_lines(2 * last, "}")
    for step in range(last - 1, first - 1, -1):
        yield _indent_lines(2 * step + 1, "]") + _indent_lines(2 * step, "}")


def _indent_lines(level: int, text: str) -> str:
    """Return text on lines of their own, indented by so many levels."""
    start = "\n" + "  " * min(level, 2 * _INDENTED)
    return start + text.replace("\n", start)


def to_yaml(root: Branch, envelope: Mapping[str, Any] | None) -> str:
    """Return each branch as a mapping; those that hang from it are its `branches`. An `envelope` is put around it."""
    body = _events_of(root) if envelope is None else _events_within(envelope, root)
    return yaml_format.write_events(body, width=_NO_LIMIT)


def _events_within(envelope: Mapping[str, Any], root: Branch) -> Iterator[yaml.Event]:
    *begin, end = yaml_format.events_of({**envelope})
    yield from begin
    yield from yaml_format.events_of("answer")
    yield from _events_of(root)
    yield end


def _events_of(root: Branch) -> Iterator[yaml.Event]:
    last = -1
    for step, branch in root.walk():
        yield from _end_branches(last - step + 1)
        in_one_line = step > _INDENTED
        yield yaml.MappingStartEvent(None, None, True, flow_style=in_one_line)
        for name, value in _facts_of(branch).items():
            yield from yaml_format.events_of(name)
            yield from yaml_format.events_of(value)
        yield from yaml_format.events_of("branches")
        yield yaml.SequenceStartEvent(None, None, True, flow_style=in_one_line)
        last = step
    yield from _end_branches(last + 1)


def _end_branches(number: int) -> Iterator[yaml.Event]:
    """Yield the ends of so many branches."""
    for _ in range(number):
        yield yaml.SequenceEndEvent()
        yield yaml.MappingEndEvent()


def _facts_of(branch: Branch) -> dict[str, Any]:
    """Return what is said of a branch as plain values; what is unknown or empty is left out."""
    values = ((name, getattr(branch, name)) for name in _FACTS)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values
        if value not in (None, "", (), False)
    }
