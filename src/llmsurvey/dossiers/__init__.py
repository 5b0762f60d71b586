"""A dossier as a document: an outline of sections with tables, and a file for each format that writes it.

The answer itself stands in every document, so that it can be read back (`answers/dossier_file.py`).
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, get_args

from llmsurvey.answers.dossier import DossierAnswer
from llmsurvey.dossiers.outline import outline_of

DossierFormat = Literal["html", "md"]

DOCUMENTS: tuple[str, ...] = get_args(DossierFormat)
"""The formats of documents; as JSON a dossier is the answer as one object, which the format JSON writes."""

_MODULES = {"html": "page", "md": "markdown"}


def render(answer: DossierAnswer, form: DossierFormat) -> bytes:
    """Return a dossier as a document in the language of the run; the same answer gives the same bytes."""
    module = import_module(f"llmsurvey.dossiers.{_MODULES[form]}")
    content: bytes = module.render(outline_of(answer))
    return content
