"""Drives the browser through the pilot, on a small registry that never changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from docs.screens import show_cursors, smaller_svg
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
from llmsurvey.registry.built_in import load_survey
from llmsurvey.registry.registry import Registry

SIZES = ((80, 24), (120, 40), (200, 60))

LICENCES: list[dict[str, object]] = [
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
ERRATA = (1, 2, 12, 65, 66, 68)
"""The errata that there are, so that another one changes no picture."""

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
DATASETS: list[dict[str, object]] = [
    {"id": "web", "name": "The Web", "licence": "free-2"},
    {"id": "talks", "name": "Talks", "licence": "study"},
]
ORGANISATIONS: list[dict[str, object]] = [{"id": "lab", "name": "Open Lab", "aliases": ["열린 연구소"]}]
BENCHMARKS: list[dict[str, object]] = [
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


SHAPE = {"layers": 32, "heads": 32, "kv_heads": 32, "head_size": 128}
FIELDS = (
    *("developers", "released", "kind", "access", "languages", "licence", "foundations", "datasets"),
    *("commercial", "conditions", "metric", "items", "chance"),
    *("sizes.parameters", "sizes.hub", "sizes.context", "sizes.shape"),
)
SOURCE = {
    "url": "https://example.org/card",
    "checked": "2024-02-01",
    "says": "All of it, on a page that nobody else has.",
    "supports": FIELDS,
}


def _with_sources(records: list[dict[str, object]]) -> list[dict[str, object]]:
    sourced = []
    for record in records:
        sizes = record.get("sizes", [])
        assert isinstance(sizes, list)
        shaped = {"sizes": [{**size, "shape": SHAPE} for size in sizes]} if sizes else {}
        sourced.append({**record, **shaped, "sources": [SOURCE]})
    return sourced


Records = Mapping[str, list[dict[str, object]]]

RECORDS: Records = {
    "models": MODELS,
    "licences": LICENCES,
    "datasets": DATASETS,
    "benchmarks": BENCHMARKS,
    "organisations": ORGANISATIONS,
}
SOURCED: Records = {kind: _with_sources(records) for kind, records in RECORDS.items()}
"""The same with a source for each fact, and sizes whose memory can be reckoned."""


def small_library(folder: Path, records: Records = RECORDS, boards: Sequence[str] = ("arena",)) -> Library:
    """A library of some records, of boards of two days in a folder, and of the survey with a few of its errata."""
    registry = parse_record(Registry, records)
    library = Library(registry=registry, board_folders=BoardFolders((folder / "boards",)))
    for board in boards:
        _import_days(library, folder, board)
    survey = load_survey()
    few = tuple(erratum for erratum in survey.errata if erratum.number in ERRATA)
    library.__dict__["survey"] = replace(survey, errata=few)
    return library


def _import_days(library: Library, folder: Path, board: str) -> None:
    from llmsurvey.answers.import_scores import ImportQuestion, import_scores

    for day, content in (("2023-06-01", BOARD.replace("67.3", "66.0")), ("2023-07-01", BOARD)):
        file = folder / f"{day}.csv"
        file.write_text(content, encoding="utf-8")
        question = ImportQuestion(
            format="table", paths=(str(file),), board=board, date=day, metric="acc", into=str(folder / "boards")
        )
        import_scores(library, question)


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
            await show_cursors(pilot)
            return see(app)

    return asyncio.run(run())


def see(app: App[None]) -> Seen:
    """What is seen of a browser that is running."""
    assert isinstance(app, Browser)
    screen = next(screen for screen in app.screen_stack if isinstance(screen, ViewScreen))
    strips = [list(strip) for strip in app.screen._compositor.render_strips()]
    text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    typed = screen.query_one("#search", Input).value
    picture = smaller_svg(app.export_screenshot(simplify=True))
    return Seen(app.session, text, picture, strips, app.theme, screen.grid.cursor, typed)
