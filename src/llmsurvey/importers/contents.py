"""What the cells of a column look like, where its heading alone could mean several things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from llmsurvey.importers.grid import Cells
from llmsurvey.importers.numbers import MARKS, is_unknown, read_number
from llmsurvey.importers.scales import scale_of_metric

_SAMPLE = 200
"""So many cells tell what a column is."""

_SHOTS = re.compile(
    r"[(\[]?(?P<number>\d{1,3}|zero|one|two|three|four|five|eight|ten)[ -]?(shots?|샷|ショット|样本)[)\]]?",
    re.IGNORECASE,
)
_IN_WORDS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eight": 8, "ten": 10}
_BITS = frozenset((1, 1.58, 2, 3, 4, 5, 6, 8, 16, 32, 64))
_MOST_SHOTS = 128
_THINGS = re.compile(r"(?:^|\s)[A-Z]{2,}s$")
"""Several of something that is abbreviated (`GPUs`). Other plurals may be benchmarks (`typos`), which is told."""


def sample_of(cells: Cells) -> list[Any]:
    """Return the first cells of a column that aren't empty."""
    sample = [cell for cell in cells[np.arange(min(len(cells), _SAMPLE))] if cell is not None and cell == cell]
    return [cell for cell in sample if not isinstance(cell, str) or not is_unknown(cell)]


def read_shots(cell: Any) -> int | None:
    """Return the number of worked examples in a cell: 5, `5-shot`, `zero-shot`; None for anything else."""
    if cell is None:
        return None
    match = _SHOTS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if match is not None:
        word = match["number"].casefold()
        return _IN_WORDS[word] if word in _IN_WORDS else int(word)
    number = _number_in(cell)
    return int(number) if number is not None and number.is_integer() and 0 <= number <= _MOST_SHOTS else None


def are_shots(cells: Cells) -> bool:
    """Whether each cell of a column is a number of worked examples."""
    sample = sample_of(cells)
    return bool(sample) and all(read_shots(cell) is not None for cell in sample)


def say_shots(cells: Cells) -> bool:
    """Whether each cell of a column says in words that it is a number of worked examples."""
    sample = sample_of(cells)
    return bool(sample) and all(isinstance(cell, str) and _SHOTS.fullmatch(cell.strip()) for cell in sample)


def are_metrics(cells: Cells) -> bool:
    """Whether all metrics that a column names are shares of which more is better."""
    return all(isinstance(cell, str) and scale_of_metric(cell).is_averaged for cell in sample_of(cells))


def have_digits(cells: Cells) -> bool:
    """Whether anything in a column could be a figure."""
    return any(not isinstance(cell, str) or re.search(r"\d", cell) for cell in sample_of(cells))


def hold_errors(cells: Cells) -> bool:
    """Whether each cell of a column holds a figure and how sure it is."""
    sample = sample_of(cells)
    return bool(sample) and all(
        isinstance(cell, str) and any((number := read_number(cell, mark)) and number.error for mark in MARKS)
        for cell in sample
    )


def are_bits(cells: Cells) -> bool:
    """Whether each number of a column can be that of the bits that a weight takes."""
    return all(number is None or number in _BITS for number in _numbers_in(cells))


def are_counts(heading: str, cells: Cells) -> bool:
    """Whether a heading counts what it abbreviates, and the column below it holds whole numbers alone."""
    if _THINGS.search(re.sub(r" ?\([^()]*\)$", "", heading).replace("_", " ")) is None:
        return False
    numbers = [number for number in _numbers_in(cells) if number is not None]
    return bool(numbers) and all(number.is_integer() for number in numbers)


def are_places(cells: Cells) -> bool:
    """Whether a column numbers its rows, or ranks them: 0, 1, 2 or 1, 2, 3 in any order.

    Of the latter equal ones share a rank. A score hardly ever does that; of one or two rows nothing is concluded, nor
    of more than `_SAMPLE`.
    """
    if not 2 < len(cells) <= _SAMPLE:
        return False
    numbers = [_number_in(cell) for cell in sample_of(cells)]
    if len(numbers) < len(cells) or any(number is None or not number.is_integer() for number in numbers):
        return False
    places = sorted(number for number in numbers if number is not None)
    if places[0] not in (0, 1):
        return False
    first = places[0]
    shared = [places[index - 1] if index and first == 1 else first + index for index in range(len(places))]
    return places[-1] > first and all(place in (first + index, shared[index]) for index, place in enumerate(places))


def _numbers_in(cells: Cells) -> Iterable[float | None]:
    return (_number_in(cell) for cell in sample_of(cells))


def _number_in(cell: Any) -> float | None:
    if isinstance(cell, str):
        return (number := read_number(cell)) and number.value
    return float(cell)
