"""Where labels go so that none lies over another: beside the ends of lines, and around points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from llmsurvey.plots.page import BLACK, GREY, Page

_LINE = 1.25
"""Lines of type stand so many times their size apart."""


Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle in inches."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two have more than an edge in common."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def is_crossed_by(self, line: tuple[Point, Point]) -> bool:
        """Whether a straight line has more than an edge in common with it."""
        (x, y), (end_x, end_y) = line
        first, last = 0.0, 1.0  # the part of the line that may be inside, from its beginning to its end
        for start, step, low, high in ((x, end_x - x, self.left, self.right), (y, end_y - y, self.bottom, self.top)):
            if step == 0:
                if not low < start < high:
                    return False
                continue
            enters, leaves = sorted(((low - start) / step, (high - start) / step))
            first, last = max(first, enters), min(last, leaves)
        return first < last

    def is_within(self, other: Box) -> bool:
        """Whether all of it lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


class Label(NamedTuple):
    """A text that belongs to a point, in the data's coordinates, and the colour of what leads to it."""

    x: float
    y: float
    text: str
    colour: str


_DIRECTIONS = (
    *((-1.0, 0.0), (-1.0, 1.0), (-1.0, 0.5), (-0.9, 1.0), (-0.5, 1.0), (0.0, 1.0), (0.5, 1.0), (0.9, 1.0)),
    *((1.0, 0.0), (1.0, -1.0), (1.0, -0.5), (0.9, -1.0), (0.5, -1.0), (0.0, -1.0), (-0.5, -1.0), (-0.9, -1.0)),
    *((-1.0, -0.5), (-1.0, -1.0), (1.0, 0.5), (1.0, 1.0)),
)
"""Where the middle of a label is tried, from its point: so many halves of its width across, of its height up."""


def height_of_ends(page: Page, labels: Sequence[str]) -> float:
    """Return how many inches labels need that stand under each other."""
    return sum(label.count("\n") + 1 for label in labels) * page.type * _LINE / 72


def label_ends(axes: Axes, page: Page, labels: Sequence[Label]) -> None:
    """Write labels to the right of an axes, each as near to the height of its point as the others let it.

    The axes must be as high as `height_of_ends` says.
    """
    width, height = _size_of(axes)
    to_inches = axes.transData + axes.transAxes.inverted()
    wanted = [float(to_inches.transform((label.x, label.y))[1]) * height for label in labels]
    heights = [height_of_ends(page, [label.text]) for label in labels]
    order = sorted(range(len(labels)), key=lambda number: wanted[number])
    places = spread([wanted[number] for number in order], [heights[number] for number in order], height)
    for number, place in zip(order, places, strict=True):
        label = labels[number]
        axes.annotate(
            label.text,
            xy=(label.x, label.y),
            xytext=(1 + page.type / 72 * 1.2 / width, place / height),
            textcoords="axes fraction",
            va="center",
            color=BLACK,
            annotation_clip=False,
            linespacing=1.0,
            arrowprops={
                "arrowstyle": "-",
                "color": label.colour,
                "linestyle": ":",  # it goes on with no figure
                "linewidth": page.type / 14,
                "relpos": (0, 0.5),  # to where the name begins, so that no line runs through another name
                "shrinkA": 1,
                "shrinkB": 1,
            },
        )


