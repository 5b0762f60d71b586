"""A YAML document as a tree that remembers where everything stands.

PyYAML's own composer recurses (a deeply nested file crashes its C version) and expands aliases without a bound, so the
tree is built here from libyaml's events, one after the other. Plain scalars follow YAML 1.2's core schema, in which
`no` is Norwegian and not false, and dates are text. The strings of a JSON document mean what JSON says.
"""

from __future__ import annotations

import codecs
import json
import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, cast

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import say, shorten_text
from llmsurvey.registry.layers import MAX_BYTES

_MAX_DEPTH = 40
_MOST_REPEATED = 1_000_000
"""So many nodes may be repeated by aliases, which need hardly any space in a file."""

_CHARACTERS_IN_A_NODE = 64
"""A text of more characters than this weighs as much as several nodes."""

_NODES_OF_ANY_FILE = 1_000_000
_LEAST_CHARACTERS_OF_A_NODE = 4
"""A larger file that has less text than this for each of its values is no registry, and would fill the memory."""

_STANDARD_TAGS = {"str", "int", "float", "bool", "null", "seq", "map", "timestamp"}
_PREFIX = "tag:yaml.org,2002:"
_INT = re.compile(r"^[-+]?[0-9][0-9_]*$")
_FLOAT = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BREAK = re.compile("\r\n|\r|\n")
_BREAKS_OF_YAML_ALONE = re.compile("[\x85\u2028\u2029]")
"""libyaml begins a new line here too, and no editor does."""

_HALF = re.compile("[\ud800-\udfff]")
_ONLY_IN_JSON = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What stands for itself in a string of JSON (halves of a character are one together), and not in one of YAML."""

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_NO_KEYS: Mapping[str, Node] = MappingProxyType({})


@dataclass(slots=True)
class Node:
    """A value and its place: a scalar, a list of nodes, or a dict of nodes; `keys` has the places of a dict's keys."""

    file: str
    line: int
    column: int
    value: Any
    keys: Mapping[str, Node] = field(default_factory=lambda: _NO_KEYS)
    weight: int = 1
    """How many nodes it stands for when aliases are written out; a long text stands for several."""
    depth: int = 1
    """How many levels it has, its own included."""

    def fault(self, message: str, *, warning: bool = False) -> Fault:
        """Return a fault at this place, in a line that can be read whatever the file holds."""
        return Fault(self.file, self.line, self.column, shorten_text(message), warning)

    @property
    def text(self) -> str:
        """A scalar as text; empty for a list or a mapping."""
        return "" if isinstance(self.value, (dict, list)) else str(self.value)

    def plain(self) -> Any:
        """Return the value without its places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def find(self, path: tuple[str | int, ...], *, key: bool = False) -> Node:
        """Return the node at a path, or the nearest above it that exists; with `key`, that of the last step's key."""
        node = self
        for index, step in enumerate(path):
            last = index == len(path) - 1
            if isinstance(node.value, dict) and step in node.value:
                node = node.keys[str(step)] if key and last and str(step) in node.keys else node.value[step]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return node


def read_document(file: str, content: bytes, twice: list[Fault] | None = None) -> Node | None:
    """Return the one YAML document of a file, or None where it is empty.

    Raises RegistryError with the place of the first thing that isn't YAML, isn't UTF-8, or would be dangerous to
    follow; and of a key that is given twice, unless there is a list `twice` for those: then the last counts.
    """
    import yaml

    text = _decode_utf8(file, content)
    lines = _Lines(text)
    written = text if _ONLY_IN_JSON.search(text) and _is_json(text) else None
    if written is not None:
        text = _ONLY_IN_JSON.sub(lambda match: "?" if len(match[0]) == 1 else r"\ufffd", text)  # as long as it was
    _refuse_controls(file, text)
    try:
        events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return _Builder(file, lines, len(text), written, twice).build_tree(events)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = lines.position_of(mark) if mark else (0, 0)
        problem = error.problem or error.context or say("unreadable")
        form = "JSON" if file.endswith(".json") else "YAML"
        message = say("is no {form}: {problem}. Mend the line or quote the text", form=form, problem=problem)
        raise RegistryError([Fault(file, line, column, message)]) from None
    except yaml.YAMLError as error:
        message = say("is no YAML: {problem}. Remove the character", problem=str(error).splitlines()[0])
        raise RegistryError([Fault(file, 0, 0, message)]) from None


def read_plain(text: str) -> str | int | float | bool | None:
    """Return what a scalar without quotes means: text, unless YAML's core schema takes it for something else."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.match(text) and len(text) < 400:
        return int(text.replace("_", ""))
    return float(text) if _FLOAT.match(text) else text


def _decode_utf8(file: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        message = say("has more than {most} MiB. Split it into several files", most=MAX_BYTES // 2**20)
        raise RegistryError([Fault(file, 0, 0, message)])
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        message = say("is not UTF-8 text. Save the file as UTF-8")
        before = content[: error.start].decode()
        raise RegistryError([Fault(file, *_position_behind(before), message)]) from None


def _refuse_controls(file: str, text: str) -> None:
    if control := _CONTROL.search(text):
        code = f"U+{ord(control[0]):04X}"
        message = say("holds the control character {code}, which YAML forbids. Remove the character", code=code)
        raise RegistryError([Fault(file, *_position_behind(text[: control.start()]), message)])


def _position_behind(text: str) -> tuple[int, int]:
    """Return the line and the column of what follows a text."""
    lines = _BREAK.split(text)
    return len(lines), len(lines[-1]) + 1


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


class _Lines:
    """The lines of a text as editors count them, from 1, and so the columns."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        """Where each line begins; empty where libyaml counts lines as editors do."""
        if _BREAKS_OF_YAML_ALONE.search(text):
            self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def position_of(self, mark: Any) -> tuple[int, int]:
        """Return line and column of one of libyaml's marks."""
        if not self._starts:
            return mark.line + 1, mark.column + 1
        line = bisect(self._starts, mark.index)
        return line, mark.index - self._starts[line - 1] + 1


