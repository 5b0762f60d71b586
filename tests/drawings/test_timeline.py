"""The history drawn for a terminal, and as Mermaid's timeline."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from llmsurvey.answers.timeline import Event, Group, Grouping, group_events, order_events
from llmsurvey.drawings.timeline import render
from llmsurvey.formats.terminal import Terminal
from llmsurvey.messages import use_language
from llmsurvey.registry.built_in import load_survey
from llmsurvey.registry.registry import Registry

BYS = ["year", "developer", "kind"]
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
COLOUR = re.compile(r"\x1b\[\d*m")

HOSTILE = [":", "::", ": x", ";", "#", "%%", "%%{init: {}}%%", "{", "}", '"', "<br>", "`", "-->", "|", "\\", "\n", "\r"]
HOSTILE += ["\n  section x", "title x", "section x", "\x1b[31m", "\u202e", "구름" * 8, "漢", " ", "word", "x" * 30]

texts = st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join)
dates = st.sampled_from([None, "2021", "2022-07", "2023-07-18"])
events = st.builds(
    Event,
    name=texts,
    released=dates,
    developers=st.lists(texts, max_size=3).map(tuple),
    kind=st.sampled_from([None, "pretrained", "service"]),
    printed=st.tuples(st.sampled_from([None, "2022"]), texts, st.none()),
    reference=st.none(),
)


def groups_of(registry: Registry, by: Grouping = "year") -> list[Group]:
    return group_events(order_events(registry, load_survey()), by)


def drawn(groups: list[Group], width: int | None = None, *, colour: bool = False) -> str:
    return render(groups, "drawing", Terminal(width, colour))


def mermaid(groups: list[Group]) -> list[str]:
    return render(groups, "mermaid", Terminal()).splitlines()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("by", BYS)
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(registry: Registry, by: Grouping, width: int, language: str) -> None:
    use_language(language)
    try:
        text = drawn(groups_of(registry, by), width)
    finally:
        use_language("en")
    assert max(map(cell_len, text.splitlines())) <= width


@given(st.lists(events, min_size=1, max_size=5), st.sampled_from(BYS), st.integers(40, 120))
def test_no_line_of_any_history_is_wider_than_the_terminal(some: list[Event], by: Grouping, width: int) -> None:
    text = drawn(group_events(some, by), width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert STEERS.search(text) is None


@pytest.mark.parametrize("by", BYS)
def test_nothing_is_lost_where_lines_are_wrapped(registry: Registry, by: Grouping) -> None:
    """All signs of the unlimited drawing stand in the narrow one, but for spaces and the line down the page."""
    signs = {
        width: sorted(re.sub(r"[\s│├└┬┼┴─]", "", drawn(groups_of(registry, by), width))) for width in (None, 80, 50)
    }
    assert signs[None] == signs[80] == signs[50]


def test_every_event_stands_in_a_line_with_its_date(registry: Registry) -> None:
    lines = drawn(groups_of(registry)).splitlines()
    shown = [line.split("─ ", 1)[1].split("  ")[0].strip() for line in lines]
    assert shown == [event.released or event.year for _, group in groups_of(registry) for event in group]
    assert next(line for line in lines if "word2vec" in line).startswith("2013 ─┬─ 2013-08-14  word2vec  ")


@pytest.mark.parametrize("by", BYS)
def test_every_group_is_named_once(registry: Registry, by: Grouping) -> None:
    heads = [re.split("[─│├└]", line)[0] for line in drawn(groups_of(registry, by)).splitlines()]
    titles = [title for title, _ in groups_of(registry, by)]
    assert "".join(heads).replace(" ", "") == "".join(titles).replace(" ", "")


def test_the_line_down_the_page_begins_and_ends_with_the_history() -> None:
    one, two, three = (Event(name, "2022", (name,), None, (None, name, None), None) for name in ("a", "b", "c"))
    assert [drawn(groups) for groups in ([("2022", [one, two])], [("a", [one]), ("b", [two]), ("c", [three])])] == [
        "2022 ─┬─ 2022        a  a\n      └─ 2022        b  b\n",
        "a ─┬─ 2022        a  a\nb ─┼─ 2022        b  b\nc ─┴─ 2022        c  c\n",
    ]


def test_models_are_named_as_people_call_them(registry: Registry) -> None:
    lines = drawn(groups_of(registry)).splitlines()
    assert next(line for line in lines if "Vicuna" in line).endswith("  LMSYS, 7-33B (7), from LLaMA")
    assert next(line for line in lines if "Bard" in line).endswith("  Google, from LaMDA, PaLM 2")


def test_colour_changes_nothing_but_colour(registry: Registry) -> None:
    coloured = drawn(groups_of(registry), 80, colour=True)
    assert "\x1b[2m" in coloured
    assert COLOUR.sub("", coloured) == drawn(groups_of(registry), 80)


def test_nothing_trails_behind_a_line(registry: Registry) -> None:
    assert [line for line in drawn(groups_of(registry), 80).split("\n") if line != line.rstrip()] == []


# Mermaid: `timeline`, then sections, and events as `date : text`. In its grammar (timeline.jison) a colon begins an
# event; # and %% begin a comment, a semicolon ended a text before version 11; braces, quotes and < open other things.

FREE = r"[^:;#%{}<>\"`|\\&\x00-\x1f]+"
LINES = re.compile(rf"timeline|  section {FREE}|    {FREE} : {FREE}")


def test_every_line_is_one_of_mermaid_s_three(registry: Registry) -> None:
    lines = mermaid(groups_of(registry))
    assert lines[0] == "timeline"
    assert [line for line in lines if not LINES.fullmatch(line)] == []


def test_mermaid_has_every_group_and_every_event(registry: Registry) -> None:
    groups, lines = groups_of(registry), mermaid(groups_of(registry))
    assert [line.split("section ")[1] for line in lines if line.startswith("  section")] == [
        title for title, _ in groups
    ]
    shown = [line.split(" : ") for line in lines if " : " in line]
    assert [date.strip() for date, _ in shown] == [event.released for _, group in groups for event in group]
    assert all(
        text.startswith(f"{event.name} (")
        for (_, text), event in zip(shown, (event for _, group in groups for event in group), strict=True)
    )


@given(st.lists(events, min_size=1, max_size=5), st.sampled_from(BYS))
@example([Event("", None, (), None, (None, "", None), None)], "year")
@example([Event("x: y;z", None, ("#a",), None, (None, "", None), None)], "developer")
def test_no_text_is_read_by_mermaid_as_its_own(some: list[Event], by: Grouping) -> None:
    groups = group_events(some, by)
    lines = mermaid(groups)
    assert len(lines) == 1 + len(groups) + len(some)
    assert [line for line in lines if not LINES.fullmatch(line)] == []
