"""What a foreign table says of its models beside their scores."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Facts
from llmsurvey.boards.coded import Coded, as_objects, code_cells, different_in, for_each, number_rows, rows_where
from llmsurvey.errors import Fault
from llmsurvey.importers.cells import tell_rows
from llmsurvey.importers.column_roles import Roles
from llmsurvey.importers.grid import Grid, as_text, holds_numbers
from llmsurvey.importers.hub import hub_of, revision_in
from llmsurvey.importers.markup import Linked, model_named, one_line
from llmsurvey.importers.numbers import DecimalMark
from llmsurvey.importers.parameters import parameters_of
from llmsurvey.messages import say


def facts_of(path: Path, grid: Grid, roles: Roles, model: str | None, mark: DecimalMark, faults: list[Fault]) -> Facts:
    """Return what is said of the entries: names out of links, parameters as numbers, the line of each.

    `model` names them all where no column does; `mark` is what decimals stand behind.
    """
    count = len(grid.lines)
    names = (
        np.array([model] * count, dtype=object) if "name" not in roles.facts else _names_in(grid, roles.facts["name"])
    )
    facts: Facts = {"name": names}
    if not isinstance(names, ArrowText):
        unnamed = rows_where(names, lambda name: name is None)
        tell_rows(path, grid, unnamed, say("names no model: left out"), faults)
        if any(isinstance(name, Linked) for name in different_in(names)):
            facts["name"] = for_each(names, lambda name: None if name is None else str(name))
            facts["hub"] = for_each(names, lambda name: hub_of(getattr(name, "address", None)))
    if "hub" in roles.facts and "hub" not in facts:
        facts["hub"] = for_each(grid.columns[roles.facts["hub"]], lambda cell: hub_of(_cell_text(cell)))
    for fact in ("revision", "precision", "date", "note"):
        if fact in roles.facts:
            facts[fact] = for_each(grid.columns[roles.facts[fact]], _cell_text)
    if "parameters" in roles.facts:
        heading = roles.facts["parameters"]
        facts["parameters"] = parameters_of(path, grid, heading, mark, faults)
        facts["name"] = _with_sizes(facts["name"], grid.columns[heading])
    _take_paths_apart(facts)
    if not grid.lines_of:
        facts["line"] = grid.lines
    return facts


def _names_in(grid: Grid, heading: str) -> Any:
    """Return the names of the models, each on one line and without marks; Arrow's own where all are tidy."""
    names = grid.columns[heading]
    if isinstance(names, ArrowText) and names.is_tidy() and not names.missing:
        return names
    return for_each(names, _tidy_name if not holds_numbers(names) else as_text)


def _tidy_name(name: str | None) -> str | None:
    return None if name is None else model_named(name) or None


def _take_paths_apart(facts: Facts) -> None:
    """Let a path of the hub's cache stand for the repository and the commit that it tells."""
    if isinstance(facts["name"], ArrowText):
        return
    if all(name is None or revision_in(name) is None for name in different_in(facts["name"])):
        return
    revisions = [None if name is None else revision_in(name) for name in facts["name"]]
    stated = list(facts.get("revision", [None] * len(revisions)))
    hubs = list(facts.get("hub", [None] * len(revisions)))
    names = list(facts["name"])
    for row, name in enumerate(names):
        if name is not None and revisions[row] is not None:
            names[row] = hubs[row] = hub_of(name)
            stated[row] = stated[row] or revisions[row] or None
    for fact, values in (("name", names), ("hub", hubs), ("revision", stated)):
        facts[fact] = np.array(values, dtype=object)


def _with_sizes(names: Any, sizes: Any) -> Any:
    """Return the names, with the size behind each that several rows have with different sizes."""
    if isinstance(names, ArrowText) and names.distinct == len(names):
        return names
    sizes_of: dict[str, set[str | None]] = defaultdict(set)
    texts = code_cells(sizes).map(_cell_text)
    codes, first_rows = number_rows([names, texts])
    pairs = [(names[row], texts[row]) for row in first_rows]
    for name, size in pairs:
        sizes_of[name].add(size)
    if all(len(several) == 1 for several in sizes_of.values()):
        return names
    told_apart = [f"{name} {size}" if name and size and len(sizes_of[name]) > 1 else name for name, size in pairs]
    return Coded(codes, as_objects(told_apart))


def _cell_text(cell: Any) -> str | None:
    if cell is None or cell != cell:
        return None
    return getattr(cell, "address", None) or (one_line(cell) if isinstance(cell, str) else f"{cell:.15g}") or None
