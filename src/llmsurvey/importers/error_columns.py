"""Which columns tell how sure the scores of another one are: standard errors, intervals, and the ends of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from llmsurvey.importers.bounds import Bounds, is_end, pairs_of_bounds
from llmsurvey.importers.contents import hold_errors
from llmsurvey.importers.grid import Cells
from llmsurvey.importers.heading_words import is_error, plain_heading, without_error


def bounds_of(headings: Sequence[str], free: Iterable[str]) -> list[Bounds]:
    """Return the pairs of columns that are the ends of an interval."""
    is_free = set(free)
    return list(pairs_of_bounds([heading for heading in headings if heading in is_free], headings))


def errors_of(
    headings: Sequence[str], free: Iterable[str], scores: Mapping[str, object], bounds: Iterable[Bounds]
) -> tuple[dict[str, str], dict[str, Bounds]]:
    """For each column of scores the one that tells how sure they are, or the two: named after it, else the next to it.

    One end of an interval without the other tells nothing.
    """
    errors: dict[str, str] = {}
    intervals: dict[str, Bounds] = {}
    ends = {pair.low: pair for pair in bounds}
    is_free = set(free)
    by_words = {plain_heading(score): score for score in reversed(list(scores))}
    score_before: str | None = None
    for heading in headings:
        if heading in scores:
            score_before = heading
        elif heading in ends:
            target = by_words.get(ends[heading].stem) or score_before or next(iter(scores), None)
            if target is not None:
                intervals.setdefault(target, ends[heading])
        elif heading in is_free and is_error(heading) and not is_end(heading):
            target = by_words.get(without_error(heading)) or score_before or next(iter(scores), None)
            if target is not None:
                errors.setdefault(target, heading)
    return {heading: error for heading, error in errors.items() if heading not in intervals}, intervals


def headings_with_errors(free: Iterable[str], headings: Iterable[str], cells: Mapping[str, Cells]) -> dict[str, str]:
    """Return the headings of scores with their errors in one cell, as `MMLU (95% CI)` may be, without that remark."""
    bare = {heading: re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", heading) for heading in free if is_error(heading)}
    is_heading = set(headings)
    return {
        heading: name
        for heading, name in bare.items()
        if name and name not in is_heading and not is_error(name) and heading in cells and hold_errors(cells[heading])
    }
