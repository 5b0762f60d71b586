"""The survey's data, and its text where that is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from llmsurvey.registry.built_in import Survey, load_survey


@pytest.fixture
def survey() -> Survey:
    """The survey's tables, errata, publications and citations."""
    return load_survey()


@pytest.fixture
def paper() -> str:
    """The text of the survey, which stands beside the folder of test data; without it the test is skipped."""
    folder = os.environ.get("LLMSURVEY_TESTDATA")
    path = Path(folder or "/nonexistent").parent / "survey" / "survey.ko.txt"
    if not path.is_file():
        pytest.skip("LLMSURVEY_TESTDATA names no folder with the survey's text beside it")
    return path.read_text(encoding="utf-8")
