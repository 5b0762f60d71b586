"""Every screen as a picture, compared with the one that was looked at; its text stands out from its ground.

Each is taken on a small terminal in dark colours, on a large one in light colours, and in Korean without colours.
`python -m tests.browse.test_pictures` takes the pictures anew: look at what has changed before you keep it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.color import Color
from rich.segment import Segment
from tests.browse.driving import SOURCED, Seen, drive, small_library

from llmsurvey.boards.folders import DEFAULT_BOARD
from llmsurvey.browse.board_views import BestView, BoardsView, RankView
from llmsurvey.browse.compare_view import CompareView
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.survey_views import ClaimView, ErratumView, SurveyView
from llmsurvey.browse.view import View
from llmsurvey.cli.hints import as_typed
from llmsurvey.errors import OutputError
from llmsurvey.library import Library
from llmsurvey.messages import Hint, say, show_hints_by, use_language

FOLDER = Path(__file__).with_name("pictures")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, level AA, for text of any size."""

SCREENS: dict[str, tuple[View, Sequence[str]]] = {
    "models": (ModelsView(), ()),
    "models-marked": (ModelsView(), ["s", "s"]),
    "models-every-column": (ModelsView(every_column=True), ()),
    "search": (ModelsView(), ["slash", *"구름", "wait:300"]),
    "search-nothing": (ModelsView(), ["slash", *"nobody has this", "wait:300"]),
    "facets": (ModelsView(), ["f", "down", "enter"]),
    "choose": (ChooseView(board="arena@2023-07-01"), ()),
    "facts": (RecordView(name="gureum"), ()),
    "sizes": (RecordView(name="root", part="sizes"), ()),
    "licence": (RecordView(name="gureum", part="licence"), ()),
    "lineage": (RecordView(name="gureum", part="lineage"), ["down"]),
    "descendants": (RecordView(name="root", part="descendants"), ()),
    "scores": (RecordView(name="root@70B", part="scores"), ()),
    "history": (RecordView(name="root@70B", part="history"), ()),
    "sources": (RecordView(name="gureum", part="sources"), ()),
    "dataset": (RecordView(name="dataset/talks"), ()),
    "benchmark": (RecordView(name="benchmark/arc"), ()),
    "licence-record": (RecordView(name="licence/users"), ()),
    "organisation": (RecordView(name="organisation/lab"), ()),
    "boards": (BoardsView(), ()),
    "rank": (RankView(board="arena@2023-07-01"), ["s"]),
    "best": (BestView(board="arena"), ()),
    "pick-board": (RankView(board="arena@2023-07-01"), ["b"]),
    "compare": (CompareView(names=("root", "study")), ()),
    "compare-on-board": (CompareView(names=("root@70B", "study@13B"), board="arena@2023-07-01"), ()),
    "table": (SurveyView(part="4"), ()),
    "table-as-printed": (SurveyView(part="1"), ["p"]),
    "errata": (SurveyView(part="errata"), ()),
    "erratum": (ErratumView(name="E12"), ()),
    "claims": (SurveyView(part="claims"), ()),
    "claim": (ClaimView(name="C61"), ()),
    "help": (ModelsView(), ["question_mark"]),
    "palette": (ModelsView(), ["space"]),
    "palette-found": (ModelsView(), ["space", *"root", "wait:300"]),
    "write": (ModelsView(), ["e"]),
    "write-refused": (ModelsView(), ["e", "enter"]),
    "told": (ModelsView(), ["U"]),
    "too-small": (ModelsView(), ()),
}
"""Every screen: the view that it begins with, and the keys that lead there."""


class Kind(NamedTuple):
    """How large a terminal is, in which colours and language, and what that adds to the name of a picture."""

    ending: str
    size: tuple[int, int]
    theme: str
    language: str


KINDS = (
    Kind("", (80, 24), "dark", "en"),
    Kind("-wide", (200, 60), "light", "en"),
    Kind("-ko", (80, 24), "none", "ko"),
)


def library_in(folder: Path) -> Library:
    """The small registry, every fact of it with a source, and its scores on the usual board too."""
    return small_library(folder, SOURCED, ("arena", DEFAULT_BOARD))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The library that the pictures show."""
    return library_in(tmp_path)


def take(library: Library, name: str, kind: Kind) -> Seen:
    """What is seen of a screen."""

    def refuse(hint: Hint, file: Path, force: bool) -> None:
        raise OutputError(say("{file} exists. {force} overwrites it.", file=file, force="Ctrl+O"))

    use_language(kind.language)
    view, keys = SCREENS[name]
    size = (30, 8) if name == "too-small" else kind.size
    return drive(library, keys, view=view, size=size, theme=kind.theme, write=refuse)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.size[0]}x{kind.size[1]}-{kind.theme}-{kind.language}")
@pytest.mark.parametrize("name", SCREENS)
def test_screen_is_the_picture_that_was_looked_at(library: Library, name: str, kind: Kind) -> None:
    seen = take(library, name, kind)
    assert seen.picture == (FOLDER / f"{name}{kind.ending}.svg").read_text(encoding="utf-8")
    assert faint_in(seen) == []
    assert kind.theme != "none" or all(map(is_grey, pieces_of(seen)))


def test_every_kind_of_view_is_among_the_screens() -> None:
    from llmsurvey.browse.view import FilteredView

    shown = {type(view) for view, _ in SCREENS.values()}
    assert {*View.__subclasses__(), *FilteredView.__subclasses__()} - shown == {FilteredView}


def test_no_picture_is_of_a_screen_that_there_was() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {f"{name}{kind.ending}" for name in SCREENS for kind in KINDS}


def pieces_of(seen: Seen) -> list[Segment]:
    """What is written, in pieces of one style."""
    return [segment for strip in seen.strips for segment in strip if segment.text.strip()]


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


def faint_in(seen: Seen) -> list[tuple[str, float]]:
    """The pieces that don't stand out from their ground, each with its contrast."""
    contrasts = [(segment.text, round(contrast_of(segment), 2)) for segment in pieces_of(seen)]
    return [(text, contrast) for text, contrast in contrasts if contrast < LEAST_CONTRAST]


def is_grey(segment: Segment) -> bool:
    """Whether a piece and its ground have no colour."""
    style = segment.style
    colors = [] if style is None else [color for color in (style.color, style.bgcolor) if color]
    return all(len(set(color.get_truecolor())) == 1 for color in colors)


def main() -> None:
    """Take every picture anew."""
    show_hints_by(as_typed)
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.svg"):
        file.unlink()
    with tempfile.TemporaryDirectory() as folder:
        library = library_in(Path(folder))
        for kind in KINDS:
            for name in SCREENS:
                picture = take(library, name, kind).picture
                (FOLDER / f"{name}{kind.ending}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
