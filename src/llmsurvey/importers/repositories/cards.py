"""The models that the front matter of a Markdown file names: those that a model was made from, or a space uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.importers.repositories.command_lines import InText
from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.importers.repositories.settings import find_in_settings

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)


def find_in_card(text: str, names: ModelNames) -> Iterator[InText]:
    """Yield the models that front matter names; the text below it only tells of models."""
    front = _FRONT.match(text)
    if front is not None:
        yield from find_in_settings(front[0], names)
