"""The help of the program and of each command, as text in the language of the run."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence

from llmsurvey.cli.parameters import HELP, Parameter
from llmsurvey.formats.wrap import cell_len, wrap
from llmsurvey.messages import joined, say, translated, word

_INDENT, _GAP = "  ", "  "
_WIDEST = 100
"""Lines of more cells than this are hard to read, so that a wider terminal isn't filled."""

_WIDEST_NAME = 30
"""What is said of an option with a longer name stands below it; in a narrow terminal, with one of half the width."""

Entry = tuple[str, str]
"""What is listed, and what is said of it."""


def help_of_command(
    path: str, text: str, parameters: Sequence[Parameter], columns: Sequence[str], examples: Sequence[str]
) -> str:
    """Return the help of the command that is called by `path`; `columns` are those that --columns takes."""
    arguments = [parameter for parameter in parameters if not parameter.flags]
    options = [*(each for each in parameters if each.flags and not each.is_hidden), HELP]
    pieces = [path, translated(say("[OPTIONS]")), *map(_name_in_usage, arguments)]
    parts = [_usage(pieces), *_paragraphs(word("help", text))]
    if arguments:
        parts.append(_section(translated(say("Arguments")), [(_name(each), _meaning(each)) for each in arguments]))
    for panel in dict.fromkeys((None, *(each.panel for each in options))):
        title = translated(say("Options")) if panel is None else word("panel", panel)
        entries = [(_name(each), _meaning(each)) for each in options if each.panel == panel]
        parts.append(_section(title, _aligned(entries)))
    if any(each.is_repeatable and each.flags for each in options):
        parts.append(_wrapped(translated(say("Options with ... may be given more than once."))))
    if columns:
        parts.append(_wrapped(translated(say("Columns: {names}.", names=", ".join(columns)))))
    return "\n\n".join([*parts, _examples(examples)])


def help_of_program(
    name: str, text: str, parameters: Sequence[Parameter], commands: Iterable[tuple[str, Entry]]
) -> str:
    """Return the help of the program; `commands` are the names and summaries of its commands, each with its panel."""
    options = [(_name(each), _meaning(each)) for each in (*parameters, HELP) if not each.is_hidden]
    pieces = [name, translated(say("[OPTIONS]")), translated(say("COMMAND [ARGUMENTS]..."))]
    parts = [_usage(pieces), *_paragraphs(word("help", text)), _section(translated(say("Options")), _aligned(options))]
    by_panel: dict[str, list[Entry]] = {}
    for panel, entry in commands:
        by_panel.setdefault(panel, []).append(entry)
    width = max(cell_len(name) for listed in by_panel.values() for name, _ in listed)
    parts += [_section(word("panel", panel), listed, width) for panel, listed in by_panel.items()]
    hint = say("Each command has its own help: {help}", help=f"{name} lineage --help")
    return "\n\n".join([*parts, _examples([f"{name} list --commercial"]), _wrapped(translated(hint))])


def _usage(pieces: Sequence[str]) -> str:
    return _wrapped(" ".join([translated(say("Usage:")), *pieces]))


def _paragraphs(text: str) -> list[str]:
    return [_wrapped(paragraph) for paragraph in text.split("\n\n")]


def _examples(examples: Sequence[str]) -> str:
    """The examples, which aren't wrapped: a line that is copied must be whole."""
    title = translated(say("Example:") if len(examples) == 1 else say("Examples:"))
    return "\n".join([title, *(f"{_INDENT}{example}" for example in examples)])


def _name_in_usage(argument: Parameter) -> str:
    name = argument.label
    if argument.is_repeatable and not name.endswith("..."):
        name += "..."
    return name if argument.is_required or name.startswith("[") else f"[{name}]"


def _name(parameter: Parameter) -> str:
    """An argument, or an option with its short name first and what stands behind it."""
    if not parameter.flags:
        return _name_in_usage(parameter)
    flags = sorted((*parameter.flags, *parameter.opposites), key=lambda flag: flag.startswith("--"))
    pieces = [", ".join(flags)]
    if parameter.takes != "nothing":
        pieces.append(parameter.metavar or _placeholder(parameter))
    if parameter.is_repeatable:
        pieces.append("...")
    return " ".join(pieces)


def _placeholder(parameter: Parameter) -> str:
    """What stands for the value of an option."""
    words = {"path": say("PATH"), "number": say("NUMBER"), "whole number": say("NUMBER"), "choice": say("NAME")}
    return translated(words.get(parameter.takes, say("TEXT")))


def _meaning(parameter: Parameter) -> str:
    """What is said of a parameter: its help, its choices, and what it is where it isn't given."""
    parts = [word("help", parameter.help)] if parameter.help else []
    if parameter.choices:
        parts.append(say("One of {names}.", names=", ".join(parameter.choices)))
    if parameter.default not in (None, False, True) and parameter.takes != "nothing":
        parts.append(say("[default: {value}]", value=parameter.default))
    return translated(joined(parts))


def _aligned(entries: Iterable[Entry]) -> list[Entry]:
    """Options whose long names stand in one column, whether they have a short one or not."""
    return [(name if not name.startswith("--") else f"    {name}", text) for name, text in entries]


def _section(title: str, entries: Sequence[Entry], width: int | None = None) -> str:
    return "\n".join([f"{title}:", *_lines(entries, width)])


def _lines(entries: Sequence[Entry], width: int | None) -> Iterator[str]:
    """Two columns: names, of `width` cells where that is given, and what is said of each."""
    if width is None:
        widest = min(_WIDEST_NAME, _width() // 2)
        width = max((size for name, _ in entries if (size := cell_len(name)) <= widest), default=0)
    space = " " * (len(_INDENT) + width + len(_GAP))
    for name, text in entries:
        lines = wrap(text, max(10, _width() - len(space)))
        if cell_len(name) > width:
            yield f"{_INDENT}{name}"
        else:
            yield f"{_INDENT}{name}{' ' * (width - cell_len(name))}{_GAP}{lines.pop(0)}".rstrip()
        yield from (f"{space}{line}" for line in lines if line)


def _wrapped(text: str) -> str:
    return "\n".join(wrap(text, _width()))


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)
