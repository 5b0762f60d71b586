"""Pictures: nothing lies over anything else or is cut off, and the same answer gives the same bytes."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from tests.conftest import WriteRegistry
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.answers.plot import KINDS, PlotAnswer, PlotQuestion, compose_plot
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import use_language
from llmsurvey.plots import WIDTHS, render
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.page import COLOURS, Page, drawing_alike, look_of

pytestmark = pytest.mark.usefixtures("warm_cache")

QUESTIONS: dict[str, dict[str, Any]] = {
    "timeline": {"picture": "timeline"},
    "rank": {"picture": "rank"},
    "rank of fifty": {"picture": "rank", "limit": 50},
    "rank of a selection": {"picture": "rank", "board": "open-llm-leaderboard@survey"},
    "frontier": {"picture": "frontier"},
    "frontier by memory": {"picture": "frontier", "by": "memory"},
    "frontier by date": {"picture": "frontier", "by": "date"},
    "history": {"picture": "history", "names": ("LLaMA@65B",)},
    "history of the best": {"picture": "history", "top": 5},
    "history of fifty": {"picture": "history", "top": 50, "board": "open-llm-leaderboard@2023-07-28"},
    "compare": {"picture": "compare", "names": ("FreeWilly2", "Llama 2@70B")},
    "compare several": {"picture": "compare", "names": ("FreeWilly2", "Llama 2@70B", "FreeWilly1")},
    "lineage": {"picture": "lineage", "names": ("KULLM",)},
    "lineage down": {"picture": "lineage", "names": ("GPT-J",), "down": True},
    "memory": {"picture": "memory", "names": ("LLaMA@65B",), "models": ModelFilter(fits="A100-80GB")},
    "memory of several": {"picture": "memory", "names": ("LLaMA@7B", "Llama 2@7B", "Polyglot-Ko@5.8B")},
    "licences": {"picture": "licences"},
    "questions": {"picture": "questions"},
    "enough questions": {"picture": "questions", "enough": True},
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs of models that are ever abler, on questions of which the sixth has a wrong key."""
    folder = tmp_path_factory.mktemp("logs")
    for model in range(24):
        right = [(7 * model * question) % 30 < model + 6 for question in range(40)]
        keep_run(folder, f"lab/{model}", [float(is_right != (place == 5)) for place, is_right in enumerate(right)])
    return folder


@pytest.fixture(scope="module")
def plots(catalogue: Catalogue, logs: Path) -> dict[str, PlotAnswer]:
    """What is drawn, each composed when it is first asked for."""

    class Composed(dict[str, PlotAnswer]):
        def __missing__(self, name: str) -> PlotAnswer:
            asked = QUESTIONS[name]
            which = AskedLogs(logs_in=logs) if asked["picture"] == "questions" else AskedLogs()
            self[name] = compose_plot(catalogue, PlotQuestion(**asked, asked_logs=which))
            return self[name]

    return Composed()


def figure_of(plot: PlotAnswer, width: Any) -> Figure:
    """The figure of an answer, laid out as it is written."""
    with drawing_alike(width):
        figure: Figure = import_module(f"llmsurvey.plots.{plot.picture}").draw(plot, Page(width))
        figure.draw_without_rendering()
    return figure


def boxes_of(figure: Figure) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Every text that is seen, with its left, lower, right and upper edge in dots."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # Agg has one
    unseen = set(_beyond_the_scale(figure))
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        is_shown = text.get_visible() and text.get_text().strip() and text not in unseen
        if is_shown and all(axes.axison or text in axes.texts for axes in figure.axes):
            box = (Text.get_window_extent if isinstance(text, Annotation) else type(text).get_window_extent)(
                text, renderer
            )
            yield text.get_text(), (box.x0, box.y0, box.x1, box.y1)


