"""Looks at a page as its readers do, and keeps what goes wrong meanwhile."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, Page

VIEWS = (
    "choose",
    "models",
    "lineage",
    "memory",
    "boards",
    "frontier",
    "tables",
    "errata",
    "claims",
    "timeline",
    "licences",
    "sources",
    "tables/4?as=printed",
    "claims/C61",
    "errata/E30",
    "lineage/model/llama?depth=2",
    "model/kullm",
    "dataset/alpaca-52k",
    "licence/llama-licence",
    "benchmark/hellaswag",
    "sources?id=kullm",
)
"""Addresses of every part of a page, and of what is within them."""


class Reader:
    """A page in a browser: `wrong` has every error, every warning, and every request for anything but the page."""

    def __init__(self, browser: Browser, path: Path, width: int = 1280, scheme: str = "light", **options: Any) -> None:
        size: Any = {"width": width, "height": 900}
        self.context = browser.new_context(viewport=size, color_scheme=scheme, **options)  # type: ignore[arg-type]
        self.address = path.as_uri()
        self.wrong: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("request", lambda request: self._note_request(request.url))

    def _note_request(self, address: str) -> None:
        if address.partition("#")[0] != self.address:
            self.wrong.append(f"request: {address}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.context.close()

    def open(self, view: str) -> Page:
        """Open a view in a new load of the page, and wait until it is drawn."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#/{view}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def follow(self, href: str) -> None:
        """Go to another view of the page, and wait until it is drawn: the page listened before this does."""
        go = "addEventListener('hashchange', () => drawn(), { once: true }); location.hash = href"
        self.page.evaluate(
            f"href => new URL(href, location).href === location.href || new Promise(drawn => {{ {go}; }})", href
        )

    def address_of_view(self) -> str:
        """Return the address of the view, as the page itself has it: that of the tab follows a moment later."""
        address: str = self.page.evaluate("location.hash")
        return address.removeprefix("#/")

    def rows(self, table: str) -> list[list[str]]:
        """Return the texts of a table's rows."""
        read = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        rows: list[list[str]] = self.page.eval_on_selector_all(f"#{table} tbody tr", read)
        return rows
