"""What every test starts from: no cache, no configuration, no boards and no variables of the user's own."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from tests.program import LANGUAGE
from tests.whole_package import load_whole_package

from llmsurvey.messages import show_hints_by, use_language
from llmsurvey.registry.built_in import Survey, load_survey
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import layers_for
from llmsurvey.registry.registry import Registry

settings.register_profile("same-everywhere", deadline=None, derandomize=True, database=None)
settings.register_profile("by-chance", deadline=None)
settings.load_profile("same-everywhere")
"""Properties try the same in every run; chance belongs to the fuzzer, and to `--hypothesis-profile by-chance`."""
load_whole_package()
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start of the program that tests make compiles it anew
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else no program that tests start in a job heeds Ctrl-C

WriteRegistry = Callable[..., Path]
"""Takes YAML text, and a file name where the test needs a certain one; gives the path of the file."""


_OWN_CACHE = {"boards", "mishaps", "registry"}
"""The folders of tests that are about the cache; all others share one, for which the catalogue is compiled once."""


def pytest_collection_finish() -> None:
    """Let the collector pass over what all tests share: some of what they call collects garbage at every call."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test, numbered here: pytest looks through all that it has made before it makes another."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def isolated(
    request: pytest.FixtureRequest, one_cache: Path, homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Configuration and boards in folders of this test's own, and no variable that changes an answer."""
    home = next(homes)
    for name in ("cache", "config", "data"):
        (home / name).mkdir(parents=True)
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    if request.path.parent.name not in _OWN_CACHE:
        monkeypatch.setenv("XDG_CACHE_HOME", str(one_cache))
    for name in ("LLMSURVEY_REGISTRY", "LLMSURVEY_LOGS", "NO_COLOR", *LANGUAGE):
        monkeypatch.delenv(name, raising=False)
    use_language("en")  # whatever the test before spoke
    show_hints_by(str)  # a test of the command line puts hints in its words for all that follow


@pytest.fixture(scope="session")
def one_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for many tests, so that the catalogue is compiled once for all of them."""
    return tmp_path_factory.mktemp("one-cache")


@pytest.fixture
def warm_cache(isolated: None, one_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test shares its cache with others."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(one_cache))


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The built-in registry, compiled once; the user's own folder isn't looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("no-config")))
        patch.delenv("LLMSURVEY_REGISTRY", raising=False)
        return compile_layers(layers_for()).registry


@pytest.fixture
def write_registry(tmp_path: Path) -> WriteRegistry:
    """Writes YAML text to a registry file and gives its path."""

    def write(text: str, name: str = "mine.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured and recorded as `coverage`, below everything else, also with several workers."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = [str(value) for report in reports for name, value in report.user_properties if name == "coverage"]
    if lines:
        terminalreporter.section("Facts of open models that are known and sourced")
        terminalreporter.write_line("\n".join(sorted(lines)))


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
