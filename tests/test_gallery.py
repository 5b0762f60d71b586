"""The gallery shows what its commands give now, small enough to be read over a slow line, in words as well."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docs import gallery
from docs.screens import smaller_svg

pytestmark = pytest.mark.usefixtures("warm_cache")

ROOT = Path(__file__).parents[1]
PAGE = gallery.PAGE.read_text(encoding="utf-8")
PICTURES = gallery.shown_on(PAGE)
MOST = 2_000_000
"""Bytes of all pictures."""


@pytest.mark.parametrize("shown", PICTURES, ids=lambda shown: str(shown.file))
def test_picture_is_what_its_command_gives(shown: gallery.Shown, tmp_path: Path) -> None:
    kept = (gallery.FOLDER / shown.file).read_text(encoding="utf-8")
    assert gallery.picture_of(shown, tmp_path) == kept, "run `make docs` and look at what changed"


def test_every_picture_is_on_the_page_with_its_command_and_words_for_it() -> None:
    images = re.findall(r"!\[([^]]*)\]\(pictures/([^)]+)\)", PAGE)
    assert {file for _, file in images} == {file.name for file in gallery.FOLDER.iterdir()}
    assert {file for _, file in images if file.endswith(".svg")} == {shown.file for shown in PICTURES}
    assert all(len(words) > 40 for words, _ in images)


def test_pictures_are_small_and_name_no_host() -> None:
    assert sum(file.stat().st_size for file in gallery.FOLDER.iterdir()) < MOST
    for file in gallery.FOLDER.glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        ElementTree.fromstring(text)
        hosts = set(re.findall(r"https?://([\w.]+)", text))
        assert hosts <= {"www.w3.org", "www.textualize.io", "purl.org", "creativecommons.org"}
        assert "/tmp" not in text


def test_the_readme_shows_pictures_of_the_gallery_with_words_for_them() -> None:
    images = re.findall(r"!\[([^]]*)\]\(docs/pictures/([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(images) >= 3
    for words, file in images:
        assert len(words) > 40
        assert (gallery.FOLDER / file).is_file()


@pytest.mark.parametrize(
    ("written", "width", "colours", "keys"),
    [("120x30", 120, "dark", []), ("80x24, light: / 구름 Enter s", 80, "light", ["/", "구", "름", "enter", "s"])],
)
def test_screen_behind_a_command_is_read(written: str, width: int, colours: str, keys: list[str]) -> None:
    page = f"[![a](pictures/a.svg)](pictures/a.svg)\n\n```sh\nllmsurvey explore --lang ko  # {written}\n```\n"
    (shown,) = gallery.shown_on(page)
    assert (shown.command, shown.width, shown.colours, shown.keys) == (
        *("llmsurvey explore --lang ko", width),
        *(colours, keys),
    )
    with pytest.raises(ValueError, match=r"a\.svg: 'wide' is no screen"):
        gallery.shown_on(page.replace(written, "wide"))


def _text(x: str, length: str, content: str) -> str:
    clip = 'clip-path="url(#terminal-77-line-0)"'
    return f'<text class="terminal-77-r1" x="{x}" y="20" textLength="{length}" {clip}>{content}</text>'


def test_each_part_of_a_text_stands_at_its_cell() -> None:
    small = smaller_svg(_text("10", "50", "a&lt;구름 b") + _text("90", "10", "\n"))
    assert re.findall(r'x="([\d.]+)" y="20" textLength="([\d.]+)"[^>]*>([^<]*)<', small) == [
        *[("10", "16.6667", "a&lt;"), ("26.6667", "33.3333", "구름")],
        ("60", "16.6667", " b"),
    ]


def _ground(colour: str, x: float, y: float, width: float) -> str:
    return f'<rect fill="{colour}" x="{x}" y="{y}" width="{width}" height="24.65" shape-rendering="crispEdges"/>'


def test_grounds_of_one_colour_are_drawn_once() -> None:
    rows = [
        *(_ground("#111111", 0, 1.5, 10), _ground("#111111", 10, 1.5, 30)),
        *(_ground("#111111", 0, 25.9, 40), _ground("#222222", 0, 50.3, 40)),
    ]
    small = smaller_svg("".join(rows))
    numbers = re.findall(r'fill="(#\d+)" x="0" y="([\d.]+)" width="40" height="([\d.]+)"', small)
    assert numbers == [("#111111", "1.5", "49.05"), ("#222222", "50.3", "24.65")]
    assert small.count("<rect") == 2
