"""A bill of materials as a document: a file for each standard that it is written in, by that standard's own library.

What is written is read back by `answers/bom_file.py`.
"""

from __future__ import annotations

from importlib import import_module

from llmsurvey.answers.bom import BomAnswer
from llmsurvey.answers.bom_entries import BomFormat
from llmsurvey.errors import MissingExtraError
from llmsurvey.messages import say

EXTRA = "bom"

_LIBRARIES = {"spdx": "spdx_python_model", "cyclonedx": "cyclonedx"}


def check_libraries(form: BomFormat) -> None:
    """Check, before anything is computed, whether a bill can be written. Raises MissingExtraError where it can't."""
    try:
        import_module(_LIBRARIES[form])
    except ImportError:
        raise MissingExtraError(say("a bill of materials"), EXTRA) from None


def render(answer: BomAnswer, form: BomFormat) -> bytes:
    """Return a bill as SPDX 3.0.1 (JSON-LD) or as CycloneDX 1.6 (JSON); the same bill gives the same bytes.

    Raises MissingExtraError where the standard's library isn't installed.
    """
    check_libraries(form)
    module = import_module(f"llmsurvey.boms.{form}")
    content: bytes = module.render(answer)
    return content
