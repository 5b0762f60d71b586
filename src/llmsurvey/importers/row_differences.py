"""Columns that nothing is read from, though they say how rows were measured: whether these can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from llmsurvey.errors import Fault
from llmsurvey.importers.column_roles import Roles
from llmsurvey.importers.fact_columns import MEASURE_FIELDS
from llmsurvey.importers.grid import Grid, as_text, numeric_columns
from llmsurvey.importers.heading_words import is_no_score
from llmsurvey.importers.numbers import is_unknown
from llmsurvey.importers.read_file import warning_at
from llmsurvey.importers.setup_words import says_setup, speaks_of_shots
from llmsurvey.messages import list_names, option, say

_LARGE = 20_000
"""Of more rows than this only the first ones are looked through."""

_SHOWN = 3

_FEW = 5
"""In more rows than this, what is different in each doesn't say how it was measured."""


def differences_between_rows(path: Path, grid: Grid, roles: Roles) -> Iterator[Fault]:
    """Tell of each column that is left out, says how rows were measured, and isn't the same in all of them.

    It says so by its heading, or because rows of one model differ in it.
    """
    if not roles.left_out:
        return
    rows = np.arange(min(len(grid.lines), _LARGE))
    numeric = set(numeric_columns(grid))
    name = roles.facts.get("name")
    names = [as_text(cell) for cell in grid.columns[name][rows]] if name in grid.columns else []
    for heading in roles.left_out:
        if heading not in grid.columns or (not says_setup(heading) and (heading in numeric or is_no_score(heading))):
            continue
        texts = [as_text(cell) for cell in grid.columns[heading][rows]]
        values = list(dict.fromkeys(text for text in texts if text is not None and not is_unknown(text)))
        if len(values) < 2 or not (says_setup(heading) or _tells_rows_apart(names, texts)):
            continue
        if len(values) == len(texts) > _FEW:  # a number or a time of each row's own
            continue
        unsaid = (field for field in ("version", *MEASURE_FIELDS) if field not in roles.facts)
        field = "shots" if speaks_of_shots(heading) else next(unsaid, "version")
        yield warning_at(
            path,
            0,
            say(
                "rows differ in {heading} ({values}), and may not be comparable. Keep them apart: {hint}",
                heading=heading,
                values=list_names(values, _SHOWN),
                hint=option("map", {heading: field}),
            ),
        )


def _tells_rows_apart(names: list[str | None], texts: list[str | None]) -> bool:
    """Whether rows of one model differ in a column of text: then it says nothing of the model alone."""
    of_name: dict[str, set[str | None]] = defaultdict(set)
    for name, text in zip(names, texts, strict=False):
        if name is not None:
            of_name[name].add(text)
    return any(len(several) > 1 for several in of_name.values())
