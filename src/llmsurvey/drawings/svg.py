"""A lineage as SVG, drawn by Graphviz where that is installed."""

from __future__ import annotations

import subprocess
from shutil import which

from llmsurvey.drawings import dot
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import say

_LONGEST = 120
"""So many seconds Graphviz may take."""


def render(root: Branch, *, down: bool) -> str:
    """Return the picture of the graph.

    Raises RequestError where Graphviz isn't installed, and LlmsurveyError where it fails.
    """
    program = which("dot")
    if program is None:
        raise RequestError(
            say(
                "svg is drawn by Graphviz, which isn't installed. Install it (its program is called dot), or write dot."
            )
        )
    text = dot.render(root, down=down)
    try:
        done = subprocess.run(  # noqa: S603 (the program that was found; the graph goes in as text)
            [program, "-Tsvg"], input=text.encode(), capture_output=True, check=True, timeout=_LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise LlmsurveyError(
            say(
                "Graphviz drew for {seconds} seconds and wasn't done. Ask for fewer steps, or write dot.",
                seconds=_LONGEST,
            )
        ) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise LlmsurveyError(say("Graphviz couldn't draw the graph ({program}).", program=program)) from error
    return done.stdout.decode()
