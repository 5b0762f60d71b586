"""How many models came out in each year under each licence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.messages import Word
from llmsurvey.tables import Column
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library

_UNKNOWN = "unknown"

COLUMNS = (
    Column("licence"),
    Column("year"),
    Column("model_count", numeric=True),
)


class LicenceYearEntry(NamedTuple):
    """How many models of a year have a size under a licence; what no source states is `unknown`."""

    licence: str
    year: str
    model_count: int


@dataclass(frozen=True, kw_only=True)
class LicencesByYearAnswer(Answer[LicenceYearEntry]):
    """The licences that most models are under first, each with its years; `unknown` comes last of both."""

    columns = COLUMNS

    years: tuple[str, ...]
    licences: tuple[str, ...]


def count_licences_by_year(library: Library) -> LicencesByYearAnswer:
    """Return how many models are under each licence, by the year in which the sizes under it came out."""
    registry = library.registry
    models = {
        (size.licence or "", (size.released or "")[:4], model.id)
        for model in registry.models
        for size in model.each_size()
    }
    counts = Counter((licence, year) for licence, year, _ in models)
    totals = Counter(licence for licence, _ in {(licence, model) for licence, _, model in models})
    names = {licence: _name_of(library, licence) for licence in totals}
    licences = sorted(totals, key=lambda licence: (not licence, -totals[licence], names[licence]))
    years = sorted({year for _, year in counts}, key=lambda year: (not year, year))
    return LicencesByYearAnswer(
        entries=[
            LicenceYearEntry(names[licence], year or Word("verdict", _UNKNOWN), counts[licence, year])
            for licence in licences
            for year in years
            if counts[licence, year]
        ],
        notes=(
            note(
                "counted",
                "{count:,} models under {licences:,} licences.",
                count=len(registry.models),
                licences=len([licence for licence in licences if licence]),
            ),
        ),
        years=tuple(year or Word("verdict", _UNKNOWN) for year in years),
        licences=tuple(names[licence] for licence in licences),
    )


def _name_of(library: Library, licence: str) -> str:
    """Return a licence in as few signs as name it."""
    if not licence:
        return Word("verdict", _UNKNOWN)
    record = library.registry.licence_by_id[licence]
    return record.spdx or record.name
