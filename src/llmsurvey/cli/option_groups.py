"""Options that many commands share, put in the place of one argument of a command's function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

Function = Callable[..., None]

OptionTable = Mapping[str, tuple[Any, Any]]
"""Options by name: the annotation that typer reads, and the default."""


def put_options(
    command: Callable[..., None], function: Callable[..., None], argument: str | None, shared: OptionTable
) -> None:
    """Let typer see `command` as `function` with the shared options, in the place of one of its arguments if named."""
    signature = inspect.signature(function, eval_str=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    own = [parameter.replace(kind=keyword) for name, parameter in signature.parameters.items() if name != argument]
    added = [
        inspect.Parameter(name, keyword, default=default, annotation=kind) for name, (kind, default) in shared.items()
    ]
    parameters = [*own, *added]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # read by typer
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
