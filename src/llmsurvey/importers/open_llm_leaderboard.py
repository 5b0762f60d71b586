"""Snapshots of the Open LLM Leaderboard, as kept in CSV files named by their day."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.boards import tidy
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.read_file import day_in, list_lines, text_of, warning_at
from llmsurvey.messages import counted, option, say

BOARD = "open-llm-leaderboard"
HARNESS = "lm-evaluation-harness"
HUB = "https://huggingface.co/"

_METRICS = {
    "arc": "acc_norm",
    "hellaswag": "acc_norm",
    "mmlu": "acc",
    "truthfulqa": "mc2",
    "winogrande": "acc",
    "gsm8k": "acc",
    "drop": "f1",
}
"""What the board takes of each benchmark (docs/explanation/boards.md)."""

_HEADING = re.compile(r"^(?P<benchmark>\w+) ?\((?P<shots>\d+)-shot\)$")
_NAMED_SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?b(?![a-z])", re.IGNORECASE)
_MOST_BILLIONS = 100_000
"""No model has more: a share that would make one is none."""
_CHANCE_LEVEL = "Baseline"
"""The row in which the board shows what guessing scores: it is no model."""


_Measure = tuple[str, str | None, int | None, str | None]
"""Benchmark, metric, shots and harness."""


class _Row(NamedTuple):
    line: int
    name: str
    hub: str | None
    share: float
    scores: dict[str, float | None]
    average: float | None


def recognises(path: Path, head: bytes) -> bool:
    """Whether the first line names the board's columns."""
    heading = head.decode("utf-8-sig", "replace").splitlines()[:1]
    columns = next(csv.reader(heading), [])
    return columns[:2] == ["Model", "Average"] and any(_HEADING.match(name) for name in columns)


def read(paths: Sequence[Path], request: Request) -> list[Reading]:
    """Return a board for each file: its rows as they are, 0 on a multiple-choice benchmark taken as not measured.

    Raises BoardError for a file without the board's heading, or whose name doesn't tell the day where none is given.
    """
    return request.each(paths, _read_file)


def _read_file(path: Path, request: Request) -> Reading:
    date = request.date or day_in(path.name)
    if date is None and request.needs_date:
        raise BoardError(
            say("{file}: its name doesn't tell the day. Say it: {hint}.", file=path, hint=option("date", "2023-07-28"))
        )
    text = text_of(path)
    if not recognises(path, text[:65536].encode()):
        raise BoardError(
            say(
                "{file}:1: isn't the board's heading: Model, Average, ARC (25-shot) ... `import table` reads others.",
                file=path,
            )
        )
    faults: list[Fault] = []
    rows = [row for row in _read_rows(path, text, faults) if row.name != _CHANCE_LEVEL]
    if not rows:
        raise BoardError(
            say("{fault}.", fault=faults[0]._replace(warning=False).text)
            if faults
            else say("{file} has a heading and no rows.", file=path)
        )
    faults += _notice_rows(path, rows)
    largest = _largest_size(rows)
    if largest is None:
        faults.append(warning_at(path, 1, say("Parameters are shares of a size that no name tells: left out")))
    measures = {heading: _measure_of(heading) for heading in rows[0].scores}
    columns = _columns_of(rows, measures, largest)
    board = tidy.to_board(columns, request.board or BOARD, date)
    shown = tuple((heading, f"{measure[0]}, {measure[1]}") for heading, measure in measures.items())
    return Reading(board, tuple(faults), shown)


def _columns_of(rows: Sequence[_Row], measures: Mapping[str, _Measure], largest: float | None) -> tidy.Tidy:
    """Return the tidy table of some rows; `largest` is the size that their shares are of, None where it isn't known."""
    columns: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for heading, value in (*row.scores.items(), (None, row.average)):
            if value is not None:
                columns["name"].append(row.name)
                columns["hub"].append(row.hub)
                columns["parameters"].append(
                    round(largest * row.share / 100, 4) * 1e9 if largest and row.share else None
                )
                columns["line"].append(row.line)
                columns["value"].append(value)
                columns["reporter"].append("board")
                measure = measures[heading] if heading else ("average", "mean", None, None)
                for field, fact in zip(("benchmark", "metric", "shots", "harness"), measure, strict=True):
                    columns[field].append(fact)
    return columns


def _measure_of(heading: str) -> _Measure:
    """Return benchmark, metric, shots and harness of a column of scores, such as `ARC (25-shot)`."""
    name, _, shots = heading.partition("(")
    benchmark = name.strip().lower()
    return benchmark, _METRICS.get(benchmark), int(shots.removesuffix("-shot)")), HARNESS


