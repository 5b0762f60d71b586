"""A page of the whole catalogue, and a browser to look at it with, where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.chromium import started_chromium
from tests.report.views import Reader

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
    with started_chromium() as browser:
        yield browser


@pytest.fixture
def reader(browser: Browser, whole_page: Path) -> Iterator[Reader]:
    """Somebody who looks at the page of the whole catalogue on a screen of 1280 pixels."""
    with Reader(browser, whole_page) as reader:
        yield reader
