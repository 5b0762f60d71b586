"""What kind of file one is, by its name: which of the readers looks at it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

Kind = Literal["python", "notebook", "script", "settings", "commands", "card"]
"""Python code, a notebook, code of other languages, keys and values, command lines, or Markdown with front matter."""

_SETTINGS = (".yaml", ".yml", ".json", ".jsonc", ".toml", ".ini", ".cfg", ".conf", ".env", ".properties")
_SCRIPTS = (
    ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".rs", ".go", ".java", ".kt",
    ".kts", ".scala", ".groovy", ".gradle", ".cs", ".fs", ".swift", ".dart", ".php", ".rb", ".ex", ".exs", ".jl", ".r",
    ".lua", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".m", ".mm", ".zig", ".nim",
)  # fmt: skip
_TEMPLATES = (".tpl", ".tmpl", ".gotmpl", ".j2", ".jinja", ".jinja2", ".tf", ".tfvars", ".hcl", ".nix", ".template")
"""What becomes settings or command lines: charts of Helm, Terraform, playbooks."""

_COMMANDS = (".sh", ".bash", ".zsh", ".fish", ".bat", ".ps1", ".mk", ".slurm", ".sbatch", ".service", ".dockerfile")
_BY_SUFFIX: dict[str, Kind] = {
    ".py": "python",
    ".pyi": "python",
    ".ipynb": "notebook",
    **dict.fromkeys(_SCRIPTS, "script"),
    **dict.fromkeys((*_SETTINGS, *_TEMPLATES), "settings"),
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
