"""The command line: one file a command, thin. Nothing is imported before the command that needs it."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys

from llmsurvey.messages import Message, say, translated


def main() -> None:
    """Run the program on the arguments of the process, and end it with the right exit code.

    0: answered. 1: the data or the machine is at fault. 2: the request is. 130 and 141: interrupted by Ctrl-C, by a
    reader that went away.
    """
    # A run of the program lives too briefly for the collector to earn what it costs: 4 % of `list`.
    gc.set_threshold(1_000_000)
    # Nor need it look through all that there is when Python ends, which the system then frees: 17 % of `list`.
    atexit.register(gc.freeze)
    try:
        code = _run_program(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except MemoryError:
        code = _tell_of_machine(say("not enough memory. Ask for less at once, or let the program have more."))
    except (ImportError, SystemError) as error:  # little memory does that to libraries and to Python itself
        code = _tell_of_machine(
            say("{reason}. Let the program have more memory, or install it again.", reason=str(error))
        )
    sys.exit(code)


def _run_program(arguments: list[str]) -> int:
    """Settle what everything else is loaded in (streams, environment, language), and carry out the command line."""
    from llmsurvey.cli.environment import prepare_environment
    from llmsurvey.cli.streams import open_streams
    from llmsurvey.errors import LlmsurveyError, ReaderGoneError, RequestError

    prepare_environment()
    open_streams()
    try:
        if arguments == ["--version"]:
            return _tell_version()
        from llmsurvey.cli.language import speak_language

        if question := os.environ.get("_LLMSURVEY_COMPLETE"):
            with contextlib.suppress(RequestError):  # what is wrong isn't told in the middle of somebody's typing
                speak_language(arguments)
            return _answer_shell(question)
        speak_language(arguments)
    except ReaderGoneError as error:
        return error.exit_code
    except LlmsurveyError as error:
        from llmsurvey.cli.tell import tell_error

        tell_error(error.message)
        return error.exit_code
    from llmsurvey.cli.app import run

    return run(arguments)


def _answer_shell(question: str) -> int:
    """Answer a Tab, which nobody should wait for: typer isn't loaded."""
    from llmsurvey.cli.shells import answer_shell

    code = answer_shell(question)
    sys.stdout.flush()
    return code


def _tell_version() -> int:
    """Say the version, which scripts ask for often: typer isn't loaded."""
    from llmsurvey.cli.tell import version_line

    print(version_line(), flush=True)
    return 0


def _tell_of_machine(message: Message) -> int:
    """Say, with as little as possible, what the machine couldn't do."""
    with contextlib.suppress(MemoryError):
        print(f"llmsurvey: {translated(message)}", file=sys.stderr)
    return 1
