"""What a foreign table says of its models beside their scores."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import numpy as np

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Facts
from llmsurvey.errors import Fault
from llmsurvey.importers.files import noticed, number_of
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.roles import Roles
from llmsurvey.messages import say
from llmsurvey.records.quantities import parse_count

_LINK = re.compile(
    r"""<a\b[^>]*?href=["']?([^"'> ]+)[^>]*>(.*?)</a>|\[([^\]]+)\]\(([^)\s]+)\)""", re.IGNORECASE | re.DOTALL
)
_HUB = re.compile(r"^https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!spaces/|datasets/)([\w.-]+/[\w.-]+)/?$")


def facts_of(path: Path, grid: Grid, roles: Roles, faults: list[Fault]) -> Facts:
    """What is said of the entries: names out of links, parameters as numbers, the line of each."""
    names = grid.columns[roles.facts["name"]]
    if not isinstance(names, ArrowText) and names.dtype != object:
        names = np.array([None if name != name else f"{name:.15g}" for name in names], dtype=object)
    linked = any(
        isinstance(name, str) and ("](" in name or "<a" in name) for name in names[np.arange(min(len(names), 50))]
    )
    parts = [_linked(name) for name in names] if linked else None
    facts: Facts = {"name": names if parts is None else np.array([part[0] for part in parts], dtype=object)}
    unnamed = [] if isinstance(names, ArrowText) and not names.missing else list(facts["name"])
    for place in [place for place, name in enumerate(unnamed) if name is None]:
        faults.append(noticed(path, int(grid.lines[place]), say("names no model: left out")))
    if parts is not None:
        facts["hub"] = np.array([part[1] for part in parts], dtype=object)
    elif "hub" in roles.facts:
        facts["hub"] = np.array([_hub(cell) for cell in grid.columns[roles.facts["hub"]]], dtype=object)
    for fact in ("revision", "precision", "date", "note"):
        if fact in roles.facts:
            facts[fact] = np.array(list(grid.columns[roles.facts[fact]]), dtype=object)
    if "parameters" in roles.facts:
        heading = roles.facts["parameters"]
        billions = "b)" in heading.casefold()
        facts["parameters"] = np.array([_parameters(cell, billions) for cell in grid.columns[heading]], dtype=object)
    facts["line"] = grid.lines
    return facts


def _linked(cell: Any) -> tuple[str | None, str | None]:
    """The text of a link and the repository that it leads to."""
    if not isinstance(cell, str):
        return None, None
    found = _LINK.search(cell)
    if found is None:
        return html.unescape(cell), None
    text, address = (found[2], found[1]) if found[1] else (found[3], found[4])
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip() or None, _hub(address)


def _hub(cell: Any) -> str | None:
    if not isinstance(cell, str):
        return None
    found = _HUB.match(cell)
    return found[1] if found else cell if re.fullmatch(r"[\w.-]+/[\w.-]+", cell) else None


def _parameters(cell: Any, billions: bool) -> float | None:
    """A number of parameters: `7B`, or a number, which is of billions where the heading says so, or is below 10,000."""
    if cell is None or cell != cell:
        return None
    number = cell if isinstance(cell, float) else number_of(cell)
    if number is not None:
        return number * 1e9 if billions or number < 10_000 else number
    try:
        return float(parse_count(cell))
    except ValueError:
        return None
