"""Figures in one unit: whether shares are written as fractions or in percent, and what no figure of a column can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from llmsurvey.boards.board import PERCENT, Places
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import BoardError
from llmsurvey.importers.scales import FRACTION, UNITS, Scale
from llmsurvey.messages import option, say


@dataclass(frozen=True)
class Series:
    """The figures of one measure as they are written, NaN where there is none, and the errors that stand with them.

    `label` is what a reader knows it by; shares of one `metric` are written in one unit. `highest_unread` is the
    largest number in its cells that couldn't be read; `has_signs` tells whether signs of percent stand in them.
    """

    label: str
    metric: str | None
    scale: Scale
    values: Vector
    errors: Vector | None = None
    highest_unread: float = 0
    has_signs: bool = False

    @property
    def highest(self) -> float:
        """The largest figure that could be a share in either unit, 0 where there is none."""
        unread = self.highest_unread if self.highest_unread <= 100 else 0
        highest = float(np.fmax.reduce(self.values, initial=unread))
        if highest <= 100:
            return highest
        return float(np.fmax.reduce(np.where(self.values <= 100, self.values, np.nan), initial=unread))

    def scaled(self, factor: float) -> Series:
        """Return the same times a factor, the errors too."""
        if factor == 1:
            return self
        errors = None if self.errors is None else np.round(self.errors * factor, 10)
        return replace(self, values=np.round(self.values * factor, 10), errors=errors)


def in_one_unit(path: Path, series: Sequence[Series], lines: Places | None = None) -> list[Series]:
    """Return shares in percent, and all else in its own unit; errors are scaled together with the figures.

    Shares of which nothing says how they are written are fractions where none of their metric is above 1. Raises
    BoardError where some of one metric would be fractions and others percent; and, given the `lines` of the rows, for a
    row of fractions among rows of percent.
    """
    settled = list(series)
    open_columns = [
        index for index, figures in enumerate(series) if figures.scale.is_share and figures.scale.written is None
    ]
    for metric in dict.fromkeys(series[index].metric for index in open_columns):
        group = [index for index in open_columns if series[index].metric == metric]
        written = _how_written(path, [series[index] for index in group])
        if written == PERCENT and lines is not None:
            _check_rows(path, [series[index] for index in group], lines)
        for index in group:
            settled[index] = replace(series[index], scale=series[index].scale._replace(written=written))
    return [_in_its_unit(path, figures) for figures in settled]


def _how_written(path: Path, group: Sequence[Series]) -> str:
    """Return how shares of one metric are written. Raises BoardError where they are written in two ways."""
    if max(column.highest for column in group) <= 1:
        return FRACTION
    small = next((column for column in group if 0 < column.highest <= 1), None)
    if small is not None:
        raise BoardError(
            say(
                "{file}: {small} holds fractions and the others percent, or very small figures. Say which: "
                "{fraction}, or {percent}.",
                file=path,
                small=small.label,
                fraction=option("unit", {small.label: FRACTION}),
                percent=option("unit", {small.label: PERCENT}),
            )
        )
    return PERCENT


def _check_rows(path: Path, group: Sequence[Series], lines: Places) -> None:
    """Raise BoardError for a row whose shares, two or more, are all at most 1 and not all 0."""
    highest, counts = np.zeros(len(lines)), np.zeros(len(lines), dtype=np.int64)
    for column in group:
        np.fmax(highest, column.values, out=highest)
        counts += ~np.isnan(column.values)
    rows = np.flatnonzero((highest > 0) & (highest <= 1) & (counts > 1))
    if len(rows):
        raise BoardError(
            say(
                "{file}:{line}: holds fractions where other rows hold percent. Make them one unit, or say {option}.",
                option=option("unit"),
                file=path,
                line=int(lines[rows[0]]),
            )
        )


def _in_its_unit(path: Path, series: Series) -> Series:
    """Return a series in its unit. Raises BoardError for percent that is said to be a fraction."""
    if series.scale.is_share and series.scale.written == FRACTION:
        if series.highest > 1:
            raise BoardError(
                say(
                    "{file}: {label} has {value}, which is no fraction. Leave out {hint}.",
                    hint=option("unit", FRACTION),
                    file=path,
                    label=series.label,
                    value=series.highest,
                )
            )
        return series.scaled(100)
    if series.scale.unit == "coefficient" and 1 < np.fmax.reduce(np.abs(series.values), initial=0) <= 100:
        return replace(series, scale=UNITS["coefficient x 100"])
    return series


def out_of_range(series: Series) -> Iterator[int]:
    """Yield the places of figures that can't be: below the least or above the most that the scale has, or infinite."""
    with np.errstate(invalid="ignore"):
        impossible = ~np.isnan(series.values) & ~(
            (series.values >= series.scale.least) & (series.values <= series.scale.most)
        )
    yield from np.flatnonzero(impossible | np.isinf(series.values)).tolist()
