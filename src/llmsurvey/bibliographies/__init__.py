"""One file a format of bibliographies: works in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmsurvey.records.publication import Publication


def render(publications: Sequence[Publication], name: str) -> str:
    """Return publications as `bibtex`, `csl-json` or `ris`."""
    modules = {"bibtex": "bibtex", "csl-json": "csl", "ris": "ris"}
    content: str = import_module(f"llmsurvey.bibliographies.{modules[name]}").render(publications)
    return content
