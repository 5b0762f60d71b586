"""What the shell offers when Tab is pressed: names, and nothing that it could run."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import Run

from llmsurvey.cli import offered_names
from llmsurvey.registry import name_index
from llmsurvey.registry.registry import Registry

pytestmark = pytest.mark.usefixtures("warm_cache")

SHELLS = ("bash", "zsh", "fish", "powershell")
EVIL = r"""
models:
- {id: a1, name: "zz1\\", developers: ["zz $(touch FILE)"]}
- {id: a2, name: "zz2 <(touch FILE)"}
- {id: a3, name: "zz3\\"}
- {id: a4, name: "zz4$(touch FILE)", aliases: ["zz`touch FILE`", "zz;touch FILE;", "zz|touch FILE"]}
- {id: a5, name: "zz5\e]0;pwn\a"}
- {id: a6, name: "zz6\nzz-second line"}
- {id: a7, name: "zz7'\"", sizes: [{name: "7B"}, {name: "$(touch FILE)"}, {name: "7B;touch FILE"}]}
- {id: a8, name: "zz8 fine", aliases: ["zz*", "zz~/x", "zz{a,b}", "zz!!", "zz\\u0007"]}
- {id: zz-id, name: "구름$(touch FILE)"}
"""
"""Names that a shell which reads them again would carry out, by what each of the shells has for that."""


def offered(run: Run, shell: str, words: str, **environment: str) -> str:
    """What the program answers a shell that asks to complete the last of some words.

    Bash asks for what stands behind a blank or a =, and from an @ on, outside of quotes.
    """
    line = f"llmsurvey {words}"
    word = re.split(r"(?<!\\) ", line)[-1]
    quoted = re.search("['\"](.*)", line)
    part = quoted[1] if quoted else re.split(r"=|(?=@)", word)[-1]
    asked = {
        "_LLMSURVEY_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": part if shell == "bash" else word,
    }
    return run(**{**asked, **environment}).stdout


@pytest.fixture(scope="module")
def evil_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one layer for all tests, so that it is compiled once."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "evil.yaml").write_text(EVIL.replace("FILE", str(folder / "made")))
    return folder


@pytest.fixture
def evil(evil_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A layer of names that shells would carry out; gives the file that each of them would make."""
    monkeypatch.setenv("LLMSURVEY_REGISTRY", str(evil_folder / "evil.yaml"))
    made = evil_folder / "made"
    made.unlink(missing_ok=True)
    return made


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("words", ["show zz", "list --developer zz", "licence a7@"])
def test_only_harmless_names_are_offered(run: Run, evil: Path, shell: str, words: str) -> None:
    text = offered(run, shell, words)
    names = re.findall(r'"([^"]*)"', text) if shell == "zsh" else re.sub(r":::.*|\\(?= )|'", "", text).splitlines()
    expected = {"show": {"zz8 fine", "zz-id"}, "list": set(), "licence": {"@7B" if shell == "bash" else "a7@7B"}}
    assert {name for name in names if name} == expected.get(words.split()[0], expected["show"])


@given(st.text(min_size=1, max_size=20))
def test_what_is_offered_is_a_word_to_every_shell(name: str) -> None:
    offers = offered_names._offer_names(lambda: [name], "")
    assert all(re.fullmatch(r"-?\w[\w ,.@+/-]*", offer) for offer in offers)
    assert offers == [name] or not name.isalnum()


@pytest.mark.parametrize("sign", [chr(code) for code in range(128) if not re.match(r"[\w ,.@+/-]", chr(code))])
def test_no_sign_that_a_shell_knows_is_offered(sign: str) -> None:
    assert offered_names._offer_names(lambda: [sign, f"a{sign}b", f"{sign}a", f"a{sign}"], "") == []


@pytest.mark.parametrize("name", ["--force=x", "~", "@x", " x", "../x", "+x", "x\u202e", "x\u200b", "x\x9b", "x\ud800"])
def test_no_name_that_begins_or_hides_something_is_offered(name: str) -> None:
    assert offered_names._offer_names(lambda: [name], "") == []


