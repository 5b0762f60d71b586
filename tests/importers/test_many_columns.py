"""Tables with very many columns are read in time that grows with their number, not with its square."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.growth import LINEAR, growth

from llmsurvey.boards.choose_measures import select_comparable
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.importers import Request, read_any
from llmsurvey.registry.registry import Registry

TABLES: dict[str, Callable[[int], tuple[str, str]]] = {
    "scores": lambda size: ("".join(f",b{column}" for column in range(size)), ",50.5" * size),
    "scores as text": lambda size: ("".join(f",b{column}" for column in range(size)), ",50.5%" * size),
    "scores and errors": lambda size: (
        "".join(f",b{column},b{column} stderr" for column in range(size // 2)),
        ",50.5,0.5" * (size // 2),
    ),
    "no scores": lambda size: ("".join(f",rank {column}" for column in range(size)) + ",b", ",1" * size + ",50.5"),
    "no headings": lambda size: (",b" + "," * size, ",50.5%" + ",1" * size),
}


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
def test_time_grows_no_faster_than_columns(
    registry: Registry, tmp_path: Path, make: Callable[[int], tuple[str, str]]
) -> None:
    def write(size: int) -> Path:
        heading, row = make(size)
        path = tmp_path / f"{size}.csv"
        path.write_text(f"Model{heading}\n" + "".join(f"m{number}{row}\n" for number in range(2)))
        return path

    def read(path: Path) -> None:
        select_comparable(read_any(path, Request(registry)).board, MeasureFilter(), registry)

    assert growth(read, write, 1000) < LINEAR
