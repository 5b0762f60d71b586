"""One file a foreign format of models and what they were made from: files in, drafts of records out.

A draft says what a source says, in its own words. `draft_layer.py` finds out which records of the registry are meant,
and makes a layer of the rest. To add a format, copy the smallest (`model_registry.py`), keep its `read`, and name it in
`GRAPHS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, cast

from llmsurvey.errors import Fault
from llmsurvey.messages import shorten_text

Progress = Callable[[int, int], None]
"""What is called with the number of things read so far, and of all."""


class Named(NamedTuple):
    """What a source says that something was made from: its name there, and how.

    `relation` is that of a foundation, or `data`. With `may_be_data` it isn't said whether it is a model.
    """

    name: str
    relation: str
    may_be_data: bool = False


class DraftSize(NamedTuple):
    """A size of a model as a source gives it."""

    name: str
    parameters: int | None = None
    hub: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a source says of a model or a dataset, and where it stands.

    `licence` is in the source's words, `extent` how much data there is. `says` is what is kept of the source's words,
    because no field holds it. With `dates_release`, `released` is meant as the day of release; else it is merely that
    of a repository.
    """

    kind: Literal["model", "dataset"]
    name: str
    file: str
    line: int
    aliases: tuple[str, ...] = ()
    developers: tuple[str, ...] = ()
    released: str | None = None
    dates_release: bool = True
    access: str | None = None
    is_service: bool = False
    licence: str | None = None
    languages: tuple[str, ...] = ()
    sizes: tuple[DraftSize, ...] = ()
    extent: str | None = None
    bases: tuple[Named, ...] = ()
    says: tuple[str, ...] = ()

    @property
    def is_repository(self) -> bool:
        """Whether its name is that of a repository of the hub."""
        return "/" in self.name

    @property
    def url(self) -> str:
        """Where it stands: the file and the line."""
        return f"{self.file}#L{self.line}"

    def without_blanks(self) -> Draft:
        """Return the draft with no blanks around its names, and without those that are nothing else."""
        bases = (base._replace(name=base.name.strip()) for base in self.bases)
        return replace(
            self,
            aliases=tuple(filter(None, map(str.strip, self.aliases))),
            developers=tuple(filter(None, map(str.strip, self.developers))),
            bases=tuple(base for base in bases if base.name),
        )

    def fault(self, message: str) -> Fault:
        """Return what looks wrong with it, at its place."""
        return Fault(self.file, self.line, 0, shorten_text(message), True)


class GraphFormat(Protocol):
    """What the module of a format holds."""

    def read(self, paths: Sequence[Path], faults: list[Fault], progress: Progress) -> Iterator[Draft]:
        """Yield what some files or folders say, and add what looks wrong to `faults`.

        Raises RegistryError with the place of what can't be read at all.
        """
        ...


GRAPHS = {
    "ecosystem-graphs": "ecosystem_graphs",
    "hub-stats": "hub_stats",
    "model-registry": "model_registry",
}
"""The module of each format."""


def load_graph_format(name: str) -> GraphFormat:
    """Return the module of a format of `GRAPHS`."""
    return cast("GraphFormat", import_module(f"llmsurvey.importers.graphs.{GRAPHS[name]}"))
