"""What users of a command line expect of any program."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.logs.made_logs import write_harness_logs

import llmsurvey
from llmsurvey.cli.app import function_of, help_of
from llmsurvey.cli.columns import columns_of
from llmsurvey.cli.commands import COMMANDS

SHOWN = [name for name, command in COMMANDS.items() if not command.is_hidden]


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout == f"llmsurvey {llmsurvey.__version__}\n"


@pytest.mark.parametrize("name", SHOWN)
def test_the_help_of_every_command_ends_with_its_examples(run: Run, name: str) -> None:
    result = run(name, "--help", COLUMNS="60")
    assert (result.returncode, result.stderr) == (0, "")
    examples = "".join(f"\n  {example}" for example in COMMANDS[name].examples)
    assert result.stdout.endswith(f"\n\nExamples:{examples}\n")
    assert run(name, "-h", COLUMNS="60").stdout == result.stdout


@pytest.mark.parametrize(("name", "example"), [(name, each) for name in SHOWN for each in COMMANDS[name].examples])
def test_every_example_works(run: Run, name: str, example: str, tmp_path: Path) -> None:
    (tmp_path / "my-models.yaml").write_text("models:\n- {id: mine, name: Mine}\n")
    (tmp_path / "20231231.csv").write_text("Model,Average,ARC (25-shot),URL\nmine,50,50,\n")
    (tmp_path / "my-model").mkdir()
    (tmp_path / "my-model" / "README.md").write_text("---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "mine.yaml").write_text("- {name: Mine, type: model}\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text('LLM("tiiuae/falcon-7b")\n')
    (tmp_path / "policy.yaml").write_text("verdict: conditional\n")
    (tmp_path / "scores.csv").write_text("model,arc\nmine,50\nyours,40\n")
    if name in ("logs", "questions") or "--logs" in example:
        write_harness_logs(tmp_path / "results")
        if "import" not in example:
            run("logs", "import", "results")
    elif "remove" in example:
        run("import", "table", "scores.csv", "--board", "mine", "--date", "2024-01-31")
    words = shlex.split(example.partition(" > ")[0])[1:]
    result = run(*words, *(["--plain"] if name == "explore" and "--plain" not in words else []))  # without a terminal
    is_silent = (
        ("--output" in example and "import" not in example) or example.endswith("catalogue.yaml") or name == "mcp"
    )
    assert (result.returncode, result.stdout == "" and result.stderr == "") == (0, is_silent)


@pytest.mark.parametrize("name", SHOWN)
def test_every_command_has_two_or_three_examples(name: str) -> None:
    assert 2 <= len(COMMANDS[name].examples) <= 3


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_of_a_command_is_the_first_sentence_of_its_docstring(name: str) -> None:
    text = help_of(function_of(name)).partition("\n\n")[0]
    assert COMMANDS[name].summary == re.match(r".*?\.(?= |$)", text + " ", re.DOTALL)[0]  # type: ignore[index]  # it has a sentence


def test_the_help_groups_commands_in_panels(run: Run) -> None:
    text = run("--help", COLUMNS="100").stdout
    places = [text.index(f"\n{panel}:\n") for panel in ("Catalogue", "Boards", "The survey", "Data")]
    assert places == sorted(places)
    assert all(re.search(rf"^  {name} +\S", text, re.MULTILINE) for name in SHOWN)
    assert text == run("-h", COLUMNS="100").stdout


def test_without_arguments_the_help_is_shown_and_the_request_is_at_fault(run: Run) -> None:
    result = run()
    assert (result.returncode, result.stdout, result.stderr) == (2, run("--help").stdout, "")


def test_a_line_without_a_command_says_so(run: Run) -> None:
    result = run("--lang", "en")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "llmsurvey: no command is named. `llmsurvey --help` lists the options.\n"


@pytest.mark.parametrize("name", ["list", "rank", "compare"])
def test_a_help_names_the_columns_and_has_no_noise(run: Run, name: str) -> None:
    text = run(name, "--help", COLUMNS="100").stdout
    listed = re.search(r"^Columns: ([^.]+)\.", text, re.MULTILINE)
    assert listed is not None
    assert listed[1].replace("\n", " ").split(", ") == columns_of(name)
    assert text.count("more than once") == 1
    assert not re.search("<bool>|<str>|list\\[|Repeatable", text)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [40, 61, 80, 300])
@pytest.mark.parametrize("name", ["", "list", "rank"])
def test_no_line_of_a_help_is_wider_than_the_terminal(run: Run, name: str, width: int, language: str) -> None:
    from rich.cells import cell_len

    line = [name] if name else []
    text = run(*line, "--help", COLUMNS=str(width), LLMSURVEY_LANG=language).stdout
    told = re.split("^(?:Examples?|예시?):", text, maxsplit=1, flags=re.MULTILINE)[0]  # a command isn't broken
    assert max(cell_len(part) for part in told.splitlines()) <= min(width, 100)


USAGE_ERRORS = [
    ("table", "TABLE is missing."),
    ("table 5", "the survey has no table 5. There are 1 to 4."),
    ("table 0", "the survey has no table 0. There are 1 to 4."),
    ("errata --table 9", "the survey has no table 9. There are 1 to 4."),
    ("memory LLaMA@7B --context 0", "--context takes a number from 1 on."),
    ("memory LLaMA@7B --batch 10001", "--batch takes a number up to 10000."),
    ("table one", "TABLE takes a whole number."),
    ("table 1 2", "unexpected argument: 2."),
    ("list KULLM", "unexpected argument: KULLM. `llmsurvey show KULLM` takes names."),
    ("list KULLM Falcon", "unexpected argument: KULLM Falcon. `llmsurvey compare KULLM Falcon` takes names."),
    ("list --frmat csv", "no such option: --frmat. Did you mean --"),
    ("list --qqq", "no such option: --qqq."),
    ("list --limit", "--limit needs a value."),
    ("list --limit 0.5", "--limit / -n takes a whole number."),
    ("list --commercial=yes", "--commercial takes no value."),
    ("timeline --by size", "--by: size is not one of year, developer, kind."),
    ("list --format markdown", "--format / -f: markdown is not one of table, csv, md, json, jsonl, yaml, html, "),
    (
        "import lm_eval x.json",
        "FORMAT: lm_eval is not one of open-llm-leaderboard, lm-eval, every-eval-ever, table, model, ecosystem-graphs, "
        "hub-stats, model-registry, bom. Did you mean lm-",
    ),
    (
        "import /",
        "FORMAT is missing before /. It is one of open-llm-leaderboard, lm-eval, every-eval-ever, table, model, "
        "ecosystem-graphs, hub-stats, model-registry, bom.",
    ),
]


@pytest.mark.parametrize(("line", "said"), USAGE_ERRORS)
def test_what_is_wrong_with_a_line_is_said_in_one_that_says_what_is_possible(run: Run, line: str, said: str) -> None:
    result = run(*line.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"llmsurvey: {said}")


@pytest.mark.parametrize("line", [line for line, _ in USAGE_ERRORS])
def test_it_is_said_in_korean_too(run: Run, line: str) -> None:
    said = run(*line.split(), LLMSURVEY_LANG="ko").stderr
    assert re.search("[가-힣]", said)
    assert not re.search("takes|missing|unexpected|such|needs|one of|lists", said)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        (("licence", "Falcon"), ("license", "Falcon")),
        (("licences",), ("licenses",)),
        (("list", "--licence", "mit"), ("list", "--license", "mit")),
        (("list", "--commercial", "--own-licence"), ("list", "--commercial", "--own-license")),
    ],
)
def test_license_works_wherever_licence_does(run: Run, british: tuple[str, ...], american: tuple[str, ...]) -> None:
    assert run(*american).stdout == run(*british).stdout != ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("show vic", "vicuna"),
        ("show Vic", "Vicuna"),
        ("licence KULLM@", "KULLM@12.8B-v2"),
        ("list --licence cc-by-n", "cc-by-nc-4.0"),
        ("compare --benchmark kob", "kobest-hellaswag"),
        ("list --columns id,verd", "id,verdict"),
        ("list --kind fine", "finetuned"),
        ("ra", "rank"),
    ],
)
def test_the_shell_completes_names(run: Run, words: str, expected: str) -> None:
    asked = {"_LLMSURVEY_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    result = run(**asked, _TYPER_COMPLETE_ARGS=f"llmsurvey {words}")
    assert expected in [line.partition("\t")[0] for line in result.stdout.splitlines()]


def test_standard_input_is_a_registry(run: Run) -> None:
    text = "models:\n- {id: mine, name: Mine, developers: [Me]}\n"
    result = run("list", "--registry", "-", "--developer", "Me", "--format", "json", text=text)
    assert [row["id"] for row in json.loads(result.stdout)] == ["mine"]


def test_output_to_a_pipe_has_no_colour_and_is_not_cut(run: Run) -> None:
    narrow = run("list", COLUMNS="40")
    assert "\x1b" not in narrow.stdout
    assert narrow.stdout == run("list", COLUMNS="300").stdout


@pytest.mark.parametrize("format", ["csv", "md", "json", "jsonl", "yaml", "html", "latex", "xlsx", "parquet"])
def test_files_are_the_same_whatever_the_terminal_and_locale(run: Run, tmp_path: Path, format: str) -> None:
    run("list", "--format", format, "--output", "one", COLUMNS="40", LC_ALL="C", TZ="Asia/Seoul", PYTHONHASHSEED="1")
    run("list", "--format", format, "--output", "two", COLUMNS="200", LC_ALL="C.UTF-8", TZ="UTC", PYTHONHASHSEED="2")
    one, two = (tmp_path / "one").read_bytes(), (tmp_path / "two").read_bytes()
    assert one == two != b""


def test_hangul_comes_through_in_any_locale(run: Run) -> None:
    for locale in ("C", "C.UTF-8", "POSIX"):
        assert "구름" in run("show", "구름", "--columns", "field,value", LC_ALL=locale).stdout


def _on_a_terminal(arguments: list[str], **environment: str) -> str:
    """What the program prints on a terminal."""
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "llmsurvey", *arguments, "--no-pager"]
    process = subprocess.Popen(command, stdout=writer, env={**os.environ, "TERM": "xterm", **environment})
    os.close(writer)
    parts = []
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    process.wait()
    os.close(reader)
    return b"".join(parts).decode()


def test_a_terminal_has_colours_unless_no_color_is_set() -> None:
    assert "\x1b[32m" in _on_a_terminal(["list", "--commercial"], COLUMNS="120")
    assert "\x1b" not in _on_a_terminal(["list", "--commercial"], COLUMNS="120", NO_COLOR="1")


def test_binary_formats_are_not_thrown_at_a_terminal() -> None:
    assert _on_a_terminal(["list", "--format", "xlsx"]) == ""


@pytest.mark.parametrize(
    "command", [["list"], ["rank"], ["licences"], ["licence", "Vicuna"], ["compare", "-b", "hellaswag"]]
)
@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_terminal(command: list[str], width: int) -> None:
    from rich.cells import cell_len

    text = _on_a_terminal(command, COLUMNS=str(width), NO_COLOR="1")
    assert max(cell_len(line.rstrip("\r")) for line in text.split("\n")) <= width


def test_two_at_once_agree(tmp_path: Path) -> None:
    shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
    command = [sys.executable, "-m", "llmsurvey", "list", "--format", "json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) for _ in range(2)]
    one, two = (process.communicate()[0] for process in both)
    assert one == two != b""


def test_no_layer_changes_what_the_survey_prints(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("models:\n- {id: llama, name: Mine, released: 1999}\n")
    asked = ("table", "1", "--as-printed", "--format", "json")
    assert run(*asked, "--registry", "mine.yaml").stdout == run(*asked).stdout
