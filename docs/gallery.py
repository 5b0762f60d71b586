"""Makes the pictures of the gallery by the commands that stand below them, in `docs/pictures/`.

A picture of `docs/gallery.md` is followed by a block with its command: `plot` gives the picture itself, what prints is
shown as on a terminal, and `explore` as its screen. How large that is, its colours and the keys that are pressed stand
behind the command: `# 100x30, light: / 구름 Enter`.
"""

from __future__ import annotations

import asyncio
import fcntl
import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from llmsurvey.cli import explore
from llmsurvey.cli.app import carry_out
from llmsurvey.cli.hints import as_typed
from llmsurvey.cli.language import speak_language
from llmsurvey.messages import show_hints_by

sys.path.insert(0, str(Path(__file__).parent.parent))
from docs.examples import acting_in, surroundings
from docs.screens import show_cursors, smaller_svg

FOLDER = Path(__file__).with_name("pictures")
PAGE = Path(__file__).with_name("gallery.md")

_SHOWN = re.compile(r"\(pictures/([\w-]+\.svg)\)\]?[^\n]*\n\n```sh\n(llmsurvey [^\n#]*?)(?:\s+# ([^\n]*))?\n```")
_SCREEN = re.compile(r"(\d+)x(\d+)(?:, (\w+))?(?:: (.*))?")
_NAMED = ("Enter", "Down", "Up", "Left", "Right", "Tab", "Space", "Escape")
"""Keys that are written by their names; of whatever else is written each letter is typed."""


_COLOURS = TerminalTheme(
    background=(0x14, 0x17, 0x1C),
    foreground=(0xE8, 0xEB, 0xF0),
    normal=[
        *((0x14, 0x17, 0x1C), (0xFF, 0x9D, 0x94), (0x7E, 0xE2, 0xA8), (0xF0, 0xC9, 0x6B)),
        *((0x8A, 0xB4, 0xF8), (0xD7, 0xA6, 0xF5), (0x7C, 0xD6, 0xE0), (0xE8, 0xEB, 0xF0)),
    ],
)
"""The colours of a terminal, which are those of the browser."""


class Shown(NamedTuple):
    """A picture of the gallery: its file, the command that makes it, and on which screen."""

    file: str
    command: str
    width: int
    height: int
    colours: str
    keys: Sequence[str]


def shown_on(page: str) -> list[Shown]:
    """Return the pictures of a page, each with its command."""
    return [_read(*match.groups()) for match in _SHOWN.finditer(page)]


def _read(file: str, command: str, screen: str | None) -> Shown:
    match = _SCREEN.fullmatch(screen or "100x40")
    if match is None:
        raise ValueError(f"{file}: {screen!r} is no screen such as `100x30, light: / word Enter`")
    width, height, colours, keys = match.groups()
    pressed = [key for word in (keys or "").split() for key in ([word.lower()] if word in _NAMED else word)]
    return Shown(file, command, int(width), int(height), colours or "dark", pressed)


def picture_of(shown: Shown, folder: Path) -> str:
    """Return a picture as SVG; its command acts in an empty `folder`."""
    words = shlex.split(shown.command)[1:]
    if words[0] == "explore":
        with acting_in(folder):
            return _screen_of(shown, words)
    if words[0] == "plot":
        subprocess.run([*_program(), *words], cwd=folder, env=surroundings(folder), check=True)
        return (folder / shown.file).read_text(encoding="utf-8")
    return _terminal_of(shown, words, folder)


def _program() -> list[str]:
    return [sys.executable, "-m", "llmsurvey"]


def _screen_of(shown: Shown, words: list[str]) -> str:
    """Return the browser's screen after the keys are pressed."""
    from llmsurvey.browse.app import Browser, Surroundings
    from llmsurvey.browse.session import Session

    pictures = []

    async def press_keys(app: Browser) -> None:
        async with app.run_test(size=(shown.width, shown.height)) as pilot:
            await pilot.pause()
            for key in shown.keys:
                await pilot.press(key)
                await pilot.pause()
            await pilot.pause(0.5)
            await show_cursors(pilot)
            pictures.append(app.export_screenshot(simplify=True))

    def run(session: Session) -> None:
        app = Browser(session, Surroundings(lambda *_: None, (".csv",)), theme=shown.colours)
        asyncio.run(press_keys(app))

    speak_language(words)
    show_hints_by(as_typed)
    with patch.object(explore, "_check_terminal"), patch.object(explore, "_explore_on_screen", run):
        carry_out(words)
    (picture,) = pictures
    return str(smaller_svg(picture))


def _terminal_of(shown: Shown, words: list[str], folder: Path) -> str:
    """Return what a command prints on a terminal, below the command."""
    console = Console(width=shown.width, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {shown.command}", style="bold"))
    console.print(Text.from_ansi(_printed(words, shown, folder)))
    return str(smaller_svg(console.export_svg(title="llmsurvey", theme=_COLOURS, unique_id="terminal-0")))


def _printed(words: list[str], shown: Shown, folder: Path) -> str:
    """Return what the program writes to a terminal of the picture's size, colours and all."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", shown.height, shown.width, 0, 0))
    environment = {**surroundings(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    command = [*_program(), *words, "--no-pager"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=its, stderr=subprocess.PIPE) as process:
        os.close(its)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # the other side is closed
            pass
        _, said = process.communicate()
    os.close(ours)
    if process.returncode:
        raise RuntimeError(said.decode())
    return b"".join(parts).decode().replace("\r\n", "\n").rstrip("\n")


def make_pictures(target: Path) -> None:
    """Make every picture of the gallery anew in a folder, and leave no other there."""
    target.mkdir(exist_ok=True)
    pictures = shown_on(PAGE.read_text(encoding="utf-8"))
    for shown in pictures:
        with tempfile.TemporaryDirectory() as folder:
            (target / shown.file).write_text(picture_of(shown, Path(folder)), encoding="utf-8")
    for file in target.glob("*.svg"):
        if file.name not in {shown.file for shown in pictures}:
            file.unlink()


if __name__ == "__main__":
    make_pictures(FOLDER)
