"""The page itself: its frame, its style, its script and its data in one file, none of which may come from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup

from llmsurvey.answers.report import ReportAnswer
from llmsurvey.messages import language, say, translated
from llmsurvey.report.content import describe_content
from llmsurvey.report.words import WORDS
from llmsurvey.version import __version__

_SCRIPTS = (
    "data",
    "elements",
    "address",
    "grid",
    "fit",
    "chart",
    "choose",
    "records",
    "lineage",
    "memory",
    "boards",
    "survey",
    "timeline",
    "catalogue",
    "start",
)
"""The parts of the script, each of which knows only those before it until all of them are there."""

_OF_FRAME = ("subtitle", "skip", "loading", "no-script", "sections-label", "made")
"""The sentences that are shown before anything is unpacked."""


def render(answer: ReportAnswer) -> bytes:
    """Return the page. Its data is text, compressed, and only its own style and script are obeyed."""
    style, script = _read("page.css"), "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}}})();\n'
    content = json.dumps(describe_content(answer), ensure_ascii=False, separators=(",", ":"))
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_read("page.html"))
    page = template.render(
        language=language(),
        policy=_policy_of(style, script),
        style=Markup(style),  # noqa: S704 (the program's own)
        script=Markup(script),  # noqa: S704 (the program's own)
        data=_pack(content),
        words={name: translated(say(WORDS[name])) for name in _OF_FRAME},
        version=__version__,
    )
    return page.encode()


def _read(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8")


def _pack(content: str) -> str:
    """Return a text compressed, in letters and digits: whatever is in it, nothing of it is markup."""
    return base64.b64encode(zlib.compress(content.encode(), 9)).decode()


def _policy_of(style: str, script: str) -> str:
    """Return what a browser obeys: this style and this script, nothing from anywhere, and no text made to markup."""
    rules: Sequence[str] = (
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
