"""Times starts with layers of 5,000 and 100,000 made-up models beside starts without, and the first after a change.

Called as `registry.py [MODELS ...]`. Whole processes are timed, with the machine's own account of their memory. Each
question is asked once so that what is compiled is kept; then each round asks it of every registry in turn, and what is
compared is the median of the ratios of the rounds.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from startup import PROGRAM, Command

ROUNDS = 9

QUESTIONS = (
    ["licence", "KULLM"],
    ["show", "KULLM"],
    ["lineage", "KULLM"],
    ["memory", "llama@7B"],
    ["rank", "--limit", "10"],
    ["list", "--limit", "10"],
)
"""Of one model, of what a board names, and of all models."""


def made_up(models: int) -> Iterator[str]:
    """Yield a registry of models that are made from one of the catalogue, each with a size, a repository, a source."""
    yield "models:\n"
    yield from (
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


def main() -> None:
    """Measure, and print a line for each question and size: the ratio, seconds, and peak memory in MiB."""
    sizes = [int(size) for size in sys.argv[1:]] or [5_000, 100_000]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable, place in (("CACHE", "cache"), ("DATA", "data"), ("CONFIG", "config")):
            os.environ[f"XDG_{variable}_HOME"] = str(folder / place)
        for size in sizes:
            with (folder / f"made-{size}.yaml").open("w", encoding="utf-8") as file:
                file.writelines(made_up(size))
            first = Command(f"{size:,} models", [PROGRAM, "licence", "KULLM", "--registry", f"made-{size}.yaml"])
            first.run(folder)
            print(f"{first.name}: compiled in {first.seconds[0]:.1f} s, {first.memory[0]:.0f} MiB")
        for question in QUESTIONS:
            _compare(question, sizes, folder)
        first = Command("first start", [PROGRAM, "list", "--limit", "10"])
        for _ in range(ROUNDS):
            shutil.rmtree(folder / "cache")
            first.run(folder)
        print(f"first start after the catalogue changed: {statistics.median(first.seconds):.2f} s")


def _compare(question: list[str], sizes: list[int], folder: Path) -> None:
    """Print what a question takes with a layer of each size beside what it takes without."""
    without = Command("the catalogue", [PROGRAM, *question])
    layered = [Command(f"+ {size:,} models", [PROGRAM, *question, "--registry", f"made-{size}.yaml"]) for size in sizes]
    for _ in range(ROUNDS + 1):
        for command in (without, *layered):
            command.run(folder)
    for command in (without, *layered):
        seconds, memory = command.seconds[1:], command.memory[1:]
        ratio = statistics.median(map(float.__truediv__, seconds, without.seconds[1:]))
        print(
            f"{' '.join(question)}, {command.name}: {ratio:.2f} times, {statistics.median(seconds):.3f} s, "
            f"{statistics.median(memory):.0f} MiB"
        )


if __name__ == "__main__":
    main()
