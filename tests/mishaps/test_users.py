"""Another user, and nobody's home: what may not be written or seen is one line, and answers need none of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.mishaps.conftest import BOARD, PROGRAM, abandoned

AS_USER = Path(__file__).with_name("as_user.py")
NOBODY = 65534
STRANGER = 54321
"""The number of a user whom the system knows nothing of, such as a container may run as."""

Result = subprocess.CompletedProcess[str]
CallAs = Callable[..., Result]


@pytest.fixture
def call_as(open_place: Path) -> CallAs:
    """Run `llmsurvey` as the user of a number, with changes to the environment; None takes a variable away."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("only root can become another user")

    def run(user: int, *arguments: str, **changes: str | None) -> Result:
        environment = {name: value for name, value in {**os.environ, **changes}.items() if value is not None}
        command = [sys.executable, str(AS_USER), str(user), *arguments]
        return subprocess.run(command, cwd=open_place, env=environment, capture_output=True, text=True)

    return run


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the catalogue is in."""
    folder = tmp_path_factory.mktemp("filled")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    subprocess.run([*PROGRAM, "boards"], env=environment, check=True, capture_output=True)
    return folder


@pytest.fixture(autouse=True)
def everything(open_place: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that any user may write to, and a folder to which none may but root."""
    shutil.copytree(filled, open_place / "cache")
    (open_place / "cache" / "llmsurvey").chmod(0o777)
    for path in (open_place / "cache" / "llmsurvey").iterdir():
        path.chmod(0o644)
    for name in ("CACHE", "CONFIG", "DATA"):
        (open_place / name.lower()).mkdir(exist_ok=True)
        (open_place / name.lower()).chmod(0o777)
        monkeypatch.setenv(f"XDG_{name}_HOME", str(open_place / name.lower()))
    (open_place / "closed").mkdir()
    (open_place / "board.csv").write_text(BOARD)
    (open_place / "closed" / "old.csv").write_text("old")
    monkeypatch.setenv("HOME", str(open_place))


WRITES = [
    "licences --output closed/new.csv",
    "licences --output closed/old.csv --force",
    "export closed/deeper",
    "import table board.csv --date 2024-01-01 --into closed",
]


@pytest.mark.parametrize("line", WRITES)
def test_a_folder_of_another_user_is_one_line(open_place: Path, call_as: CallAs, line: str) -> None:
    result = call_as(NOBODY, *line.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "permission denied" in result.stderr
    assert [path.name for path in (open_place / "closed").iterdir()] == ["old.csv"]
    assert (open_place / "closed" / "old.csv").read_text() == "old"


def test_a_file_of_another_user_keeps_its_readers(open_place: Path, call_as: CallAs) -> None:
    """In a folder that all may write to, a file can be replaced, but its owner can't be kept."""
    (open_place / "closed").chmod(0o777)
    (open_place / "closed" / "old.csv").chmod(0o640)
    assert call_as(NOBODY, "licences", "--output", "closed/old.csv", "--force").returncode == 0
    status = (open_place / "closed" / "old.csv").stat()
    assert (status.st_uid, status.st_mode & 0o777) == (NOBODY, 0o600)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *((name, "read-only") for name in ("CACHE", "CONFIG", "DATA")),
        *(("CACHE", how) for how in ("a file", "nowhere", "relative")),
        *(("DATA", how) for how in ("a file", "nowhere")),
    ],
)
def test_answers_need_no_folder_of_the_user(open_place: Path, call_as: CallAs, name: str, how: str) -> None:
    folder = open_place / name.lower()
    if how == "read-only":
        folder.chmod(0o555)
    elif how == "a file":
        shutil.rmtree(folder)
        folder.write_text("")
    value = {"nowhere": str(open_place / "no" / "where"), "relative": "somewhere"}.get(how, str(folder))
    line = "boards --format csv" if name == "DATA" else "licences --format csv"
    result = call_as(NOBODY, *line.split(), **{f"XDG_{name}_HOME": value, "HOME": "/dev/null"})
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("\n") > 10
    assert not (open_place / "somewhere").exists()
    assert abandoned(open_place) == []


def test_the_home_of_another_user_is_none(open_place: Path, call_as: CallAs) -> None:
    """As `sudo -u` and `runuser -u` may leave it."""
    (open_place / "closed").chmod(0o700)
    none = {f"XDG_{name}_HOME": None for name in ("CACHE", "CONFIG", "DATA")}
    result = call_as(NOBODY, "licences", "--format", "csv", **none, HOME=str(open_place / "closed"))
    assert (result.returncode, result.stderr, result.stdout[:3]) == (0, "", "id,")


HOMES = {"unset": None, "empty": "", "relative": "somewhere", "nowhere": "/no/where"}


@pytest.mark.parametrize(("user", "home"), [(STRANGER, "unset"), *((NOBODY, home) for home in HOMES)])
def test_without_a_home_answers_are_the_same(open_place: Path, call_as: CallAs, home: str, user: int) -> None:
    open_place.chmod(0o777)
    before = sorted(path.name for path in open_place.iterdir())
    none = {f"XDG_{name}_HOME": None for name in ("CACHE", "CONFIG", "DATA")}
    result = call_as(user, "licences", "--format", "csv", **none, HOME=HOMES[home])
    assert (result.returncode, result.stderr, result.stdout[:3]) == (0, "", "id,")
    result = call_as(user, "import", "table", "board.csv", "--date", "2024-01-01", **none, HOME=HOMES[home])
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert sorted(path.name for path in open_place.iterdir()) == before


def test_a_configuration_that_may_not_be_seen_is_one_line(open_place: Path, call_as: CallAs) -> None:
    """What stands there would change answers, so it isn't left out in silence."""
    (open_place / "config").chmod(0o700)
    result = call_as(NOBODY, "list")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert f"{open_place / 'config' / 'llmsurvey' / 'config.toml'}: can't be read: permission denied" in result.stderr


@pytest.mark.parametrize(
    "line", ["rank secret.csv", "list --registry secret.csv", "import table secret.csv", "import lm-eval runs"]
)
def test_what_may_not_be_read_is_one_line(open_place: Path, call_as: CallAs, line: str) -> None:
    (open_place / "secret.csv").write_text(BOARD)
    (open_place / "secret.csv").chmod(0o600)
    (open_place / "runs" / "inner").mkdir(parents=True)
    (open_place / "runs" / "inner").chmod(0o700)
    result = call_as(NOBODY, *line.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "permission denied" in result.stderr