def test_harmless_names_and_every_id_of_the_catalogue_are_offered(registry: Registry) -> None:
    assert {model.id for model in registry.models} <= set(offered_names.complete_models(""))
    assert {"KULLM", "구름", "GPT-J"} <= set(offered_names.complete_models(""))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_registry_at_fault_offers_nothing(run: Run, tmp_path: Path, shell: str) -> None:
    (tmp_path / "bad.yaml").write_text("models: {")
    assert "vicuna" not in offered(run, shell, "show vic", LLMSURVEY_REGISTRY=str(tmp_path / "bad.yaml"))


def test_a_fault_is_found_once_however_many_kinds_of_names_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.yaml").write_text("models: {")
    monkeypatch.setenv("LLMSURVEY_REGISTRY", str(tmp_path / "bad.yaml"))
    collect = Mock(side_effect=name_index._collect_names)
    monkeypatch.setattr(name_index, "_collect_names", collect)
    assert offered_names.complete_records("vic") == []
    assert collect.call_count == 1


def test_standard_input_is_never_waited_for(run: Run) -> None:
    reader, writer = os.pipe()
    asked = {"_LLMSURVEY_COMPLETE": "complete_bash", "_TYPER_COMPLETE_ARGS": "llmsurvey show vic"}
    environment = {**os.environ, **asked, "LLMSURVEY_REGISTRY": "-"}
    command = [sys.executable, "-m", "llmsurvey"]
    result = subprocess.run(command, env=environment, stdin=reader, capture_output=True, timeout=120)
    os.close(reader)
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line", ["", " ", "llmsurvey", "llmsurvey \\", "llmsurvey '", 'llmsurvey show "@', "llmsurvey list =", "²"]
)
def test_a_question_without_sense_has_no_traceback(run: Run, shell: str, line: str) -> None:
    asked = {"_LLMSURVEY_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    result = run(**asked, _TYPER_COMPLETE_WORD_TO_COMPLETE="x", _TYPER_COMPLETE_FISH_ACTION="get-args")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("licence KULLM@", "@12.8B-v2"),
        ("licence KULLM@12", "@12.8B-v2"),
        ("compare LLaMA@7B KULLM@5", "@5.8B-v2"),
        ("rank open-llm-leaderboard@2023-07-28", "@2023-07-28"),
        ("list --developer Stab", r"Stability\ AI"),
        ("list --developer=Stab", r"Stability\ AI"),
        ('list --developer "Stab', "Stability AI"),
        ("list --developer 'Stab", "Stability AI"),
        ("show Dolly\\ 2.0@12", "@12B"),
        ('show "Dolly 2.0@12', "Dolly 2.0@12B"),
        ("list --format=cs", "csv"),
    ],
)
def test_bash_gets_what_it_replaces(run: Run, words: str, expected: str) -> None:
    """Bash replaces a word from an @ on, or behind a =, and types what it is given as it is."""
    assert expected in offered(run, "bash", words).splitlines()


def test_a_word_behind_a_blank_is_not_joined_to_an_at_sign(run: Run) -> None:
    assert "vicuna" in offered(run, "bash", "compare KULLM@ ").splitlines()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rank open", {"open-llm-leaderboard"}),
        ("rank open-llm-leaderboard@l", {"open-llm-leaderboard@latest"}),
        ("history --board open", {"open-llm-leaderboard"}),
        ("errata E11", {"E11"}),
        ("errata --kind me", {"metric"}),
        ("claims C61", {"C61"}),
        ("list --language k", {"ko"}),
        ("list --lang k", {"ko"}),
        ("memory KULLM@5.8B-v2 --gpu RTX-4090", {"RTX-4090"}),
        ("memory KULLM@5.8B-v2 --precision Q4_K", {"Q4_K_M", "Q4_K_S"}),
        ("list --columns name,-verd", {"name,-verdict"}),
        ("list --columns +verd", {"+verdict"}),
        ("cite open-llm-leaderboard@2023-05-2", {"open-llm-leaderboard@2023-05-23", "open-llm-leaderboard@2023-05-26"}),
        ("list --format=y", {"--format=yaml"}),
        ("list --commercial=", set()),
    ],
)
def test_whatever_has_names_is_completed(run: Run, words: str, expected: set[str]) -> None:
    names = set(offered(run, "fish", words).splitlines())
    assert expected <= names
    assert expected or not names


def test_powershell_gets_quotes_where_it_needs_them(run: Run) -> None:
    assert offered(run, "powershell", "list --developer Stab") == "'Stability AI'::: \n"
    assert "\nvicuna-7b::: \n" in offered(run, "powershell", "show vicuna-7")


