"""The YAML files of a folder, each as a tree that knows its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.importers.graphs import Progress
from llmsurvey.inputs import read_input
from llmsurvey.messages import say
from llmsurvey.registry.layers import MAX_BYTES
from llmsurvey.registry.nodes import Node, read_document

_SUFFIXES = (".yaml", ".yml")


class YamlFile(NamedTuple):
    """A file as a tree; `twice` are the keys that are given twice in it, which is a fault where it is an import's."""

    path: Path
    tree: Node
    twice: list[Fault]


def read_trees(paths: Sequence[Path], noticed: list[Fault], progress: Progress) -> list[YamlFile]:
    """Return each YAML file among some files and folders as a tree, in the order of their names.

    What is left out is added to `noticed`. Raises RegistryError with every file that can't be read, each with its line,
    so that nothing comes in by half.
    """
    files = [file for path in paths for file in _files_below(path, noticed)]
    trees: list[YamlFile] = []
    faults: list[Fault] = []
    for number, file in enumerate(files, 1):
        progress(number, len(files))
        twice: list[Fault] = []
        try:
            tree = read_document(str(file), read_input(file, MAX_BYTES), twice)
        except OSError as error:
            faults.append(_unreadable(file, error))
        except RegistryError as error:
            faults += error.faults
        else:
            if tree is None:
                noticed.append(Fault(str(file), 0, 0, say("is empty: left out"), True))
            trees += [YamlFile(file, tree, twice)] if tree is not None else []
    if faults:
        raise RegistryError(faults)
    return trees


def _files_below(path: Path, noticed: list[Fault]) -> list[Path]:
    """Return a file, or the YAML files of a folder and of those in it; a link that leads out of it isn't followed."""
    try:
        if not path.is_dir():
            return [path]
        root = path.resolve()
        files = [file for file in sorted(path.rglob("*")) if file.suffix in _SUFFIXES]
        outside = [file for file in files if not file.resolve().is_relative_to(root)]
        files = [file for file in files if file not in outside and file.is_file()]
    except (OSError, ValueError) as error:
        raise RegistryError([_unreadable(path, error)]) from None
    noticed += [Fault(str(file), 0, 0, say("leads out of the folder: left out"), True) for file in outside]
    if not files:
        raise RegistryError([Fault(str(path), 0, 0, say("has no .yaml or .yml file. Name the folder that holds them"))])
    return files


def _unreadable(path: Path, error: OSError | ValueError) -> Fault:
    message = say("can't be read: {reason}. Check the path and its permissions", reason=reason_of(error))
    return Fault(str(path), 0, 0, message)


def entries_of(tree: Node) -> Iterator[Node]:
    """Yield the entries of a document that is a list, or has one."""
    lists = [tree, *tree.value.values()] if isinstance(tree.value, dict) else [tree]
    for node in lists:
        for entry in node.value if isinstance(node.value, list) else ():
            if isinstance(entry.value, dict):
                yield entry


def text_in(entry: Node, *fields: str) -> str:
    """Return the text of the first of some fields that is there; of one with a value and an explanation, the value."""
    for field in fields:
        if text := text_of(entry.value.get(field)).strip():
            return text
    return ""


def text_of(node: Node | None) -> str:
    """Return a scalar as text; of a mapping its value or date."""
    if node is not None and isinstance(node.value, dict):
        return next((node.value[key].text for key in ("value", "date") if key in node.value), "")
    return "" if node is None or node.value is None else node.text


def explanation_in(entry: Node, field: str) -> str:
    """Return what explains a field, where anything does."""
    node = entry.value.get(field)
    if node is not None and isinstance(node.value, dict) and "explanation" in node.value:
        return " ".join(node.value["explanation"].text.split())
    return ""


def texts_in(entry: Node, field: str) -> list[str]:
    """Return the items of a list of texts, or the one text that stands in its place."""
    node = entry.value.get(field)
    if node is not None and isinstance(node.value, dict):
        node = node.value.get("value")
    if node is None or node.value is None:
        return []
    items = node.value if isinstance(node.value, list) else [node]
    return [text for item in items if (text := text_of(item).strip())]