def _read_rows(path: Path, text: str, faults: list[Fault]) -> Iterator[_Row]:
    """Yield the rows that can be read; what is said of the others is added to the faults."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader)
    try:
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(header):
                problem = say(
                    "has {found} fields where {wanted} are named: left out", found=len(cells), wanted=len(header)
                )
                faults.append(warning_at(path, reader.line_num, problem))
                continue
            try:
                row = _read_row(reader.line_num, dict(zip(header, cells, strict=True)))
            except ValueError as error:
                faults.append(warning_at(path, reader.line_num, say("{problem}: row left out", problem=error.args[0])))
                continue
            faults += _notice_row(path, row)
            yield row
    except csv.Error as error:
        raise BoardError(
            say("{file}:{line}: {problem}.", file=path, line=reader.line_num, problem=str(error))
        ) from None


def _read_row(line: int, cells: dict[str, str]) -> _Row:
    """Return a row as it stands. Raises ValueError for one without a name, or with a score that is none."""
    name = cells["Model"].strip()
    if not name:
        raise ValueError(say("no model is named"))
    address = cells.get("URL", "").strip()
    scores = {heading: _read_score(heading, cell) for heading, cell in cells.items() if _HEADING.match(heading)}
    if not any(scores.values()):
        raise ValueError(say('"{name}" has no score', name=name))
    share = _read_score("Parameters", cells.get("Parameters", "")) or 0.0
    hub = address.removeprefix(HUB) if address.startswith(HUB) else None
    return _Row(line, name, hub, share, scores, _read_score("Average", cells["Average"]))


def _read_score(heading: str, cell: str) -> float | None:
    """Return a number of percent, or None for an empty cell. Raises ValueError for anything else."""
    if not cell.strip():
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise ValueError(say('{heading} is "{cell}", which is no number from 0 to 100', heading=heading, cell=cell))
    return value


def _notice_row(path: Path, row: _Row) -> Iterator[Fault]:
    """Yield what is odd about a row; a score of 0 is taken out of it, for guessing alone gives 25."""
    if row.name == _CHANCE_LEVEL:
        yield warning_at(path, row.line, say('"{name}" is what guessing scores, no model: left out', name=row.name))
        return
    missing = [heading for heading, value in row.scores.items() if value is None]
    if missing:
        problem = say('"{name}" has no {headings}', name=row.name, headings=", ".join(missing))
        yield warning_at(path, row.line, problem)
    parts = list(row.scores.values())
    if row.average is not None and not missing:
        mean = sum(part or 0 for part in parts) / len(parts)
        if abs(mean - row.average) > _ROUNDING:
            problem = say(
                '"{name}": Average is {average}, and the mean of its scores {mean:.2f}',
                name=row.name,
                average=row.average,
                mean=mean,
            )
            yield warning_at(path, row.line, problem)
    zeros = [heading for heading, value in row.scores.items() if value == 0]
    if zeros:
        row.scores.update(dict.fromkeys(zeros))
        problem = say('"{name}" has 0 on {headings}: taken as not measured', name=row.name, headings=", ".join(zeros))
        yield warning_at(path, row.line, problem)


_ROUNDING = 0.1 + 1e-9
"""How far an average may be off because it and its parts are rounded to one digit."""


def _notice_rows(path: Path, rows: Sequence[_Row]) -> Iterator[Fault]:
    """Yield what several rows share, in one line for each kind with the numbers of their lines."""
    unaddressed = [row.line for row in rows if row.hub is None]
    if unaddressed:
        message = counted(
            "{number} row without an address: line {lines}",
            "{number} rows without an address: lines {lines}",
            len(unaddressed),
            lines=list_lines(unaddressed),
        )
        yield warning_at(path, unaddressed[0], message)
    by_name: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_name[row.name].append(row)
    repeating: list[int] = []
    differing: list[int] = []
    for group in by_name.values():
        seen: set[object] = set()
        for row in group:
            key = (row.average, *row.scores.values())
            if key in seen:
                repeating.append(row.line)
            elif seen:
                differing.append(row.line)
            seen.add(key)
    if repeating:
        message = counted(
            "{number} row repeats another with the same scores: line {lines}",
            "{number} rows repeat others with the same scores: lines {lines}",
            len(repeating),
            lines=list_lines(repeating),
        )
        yield warning_at(path, min(repeating), message)
    if differing:
        message = counted(
            "{number} row has other scores for a model that has one already: line {lines}",
            "{number} rows have other scores for models that have one already: lines {lines}",
            len(differing),
            lines=list_lines(differing),
        )
        yield warning_at(path, min(differing), message)


def _largest_size(rows: Sequence[_Row]) -> float | None:
    """Return how many billions the largest model has, of which `Parameters` are shares in percent.

    The board's file doesn't say; the sizes in the models' names do. It is what most of the named sizes agree on.
    """
    ratios: Counter[float] = Counter()
    for row in rows:
        named = _NAMED_SIZE.search(row.name)
        if named and float(named[1]) * 100 < row.share * _MOST_BILLIONS:
            ratios[round(float(named[1]) * 100 / row.share, 1)] += 1
    if not ratios:
        return None
    ((largest, count),) = ratios.most_common(1)
    return largest if count >= sum(ratios.values()) / 4 else None