# Real shells, as far as they are installed.


class _Terminal:
    """An interactive shell that has loaded the offered_names, on a terminal of its own."""

    START: ClassVar = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"], "fish": ["--no-config", "-i"]}
    LOAD: ClassVar = {
        "bash": 'eval "$(llmsurvey --show-completion)"',
        "zsh": 'autoload -U compinit; compinit -u -D; eval "$(llmsurvey --show-completion)"',
        "fish": "llmsurvey --show-completion | source",
    }

    def __init__(self, shell: str, folder: Path) -> None:
        places = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder)}
        settings = {"TERM": "xterm" if shell == "fish" else "dumb", "PS1": "$ ", "LC_ALL": "C.UTF-8"}
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(folder)
            os.execvpe(shell, [shell, *self.START[shell]], {**os.environ, **places, **settings})
        self.type(f"{self.LOAD[shell]}; echo load''ed\n", until="loaded")

    def type(self, text: str, until: str, seconds: float = 30) -> str:
        """What comes on the screen until a text does, or time runs out."""
        os.write(self.terminal, text.encode())
        screen, end = b"", time.monotonic() + seconds
        while until.encode() not in screen and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.1)[0]:
                screen += os.read(self.terminal, 65536)
        return screen.decode(errors="replace")

    def close(self) -> None:
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


@pytest.fixture(params=["bash", "zsh", "fish"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path, evil: Path) -> Iterator[_Terminal]:
    shell = str(request.param)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} isn't installed")
    opened = _Terminal(shell, tmp_path)
    yield opened
    opened.close()


def test_no_name_is_carried_out_by_a_real_shell(terminal: _Terminal, evil: Path) -> None:
    assert "zz-id" in terminal.type("llmsurvey show zz\t\t", until="zz-id")
    terminal.type("\x15llmsurvey list --developer zz\t\t", until="\x07", seconds=3)
    assert not evil.exists()


def test_a_size_is_completed_by_a_real_shell(terminal: _Terminal) -> None:
    assert "5.8B-v2" in terminal.type("llmsurvey licence KULLM@5\t", until="5.8B-v2")


@pytest.mark.parametrize(
    ("typed", "arguments"),
    [
        ("show Dolly\\ 2", "[show][Dolly 2.0]"),
        ('show "Dolly 2.0@1', "[show][Dolly 2.0@12B]"),
        ("show Dolly\\ 2.0@1", "[show][Dolly 2.0@12B]"),
        ("list --developer=Stab", "[list][--developer=Stability AI]"),
    ],
)
def test_a_real_shell_puts_what_was_meant_on_the_line(
    terminal: _Terminal, tmp_path: Path, typed: str, arguments: str
) -> None:
    (tmp_path / "tell").write_text('printf "[%s]" "$@"; echo\n')
    terminal.type(f"llmsurvey {typed}\t", until="\0", seconds=3)
    terminal.type("\x01bash tell \x05", until="\0", seconds=0.5)
    assert f"[llmsurvey]{arguments}" in terminal.type("\n", until=arguments, seconds=5)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_installed_completion_keeps_what_was_there(run: Run, tmp_path: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} isn't installed")
    started = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".profile"}[shell]
    mine = "alias x=y  # 구름\n".encode() + b"# \xff\n"
    (tmp_path / "dotfiles").write_bytes(mine)
    (tmp_path / "dotfiles").chmod(0o600)
    (tmp_path / started).symlink_to("dotfiles")
    command = f"{sys.executable} -m llmsurvey --install-completion; true"  # so that the shell stays its parent
    for _ in range(2):
        environment = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "POSIX", "PYTHONUTF8": "0"}
        result = subprocess.run([shell, "-c", command], env=environment, capture_output=True, text=True)
        assert f"{shell} completion installed" in result.stdout
    kept = (tmp_path / started).read_bytes()
    assert kept.startswith(mine.rstrip())
    assert (tmp_path / started).is_symlink()
    assert (tmp_path / "dotfiles").stat().st_mode & 0o777 == 0o600
    assert kept.count(b"source") <= 1


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    command = f"{sys.executable} -m llmsurvey --install-completion; exit $?"
    environment = {**os.environ, "HOME": "/dev/null"}
    result = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
