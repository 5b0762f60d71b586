"""The standard streams: closed, full, without a reader, and in any locale."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from llmsurvey.cli.commands import COMMANDS

pytestmark = pytest.mark.usefixtures("warm_cache")

PROGRAM = f"{sys.executable} -m llmsurvey"
ANSWERS = ["list", "lineage KULLM", "export", "schema", "list --format parquet", "validate --no-warnings"]
PRINTED = ["--help", "list --help", "--version", "--show-completion", ""]
"""What libraries print; without any argument that is the help."""
FAILURES = [("list --nope", 2), ("show nothing-of-the-kind", 2), ("list --registry none.yaml", 1), ("", 2)]

ASCII = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES = [ASCII, *({"PYTHONIOENCODING": name} for name in ("ascii:strict", "latin-1", "cp949"))]
SPOKEN = ["validate --no-warnings", "list --help", "show 구름", "show 없는모델", "list --registry 없음.yaml"]


Spoken = dict[str, subprocess.CompletedProcess[bytes]]


def shell(line: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `llmsurvey` with a line of arguments and redirections, by a shell."""
    command = ["bash", "-c", f"{PROGRAM} {line}"]
    return subprocess.run(command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True)


@pytest.mark.parametrize("line", [*ANSWERS, *PRINTED])
def test_closed_standard_output_is_one_line(tmp_path: Path, line: str) -> None:
    result = shell(f"{line} >&-", tmp_path)
    assert result.returncode == 1
    assert result.stderr == b"llmsurvey: standard output is closed. Send it to a file: > FILE\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("line", [*ANSWERS, *PRINTED])
def test_full_standard_output_is_one_line(tmp_path: Path, line: str) -> None:
    result = shell(f"{line} >/dev/full", tmp_path)
    assert result.returncode == 1
    assert result.stderr == b"llmsurvey: standard output can't be written: no space left on device.\n"


