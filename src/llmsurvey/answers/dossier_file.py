"""A dossier read back from a document: every format holds the answer as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llmsurvey.answers.dossier import FORM
from llmsurvey.answers.dossier_entries import DossierDocument
from llmsurvey.answers.dossier_facts import digest_of, digest_of_content, digest_of_text
from llmsurvey.errors import RequestError, reason_of
from llmsurvey.inputs import read_input
from llmsurvey.messages import Message, say

ELEMENT = "licence-dossier"
"""What the element of a page, and the comment of Markdown, is called that holds the answer."""

MAX_BYTES = 64 * 2**20
"""More than any dossier has: one of fifty models is a few megabytes."""

_HELD = re.compile(
    rf'<script\b(?P<attributes>[^>]*\bid="?{ELEMENT}\b[^>]*)>(?P<page>.*?)</script>'
    rf"|<!--\s*{ELEMENT}\b(?P<words>[^{{]*)(?P<markdown>.*?)-->",
    re.DOTALL,
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def dump_answer(answer: Mapping[str, Any]) -> str:
    """Return an answer as JSON that ends no element and no comment, in ASCII, whatever text is in it."""
    text = json.dumps(answer, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace("--", "\\u002d\\u002d")


def read_dossier(path: Path) -> tuple[DossierDocument, bool]:
    """Return the dossier that a file holds, and whether the file shows what was written.

    Raises RequestError for one that holds none, or can't be read.
    """
    try:
        content = read_input(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise RequestError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None
    if len(content) > MAX_BYTES:
        raise _broken_error(path, say("it is larger than any dossier"))
    return parse_dossier(content, path), _shows_what_was_written(content)


def _shows_what_was_written(content: bytes) -> bool:
    """Whether the text around the answer is still as it was; of a file with nothing around it there is none."""
    text = content.decode("utf-8-sig")
    held = _HELD.search(text)
    if held is None:
        return True
    written = _DIGEST.search(held["attributes"] or held["words"] or "")
    shown = text[: held.start()] + text[held.end() :]
    return written is not None and written[0] == digest_of_text(shown)


def parse_dossier(content: bytes, path: Path) -> DossierDocument:
    """Return the dossier that the content of a file holds. Raises RequestError where it holds none."""
    try:
        text = content.decode("utf-8-sig")
        held = _HELD.search(text)
        stated = json.loads(text if held is None else held["page"] or held["markdown"])
    except (ValueError, RecursionError):
        raise _broken_error(path, say("nothing in it is one that this program wrote")) from None
    if isinstance(stated, dict) and isinstance(stated.get("answer"), dict):
        stated = stated["answer"]
    if not isinstance(stated, dict) or "dossier" not in stated:
        raise _broken_error(path, say("nothing in it is one that this program wrote"))
    if stated["dossier"] != FORM or "content_digest" not in stated:
        version = stated.get("llmsurvey")
        raise _broken_error(path, say("it was written by another version ({version})", version=str(version)[:40]))
    dossier = _checked(stated)
    if (
        dossier is None
        or digest_of_content(stated) != dossier.content_digest
        or digest_of(dossier.record_digests) != dossier.digest
        or not dossier.asked.names
    ):
        raise _broken_error(path, say("what it holds was changed since it was written"))
    return dossier


def _checked(stated: dict[str, Any]) -> DossierDocument | None:
    """Return what a file states as a dossier, None where that has not the form of one."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(DossierDocument).validate_python(stated)
    except (ValidationError, RecursionError):
        return None


def _broken_error(path: Path, problem: Message) -> RequestError:
    return RequestError(say("{file} is no dossier that can be checked: {problem}.", file=path, problem=problem))
