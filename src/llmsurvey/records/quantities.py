"""Numbers as people write them: `7B` parameters, `1.4T` tokens."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_FORM = re.compile(
    r"^((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9][0-9_]*)(?:\.[0-9]+)?(?:e\+?[0-9]{1,2})?)\s*([KMBT]?)$", re.IGNORECASE
)


def parse_count(value: object) -> int:
    """Read a count of parameters, tokens or items: 7000000000, 7e9, "7B", "1.4 T", "12,898,631,680".

    Raises ValueError for what is no positive whole number once its unit (K, M, B, T) is applied.
    """
    text = str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
    match = _FORM.match(text.strip()) if isinstance(text, str) else None
    count = Decimal(match[1].replace(",", "").replace("_", "")) * _UNITS[match[2].upper()] if match else Decimal(0)
    if count <= 0 or count != int(count) or count >= Decimal(10) ** 18:
        raise ValueError(f"{value!r} is no size. Write it as 7B, 7e9 or 6738415616")
    return int(count)


def short_count(count: int) -> str:
    """A count in three digits with its unit, as in the name of a model: 12898631680 is `12.9B`."""
    for unit, smaller in (("T", "B"), ("B", "M"), ("M", "K"), ("K", "")):
        if count >= _UNITS[unit] or float(f"{count / _UNITS[smaller]:.3g}") >= 1000:
            return f"{float(f'{count / _UNITS[unit]:.3g}'):g}{unit}"
    return str(count)


Count = Annotated[
    int,
    BeforeValidator(parse_count),
    WithJsonSchema({"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": "^[0-9]"}]}),
]
