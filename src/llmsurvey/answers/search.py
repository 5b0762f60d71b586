"""Finding anything by words, across names, makers, datasets and texts, with slips of the keyboard forgiven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, get_args

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.dumps import find_in_dumps, note_found_in_dumps
from llmsurvey.answers.searched_texts import Searched, SearchKind, list_searched
from llmsurvey.answers.short_texts import extent_of_sizes
from llmsurvey.errors import check_text
from llmsurvey.messages import Either, either_of, join_texts, say
from llmsurvey.messages import question as ask
from llmsurvey.records import Model
from llmsurvey.registry.names import strict_form
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.importers.graphs import Draft
    from llmsurvey.library import Library

COLUMNS = (
    Column("record", words="record"),
    Column("id"),
    Column("name"),
    Column("fields", words="column", heading=say("found in")),
    Column("match"),
    Column("developers", brief=False),
    Column("released", order="date", brief=False),
    Column("sizes", brief=False),
    Column("nearness", numeric=True, brief=False),
)

_NAMES = ("id", "name", "aliases", "spdx")
_RELATED = ("developers", "creators", "hub", "datasets")
"""What a record is found by that isn't its own name; all other fields are longer texts."""

_EXACT, _BEGINS, _CONTAINS = 100.0, 95.0, 90.0
ALIKE = 80.0
"""From here on two words are taken for the same, mistyped: `vicunna` and `Vicuna` score 92."""

SHORTEST_SLIP = 4
"""A word of fewer letters is found as it is typed alone."""

FORGIVING = (*_NAMES, "developers", "creators")
"""The fields in which slips are forgiven."""

_LONGEST_NAME = 50
"""How many characters of what a claim or an erratum says are shown."""

_MOST_OF_DUMPS = 100
"""How many models of imported dumps are given: of millions many have the same word in their names."""

_AROUND = 30
"""How many characters of a longer text are shown on either side of the word that was found."""


@dataclass(frozen=True, kw_only=True)
class SearchQuestion:
    """Words that must all be found."""

    text: str


class SearchEntry(NamedTuple):
    """What was found: in which fields, what stands there, and how well it fits (up to 100).

    `name` is what a claim says, and what an erratum corrects. Of models and datasets it is said who made them, when,
    and how large they are.
    """

    record: SearchKind
    id: str
    name: str
    fields: tuple[str, ...]
    match: str
    developers: tuple[str, ...]
    released: str | None
    sizes: str | None
    nearness: float


class _Hit(NamedTuple):
    """Where a word fits best: how well, in which field, and the text that stands there."""

    score: float
    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SearchAnswer(Answer[SearchEntry]):
    """What was found, the best first."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each entry; people read the beginning of what a claim or an erratum says, for `id` leads to all."""
        texts = {
            (row, "name"): _shorten_name(entry.name)
            for row, entry in enumerate(self.entries)
            if isinstance(entry.name, Either)
        }
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts={**texts})


def search_records(library: Library, question: SearchQuestion) -> SearchAnswer:
    """Return everything in which each word of the `text` is found, the best first; `field` and `match` say where.

    Models, datasets, benchmarks, licences, organisations, boards, claims and errata are searched, and the names of
    models in imported dumps, of which the shortest that fit are given. A word fits where it
    stands in a field in any case, or, in names only and from four letters on, where it differs from a word by little.
    Names come before what is made by somebody or from something, and that before longer texts. Raises RequestError
    where there is no word.
    """
    check_text("text", question.text)
    words = words_to_find(question.text)
    everything = list(list_searched(library))
    entries = []
    for searched in everything:
        hits = [_find_word(word, searched) for word in words]
        if all(hit is not None for hit in hits):
            entries.append(_entry_of(searched, [hit for hit in hits if hit is not None], words[0]))
    kinds = get_args(SearchKind)
    drafts, number = find_in_dumps(library, words, _MOST_OF_DUMPS)
    entries += [_entry_of_draft(draft, words) for draft in drafts]
    entries.sort(key=lambda entry: (-entry.nearness, kinds.index(entry.record), len(entry.name), entry.id))
    count = _note_count(len(entries)) if entries else _note_nothing(question.text, everything)
    return SearchAnswer(entries=entries, notes=(count, *note_found_in_dumps(len(drafts), number)))


