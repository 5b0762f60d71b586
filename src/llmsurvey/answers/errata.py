"""The survey's mistakes as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.messages import Either, Message, counted, join_texts, option, say
from llmsurvey.records.erratum import Erratum, ErratumKind
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.nearest_names import check_is_one_of
from llmsurvey.tables import Column
from llmsurvey.tables.detailed import Detailed
from llmsurvey.tables.note import Note, as_note

COLUMNS = (
    Column("erratum"),
    Column("erratum_kind", words="erratum", heading=say("kind")),
    Column("place"),
    Column("same_as"),
    Column("printed"),
    Column("correct", leads_to="source"),
    Column("reason"),
    Column("correct_ko", brief=False),
    Column("reason_ko", brief=False),
    Column("section", brief=False),
    Column("table", numeric=True, brief=False),
    Column("table_row", numeric=True, brief=False),
    Column("table_column", brief=False),
    Column("reference", numeric=True, brief=False),
    Column("subject", brief=False),
    Column("sources", brief=False),
    Column("says", brief=False, only="flat"),
)


@dataclass(frozen=True, kw_only=True)
class ErrataQuestion:
    """Which errata: those that are named (`names`, such as E12), or those of some kinds (`kind`) and of one `table`."""

    names: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    table: int | None = None


class SourceText(NamedTuple):
    """A source, and what it says."""

    url: str
    says: str | None


class ErratumEntry(NamedTuple):
    """A mistake of the survey: where it stands, what is printed, what is right, why, and what proves it.

    `same_as` is the erratum that the same mistake has at its first place. One whose kind is `note` is no mistake.
    """

    erratum: str
    erratum_kind: ErratumKind
    place: Message
    same_as: str | None
    printed: str
    correct: Either
    reason: Either
    correct_ko: str
    reason_ko: str
    section: str | None
    table: int | None
    table_row: int | None
    table_column: str | None
    reference: int | None
    subject: str | None
    sources: tuple[Detailed[SourceText], ...]
    says: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ErrataAnswer(Answer[ErratumEntry]):
    """The errata in the order of their numbers, or in that in which they were named."""

    columns = COLUMNS


def list_errata(library: Library, question: ErrataQuestion) -> ErrataAnswer:
    """Return the errata that are asked for, or all.

    Raises RequestError for a number that no erratum has, for a table that the survey hasn't, and where names and
    filters are mixed; UnknownNameError for a kind that there isn't.
    """
    survey = library.survey
    check_is_one_of(say("kind of erratum"), question.kind, get_args(ErratumKind))
    if question.table is not None:
        survey.table(question.table)
    if question.names and (question.kind or question.table is not None):
        raise RequestError(
            say(
                "an erratum that is named is shown whatever its kind: leave out {kind} and {table}.",
                kind=option("kind"),
                table=option("table"),
            )
        )
    errata = [_find_erratum(survey, name) for name in question.names] if question.names else list(survey.errata)
    errata = [erratum for erratum in errata if not question.kind or erratum.kind in question.kind]
    errata = [erratum for erratum in errata if question.table is None or erratum.table == question.table]
    return ErrataAnswer(
        entries=[_entry_of_erratum(erratum) for erratum in errata], notes=(_note_count(survey, errata),)
    )


def _find_erratum(survey: Survey, name: str) -> Erratum:
    """Return the erratum of that name: E12, e12 or 12. Raises RequestError with the numbers that there are."""
    for erratum in survey.errata:
        if name.strip().upper() in (erratum.name, str(erratum.number)):
            return erratum
    first, last = survey.errata[0].name, survey.errata[-1].name
    raise RequestError(
        say('no erratum is called "{name}". There are {first} to {last}.', name=name, first=first, last=last)
    )


def _entry_of_erratum(erratum: Erratum) -> ErratumEntry:
    return ErratumEntry(
        erratum=erratum.name,
        erratum_kind=erratum.kind,
        place=erratum.place,
        same_as=f"E{erratum.same_as}" if erratum.same_as else None,
        printed=erratum.printed,
        correct=erratum.correct.text,
        reason=erratum.reason.text,
        correct_ko=erratum.correct.ko,
        reason_ko=erratum.reason.ko,
        section=erratum.section,
        table=erratum.table,
        table_row=erratum.row,
        table_column=erratum.column,
        reference=erratum.reference,
        subject=erratum.subject,
        sources=tuple(Detailed(source.url, SourceText(source.url, source.says)) for source in erratum.sources),
        says=tuple(source.says for source in erratum.sources if source.says),
    )


def _note_count(survey: Survey, shown: Sequence[Erratum]) -> Note:
    """Say how many there are, how many mistakes these come to, and where the sources are."""
    counts = [
        counted("{number} of {total} errata.", "{number} of {total} errata.", len(shown), total=len(survey.errata))
    ]
    notes = sum(erratum.kind == "note" for erratum in shown)
    repeated = sum(erratum.same_as is not None for erratum in shown)
    if len(shown) == len(survey.errata):
        counts.append(
            say(
                "They are {mistakes} mistakes: {repeated} repeat another, and {notes} are notes on what isn't wrong.",
                mistakes=len(shown) - notes - repeated,
                repeated=repeated,
                notes=notes,
            )
        )
    where = say("What the sources say: `{columns}`.", columns=option("columns", "erratum,sources,says"))
    return as_note("selection", join_texts([*counts, where]))
