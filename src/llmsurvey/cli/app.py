"""All commands under one name: found by name, loaded when used, with one line for whatever goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import getdoc
from typing import Annotated, Any

import typer
from typer._coercion import build_runtime_param
from typer.core import TyperGroup
from typer.main import get_command

from llmsurvey.cli.commands import COMMANDS
from llmsurvey.errors import Fault, LlmsurveyError, ReaderGoneError, RegistryError, UnknownNameError

NAME = "llmsurvey"


class Commands(TyperGroup):
    """Loads the module of a command when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name. Raises UnknownNameError with the nearest names."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            from llmsurvey.registry.suggest import nearest

            if cmd_name.startswith("-") or ctx.resilient_parsing:
                return None
            raise UnknownNameError("command", cmd_name, nearest(cmd_name, COMMANDS))
        module = import_module(f"llmsurvey.cli.{entry.module}")
        app = typer.Typer(add_completion=False)
        example = f"Example: {entry.example}"
        app.command(cmd_name, help=_help(module.run), rich_help_panel=entry.panel, hidden=entry.hidden, epilog=example)(
            module.run
        )
        command = get_command(app)
        for parameter in command.params:
            parameter._runtime_param = _WhenGiven()  # type: ignore[attr-defined]  # see there
        return command


def _help(function: Callable[..., None]) -> str:
    """A command's docstring, each paragraph in one line, which the help breaks where the terminal ends."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in (getdoc(function) or "").split("\n\n"))


class _WhenGiven:
    """Checks an option's value only where one was given.

    Typer builds a pydantic validator for every option of a command, given or not; for the thirty of `list` that takes
    as long as the answer itself.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return build_runtime_param(param.type_descriptor).coerce(value, param=param, ctx=ctx)


app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        from llmsurvey import __version__

        print(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback(epilog=f"Example: {NAME} list --commercial    Each command has its own help: {NAME} lineage --help")
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A catalogue of large language models: which may I use, where does it come from, how good is it really."""


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and give its exit code; what goes wrong is told in one line on standard error."""
    try:
        result = app(list(arguments), prog_name=NAME, standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except RegistryError as error:
        _tell_faults(error.faults)
        return error.exit_code
    except ReaderGoneError as error:
        _forget_output()
        return error.exit_code
    except LlmsurveyError as error:
        _tell(str(error))
        _forget_output()
        return error.exit_code
    except typer.TyperException as error:
        if message := _sentence(error):
            _tell(message)
        return error.exit_code
    except typer.Abort:
        return 130
    except RecursionError:
        _tell("this lineage is too deep to draw. Name how far to follow it: --depth 10.")
        return 1
    except OSError as error:
        _tell(f"{error.filename or 'the output'} can't be used: {(error.strerror or str(error)).lower()}.")
        _forget_output()
        return 1


def _forget_output() -> None:
    """Let nothing that is still buffered be written when the interpreter ends: it would only fail again."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (open until the process ends)


def _sentence(error: typer.TyperException) -> str:
    """A usage error as one line, with where to look; empty where the help was shown in its place."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return ""
    message = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    command = getattr(getattr(error, "ctx", None), "command_path", NAME)
    return f"{message[:1].lower()}{message[1:]}. `{command} --help` lists the options."


def _tell(message: str) -> None:
    from llmsurvey.formats.text import visible

    if sys.stderr is not None:
        print(f"{NAME}: {visible(message)}", file=sys.stderr)


def _tell_faults(faults: Sequence[Fault]) -> None:
    from llmsurvey.formats.text import visible

    for fault in faults if sys.stderr is not None else ():
        print(visible(str(fault)), file=sys.stderr)
