"""The reference of the Python interface, from its own docstrings, signatures and types."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Literal, get_origin, get_overloads

import llmsurvey
from llmsurvey import catalogue, errors
from llmsurvey.answers import keywords
from llmsurvey.answers.answer import Answer
from llmsurvey.catalogue import Catalogue
from llmsurvey.messages import Hint
from llmsurvey.tables.note import Note

_INTRO = """
How it is used is told in [Use it in Python](../how-to/use-it-in-python.md). The package is typed (`py.typed`), and
importing it loads nothing until it is used.
"""

_KEYWORDS = (
    "SizeKeywords",
    "ModelKeywords",
    "ChoiceKeywords",
    "MeasureKeywords",
    "ReadingKeywords",
    "BoardKeywords",
    "ScoreKeywords",
)
_ERRORS = (
    errors.LlmsurveyError,
    errors.RequestError,
    errors.UnknownNameError,
    errors.AmbiguousNameError,
    errors.BoardError,
    errors.RegistryError,
    errors.InputError,
    errors.OutputError,
)


def python_page(made: str) -> str:
    """Return every method, keyword argument, answer and error of the interface; `made` says where it is from."""
    return "\n".join(
        [
            "# Python\n",
            made,
            _INTRO,
            "## Methods\n",
            *_function("llmsurvey.open", llmsurvey.open),
            f"### Catalogue\n\n{_prose(Catalogue)}\n",
            *(line for name, method in _methods() for line in _function(name, method)),
            "## Keyword arguments\n\nWhat several methods take, one by one (`**models`, `**others`, `**reading`).\n",
            *(line for name in _KEYWORDS for line in _keyword_arguments(name)),
            "## Words\n\nWhat arguments take by these names.\n",
            *_table("name", _words()),
            "## Answers\n",
            *_class(Answer, attributes=("entries", "notes", "faults", "refused")),
            *(line for answer in _answers() for line in _answer(answer)),
            "## Notes and hints\n",
            *_class(Note, attributes=("kind", "facts")),
            *_class(Hint, attributes=("command", "arguments", "options")),
            "## Errors\n",
            *(line for error in _ERRORS for line in _error(error)),
            *_class(errors.Fault, attributes=errors.Fault._fields),
        ]
    )


def _methods() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The methods of a catalogue that are questions, in the order in which they stand."""
    for name, method in vars(Catalogue).items():
        if not name.startswith("_") and inspect.isfunction(method):
            yield name, method


def _function(name: str, function: Callable[..., Any]) -> Iterator[str]:
    """A method with its signatures, what it does, and its example."""
    text, example = _split(inspect.getdoc(function) or "")
    signatures = [_signature(name, each) for each in get_overloads(function) or [function]]
    yield f"### {name}\n"
    yield "\n".join(["```python", *signatures, "```\n"])
    yield f"{text}\n"
    if example:
        yield f"```python\n{example}\n```\n"


def _signature(name: str, function: Callable[..., Any]) -> str:
    """A signature on one line, or on a line for each parameter where it is long."""
    signature = inspect.signature(function)
    parameters = [each for key, each in signature.parameters.items() if key != "self"]
    whole = signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
    text = str(whole).replace("'", "")  # annotations are texts, as are no default values
    text = _with_texts(text, parameters)
    result = str(signature.return_annotation)
    line = f"{name}{text} -> {result}"
    if len(line) <= 100:
        return line
    parts = _split_parameters(text[1:-1])
    return "\n".join([f"{name}(", *(f"    {part}," for part in parts), f") -> {result}"])


def _with_texts(text: str, parameters: list[inspect.Parameter]) -> str:
    """A signature with quotes around the texts that are defaults."""
    for parameter in parameters:
        if isinstance(parameter.default, str):
            text = text.replace(f" = {parameter.default}", f' = "{parameter.default}"')
        elif callable(parameter.default) and parameter.default is not inspect.Parameter.empty:
            text = text.replace(f" = {parameter.default!r}", " = ...")
    return text.replace("Ellipsis", "...")


