"""The catalogue as one self-contained page: an answer in, bytes out."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from llmsurvey.errors import MissingExtraError
from llmsurvey.messages import say

if TYPE_CHECKING:
    from llmsurvey.answers.report import ReportAnswer


def check_libraries() -> None:
    """Check, before anything is computed, whether a page can be made. Raises MissingExtraError where it can't."""
    if find_spec("jinja2") is None:
        raise MissingExtraError(say("a report"), "report")


def render(answer: ReportAnswer) -> bytes:
    """Return a page that needs nothing but itself. Raises MissingExtraError where its library isn't installed."""
    check_libraries()
    from llmsurvey.report import page

    return page.render(answer)
