"""The shots that a heading says, in any spelling: `(5-shot)`, `_0shot`, `zero-shot`, `5샷`, `k=5`."""

from __future__ import annotations

import re
from typing import NamedTuple

from llmsurvey.importers.markup import one_line

_IN_WORDS = {
    word: number
    for number, words in enumerate(
        ("zero 제로 零 ゼロ", "one 원 单 ワン", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    for word in words.split()
}
_UNSAID = ("few", "many", "multi", "퓨", "少", "多")
"""Words for some number of shots that isn't said."""

_NUMBER = "|".join((r"\d{1,3}", *_IN_WORDS, *_UNSAID))
_SHOTS = re.compile(
    rf"(?<![^\W_])(?P<number>{_NUMBER})[ _-]?(shots?|샷|ショット|样本|樣本)(?![a-z0-9])|"
    r"(?<![^\W_])(k|n|n[ _-]?shots?|shots?)\s*[=:]\s*(?P<stated>\d{1,3})(?!\d)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<rest>.*[^\s(\[_-])(?:[ _-]?\(\s*(?P<bracketed>\d{1,3})\s*\)|[ _-](?P<behind>\d{1,2}))")
_LEFT_BRACKET, _RIGHT_BRACKET = re.compile(r"([(\[])[\s,;/_-]+"), re.compile(r"[\s,;/_-]+([)\]])")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")


class Said(NamedTuple):
    """What a heading says without its shots, and these; `has_shots` is true of "few", too, whose number isn't said."""

    rest: str
    shots: int | None = None
    has_shots: bool = False


def take_shots(text: str) -> Said:
    """Return a heading without the words of its shots, wherever they stand, and the number of these."""
    match = _SHOTS.search(text)
    if match is None:
        return Said(text)
    number = match["number"] or match["stated"]
    rest = _EMPTY.sub(" ", _RIGHT_BRACKET.sub(r"\1", _LEFT_BRACKET.sub(r"\1", _SHOTS.sub(" ", text))))
    shots = int(number) if number.isdecimal() else _IN_WORDS.get(number.casefold())
    return Said(one_line(rest).strip(" _-,;:/|@"), shots, has_shots=True)


def take_bare_number(text: str) -> Said:
    """Return a heading without a number behind it, `MMLU-5` or `MMLU (5)`: shots, where the rest is a benchmark."""
    match = _BARE.fullmatch(text.strip())
    return Said(match["rest"], int(match["bracketed"] or match["behind"]), has_shots=True) if match else Said(text)
