"""A benchmark whose parts stand beside it: only the whole counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from llmsurvey.boards.choose_measures import AVERAGE
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import Fault
from llmsurvey.importers.column_roles import ScoreColumns
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.numbers import read_number
from llmsurvey.importers.read_file import warning_at
from llmsurvey.importers.shots import take_shots
from llmsurvey.messages import list_names, say

_BEHIND = re.compile(r"[-_ /:.(\[]+(?P<part>[^)\]]+)[)\]]?")
_SEPARATOR = re.compile(r"(?<=.)[-_ /:.(\[]")
_SUBJECT = re.compile(
    r"stem|humanities|social[ _-]?sciences?|humss|applied[ _-]?science|others?|인문학?|사회(과학)?|과학|기타|인문사회|"
    r"人文|社会科学|理工|其他|その他"
)
"""Subjects, which are parts wherever the whole stands beside them."""

_VARIANT = re.compile(r"(pro|plus|redux|hard|lite|mini|diamond|verified|extended|live|v?\d[\d.]*|v\d+\w*)\b.*")
"""What makes another benchmark of a name."""

_ROUNDING = 0.1


def set_parts_apart(
    path: Path, grid: Grid, scores: Mapping[str, ScoreColumns], faults: list[Fault]
) -> dict[str, ScoreColumns]:
    """Return the columns of scores, in which parts of another column are marked as parts, and tell which these are.

    A part is called as the whole with something behind it. It is taken for a part if what stands behind is a subject,
    or if there are two or more of them and the whole lies between them in every row.
    """
    apart = dict(scores)
    for whole, candidates in _find_candidates(scores):
        subjects = {heading for heading, part in candidates.items() if _SUBJECT.fullmatch(part.casefold())}
        parts = list(candidates) if _lies_between(grid, whole, list(candidates)) else [*subjects]
        parts = [heading for heading in candidates if heading in parts and apart[heading] is scores[heading]]
        for heading in parts:
            apart[heading] = scores[heading]._replace(benchmark=f"{scores[whole].benchmark}/{candidates[heading]}")
        if parts:
            message = say("{parts}: of {whole}, which counts alone: not averaged", parts=list_names(parts), whole=whole)
            faults.append(warning_at(path, 0, message))
    return apart


def _find_candidates(scores: Mapping[str, ScoreColumns]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each column with the columns that are called as it with something behind, and what that is."""
    names = {
        heading: take_shots(heading).rest.casefold()
        for heading, score in scores.items()
        if score.metric != AVERAGE and score.scale.is_averaged
    }
    wholes: dict[str, list[str]] = {}
    for heading, name in names.items():
        wholes.setdefault(name, []).append(heading)
    candidates: dict[str, dict[str, str]] = {heading: {} for heading in names}
    for heading, name in names.items():
        if scores[heading].is_known or "/" in scores[heading].benchmark:
            continue
        for separator in _SEPARATOR.finditer(name):
            behind = _BEHIND.fullmatch(name[separator.start() :])
            if behind is None or _VARIANT.fullmatch(behind["part"]):
                continue
            for whole in wholes.get(name[: separator.start()], ()):
                if scores[heading].benchmark != scores[whole].benchmark:
                    candidates[whole][heading] = behind["part"].strip()
    yield from ((whole, parts) for whole, parts in candidates.items() if parts)


def _lies_between(grid: Grid, whole: str, parts: list[str]) -> bool:
    """Whether a column lies between the least and the largest of others in every row that has all, and there is one."""
    if len(parts) < 2:
        return False
    columns = np.column_stack([_figures_in(grid, heading) for heading in parts])
    figures = _figures_in(grid, whole)
    is_whole_row = ~(np.isnan(columns).any(axis=1) | np.isnan(figures))
    between = (figures >= columns.min(axis=1) - _ROUNDING) & (figures <= columns.max(axis=1) + _ROUNDING)
    return bool(is_whole_row.any() and between[is_whole_row].all())


def _figures_in(grid: Grid, heading: str) -> Vector:
    numbers = (read_number(cell) if isinstance(cell, str) else cell for cell in grid.columns[heading])
    return np.array([np.nan if number is None else getattr(number, "value", number) for number in numbers], dtype=float)
