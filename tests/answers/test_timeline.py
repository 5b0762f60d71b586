"""The history of section 2.2.1: as it is printed, and in order of date."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from llmsurvey.answers.timeline import Event, Grouping, group_events, list_events, order_events
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.registry import Registry

PRINTED = [
    (2017, ["Transformer"]),
    (2018, ["BERT", "GPT"]),
    (2019, ["GPT-2", "T5"]),
    (2020, ["GPT-3"]),
    (2021, ["LaMDA", "GPT-Neo", "GPT-J"]),
    (2022, ["ChatGPT", "GPT-3.5", "BLOOM", "GPT-NeoX", "OPT", "OPT-IML", "Galatica", "PaLM"]),
    (2023, ["LLaMA", "LLaMA2", "GPT-4", "Titan", "Bard", "PaLM2", "Alpaca", "MPT", "Falcon", "Dolly2.0", "Pythia"]),
    (2023, ["Vicuna"]),
]
"""Copied from the survey's text, mistakes included; word2vec is named before, without a year."""


@pytest.fixture
def events(registry: Registry, survey: Survey) -> list[Event]:
    return order_events(registry, survey)


def test_the_events_are_those_that_the_survey_names(events: list[Event]) -> None:
    expected = [(str(year), name) for year, names in PRINTED for name in names]
    assert sorted((event.printed[0], event.printed[1]) for event in events if event.printed[0]) == sorted(expected)
    assert [event.printed[1] for event in events if event.printed[0] is None] == ["word2vec"]


def test_the_events_are_those_of_the_paper_s_text(events: list[Event], paper: str) -> None:
    """Each paragraph names its years; what stands before a reference's number there is a name of an event."""
    section = paper.partition("2.2.1 거대 언어 모델 변천사")[2].partition("2.2.2 ")[0]
    by_year: dict[str, set[str]] = {}
    for year, text in re.findall(r"(20\d\d)년에는(.*?)(?=20\d\d년에는|$)", section, re.DOTALL):
        by_year.setdefault(year, set()).update(re.findall(r"([A-Za-z][A-Za-z0-9.-]*)[ )]?(?=\s?\[\d+\])", text))
    found = {(event.printed[0], event.printed[1]) for event in events if event.printed[0]}
    named = {(year, name) for year, names in by_year.items() for name in names}
    assert len(named) > 20
    assert named - found == set()
    for year, name in found:
        assert re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-]*[\w])", section, re.ASCII), (year, name)
    assert "word2vec" in section


def test_references_are_those_that_the_survey_cites(events: list[Event], paper: str) -> None:
    section = paper.partition("2.2.1 거대 언어 모델 변천사")[2].partition("2.2.2 ")[0]
    cited = dict(re.findall(r"(?<![\w.-])([A-Za-z][A-Za-z0-9.-]*)\[(\d+)\]", section, re.ASCII))
    found = {event.printed[1]: str(event.reference) for event in events}
    assert len(cited) > 15
    assert {name: found[name] for name in cited} == cited


def test_the_order_is_that_of_the_dates(events: list[Event]) -> None:
    dates = [event.released or "9999" for event in events]
    assert dates == sorted(dates)
    assert dates[0].startswith("2013")
    assert [event.name for event in events][-1] == "Llama 2"


def test_dates_and_developers_are_the_registry_s(registry: Registry, events: list[Event]) -> None:
    for event in events:
        if event.model is not None:
            record = registry.model_by_id[event.model.id]
            assert (event.name, event.released) == (record.name, record.released)
            assert (event.developers, event.kind) == (record.developers, record.kind)


def test_every_model_of_the_section_is_there_once(survey: Survey, events: list[Event]) -> None:
    assert sorted(event.model.id for event in events if event.model) == sorted(each.model for each in survey.history)
    assert [event.name for event in events if event.model is None] == ["Transformer"]


def make(
    name: str, released: str | None, *developers: str, kind: str | None = "pretrained", printed: str = ""
) -> Event:
    return Event(name, released, developers, kind, (printed or None, name, None), None)


SOME = [
    make("a", "2020-01", "One", "Two"),
    make("b", "2020", "Two"),
    make("c", "2021-05-01", "One", kind="service"),
    make("d", None, kind=None, printed="2022"),
    make("e", None, kind=None),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("year", [("2020", "ab"), ("2021", "c"), ("2022", "d"), ("-", "e")]),
        ("developer", [("One", "ac"), ("Two", "b"), ("-", "de")]),
        ("kind", [("pretrained", "ab"), ("service", "c"), ("unknown", "de")]),
    ],
)
def test_groups_stand_in_the_order_of_their_first_event(by: Grouping, expected: list[tuple[str, str]]) -> None:
    found = group_events(SOME, by)
    assert [(title, "".join(event.name for event in events)) for title, events in found] == expected


@pytest.mark.parametrize("by", ["year", "developer", "kind"])
def test_groups_hold_every_event_once(events: list[Event], by: Grouping) -> None:
    found = group_events(events, by)
    assert sorted(event.name for _, group in found for event in group) == sorted(event.name for event in events)
    assert max(Counter(title for title, _ in found).values()) == 1


def test_the_rows_are_all_events_with_what_is_printed(events: list[Event]) -> None:
    table = list_events(group_events(events, "year")).table()
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    assert [row["name"] for row in rows] == [event.name for event in events]
    assert [(row["printed_year"], row["printed_name"], row["printed_developer"]) for row in rows] == [
        event.printed for event in events
    ]
    galactica = next(row for row in rows if row["id"] == "galactica")
    assert galactica["printed_name"] == "Galatica"
    assert str(galactica["released"]).startswith("2022-11")
    assert next(row["foundations"] for row in rows if row["id"] == "alpaca") == ("llama@7B",)