def _split_parameters(text: str) -> list[str]:
    """The parameters of a signature, at the commas that are in no brackets."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def _keyword_arguments(name: str) -> Iterator[str]:
    """A group of keyword arguments; of what it has from other groups no more than which."""
    group = getattr(keywords, name)
    own = _arguments(name)
    parts = [other for other in _KEYWORDS if _arguments(other).items() < own.items()]
    bases = [each for each in parts if not any(_arguments(each).items() < _arguments(other).items() for other in parts)]
    yield f"### {name}\n\n{_prose(group)}\n"
    if bases:
        yield f"Those of {' and '.join(f'`{base}`' for base in bases)}.\n"
    if added := [argument for argument in own.items() if not any(argument[0] in _arguments(base) for base in bases)]:
        yield from _table("argument", added)


def _arguments(name: str) -> dict[str, Any]:
    return inspect.get_annotations(getattr(keywords, name))


def _answers() -> list[type[Any]]:
    """The answers that methods return, in the order of these."""
    names: dict[str, None] = {}
    for _, method in _methods():
        names.update(dict.fromkeys(re.findall(r"\w+Answer", str(inspect.signature(method).return_annotation))))
    places = _imported()
    return [getattr(importlib.import_module(places[name][0]), name) for name in names]


def _imported() -> dict[str, tuple[str, str]]:
    """Where each name is from that the interface imports for its types: its module, and its name there."""
    tree = ast.parse(inspect.getsource(catalogue))
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _words() -> Iterator[tuple[str, str]]:
    """The names of types that stand for words, with these."""
    for name, (module, original) in sorted(_imported().items()):
        kind = getattr(importlib.import_module(module), original)
        if get_origin(kind) is Literal or name == "Names":
            yield name, str(kind).replace("typing.", "").replace("collections.abc.", "")


def _answer(answer: type[Any]) -> Iterator[str]:
    """An answer with what it has of its own, and the fields of its entries."""
    inherited = {field.name for field in fields(Answer)}
    own = [field.name for field in fields(answer) if field.name not in inherited]
    yield from _class(answer, attributes=(*own, *_properties(answer)))
    for entry in _entries_of(answer):
        yield f"`{entry.__name__}`: {_prose(entry)}\n"
        kinds = {name: inspect.get_annotations(entry)[name] for name in entry._fields}
        kinds |= {name: _kind(entry, name) for name in _properties(entry)}
        yield from _table("field", kinds.items())


def _entries_of(answer: type[Any]) -> list[Any]:
    """The types of the entries of an answer."""
    for base in getattr(answer, "__orig_bases__", ()):
        for kind in getattr(base, "__args__", ()):
            return list(getattr(kind, "__args__", ())) or [kind]
    return []


def _error(error: type[errors.LlmsurveyError]) -> Iterator[str]:
    attributes = {
        errors.LlmsurveyError: ("message", "faults", "hints", "exit_code"),
        errors.UnknownNameError: ("kind", "name", "nearest"),
        errors.AmbiguousNameError: ("name", "candidates"),
        errors.RegistryError: ("faults",),
    }.get(error, ())
    base = "" if error.__base__ in (None, Exception) else f" Is a `{error.__base__.__name__}`."
    yield f"### {error.__name__}\n\n{_prose(error)}{base}\n"
    if attributes:
        yield f"Attributes: {', '.join(f'`{name}`' for name in attributes)}.\n"


def _class(kind: type[Any], attributes: tuple[str, ...] = ()) -> Iterator[str]:
    """A class with what it is, and the types of its attributes."""
    yield f"### {kind.__name__}\n\n{_prose(kind)}\n"
    if attributes:
        yield from _table("attribute", ((name, _kind(kind, name)) for name in attributes))


def _kind(kind: type[Any], name: str) -> str:
    """The type of an attribute or a property, as it is written."""
    for base in kind.__mro__:
        if name in inspect.get_annotations(base):
            return str(inspect.get_annotations(base)[name])
        if isinstance(found := vars(base).get(name), property):
            return str(inspect.signature(found.fget).return_annotation)  # type: ignore[arg-type]  # it has a getter
    return ""


def _properties(kind: type[Any]) -> list[str]:
    return [name for name, value in vars(kind).items() if isinstance(value, property) and not name.startswith("_")]


def _table(head: str, rows: Any) -> Iterator[str]:
    yield f"| {head} | type |\n| --- | --- |"
    for name, kind in rows:
        written = getattr(kind, "__forward_arg__", kind)
        yield f"| `{name}` | `{str(written).replace('|', chr(92) + '|')}` |"
    yield ""


def _prose(thing: object) -> str:
    return _split(inspect.getdoc(thing) or "")[0]


def _split(doc: str) -> tuple[str, str]:
    """A docstring as what it says, and its example."""
    text, separator, example = doc.partition("\n\n>>> ")
    return text, f">>> {example}" if separator else ""
