"""The documentation as readers have it: built, looked at, searched in both languages, open to everybody."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.chromium import AXE, started_chromium

ROOT = Path(__file__).parents[1]

PAGES = sorted(
    str(page.relative_to(ROOT / "docs").with_suffix("")).removesuffix("index") for page in (ROOT / "docs").rglob("*.md")
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of what is asked for."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the documentation, built and served on this machine alone."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    assert built.returncode == 0, built.stderr
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; the tests are skipped where there is none."""
    with started_chromium() as browser:
        yield browser


@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_meets_a_barrier(browser: Browser, site: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core isn't installed (make installs it where there is npm)")
    page = browser.new_page(viewport={"width": width, "height": 900})
    violations = []
    for name in PAGES:
        page.goto(f"{site}/{name}", wait_until="load")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        violations += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:150]}" for each in found["violations"]]
    page.close()
    assert violations == []


@pytest.mark.parametrize(("word", "page"), [("caveat", "/"), ("결재할", "/ko/ship-a-model/"), ("라이선스", "/ko/")])
def test_search_finds_words_of_both_languages(browser: Browser, site: str, word: str, page: str) -> None:
    reader = browser.new_page()
    reader.goto(site)
    reader.fill("input[name=query]", word)
    expect(reader.locator(f".md-search-result__item a[href*='{page}']").first).to_be_attached()
    reader.close()


def test_pages_in_korean_say_that_they_are(browser: Browser, site: str) -> None:
    reader = browser.new_page()
    for address, language in (("/ko/", "ko"), ("/ko/ship-a-model/", "ko"), ("/", "en")):
        reader.goto(f"{site}{address}")
        assert reader.get_attribute("html", "lang") == language
    reader.close()


def test_every_page_that_programs_are_told_of_is_there(browser: Browser, site: str) -> None:
    request = browser.new_context().request
    text = request.get(f"{site}/llms.txt").text()
    addresses = [line.partition("](")[2].partition(")")[0] for line in text.splitlines() if line.startswith("- [")]
    assert len(addresses) == len(PAGES)
    assert [address for address in addresses if not request.get(f"{site}/{address}").ok] == []
