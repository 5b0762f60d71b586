"""All commands under one name: found by name, loaded when used, with one line for whatever goes wrong."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from inspect import getdoc, unwrap
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from llmsurvey.cli import options
from llmsurvey.cli.columns import asks_for_help, show_columns
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.cli.defaults import check_defaults, naming_file
from llmsurvey.cli.hints import as_typed
from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.cli.parameters import HELP, Parameter, parameters_of
from llmsurvey.cli.screen import Colour, wish_screen
from llmsurvey.cli.tell import NAME, tell_error, tell_faults, tell_progress, version_line
from llmsurvey.cli.usage import UsageError, read_words, usage_error, with_help
from llmsurvey.errors import (
    LlmsurveyError,
    OutputError,
    ReaderGoneError,
    RegistryError,
    RequestError,
    UnknownNameError,
    reason_of,
)
from llmsurvey.messages import announce_by, say, show_hints_by, translated
from llmsurvey.registry.layers import misplaced_registry

_CONTEXT = {"help_option_names": ["--help", "-h"]}
"""What typer is told of the program and of each command."""


@contextmanager
def _naming_command(context: Any) -> Iterator[None]:
    """Let a usage error that is raised within know the command that it is of, which typer's parser doesn't always say.

    The attribute `ctx` is set by hand, for typer has a public name for one kind of usage error alone.
    """
    try:
        yield
    except UsageError as error:
        error.ctx = getattr(error, "ctx", None) or context  # type: ignore[attr-defined]  # typer names no such class
        raise


class DescribedCommand(TyperCommand):
    """A command with help and errors of the program's own; `text` is its docstring."""

    name: str
    text = ""
    parameters: tuple[Parameter, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a command line, and give the command the values.

        Typer would build a validator for every parameter, given or not; for the thirty of `list` that takes as long as
        the answer itself. What it reads all the same is a line that asks for the help.
        """
        with _naming_command(ctx):
            words, rest, _ = self.make_parser(ctx).parse_args(list(args))
        if HELP.name in words:
            return super().parse_args(ctx, args)
        if asks_for_help(words.get("columns")):
            self._show_columns(ctx, words)
        ctx.params |= read_words(self.parameters, words, rest, ctx.command_path)
        ctx.args = rest
        return rest

    def _show_columns(self, ctx: Any, words: Any) -> None:
        """Write what the columns of the command are, whatever else its line lacks, and end the run."""
        optional = [parameter._replace(is_required=False) for parameter in self.parameters]
        show_columns(self.name, read_words(optional, words, (), ctx.command_path))
        raise typer.Exit

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        from llmsurvey.cli.command_index import cached_columns_of
        from llmsurvey.cli.help import help_of_command

        columns, examples = cached_columns_of(self.name), COMMANDS[self.name].examples
        formatter.write(help_of_command(ctx.command_path, self.text, self.parameters, columns, examples))


class Commands(TyperGroup):
    """Loads the module of a command when the command is asked for."""

    parameters: tuple[Parameter, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before a command; the words behind them are that command's."""
        with _naming_command(ctx):
            return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, which loads no command."""
        from llmsurvey.cli.help import help_of_program

        commands = [
            (command.panel, (name, translated(say(command.summary))))
            for name, command in COMMANDS.items()
            if not command.is_hidden
        ]
        formatter.write(help_of_program(NAME, _HELP, self.parameters, commands))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of that name. Raises UnknownNameError with the nearest names, else RequestError."""
        if cmd_name in COMMANDS:
            return load_command(cmd_name)
        if cmd_name.startswith("-") or ctx.resilient_parsing:
            return None
        from llmsurvey.registry.nearest_names import nearest_names

        if nearest := nearest_names(cmd_name, COMMANDS):
            raise UnknownNameError("command", cmd_name, nearest)
        raise RequestError(
            say('no command is called "{name}". `{hint}` lists all.', name=cmd_name, hint=f"{NAME} --help")
        )


def load_command(name: str) -> DescribedCommand:
    """Load the module of a command, and return it as typer has it."""
    function = function_of(name)
    application = typer.Typer(add_completion=False, rich_markup_mode=None)
    text = help_of(function)
    application.command(name, cls=DescribedCommand, help=text, context_settings=_CONTEXT)(function)
    command: Any = get_command(application)
    command.text, command.parameters = text, parameters_of(function)
    described: DescribedCommand = command
    return described


def function_of(name: str) -> Callable[..., None]:
    """Load the module of a command, and return its function, with the options that every command has."""
    return _with_common_options(import_module(f"llmsurvey.cli.{COMMANDS[name].module}").run)


def help_of(function: Callable[..., None]) -> str:
    """Return a command's docstring, each paragraph in one line, which the help breaks where the terminal ends."""
    text = getdoc(function) or _docstring_in_source(function)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _docstring_in_source(function: Callable[..., None]) -> str:
    """Return the docstring that `python -OO` has dropped."""
    import ast
    from inspect import getsource

    (definition,) = ast.parse(getsource(unwrap(function))).body
    return ast.get_docstring(definition) or "" if isinstance(definition, ast.FunctionDef) else ""


_OF_EVERY_COMMAND: OptionTable = {
    "lang": (options.Lang, None),
    "color": (options.Color, None),
    "no_pager": (options.NoPager, False),
}


def _with_common_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every command; --lang has been obeyed when the command runs.

    Errors and help are in its language, so it is read before the line is parsed. Taken out of the line there, it would
    be unknown to typer's parser, and to what that says of a --lang without a value, and of --lnag.
    """

    @functools.wraps(function)
    def command(*, lang: str | None, color: Colour | None, no_pager: bool, **arguments: Any) -> None:
        wish_screen(colour=color, pager=False if no_pager else None)
        function(**arguments)

    put_options(command, function, None, _OF_EVERY_COMMAND)
    return command


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings=_CONTEXT,
)

_HELP = "A catalogue of large language models: which may I use, where does it come from, how good is it really."


def _show_version(wanted: bool) -> None:
    if wanted:
        print(version_line())
        raise typer.Exit


def _install_completion(wanted: bool) -> None:
    if wanted:
        from llmsurvey.cli.install_completion import install_completion

        shell, file = install_completion()
        print(translated(say("{shell} completion installed in {file}. Open a new shell.", shell=shell, file=file)))
        raise typer.Exit


def _show_completion(wanted: bool) -> None:
    if wanted:
        from llmsurvey.cli.install_completion import shell_in_use
        from llmsurvey.cli.shells import script_of

        print(script_of(shell_in_use()))
        raise typer.Exit


@app.callback(help=_HELP)
def _begin_run(
    context: typer.Context,
    lang: options.Lang = None,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True),
    ] = False,
    install_completion: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            help="Let this shell complete commands, options and names from now on.",
            callback=_install_completion,
            is_eager=True,
        ),
    ] = False,
    show_completion: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            help="Show what a shell needs for that, to put it somewhere yourself.",
            callback=_show_completion,
            is_eager=True,
        ),
    ] = False,
) -> None:
    wish_screen(colour=color, pager=False if no_pager else None)
    if context.invoked_subcommand is None:
        raise RequestError(with_help(say("no command is named."), NAME))


Commands.parameters = parameters_of(_begin_run)


def _carry_out(arguments: Sequence[str]) -> Any:
    """Run the command that is named first, else what the options before one ask for."""
    first, *rest = arguments or ["--help"]
    if first not in COMMANDS:
        return app([first, *rest], prog_name=NAME, standalone_mode=False)
    # Without the group around it, whose options typer would build validators for: 7 % of `list`.
    return load_command(first)(rest, prog_name=f"{NAME} {first}", standalone_mode=False)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and give its exit code; what goes wrong is told in one line on standard error."""
    show_hints_by(as_typed)
    announce_by(tell_progress)
    if (advice := misplaced_registry()) is not None:
        tell_error(advice)
    try:
        check_defaults()
        result = _carry_out(arguments)
        sys.stdout.flush()
        if not arguments:  # the help says what there is, and that something is missing
            return RequestError.exit_code
        return result if isinstance(result, int) else 0
    except typer.Abort:
        return 130
    except (LlmsurveyError, UsageError, OSError) as error:
        return _tell_end(_as_own(error), arguments)


def carry_out(arguments: Sequence[str]) -> None:
    """Carry out a command line in the middle of another one. Raises LlmsurveyError for whatever goes wrong."""
    try:
        _carry_out(arguments)
    except (UsageError, OSError) as error:
        raise _as_own(error) from None


def _as_own(error: Exception) -> LlmsurveyError:
    """Return what went wrong as an error of the program's own, which knows its exit code."""
    if isinstance(error, LlmsurveyError):
        return error
    if isinstance(error, OSError):
        what = error.filename or say("the output")
        return OutputError(say("{what} can't be used: {reason}.", what=what, reason=reason_of(error)))
    return RequestError(usage_error(error))


def _tell_end(error: LlmsurveyError, arguments: Sequence[str]) -> int:
    """Tell what ended the run, and return its exit code; a registry's faults say all, and of a reader gone nothing."""
    tell_faults(error.faults)
    if not isinstance(error, (RegistryError, ReaderGoneError)):
        tell_error(naming_file(error, arguments))
    return error.exit_code
