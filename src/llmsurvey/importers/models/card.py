"""A model's card: the front matter of its README.md, and what its text says otherwise."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.importers.models.files import Stated, fault_at, items_of, read_text, stated_text, stated_texts
from llmsurvey.messages import say
from llmsurvey.registry.nodes import Node, read_document

FRONT_MATTER = re.compile(rb"(?P<blank>(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*)---[ \t]*\r?\n")
"""How a card begins that has front matter: as the hub reads it, behind blank lines, too."""

_END = re.compile(rb"^(---|\.\.\.)[ \t]*\r?$", re.MULTILINE)

_LICENSED = re.compile(
    r"(?:licen[sc]ed under|released under|under) (?:the |an? )?(?:terms of the )?\[?(?P<under>[\w][\w .+-]{1,60}?)\]?"
    r"(?:\([^)]*\))?,? licen[sc]e|^\W*licen[sc]e\W*:\W*\[?(?P<field>[A-Za-z][\w .+-]{1,60})",
    re.IGNORECASE | re.MULTILINE,
)
"""A licence as a text names it: `licensed under the Apache 2.0 license`, `**License:** MIT`."""

_TUNED = re.compile(
    r"(?:fine-?tuned|finetune|fine-?tuning|quanti[sz]ed|quanti[sz]ation|based|built|trained|merge[d]?|adapter|lora)"
    r"(?: \w+){0,3} (?:from|of|on|on top of|for|model):?\s+(?:the )?[\[`*]*"
    r"(?:https?://huggingface\.co/)?(?P<base>[\w-][\w.-]*/[\w-][\w.-]*\w)",
    re.IGNORECASE,
)
"""A base as a text names it: `a fine-tuned version of [meta-llama/Llama-2-7b-hf](...)`."""


@dataclass(frozen=True)
class Card:
    """What a card states in front of its text, each with file and line, and what the text says of the same.

    `said_licences` and `said_bases` are what the text names, whether or not it is the same.
    """

    path: Path
    fields: Node | None
    said_licences: tuple[Stated[str], ...] = ()
    said_bases: tuple[Stated[str], ...] = ()

    def text(self, name: str) -> Stated[str] | None:
        """Return a field that is one text."""
        return stated_text(self._node(name))

    def texts(self, name: str) -> list[Stated[str]]:
        """Return a field that is a text or a list of them; what is neither is left out."""
        return stated_texts(self._node(name))

    def deciding_texts(self, name: str) -> list[Stated[str]]:
        """Return a field on which the verdict rests. Raises RegistryError where it isn't a text or a list of them."""
        if (wrong := self.no_text(name)) is not None:
            raise RegistryError([wrong.fault(say('"{field}" should be a text, or a list of texts', field=name))])
        return self.texts(name)

    def no_text(self, name: str) -> Node | None:
        """Return the first thing in a field of texts that is none."""
        return next((item for item in items_of(self._node(name)) if isinstance(item.value, (dict, list))), None)

    def items(self, name: str) -> list[Node]:
        """Return the items of a field that is a list."""
        node = self._node(name)
        return node.value if node is not None and isinstance(node.value, list) else []

    def _node(self, name: str) -> Node | None:
        return None if self.fields is None else self.fields.value.get(name)


def read_card(path: Path, root: Path) -> Card:
    """Return the card in a README. Raises RegistryError for front matter that isn't YAML, with its line."""
    content = read_text(path, root)
    block, text, first = _split_card(path, content)
    fields = read_document(str(path), block) if block is not None else None
    if fields is not None and not isinstance(fields.value, dict):
        raise RegistryError([Fault(str(path), fields.line, 0, say("front matter should have fields: `license: mit`"))])
    if fields is not None and "<<" in fields.value:
        message = say('fields that "<<" takes over are not read. Write them out')
        raise RegistryError([fields.keys["<<"].fault(message)])
    return Card(path, fields, tuple(_said(path, text, first, _LICENSED)), tuple(_said(path, text, first, _TUNED)))


def _split_card(path: Path, content: bytes) -> tuple[bytes | None, str, int]:
    """Return the front matter with the line before it, the text, and the line at which that begins."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise fault_at(path, 1, say("is not UTF-8 text. Save the file as UTF-8"))
    start = FRONT_MATTER.match(content)
    if start is None:
        return None, content.decode(errors="replace"), 1
    end = _END.search(content, start.end())
    if end is None:
        raise fault_at(path, 1, say("front matter begins with --- and never ends. Write --- below its last field"))
    blank = b"\n" * start["blank"].count(b"\n")  # tabs in it are none of YAML's
    return (
        blank + content[start.end("blank") : end.start()],
        content[end.end() :].decode(errors="replace"),
        content.count(b"\n", 0, end.end()) + 1,
    )


def _said(path: Path, text: str, first: int, pattern: re.Pattern[str]) -> list[Stated[str]]:
    """Return what a text names by a pattern, each once with the line of its first place."""
    places: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), first):
        for match in pattern.finditer(line[:2000]):
            name = next(group for group in match.groups() if group).strip(" .`*_")
            places.setdefault(name, f"{path}:{number}")
    return [Stated(name, place) for name, place in places.items()]


def relation_of(card: Card) -> Stated[str] | None:
    """Return what a card says of how it came from its bases, in the hub's word."""
    return card.text("base_model_relation")
