"""Records as mappings, lists and texts, as files hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from llmsurvey.messages import Either
from llmsurvey.records.record import Record


def stated_fields(record: Record) -> dict[str, Any]:
    """Return the fields of a record that were stated, with plain values.

    One that is stated to be as usual is among them, for a layer that says so hides what another below it says.
    """
    return {name: _plain_value(value) for name, value in record.stated().items()}


def _plain_value(value: object) -> object:
    match value:
        case Record():
            return stated_fields(value)
        case Either():
            return {"en": str(value), "ko": value.ko}
        case str() | Decimal():
            return str(value)
        case Sequence():
            return [_plain_value(item) for item in value]
        case Mapping():
            return dict(value)
    return value
