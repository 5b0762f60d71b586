"""What is wrong with a command line, as one line with where to look, in the language of the run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import typer

from llmsurvey.cli.parameters import Parameter
from llmsurvey.cli.tell import NAME
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, say

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for any command line that it can't read; it has a public name only for one kind of it."""

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,4000}\s*")


def usage_error(error: Any) -> Message:
    """Return a usage error of typer as one line, from what the exception holds: the option and those like it."""
    context = getattr(error, "ctx", None)
    parameters = getattr(getattr(context, "command", None), "parameters", ())
    return with_help(_describe_problem(error, parameters), getattr(context, "command_path", NAME))


def with_help(problem: Message, command: str) -> Message:
    """Return a problem with a hint at the help of a command, `llmsurvey list`."""
    return say("{problem} `{command} --help` lists the options.", problem=problem, command=command)


def _describe_problem(error: Any, parameters: Iterable[Parameter]) -> Message:
    name = getattr(error, "option_name", None)
    if name is None:
        text = " ".join(error.format_message().split()).rstrip(".")
        return say("{problem}.", problem=f"{text[:1].lower()}{text[1:]}")
    if not hasattr(error, "possibilities"):
        if any(
            name in (*parameter.flags, *parameter.opposites) for parameter in parameters if parameter.takes == "nothing"
        ):
            return say("{name} takes no value.", name=name)
        return say("{name} needs a value.", name=name)
    if error.possibilities:
        near = ", ".join(sorted(error.possibilities))
        return say("no such option: {name}. Did you mean {near}?", name=name, near=near)
    return say("no such option: {name}.", name=name)


def check_words(parameters: Iterable[Parameter], given: dict[str, Any], rest: list[str], command: str) -> None:
    """Check the words of a command line before they are turned into values.

    `given` are the words by parameter, `rest` those that belong to none. Raises RequestError for what is missing, what
    is too much, and what is none of what a parameter takes.
    """
    for parameter in parameters:
        words = given.get(parameter.name)
        if words in (None, ()) and parameter.is_required:
            raise RequestError(with_help(say("{name} is missing.", name=parameter.label), command))
        for word in words if isinstance(words, (list, tuple)) else [words]:
            if isinstance(word, str) and (problem := _problem_of_word(parameter, word)):
                raise RequestError(with_help(problem, command))
    if rest:
        raise RequestError(with_help(say("unexpected argument: {text}.", text=" ".join(rest)), command))


def _problem_of_word(parameter: Parameter, word: str) -> Message | None:
    """Say why a word isn't what a parameter takes; None where it is."""
    name = parameter.label
    if parameter.takes == "choice" and word not in parameter.choices:
        return say("{name}: {value} is not one of {known}.", name=name, value=word, known=", ".join(parameter.choices))
    if parameter.takes == "whole number" and not _WHOLE.fullmatch(word):
        return say("{name} takes a whole number.", name=name)
    if parameter.takes not in ("whole number", "number"):
        return None
    try:
        number = int(word) if parameter.takes == "whole number" else float(word)
    except ValueError:
        return say("{name} takes a number.", name=name)
    if parameter.least is not None and number < parameter.least:
        return say("{name} takes a number from {least} on.", name=name, least=parameter.least)
    if parameter.most is not None and number > parameter.most:
        return say("{name} takes a number up to {most}.", name=name, most=parameter.most)
    return None
