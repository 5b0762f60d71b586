"""Reads JSON that is strict, and what Python writes beside it: NaN, infinite numbers, and half a character."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def decode_json(content: bytes, kind: Any = Any) -> Any:
    """Return what JSON holds, as `kind` has it: a type of msgspec.

    Raises msgspec.MsgspecError for what is no JSON or of another kind, UnicodeDecodeError, and RecursionError where it
    is too deep.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as error:
        try:
            return msgspec.convert(json.loads(content), kind)
        except ValueError:  # no JSON of Python's either, or a name of half a character
            raise error from None
