"""The command line: one file a command, thin. Nothing is imported before the command that needs it."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the program on the arguments of the process, and end it with the right exit code.

    0: answered. 1: the data or the machine is at fault. 2: the request is. 130 and 141: interrupted by Ctrl-C, by a
    reader that went away.
    """
    # A run of the program lives too briefly for the collector to earn what it costs: 4 % of `list`.
    gc.set_threshold(100_000)
    # Looking for plugins of pydantic reads the metadata of every installed package: 10 ms, and none is wanted.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Choose the language, in which everything else is loaded, and carry out the command line."""
    from llmsurvey.cli.language import speak
    from llmsurvey.errors import RequestError

    try:
        speak(arguments)
    except RequestError as error:
        from llmsurvey.cli.tell import tell

        tell(error.message)
        return error.exit_code
    from llmsurvey.cli.app import run

    return run(arguments)
