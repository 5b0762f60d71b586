"""Times a registry of a hundred thousand made-up models as a layer, and the first start after the catalogue changed.

Called as `registry.py [MODELS]`. Whole processes are timed, with the machine's own account of their memory; the first
run compiles the layer, the others read what it kept. What counts is the median of the warm ones.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from startup import PROGRAM, Command

ROUNDS = 7


def made_up(models: int) -> str:
    """A registry of models that are made from one of the catalogue, each with a size, a repository and a source."""
    entries = (
        f"""- id: made-{number}
  name: Made {number}
  developers: [Lab {number % 997}]
  released: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}
  kind: finetuned
  access: open
  languages: [en]
  licence: llama-2-community
  foundations: [{{model: llama-2, size: 7B, relation: finetuned}}]
  sizes: [{{name: 7B, parameters: 7B, hub: lab-{number % 997}/made-{number}}}]
  sources:
  - url: https://example.org/{number}
    supports: [developers, released, kind, access, languages, licence, foundations, sizes.parameters, sizes.hub]
"""
        for number in range(models)
    )
    return "models:\n" + "".join(entries)


def main() -> None:
    """Measure, and print a line for each command: seconds, and peak memory in MiB."""
    models = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable, place in (("CACHE", "cache"), ("DATA", "data"), ("CONFIG", "config")):
            os.environ[f"XDG_{variable}_HOME"] = str(folder / place)
        (folder / "made.yaml").write_text(made_up(models), encoding="utf-8")
        large = Command(
            f"list --limit 10, {models:,} models", [PROGRAM, "list", "--limit", "10", "--registry", "made.yaml"]
        )
        for _ in range(ROUNDS + 1):
            large.run(folder)
        print(f"{large.name}: compiled in {large.seconds[0]:.1f} s, {large.memory[0]:.0f} MiB", end="; ")
        _report("warm", large)
        first = Command("first start", [PROGRAM, "list", "--limit", "10"])
        for _ in range(ROUNDS + 1):
            shutil.rmtree(folder / "cache")
            first.run(folder)
        _report("first start after the catalogue changed", first)


def _report(name: str, command: Command) -> None:
    print(f"{name}: {statistics.median(command.seconds[1:]):.2f} s, {statistics.median(command.memory[1:]):.0f} MiB")


if __name__ == "__main__":
    main()