@pytest.mark.parametrize("line", [*ANSWERS, *PRINTED])
def test_a_reader_that_goes_away_ends_quietly(tmp_path: Path, line: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run([*PROGRAM.split(), *line.split()], stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path)
    os.close(writer)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(("line", "code"), FAILURES)
def test_the_exit_code_tells_without_standard_error(tmp_path: Path, line: str, code: int, where: str) -> None:
    result = shell(f"{line} {where}", tmp_path)
    assert result.returncode == code
    assert line == "" or result.stdout == b""


@pytest.mark.parametrize("where", ["<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize(
    ("line", "code"), [("list --nope", 2), ("list", 1), ("--help", 1), ("list --output out.csv", 0)]
)
def test_the_exit_code_tells_without_any_stream(tmp_path: Path, line: str, code: int, where: str) -> None:
    assert shell(f"{line} {where}", tmp_path).returncode == code
    assert (tmp_path / "out.csv").exists() == (code == 0)


def test_notices_are_not_answers_where_standard_error_is_closed(tmp_path: Path) -> None:
    result = shell("export out 2>&-", tmp_path)
    assert (result.returncode, result.stdout) == (0, b"")


@pytest.mark.parametrize("line", ["list --output out.csv", "export out.yaml"])
def test_no_file_gets_the_number_of_a_closed_stream(tmp_path: Path, line: str) -> None:
    """What a library prints by number would stand in the middle of it."""
    (tmp_path / "print.py").write_text(
        "import os, sys, llmsurvey.cli.app as app; from llmsurvey.cli import main; run = app.run\n"
        "def noisy(arguments):\n"
        "    opened = os.open('any', os.O_CREAT | os.O_WRONLY); os.write(1, b'noise'); os.write(2, b'noise')\n"
        "    return run(arguments)\n"
        "app.run = noisy; main()\n"
    )
    command = f"{sys.executable} print.py {line} <&- >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], cwd=tmp_path).returncode == 0
    assert (tmp_path / "any").read_bytes() == b""


@pytest.mark.parametrize(
    "line", ["list --registry -", "rank -", "validate -", "import table - --board b --date 2024-01-01"]
)
@pytest.mark.parametrize("where", ["<&-", "0>/dev/null"])
def test_standard_input_that_cannot_be_read_is_one_line(tmp_path: Path, line: str, where: str) -> None:
    result = shell(f"{line} {where}", tmp_path, XDG_DATA_HOME=str(tmp_path))
    told = [text for text in result.stderr.splitlines() if b"Nothing was loaded" not in text]
    assert (result.returncode, result.stdout, len(told)) == (1, b"", 1)
    assert b"can't be read" in told[0]


def test_output_that_does_not_wait_is_waited_for(tmp_path: Path) -> None:
    """A program that starts this one may have set its pipe not to block; what finds no room isn't lost."""
    whole = shell("export", tmp_path).stdout
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen([*PROGRAM.split(), "export"], stdout=writer, cwd=tmp_path)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        assert file.read() == whole
    assert process.wait() == 0


def test_streams_without_buffers_are_written_to(tmp_path: Path) -> None:
    result = shell("show KULLM --lang ko", tmp_path, PYTHONUNBUFFERED="1")
    assert result.stdout == shell("show KULLM --lang ko", tmp_path).stdout != b""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory, one_cache: Path) -> Spoken:
    """What the program says in Korean where the locale is one of UTF-8."""
    folder = tmp_path_factory.mktemp("spoken")
    usual = {"XDG_CACHE_HOME": str(one_cache), "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    return {line: shell(f"{line} --lang ko", folder, **usual) for line in SPOKEN}


@pytest.mark.parametrize("environment", LOCALES, ids=lambda environment: ",".join(environment.values()))
@pytest.mark.parametrize("line", SPOKEN)
def test_korean_is_utf_8_in_any_locale(tmp_path: Path, spoken: Spoken, line: str, environment: dict[str, str]) -> None:
    usual = spoken[line]
    result = shell(f"{line} --lang ko", tmp_path, COLUMNS="100", **environment)
    assert re.search("[가-힣]", result.stdout.decode() + result.stderr.decode())
    assert (result.returncode, result.stdout, result.stderr) == (usual.returncode, usual.stdout, usual.stderr)


def test_the_help_of_every_command_is_korean_in_ascii(tmp_path: Path) -> None:
    names = [name for name, command in COMMANDS.items() if not command.is_hidden]
    (tmp_path / "helps.py").write_text(
        "import sys; from llmsurvey.cli import main\n"
        f"for name in {names}:\n"
        "    sys.argv[1:] = [name, '--help', '--lang', 'ko']\n"
        "    try: main()\n"
        "    except SystemExit as end: assert end.code == 0\n"
    )
    result = subprocess.run(
        [sys.executable, "helps.py"], cwd=tmp_path, env={**os.environ, **ASCII}, capture_output=True
    )
    assert (result.returncode, result.stderr) == (0, b"")
    helps = result.stdout.decode().split("사용법: llmsurvey ")[1:]
    assert [text.split()[0] for text in helps] == names
    assert all(re.search("[가-힣]{2}", text) for text in helps)


def test_files_with_names_in_hangul_are_used_in_ascii(tmp_path: Path) -> None:
    (tmp_path / "내것.yaml").write_text("models:\n- {id: mine, name: 내 모델}\n")
    result = shell("list --registry 내것.yaml --where id=mine --output 답.csv", tmp_path, **ASCII)
    assert (result.returncode, result.stderr) == (0, b"")
    assert "내 모델" in (tmp_path / "답.csv").read_text()


def test_completion_in_ascii_offers_hangul(tmp_path: Path) -> None:
    asked = {"_LLMSURVEY_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    asked["_TYPER_COMPLETE_ARGS"] = "llmsurvey show 구름"
    assert shell("", tmp_path, **asked, **ASCII).stdout.decode().splitlines()[:1] == ["구름"]


def test_the_help_has_descriptions_without_docstrings(tmp_path: Path) -> None:
    usual = shell("list --help", tmp_path, COLUMNS="100")
    command = [sys.executable, "-OO", "-m", "llmsurvey", "list", "--help"]
    result = subprocess.run(command, env={**os.environ, "COLUMNS": "100"}, capture_output=True)
    assert result.stdout == usual.stdout
    assert b"List the models that fit" in usual.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_the_program_at_once(tmp_path: Path, number: int) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    command = [*PROGRAM.split(), "list", "--registry", "pipe.yaml", "--output", "out.csv"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with (tmp_path / "pipe.yaml").open("wb"):  # opens once the program reads there
        process.send_signal(number)
        assert process.communicate(timeout=120)[0] == b""
    assert process.returncode == -number
    assert not (tmp_path / "out.csv").exists()


def test_ctrl_c_ends_the_program_quietly(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    command = [*PROGRAM.split(), "list", "--registry", "pipe.yaml", "--output", "out.csv"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with (tmp_path / "pipe.yaml").open("wb"):
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=120)[0] == b""
    assert process.returncode == 130
