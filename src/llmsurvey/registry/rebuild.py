"""Records out of the JSON that they were written as, without validating them a second time.

Building what validates every kind of record takes longer than most answers. What is rebuilt here was validated before
it was written, and is sealed; so it is only checked that each field is there, and of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from llmsurvey.messages import Either
from llmsurvey.records.bilingual import parse_prose
from llmsurvey.records.record import Record

Kept = TypeVar("Kept", bound=Record)


def rebuild(kind: type[Kept], content: object) -> Kept:
    """Return the record that `content` is, as JSON has it. Raises ValueError where it isn't one of this kind."""
    record: Kept = _form_of(kind).rebuild(content)
    return record


class _Form:
    """How records of one kind are rebuilt."""

    def __init__(self, kind: type[Record]) -> None:
        fields = kind.model_fields
        self.kind = kind
        self.required = {name for name, field in fields.items() if field.is_required()}
        # In the order of the fields, in which records are written; the defaults are shared, for no record is changed.
        self.defaults = {name: field.get_default(call_default_factory=True) for name, field in fields.items()}
        forms = {name: _value_form(field.annotation) for name, field in fields.items()}
        self.types = {name: types for name, (types, _) in forms.items()}
        self.builders = [(name, build) for name, (_, build) in forms.items() if build is not None]
        self.checked: set[tuple[object, ...]] = set()

    def rebuild(self, content: Any) -> Any:
        """Return the record; `content` isn't used again. Raises ValueError for another form."""
        if type(content) is not dict:
            raise ValueError("a record has fields")
        self._check(content)
        stated = set(content)
        for name, build in self.builders:
            if content.get(name) is not None:
                content[name] = build(content[name])
        record = self.kind.__new__(self.kind)
        # As `model_construct` does, which takes three times as long.
        object.__setattr__(record, "__dict__", self.defaults | content)
        object.__setattr__(record, "__pydantic_fields_set__", stated)
        object.__setattr__(record, "__pydantic_extra__", None)
        object.__setattr__(record, "__pydantic_private__", None)
        return record

    def _check(self, content: dict[str, Any]) -> None:
        """Check fields and their types, once for all records that have the same. Raises ValueError."""
        found = (*content, *map(type, content.values()))
        if found in self.checked:
            return
        if not self.required <= content.keys() <= self.types.keys():
            raise ValueError("other fields")
        if any(type(value) not in self.types[name] for name, value in content.items()):
            raise ValueError("other types")
        self.checked.add(found)


@cache
def _form_of(kind: type[Record]) -> _Form:
    return _Form(kind)


def _value_form(annotation: Any) -> tuple[set[type], Callable[[Any], Any] | None]:
    """Return the types that a value may have in JSON, and what makes it the value of the field, if not itself."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value_form(parts[0])
    if origin is Literal:
        return set(map(type, parts)), None
    if origin in (Union, UnionType) and Either in parts:  # a text, or one in both languages
        return {str, dict}, parse_prose
    if origin in (Union, UnionType):  # of one type and None
        types, build = _value_form(next(part for part in parts if part is not NoneType))
        return {*types, NoneType}, build
    if origin is tuple:
        return {list}, partial(_rebuild_tuple, *_value_form(parts[0]))
    if annotation is Decimal:
        return {str}, Decimal
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return {dict}, _form_of(annotation).rebuild
    return {origin or annotation}, None


def _rebuild_tuple(types: set[type], build: Callable[[Any], Any] | None, values: list[Any]) -> tuple[Any, ...]:
    if not types.issuperset(map(type, values)):
        raise ValueError("other types")
    return tuple(values) if build is None else tuple(map(build, values))
