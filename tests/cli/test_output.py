"""Where an answer goes, and what happens when it can't."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("warm_cache")

PROGRAM = [sys.executable, "-m", "llmsurvey"]
MINE = "models:\n- {id: mine, name: Mine}\n"
BOARD = "Model,HellaSwag,ARC\na,70,60\nb,60,50\n"


def test_a_named_pipe_is_written_to_and_stays_one(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert run("licences", "--format", "csv", "--output", "pipe").returncode == 0
    reader.join(timeout=120)
    assert read[0].startswith(b"id,")
    assert pipe.is_fifo()


def test_an_export_goes_into_a_pipe_as_to_standard_output(run: Run, tmp_path: Path) -> None:
    plain = run("export").stdout
    assert run("export", "/dev/stdout").stdout == plain
    result = subprocess.run(["bash", "-c", f"{' '.join(PROGRAM)} export >(cat > copy); wait $!"], cwd=tmp_path)
    assert (result.returncode, (tmp_path / "copy").read_text()) == (0, plain)


def test_of_a_link_the_file_behind_it_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run("licences", "--output", "link.csv").returncode == 1
    assert run("licences", "--output", "link.csv", "--force").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("id,")


def test_standard_output_by_its_other_names_is_as_without_output(run: Run) -> None:
    plain = run("compare", "LLaMA", "Falcon").stdout
    assert run("compare", "LLaMA", "Falcon", "--output", "-").stdout == plain
    assert run("compare", "LLaMA", "Falcon", "--output", "/dev/stdout").stdout == plain


@pytest.mark.parametrize("name", ["out.csv", "out.CSV", "out.YML", "out.Json"])
def test_the_suffix_says_the_format_in_any_case(run: Run, tmp_path: Path, name: str) -> None:
    assert run("licences", "--output", name).returncode == 0
    first = (tmp_path / name).read_text()[0]
    assert first == {"csv": "i", "yml": "-", "json": "["}[name.split(".")[1].lower()]


def test_an_exported_folder_is_a_registry_in_either_format(run: Run) -> None:
    listed = run("list", "--format", "json").stdout
    for format in ("yaml", "json"):
        assert run("export", format, "--format", format).returncode == 0
        assert run("list", "--format", "json", "--registry", format).stdout == listed


def test_exporting_what_was_exported_changes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("export", "one.yaml").returncode == 0
    assert run("export", "two.yaml", "--registry", "one.yaml").returncode == 0
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()


def test_force_keeps_the_mode(run: Run, tmp_path: Path) -> None:
    (tmp_path / "private.csv").write_text("secret")
    (tmp_path / "private.csv").chmod(0o600)
    assert run("licences", "--output", "private.csv", "--force").returncode == 0
    assert (tmp_path / "private.csv").read_text().startswith("id,")
    assert stat.S_IMODE((tmp_path / "private.csv").stat().st_mode) == 0o600


OVERWRITTEN = [
    ("list --registry own.yaml --output {file}", "own.yaml"),
    ("export {file} --registry own.yaml", "own.yaml"),
    ("list --registry folder --output {file}", "folder/models.yaml"),
    ("export folder --registry folder", "folder/models.yaml"),
    ("rank own.csv --output {file}", "own.csv"),
    ("rank runs --output {file} --format csv", "runs/lab/results.json"),
    ("diff own.csv other.csv --output {file}", "other.csv"),
    ("import table own.csv --date 2024-01-01 --dry-run --output {file}", "own.csv"),
    ("compare --samples one.jsonl --samples two.jsonl --output {file} --format csv", "two.jsonl"),
]
RUN = """{"results": {"arc": {"acc": 0.5}}, "config": {"model_args": "pretrained=lab/a"}}"""


@pytest.fixture
def read_files(tmp_path: Path) -> Path:
    """A folder with a file of every kind that commands read."""
    for folder in ("folder", "runs/lab"):
        (tmp_path / folder).mkdir(parents=True)
    for name, content in {
        "own.yaml": MINE,
        "folder/models.yaml": MINE,
        "own.csv": BOARD,
        "other.csv": BOARD.replace("70", "71"),
        "runs/lab/results.json": RUN,
        "one.jsonl": '{"doc_id": 0, "acc": 1}\n',
        "two.jsonl": '{"doc_id": 0, "acc": 0}\n',
    }.items():
        (tmp_path / name).write_text(content)
    return tmp_path


@pytest.mark.parametrize(("command", "name"), OVERWRITTEN)
def test_what_a_command_reads_is_never_overwritten(run: Run, read_files: Path, command: str, name: str) -> None:
    content = (read_files / name).read_bytes()
    result = run(*command.format(file=name).split(), "--force")
    assert (result.returncode, result.stdout, result.stderr.count("would be overwritten")) == (2, "", 1)
    assert f"{name} is what this command reads" in result.stderr
    assert (read_files / name).read_bytes() == content


@pytest.mark.parametrize("make", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_a_link_to_what_is_read_is_not_overwritten(run: Run, read_files: Path, make: object) -> None:
    assert callable(make)
    make(read_files / "own.csv", read_files / "link.csv")
    for name in ("link.csv", f"../{read_files.name}/own.csv", str(read_files / "own.csv")):
        assert run("rank", "own.csv", "--output", name, "--force").returncode == 2
    assert (read_files / "own.csv").read_text() == BOARD


def test_a_file_behind_standard_input_is_not_overwritten(run: Run, read_files: Path) -> None:
    line = f"{sys.executable} -m llmsurvey list --registry - --output own.yaml --force < own.yaml"
    result = subprocess.run(["bash", "-c", line], cwd=read_files, capture_output=True, text=True)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert (read_files / "own.yaml").read_text() == MINE


def test_a_snapshot_that_is_kept_is_not_overwritten(run: Run, read_files: Path) -> None:
    assert run("import", "table", "own.csv", "--board", "mine", "--date", "2024-01-01").returncode == 0
    (snapshot,) = Path(os.environ["XDG_DATA_HOME"]).rglob("*.csv")
    for command in (["rank", "mine"], ["history", "a", "--board", "mine"], ["boards"]):
        assert run(*command, "--output", str(snapshot), "--force").returncode == 2


def test_another_file_in_a_folder_that_is_read_is_overwritten(run: Run, read_files: Path) -> None:
    (read_files / "folder" / "notes.csv").write_text("old")
    assert run("list", "--registry", "folder", "--output", "folder/notes.csv", "--force").returncode == 0
    assert (read_files / "folder" / "notes.csv").read_text().startswith("id,")


@pytest.mark.parametrize("name", ["x" * 251 + ".csv", "가" * 83 + ".csv", "y" * 242 + ".csv"])
def test_the_longest_file_names_are_written(run: Run, tmp_path: Path, name: str) -> None:
    assert run("licences", "--output", name).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["x" * 252 + ".csv", "가" * 84 + ".csv"])
def test_a_name_that_no_file_can_have_is_one_line(run: Run, tmp_path: Path, name: str) -> None:
    result = run("licences", "--output", name)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "file name too long" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_folder_as_output_is_one_line(run: Run, tmp_path: Path, force: tuple[str, ...]) -> None:
    (tmp_path / "folder").mkdir()
    result = run("licences", "--format", "csv", "--output", "folder", *force)
    assert (result.returncode, result.stderr) == (1, "llmsurvey: folder is a folder. Name a file in it.\n")


def test_a_folder_in_the_way_of_an_export_keeps_all_of_it_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out" / "sources.csv").mkdir(parents=True)
    assert run("export", "out", "--format", "csv", "--force").returncode == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sources.csv"]


@pytest.mark.parametrize("command", ["list", "schema", "export", "lineage KULLM"])
def test_force_without_a_file_is_refused(run: Run, command: str) -> None:
    result = run(*command.split(), "--force")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("llmsurvey: --force overwrites a file, and none is named.")


def test_a_link_to_itself_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    result = run("licences", "--output", "loop.csv")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)


def test_a_link_to_nothing_makes_the_file_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run("licences", "--output", "link.csv").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("id,")


def test_a_pipe_whose_reader_goes_away_ends_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [*PROGRAM, "list", "--format", "json", "--output", f"/dev/fd/{writer}"]
    result = subprocess.run(command, pass_fds=[writer], capture_output=True, text=True)
    os.close(writer)
    assert (result.returncode, result.stdout, result.stderr) == (141, "", "")


@pytest.mark.parametrize("source", ["<(cat own.csv)", "/dev/stdin < <(cat own.csv)", "- < own.csv", "pipe.csv"])
def test_a_board_comes_through_a_pipe(read_files: Path, source: str) -> None:
    os.mkfifo(read_files / "pipe.csv")
    feed = "cat own.csv > pipe.csv & " if source == "pipe.csv" else ""
    line = f"{feed}{sys.executable} -m llmsurvey rank {source} -f csv -c rank,name,average"
    result = subprocess.run(["bash", "-c", line], cwd=read_files, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "rank,name,average\n1,a,65.0\n2,b,55.0\n")


@pytest.mark.parametrize("format", ["csv", "json", "parquet"])
def test_standard_input_is_read_in_every_format(run: Run, read_files: Path, format: str) -> None:
    assert run("rank", "own.csv", "-f", "parquet", "-o", "board.parquet", "-c", "name,hellaswag,arc").returncode == 0
    name = {"csv": "own.csv", "json": "runs/lab/results.json", "parquet": "board.parquet"}[format]
    line = f"{sys.executable} -m llmsurvey rank - -f csv -c name < {name}"
    result = subprocess.run(["bash", "-c", line], cwd=read_files, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "name\na\nb\n" if format != "json" else "name\nlab/a\n")


@pytest.mark.parametrize("text", ["", "garbage\n", "Model,HellaSwag\n", '{"results": 1}', "| a |\n", "<p>x", "PAR1"])
def test_what_is_wrong_with_standard_input_is_said_of_it(run: Run, text: str) -> None:
    result = run("rank", "-", text=text)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("llmsurvey: standard input")
    assert "/" not in result.stderr.partition(": ")[2].partition("standard input")[2].replace("N/A", "")


def test_of_standard_input_with_two_tables_one_is_asked_for(run: Run) -> None:
    table = "| model | arc |\n| - | - |\n| a | 70 |\n| b | 60 |\n"
    result = run("rank", "-", text=f"{table}\ntext\n\n{table}")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("llmsurvey: standard input has 2 tables of numbers.")


def test_a_pipe_that_is_imported_is_told_to_be_one(run: Run, read_files: Path) -> None:
    os.mkfifo(read_files / "pipe.csv")
    result = run("import", "table", "pipe.csv", "--date", "2024-01-01")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "pipe.csv is a pipe or a device, not a file." in result.stderr


def test_of_two_that_write_one_file_one_is_told(tmp_path: Path) -> None:
    command = [*PROGRAM, "licences", "--format", "csv", "--output", "one.csv"]
    both = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = sorted((process.communicate()[1], process.returncode) for process in both)
    assert told == [("", 0), ("llmsurvey: one.csv exists. Choose another name, or overwrite it with --force.\n", 1)]
    assert [path.name for path in tmp_path.iterdir()] == ["one.csv"]


def test_of_two_that_overwrite_one_file_it_is_one_of_theirs(run: Run, tmp_path: Path) -> None:
    formats = ("csv", "json")
    whole = {run("licences", "--format", format).stdout for format in formats}
    (tmp_path / "one").write_text("old")
    commands = [[*PROGRAM, "licences", "--format", format, "--output", "one", "--force"] for format in formats]
    both = [subprocess.Popen(command, cwd=tmp_path) for command in commands]
    assert [process.wait() for process in both] == [0, 0]
    assert (tmp_path / "one").read_text() in whole
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_file_that_is_deleted_while_it_is_overwritten_is_there_whole(run: Run, tmp_path: Path) -> None:
    whole = run("list", "--format", "json").stdout
    (tmp_path / "out.json").write_text("old")
    process = subprocess.Popen([*PROGRAM, "list", "--output", "out.json", "--force"], cwd=tmp_path)
    (tmp_path / "out.json").unlink()
    assert process.wait() == 0
    assert (tmp_path / "out.json").read_text() == whole


# Before the answer

UNANSWERABLE = [
    "list --developer nobody",
    "show nothing-of-that-name",
    "lineage nothing-of-that-name",
    "timeline",
    "cite nothing-of-that-name",
    "rank nosuch",
    "rank nosuch --limit 5",
    "rank nosuch --methods",
    "frontier nosuch",
    "history nothing-of-that-name",
    "memory nothing-of-that-name",
    "table 9",
    "import table nowhere.csv",
]
"""Lines of commands whose answers take time, all but one without an answer."""


@pytest.mark.parametrize("line", UNANSWERABLE)
def test_a_suffix_that_says_nothing_is_told_before_the_answer_is_computed(run: Run, line: str) -> None:
    result = run(*line.split(), "--output", "x.foo")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith('llmsurvey: "x.foo" doesn\'t say which format.')


@pytest.mark.parametrize("line", UNANSWERABLE)
def test_a_file_that_exists_is_told_before_the_answer_is_computed(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "x.md").write_text("mine")
    result = run(*line.split(), "--output", "x.md")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "llmsurvey: x.md exists. Choose another name, or overwrite it with --force.\n"


@pytest.mark.parametrize("line", ["export x.yaml", "export x.yaml --format json", "schema --output x.yaml"])
def test_what_is_not_rows_is_told_before_too(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "x.yaml").write_text("mine")
    (tmp_path / "faulty.yaml").write_text("models: 1\n")
    more = ["--registry", "faulty.yaml"] if line.startswith("export") else []
    result = run(*line.split(), *more)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("llmsurvey: x.yaml exists.")


def test_a_folder_that_has_a_file_of_an_export_is_told_before_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sources.csv").write_text("mine")
    (tmp_path / "faulty.yaml").write_text("models: 1\n")
    result = run("export", "out", "--format", "csv", "--registry", "faulty.yaml")
    assert result.stderr == "llmsurvey: out/sources.csv exists. Choose another folder, or overwrite with --force.\n"


def test_nothing_is_imported_where_the_answer_cannot_be_written(run: Run, read_files: Path) -> None:
    (read_files / "x.md").write_text("mine")
    line = ("import", "table", "own.csv", "--date", "2024-01-01", "--into", "boards")
    assert run(*line, "--output", "x.md").returncode == 1
    assert not (read_files / "boards").exists()


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("frontier -o a.txt", "average\n"),
        ("timeline -o a.txt", "2013 "),
        ("lineage KULLM -o a.txt", "KULLM"),
        ("cite -o a.txt", "key"),
        ("cite -o a.json", '[\n  {\n    "id"'),
        ("cite -o a.json --limit 1", '[\n  {\n    "key"'),
        ("lineage KULLM -o a.txt --limit 1", "depth"),
        ("timeline -o a.txt --limit 1", "released"),
    ],
)
def test_a_file_of_text_holds_what_a_screen_shows(run: Run, tmp_path: Path, line: str, start: str) -> None:
    assert run(*line.split()).returncode == 0
    (file,) = tmp_path.iterdir()
    assert file.read_text().startswith(start)


def test_verdicts_that_rest_on_more_are_counted_among_the_rows_that_fit(run: Run) -> None:
    told = "rest on more than sourced facts of the catalogue"
    assert told in run("list", "--notes").stdout
    assert told not in run("list", "--where", "name=KULLM", "--notes").stdout
    number = len(run("list", "--where", "rests_on~name", "--format", "csv").stdout.splitlines()) - 1
    assert f"{number} verdicts {told}" in run("list", "--where", "rests_on~name", "--notes").stdout


def test_the_first_rows_of_a_list_are_those_of_the_whole(run: Run) -> None:
    whole = run("list", "--format", "csv").stdout.splitlines()
    assert run("list", "--format", "csv", "--limit", "7").stdout.splitlines() == whole[:8]
    assert f"The first 7 of {len(whole) - 1:,} rows" in run("list", "--limit", "7", "--notes").stdout
    latest = run("list", "--format", "csv", "--sort=-released").stdout.splitlines()
    assert run("list", "--format", "csv", "--sort=-released", "--limit", "7").stdout.splitlines() == latest[:8]
