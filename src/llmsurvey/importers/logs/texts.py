"""Texts of questions and answers as they are kept, and what stands for them."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def text_of(value: Any) -> str:
    """Return a value of a log as one text: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def hash_of(value: Any) -> str | None:
    """Return what stands for the text of a question, None where the log has none."""
    return None if value is None else hashlib.sha256(text_of(value).encode("utf-8", "surrogatepass")).hexdigest()
