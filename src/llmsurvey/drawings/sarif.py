"""What a policy doesn't let pass as SARIF 2.1.0, which code hosts and editors show beside the line.

The format is the OASIS standard "Static Analysis Results Interchange Format Version 2.1.0", with its errata 01.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from llmsurvey.answers.check import CheckedEntry, CheckModelsAnswer
from llmsurvey.answers.check_verdict import Rule
from llmsurvey.formats.json import dump_json
from llmsurvey.messages import Word, mark, say, translated
from llmsurvey.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_VERSION = "2.1.0"

RULES: dict[Rule, str] = {
    "verdict": mark("The licences of the model and of what it was made from allow too little commercial use."),
    "unknown": mark("A licence of the model, or the model itself, isn't known."),
    "service": mark("The model is a service: there are no weights to license."),
    "use": mark("A licence forbids a use that the policy names."),
    "licence": mark("A licence of the model, or of what it was made from, isn't allowed."),
    "condition": mark("A licence sets a condition that isn't allowed."),
}
"""What each rule says, in a sentence."""


def render(answer: CheckModelsAnswer) -> bytes:
    """Return the findings that don't pass, and those that are excused as suppressed ones."""
    rules: Sequence[Rule] = get_args(Rule)
    findings = [entry for entry in answer.entries if entry.passes != "yes"]
    run = {
        "tool": {
            "driver": {
                "name": "llmsurvey",
                "version": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, rules) for entry in findings],
    }
    return f"{dump_json({'$schema': _SCHEMA, 'version': _VERSION, 'runs': [run]}, indent=2)}\n".encode()


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": translated(say(RULES[rule]))},
        "defaultConfiguration": {"level": "error"},
    }


def _result(entry: CheckedEntry, rules: Sequence[Rule]) -> dict[str, Any]:
    rule = entry.rules[0]
    verdict = Word("verdict", entry.verdict)
    message = say("{name}: {verdict}. {why}", name=entry.name, verdict=verdict, why=entry.why)
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": "error",
        "message": {"text": translated(message)},
        "locations": [{"physicalLocation": _location(entry)}],
        "partialFingerprints": {"modelNamedIn/v1": _fingerprint(entry)},
    }
    if entry.excuse is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": entry.excuse}]
    return result


def _location(entry: CheckedEntry) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _address(entry.file)}}
    if entry.line is not None and entry.column is not None:
        location["region"] = {
            "startLine": entry.line,
            "startColumn": entry.column,
            "endColumn": entry.column + len(entry.name),
        }
    return location


def _address(file: str) -> str:
    """Return a file as an address: from the folder that one is in where it lies there, as code hosts want it."""
    path = Path(file)
    if path.is_absolute() or ".." in path.parts:
        absolute = Path(path.absolute())
        if not absolute.is_relative_to(Path.cwd()):
            return absolute.as_uri()
        path = absolute.relative_to(Path.cwd())
    return quote(path.as_posix())


def _fingerprint(entry: CheckedEntry) -> str:
    """Return what stays the same of a finding when lines are moved: its file, what names it, and the model."""
    text = "\n".join((_address(entry.file), entry.named_in or "", entry.name))
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]
