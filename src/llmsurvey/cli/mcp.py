"""`llmsurvey mcp`: the catalogue for agents."""

from __future__ import annotations

import sys
from io import UnsupportedOperation

from llmsurvey.cli import options
from llmsurvey.cli.tell import tell_error
from llmsurvey.errors import MissingExtraError, OutputError
from llmsurvey.messages import say

_OF_THE_EXTRA = ("anyio", "mcp", "mcp_types")
"""What the server imports that an installation without the extra lacks."""


def run(registry: options.Registry = None) -> None:
    """Serve the catalogue to an agent, read-only: a server of the Model Context Protocol on standard input and output.

    Its tools are search, show, licence, lineage, choose, compare, rank, conflicts, logs and claims; their results are
    those of --format json --envelope. An agent starts it by itself: tell it the command `llmsurvey mcp`.
    """
    try:
        from llmsurvey.agents.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _OF_THE_EXTRA:
            raise
        raise MissingExtraError(say("the server for agents"), "agents") from None
    from llmsurvey.library import Library

    if sys.stdin is None:  # closed: nobody asks anything
        return
    if sys.stdin.isatty():
        tell_error(say("this waits for an agent's messages, not for a person's. Ctrl-C ends it."))
    try:
        source, target = sys.stdin.fileno(), sys.stdout.fileno()
    except UnsupportedOperation:  # streams that no other process has an end of
        raise OutputError(say("no agent can read the answers: standard input or output is closed.")) from None
    serve(Library(registry or ()), source, target)
