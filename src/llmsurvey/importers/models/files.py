"""The files of a model's folder: read within limits, never outside of it, each fault in one line with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.inputs import read_input
from llmsurvey.messages import say
from llmsurvey.paths import kind_of
from llmsurvey.registry.nodes import Node, read_document

MOST_OF_TEXT = 8 * 2**20
"""So many bytes a card or a config may have: the longest known ones have a hundredth of that."""

Value = TypeVar("Value")


class Stated(NamedTuple, Generic[Value]):
    """A value, and where it stands: a file and the line, or the key, in it. What follows from others is `inferred`."""

    value: Value
    place: str
    inferred: bool = False


def fault_at(path: Path, line: int, message: str) -> RegistryError:
    """Return the error of a file that can't be read, or holds what can't be; `line` is 0 for the file as a whole."""
    return RegistryError([Fault(str(path), line, 0, message)])


def fault_of(place: str, message: str, *, warning: bool = False) -> Fault:
    """Return what is wrong at a place: a file and a line, or a key of it."""
    file, _, line = place.rpartition(":")
    return Fault(file, int(line), 0, message, warning) if line.isdecimal() else Fault(place, 0, 0, message, warning)


def check_inside(path: Path, root: Path) -> None:
    """Raise RegistryError for a file that is a link out of `root`, or a pipe or a device."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise fault_at(path, 0, say("leads out of {folder}. Put the file there", folder=root))
    if kind_of(path) == "stream":
        raise fault_at(path, 0, say("is a pipe or a device, not a file. Write it to a file first"))


def root_of(folder: Path) -> Path:
    """Return what the links of a folder may lead into: itself, or of the hub's cache the repository with its blobs."""
    parents = (folder, *folder.parents)
    return next((parent for parent in parents if parent.name.startswith("models--")), folder)


def read_text(path: Path, root: Path) -> bytes:
    """Return what a card or a config holds. Raises RegistryError where it can't be read, or is too long for one."""
    check_inside(path, root)
    try:
        content = read_input(path, MOST_OF_TEXT)
    except OSError as error:
        raise fault_at(path, 0, say("can't be read: {reason}", reason=reason_of(error))) from None
    if len(content) > MOST_OF_TEXT:
        message = say("has more than {most} MiB, which no card or config has", most=MOST_OF_TEXT // 2**20)
        raise fault_at(path, 0, message)
    return content


def read_mapping(path: Path, root: Path) -> Node:
    """Return a JSON or YAML file as a tree with lines. Raises RegistryError where it isn't one object."""
    node = read_document(str(path), read_text(path, root))
    if node is None or not isinstance(node.value, dict):
        raise fault_at(path, 1, say("should hold one object with fields"))
    return node


def place_of(node: Node) -> str:
    """Return where a node stands: file and line."""
    return f"{node.file}:{node.line}"


def stated_text(node: Node | None) -> Stated[str] | None:
    """Return a scalar as text with its place; None where there is none, or it is empty."""
    if node is None or isinstance(node.value, (dict, list)) or node.value is None or not node.text.strip():
        return None
    return Stated(node.text.strip(), place_of(node))


def stated_texts(node: Node | None) -> list[Stated[str]]:
    """Return a scalar, or the scalars of a list, as texts with their places."""
    return [text for text in map(stated_text, items_of(node)) if text is not None]


def items_of(node: Node | None) -> list[Node]:
    """Return the items of a list; of anything else that alone, and nothing where there is none."""
    if node is None:
        return []
    return node.value if isinstance(node.value, list) else [node]