def words_to_find(text: str) -> list[str]:
    """Return the words that must all be found, in the form in which texts are compared."""
    return strict_form(text).split()


def words_of_name(text: str) -> list[str]:
    """Return the words of a name, in its strict form, of which each may be meant by a slip."""
    return text.replace("-", " ").split()


def _note_count(number: int) -> Note:
    return note("counted", "{number} found.", number=number)


def _note_nothing(text: str, everything: Sequence[Searched]) -> Note:
    """Say that nothing was found, and which names are nearest, else where all models are."""
    from llmsurvey.registry.nearest_names import nearest_names

    names = [value for searched in everything for field, value in searched.fields if field in _NAMES]
    nothing = say('Nothing is like "{text}".', text=text)
    if nearest := nearest_names(text, names):
        return as_note("counted", join_texts([nothing, say("Did you mean {names}?", names=either_of(nearest))]))
    return as_note("counted", join_texts([nothing, say("`{hint}` shows all models.", hint=ask("list"))]))


def _find_word(word: str, searched: Searched) -> _Hit | None:
    """Return where a word fits best, of several equal places the first; None where it is nowhere."""
    best: _Hit | None = None
    for field, text in searched.fields:
        score = max(_score_field(word, field, spelling) for spelling in languages_of(text))
        if score > (best.score if best else 0):
            best = _Hit(score, field, text)
    return best


def _entry_of(searched: Searched, hits: Sequence[_Hit], word: str) -> SearchEntry:
    record = searched.record
    score = round(sum(hit.score for hit in hits) / len(hits), 1)
    fields = tuple(dict.fromkeys(hit.field for hit in hits))
    match = _show_match(word, hits[0].text)
    found = SearchEntry(searched.kind, searched.id, searched.name, fields, match, (), None, None, score)
    if record is None:
        return found
    if isinstance(record, Model):
        return found._replace(
            developers=record.developers, released=record.released, sizes=extent_of_sizes(record.sizes)
        )
    return found._replace(developers=record.creators, released=record.released, sizes=record.size)


def _entry_of_draft(draft: Draft, words: Sequence[str]) -> SearchEntry:
    """Return a model of an imported dump, which is found by its name alone."""
    score = round(sum(_score_field(word, "name", draft.name) for word in words) / len(words), 1)
    size = ", ".join(size.name for size in draft.sizes) or None
    match = _show_match(words[0], draft.name)
    return SearchEntry("model", draft.name, draft.name, ("name",), match, draft.developers, draft.released, size, score)


def _score_field(word: str, field: str, value: str) -> float:
    """Return how well a word fits a field, from 0 to 100."""
    text = strict_form(value)
    weight = 0.8 if field in _RELATED else 0.6
    if field in _NAMES:
        weight = 1.0
    if word == text:
        return _EXACT * weight
    if word in text:
        return (_BEGINS if text.startswith(word) else _CONTAINS) * weight
    if len(word) >= SHORTEST_SLIP and field in FORGIVING:
        from rapidfuzz import fuzz

        alike = max((fuzz.ratio(word, part) for part in words_of_name(text)), default=0.0)
        if alike >= ALIKE:
            return alike * 0.8 * weight
    return 0.0


def languages_of(text: str) -> tuple[str, ...]:
    """Return a text in each language in which it is there."""
    return (text, text.ko) if isinstance(text, Either) else (text,)


def _show_match(word: str, text: str) -> str:
    """Return what stands around a word in a text, in the languages in which the word is there."""
    spellings = [spelling for spelling in languages_of(text) if word in strict_form(spelling)] or [text]
    cut = [_cut_around(word, spelling) for spelling in spellings]
    return Either(*cut) if len(cut) == 2 else cut[0]


def _shorten_name(name: Either) -> Either:
    return Either(*(text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}..." for text in (name, name.ko)))


def _cut_around(word: str, text: str) -> str:
    """Return a text, of a longer one what stands around a word; the marks at its ends say that something is missing."""
    if len(text) <= 2 * _AROUND + len(word):
        return text
    place = max(text.casefold().find(word), 0)
    start, end = max(place - _AROUND, 0), place + len(word) + _AROUND
    return f"{'...' if start else ''}{text[start:end].strip()}{'...' if end < len(text) else ''}"
