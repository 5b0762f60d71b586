"""What is wrong with a command line, as one line with where to look, in the language of the run."""

from __future__ import annotations

import re

import typer

from llmsurvey.cli.tell import NAME
from llmsurvey.messages import Message, mark, say

_SENTENCES = (
    (r"Missing (?:argument|option) '(?P<name>.+)'", mark("{name} is missing.")),
    (
        r"No such option: (?P<name>\S+) \(Possible options: (?P<near>.+)\)",
        mark("no such option: {name}. Did you mean {near}?"),
    ),
    (r"No such option: (?P<name>\S+)", mark("no such option: {name}.")),
    (r"Option '(?P<name>.+)' requires an argument", mark("{name} needs a value.")),
    (r"Option '(?P<name>.+)' does not take a value", mark("{name} takes no value.")),
    (r"Got unexpected extra argument\(s\) \((?P<text>.+)\)", mark("unexpected argument: {text}.")),
    (
        r"Invalid value for (?P<name>.+): (?P<value>.+) is not one of (?P<known>.+)",
        mark("{name}: {value} is not one of {known}."),
    ),
    (r"Invalid value for (?P<name>.+): Input should be a valid integer.*", mark("{name} takes a whole number.")),
    (r"Invalid value for (?P<name>.+): Input should be a valid number.*", mark("{name} takes a number.")),
    (
        r"Invalid value for (?P<name>.+): Input should be greater than or equal to (?P<least>.+)",
        mark("{name} takes a number from {least} on."),
    ),
    (
        r"Invalid value for (?P<name>.+): Input should be less than or equal to (?P<most>.+)",
        mark("{name} takes a number up to {most}."),
    ),
)
"""Typer's sentences, which it has in English only, and how the program says the same."""


def usage_error(error: typer.TyperException) -> Message:
    """A usage error of typer as one line."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", NAME)
    return say("{problem} `{command} --help` lists the options.", problem=_problem(error), command=command)


def _problem(error: typer.TyperException) -> str:
    text = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    for pattern, template in _SENTENCES:
        if match := re.fullmatch(pattern, text, re.DOTALL):
            parts = match.groupdict()
            return say(template, **{part: text.replace("'", "") for part, text in parts.items()})
    return f"{text[:1].lower()}{text[1:]}."
