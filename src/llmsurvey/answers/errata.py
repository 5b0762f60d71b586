"""The survey's mistakes as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.errors import RequestError
from llmsurvey.messages import counted, joined, say
from llmsurvey.records.erratum import Erratum
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("erratum"),
    Column("kind", words="erratum"),
    Column("place"),
    Column("printed"),
    Column("correct"),
    Column("reason"),
    Column("correct_ko", brief=False),
    Column("reason_ko", brief=False),
    Column("section", brief=False),
    Column("table", numeric=True, brief=False),
    Column("row", numeric=True, brief=False),
    Column("column", brief=False),
    Column("reference", numeric=True, brief=False),
    Column("subject", brief=False),
    Column("source", brief=False),
    Column("says", brief=False),
)


def list_errata(
    survey: Survey, numbers: Sequence[str] = (), kinds: Sequence[str] = (), table: int | None = None
) -> Table:
    """The errata in the order of their numbers: all, or those that are named (E12), of these kinds, of this table.

    Raises RequestError for a number that no erratum has, and where names and filters are mixed.
    """
    if numbers and (kinds or table is not None):
        raise RequestError(say("an erratum that is named is shown whatever its kind: leave out --kind and --table."))
    chosen = [_called(survey, number) for number in numbers] if numbers else list(survey.errata)
    chosen = [each for each in chosen if not kinds or each.kind in kinds]
    chosen = [each for each in chosen if table is None or each.table == table]
    return Table(COLUMNS, tuple(_row(each) for each in chosen), notes=tuple(_notes(survey, chosen)))


def _called(survey: Survey, name: str) -> Erratum:
    """The erratum of that name: E12, e12 or 12. Raises RequestError with the numbers that there are."""
    for erratum in survey.errata:
        if name.strip().upper() in (erratum.name, str(erratum.number)):
            return erratum
    first, last = survey.errata[0].name, survey.errata[-1].name
    raise RequestError(
        say('no erratum is called "{name}". There are {first} to {last}.', name=name, first=first, last=last)
    )


def _row(erratum: Erratum) -> tuple[Cell, ...]:
    return (
        erratum.name,
        erratum.kind,
        erratum.place,
        erratum.printed,
        erratum.correct.text,
        erratum.reason.text,
        erratum.correct.ko,
        erratum.reason.ko,
        erratum.section,
        erratum.table,
        erratum.row,
        erratum.column,
        erratum.reference,
        erratum.subject,
        tuple(source.url for source in erratum.sources),
        tuple(source.says for source in erratum.sources if source.says),
    )


def _notes(survey: Survey, shown: Sequence[Erratum]) -> Iterable[str]:
    count = counted("{number} of {total} errata.", "{number} of {total} errata.", len(shown), total=len(survey.errata))
    where = say("What the sources say: `--columns erratum,source,says`.")
    yield joined([count, where])
