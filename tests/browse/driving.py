"""Drives the browser through the pilot, on a small registry that never changes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from llmsurvey.boards.folders import BoardFolders
from llmsurvey.browse.app import Browser, Surroundings
from llmsurvey.browse.model_views import ModelsView
from llmsurvey.browse.session import Session
from llmsurvey.browse.view import View
from llmsurvey.browse.view_screen import ViewScreen
from llmsurvey.library import Library
from llmsurvey.messages import Hint, translated
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

SIZES = ((80, 24), (120, 40), (200, 60))

LICENCES = [
    {"id": "free-2", "name": "Free Licence 2", "spdx": "Free-2.0", "kind": "software", "commercial": "yes"},
    {
        "id": "users",
        "name": "Many Users Licence",
        "kind": "model",
        "commercial": "conditional",
        "conditions": [
            {"kind": "user-threshold", "text": {"en": "No more than 700 million users.", "ko": "이용자 7억 명 이하."}}
        ],
    },
    {"id": "study", "name": "Study Licence", "kind": "content", "commercial": "no"},
]
HOSTILE = "Evil [bold]name[/] \x1b]0;owned\x07\u202e"


def _model(id: str, name: str, licence: str | None, **facts: object) -> dict[str, object]:
    return {"id": id, "name": name, **({"licence": licence} if licence else {}), **facts}


MODELS = [
    _model(
        "root",
        "Root",
        "users",
        developers=["Meta"],
        released="2023-02-24",
        kind="pretrained",
        access="open",
        languages=["en"],
        datasets=["web"],
        sizes=[
            {"name": "7B", "parameters": 6_700_000_000, "hub": "meta/root-7b", "context": 2048},
            {"name": "70B", "parameters": 69_000_000_000, "hub": "meta/root-70b", "context": 4096},
        ],
    ),
    _model(
        "gureum",
        "Gureum",
        "free-2",
        aliases=["구름"],
        developers=["Korea University"],
        released="2023-05-30",
        kind="finetuned",
        languages=["ko"],
        datasets=["talks"],
        foundations=[{"model": "root", "size": "7B", "relation": "finetuned"}],
        sizes=[{"name": "7B-v2", "parameters": 6_700_000_000, "hub": "korea/gureum"}],
    ),
    _model(
        "study",
        "Study Chat",
        "study",
        developers=["Stanford"],
        released="2023-03-13",
        kind="finetuned",
        languages=["en", "ko"],
        foundations=[{"model": "root", "relation": "delta"}],
        sizes=[{"name": "13B", "parameters": 13_000_000_000, "hub": "stanford/study"}],
    ),
    _model(
        "free", "Free as Air", "free-2", developers=["Free Lab"], released="2022", kind="pretrained", languages=["en"]
    ),
    _model("closed", "Closed", None, developers=["Closed Inc"], kind="service", access="closed"),
    _model("evil", HOSTILE, "free-2", developers=["[red]Lab[/red]"], released="2024-01"),
]
DATASETS = [
    {"id": "web", "name": "The Web", "licence": "free-2"},
    {"id": "talks", "name": "Talks", "licence": "study"},
]
BENCHMARKS = [
    {"id": name, "name": name, "metric": "acc", "unit": "percent", "chance": 25, "items": 1000}
    for name in ("arc", "hellaswag")
]
BOARD = """\
model,arc,hellaswag
meta/root-70b,67.3,87.3
stanford/study,55.1,80.0
meta/root-7b,50.2,77.1
korea/gureum,51.0,76.0
nobody/knows,40.0,50.5
"""


def small_library(folder: Path) -> Library:
    """The models above, and a board of two days in a folder."""
    from llmsurvey.answers.import_scores import ImportQuestion, import_scores

    registry = parse_record(
        Registry, {"models": MODELS, "licences": LICENCES, "datasets": DATASETS, "benchmarks": BENCHMARKS}
    )
    boards = folder / "boards"
    library = Library(registry=registry, board_folders=BoardFolders((boards,)))
    for day, content in (("2023-06-01", BOARD.replace("67.3", "66.0")), ("2023-07-01", BOARD)):
        file = folder / f"{day}.csv"
        file.write_text(content, encoding="utf-8")
        question = ImportQuestion(
            format="table", paths=(str(file),), board="arena", date=day, metric="acc", into=str(boards)
        )
        import_scores(library, question)
    return library


Step = Callable[[Pilot[None]], Awaitable[None]]


class Seen(NamedTuple):
    """What was seen at the end: where the session is, the screen as text, as SVG and in pieces, and its colours."""

    session: Session
    text: str
    picture: str
    strips: list[list[Segment]]
    theme: str
    cursor: int
    typed: str

    @property
    def view(self) -> View:
        """The view."""
        return self.session.view

    @property
    def command(self) -> str:
        """The command line that gives the same."""
        return translated(self.session.hint)


def drive(
    library: Library,
    *steps: Step | str | Sequence[str],
    view: View | None = None,
    size: tuple[int, int] = (120, 40),
    theme: str = "dark",
    write: Callable[[Hint, Path, bool], None] | None = None,
) -> Seen:
    """Run the browser, press keys and take steps, and return what is seen then."""

    def write_nothing(hint: Hint, file: Path, force: bool) -> None:
        raise AssertionError("nothing should be written")

    surroundings = Surroundings(write or write_nothing, (".csv", ".json"))
    app = Browser(Session(library, view or ModelsView()), surroundings, theme=theme)

    async def run() -> Seen:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for step in steps:
                if callable(step):
                    await step(pilot)
                else:
                    await pilot.press(*([step] if isinstance(step, str) else step))
                await pilot.pause()
            return see(app)

    return asyncio.run(run())


def see(app: App[None]) -> Seen:
    """What is seen of a browser that is running."""
    assert isinstance(app, Browser)
    screen = next(screen for screen in app.screen_stack if isinstance(screen, ViewScreen))
    strips = [list(strip) for strip in app.screen._compositor.render_strips()]
    text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    typed = screen.query_one("#search", Input).value
    return Seen(app.session, text, picture_of(app), strips, app.theme, screen.grid.cursor, typed)


def picture_of(app: App[None]) -> str:
    """The screen as SVG, without what names a host, and with Hangul as wide as two letters."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(simplify=True), flags=re.DOTALL)
    return re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]*)</text>', _in_its_width, svg)


def _in_its_width(match: re.Match[str]) -> str:
    text = unescape(match[3])
    length = float(match[1]) * cell_len(text) / max(1, len(text))
    return f'textLength="{length:g}"{match[2]}>{match[3]}</text>'
