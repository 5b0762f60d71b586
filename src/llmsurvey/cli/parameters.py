"""The options and arguments of a command, as its help, its completion and its errors need them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from typer.models import OptionInfo

Takes = Literal["nothing", "text", "choice", "number", "whole number", "path"]
"""What stands behind an option."""


class Parameter(NamedTuple):
    """An option, or an argument, which has no flags; `opposites` are the flags that say the contrary of an option.

    `offers` is the function of `offered_names.py` that completes it, by its name.
    """

    name: str
    takes: Takes
    flags: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    default: Any = None
    is_repeatable: bool = False
    is_required: bool = False
    is_hidden: bool = False
    help: str = ""
    panel: str | None = None
    metavar: str | None = None
    offers: str | None = None

    @property
    def label(self) -> str:
        """What it is called in a message: `--limit / -n`, `NAME`."""
        return " / ".join(self.flags) if self.flags else self.metavar or self.name.upper()


HELP = Parameter("help", "nothing", ("--help", "-h"), help="Show this message and stop.")
"""The option that typer gives every command."""


def parameters_of(command: Callable[..., None]) -> tuple[Parameter, ...]:
    """Return the parameters of a command, in the order of its signature, from the annotations that typer reads."""
    parameters = []
    for argument in inspect.signature(command, eval_str=True).parameters.values():
        if get_origin(argument.annotation) is Annotated:
            kind, info = get_args(argument.annotation)[:2]
            parameters.append(_parameter_of(argument, kind, info))
    return tuple(parameters)


def _parameter_of(argument: inspect.Parameter, kind: Any, info: Any) -> Parameter:
    """Describe one argument of a function whose annotation is `Annotated[kind, info]`; `info` is typer's."""
    kind, is_repeatable = _without_list(_without_none(kind))
    flags = [flag.split("/") for flag in _flags_of(info)]
    return Parameter(
        argument.name,
        _value_kind(kind),
        flags=tuple(flag[0] for flag in flags),
        opposites=tuple(opposite for flag in flags for opposite in flag[1:]),
        choices=tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else (),
        least=info.min,
        most=info.max,
        default=None if argument.default is inspect.Parameter.empty else argument.default,
        is_repeatable=is_repeatable,
        is_required=argument.default is inspect.Parameter.empty,
        is_hidden=info.hidden,
        help=info.help or "",
        panel=info.rich_help_panel,
        metavar=info.metavar,
        offers=info.autocompletion.__name__ if info.autocompletion else None,
    )


def _flags_of(info: Any) -> tuple[str, ...]:
    """Return the flags of an option, the first of which typer keeps in the place of a default; of an argument none."""
    if not isinstance(info, OptionInfo):
        return ()
    first = (info.default,) if isinstance(info.default, str) else ()
    return (*first, *(info.param_decls or ()))


def _without_none(kind: Any) -> Any:
    """Return the type of a value that may be left out: `str` of `str | None`."""
    kinds = [part for part in get_args(kind) if part is not NoneType]
    return kinds[0] if NoneType in get_args(kind) and len(kinds) == 1 else kind


def _without_list(kind: Any) -> tuple[Any, bool]:
    """Return the type of one value, and whether there may be several."""
    return (get_args(kind)[0], True) if get_origin(kind) is list else (kind, False)


def _value_kind(kind: Any) -> Takes:
    if get_origin(kind) is Literal:
        return "choice"
    names: dict[Any, Takes] = {bool: "nothing", int: "whole number", float: "number", Path: "path"}
    return names.get(kind, "text")
