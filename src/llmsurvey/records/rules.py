"""What pydantic is to check of a field, said so that pydantic isn't loaded until it checks something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Limits:
    """What a value has to keep within, as pydantic's schema of its type calls it: `ge`, `pattern`, `min_length`."""

    def __init__(self, **limits: Any) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), **self.limits}


class ReadBy:
    """A function that makes the value of a field from what a file holds, or raises ValueError.

    `form` is what a file may hold, as JSON Schema.
    """

    def __init__(self, read: Callable[[object], object], form: dict[str, Any]) -> None:
        self.read = read
        self.form = form

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        return self.form


class CheckedBy:
    """A function that raises ValueError for a value that its type allows and the field doesn't."""

    def __init__(self, check: Callable[[Any], None]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, value: object) -> object:
        self.check(value)
        return value
