"""Numbers as people write them: `7B` parameters, `1.4T` tokens."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import isfinite
from typing import Annotated

from llmsurvey.messages import say
from llmsurvey.records.rules import ReadBy

_LONGEST = 60
"""A number of more characters is no quantity, and nobody waits until it is computed."""

_EXACT = Context(prec=400)
"""More digits than any number here has: the largest float has 309 before its point. Nothing is rounded unasked."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_FORM = re.compile(
    r"^((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9][0-9_]*)(?:\.[0-9]+)?(?:e\+?[0-9]{1,2})?)\s*([KMBT]?)$",
    re.IGNORECASE | re.ASCII,
)


def parse_count(value: object) -> int:
    """Read a count of parameters, tokens or items: 7000000000, 7e9, "7B", "1.4 T", "12,898,631,680".

    Raises ValueError for what is no positive whole number once its unit (K, M, B, T) is applied.
    """
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    text = str(value).strip() if number or isinstance(value, str) else ""
    match = _FORM.match(text) if len(text) <= _LONGEST else None
    digits = match[1].replace(",", "").replace("_", "") if match else "0"
    count = _EXACT.multiply(Decimal(digits), Decimal(_UNITS[match[2].upper()] if match else 1))
    if not 0 < count < 10**18 or count != count.to_integral_value():
        raise ValueError(say("{value} is no size. Write it as 7B, 7e9 or 6738415616", value=repr(value)))
    return int(count)


def short_count(count: int) -> str:
    """Return a count in three digits with its unit, as in the name of a model: 12898631680 is `12.9B`."""
    for unit, smaller in (("T", "B"), ("B", "M"), ("M", "K"), ("K", "")):
        if count >= _UNITS[unit] or float(f"{count / _UNITS[smaller]:.3g}") >= 1000:
            return f"{float(f'{count / _UNITS[unit]:.3g}'):g}{unit}"
    return str(count)


def round_half_even(number: float, digits: int) -> str:
    """Return a number to so many digits as it is written, halves to the even one: 68.65 is 68.6, as boards round.

    One that isn't finite is `inf`, `-inf` or `nan`.
    """
    if not isfinite(number):
        return repr(float(number))
    value = Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN, _EXACT)
    return str(value or abs(value))  # 0 has no sign


Count = Annotated[
    int,
    ReadBy(
        parse_count,
        {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": "^[0-9]"}]},
    ),
]


_MOST = 10**6
"""More layers, heads or numbers in a row than any model has."""


_MOST_OF_STATE = 10**9
"""More numbers in the state of a layer than any model has: those of 2026 have up to two million."""


def parse_dimension(value: object, most: int = _MOST) -> int:
    """Read a number of layers, of heads, or of numbers in a row.

    Raises ValueError for what is no whole number, for 0 and less, and for more than any model has.
    """
    number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) <= len(str(most)) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= most:
        problem = say("{value} is no whole number from 1 to {most:,}", value=repr(value)[:40], most=most)
        raise ValueError(problem)
    return number


def _parse_natural(value: object) -> int:
    return 0 if value == 0 and not isinstance(value, bool) else parse_dimension(value)


def _parse_state_size(value: object) -> int:
    return 0 if value == 0 and not isinstance(value, bool) else parse_dimension(value, _MOST_OF_STATE)


Dimension = Annotated[int, ReadBy(parse_dimension, {"type": "integer", "minimum": 1})]

Natural = Annotated[int, ReadBy(_parse_natural, {"type": "integer", "minimum": 0})]
"""A dimension that may be 0."""

StateSize = Annotated[int, ReadBy(_parse_state_size, {"type": "integer", "minimum": 0})]
"""How many numbers the state of a layer has, which are heads times keys times values."""
