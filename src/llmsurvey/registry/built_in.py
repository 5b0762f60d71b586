"""Built-in data that isn't part of the registry: the survey itself, and hardware."""

from __future__ import annotations

from functools import cached_property

from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.records.erratum import Erratum
from llmsurvey.records.hardware import Gpu, Precision
from llmsurvey.records.milestone import Milestone
from llmsurvey.records.printed_table import PrintedModel, PrintedTable
from llmsurvey.records.publication import Citation, Publication
from llmsurvey.records.reading import Reading
from llmsurvey.records.record import Record
from llmsurvey.registry.built_in_folder import load_folder


class Survey(Record):
    """The survey: its tables, its history, its errata, what it cites and where, and what its claims are judged by."""

    tables: tuple[PrintedTable, ...] = ()
    errata: tuple[Erratum, ...] = ()
    history: tuple[PrintedModel, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    publications: tuple[Publication, ...] = ()
    citations: tuple[Citation, ...] = ()
    readings: tuple[Reading, ...] = ()

    def table(self, number: int) -> PrintedTable:
        """Return one of the survey's tables. Raises RequestError for a number that none has."""
        for table in self.tables:
            if table.number == number:
                return table
        raise RequestError(
            say("the survey has no table {number}. There are 1 to {last}.", number=number, last=len(self.tables))
        )

    @cached_property
    def publication_by_key(self) -> dict[str, Publication]:
        """Publications by key."""
        return {publication.key: publication for publication in self.publications}


class Hardware(Record):
    """The precisions that weights are stored in, and the cards that they are loaded on."""

    precisions: tuple[Precision, ...] = ()
    gpus: tuple[Gpu, ...] = ()


def load_survey() -> Survey:
    """Return the survey, from `data/survey/`. Raises RegistryError with all faults, each with its place."""
    return load_folder("survey", Survey)


def load_hardware() -> Hardware:
    """Precisions and cards, from `data/hardware/`. Raises RegistryError with all faults, each with its place."""
    return load_folder("hardware", Hardware)
