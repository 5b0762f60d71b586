"""What git ignores, as git itself says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.importers.repositories.gitignore import Ignored, parse_rules

PATHS = [
    "a",
    "b.py",
    "a/b.py",
    "a/c/b.py",
    "a/c/d",
    "build/x",
    "a/build/x",
    "x[1].py",
    "#c",
    "!d",
    "e f",
    "docs/a/z.md",
]
PATTERNS = [
    "*.py", "!b.py", "/a", "a/", "a/*", "!a/c", "a/**", "**/b.py", "a/**/b.py", "build/", "/build", "x[[]1].py",
    "x[0-9]*", "[ab]*", "[!a]*", "?", "\\#c", "\\!d", "e f", "e f ", "# comment", "", "/", "**", "docs/**/z.md", "c/",
    "d", "[", "a\\", "*.m[d]", "a/c/", "!a/c/d",
]  # fmt: skip


def _ignored_by_us(rules: str, path: str) -> bool:
    ignored = Ignored().below("", parse_rules(rules))
    parts = path.split("/")
    folders = ("/".join(parts[:length]) for length in range(1, len(parts)))
    return any(ignored.ignores(folder, is_folder=True) for folder in folders) or ignored.ignores(path, is_folder=False)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository of git's."""
    if shutil.which("git") is None:
        pytest.skip("git isn't installed")
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    for path in PATHS:
        if path != "a":
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).touch()
    return folder


def _ignored_by_git(repository: Path, rules: str) -> set[str]:
    (repository / ".gitignore").write_text(rules, encoding="utf-8")
    command = ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"]
    paths = "\0".join(path for path in PATHS if path != "a")
    result = subprocess.run(command, cwd=repository, input=paths, capture_output=True, text=True, check=False)
    return {path for path in result.stdout.split("\0") if path}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_ignores_what_git_does(repository: Path, pattern: str) -> None:
    ours = {path for path in PATHS if path != "a" and _ignored_by_us(pattern, path)}
    assert ours == _ignored_by_git(repository, pattern)


@given(rules=st.lists(st.sampled_from(PATTERNS), max_size=5))
def test_several_patterns_ignore_what_git_does(repository: Path, rules: list[str]) -> None:
    text = "\n".join(rules)
    ours = {path for path in PATHS if path != "a" and _ignored_by_us(text, path)}
    assert ours == _ignored_by_git(repository, text)


def test_the_nearest_file_decides() -> None:
    above = Ignored().below("", parse_rules("*.py\n"))
    below = above.below("kept", parse_rules("!b.py\n"))
    assert above.ignores("b.py", is_folder=False)
    assert not below.ignores("kept/b.py", is_folder=False)
    assert below.ignores("kept/c.py", is_folder=False)
