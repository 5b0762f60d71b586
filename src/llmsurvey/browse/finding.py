"""What the palette finds: the commands of the browser, and any record by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmsurvey.browse.board_views import RankView
from llmsurvey.browse.dialogs import Choice
from llmsurvey.browse.keys import KEYS
from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.survey_views import ClaimView, ErratumView
from llmsurvey.browse.view import View
from llmsurvey.messages import Word, join_texts, say, translated
from llmsurvey.registry.names import strict_form

if TYPE_CHECKING:
    from llmsurvey.library import Library

_OF_APP = ("quit", "help", "colours")
_MOST = 40


def find_commands(text: str) -> Iterator[Choice]:
    """Yield the commands in whose words a text is, each with its action."""
    for _, keys in KEYS:
        for key in keys:
            words = translated(say(key.text)) if key.text else ""
            if key.action and words and strict_form(text) in strict_form(words):
                action = f"app.{key.action}" if key.action in _OF_APP else key.action
                yield Choice(f"{words}  ({key.shown})", action)


def find_records(library: Library, text: str) -> Iterator[Choice]:
    """Yield what `search` finds, each with its kind and its id."""
    from llmsurvey.answers.search import SearchQuestion, search_records

    if not text.strip():
        return
    for entry in search_records(library, SearchQuestion(text=text)).entries[:_MOST]:
        name = join_texts([Word("record", entry.record), entry.name], ": ")
        yield Choice(name, (entry.record, entry.id))


def view_of_record(kind: str, id: str) -> View:
    """Return the view of something that was found."""
    if kind == "claim":
        return ClaimView(name=id)
    if kind == "erratum":
        return ErratumView(name=id)
    if kind == "board":
        return RankView(board=id)
    return RecordView(name=f"{kind}/{id}")
