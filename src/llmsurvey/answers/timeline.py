"""The history that Section 2.2.1 of the survey tells: as it is printed, and in the order in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.short_texts import extent_of_sizes, first_and_more, names_of_bases
from llmsurvey.library import Library
from llmsurvey.messages import Word, question
from llmsurvey.records import Foundation, Model, Size
from llmsurvey.records.dates import first_day
from llmsurvey.records.milestone import Milestone
from llmsurvey.records.printed_table import PrintedModel
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.registry import Registry
from llmsurvey.survey.submitted import out_by_then
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

Grouping = Literal["year", "developer", "kind"]

COLUMNS = (
    Column("released", order="date"),
    Column("name"),
    Column("developers"),
    Column("kind", words="kind"),
    Column("sizes"),
    Column("foundations"),
    Column("year", order="date", brief=False),
    Column("printed_year", brief=False),
    Column("printed_name", brief=False),
    Column("printed_developer", brief=False),
    Column("reference", numeric=True, brief=False),
    Column("id", brief=False),
)


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
    bases: tuple[str, ...] = ()
    """The names of the models that it was made from."""

    @property
    def sizes(self) -> list[Size]:
        """The sizes that were out when the survey was written."""
        return out_by_then(self.model) if self.model and self.model.sizes else []

    @property
    def year(self) -> str:
        """The year in which it came out; where no source dates it, the one that is printed."""
        return (self.released or self.printed[0] or "")[:4]

    @property
    def extent(self) -> str:
        """Its sizes in a few signs; empty where no source states the parameters of any."""
        return extent_of_sizes(self.sizes) if any(size.parameters for size in self.sizes) else ""


Group = tuple[str, list[Event]]
"""A heading, and the events under it."""


@dataclass(frozen=True, kw_only=True)
class TimelineQuestion:
    """What to group the history `by`."""

    by: Grouping = "year"


class TimelineEntry(NamedTuple):
    """Something in the history, by the registry; what is `printed_` of it is the survey's."""

    released: str | None
    name: str
    developers: tuple[str, ...]
    kind: str | None
    sizes: tuple[str, ...]
    foundations: tuple[str, ...]
    year: str
    printed_year: str | None
    printed_name: str
    printed_developer: str | None
    reference: int | None
    id: str | None


@dataclass(frozen=True, kw_only=True)
class TimelineAnswer(Answer[TimelineEntry]):
    """The history in order of date; `groups` are its events under their headings, to be drawn."""

    columns = COLUMNS

    groups: Sequence[Group]

    def table(self) -> Table:
        """A row for each event."""
        texts: dict[tuple[int, str], str] = {}
        for row, event in enumerate(event for _, group in self.groups for event in group):
            texts[row, "developers"] = first_and_more(event.developers)
            texts[row, "sizes"] = event.extent
            texts[row, "foundations"] = ", ".join(event.bases)
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts=texts)


def tell_history(library: Library, asked: TimelineQuestion) -> TimelineAnswer:
    """Return the history that the survey tells, in order of date, by the dates of the registry.

    Of a library of a day it is what was out by then.
    """
    events = order_events(library.registry, library.survey)
    if (day := library.as_of) is not None:
        events = [event for event in events if event.released is None or first_day(event.released) <= day]
    return list_events(group_events(events, asked.by))


def order_events(registry: Registry, survey: Survey) -> list[Event]:
    """Return the history in order of date, by the dates, developers and kinds of the registry.

    A model that the registry doesn't have, because it is that of an earlier day, is left out.
    """
    references = {citation.subject: citation.reference for citation in survey.citations if citation.section == "2.2.1"}
    events = [_event_of_milestone(milestone) for milestone in survey.milestones]
    events += [
        _event_of_model(registry, printed, references.get(f"model/{printed.model}"))
        for printed in survey.history
        if printed.model in registry.model_by_id
    ]
    return sorted(events, key=lambda event: first_day(event.released) if event.released else "9999")


def group_events(events: Sequence[Event], by: Grouping) -> list[Group]:
    """Return the events by year, first developer or kind; groups stand in the order of their first event."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(_heading_of_event(event, by), []).append(event)
    return list(groups.items())


def _heading_of_event(event: Event, by: Grouping) -> str:
    if by == "kind":
        return Word("kind", event.kind or "unknown")
    return event.year or "-" if by == "year" else next(iter(event.developers), "-")


def list_events(groups: Sequence[Group]) -> TimelineAnswer:
    """Return the events of all groups, with what the survey prints of each."""
    dates = note("sources", "Dates are the registry's. `{hint}` has their sources.", hint=question("show", "NAME"))
    return TimelineAnswer(
        entries=[_entry_of_event(event) for _, group in groups for event in group], notes=(dates,), groups=groups
    )


def _entry_of_event(event: Event) -> TimelineEntry:
    links = dict.fromkeys(map(str, _foundations_of(event.model))) if event.model else {}
    year, name, developer = event.printed
    return TimelineEntry(
        released=event.released,
        name=event.name,
        developers=event.developers,
        kind=event.kind,
        sizes=tuple(size.name for size in event.sizes),
        foundations=tuple(links),
        year=event.year,
        printed_year=year,
        printed_name=name,
        printed_developer=developer,
        reference=event.reference,
        id=event.model.id if event.model else None,
    )


def _event_of_model(registry: Registry, printed: PrintedModel, reference: int | None) -> Event:
    model = registry.model_by_id[printed.model]
    as_printed = (printed.year, printed.name, printed.developer)
    below = tuple(registry.model_by_id[base].name for base in names_of_bases(model, _foundations_of(model)))
    return Event(model.name, model.released, model.developers, model.kind, as_printed, reference, model, below)


def _foundations_of(model: Model) -> list[Foundation]:
    return [link for size in out_by_then(model) for link in size.foundations or ()]


def _event_of_milestone(milestone: Milestone) -> Event:
    printed = (milestone.year, milestone.name, None)
    return Event(milestone.name, milestone.released, milestone.developers, "architecture", printed, milestone.reference)
