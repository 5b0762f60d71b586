"""How large a model is, in words: `7B parameters (dense)`, `1.8B, 7B`, `80M to 11B`, `unknown`."""

from __future__ import annotations

import re

from llmsurvey.importers.graphs import DraftSize
from llmsurvey.records.quantities import parse_count, short_count

_NUMBER = re.compile(r"(?<![\w.-])(\d[\d,]*(?:\.\d+)?)\s*(k|m|b|t|thousand|million|billion|trillion)\b", re.IGNORECASE)
_LETTER = {"thousand": "K", "million": "M", "billion": "B", "trillion": "T"}
_RANGE = re.compile(r"\d\s*\w*\s*(?:to|-|\u2013|\u2014|through|~|up to)\s*\d", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:tokens?|words?|images?|hours?|GB|TB|pairs|active|activated|layers|items|labels)\b", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"(?:\s|,|;|/|\band\b|\bor\b|\bparameters?\b|\bparams?\b|\bmodels?\b|\((?:dense|sparse|moe)(?: model)?\))+",
    re.IGNORECASE,
)


def read_sizes(text: str) -> tuple[DraftSize, ...]:
    """Return the sizes that a text gives, each with its parameters; none where it gives a range, or says more.

    What it says beside numbers, units and `parameters (dense)` could change what they mean, so then none is taken.
    """
    numbers = list(_NUMBER.finditer(text))
    rest = _NUMBER.sub(" ", text)
    if not numbers or _RANGE.search(text) or _OTHER.search(text) or _BETWEEN.sub("", rest):
        return ()
    counts: dict[int, None] = {}
    for number in numbers:
        unit = _LETTER.get(number[2].casefold(), number[2].upper())
        try:
            counts.setdefault(parse_count(f"{number[1]}{unit}"))
        except ValueError:
            return ()
    return tuple(DraftSize(short_count(count), count) for count in counts)
