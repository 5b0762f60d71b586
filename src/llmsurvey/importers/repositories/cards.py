"""The models that the front matter of a Markdown file names: those that a model was made from, or a space uses."""

from __future__ import annotations

import re

from llmsurvey.importers.repositories.mention import Mention
from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.importers.repositories.settings import find_in_settings
from llmsurvey.importers.repositories.texts import place

_FRONT = re.compile(r"\A\ufeff?(?:[ \t]*\r?\n)*---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)


def find_in_card(text: str, names: ModelNames) -> list[Mention]:
    """Return the models that front matter names; the text below it only tells of models."""
    front = _FRONT.match(text)
    return [] if front is None else place(text, find_in_settings(front[0], names))
