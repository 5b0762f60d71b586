"""Points drawn with characters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from llmsurvey.drawings.scatter import Steps, Titles, render
from llmsurvey.formats.terminal import Terminal

Point = tuple[float, float, str]

HEIGHT = 16

TITLES = Titles("to the right", "upwards")

WIDTHS = [1, 30, 38, 60, 80, 108, 500, None]

points = st.lists(
    st.tuples(st.floats(1, 1e12), st.floats(0, 100), st.sampled_from(["", "A", "B", "*"])), min_size=1, max_size=12
)


def drawn(found: list[Point], width: int | None = None, *, days: bool = False) -> list[str]:
    across, up = (np.array([point[axis] for point in found], dtype=float) for axis in (0, 1))
    marks = {place: mark for place, (_, _, mark) in enumerate(found) if mark}
    steps: Steps = "days" if days else "ratio"
    return render(across, up, marks, Terminal(width), TITLES, steps=steps).splitlines()


def plane(lines: list[str]) -> list[str]:
    """What stands to the right of the axis, from above."""
    return [line[7:] for line in lines[1 : HEIGHT + 1]]


def place_of(lines: list[str], mark: str) -> tuple[int, int]:
    """The row, from below, and the column of a mark."""
    (found,) = [(HEIGHT - 1 - row, line.index(mark)) for row, line in enumerate(plane(lines)) if mark in line]
    return found


def test_a_small_picture() -> None:
    found: list[Point] = [(10, 20, "A"), (100, 20, ""), (1000, 50, "B"), (1000, 20, ""), (1000, 20, "")]
    assert drawn(found, 38) == [
        "upwards",
        " 50.0 │                             B",
        *["      │"] * 14,
        " 20.0 │A             ·              :",
        "      └──────────────────────────────",
        "       10                          1K",
        "       to the right",
    ]


def test_no_point_is_no_picture() -> None:
    assert drawn([], 80) == []


@pytest.mark.parametrize("days", [False, True])
def test_one_point_stands_in_the_middle(days: bool) -> None:
    lines = drawn([(7e3, 50, "A")], 38, days=days)
    assert place_of(lines, "A") == (HEIGHT // 2, 15)
    assert len(lines) == HEIGHT + 4


def test_to_the_right_lie_steps_of_equal_ratio() -> None:
    lines = drawn([(10, 0, "A"), (100, 50, "B"), (1000, 100, "C")], 39)
    assert [place_of(lines, mark)[1] for mark in "ABC"] == [0, 15, 30]


def test_days_are_steps_of_equal_time_and_written_as_dates() -> None:
    lines = drawn([(0, 0, "A"), (1, 50, "B"), (10, 100, "C")], 39, days=True)
    assert [place_of(lines, mark)[1] for mark in "ABC"] == [0, 3, 30]
    assert lines[-2].split() == ["1970-01-01", "1970-01-11"]


def test_upwards_lie_equal_steps() -> None:
    lines = drawn([(1, 0, "A"), (1, 40, "B"), (1, 100, "C")], 38)
    assert [place_of(lines, mark)[0] for mark in "ABC"] == [0, 6, 15]


def test_a_mark_stands_over_dots_whichever_comes_first() -> None:
    assert "A" in "".join(drawn([(5, 5, "A"), (5, 5, ""), (5, 5, "")]))
    assert "A" in "".join(drawn([(5, 5, ""), (5, 5, ""), (5, 5, "A")]))


def test_several_dots_in_one_place_are_a_colon() -> None:
    assert "".join(plane(drawn([(5, 5, ""), (5, 5, "")]))).strip() == ":"
    assert "".join(plane(drawn([(5, 5, "")]))).strip() == "·"


@given(st.sampled_from(WIDTHS), st.booleans(), points)
def test_every_mark_lies_within_the_plane(width: int | None, days: bool, found: list[Point]) -> None:
    found = [(min(x, 1e6), y, mark) for x, y, mark in found] if days else found
    lines = drawn(found, width, days=days)
    widest = max(8, min(100, width or 80) - 8)
    assert lines[0] == "upwards"
    assert all(cell_len(line) <= widest for line in plane(lines))
    assert all(line[5:7] in (" │", " │ ") for line in lines[1 : HEIGHT + 1])
    assert lines[HEIGHT + 1] == "      └" + "─" * widest
    assert lines[HEIGHT + 3].strip() == "to the right"
    marks = {mark for _, _, mark in found} - {""}
    assert {each for line in plane(lines) for each in line} - set(" ·:") <= marks


@given(st.sampled_from([30, 80]), st.lists(st.tuples(st.floats(1, 1e3), st.integers(0, 20)), min_size=1, max_size=20))
def test_every_mark_is_drawn_or_named_below(width: int, found: list[tuple[float, float]]) -> None:
    marked = [(x, y, chr(ord("A") + place)) for place, (x, y) in enumerate(found)]
    lines = drawn(marked, width)
    seen = "".join(plane(lines)) + "".join(lines[HEIGHT + 4 :])
    assert all(mark in seen for _, _, mark in marked)


def test_of_marks_in_one_place_the_first_is_drawn() -> None:
    lines = drawn([(5, 5, "B"), (5, 5, ""), (5, 5, "A"), (5, 5, "C")])
    assert "".join(plane(lines)).strip() == "A"
    assert lines[-1] == "A is drawn where B, C would be, too."


@given(points)
def test_a_higher_score_is_never_drawn_lower(found: list[Point]) -> None:
    distinct = [(x, y, chr(ord("a") + place)) for place, (x, y, _) in enumerate(found[:20])]
    lines = drawn(distinct, 80)
    there = [each for each in distinct if any(each[2] in line for line in plane(lines))]
    rows = [place_of(lines, mark)[0] for _, _, mark in sorted(there, key=lambda each: each[1])]
    columns = [place_of(lines, mark)[1] for _, _, mark in sorted(there, key=lambda each: each[0])]
    assert rows == sorted(rows)
    assert columns == sorted(columns)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    found: list[Point] = [(10.0**power, 5 * power, "") for power in range(13)]
    assert max(map(cell_len, drawn(found, width))) <= width
    assert max(map(cell_len, drawn([(0, 1, "A"), (19_000, 2, "B")], width, days=True))) <= width


@pytest.mark.parametrize("width", [20, 30, 36])
def test_no_line_is_wider_than_a_narrow_terminal(width: int) -> None:
    assert max(map(cell_len, drawn([(10, 1, "A"), (1000, 2, "B")], width))) <= width


def test_costs_below_one_are_drawn_at_one() -> None:
    lines = drawn([(0, 1, "A"), (1, 2, "B"), (10, 3, "C")], 38)
    assert [place_of(lines, mark)[1] for mark in "ABC"] == [0, 0, 29]
