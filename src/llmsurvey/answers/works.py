"""What to cite for a name, and what the survey cites its references for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmsurvey.answers.works_of_boards import board_named, find_works_of_board
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Found, Library, RecordKind
from llmsurvey.messages import Message, Word, either_of, join_texts, say
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation
from llmsurvey.records.publication import SURVEY, Publication
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.nearest_names import nearest_names

_KINDS: tuple[RecordKind, ...] = ("model", "dataset", "benchmark")
"""What has works that introduce it, in the order in which a name is tried."""

_SURVEY_ITSELF = ("survey", "paper", "논문", "서베이")
"""What the survey itself is called."""

_DIGITS = 9
"""A longer number is no reference's, and no name either."""


class Cited(NamedTuple):
    """What was found for a name, and what one should know of it."""

    publications: tuple[Publication, ...]
    warnings: tuple[Message, ...] = ()


def find_works(library: Library, names: Sequence[str]) -> Cited:
    """Return the works to cite for some names, each once; the survey itself for none.

    A name is a number of the reference list ([16] or 16), a key, or a model, dataset, benchmark or board: then the
    works that introduce it or, where none is known, an entry made of its own record; of a board also its snapshot.
    Raises UnknownNameError, or RequestError for a number that the survey hasn't.
    """
    works: dict[str, Publication] = {}
    warnings: list[Message] = []
    for name in names or (SURVEY,):
        for publication in _find_by_name(library, name, warnings):
            works.setdefault(publication.key, publication)
    return Cited(tuple(works.values()), tuple(dict.fromkeys(warnings)))


def _find_by_name(library: Library, name: str, warnings: list[Message]) -> list[Publication]:
    survey = library.survey
    if name.strip().casefold() in _SURVEY_ITSELF:
        name = SURVEY
    number = name.strip().removeprefix("[").removesuffix("]")
    if number.isascii() and number.isdigit() and len(number) <= _DIGITS:
        warnings += _warn_of_citations(survey, int(number))
        return [_by_number(survey, int(number))]
    if publication := survey.publication_by_key.get(name.strip().casefold()):
        return [publication]
    if (board := board_named(library, name)) is not None:
        return find_works_of_board(library, board, warnings)
    kind, record, _ = _find_record(library, name)
    address = f"{kind}/{record.id}"
    return [work for work in survey.publications if address in work.cites] or [_publication_of_record(record)]


def _find_record(library: Library, name: str) -> Found:
    """Return the model, dataset or benchmark of a name. Raises UnknownNameError with the nearest, boards included."""
    try:
        return library.find(name, _KINDS)
    except UnknownNameError as error:
        boards = nearest_names(name.partition("@")[0], library.board_folders.boards())
        if error.kind != str(either_of([Word("record", kind) for kind in _KINDS])):
            raise
        kinds = either_of([Word("record", kind) for kind in (*_KINDS, "board")])
        raise UnknownNameError(kinds, name, [*boards, *error.nearest]) from None


def _by_number(survey: Survey, number: int) -> Publication:
    for publication in survey.publications:
        if number in publication.numbers:
            return publication
    last = max(number for publication in survey.publications for number in publication.numbers)
    raise RequestError(
        say("the survey has no reference [{number}]. There are [1] to [{last}].", number=number, last=last)
    )


def _warn_of_citations(survey: Survey, number: int) -> Iterable[Message]:
    """Yield what a reference is cited for that it doesn't support."""
    for citation in survey.citations:
        if citation.reference == number and not citation.right:
            wrong = say(
                "[{number}] doesn't support what section {section} cites it for: {what} (E{erratum}).",
                number=number,
                section=citation.section,
                what=citation.cited_for.text,
                erratum=citation.erratum,
            )
            yield join_texts([wrong, say("Cite {key}.", key=citation.instead)]) if citation.instead else wrong


def _publication_of_record(record: Model | Dataset | Benchmark | Licence | Organisation) -> Publication:
    """Return a record that no work is known to introduce, as something that can be cited: its makers, date and page."""
    makers: tuple[str, ...] = ()
    hub = None
    if isinstance(record, Model):
        makers, hub = record.developers, next((size.hub for size in record.sizes if size.hub), None)
    elif isinstance(record, Dataset):
        makers = record.creators
    released = None if isinstance(record, (Benchmark, Organisation)) else record.released
    page = f"https://huggingface.co/{hub}" if hub else next((source.url for source in record.sources), None)
    authors = tuple(f"{{{maker}}}" for maker in makers)
    return Publication(key=record.id, type="software", title=record.name, authors=authors, date=released, url=page)
