"""What the tests of the browser share: hints as they are typed, and the small registry."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browse.driving import small_library

from llmsurvey.cli.hints import as_typed
from llmsurvey.library import Library
from llmsurvey.messages import show_hints_by


@pytest.fixture(autouse=True)
def typed_hints(isolated: None) -> None:
    """Hints as they are typed."""
    show_hints_by(as_typed)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The small registry and its board."""
    return small_library(tmp_path)
