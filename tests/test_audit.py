"""`make audit` tells apart what is sound, what isn't, and what nobody could say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("audit", Path(__file__).parents[1] / ".ci" / "audit.py")
assert _SPEC is not None
assert _SPEC.loader is not None
audit = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(audit)

SOUND = {"name": "rich", "version": "15.0.0", "vulns": []}
BROKEN = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"]}]}
SKIPPED = {"name": "typer", "skip_reason": "Dependency not found on PyPI and could not be audited: typer (0.29.2)"}


@pytest.mark.parametrize(
    ("entries", "code", "said"),
    [
        ([SOUND], 0, "1 of 1 packages were audited, 0 vulnerabilities are known."),
        ([SOUND, BROKEN], 1, "jinja2 2.10: PYSEC-2019-217, mended in 2.10.1"),
        ([SOUND, SKIPPED], 2, "1 of 2 packages were audited"),
        ([BROKEN, SKIPPED], 1, "knows nothing of 1 of them: typer"),
        ([SKIPPED], 2, "0 of 1 packages were audited"),
        ([], 2, "0 of 0 packages were audited"),
    ],
)
def test_audit_exit_codes(entries: list[dict[str, Any]], code: int, said: str) -> None:
    lines, found = audit.summarise({"dependencies": entries}, "")
    assert found == code
    assert said in "\n".join(lines)


def test_audit_without_a_database_is_told() -> None:
    lines, code = audit.summarise(None, "Traceback\nConnectionError: no route to host\n")
    assert (lines, code) == (
        ["Nothing was audited: the database of vulnerabilities can't be reached (ConnectionError: no route to host)."],
        2,
    )
