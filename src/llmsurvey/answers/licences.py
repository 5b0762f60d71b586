"""All licences, and who uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import first_names
from llmsurvey.lineage.basis import bases_of, grounds_of_licence
from llmsurvey.messages import question as ask
from llmsurvey.messages import say
from llmsurvey.records import CommercialUse, ConditionKind
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("id", leads_to="url"),
    Column("name", brief=False, leads_to="url"),
    Column("spdx", brief=False),
    Column("licence_kind", words="licence kind", heading=say("kind")),
    Column("commercial", order="verdict", words="verdict"),
    Column("conditions", words="condition"),
    Column("licensed_models", heading=say("models")),
    Column("licensed_datasets", brief=False),
    Column("url", brief=False),
    Column("aliases", brief=False),
    Column("rests_on", brief=False),
)


@dataclass(frozen=True, kw_only=True)
class LicencesQuestion:
    """All licences: there is nothing to ask for."""


class LicencesEntry(NamedTuple):
    """A licence, what it says of commercial use, and the models and datasets that are under it now."""

    id: str
    name: str
    spdx: str | None
    licence_kind: str
    commercial: CommercialUse
    conditions: tuple[ConditionKind, ...]
    licensed_models: tuple[str, ...]
    licensed_datasets: tuple[str, ...]
    url: str | None
    aliases: tuple[str, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LicencesAnswer(Answer[LicencesEntry]):
    """Every licence, in the order of the registry."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each licence."""
        rows = rows_of(self.entries, COLUMNS)
        texts = {(row, "licensed_models"): first_names(entry.licensed_models) for row, entry in enumerate(self.entries)}
        return Table(with_bases(COLUMNS, rows), rows, notes=self.notes, texts={**texts})


def list_licences(library: Library, question: LicencesQuestion) -> LicencesAnswer:
    """Return every licence with what it says of commercial use, and what is under it now."""
    registry = library.registry
    models: dict[str, dict[str, None]] = {}
    for model in registry.models:
        for size in model.each_size():
            if size.licence:
                models.setdefault(size.licence, {})[model.id] = None
    datasets: dict[str, list[str]] = {}
    for dataset in registry.datasets:
        if dataset.licence:
            datasets.setdefault(dataset.licence, []).append(dataset.id)
    entries = [
        LicencesEntry(
            licence.id,
            licence.name,
            licence.spdx,
            licence.kind,
            licence.commercial,
            tuple(dict.fromkeys(condition.kind for condition in licence.conditions)),
            tuple(models.get(licence.id, ())),
            tuple(datasets.get(licence.id, ())),
            licence.url,
            licence.aliases,
            tuple(basis.words for basis in bases_of(grounds_of_licence(registry, licence))),
        )
        for licence in registry.licences
    ]
    counted = note(
        "counted",
        "{number} licences. `{of_model}` shows one model's, `{under_it}` the models under one.",
        number=len(entries),
        of_model=ask("licence", "NAME"),
        under_it=ask("list", licence="ID"),
    )
    return LicencesAnswer(entries=entries, notes=(counted, *note_dumps(library)))
