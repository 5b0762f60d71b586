"""Times the page that `report` writes, in Chromium: until it is painted, and until a filter is answered and laid out.

Called as `report.py [ROUNDS]`. Each view is loaded anew in each round. Of a line's times the middle and the longest are
printed, and how many times that of the first line, a page with nothing in it, the middle is.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import llmsurvey
from llmsurvey.report import render

ROUNDS = 11
SEARCH = ("l", "ll", "lla", "llam", "llama")
FILTERS = (
    ("models", "models-q", SEARCH),
    ("models", "models-verdict", ("yes", "no", "conditional", "unknown", "")),
    ("choose", "choose-context", ("512", "2048", "8192", "32768", "")),
    ("boards/open-llm-leaderboard@2023-09-04", "ranking-q", SEARCH),
    ("sources", "sources-q", ("g", "gi", "git", "gith", "githu")),
)
"""Views, the control of each that is changed, and what it is set to, one after the other."""

ANSWER = """([id, value]) => {
  const control = document.getElementById(id);
  const start = performance.now();
  control.value = value;
  control.dispatchEvent(new Event(control.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main(rounds: int = ROUNDS) -> None:
    """Write the page of the whole catalogue, look at it `rounds` times, and print how long that took."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty, whole = Path(folder, "empty.html"), Path(folder, "page.html")
        empty.write_text("<!doctype html><title>Empty</title><p>Nothing.", encoding="utf-8")
        whole.write_bytes(render(llmsurvey.open().report()))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        times: dict[str, list[float]] = {}
        for _ in range(rounds):
            times.setdefault("an empty page, painted", []).append(_time_painting(browser, empty.as_uri(), "p"))
            painting = _time_painting(browser, f"{whole.as_uri()}#/choose", "[data-ready]")
            times.setdefault("the whole catalogue, painted", []).append(painting)
            for view, control, values in FILTERS:
                answers = _time_answers(browser, f"{whole.as_uri()}#/{view}", control, values)
                times.setdefault(f"{control} answered", []).extend(answers)
        browser.close()
    _print(times)


def _time_painting(browser: Browser, address: str, drawn: str) -> float:
    """Return the milliseconds from the request of a page to its first content on the screen."""
    page = _open(browser, address, drawn)
    milliseconds: float = page.evaluate(PAINTED)
    page.close()
    return milliseconds


def _time_answers(browser: Browser, address: str, control: str, values: tuple[str, ...]) -> list[float]:
    """Return the milliseconds from each change of a control to rows that are filtered and laid out."""
    page = _open(browser, address, "[data-ready]")
    milliseconds = [page.evaluate(ANSWER, [control, value]) for value in values]
    page.close()
    return milliseconds


def _open(browser: Browser, address: str, drawn: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector(drawn)
    return page


def _print(times: dict[str, list[float]]) -> None:
    first = statistics.median(next(iter(times.values())))
    print(f"{'':40}{'middle ms':>11}{'longest ms':>12}{'times':>8}")
    for name, milliseconds in times.items():
        middle = statistics.median(milliseconds)
        print(f"{name:40}{middle:11.1f}{max(milliseconds):12.1f}{middle / first:8.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