def _beyond_the_scale(figure: Figure) -> Iterator[Text]:
    """The labels of ticks that matplotlib keeps, and doesn't draw."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not low <= tick.get_loc() <= high:
                    yield from (tick.label1, tick.label2)


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """The pairs of texts that lie over each other by more than the margin that type has around it."""
    slack = figure.dpi * 0.012
    pairs = itertools.combinations(boxes_of(figure), 2)
    return [
        (first, second)
        for (first, a), (second, b) in pairs
        if a[0] + slack < b[2]
        and b[0] + slack < a[2]
        and a[1] + slack < b[3]
        and b[1] + slack < a[3]
        and {first, second} != {"!", "?"}
        and len(first) > 1
        and len(second) > 1
    ]


def cut_off(figure: Figure) -> list[str]:
    """The texts that reach beyond the sheet."""
    width, height = figure.get_size_inches() * figure.dpi
    return [
        text
        for text, (left, low, right, high) in boxes_of(figure)
        if left < -1 or low < -1 or right > width + 1 or high > height + 1
    ]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(("width", "language"), [*((width, "en") for width in WIDTHS), ("column", "ko")])
def test_no_label_lies_over_another_or_is_cut(
    plots: dict[str, PlotAnswer], name: str, width: str, language: str
) -> None:
    use_language(language)
    figure = figure_of(plots[name], width)
    assert cut_off(figure) == []
    assert overlapping(figure) == []


def _fifty(tmp_path: Path) -> str:
    """A board of fifty models, each larger and better than the one before, so that all are on the frontier."""
    rows = [f"lab/a-model-of-many-words-{number}b-instruct,{number},{20 + number * 1.1:.1f}" for number in range(1, 51)]
    (tmp_path / "fifty.csv").write_text("\n".join(["model,Params (B),arc", *rows]) + "\n", encoding="utf-8")
    return str(tmp_path / "fifty.csv")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_frontier_of_fifty_has_every_name(catalogue: Catalogue, tmp_path: Path, width: str) -> None:
    plot = compose_plot(catalogue, PlotQuestion(picture="frontier", board=_fifty(tmp_path)))
    assert len(plot.drawn.entries) == 50
    figure = figure_of(plot, width)
    assert sum("many-words" in text.replace("\n", "") for text, _ in boxes_of(figure)) == 50
    assert (cut_off(figure), overlapping(figure)) == ([], [])


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_to_a_name_runs_through_another(plots: dict[str, PlotAnswer], width: str) -> None:
    figure = figure_of(plots["history of fifty"], width)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # Agg has one
    notes = [note for note in figure.findobj(Annotation) if isinstance(note, Annotation) and note.arrow_patch]
    assert len(notes) >= 50
    for note in notes:
        assert note.arrow_patch is not None
        corners = np.asarray(note.arrow_patch.get_path().vertices)
        assert corners[:, 0].max() <= Text.get_window_extent(note, renderer).x0 + 1


def test_a_name_on_the_bar_of_a_whole_year_can_be_read(plots: dict[str, PlotAnswer]) -> None:
    (label,) = (text for text in figure_of(plots["timeline"], "column").findobj(Text) if text.get_text() == "GPT-3.5")
    assert isinstance(label, Text)
    ground = label.get_bbox_patch()
    assert ground is not None
    assert ground.get_facecolor() == (1, 1, 1, 1)


def test_what_overlaps_or_is_cut_is_noticed(plots: dict[str, PlotAnswer]) -> None:
    figure = figure_of(plots["rank"], "column")
    _, (left, low, *_) = next(iter(boxes_of(figure)))
    figure.text(left / figure.bbox.width, low / figure.bbox.height, "over it")
    figure.text(0.95, 0.5, "beyond the edge")
    assert any("over it" in pair for pair in overlapping(figure))
    assert "beyond the edge" in cut_off(figure)


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_another_process_gives_the_same_bytes(plots: dict[str, PlotAnswer], form: Any) -> None:
    code = (
        "import sys, hashlib, llmsurvey; from llmsurvey.answers.plot import *; from llmsurvey.plots import render;"
        "plot = compose_plot(llmsurvey.open(), PlotQuestion(picture='lineage', names=('KULLM',)));"
        "sys.stdout.buffer.write(render(plot, sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "MPLBACKEND": "svg", "TZ": "Asia/Seoul"}
    other = subprocess.run([sys.executable, "-c", code, form], capture_output=True, check=True, env=environment).stdout
    content = render(plots["lineage"], form)
    assert other == content
    assert not any(word in content for word in (b"CreationDate", b"dc:date", b"Matplotlib v", b"matplotlib.org"))


def test_a_matplotlibrc_of_the_user_changes_nothing(plots: dict[str, PlotAnswer]) -> None:
    import matplotlib

    before = render(plots["compare"], "svg")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "text.usetex": True}):
        assert render(plots["compare"], "svg") == before


def _linear(colour: str) -> list[float]:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(linear: list[float]) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# G. M. Machado et al., IEEE Transactions on Visualization and Computer Graphics 15 (2009), severity 1
SEEN_BY: dict[str, list[tuple[float, float, float]]] = {
    "all": [(1, 0, 0), (0, 1, 0), (0, 0, 1)],
    "protanopes": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)],
    "deuteranopes": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)],
}


def _lab(linear: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear RGB, by the white of D65."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows)
    scaled = (max(part, 0) / white for part, white in zip(xyz, (0.9505, 1.0, 1.089), strict=True))
    x, y, z = (float(part ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116 for part in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_colours_are_told_apart_by_whoever_looks(eyes: str) -> None:
    seen = [
        _lab([sum(a * b for a, b in zip(row, _linear(colour), strict=True)) for row in SEEN_BY[eyes]])
        for colour in COLOURS
    ]
    for first, second in itertools.combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 > 10


def test_colours_are_seen_on_white_and_looks_differ_without_them() -> None:
    assert all(1.05 / (_luminance(_linear(colour)) + 0.05) >= 3 for colour in COLOURS)
    looks = [look_of(number) for number in range(36)]
    assert len({(look.colour, look.mark) for look in looks}) == 36
    assert len({(look.mark, look.line) for look in looks[:6]}) == 6


def test_every_syllable_of_hangul_can_be_drawn() -> None:
    hangul = "".join(map(chr, range(0xAC00, 0xD7A4)))
    assert drawable(hangul) == hangul
    assert drawable("구름 한국어 모델 日本語") == "구름 한국어 모델 日本語"
    assert drawable("ก\x1b[31m\u202e") == "\\u0e01\\x1b[31m\\u202e"


HOSTILE = r"""
models:
  - id: hostile
    name: '<script>alert(1)</script> $\frac{1}{$ \input{x} ก 뷁'
    developers: ['=1+1']
    released: 2023-08-18
    foundations: [{model: llama, relation: finetuned}]
