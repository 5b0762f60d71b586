"""A page of the whole catalogue, and a browser to look at it with, where there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright
from tests.report.views import CHROMIUM, Reader

import llmsurvey
from llmsurvey.catalogue import Catalogue
from llmsurvey.report import render


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


@pytest.fixture(scope="session")
def whole_page(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the whole catalogue, on disk."""
    path = tmp_path_factory.mktemp("report") / "page.html"
    path.write_bytes(render(catalogue.report()))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium that reaches no network; the tests are skipped where there is none."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium is installed, so that no page can be looked at")
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=arguments)
        except Error as error:
            pytest.skip(f"Chromium doesn't start here: {error.message.splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def reader(browser: Browser, whole_page: Path) -> Iterator[Reader]:
    """Somebody who looks at the page of the whole catalogue on a screen of 1280 pixels."""
    with Reader(browser, whole_page) as reader:
        yield reader
