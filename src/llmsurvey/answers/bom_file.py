"""A bill of materials read from a file of either standard, whoever wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.answers.bom_cyclonedx_file import read_cyclonedx
from llmsurvey.answers.bom_cyclonedx_xml import UnreadXmlError, is_xml, parse_xml
from llmsurvey.answers.bom_entries import BomEntry
from llmsurvey.answers.bom_spdx_file import read_spdx
from llmsurvey.errors import InputError, reason_of
from llmsurvey.inputs import read_input
from llmsurvey.messages import Message, say

MAX_BYTES = 256 * 2**20
"""More than a bill of models has: one of ten thousand components is about ten megabytes."""

_SPDX = "https://spdx.org/rdf/3."
_CYCLONEDX = ("1.5", "1.6", "1.7")
"""The versions of CycloneDX that can tell a machine-learning model."""

_HEAD = 4096
"""Among so many bytes a document in XML names its schema."""


class BomFile(NamedTuple):
    """What a file holds: which standard it is of (`SPDX 3.0.1`), and its models and datasets, by their addresses."""

    standard: str
    entries: tuple[BomEntry, ...]


def read_bom(path: Path) -> BomFile:
    """Return the models and datasets of a bill of materials.

    Raises InputError for a file that can't be read, is of neither standard, or doesn't keep to it.
    """
    try:
        content = read_input(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise InputError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None
    if len(content) > MAX_BYTES:
        raise _broken_error(path, say("it is larger than any that this program reads"))
    try:
        return _read_standard(path, _parse(path, content))
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        raise _broken_error(path, say("it doesn't keep to its standard")) from None


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    """Return what a file states, as JSON has it. Raises InputError for what is neither JSON nor CycloneDX in XML."""
    if is_xml(content[:_HEAD]):
        try:
            return parse_xml(content)
        except UnreadXmlError as error:
            raise _broken_error(path, error.args[0]) from None
    try:
        stated = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _broken_error(path, say("it is neither JSON nor CycloneDX in XML")) from None
    if not isinstance(stated, dict):
        raise _broken_error(path, say("it is of neither SPDX 3 nor CycloneDX"))
    return stated


def _read_standard(path: Path, stated: dict[str, Any]) -> BomFile:
    if stated.get("bomFormat") == "CycloneDX":
        version = str(stated.get("specVersion"))
        if version not in _CYCLONEDX:
            raise _broken_error(
                path, say("{standard} {version} has no models", standard="CycloneDX", version=version[:20])
            )
        return BomFile(f"CycloneDX {version}", tuple(read_cyclonedx(stated)))
    if "spdxVersion" in stated:
        version = str(stated["spdxVersion"]).removeprefix("SPDX-")
        raise _broken_error(path, say("{standard} {version} has no models", standard="SPDX", version=version[:20]))
    contexts = stated.get("@context")
    context = next(
        (one for one in (contexts if isinstance(contexts, list) else [contexts]) if isinstance(one, str)), ""
    )
    if not context.startswith(_SPDX):
        raise _broken_error(path, say("it is of neither SPDX 3 nor CycloneDX"))
    version = context.removeprefix("https://spdx.org/rdf/").partition("/")[0]
    return BomFile(f"SPDX {version}", tuple(read_spdx(stated)))


def _broken_error(path: Path, problem: Message) -> InputError:
    return InputError(say("{file} is no bill of materials that can be read: {problem}.", file=path, problem=problem))
