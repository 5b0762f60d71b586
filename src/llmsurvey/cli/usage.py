"""What is wrong with a command line, as one line with where to look, in the language of the run."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from llmsurvey.cli.meant_options import choice_called, meant_choices, meant_options
from llmsurvey.cli.parameters import Parameter
from llmsurvey.cli.tell import NAME
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, either_of, question, say
from llmsurvey.paths import kind_of

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for any command line that it can't read; it has a public name only for one kind of it."""

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,4000}\s*")


def usage_error(error: Any) -> Message:
    """Return a usage error of typer as one line, from what the exception holds: the option and those like it."""
    context = getattr(error, "ctx", None)
    parameters = getattr(getattr(context, "command", None), "parameters", ())
    return with_help(_describe_problem(error, parameters), getattr(context, "command_path", NAME))


def with_help(problem: str, command: str) -> Message:
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
    if meant := meant_options(name, parameters):
        return say("no such option: {name}. Did you mean {near}?", name=name, near=either_of(meant))
    return say("no such option: {name}.", name=name)


def read_words(
    parameters: Iterable[Parameter], given: Mapping[str, Any], rest: Sequence[str], command: str
) -> dict[str, Any]:
    """Return the values that the words of a command line stand for, by parameter, or else their defaults.

    `given` are the words by parameter, `rest` those that belong to none. Raises RequestError for a parameter that is
    missing, for words too many, and for a word that a parameter doesn't take.
    """
    values, parameters = {}, list(parameters)
    flags = {flag for parameter in parameters for flag in parameter.flags}
    try:
        for parameter in parameters:
            words = given.get(parameter.name)
            if parameter.flags and _holds_option(words, flags):
                raise RequestError(say("{name} needs a value.", name=parameter.label))
            if words not in (None, ()):
                values[parameter.name] = _read_each(parameter, words)
            elif parameter.is_required:
                raise RequestError(say("{name} is missing.", name=parameter.label))
            else:
                values[parameter.name] = parameter.default
        if rest:
            raise RequestError(_explain_rest(rest, command))
    except RequestError as error:
        raise RequestError(with_help(error.message, command)) from None
    return values


def _holds_option(words: Any, flags: Container[str]) -> bool:
    """Whether the word behind an option is the next option, so that its own value is missing."""
    each = words if isinstance(words, (list, tuple)) else (words,)
    return any(isinstance(word, str) and word.startswith("-") and word in flags for word in each)


def _read_each(parameter: Parameter, words: Any) -> Any:
    """Return the value of one word, those of several, or True or False, which stand for no word."""
    if isinstance(words, (list, tuple)):
        return [_read_word(parameter, word) for word in words]
    return _read_word(parameter, words) if isinstance(words, str) else words


def _read_word(parameter: Parameter, word: str) -> Any:
    """Return the value that a word stands for. Raises RequestError for what isn't what the parameter takes."""
    name = parameter.label
    if parameter.takes == "choice":
        called = choice_called(word, parameter.choices)
        if called is None:
            raise RequestError(_explain_choices(parameter, word))
        return called
    if parameter.takes in ("whole number", "number"):
        return _read_number(parameter, word)
    if not word.strip():  # an empty text means nothing anywhere
        raise RequestError(say("{name} needs a value.", name=name))
    return Path(word) if parameter.takes == "path" else word


def _explain_rest(rest: Sequence[str], command: str) -> Message:
    """Return that there are words too many, and for names behind `list` what takes them."""
    text = " ".join(rest)
    if command.endswith(" list"):
        hint = question("compare" if len(rest) > 1 else "show", *rest)
        return say("unexpected argument: {text}. `{hint}` takes names.", text=text, hint=hint)
    return say("unexpected argument: {text}.", text=text)


def _explain_choices(parameter: Parameter, word: str) -> Message:
    """Return that a word is none of what a parameter takes, and which of these may be meant."""
    known = ", ".join(parameter.choices)
    if not parameter.flags and kind_of(Path(word)) is not None:  # `import FILE`: the word before it is missing
        return say(
            "{name} is missing before {path}. It is one of {known}.", name=parameter.label, path=word, known=known
        )
    if meant := meant_choices(word, parameter.choices):
        return say(
            "{name}: {value} is not one of {known}. Did you mean {near}?",
            name=parameter.label,
            value=word,
            known=known,
            near=either_of(meant),
        )
    return say("{name}: {value} is not one of {known}.", name=parameter.label, value=word, known=known)


def _read_number(parameter: Parameter, word: str) -> float:
    """Return a number that is within the bounds of a parameter. Raises RequestError for anything else."""
    name, is_whole = parameter.label, parameter.takes == "whole number"
    if is_whole and not _WHOLE.fullmatch(word):
        raise RequestError(say("{name} takes a whole number.", name=name))
    try:
        number = int(word) if is_whole else float(word)
    except ValueError:
        raise RequestError(say("{name} takes a number.", name=name)) from None
    if parameter.least is not None and number < parameter.least:
        raise RequestError(say("{name} takes a number from {least} on.", name=name, least=parameter.least))
    if parameter.most is not None and number > parameter.most:
        raise RequestError(say("{name} takes a number up to {most}.", name=name, most=parameter.most))
    return number