class _Builder:
    """Turns a stream of YAML events into one tree, without recursion.

    `written` is the text itself where that is JSON in which libyaml saw question marks; `length` its characters. A key
    that is given twice goes to `twice`, and is refused where that is None.
    """

    def __init__(self, file: str, lines: _Lines, length: int, written: str | None, twice: list[Fault] | None) -> None:
        self.file = file
        self.twice = twice
        self.lines = lines
        self.written = written
        self.most_nodes = max(_NODES_OF_ANY_FILE, length // _LEAST_CHARACTERS_OF_A_NODE)
        self.nodes = 0
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Node, str | None]] = []
        """The collections that are not closed yet, each with its anchor."""
        self.pending: list[Node | None] = []
        """For each open collection, the key that waits for its value."""
        self.repeated = 0
        """The weight of all that aliases repeat."""

    def build_tree(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "ScalarEvent":
                value = self._read_scalar(event)
                weight = 1 + len(value) // _CHARACTERS_IN_A_NODE if isinstance(value, str) else 1
                root = self._add_node(self._make_node(event, value, weight), event.anchor, event)
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._open_collection(event, {} if kind == "MappingStartEvent" else [])
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                node, anchor = self.open.pop()
                self.pending.pop()
                root = self._add_node(node, anchor, event)
            elif kind == "AliasEvent":
                root = self._add_node(self._resolve_alias(event), None, event)
            elif kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self._error_at(event, say("holds a second document. Keep one document in a file"))
        if root is not None and root.value is None:
            return None
        return root

    def _make_node(self, event: Any, value: Any, weight: int = 1) -> Node:
        self.nodes += 1
        if self.nodes > self.most_nodes:
            message = say(
                "has more than {most:,} values, nearly all of them empty. Check that it is a registry",
                most=self.most_nodes,
            )
            raise self._error_at(event, message)
        line, column = self.lines.position_of(event.start_mark)
        return Node(self.file, line, column, value, {} if isinstance(value, dict) else _NO_KEYS, weight)

    def _open_collection(self, event: Any, value: Any) -> None:
        self._check_tag(event)
        if len(self.open) >= _MAX_DEPTH:
            raise self._too_deep(event)
        self.open.append((self._make_node(event, value), event.anchor))
        self.pending.append(None)

    def _resolve_alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            message = say(
                'refers to "*{anchor}", which is not defined above. Define it with &{anchor}', anchor=event.anchor
            )
            raise self._error_at(event, message)
        node = self.anchors[event.anchor]
        self.repeated += node.weight
        if self.repeated > _MOST_REPEATED:
            raise self._error_at(event, say("repeats aliases of aliases to an enormous size. Write the entries out"))
        return node

    def _add_node(self, node: Node, anchor: str | None, event: Any) -> Node:
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
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif (key := self.pending[-1]) is None:
            self._check_key(parent, node)
            self.pending[-1] = node
        else:
            parent.value[str(key.value)] = node
            cast("dict[str, Node]", parent.keys)[str(key.value)] = key
            self.pending[-1] = None
        return node

    def _check_key(self, parent: Node, key: Node) -> None:
        if isinstance(key.value, (dict, list)):
            raise RegistryError([key.fault(say("a key must be a word. Write `field: value`"))])
        if str(key.value) in parent.value:
            fault = key.fault(say('"{key}" is given twice. Keep one of them', key=key.value))
            if self.twice is None:
                raise RegistryError([fault])
            self.twice.append(fault)

    def _read_scalar(self, event: Any) -> Any:
        self._check_tag(event)
        text: str = (
            event.value if self.written is None or event.style != '"' else self._read_json_string(self.written, event)
        )
        tag = (event.tag or "").removeprefix(_PREFIX)
        if tag == "str" or (not tag and not event.implicit[0]):
            return text
        return read_plain(text)

    def _read_json_string(self, written: str, event: Any) -> str:
        """Return a string of JSON."""
        text: str = json.loads(written[event.start_mark.index : event.end_mark.index])
        if half := _HALF.search(text):
            message = say("holds {code}, which is half of a character. Remove it", code=f"\\u{ord(half[0]):04x}")
            raise self._error_at(event, message)
        return text

    def _check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag and tag != "!" and not (tag.startswith(_PREFIX) and tag.removeprefix(_PREFIX) in _STANDARD_TAGS):
            message = say(
                'carries the tag "{tag}", which makes no plain value. Remove it', tag=tag.replace(_PREFIX, "!!")
            )
            raise self._error_at(event, message)

    def _too_deep(self, event: Any) -> RegistryError:
        return self._error_at(event, say("is nested deeper than {most} levels. Flatten it", most=_MAX_DEPTH))

    def _error_at(self, event: Any, message: str) -> RegistryError:
        return RegistryError([Fault(self.file, *self.lines.position_of(event.start_mark), shorten_text(message))])
