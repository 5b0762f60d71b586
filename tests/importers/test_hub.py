"""Repositories out of addresses and paths."""

from __future__ import annotations

import pytest

from llmsurvey.importers.hub import hub_of, revision_in

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("text", "hub"),
    [
        ("lab/a", "lab/a"),
        ("https://huggingface.co/lab/a", "lab/a"),
        ("https://www.huggingface.co/lab/a/", "lab/a"),
        ("https://hf.co/lab/a", "lab/a"),
        ("https://huggingface.co/lab/a/tree/main", "lab/a"),
        ("https://huggingface.co/lab/a?library=x", "lab/a"),
        ("huggingface.co/lab/a", "lab/a"),
        (f"/data/hub/models--lab--a/snapshots/{COMMIT}", "lab/a"),
        (f"/data/hub/models--lab--a/snapshots/{COMMIT}/", "lab/a"),
        ("~/.cache/models--lab--a-b_c.d", "lab/a-b_c.d"),
        (rf"C:\hub\models--lab--a\snapshots\{COMMIT}", "lab/a"),
        ("models--lab--a", "lab/a"),
        ("https://huggingface.co/spaces/lab", None),
        ("https://huggingface.co/datasets/lab", None),
        ("https://huggingface.co/spaces/lab/a", None),
        ("https://example.org/lab/a", None),
        ("/data/models/a", None),
        ("./lab/a", None),
        ("../a", None),
        ("a", None),
        ("lab/a/b", None),
        ("", None),
        (None, None),
    ],
)
def test_a_repository_is_told(text: str | None, hub: str | None) -> None:
    assert hub_of(text) == hub


@pytest.mark.parametrize(
    ("path", "revision"),
    [
        (f"/hub/models--lab--a/snapshots/{COMMIT}", COMMIT),
        ("/hub/models--lab--a", ""),
        ("/hub/models--lab--a/snapshots/main", None),
        ("lab/a", None),
    ],
)
def test_a_path_of_the_cache_tells_its_commit(path: str, revision: str | None) -> None:
    assert revision_in(path) == revision
