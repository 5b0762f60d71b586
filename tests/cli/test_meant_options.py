"""Which options are suggested for one that a command hasn't."""

from __future__ import annotations

import pytest

from llmsurvey.cli.app import function_of
from llmsurvey.cli.meant_options import _MEANINGS, choice_called, meant_choices, meant_options
from llmsurvey.cli.parameters import parameters_of
from llmsurvey.messages import use_language


def meant(command: str, name: str) -> list[str]:
    return meant_options(name, parameters_of(function_of(command)))


@pytest.mark.parametrize(
    ("command", "name", "options"),
    [
        ("list", "--vram", ["--fits"]),
        ("list", "--json", ["--format json"]),
        ("list", "--params", ["--min-size", "--max-size"]),
        ("list", "--company", ["--developer"]),
        ("rank", "--top", ["--limit"]),
    ],
)
def test_an_option_is_meant_by_its_meaning(command: str, name: str, options: list[str]) -> None:
    assert set(options) <= set(meant(command, name))


@pytest.mark.parametrize(
    ("value", "choices", "meant"),
    [
        ("markdown", ("csv", "md", "latex"), ["md"]),
        ("TEX", ("csv", "md", "latex"), ["latex"]),
        ("lm_eval", ("open-llm-leaderboard", "lm-eval", "table"), ["lm-eval"]),
        ("zscore", ("mean", "z-score"), ["z-score"]),
        ("pdf", ("csv", "md"), []),
        ("markdown", ("csv",), []),
    ],
)
def test_a_choice_is_meant_by_its_meaning_or_its_letters(
    value: str, choices: tuple[str, ...], meant: list[str]
) -> None:
    assert meant_choices(value, choices) == meant


def test_a_choice_may_be_called_as_it_stands_on_the_screen() -> None:
    assert choice_called("평균", ("mean", "borda")) is None
    use_language("ko")
    assert choice_called("평균", ("mean", "borda")) == "mean"
    assert choice_called("라이선스", ("year", "licence")) == "licence"
    assert choice_called("mean", ("mean", "borda")) == "mean"
    assert choice_called("평균값", ("mean", "borda")) is None


def test_an_option_is_meant_by_its_letters() -> None:
    assert meant("list", "--comercial") == ["--commercial"]


def test_an_option_with_two_names_is_suggested_once() -> None:
    assert len([name for name in meant("list", "--licens") if name in ("--licence", "--license")]) == 1


@pytest.mark.parametrize("name", ["--gpu", "--zzz", "-q", "--"])
def test_what_is_merely_near_is_not_suggested(name: str) -> None:
    assert "--output" not in meant("show", name)


def test_no_word_stands_for_an_option_that_no_command_has() -> None:
    from llmsurvey.cli.commands import COMMANDS

    flags = {flag for command in COMMANDS for p in parameters_of(function_of(command)) for flag in p.flags}
    assert [row for row in _MEANINGS if not flags & {option.split()[0] for option in row}] == []
