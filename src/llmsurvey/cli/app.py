"""All commands under one name: found by name, loaded when used, with one line for whatever goes wrong."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import getdoc, unwrap
from typing import Annotated, Any

import typer
from typer._coercion import build_runtime_param
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from llmsurvey.cli import options
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.cli.hints import as_typed
from llmsurvey.cli.shared_options import put_options
from llmsurvey.cli.tell import NAME, tell, tell_faults
from llmsurvey.cli.usage import usage_error
from llmsurvey.errors import LlmsurveyError, ReaderGoneError, RegistryError, UnknownNameError, reason_of
from llmsurvey.messages import say, show_hints_by, translated, word


class _Spoken:
    """What a command and the group of all have in common: their help is in the language of the run.

    A mixin: what it calls of `super()` is in the class of typer beside it, which mypy can't know.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        """The options and arguments, those of typer's own (`--help`) too."""
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in found:
            _translate(parameter)
        return found

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how to call it."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", translated(say("Usage:")), 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the help."""
        _let_rich_break_wide_text()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class SpokenCommand(_Spoken, TyperCommand):
    """A command whose help is in the language of the run."""


class Commands(_Spoken, TyperGroup):
    """Loads the module of a command when the command is asked for."""

    def _main_shell_completion(self, *arguments: Any, **named: Any) -> None:
        """Answer a shell that asks for completions, and end the program; else do nothing."""
        if f"_{NAME}_complete".upper() in os.environ:
            from llmsurvey.cli.shells import prepare_shells

            prepare_shells()
        super()._main_shell_completion(*arguments, **named)

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
        app.command(
            cmd_name,
            cls=SpokenCommand,
            help=word("help", help_of(module.run)),
            rich_help_panel=word("panel", entry.panel),
            hidden=entry.hidden,
            epilog=translated(say("Example: {example}", example=entry.example)),
        )(_with_language(module.run))
        command = get_command(app)
        for parameter in command.params:
            parameter._runtime_param = _WhenGiven()  # type: ignore[attr-defined]  # see there
            # Whoever reads a file says more than typer if that can't be, and --output needn't be readable at all.
            parameter.type_descriptor.parameter_info.readable = False  # type: ignore[attr-defined]
        return command


def help_of(function: Callable[..., None]) -> str:
    """A command's docstring, each paragraph in one line, which the help breaks where the terminal ends."""
    text = getdoc(function) or _docstring_in_source(function)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _docstring_in_source(function: Callable[..., None]) -> str:
    """The docstring that `python -OO` has dropped."""
    import ast
    from inspect import getsource

    (definition,) = ast.parse(getsource(unwrap(function))).body
    return ast.get_docstring(definition) or "" if isinstance(definition, ast.FunctionDef) else ""


def _with_language(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option --lang, which has been obeyed when the command runs."""

    @functools.wraps(function)
    def command(*, lang: str | None, **arguments: Any) -> None:
        function(**arguments)

    put_options(command, function, None, {"lang": (options.Lang, None)})
    return command


def _translate(parameter: Any) -> None:
    """Let the help of an option or an argument be in the language of the run."""
    if parameter.help:
        parameter.help = word("help", parameter.help)
    if panel := getattr(parameter, "rich_help_panel", None):
        parameter.rich_help_panel = word("panel", panel)


def _let_rich_break_wide_text() -> None:
    """Let a line of the help that was broken lose no more than the space at its end.

    Rich counts characters there, not cells, so of Hangul, whose characters take two, it leaves the space and cuts the
    last word.
    """
    from rich.cells import cell_len
    from rich.text import Text

    def rstrip_end(self: Text, size: int) -> None:
        space = len(self.plain) - len(self.plain.rstrip())
        if (excess := cell_len(self.plain) - size) > 0 and space:
            self.right_crop(min(space, excess))

    Text.rstrip_end = rstrip_end  # type: ignore[method-assign]


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

_HELP = "A catalogue of large language models: which may I use, where does it come from, how good is it really."
_EXAMPLE = say(
    "Example: {example}    Each command has its own help: {help}",
    example=f"{NAME} list --commercial",
    help=f"{NAME} lineage --help",
)


def _version(wanted: bool) -> None:
    if wanted:
        from llmsurvey.version import __version__

        print(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback(help=word("help", _HELP), epilog=translated(_EXAMPLE))
def _root(
    lang: options.Lang = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    show_hints_by(as_typed)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and give its exit code; what goes wrong is told in one line on standard error."""
    if "--install-completion" in arguments:
        from llmsurvey.cli.shells import protect_startup_files

        protect_startup_files()
    try:
        result = app(list(arguments), prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except RegistryError as error:
        tell_faults(error.faults)
        return error.exit_code
    except ReaderGoneError as error:
        return error.exit_code
    except LlmsurveyError as error:
        tell_faults(error.faults)
        tell(error.message)
        return error.exit_code
    except typer.TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # the help was shown in its place
            tell(usage_error(error))
        return error.exit_code
    except typer.Abort:
        return 130
    except OSError as error:
        what = error.filename or say("the output")
        tell(say("{what} can't be used: {reason}.", what=what, reason=reason_of(error)))
        return 1
