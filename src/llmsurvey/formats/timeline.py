"""The survey's history as a drawing for the terminal, and as Mermaid's timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from llmsurvey.formats.terminal import Terminal, paint, wrap
from llmsurvey.formats.text import visible
from llmsurvey.messages import say, translated
from llmsurvey.query.short import first_and_more
from llmsurvey.survey.history import Event, Group

FORMATS = ("drawing", "mermaid")
"""The formats that show a history as it is; the others take it as rows."""

_WIDEST = 20
"""Headings and names are wrapped where they are wider than this."""
_GAP = "  "
_DIM = "2"
_MERMAID = re.compile(r"[^\w .,/@()+-]")


def render(groups: Sequence[Group], name: str, terminal: Terminal) -> str:
    """A history in a format of `FORMATS`."""
    lines = _mermaid(groups) if name == "mermaid" else _drawing(groups, terminal)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _drawing(groups: Sequence[Group], terminal: Terminal) -> Iterator[str]:
    """A line down the page: headings to its left, events in order of date to its right."""
    titles = [visible(translated(title)) for title, _ in groups]
    side = min(_WIDEST, max((cell_len(title) for title in titles), default=0))
    names = [visible(event.name) for _, events in groups for event in events]
    width = min(_WIDEST, max((cell_len(name) for name in names), default=0))
    first = True
    for title, (_, events) in zip(titles, groups, strict=True):
        heads = wrap(title, side)
        bodies = [line for event in events for line in _event(event, width, side, terminal)]
        for place in range(max(len(heads), len(bodies))):
            head = heads[place] if place < len(heads) else ""
            mark, body = bodies[place] if place < len(bodies) else ("│", "")
            if place == 0:
                mark = "┬" if first else "┼"
            first = False
            yield f"{_padded(head, side)} {'─' if place == 0 else ' '}{mark}{body}"


def _event(event: Event, width: int, side: int, terminal: Terminal) -> Iterator[tuple[str, str]]:
    """The lines of an event, each with its mark on the line: what is known besides goes on below where it must."""
    start = f"─ {_padded(event.released or event.year, 10)}{_GAP}"
    names = wrap(visible(event.name), width)
    indent = side + 3 + cell_len(start) + width + len(_GAP)
    facts = _facts(event)
    room = None if terminal.width is None else max(_WIDEST, terminal.width - indent)
    rest = [facts] if room is None else wrap(facts, room)
    for place in range(max(len(names), len(rest))):
        lead = start if place == 0 else " " * cell_len(start)
        name = _padded(names[place] if place < len(names) else "", width)
        fact = paint(rest[place], _DIM, terminal) if place < len(rest) else ""
        yield ("├" if place == 0 else "│"), f"{lead}{name}{_GAP}{fact}"


def _facts(event: Event) -> str:
    """Who made it, in which sizes, from what."""
    developers = first_and_more(event.developers)
    foundation = translated(say("from {names}", names=event.foundations)) if event.foundations else ""
    return visible(", ".join(fact for fact in (developers, translated(event.extent), foundation) if fact))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _mermaid(groups: Sequence[Group]) -> Iterator[str]:
    """Mermaid's timeline: a section for each group, an event for each date."""
    yield "timeline"
    for title, events in groups:
        yield f"  section {_plain(translated(title))}"
        for event in events:
            yield f"    {_plain(event.released or event.year)} : {_plain(event.name)} ({_plain(_facts(event))})"


def _plain(text: str) -> str:
    """Text without the signs that Mermaid reads as its own."""
    return " ".join(_MERMAID.sub(" ", visible(text)).split()) or "-"
