"""The history that Section 2.2.1 of the survey tells: as it is printed, and in the order in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from llmsurvey.messages import Word, say
from llmsurvey.query.short import bases, extent, first_and_more
from llmsurvey.records import Cell, Column, Model, Table
from llmsurvey.records.dates import first_day
from llmsurvey.records.milestone import Milestone
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.registry import Registry

SECTION = "section 2.2.1"

Grouping = Literal["year", "developer", "kind"]

COLUMNS = (
    Column("released", order="date"),
    Column("name"),
    Column("developers"),
    Column("kind", words="kind"),
    Column("sizes"),
    Column("foundations"),
    Column("year", brief=False),
    Column("printed_year", brief=False),
    Column("printed_name", brief=False),
    Column("printed_developer", brief=False),
    Column("reference", numeric=True, brief=False),
    Column("id", brief=False),
)


class PrintedEvent(NamedTuple):
    """A model in the history: its name, year and developer as printed (empty where nothing is), and its record."""

    name: str
    year: str
    developer: str
    model: Model


@dataclass(frozen=True)
class Event:
    """Something in the history, with the facts of the registry; `model` is None for what is no model."""

    name: str
    released: str | None
    developers: tuple[str, ...]
    kind: str | None
    printed: tuple[str | None, str, str | None]
    """Year, name and developer as the survey prints them."""
    reference: int | None
    model: Model | None = None

    @property
    def year(self) -> str:
        """The year in which it came out; where no source dates it, the one that is printed."""
        return (self.released or self.printed[0] or "")[:4]

    @property
    def foundations(self) -> str:
        """The models that it was made from, by id."""
        links = [link for size in self.model.each_size() for link in size.foundations or ()] if self.model else []
        return bases(self.model, links) if self.model else ""

    @property
    def extent(self) -> str:
        """Its sizes in a few signs."""
        return extent(self.model.sizes) if self.model else ""


Group = tuple[str, list[Event]]
"""A heading, and the events under it."""


def printed_history(registry: Registry) -> list[PrintedEvent]:
    """Every model of the history, by the year that the survey gives it, in the order of the registry."""
    events = [
        PrintedEvent(cells.get("Model", model.name), cells.get("Date", ""), cells.get("Developer", ""), model)
        for model in registry.models
        for cells in model.as_printed
        if cells.get("where") == SECTION
    ]
    return sorted(events, key=lambda event: event.year)


def history(registry: Registry, survey: Survey) -> list[Event]:
    """The history in order of date, by the dates, developers and kinds of the registry."""
    references = {citation.subject: citation.reference for citation in survey.citations if citation.section == "2.2.1"}
    events = [_of_milestone(milestone) for milestone in survey.milestones]
    events += [_of_model(event, references.get(f"model/{event.model.id}")) for event in printed_history(registry)]
    return sorted(events, key=lambda event: first_day(event.released) if event.released else "9999")


def grouped(events: Sequence[Event], by: Grouping) -> list[Group]:
    """The events by year, first developer or kind; groups stand in the order of their first event."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(_heading(event, by), []).append(event)
    return list(groups.items())


def _heading(event: Event, by: Grouping) -> str:
    if by == "kind":
        return Word("kind", event.kind or "unknown")
    return event.year or "-" if by == "year" else next(iter(event.developers), "-")


def list_events(groups: Sequence[Group]) -> Table:
    """The events of all groups as rows, with what the survey prints of each."""
    events = [event for _, group in groups for event in group]
    texts: dict[tuple[int, str], str] = {}
    for row, event in enumerate(events):
        texts[row, "developers"] = first_and_more(event.developers)
        texts[row, "sizes"] = event.extent
        texts[row, "foundations"] = event.foundations
    note = say("Dates are the registry's: `llmsurvey show NAME` has their sources.")
    return Table(COLUMNS, tuple(_row(event) for event in events), notes=(note,), texts=texts)


def _row(event: Event) -> tuple[Cell, ...]:
    sizes = event.model.each_size() if event.model else ()
    links = dict.fromkeys(str(link) for size in sizes for link in size.foundations or ())
    return (
        event.released,
        event.name,
        event.developers,
        event.kind,
        tuple(size.name for size in event.model.sizes) if event.model else (),
        tuple(links),
        event.year,
        *event.printed,
        event.reference,
        event.model.id if event.model else None,
    )


def _of_model(event: PrintedEvent, reference: int | None) -> Event:
    model = event.model
    printed = (event.year or None, event.name, event.developer or None)
    return Event(model.name, model.released, model.developers, model.kind, printed, reference, model)


def _of_milestone(milestone: Milestone) -> Event:
    printed = (milestone.year, milestone.name, None)
    return Event(milestone.name, milestone.released, milestone.developers, "architecture", printed, milestone.reference)
