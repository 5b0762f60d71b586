"""The survey's history as a drawing for the terminal, and as Mermaid's timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rich.cells import cell_len

from llmsurvey.answers.short_texts import first_and_more
from llmsurvey.answers.timeline import Event, Group
from llmsurvey.formats.terminal import Terminal, paint_text
from llmsurvey.formats.wrap import wrap_text
from llmsurvey.messages import Message, join_texts, say, translated
from llmsurvey.tables.text import escape_steering

FORMATS = ("drawing", "mermaid")
"""The formats that show a history as it is; the others take it as rows."""

_WIDEST = 20
"""Headings and names are wrapped where they are wider than this, or than a quarter of the terminal."""
_ENOUGH = 20
"""With less room than this beside the names, facts go on a line of their own."""
_GAP = "  "
_DOWN = "│"
_MARKS = dict(zip(product((True, False), repeat=3), "┼┴┬─├└┌╶", strict=True))
"""What joins the line down the page, by whether a heading stands to the left, and something above and below."""
_DIM = "2"
_MERMAID = re.compile(r"[^\w .,/@()+-]")


def render(groups: Sequence[Group], name: str, terminal: Terminal) -> str:
    """Return a history in a format of `FORMATS`."""
    lines = _mermaid_lines(groups) if name == "mermaid" else _drawing_lines(groups, terminal)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _drawing_lines(groups: Sequence[Group], terminal: Terminal) -> Iterator[str]:
    """Yield a line down the page: headings to its left, events in order of date to its right."""
    titles = [escape_steering(translated(title)) for title, _ in groups]
    most = _WIDEST if terminal.width is None else min(_WIDEST, terminal.width // 4)
    side = min(most, max((cell_len(title) for title in titles), default=0))
    width = min(
        most, max((cell_len(escape_steering(event.name)) for _, events in groups for event in events), default=0)
    )
    waiting = sum(len(events) for _, events in groups)
    for index, (title, (_, events)) in enumerate(zip(titles, groups, strict=True)):
        heads = wrap_text(title, side)
        lines = []
        for number, event in enumerate(events):
            waiting -= 1
            first, *more = _event_lines(event, width, side, terminal)
            lines.append(_MARKS[number == 0, index + number > 0, waiting > 0] + first)
            lines += [(_DOWN if waiting else " ") + line for line in more]
        lines += [_DOWN if waiting else " "] * (len(heads) - len(lines))
        for row, line in enumerate(lines):
            yield f"{_pad_text(heads[row] if row < len(heads) else '', side)} {' ' if row else '─'}{line}"


def _event_lines(event: Event, width: int, side: int, terminal: Terminal) -> list[str]:
    """Return the lines of an event: date, name and facts, which go on below where there is no room beside the name."""
    start = f"─ {_pad_text(event.released or event.year, 10)}{_GAP}"
    names = [_pad_text(name, width) + _GAP for name in wrap_text(escape_steering(event.name), width)]
    facts = escape_steering(translated(_facts_of(event)))
    below: list[str] = []
    if terminal.width is None:
        beside = [facts]
    elif (room := terminal.width - side - 3 - len(start) - width - len(_GAP)) >= _ENOUGH:
        beside = wrap_text(facts, room)
    else:
        beside, below = [], wrap_text(facts, max(1, terminal.width - side - 3 - len(_GAP)))
    lines = []
    for row in range(max(len(names), len(beside))):
        lead = " " * len(start) if row else start
        name = names[row] if row < len(names) else " " * (width + len(_GAP))
        lines.append(lead + name + (paint_text(beside[row], _DIM, terminal) if row < len(beside) else ""))
    return lines + [_GAP + paint_text(line, _DIM, terminal) for line in below]


def _facts_of(event: Event) -> Message:
    """Return who made it, in which sizes, from what."""
    foundation = say("from {names}", names=", ".join(event.bases)) if event.bases else ""
    return join_texts([fact for fact in (first_and_more(event.developers), event.extent, foundation) if fact], ", ")


def _pad_text(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _mermaid_lines(groups: Sequence[Group]) -> Iterator[str]:
    """Yield Mermaid's timeline, in English like every format for programs: sections are groups, events have a date."""
    yield "timeline"
    for title, events in groups:
        yield f"  section {_without_signs(title)}"
        for event in events:
            date, name, facts = map(_without_signs, (event.released or event.year, event.name, _facts_of(event)))
            yield f"    {date} : {name} ({facts})"


def _without_signs(text: str) -> str:
    """Return text without the signs that Mermaid reads as its own."""
    return " ".join(_MERMAID.sub(" ", escape_steering(text)).split()) or "-"
