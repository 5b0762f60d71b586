"""What a reader must know of an answer: a sentence that says for programs what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from llmsurvey.messages import Hint, Message, option


class Note(Message):
    """A sentence below an answer, with its kind (`limited`, `left-out`) and, in `facts`, what it says."""

    __slots__ = ("kind",)

    kind: str

    def __new__(
        cls, kind: str, template: str, parts: dict[str, Any], several: str | None = None, number: int = 1
    ) -> Self:
        """Return the note in English. Raises KeyError where the template names a part that isn't there."""
        made = super().__new__(cls, template, parts, several, number)
        made.kind = kind
        return made

    def __reduce__(self) -> Any:
        return Note, (self.kind, self.template, self.parts, self.several, self.number)

    @property
    def facts(self) -> dict[str, Any]:
        """What the sentence says, by the names of its parts: `{"shown": 3, "total": 38}`."""
        return {name: part for name, part in self.parts.items() if not isinstance(part, Hint)}


def note(kind: str, template: str, /, **parts: Any) -> Note:
    """Return a note: `note("limited", "The first {shown} of {total}.", shown=3, total=38)`."""
    return Note(kind, template, parts)


def as_note(kind: str, sentence: Message) -> Note:
    """Return a sentence as a note of a kind."""
    return Note(kind, sentence.template, sentence.parts, sentence.several, sentence.number)


_KINDS = (
    # what the answer is: so many models, of that board
    ("as-of", "trained", "selection", "counted", "imported", "certainty"),
    ("nearby", "limited", "own", "unmatched"),  # what one would ask next, and what of one's own is missing
    # unseen, these mislead:
    ("conflicts", "overruled", "comparability", "measured-anew", "partial", "unreadable"),
    ("unknown", "left-out", "place"),
    ("unit",),  # what an amount of memory isn't
    ("ranks", "confidence", "missing", "repeats", "corrected", "basis", ""),  # "": remarks on a file
)
"""Kinds of notes, those first that matter most; after them come all others."""
_IMPORTANCE = {kind: importance for importance, kinds in enumerate(_KINDS) for kind in kinds}
_LEAST = len(_KINDS)


def most_important_first(notes: Iterable[str]) -> list[str]:
    """Return notes in the order in which they matter to a reader, equal ones as they stand.

    The summary comes first, then what would mislead whoever doesn't see it, then what the answer rests on, and last how
    it was come by.
    """
    return sorted(notes, key=lambda sentence: _IMPORTANCE.get(getattr(sentence, "kind", ""), _LEAST))


def is_summary(sentence: str) -> bool:
    """Whether a note says what the answer is."""
    return _IMPORTANCE.get(getattr(sentence, "kind", "")) == 0


def note_fitting(fitting: int, total: int) -> Note:
    """Return the note on an answer of which only the rows are given that fit a condition."""
    return note("limited", "{number} of {total} rows fit the condition.", number=fitting, total=total)


def note_limit(shown: int, total: int) -> Note:
    """Return the note on an answer of which only the first rows are given."""
    return note(
        "limited",
        "The first {shown} of {total} rows. `{hint}` shows all.",
        shown=shown,
        total=total,
        hint=option("limit", total),
    )
