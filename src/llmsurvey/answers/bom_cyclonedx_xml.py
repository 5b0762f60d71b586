"""A CycloneDX document in XML, in the form that it has in JSON.

No document type is read, so that no entity stands for anything but the five of XML itself, and nothing is fetched.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from llmsurvey.messages import say

_NAMESPACE = re.compile(r"http://cyclonedx\.org/schema/bom/(\d+\.\d+)")
_NAME_AFTER = "\n"
"""What stands between a namespace and a name: no address holds it."""

_MOST_NESTED = 100
"""Components stand in components: deeper than this no bill of models is."""

_LISTS = frozenset(
    ("ancestors", "authors", "components", "datasets", "externalReferences", "licenses", "properties"),
)
"""The elements whose children are the items of a list in JSON."""

_NAMED_ITEMS = frozenset(("expression", "ref"))
"""The items of lists that are a text in XML, and in JSON a field of that name."""


class UnreadXmlError(ValueError):
    """A document in XML that isn't read; its only argument is a sentence on what is wrong with it."""


def is_xml(head: bytes) -> bool:
    """Whether a document that begins like this is CycloneDX in XML."""
    return b"cyclonedx.org/schema/bom" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def parse_xml(content: bytes) -> dict[str, Any]:
    """Return what a document states, as `json.loads` would return it of the same bill in JSON.

    What other schemas put into it is left out. Raises UnreadXmlError for what isn't well formed, has a document type
    or is nested too deep.
    """
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=_NAME_AFTER)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse_document_type
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.add_text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:  # a LookupError of an encoding that nobody knows
        raise UnreadXmlError(say("its XML is broken ({problem})", problem=error)) from None
    stated = builder.document
    return {
        "bomFormat": "CycloneDX",
        "specVersion": builder.version,
        **stated,
        "metadata": stated.get("metadata") or {},
    }


class _Element:
    """An element that is being read: its fields or the items of its list, and its text."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.fields: dict[str, Any] = dict(attributes)
        self.items: list[Any] = []
        self.text: list[str] = []

    def value(self) -> Any:
        """Return what it is in JSON."""
        text = "".join(self.text)
        if self.name in _LISTS:
            return self.items
        if self.name in _NAMED_ITEMS:
            return {**self.fields, self.name: text}
        if not self.fields:
            return text
        return {**self.fields, "value": text} if text.strip() else self.fields


class _Builder:
    """Puts a document together; `version` is that of the schema that it names."""

    def __init__(self) -> None:
        self.version = ""
        self.document: dict[str, Any] = {}
        self._open: list[_Element] = []
        self._foreign = 0

    def refuse_document_type(self, *_: object) -> None:
        raise UnreadXmlError(say("a document type stands in it, and none is read"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_NAME_AFTER)
        match = _NAMESPACE.fullmatch(namespace)
        if self._foreign or match is None:
            self._foreign += 1
            return
        if len(self._open) == _MOST_NESTED:
            raise UnreadXmlError(say("nested too deep"))
        self.version = self.version or match[1]
        self._open.append(_Element(local, attributes))

    def end(self, _: str) -> None:
        if self._foreign:
            self._foreign -= 1
            return
        element = self._open.pop()
        value = element.value()
        if not self._open:
            self.document = value if isinstance(value, dict) else {}
        elif self._open[-1].name in _LISTS:
            self._open[-1].items.append(value)
        else:
            self._open[-1].fields[element.name] = value

    def add_text(self, text: str) -> None:
        if self._open and not self._foreign:
            self._open[-1].text.append(text)
