"""Every screen as a picture, compared with the one that was looked at; its text stands out from its ground.

`python -m tests.browse.test_pictures` takes the pictures anew: look at what has changed before you keep it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.color import Color
from rich.segment import Segment
from tests.browse.driving import Seen, drive, small_library

from llmsurvey.browse.board_views import BoardsView, RankView
from llmsurvey.browse.compare_view import CompareView
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.themes import THEMES
from llmsurvey.browse.view import View
from llmsurvey.cli.hints import as_typed
from llmsurvey.library import Library
from llmsurvey.messages import show_hints_by, use_language

FOLDER = Path(__file__).with_name("pictures")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, level AA, for text of any size."""

SCREENS: dict[str, tuple[View, Sequence[str]]] = {
    "models": (ModelsView(), ()),
    "search": (ModelsView(), ["slash", *"구름"]),
    "facets": (ModelsView(), ["f", "down", "enter"]),
    "facts": (RecordView(name="gureum"), ()),
    "sizes": (RecordView(name="root", part="sizes"), ()),
    "licence": (RecordView(name="gureum", part="licence"), ()),
    "lineage": (RecordView(name="gureum", part="lineage"), ["down"]),
    "choose": (ChooseView(), ()),
    "boards": (BoardsView(), ()),
    "rank": (RankView(board="arena@2023-07-01"), ["s"]),
    "compare": (CompareView(names=("root", "study")), ()),
    "compare-on-board": (CompareView(names=("root@70B", "study@13B"), board="arena@2023-07-01"), ()),
    "help": (ModelsView(), ["question_mark"]),
    "palette": (ModelsView(), ["space"]),
    "write": (ModelsView(), ["e"]),
    "too-small": (ModelsView(), ()),
}
"""Every screen: the view that it begins with, and the keys that lead there."""


def take(library: Library, name: str, size: tuple[int, int], theme: str = "dark") -> Seen:
    """What is seen of a screen."""
    view, keys = SCREENS[name]
    return drive(library, keys, view=view, size=(30, 8) if name == "too-small" else size, theme=theme)


@pytest.mark.parametrize("name", SCREENS)
def test_screen_is_the_picture_that_was_looked_at(library: Library, name: str) -> None:
    assert take(library, name, (80, 24)).picture == (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def test_screen_in_korean_is_the_picture_that_was_looked_at(library: Library) -> None:
    use_language("ko")
    assert take(library, "models", (120, 40)).picture == (FOLDER / "models-ko.svg").read_text(encoding="utf-8")


def _luminance(color: Color) -> float:
    channels = [value / 255 for value in color.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_of(segment: Segment) -> float:
    """How far a piece of text stands out from its ground, from 1 to 21."""
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    front, ground = style.color, style.bgcolor
    if style.reverse:
        front, ground = ground, front
    brighter, darker = sorted((_luminance(front), _luminance(ground)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCREENS)
def test_text_stands_out_from_its_ground(library: Library, name: str, theme: str) -> None:
    strips = take(library, name, (120, 40), theme).strips
    faint = [
        (segment.text, round(contrast_of(segment), 2))
        for strip in strips
        for segment in strip
        if segment.text.strip() and contrast_of(segment) < LEAST_CONTRAST
    ]
    assert faint == []


def test_nothing_is_coloured_without_colours(library: Library) -> None:
    for name in ("models", "licence", "facets"):
        for strip in take(library, name, (120, 40), "none").strips:
            for segment in strip:
                style = segment.style
                colors = [] if style is None else [color for color in (style.color, style.bgcolor) if color]
                assert all(len(set(color.get_truecolor())) == 1 for color in colors)


def main() -> None:
    """Take every picture anew."""
    show_hints_by(as_typed)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        library = small_library(Path(folder))
        for name in SCREENS:
            (FOLDER / f"{name}.svg").write_text(take(library, name, (80, 24)).picture, encoding="utf-8")
        use_language("ko")
        (FOLDER / "models-ko.svg").write_text(take(library, "models", (120, 40)).picture, encoding="utf-8")


if __name__ == "__main__":
    main()
