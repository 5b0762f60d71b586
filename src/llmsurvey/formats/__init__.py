"""One file an output format: a Table in, bytes out.

To add one, copy the smallest (`jsonl.py`), keep its `render`, and name it in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, NamedTuple, Protocol, cast

from llmsurvey.errors import MissingExtraError
from llmsurvey.messages import option
from llmsurvey.tables import Table


class Renderer(Protocol):
    """What the module of a format holds."""

    def render(self, table: Table) -> bytes:
        """Return the whole table as the content of a file. The same table gives the same bytes everywhere."""
        ...


class Format(NamedTuple):
    """A format: its module, the suffix of its files, and the extra that it needs.

    One that is a `document` is read by people, and has the columns there that a printed table has; one that is `binary`
    is for programs only. One that is `nested` has objects in cells, and an object in place of rows where the answer is
    one thing.
    """

    module: str
    suffix: str
    document: bool = False
    binary: bool = False
    nested: bool = False
    extra: str | None = None


FormatName = Literal["csv", "md", "json", "jsonl", "yaml", "html", "latex", "xlsx", "parquet"]
"""Every format of a file; the terminal's own (`terminal.py`) depends on the terminal and stands apart."""

FORMATS: dict[str, Format] = {
    "csv": Format("csv", ".csv"),
    "md": Format("markdown", ".md", document=True),
    "json": Format("json", ".json", nested=True),
    "jsonl": Format("jsonl", ".jsonl", nested=True),
    "yaml": Format("yaml", ".yaml", nested=True),
    "html": Format("html", ".html", document=True),
    "latex": Format("latex", ".tex", document=True),
    "xlsx": Format("xlsx", ".xlsx", binary=True, extra="xlsx"),
    "parquet": Format("parquet", ".parquet", binary=True),
}
"""What each of them is."""


def render(table: Table, name: str) -> bytes:
    """Return a table in a format of `FORMATS`. Raises MissingExtraError where its library isn't installed."""
    form = FORMATS[name]
    try:
        module = cast("Renderer", import_module(f"llmsurvey.formats.{form.module}"))
    except ModuleNotFoundError:
        if form.extra is None:
            raise
        raise MissingExtraError(option("format", name), form.extra) from None
    return module.render(table.without("flat" if form.nested else "nested"))
