"""A YAML document as a tree that remembers where everything stands.

PyYAML's own composer recurses (a deeply nested file crashes its C version) and expands aliases without a bound, so the
tree is built here from libyaml's events, one after the other. Plain scalars follow YAML 1.2's core schema, in which
`no` is Norwegian and not false, and dates are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import say
from llmsurvey.registry.layers import MAX_BYTES

_MAX_DEPTH = 40
_MAX_NODES_WITH_ALIASES = 1_000_000
_STANDARD_TAGS = {"str", "int", "float", "bool", "null", "seq", "map", "timestamp"}
_PREFIX = "tag:yaml.org,2002:"
_INT = re.compile(r"^[-+]?[0-9][0-9_]*$")
_FLOAT = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(slots=True)
class Node:
    """A value and its place: a scalar, a list of nodes, or a dict of nodes; `keys` has the places of a dict's keys."""

    file: str
    line: int
    column: int
    value: Any
    keys: dict[str, Node] = field(default_factory=dict)
    weight: int = 1
    """How many nodes it stands for when aliases are written out."""
    depth: int = 1
    """How many levels it has, its own included."""

    def fault(self, message: str, *, warning: bool = False) -> Fault:
        """A fault at this place."""
        return Fault(self.file, self.line, self.column, message, warning)

    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def find(self, path: tuple[str | int, ...], *, key: bool = False) -> Node:
        """The node at a path, or the nearest one above it that exists; with `key`, the place of the last step's key."""
        node = self
        for place, step in enumerate(path):
            last = place == len(path) - 1
            if isinstance(node.value, dict) and step in node.value:
                node = node.keys[str(step)] if key and last and str(step) in node.keys else node.value[step]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return node


def read_document(file: str, content: bytes) -> Node | None:
    """The one YAML document of a file, or None where it is empty.

    Raises RegistryError with the place of the first thing that isn't YAML, isn't UTF-8, or would be dangerous to
    follow.
    """
    import yaml

    text = _decode(file, content)
    try:
        return _Builder(file).build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = error.problem or error.context or say("unreadable")
        message = say("is no YAML: {problem}. Mend the line or quote the text", problem=problem)
        raise RegistryError([Fault(file, line, column, message)]) from None
    except yaml.YAMLError as error:
        message = say("is no YAML: {problem}. Remove the character", problem=str(error).splitlines()[0])
        raise RegistryError([Fault(file, 0, 0, message)]) from None


def _decode(file: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        message = say("has more than {most} MiB. Split it into several files", most=MAX_BYTES // 2**20)
        raise RegistryError([Fault(file, 0, 0, message)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig")) + 1
        message = say("is not UTF-8 text. Save the file as UTF-8")
        raise RegistryError([Fault(file, line, column, message)]) from None
    if control := _CONTROL.search(text):
        lines = text[: control.start()].split("\n")
        place = (len(lines), len(lines[-1]) + 1)
        code = f"U+{ord(control[0]):04X}"
        message = say("holds the control character {code}, which YAML forbids. Remove the character", code=code)
        raise RegistryError([Fault(file, *place, message)])
    return text


class _Builder:
    """Turns a stream of YAML events into one tree, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Node, str | None]] = []
        """The collections that are not closed yet, each with its anchor."""
        self.pending: list[Node | None] = []
        """For each open collection, the key that waits for its value."""
        self.aliases = False

    def build(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self._error(event, say("holds a second document. Keep one document in a file"))
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._start(event, {} if kind == "MappingStartEvent" else [])
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                node, anchor = self.open.pop()
                self.pending.pop()
                root = self._add(node, anchor, event)
            elif kind == "ScalarEvent":
                root = self._add(self._node(event, self._scalar(event)), event.anchor, event)
            elif kind == "AliasEvent":
                root = self._add(self._alias(event), None, event)
        if root is not None and root.value is None:
            return None
        return root

    def _node(self, event: Any, value: Any) -> Node:
        return Node(self.file, event.start_mark.line + 1, event.start_mark.column + 1, value)

    def _start(self, event: Any, value: Any) -> None:
        self._check_tag(event)
        if len(self.open) >= _MAX_DEPTH:
            raise self._too_deep(event)
        self.open.append((self._node(event, value), event.anchor))
        self.pending.append(None)

    def _alias(self, event: Any) -> Node:
        self.aliases = True
        if event.anchor not in self.anchors:
            message = say(
                'refers to "*{anchor}", which is not defined above. Define it with &{anchor}', anchor=event.anchor
            )
            raise self._error(event, message)
        return self.anchors[event.anchor]

    def _add(self, node: Node, anchor: str | None, event: Any) -> Node:
        """Put a finished node where it belongs."""
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            return node
        parent, _ = self.open[-1]
        parent.weight += node.weight
        parent.depth = max(parent.depth, node.depth + 1)
        if len(self.open) + node.depth > _MAX_DEPTH:
            raise self._too_deep(event)
        if self.aliases and parent.weight > _MAX_NODES_WITH_ALIASES:
            raise self._error(event, say("repeats aliases of aliases to an enormous size. Write the entries out"))
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif (key := self.pending[-1]) is None:
            self._check_key(parent, node)
            self.pending[-1] = node
        else:
            parent.value[str(key.value)] = node
            parent.keys[str(key.value)] = key
            self.pending[-1] = None
        return node

    def _check_key(self, parent: Node, key: Node) -> None:
        if isinstance(key.value, (dict, list)):
            raise RegistryError([key.fault(say("a key must be a word. Write `field: value`"))])
        if str(key.value) in parent.value:
            raise RegistryError([key.fault(say('"{key}" is given twice. Keep one of them', key=key.value))])

    def _scalar(self, event: Any) -> Any:
        self._check_tag(event)
        text: str = event.value
        tag = (event.tag or "").removeprefix(_PREFIX)
        if tag == "str" or (not tag and not event.implicit[0]):
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.match(text) and len(text) < 400:
            return int(text.replace("_", ""))
        return float(text) if _FLOAT.match(text) else text

    def _check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag and tag != "!" and not (tag.startswith(_PREFIX) and tag.removeprefix(_PREFIX) in _STANDARD_TAGS):
            message = say(
                'carries the tag "{tag}", which makes no plain value. Remove it', tag=tag.replace(_PREFIX, "!!")
            )
            raise self._error(event, message)

    def _too_deep(self, event: Any) -> RegistryError:
        return self._error(event, say("is nested deeper than {most} levels. Flatten it", most=_MAX_DEPTH))

    def _error(self, event: Any, message: str) -> RegistryError:
        return RegistryError([Fault(self.file, event.start_mark.line + 1, event.start_mark.column + 1, message)])
