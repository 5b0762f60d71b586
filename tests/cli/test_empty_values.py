"""An option, or an argument, of which no text is left asks for nothing, and is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.cli.app import load_command, run
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.cli.parameters import Parameter

TEXTS = [
    (command, parameter)
    for command, entry in COMMANDS.items()
    if not entry.is_hidden
    for parameter in load_command(command).parameters
    if parameter.takes in ("text", "path") and (command, parameter.name) not in (("boards", "names"), ("logs", "names"))
    # behind another
]


def _line_with(command: str, empty: Parameter, text: str) -> list[str]:
    """A line that has whatever the command must have, and a text for one parameter."""
    line = [command]
    for parameter in load_command(command).parameters:
        if parameter == empty:
            line += [f"{parameter.flags[0]}={text}" if parameter.flags else text]
        elif parameter.is_required:
            line += [parameter.choices[0] if parameter.choices else "1"]
    return line


@pytest.mark.parametrize("text", ["", " "])
@pytest.mark.parametrize(
    ("command", "parameter"), TEXTS, ids=[f"{command} {parameter.label}" for command, parameter in TEXTS]
)
def test_an_empty_value_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: str,
    parameter: Parameter,
    text: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(_line_with(command, parameter, text)) == 2
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)
    assert errors.startswith(f"llmsurvey: {parameter.label} needs a value.")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["--columns", "--sort"])
def test_commas_alone_name_no_column(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert run(["licences", option, " , "]) == 2
    assert capsys.readouterr() == ("", f"llmsurvey: {option} needs a value.\n")


@pytest.mark.parametrize(
    ("line", "option"), [("choose --use --gpu 24GB", "--use"), ("rank --sort --where score>1", "--sort")]
)
def test_an_option_with_the_next_one_behind_it_lacks_its_value(
    capsys: pytest.CaptureFixture[str], line: str, option: str
) -> None:
    assert run(line.split()) == 2
    output, errors = capsys.readouterr()
    assert (output, errors.partition(" `")[0]) == ("", f"llmsurvey: {option} needs a value.")
