"""How this installation of the program gets one of its extras."""

from __future__ import annotations

import json
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

_NAME = "llmsurvey"


def install_command(extra: str, prefix: Path | None = None) -> str:
    """Return what one types to install an extra where the program is installed, under `prefix`: by default this one's.

    pipx and uv leave a file that tells of them in what they install; anything else has pip, or had uv make it.
    """
    prefix = prefix or Path(sys.prefix)
    what = _requirement_of(extra)
    if (prefix / "pipx_metadata.json").is_file():
        words = ["pipx", "install", "--force", *what]
    elif (prefix / "uv-receipt.toml").is_file():
        words = ["uv", "tool", "install", "--force", *what]
    elif _is_made_by_uv(prefix):
        words = ["uv", "pip", "install", "--python", str(prefix), *what]
    else:
        words = [sys.executable, "-m", "pip", "install", *what]
    return shlex.join(words)


def _requirement_of(extra: str) -> list[str]:
    """Return the words that ask for the program with an extra, from the place that it was installed from."""
    try:
        origin = json.loads(distribution(_NAME).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    if origin.get("dir_info", {}).get("editable"):
        return ["--editable", f"{url2pathname(urlsplit(origin['url']).path)}[{extra}]"]
    is_local = "dir_info" in origin or "archive_info" in origin
    return [f"{_NAME}[{extra}] @ {origin['url']}" if is_local else f"{_NAME}[{extra}]"]


def _is_made_by_uv(prefix: Path) -> bool:
    """Whether uv made the environment, which has no pip then."""
    try:
        settings = (prefix / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return any(line.split("=")[0].strip() == "uv" for line in settings.splitlines())
