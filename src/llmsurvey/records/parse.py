"""Records from what people write, checked by pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from llmsurvey.records.record import Record

Parsed = TypeVar("Parsed", bound="Record")


def parse_record(kind: type[Parsed], content: object) -> Parsed:
    """Return the record of a `kind` that a mapping describes, as files hold it.

    Raises pydantic's ValidationError, a ValueError, with all that is wrong with it.
    """
    record: Parsed = _ADAPTERS[kind].validate_python(content)
    return record


def schema_of_kind(kind: type[Record]) -> dict[str, Any]:
    """Return what `parse_record` takes for a kind of record, as JSON Schema."""
    return _ADAPTERS[kind].json_schema()


class _Adapters(dict["type[Record]", "TypeAdapter[Any]"]):
    """What pydantic checks each kind of record by, made when it is first asked for."""

    def __missing__(self, kind: type[Record]) -> TypeAdapter[Any]:
        from pydantic import TypeAdapter

        adapter = self[kind] = TypeAdapter(kind)
        return adapter


_ADAPTERS = _Adapters()