def _figure_of(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101 (an axes is on one)
    return figure


def _size_of(axes: Axes) -> tuple[float, float]:
    """Return how wide and how high an axes is in inches."""
    (width, height), frame = _figure_of(axes).get_size_inches(), axes.get_position()
    return float(width * frame.width), float(height * frame.height)


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return the middles of labels, in order from below, so that none overlaps another or leaves 0 to `room`.

    Labels that would overlap are put side by side around the mean of where they want to be.
    """
    blocks: list[tuple[float, float, int]] = []
    """The middle that each block of touching labels wants, its height, and how many labels it has."""
    for middle, height in zip(wanted, heights, strict=True):
        blocks.append((middle, height, 1))
        while len(blocks) > 1 and _bottom(blocks[-1], room) < _bottom(blocks[-2], room) + blocks[-2][1]:
            (above, high, several), (below, low, few) = blocks.pop(), blocks.pop()
            blocks.append(((below * few + above * several) / (few + several), low + high, few + several))
    places: list[float] = []
    for block in blocks:
        edge = _bottom(block, room)
        for height in heights[len(places) : len(places) + block[2]]:
            places.append(edge + height / 2)
            edge += height
    return places


def _bottom(block: tuple[float, float, int], room: float) -> float:
    """Return where a block begins that is to stay between 0 and `room`."""
    middle, height, _ = block
    return max(0.0, min(middle - height / 2, room - height))


def label_points(axes: Axes, page: Page, labels: Sequence[Label], taken: Sequence[Box]) -> bool:
    """Write each label near its point, first above it to the left, where nothing is of what no other beats.

    Labels keep off each other, off all of their points, and off what is `taken`. Whether there was room for all; else
    nothing is written.
    """
    placed = _place_labels(axes, page, labels, taken)
    if placed is None:
        return False
    width, height = _figure_of(axes).get_size_inches()
    for label, (box, leader) in zip(labels, placed, strict=True):
        axes.annotate(
            label.text,
            xy=(label.x, label.y),
            xytext=((box.left + box.right) / 2 / width, (box.bottom + box.top) / 2 / height),
            textcoords="figure fraction",
            ha="center",
            va="center",
            color=label.colour,
            linespacing=1.0,
        )
        _draw_leader(axes, page, leader)
    return True


def _place_labels(
    axes: Axes, page: Page, labels: Sequence[Label], taken: Sequence[Box]
) -> list[tuple[Box, tuple[Point, Point]]] | None:
    """Return the box of each label, and the ends of the line from its point to it; None where one has no room."""
    width, height = _figure_of(axes).get_size_inches()
    frame = axes.get_position()
    sheet = Box(frame.x0 * width, frame.y0 * height, width, frame.y1 * height)
    points: list[Point] = [tuple(axes.transData.transform((label.x, label.y)) / page.dots) for label in labels]
    mark = page.type / 72 * 0.35
    boxes = [Box(x - mark, y - mark, x + mark, y + mark) for x, y in points] + list(taken)
    placed: list[tuple[Box, tuple[Point, Point]]] = []
    for label, point in zip(labels, points, strict=True):
        for box in _candidates(page, label.text, point, sheet):
            leader = (point, _nearest_in(box, point))
            if not any(box.overlaps(other) for other in boxes) and not any(
                box.is_crossed_by(other_leader) or other.is_crossed_by(leader) for other, other_leader in placed
            ):
                break
        else:
            return None
        boxes.append(box)
        placed.append((box, leader))
    return placed


def _draw_leader(axes: Axes, page: Page, leader: tuple[Point, Point]) -> None:
    """Draw the line from a point to its label."""
    figure = _figure_of(axes)
    width, height = figure.get_size_inches()
    (x, y), (end_x, end_y) = leader
    axes.plot(
        [x / width, end_x / width],
        [y / height, end_y / height],
        "-",
        color=GREY,
        linewidth=page.type / 20,
        transform=figure.transFigure,
        clip_on=False,
        zorder=2.5,
    )


def _nearest_in(box: Box, point: Point) -> Point:
    """Return the place in a box that is nearest to a point."""
    return min(max(point[0], box.left), box.right), min(max(point[1], box.bottom), box.top)


def _candidates(page: Page, text: str, point: Point, sheet: Box) -> Iterator[Box]:
    """Yield the places of a label around a point that lie on the sheet, the nearest first."""
    width, height = page.text_size(text)
    width, height = width + page.type / 72 * 0.3, max(height, page.type / 72 * 0.9) + page.type / 72 * 0.15
    for step in range(round(max(sheet.right, sheet.top) / (page.type / 72 * 0.3))):
        reach = page.type / 72 * (0.45 + 0.3 * step)
        for across, up in _DIRECTIONS:
            x = point[0] + across * (width / 2 + (reach if abs(across) == 1 else 0))
            y = point[1] + up * (height / 2 + (reach if abs(across) < 1 or step else 0))
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if box.is_within(sheet):
                yield box
