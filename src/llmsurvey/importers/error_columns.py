"""Which columns tell how sure the scores of another one are: standard errors, intervals, and the ends of these."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from llmsurvey.importers.bounds import Bounds, is_end, pairs_of_bounds
from llmsurvey.importers.contents import hold_errors
from llmsurvey.importers.grid import Cells
from llmsurvey.importers.headings import is_error, plain, without_error


def bounds_of(headings: Sequence[str], free: Container[str]) -> list[Bounds]:
    """The pairs of columns that are the ends of an interval."""
    return list(pairs_of_bounds([heading for heading in headings if heading in free], headings))


def errors_of(
    headings: Sequence[str], free: Container[str], scores: Mapping[str, object], bounds: Iterable[Bounds]
) -> tuple[dict[str, str], dict[str, Bounds]]:
    """For each column of scores the one that tells how sure they are, or the two: named after it, else the next to it.

    One end of an interval without the other tells nothing.
    """
    errors: dict[str, str] = {}
    intervals: dict[str, Bounds] = {}
    ends = {pair.low: pair for pair in bounds}
    left: str | None = None
    for heading in headings:
        if heading in scores:
            left = heading
        elif heading in ends:
            target = _target(ends[heading].stem, left, scores)
            if target is not None:
                intervals.setdefault(target, ends[heading])
        elif heading in free and is_error(heading) and not is_end(heading):
            target = _target(without_error(heading), left, scores)
            if target is not None:
                errors.setdefault(target, heading)
    return {heading: error for heading, error in errors.items() if heading not in intervals}, intervals


def _target(stem: str, left: str | None, scores: Mapping[str, object]) -> str | None:
    """The column of scores that one of errors is of."""
    named = next((heading for heading in scores if stem and plain(heading) == stem), None)
    return named or left or next(iter(scores), None)


def headings_with_errors(free: Iterable[str], headings: Container[str], cells: Mapping[str, Cells]) -> dict[str, str]:
    """The headings of scores with their errors in one cell, as `MMLU (95% CI)` may be, without that remark."""
    bare = {heading: re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", heading) for heading in free if is_error(heading)}
    return {
        heading: name
        for heading, name in bare.items()
        if name and name not in headings and not is_error(name) and heading in cells and hold_errors(cells[heading])
    }
