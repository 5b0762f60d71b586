"""How an installation gets an extra: by what it was made by."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from llmsurvey import installation
from llmsurvey.errors import MissingExtraError
from llmsurvey.installation import install_command


@pytest.fixture
def origin(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """What `direct_url.json` holds; it isn't there where the package index was asked."""
    content: dict[str, str | None] = {"direct_url.json": None}
    monkeypatch.setattr(installation, "distribution", lambda name: SimpleNamespace(read_text=content.get))
    return content


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("pipx_metadata.json", "{}", "pipx install --force 'llmsurvey[xlsx]'"),
        ("uv-receipt.toml", "[tool]", "uv tool install --force 'llmsurvey[xlsx]'"),
        ("pyvenv.cfg", "home = /usr\nuv = 0.9.1\n", "uv pip install --python {prefix} 'llmsurvey[xlsx]'"),
        ("pyvenv.cfg", "home = /home/uv\n", f"{sys.executable} -m pip install 'llmsurvey[xlsx]'"),
        ("pyvenv.cfg", "\udcff", f"{sys.executable} -m pip install 'llmsurvey[xlsx]'"),
        ("other", "", f"{sys.executable} -m pip install 'llmsurvey[xlsx]'"),
    ],
)
def test_each_kind_of_installation_gets_it_its_own_way(
    origin: dict[str, str | None], tmp_path: Path, file: str, text: str, expected: str
) -> None:
    (tmp_path / file).write_bytes(text.encode(errors="surrogateescape"))
    assert install_command("xlsx", tmp_path) == expected.format(prefix=tmp_path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ('{"url": "file:///a%20b", "dir_info": {"editable": true}}', "--editable '/a b[xlsx]'"),
        ('{"url": "file:///a", "dir_info": {}}', "'llmsurvey[xlsx] @ file:///a'"),
        ('{"url": "file:///a.whl", "archive_info": {}}', "'llmsurvey[xlsx] @ file:///a.whl'"),
        ("no json", "'llmsurvey[xlsx]'"),
    ],
)
def test_it_comes_from_where_the_program_came_from(
    origin: dict[str, str | None], tmp_path: Path, url: str, expected: str
) -> None:
    origin["direct_url.json"] = url
    assert install_command("xlsx", tmp_path).endswith(f" -m pip install {expected}")


def test_the_error_is_one_line_that_one_can_type(origin: dict[str, str | None]) -> None:
    message = str(MissingExtraError("--format xlsx", "xlsx"))
    assert message.endswith("-m pip install 'llmsurvey[xlsx]'")
    assert "\n" not in message
