"""What people read in the built-in data is there in Korean too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args, get_type_hints

import pytest

from llmsurvey.records.bilingual import Prose
from llmsurvey.records.record import Record
from llmsurvey.registry.built_in import Hardware, Survey
from llmsurvey.registry.built_in_boards import Boards
from llmsurvey.registry.layers import data_folder
from llmsurvey.registry.nodes import Node, read_document
from llmsurvey.registry.registry import Registry

HANGUL = re.compile("[가-힣]")
FIGURE = re.compile(r"(?:[\w-]+: )?[\d.,]+ [KMGT]i?B\.?")
TEXT = b"""models:
- id: a
  notes: Only English.
- id: b
  notes: {en: English., ko: English.}
- id: c
  notes: {en: English., ko: \xed\x95\x9c\xea\xb5\xad\xec\x96\xb4.}
"""

FOLDERS: dict[str, type[Record]] = {
    "": Registry,
    "models": Registry,
    "survey": Survey,
    "hardware": Hardware,
    "boards": Boards,
}


def english_alone(node: Node, kind: type[Record]) -> Iterator[str]:
    """The place of every text for people that has no Korean beside it, or what isn't Korean."""
    for name, child in node.value.items():
        types = set(types_in(get_type_hints(kind)[name]))
        if Prose in types and not is_in_korean(child):
            yield f"{child.file}:{child.line}: {name} has no Korean"
        for inner in types:
            if isinstance(inner, type) and issubclass(inner, Record):
                for item in child.value if isinstance(child.value, list) else [child]:
                    yield from english_alone(item, inner)


def types_in(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from types_in(part)


def is_in_korean(node: Node) -> bool:
    """Whether a text is Korean, or a figure, which is the same in both languages."""
    text = node.value["ko"].text if isinstance(node.value, dict) else node.text
    return FIGURE.fullmatch(text) is not None or (isinstance(node.value, dict) and HANGUL.search(text) is not None)


def documents(folder: str) -> Iterator[Node]:
    for path in sorted((data_folder() / folder).glob("*.yaml")):
        document = read_document(str(path), path.read_bytes())
        assert document is not None
        yield document


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_has_its_korean(folder: str) -> None:
    faults = [fault for document in documents(folder) for fault in english_alone(document, FOLDERS[folder])]
    assert faults == []


def test_what_lacks_korean_is_named_with_its_line() -> None:
    document = read_document("mine.yaml", TEXT)
    assert document is not None
    places = [f"mine.yaml:{line}: notes has no Korean" for line in (3, 5)]
    assert list(english_alone(document, Registry)) == places
