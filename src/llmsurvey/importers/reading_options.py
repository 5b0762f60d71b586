"""How a file of scores is to be read, where it doesn't say so itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from llmsurvey.errors import check_text

if TYPE_CHECKING:
    from llmsurvey.importers import Request
    from llmsurvey.registry.registry import Registry


@dataclass(frozen=True, kw_only=True)
class FileReading:
    """How files of scores are to be read.

    `map` says what a column is (`{"H6": "average"}`). `unit` is the unit of all scores (a name of `scales.UNITS`), or
    that of each column or benchmark, "" being all others; `lower` names those in which less is better. `table` chooses
    one of a file's tables, `encoding` is that of its text, and `model` is whose scores they are where no column names
    models.
    """

    map: Mapping[str, str] = field(default_factory=dict)
    unit: str | Mapping[str, str] | None = None
    lower: tuple[str, ...] = ()
    table: str | None = None
    encoding: str | None = None
    model: str | None = None

    def request(self, registry: Registry, **others: Any) -> Request:
        """Return what to ask of an importer. Raises RequestError for a text that says nothing."""
        from llmsurvey.importers import Request

        for name in ("table", "encoding", "model"):
            check_text(name, getattr(self, name))
        units = {"": self.unit} if isinstance(self.unit, str) else dict(self.unit or {})
        asked = Request(
            registry,
            mapping=self.map,
            unit=units.pop("", None),
            units=units,
            lower=self.lower,
            table=self.table,
            encoding=self.encoding,
            model=self.model,
        )
        return replace(asked, **others)

    @property
    def stated(self) -> list[str]:
        """The names of what is said."""
        return [setting.name for setting in fields(self) if getattr(self, setting.name) not in (None, (), {})]
