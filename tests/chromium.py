"""Chromium for tests of pages, and what finds barriers in them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What the browser may be called."""

AXE = Path(sys.prefix) / "node_modules" / "axe-core" / "axe.min.js"
"""What finds barriers, where `make` could install it."""


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """A headless Chromium that reaches no network; the tests are skipped where there is none."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium is installed, so that no page can be looked at")
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    expect.set_options(timeout=60_000)  # on a busy machine; milliseconds
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=arguments)
        except Error as error:
            pytest.skip(f"Chromium doesn't start here: {error.message.splitlines()[0]}")
        yield started
        started.close()
