"""Look for known vulnerabilities in the versions that constraints.txt names, by pip-audit (`make audit`).

Exit code 0: none is known of any of them. 1: some are. 2: the database couldn't be asked about all of them, and none is
known of the others. pip-audit by itself says "No known vulnerabilities found" also where it could ask about nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"


def main() -> int:
    """Ask the database, and tell what it knows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--format", "json"]
        command += ["--requirement", str(CONSTRAINTS), "--no-deps", "--disable-pip", "--output", str(file)]
        result = subprocess.run(command, check=False, capture_output=True, text=True)
        report = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    lines, code = summarise(report, result.stderr)
    print("\n".join(lines))
    return code


def summarise(report: dict[str, Any] | None, errors: str) -> tuple[list[str], int]:
    """What a report of pip-audit says, in lines, and the exit code; None is a report that couldn't be made."""
    if report is None:
        reason = (errors.strip().splitlines() or ["no reason given"])[-1]
        return [f"Nothing was audited: the database of vulnerabilities can't be reached ({reason})."], 2
    entries = report["dependencies"]
    skipped = [entry["name"] for entry in entries if "skip_reason" in entry]
    lines = [
        f"{entry['name']} {entry['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version'}"
        for entry in entries
        for flaw in entry.get("vulns", ())
    ]
    code = 1 if lines else 2 if skipped or not entries else 0
    audited = len(entries) - len(skipped)
    lines.append(f"{audited} of {len(entries)} packages were audited, {len(lines)} vulnerabilities are known.")
    if skipped:
        names = ", ".join(skipped[:5]) + (" ..." if len(skipped) > 5 else "")
        lines.append(f"The database that this machine reaches knows nothing of {len(skipped)} of them: {names}")
    return lines, code


if __name__ == "__main__":
    sys.exit(main())
