"""Times a dump of the hub with two million made-up models: its import, and questions about one of them.

Called as `dumps.py [MODELS]`. Whole processes are timed, with the machine's own account of their memory. Each question
is asked in turn of a model of the catalogue where nothing is imported, and of a model of the dump; what is compared is
the median of the ratios of the rounds.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from startup import PROGRAM, Command

ROUNDS = 7
QUESTIONS = (["licence"], ["lineage"], ["show"], ["licence", "--descendants"], ["lineage", "--down"])
OF_ALL = ["stats", "--by", "declared"]
LICENCES = ("apache-2.0", "mit", "llama2", "cc-by-nc-4.0", "other", "openrail", "gemma", "unknown")
RELATIONS = ("finetune", "adapter", "quantized", "merge")


def main() -> None:
    """Measure, and print what the import took, and a line for each question."""
    models = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ProcessPoolExecutor(1, get_context("spawn")) as other:  # whose memory isn't counted with what it starts
            deep, popular = other.submit(_write_dump, folder / "models.parquet", models).result()
        empty, imported = _environment(folder / "empty"), _environment(folder / "imported")
        command = Command("import", [PROGRAM, "import", "hub-stats", "models.parquet"], imported)
        command.run(folder)
        (columns,) = folder.glob("imported/**/*.columns")
        size, kept = ((file.stat().st_size / 2**20) for file in (folder / "models.parquet", columns))
        print(
            f"{models:,} models, {size:.0f} MiB of Parquet: imported in {command.seconds[0]:.0f} s with "
            f"{command.memory[0]:.0f} MiB, {kept:.0f} MiB kept"
        )
        for question in QUESTIONS:
            asked = popular if len(question) > 1 else deep
            _compare(
                Command("llama", [PROGRAM, *question[:1], "llama", *question[1:]], empty),
                Command(asked, [PROGRAM, *question[:1], asked, *question[1:]], imported),
                folder,
            )
        _compare(
            Command("the catalogue", [PROGRAM, *OF_ALL], empty),
            Command("of all models", [PROGRAM, *OF_ALL], imported),
            folder,
        )


def _write_dump(path: Path, models: int) -> tuple[str, str]:
    """Write a dump as the hub's is published; return a model with a long chain below it, and the one most made from."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    from made_up_ecosystem import ecosystem

    graph, random = ecosystem(models), np.random.default_rng(1)
    names = [f"lab-{number % 50_021}/model-{number}" for number in range(models)]
    licences = random.integers(0, len(LICENCES), models).tolist()
    relations = random.integers(0, len(RELATIONS), models).tolist()
    tags = []
    for number in range(models):
        bases = graph.bases.of(number).tolist()
        tags.append(
            [
                f"license:{LICENCES[licences[number]]}",
                *(f"base_model:{names[base]}" for base in bases),
                *(f"base_model:{RELATIONS[relations[number]]}:{names[base]}" for base in bases),
            ]
        )
    downloads = random.integers(0, 10**6, models)
    pq.write_table(pa.table({"id": names, "tags": tags, "downloads": downloads}), path)
    deep = max(
        range(min(models, 5_000)), key=lambda number: max(steps for _, steps in [(0, 0), *graph.ancestors(number)])
    )
    return names[deep], names[int(np.argmax(np.bincount(graph.bases.numbers, minlength=models)))]


def _environment(folder: Path) -> dict[str, str]:
    """Return where a run keeps its files, in a folder of its own."""
    return {f"XDG_{variable}_HOME": str(folder / variable.lower()) for variable in ("CACHE", "DATA", "CONFIG")}


def _compare(catalogue: Command, dump: Command, folder: Path) -> None:
    """Print what a question takes of a model of the dump beside what it takes of one of the catalogue."""
    for _ in range(ROUNDS + 1):
        for command in (catalogue, dump):
            command.run(folder)
    seconds, memory = dump.seconds[1:], dump.memory[1:]
    ratio = statistics.median(map(float.__truediv__, seconds, catalogue.seconds[1:]))
    question = " ".join(word for word in dump.line[1:] if word != dump.name)
    print(
        f"{question} {dump.name}: {statistics.median(seconds):.2f} s, {ratio:.2f} times {catalogue.name}, "
        f"{statistics.median(memory):.0f} MiB"
    )


if __name__ == "__main__":
    main()
