"""Puts the completion where a shell looks for it when it starts, and loses nothing that is there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from llmsurvey.atomic import write_atomically
from llmsurvey.cli.shells import SCRIPTS, script_of
from llmsurvey.cli.tell import NAME
from llmsurvey.errors import OutputError
from llmsurvey.messages import say

_ZSH_LINE = "fpath+=~/.zfunc; autoload -Uz compinit; compinit"
_ZSH_STYLE = "zstyle ':completion:*' menu select"


def shell_in_use() -> str:
    """Return the name of the shell that runs the program. Raises OutputError for one that can't be helped."""
    import shellingham

    try:
        name: str = shellingham.detect_shell()[0]
    except shellingham.ShellDetectionFailure:
        name = ""
    if name not in SCRIPTS:
        raise OutputError(
            say("completion is for {shells}, and none of them runs this command.", shells=", ".join(SCRIPTS))
        )
    return name


def install_completion() -> tuple[str, Path]:
    """Install the completion of the shell that runs the program, and return its name and the file.

    Raises OutputError for a shell that can't be helped, OSError for files that can't be written.
    """
    shell = shell_in_use()
    install = {"bash": _install_bash, "zsh": _install_zsh, "fish": _install_fish}.get(shell)
    return shell, install() if install else _install_powershell(shell)


def _install_bash() -> Path:
    script = Path.home() / ".bash_completions" / f"{NAME}.sh"
    _add_lines(Path.home() / ".bashrc", [f"source '{script}'"])
    _write_file(script, f"{script_of('bash')}\n".encode())
    return script


def _install_zsh() -> Path:
    script = Path.home() / ".zfunc" / f"_{NAME}"
    startup = Path.home() / ".zshrc"
    has_style = b"zstyle" in _read_content(startup)
    _add_lines(startup, [_ZSH_LINE] if has_style else [_ZSH_LINE, _ZSH_STYLE])
    _write_file(script, f"{script_of('zsh')}\n".encode())
    return script


def _install_fish() -> Path:
    script = Path.home() / ".config" / "fish" / "completions" / f"{NAME}.fish"
    _write_file(script, f"{script_of('fish')}\n".encode())
    return script


def _install_powershell(shell: str) -> Path:
    """Add the completion to the profile of PowerShell, which may run scripts from now on."""
    policy = ["Set-ExecutionPolicy", "Unrestricted", "-Scope", "CurrentUser"]
    subprocess.run([shell, "-Command", *policy], check=False)  # noqa: S603 (the shell that runs the program)
    asked = subprocess.run([shell, "-NoProfile", "-Command", "echo", "$profile"], check=True, stdout=subprocess.PIPE)  # noqa: S603
    profile = Path(asked.stdout.decode(errors="replace").strip())
    if script_of(shell).encode() not in _read_content(profile):
        _write_file(profile, _read_content(profile) + f"\n{script_of(shell)}\n".encode())
    return profile


def _add_lines(startup: Path, lines: list[str]) -> None:
    """Add the lines that aren't there to a file that a shell runs when it starts, whatever its encoding."""
    content = _read_content(startup)
    missing = [line for line in lines if line.encode() not in content]
    if missing:
        end = b"" if content.endswith(b"\n") or not content else b"\n"
        _write_file(startup, content + end + "".join(f"{line}\n" for line in missing).encode())


def _read_content(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _write_file(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, where the path, or the link there, leads."""
    target = Path(os.path.realpath(file))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, content)
