"""YAML: rows as a list of mappings; an answer about one thing as one mapping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

import yaml

from llmsurvey.formats.json import content_of
from llmsurvey.registry.nodes import read_plain
from llmsurvey.tables import Table
from llmsurvey.tables.text import STEERING

_OCTAL = re.compile("[-+]?0o[0-7]+")
"""A number in YAML 1.2, which neither reader here takes for one."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml where it is there, which takes a tenth of the time."""

_RESOLVER, _REPRESENTER, _TEXT = yaml.resolver.Resolver(), yaml.representer.SafeRepresenter(), "tag:yaml.org,2002:str"
_WIDTH = 110


def render(table: Table) -> bytes:
    """Return a list with a mapping for each row, or one mapping; what is unknown is null."""
    return dump_yaml(content_of(table)).encode()


def dump_yaml(value: Any) -> str:
    """Return a value as YAML that any safe loader reads, in its own order; what is shared is written out."""
    return write_events(events_of(value))


def write_events(body: Iterable[yaml.Event], width: int = _WIDTH) -> str:
    """Return a document of some events, with what would steer a terminal escaped; lines are broken from `width` on."""
    head = (yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False))
    end = (yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent())
    text = str(yaml.emit(chain(head, body, end), Dumper=_DUMPER, allow_unicode=True, width=width))
    return STEERING.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def events_of(value: Any) -> Iterator[yaml.Event]:
    """Yield what libyaml writes a value from."""
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, True, flow_style=False)
        for key, item in value.items():
            yield from events_of(key)
            yield from events_of(item)
        yield yaml.MappingEndEvent()
    elif isinstance(value, (list, tuple)):
        yield yaml.SequenceStartEvent(None, None, True, flow_style=False)
        for item in value:
            yield from events_of(item)
        yield yaml.SequenceEndEvent()
    elif isinstance(value, str):
        value = value.encode("utf-8", "backslashreplace").decode()  # no YAML holds half a character
        style = '"' if STEERING.search(value.replace("\n", "")) else None
        yield yaml.ScalarEvent(None, None, (reads_as_text(value), True), value, style=style)
    else:
        yield yaml.ScalarEvent(None, None, (True, False), _REPRESENTER.represent_data(value).value)


@lru_cache(maxsize=10_000)
def reads_as_text(text: str) -> bool:
    """Whether a text without quotes is read as that text: by the reader of registries, and by YAML 1.1 and 1.2."""
    is_text = read_plain(text) is text and not _OCTAL.fullmatch(text)
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return is_text and bool(tag == _TEXT)
