"""Many at once: nothing is lost, and nobody reads what is half done."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.mishaps.conftest import BOARD, PROGRAM, Call, abandoned, run_of

CROWD = 8


def all_at_once(
    place: Path, commands: list[str], program: Sequence[str] = PROGRAM
) -> list[subprocess.CompletedProcess[str]]:
    """Run commands side by side to their ends."""
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen([*program, *command.split()], cwd=place, stdout=pipe, stderr=pipe, text=True)
        for command in commands
    ]
    ends = [process.communicate() for process in processes]
    return [
        subprocess.CompletedProcess(process.args, process.returncode, *end)
        for process, end in zip(processes, ends, strict=True)
    ]


@pytest.fixture(autouse=True)
def warm(warm_cache: None, place: Path, one_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(one_cache))


def test_imports_at_once_lose_nothing(place: Path) -> None:
    for number in range(CROWD):
        (place / f"{number}.json").write_text(run_of(f"model-{number}"))
    command = "import lm-eval {}.json --into boards --board b --date 2024-01-01"
    results = all_at_once(place, [command.format(number) for number in range(CROWD)])
    assert [(result.returncode, result.stderr) for result in results] == [(0, "")] * CROWD
    with (place / "boards" / "b" / "2024-01-01.csv").open() as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert names == {f"lab/model-{number}" for number in range(CROWD)}
    assert abandoned(place) == []


def test_of_other_scores_of_one_day_one_is_told(place: Path) -> None:
    (place / "other.csv").write_text(BOARD.replace("70", "71"))
    command = "import table {} --into boards --board b --date 2024-01-01"
    results = all_at_once(place, [command.format(name) for name in ("board.csv", "other.csv")])
    assert sorted(result.returncode for result in results) == [0, 2]
    (told,) = [result.stderr for result in results if result.returncode]
    assert "is there already, with other scores" in told


def test_first_starts_at_once_answer_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    results = all_at_once(place, ["export --format json"] * 3)
    assert {(result.returncode, result.stderr) for result in results} == {(0, "")}
    assert len({result.stdout for result in results}) == 1
    assert abandoned(place) == []


@pytest.mark.parametrize("force", ["", " --force"])
def test_exports_at_once_make_one_whole_folder(place: Path, call: Call, force: str) -> None:
    assert call("export", "alone").returncode == 0
    results = all_at_once(place, [f"export out{force}"] * 2)
    assert sorted(result.returncode for result in results) == ([0, 0] if force else [0, 1])
    assert all("exists" in result.stderr for result in results if result.returncode)
    assert _files_in(place / "out") == _files_in(place / "alone")


def _files_in(folder: Path) -> dict[str, bytes]:
    """The content of every file in a folder and below it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_readers_see_whole_snapshots_while_one_is_replaced(place: Path, call: Call) -> None:
    (place / "other.csv").write_text(BOARD.replace("70", "71"))
    command = "import table {} --board b --date 2024-01-01 --replace"
    assert call(*command.format("board.csv").split()).returncode == 0
    commands = [command.format("other.csv"), *["rank b --format csv --columns name,hellaswag"] * 2]
    results = all_at_once(place, commands)[1:]
    assert {result.stdout for result in results} <= {f"name,hellaswag\na,{score}\nb,60.0\n" for score in (70.0, 71.0)}


def test_nobody_removes_what_another_is_writing(place: Path, call: Call) -> None:
    """A run that is held up between writing and moving finds its file, whoever has been in the folder meanwhile."""
    os.mkfifo(place / "held")
    code = (
        "import os, sys; from llmsurvey.cli import main; replace = os.replace\n"
        "def hold(source, target):\n"
        "    open('held').read(); replace(source, target)\n"
        "os.replace = hold; main()\n"
    )
    (place / "slow.py").write_text(code)
    (place / "one.csv").write_text("old")
    command = [PROGRAM[0], "slow.py", "licences", "--output", "one.csv", "--force"]
    process = subprocess.Popen(command, cwd=place)
    with (place / "held").open("w"):  # opens once the other is held up
        assert len(abandoned(place)) == 1
        assert call("licences", "--output", "two.csv").returncode == 0
        assert len(abandoned(place)) == 1
    assert process.wait() == 0
    assert (place / "one.csv").read_bytes() == (place / "two.csv").read_bytes()
    assert abandoned(place) == []


def test_models_imported_at_once_are_all_kept(place: Path, call: Call) -> None:
    for number in range(CROWD):
        base = f"base_model: lab/model-{number - 1}" if number else "license: cc-by-nc-4.0"
        folder = place / f"models--lab--model-{number}" / "snapshots" / "0123456"
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(f"---\n{base}\n---\n")
    results = all_at_once(place, [f"import model models--lab--model-{number}" for number in range(CROWD)])
    assert [result.returncode for result in results] == [0] * CROWD
    listed = call("lineage", f"lab/model-{CROWD - 1}", "--format", "csv", "--columns", "name")
    assert listed.stdout.split() == ["name", *(f"model-{number}" for number in reversed(range(CROWD)))]
    assert abandoned(place / "config") == []


def test_layers_imported_at_once_each_have_a_place_in_the_order(place: Path, call: Call) -> None:
    for number in range(4):
        (place / f"{number}.jsonl").write_text(json.dumps({"id": f"lab/model-{number}", "tags": ["license:mit"]}))
    results = all_at_once(place, [f"import hub-stats {number}.jsonl" for number in range(4)])
    assert [result.returncode for result in results] == [0] * 4
    layers = sorted(path.name for path in (place / "config").rglob("*hub-stats*"))
    assert [name.partition("-")[0] for name in layers] == ["001", "002", "003", "004"]


def test_of_two_dumps_of_one_name_one_is_kept_whole_and_the_other_told(place: Path, call: Call) -> None:
    """A tenth of the models that make a dump of a file is many enough, and takes a tenth of the time."""
    code = (
        "from llmsurvey.cli import main; from llmsurvey.importers.graphs import hub_stats\n"
        "hub_stats.read.__defaults__ = (10_000,); main()\n"
    )
    (place / "of_ten_thousand.py").write_text(code)
    program = [PROGRAM[0], "of_ten_thousand.py"]
    licences = ("mit", "gpl-3.0")
    for licence in licences:
        (place / licence).mkdir()
        rows = [json.dumps({"id": f"lab/model-{number}", "tags": [f"license:{licence}"]}) for number in range(10_001)]
        (place / licence / "models.jsonl").write_text("\n".join(rows))
    results = all_at_once(place, [f"import hub-stats {licence}/models.jsonl" for licence in licences], program)
    kept = licences[[result.returncode for result in results].index(0)]
    (told,) = [result.stderr for result in results if result.returncode]
    assert "is there already and says otherwise" in told
    assert [path.suffix for path in (place / "config").rglob("*hub-stats*")] == [".columns"]
    shown = call("licence", "lab/model-7777", "--format", "json")
    assert json.loads(shown.stdout)[0]["licence"] == kept
    replacing = [f"import hub-stats {licence}/models.jsonl --replace" for licence in licences]
    replaced = all_at_once(place, replacing, program)
    assert [result.returncode for result in replaced] == [0, 0]
    shown = call("licence", "lab/model-7777", "--format", "json")
    assert json.loads(shown.stdout)[0]["licence"] in licences
    assert abandoned(place / "config") == []