"""


def texts_of(plot: PlotAnswer) -> list[str]:
    """What is written on a figure."""
    return [text.get_text() for text in figure_of(plot, "two-columns").findobj(Text) if isinstance(text, Text)]


def test_changes_before_the_first_point_are_not_drawn(plots: dict[str, PlotAnswer]) -> None:
    assert "a" in texts_of(plots["history"])  # LLaMA was there when the board measured anew
    assert "a" not in texts_of(plots["history of the best"])  # these came later


def test_differences_in_percent_are_percentage_points(plots: dict[str, PlotAnswer]) -> None:
    assert "difference in percentage points" in texts_of(plots["compare"])


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_text_from_data_is_drawn_as_it_is(write_registry: WriteRegistry, form: Any) -> None:
    catalogue = llmsurvey.open([str(write_registry(HOSTILE))])
    content = render(compose_plot(catalogue, PlotQuestion(picture="lineage", names=("hostile",))), form)
    assert b"<script" not in content


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_data_a_caption_and_says_it_in_korean(plots: dict[str, PlotAnswer], kind: str) -> None:
    from llmsurvey.drawings.caption import render as caption_of

    plot = plots[kind]
    assert plot.data.rows
    english = caption_of(plot)
    use_language("ko")
    korean = caption_of(plot)
    assert english != korean
    assert any("가" <= character <= "힣" for character in korean.splitlines()[0])
    assert "--" not in korean + english


def test_questions_that_tell_nothing_make_no_empty_picture(tmp_path: Path) -> None:
    for model in ("a", "b", "c"):
        keep_run(tmp_path, model, [1.0] * 10)
    asked = PlotQuestion(picture="questions", asked_logs=AskedLogs(logs_in=tmp_path))
    with pytest.raises(RequestError, match="of no question of quiz it is known whether it tells models apart"):
        compose_plot(llmsurvey.open(), asked)
