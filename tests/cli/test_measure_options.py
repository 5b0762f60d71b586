"""How scores were measured, chosen on the command line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.cli.test_boards import refused
from tests.cli.test_file_options import answered

TWO_WAYS = "model,benchmark,shots,score\na,hellaswag,5,70\na,hellaswag,10,72\nb,hellaswag,5,60\nb,hellaswag,10,61\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder that the test is in: files of scores that were measured in two ways, which the board h has too."""
    monkeypatch.chdir(tmp_path)
    for day, text in (("2024-01-01", TWO_WAYS), ("2024-01-02", TWO_WAYS.replace("70", "71"))):
        (tmp_path / f"{day}.csv").write_text(text, encoding="utf-8")
        answered(capsys, "import", "table", f"{day}.csv", "--board", "h", "--date", day)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("rank", "2024-01-01.csv"),
        ("frontier", "2024-01-01.csv", "--columns", "name,average"),
        ("diff", "2024-01-01.csv", "2024-01-02.csv"),
        ("history", "a", "--board", "h"),
    ],
)
def test_how_to_choose_among_measures_can_be_typed(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    code, message = refused(*command)
    assert code == 2
    hint = re.search(r"Choose with (--shots hellaswag=5), or mix them with (--mix)", message)
    assert hint, message
    for options in hint.groups():
        assert answered(capsys, *command, *shlex.split(options), "--format", "csv")


def test_history_keeps_to_the_measure_that_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of_five = answered(capsys, "history", "a", "--board", "h", "--shots", "5", "--format", "csv", "-c", "average")
    assert of_five == "average\n70.0\n71.0\n"
    of_ten = answered(capsys, "history", "a", "--board", "h", "--shots", "10", "--format", "csv", "-c", "average")
    assert of_ten == "average\n72.0\n72.0\n"
