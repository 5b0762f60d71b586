"""The help of the program and of each command, as text in the language of the run."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence

from llmsurvey.cli.parameters import HELP, Parameter
from llmsurvey.formats.wrap import cell_len, wrap_text
from llmsurvey.messages import join_texts, say, translated, word

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
    options = [*(parameter for parameter in parameters if parameter.flags and not parameter.is_hidden), HELP]
    pieces = [path, translated(say("[OPTIONS]")), *map(_name_in_usage, arguments)]
    parts = [_usage_line(pieces), *_wrap_paragraphs(word("help", text))]
    if arguments:
        entries = [(_name_of(argument), _meaning_of(argument)) for argument in arguments]
        parts.append(_format_section(translated(say("Arguments")), entries))
    for panel in dict.fromkeys((None, *(option.panel for option in options))):
        title = translated(say("Options")) if panel is None else word("panel", panel)
        entries = [(_name_of(option), _meaning_of(option)) for option in options if option.panel == panel]
        parts.append(_format_section(title, _align_entries(entries)))
    if any(option.is_repeatable and option.flags for option in options):
        parts.append(_wrap_text(translated(say("Options with ... may be given more than once."))))
    if columns:
        parts.append(_wrap_text(translated(say("Columns: {names}.", names=", ".join(columns)))))
    return "\n\n".join([*parts, _examples_section(examples)])


def help_of_program(
    name: str, text: str, parameters: Sequence[Parameter], commands: Iterable[tuple[str, Entry]]
) -> str:
    """Return the help of the program; `commands` are the names and summaries of its commands, each with its panel."""
    options = [
        (_name_of(parameter), _meaning_of(parameter)) for parameter in (*parameters, HELP) if not parameter.is_hidden
    ]
    pieces = [name, translated(say("[OPTIONS]")), translated(say("COMMAND [ARGUMENTS]..."))]
    parts = [
        _usage_line(pieces),
        *_wrap_paragraphs(word("help", text)),
        _format_section(translated(say("Options")), _align_entries(options)),
    ]
    by_panel: dict[str, list[Entry]] = {}
    for panel, entry in commands:
        by_panel.setdefault(panel, []).append(entry)
    width = max(cell_len(name) for listed in by_panel.values() for name, _ in listed)
    parts += [_format_section(word("panel", panel), listed, width) for panel, listed in by_panel.items()]
    hint = say("Each command has its own help: {help}", help=f"{name} lineage --help")
    return "\n\n".join([*parts, _examples_section([f"{name} list --commercial"]), _wrap_text(translated(hint))])


def _usage_line(pieces: Sequence[str]) -> str:
    return _wrap_text(" ".join([translated(say("Usage:")), *pieces]))


def _wrap_paragraphs(text: str) -> list[str]:
    return [_wrap_text(paragraph) for paragraph in text.split("\n\n")]


def _examples_section(examples: Sequence[str]) -> str:
    """Return the examples, which aren't wrapped: a line that is copied must be whole."""
    title = translated(say("Example:") if len(examples) == 1 else say("Examples:"))
    return "\n".join([title, *(f"{_INDENT}{example}" for example in examples)])


def _name_in_usage(argument: Parameter) -> str:
    name = argument.label
    if argument.is_repeatable and not name.endswith("..."):
        name += "..."
    return name if argument.is_required or name.startswith("[") else f"[{name}]"


def _name_of(parameter: Parameter) -> str:
    """Return an argument, or an option with its short name first and what stands behind it."""
    if not parameter.flags:
        return _name_in_usage(parameter)
    flags = sorted((*parameter.flags, *parameter.opposites), key=lambda flag: flag.startswith("--"))
    pieces = [", ".join(flags)]
    if parameter.takes != "nothing":
        pieces.append(parameter.metavar or _placeholder_of(parameter))
    if parameter.is_repeatable:
        pieces.append("...")
    return " ".join(pieces)


def _placeholder_of(parameter: Parameter) -> str:
    """Return what stands for the value of an option."""
    words = {"path": say("PATH"), "number": say("NUMBER"), "whole number": say("NUMBER"), "choice": say("NAME")}
    return translated(words.get(parameter.takes, say("TEXT")))


def _meaning_of(parameter: Parameter) -> str:
    """Return what is said of a parameter: its help, its choices, and what it is where it isn't given."""
    parts = [word("help", parameter.help)] if parameter.help else []
    if parameter.choices:
        parts.append(say("One of {names}.", names=", ".join(parameter.choices)))
    if parameter.default not in (None, False, True) and parameter.takes != "nothing":
        parts.append(say("[default: {value}]", value=parameter.default))
    return translated(join_texts(parts))


def _align_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return options whose long names stand in one column, whether they have a short one or not."""
    return [(name if not name.startswith("--") else f"    {name}", text) for name, text in entries]


def _format_section(title: str, entries: Sequence[Entry], width: int | None = None) -> str:
    return "\n".join([f"{title}:", *_entry_lines(entries, width)])


def _entry_lines(entries: Sequence[Entry], width: int | None) -> Iterator[str]:
    """Yield two columns: names, of `width` cells where that is given, and what is said of each."""
    if width is None:
        widest = min(_WIDEST_NAME, _line_width() // 2)
        width = max((size for name, _ in entries if (size := cell_len(name)) <= widest), default=0)
    space = " " * (len(_INDENT) + width + len(_GAP))
    for name, text in entries:
        lines = wrap_text(text, max(10, _line_width() - len(space)))
        if cell_len(name) > width:
            yield f"{_INDENT}{name}"
        else:
            yield f"{_INDENT}{name}{' ' * (width - cell_len(name))}{_GAP}{lines.pop(0)}".rstrip()
        yield from (f"{space}{line}" for line in lines if line)


def _wrap_text(text: str) -> str:
    return "\n".join(wrap_text(text, _line_width()))


def _line_width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)
