"""What kind of file one is, by its name: which of the readers looks at it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

Kind = Literal["python", "notebook", "script", "settings", "commands", "card"]
"""Python code, a notebook, JavaScript, keys and values, command lines, or Markdown with front matter."""

_SETTINGS = (".yaml", ".yml", ".json", ".jsonc", ".toml", ".ini", ".cfg", ".conf", ".env", ".properties")
_COMMANDS = (".sh", ".bash", ".zsh", ".fish", ".bat", ".ps1", ".mk", ".slurm", ".sbatch", ".service", ".dockerfile")
_BY_SUFFIX: dict[str, Kind] = {
    ".py": "python",
    ".pyi": "python",
    ".ipynb": "notebook",
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"), "script"),
    **dict.fromkeys(_SETTINGS, "settings"),
    **dict.fromkeys(_COMMANDS, "commands"),
    **dict.fromkeys((".md", ".mdx", ".markdown"), "card"),
}
_RUN_BY_NAME = ("dockerfile", "containerfile", "makefile", "gnumakefile", "justfile", "procfile", "modelfile")
_BY_NAME: dict[str, Kind] = {**dict.fromkeys(_RUN_BY_NAME, "commands"), ".env": "settings"}

_LOCKS = {"package-lock.json", "composer.lock", "pipfile.lock", "tokenizer.json", "vocab.json"}
"""Files that programs write, which name packages, or tokens."""

_PACKED = (".min.js", ".min.mjs", ".bundle.js", ".d.ts")
"""Scripts that programs write."""


def kind_of_file(name: str) -> Kind | None:
    """Return the kind of a file by its name; None for one that names no models as far as is known."""
    lower = name.lower()
    if lower in _LOCKS or lower.endswith(_PACKED):
        return None
    if lower in _BY_NAME:
        return _BY_NAME[lower]
    suffix = PurePath(lower).suffix
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if lower.startswith(("dockerfile.", "dockerfile-", "containerfile.")):
        return "commands"
    if lower.startswith((".env.", "env.")) or lower.endswith(".env.example"):
        return "settings"
    if suffix in (".txt", ".in") and ("requirements" in lower or "constraints" in lower):
        return "commands"
    return None
