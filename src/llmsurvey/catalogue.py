"""The Python interface: every answer of the command line as a method, with the same words for its options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llmsurvey.library import Library


class Catalogue(Library):
    """A catalogue that answers questions. Each answer has `entries`, `notes`, `table()` and `to_pandas()`.

    >>> import llmsurvey
    >>> catalogue = llmsurvey.open()
    >>> catalogue.registry.resolve_model("KULLM")[0].name
    'KULLM'
    """


def open(registry: str | Path | Sequence[str | Path] = ()) -> Catalogue:
    """Open the built-in catalogue, with registry files or folders of your own laid over it.

    Nothing is read before it is asked for.
    """
    return Catalogue([registry] if isinstance(registry, (str, Path)) else registry)
