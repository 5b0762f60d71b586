"""What every record has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from typing import Annotated, Any, ClassVar, NoReturn, Self, dataclass_transform, get_type_hints

from llmsurvey.records.rules import Limits

Id = Annotated[str, Limits(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
"""Lower case letters, digits, dots, hyphens: what other records refer to."""

Text = Annotated[str, Limits(strip_whitespace=True, min_length=1)]
"""Any text that isn't blank."""

DEFERRED = "sources"
"""The field that may be read later than the others, as it is more than half of a registry."""

_READ = "_read"
"""Where a record keeps what reads it."""

PositiveInt = Annotated[int, Limits(gt=0)]


class Deferred:
    """A field that few questions ask for: in a record from the cache it is read when it is first asked for."""

    def __init__(self, name: str, usual: object) -> None:
        self._name, self._usual = name, usual

    def __get__(self, record: Record | None, kind: type[Record]) -> object:
        # Python asks here only where the record itself holds no such field.
        if record is None:
            return self._usual
        if _READ in record.__dict__:
            record.read_deferred()
        return record.__dict__.get(self._name, self._usual)  # that another thread may have read just now


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Record:
    """A frozen dataclass whose fields are given by name.

    What people write becomes a record by `parse_record`, which lets pydantic check every field; records that the
    program makes itself, or kept, aren't checked again, so that a start doesn't wait for pydantic. A record holds the
    fields that were stated, and has the usual value of the others from its kind.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __init_subclass__(cls) -> None:
        # What every kind needs stands below once: a dataclass would compile it anew for each kind, at every start.
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
        if DEFERRED in cls.__dataclass_fields__:
            setattr(cls, DEFERRED, Deferred(DEFERRED, cls.__dataclass_fields__[DEFERRED].default))

    def __init__(self, **fields: Any) -> None:
        odd = fields.keys() - self.__dataclass_fields__
        for name, declared in self.__dataclass_fields__.items():
            if name not in fields and is_required(declared):
                odd.add(name)
            elif name not in fields and declared.default_factory is not MISSING:
                fields[name] = declared.default_factory()
        if odd:
            raise TypeError(f"{type(self).__name__} has other fields: {', '.join(sorted(odd))}")
        self.__dict__.update(fields)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"{name} can't be set. `replace({name}=...)` returns another record")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"{name} can't be taken away")

    def defer(self, read: Callable[[], object]) -> None:
        """Leave the field that may be read later to `read`, which returns it."""
        self.__dict__[_READ] = read

    def read_deferred(self) -> None:
        """Read the field that was left for later, if it was."""
        if read := self.__dict__.get(_READ):
            self.__dict__[DEFERRED] = read()
            self.__dict__.pop(_READ, None)

    def stated(self) -> dict[str, Any]:
        """Return the fields that were stated, in their order."""
        self.read_deferred()
        own = self.__dict__  # beside them it keeps what was computed of them
        return {name: own[name] for name in self.__dataclass_fields__ if name in own}

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        def make_record(content: object, check_fields: Callable[[object], dict[str, Any]]) -> Record:
            if isinstance(content, cls):
                return content
            record = cls(**check_fields(content))
            record.check()
            return record

        types = get_type_hints(cls, include_extras=True)
        fields = {
            name: core_schema.typed_dict_field(handler.generate_schema(types[name]), required=is_required(declared))
            for name, declared in cls.__dataclass_fields__.items()
        }
        form = core_schema.typed_dict_schema(fields, cls=cls, extra_behavior="forbid")
        return core_schema.no_info_wrap_validator_function(make_record, form, ref=f"{cls.__module__}.{cls.__name__}")

    def check(self) -> None:
        """Raise ValueError where fields contradict each other."""

    def replace(self, **changes: Any) -> Self:
        """Return the record with other values in some fields, which aren't checked."""
        return self.of_fields(self.stated() | changes)

    @classmethod
    def of_fields(cls, fields: dict[str, Any]) -> Self:
        """Return the record with these fields, which aren't checked at all: for many records at once."""
        record = object.__new__(cls)
        record.__dict__.update(fields)
        return record


def names_of_fields(record: Record | type[Record]) -> tuple[str, ...]:
    """Return the names of the fields of a record or of its kind, in their order."""
    return tuple(record.__dataclass_fields__)


def is_required(declared: Field[Any]) -> bool:
    """Whether a record has a field of its own only, for there is no usual value."""
    return declared.default is MISSING and declared.default_factory is MISSING
