"""The text of a cell without the marks of Markdown and HTML; each pattern reads a cell in linear time."""

from __future__ import annotations

import html
import re
import unicodedata

_LATER_LINK = re.compile(r"<a\b[^<>]*>[^<>]*</a>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>|<!--[^<>]*-->")
_ADDRESS = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FOOTNOTE = re.compile(r"<(sup|sub)\b[^<>]*>([^<>]*)</\1>", re.IGNORECASE)
_INSIDE = r"\((?:[^()<>\s]++|\([^()<>\s]*+\))*+\)"
"""Round brackets within an address, and in these once more."""
_LINK = re.compile(rf"\[([^\[\]]*)\]\(<?((?:[^()<>\s]++|{_INSIDE})*+)>?(?:\s(?:[^()]++|\([^()]*+\))*+)?\)")
_IMAGE = re.compile(rf"!\[[^\[\]]*\]\((?:[^()]++|{_INSIDE})*+\)")
_REFERENCE = re.compile(r"\[\^[^\[\]]*\]")
_STRUCK = re.compile(r"~~[^~]*~~")
_STARS = re.compile(r"(\*{1,3})([^*]+)\1")
_LITERAL = re.compile(r"\\([!-/:-@\[-`{-~])|(?<!`)(`{1,3})(?!`)([^`]+)\2(?!`)")
"""What Markdown shows as it is: a sign behind a backslash, and what stands between backticks."""
_FOOTNOTES = "*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰ "
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLOCK = 0x80
_PRIVATE_BLOCKS = range(0xF0000 // _BLOCK, 0x110000 // _BLOCK)
"""Where escaped characters are put while marks are taken away: the first of these blocks that a text has nothing in."""


class Linked(str):
    """Text that leads to an address."""

    __slots__ = ("address",)

    address: str

    def __new__(cls, text: str, address: str) -> Linked:
        """The text, with where it leads to."""
        linked = super().__new__(cls, text)
        linked.address = address
        return linked


def one_line(text: str) -> str:
    """Text in composed characters, with one blank for every run of blanks and line breaks, and nothing invisible."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    for character in _INVISIBLE:
        text = text.replace(character, "")
    printable = "".join(" " if character.isspace() else character for character in text if _is_shown(character))
    return unicodedata.normalize("NFC", " ".join(printable.split()))


def _is_shown(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def model_named(text: str) -> str:
    """Return the name of a model in a cell: without the marks of footnotes that stand behind it."""
    cleaned = text if isinstance(text, Linked) else from_text(text)
    name, address = cleaned.rstrip(_FOOTNOTES), getattr(cleaned, "address", "")
    return Linked(name, address) if address else name


def from_markdown(cell: str) -> str:
    """Return the text of a cell of Markdown or HTML: no emphasis, escapes, footnotes; a link is `Linked`."""
    block = _free_block(cell)
    cell = _LITERAL.sub(lambda match: _escape_marks(match[1] or match[3].strip(), block), cell)
    cell = _STRUCK.sub(" ", _REFERENCE.sub(" ", _IMAGE.sub(" ", cell)))
    link = _LINK.search(cell)
    cell = _without_links(cell)
    cell = _without_emphasis(cell)
    text = from_html(cell)
    address = link[2] if link else getattr(text, "address", "")
    text = _restore_marks(text, block)
    return Linked(text, _restore_marks(address, block)) if address and text else text


def _without_links(cell: str) -> str:
    """Return the cell with links as their text; behind a first one they are left out, for they lead to papers."""
    start = len(cell) - len(cell.lstrip("*_ "))
    first = _LINK.match(cell, start)
    if first is None:
        return _LINK.sub(r"\1", cell)
    return cell[:start] + first[1] + _LINK.sub(" ", cell[first.end() :])


def _without_emphasis(cell: str) -> str:
    """Return the cell without stars around words, and without underscores around the whole: names have some inside."""
    stripped = _STARS.sub(r"\2", cell).strip()
    for mark in ("__", "_"):
        if len(stripped) > 2 * len(mark) and stripped.startswith(mark) and stripped.endswith(mark):
            stripped = stripped[len(mark) : -len(mark)]
    return stripped


def from_html(cell: str) -> str:
    """Return the text of a cell of HTML: no tags, footnotes, entities; a link is `Linked`."""
    cell = _FOOTNOTE.sub(lambda match: match[2] if "±" in match[2] or "&plusmn" in match[2] else " ", cell)
    address = next((target for tag in _TAG.finditer(cell) if (target := _address_in(tag))), "")
    if cell.lstrip()[:2].lower() == "<a":  # further links, to a paper or a discussion, are no part of a name
        first, end, rest = cell.partition("</a>")
        cell = first + end + _LATER_LINK.sub(" ", rest)
    text = _TAG.sub(lambda match: " " if (match[2] or "").lower() in ("br", "p", "div", "li") else "", cell)
    text = one_line(html.unescape(text))
    return Linked(text, html.unescape(address)) if address and text else text


def _address_in(tag: re.Match[str]) -> str:
    """Return where a tag leads to, or nothing."""
    address = _ADDRESS.search(tag[3]) if (tag[2] or "").lower() == "a" and not tag[1] else None
    return next((part for part in address.groups() if part), "") if address else ""


def from_text(cell: str) -> str:
    """Return the text of a cell of another table: links are followed, marks around the whole cell taken away.

    An apostrophe before what a spreadsheet would take for a formula is the guard that CSV of the program itself has.
    """
    link = _LINK.fullmatch(cell.strip())
    if link is not None:
        text = str(from_text(link[1]))
        return Linked(text, link[2]) if text and link[2] else text
    if "<" in cell and _TAG.search(cell):
        return from_html(cell)
    text = one_line(cell)
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        return text[1:]
    for mark in ("***", "**", "*", "`", "__"):
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            return one_line(text[len(mark) : -len(mark)])
    return text


def _free_block(text: str) -> int:
    """Return the first code point of a block for private use that a text has nothing in, nor the entities in it."""
    text = html.unescape(text) if "&" in text else text
    if text.isascii():
        return _PRIVATE_BLOCKS[0] * _BLOCK
    used = {ord(character) // _BLOCK for character in text}
    return next((block for block in _PRIVATE_BLOCKS if block not in used), _PRIVATE_BLOCKS[0]) * _BLOCK


def _escape_marks(text: str, block: int) -> str:
    """Return characters that no mark is made of, from which `_restore_marks` makes the text again."""
    return "".join(chr(block + ord(character)) if ord(character) < _BLOCK else character for character in text)


def _restore_marks(text: str, block: int) -> str:
    return "".join(
        chr(ord(character) - block) if block <= ord(character) < block + _BLOCK else character for character in text
    )
