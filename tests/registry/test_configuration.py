"""What a configuration file may say, and how each fault of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.errors import RegistryError, RequestError
from llmsurvey.registry.configuration import (
    config_file,
    config_folder,
    configured,
    configured_registry,
    read_configuration,
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a configuration file that the environment names."""
    monkeypatch.setenv("LLMSURVEY_CONFIG", str(tmp_path / "my.toml"))
    return tmp_path / "my.toml"


def test_without_a_file_nothing_is_configured() -> None:
    assert (configured("lang"), configured_registry()) == (None, ())


def test_the_file_lies_in_the_configuration_folder() -> None:
    assert config_file() == config_folder() / "config.toml"
    config_folder().mkdir(parents=True)
    config_file().write_text('board = "mine@latest"')
    assert configured("board") == "mine@latest"


def test_every_setting_is_read(file: Path) -> None:
    values = {"lang": "ko", "board": "b", "fits": "24GB", "precision": "int4", "pager": "less -S", "color": "never"}
    file.write_text("version = 1\nregistry = ['a.yaml', '/b']\n" + "".join(f'{k} = "{v}"\n' for k, v in values.items()))
    assert read_configuration().values == values
    assert configured_registry() == (str(file.parent / "a.yaml"), "/b")


def test_a_file_that_changes_is_read_again(file: Path) -> None:
    file.write_text('fits = "24GB"')
    assert configured("fits") == "24GB"
    file.write_text('fits = "80 GB"')
    assert configured("fits") == "80 GB"


def test_the_environment_comes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('pager = "less"')
    monkeypatch.setenv("LLMSURVEY_PAGER", "most")
    assert configured("pager") == "most"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('\nboards = "x"', 'my.toml:2: unknown key "boards". Did you mean "board"? There are: '),
        ("[lang]\n", 'my.toml:1: lang takes a text in quotes: lang = "...".'),
        ("fits = 24", "my.toml:1: fits takes a text in quotes"),
        ("board = ' '", "my.toml:1: board takes a text in quotes"),
        ('lang = "fr"', 'my.toml:1: lang: "fr" is none of en, ko.'),
        ('color = "yes"', 'my.toml:1: color: "yes" is none of auto, always, never.'),
        ('registry = "a.yaml"', "my.toml:1: registry takes a list of paths"),
        ('registry = [""]', "my.toml:1: registry takes a list of paths"),
        ("version = 2", "my.toml:1: version 2 isn't known. Write version = 1."),
        ("version = true", "my.toml:1: version True isn't known"),
        ('lang = "ko\n', "my.toml:1:11: this isn't TOML: "),
        ("lang =", "my.toml: this isn't TOML: "),
        ("lang = 'en'\nlang = 'ko'", "my.toml: this isn't TOML: "),
        ("a = " + "[" * 5000, "my.toml: this isn't TOML: "),
        ("x = '" + "a" * 2**20, "my.toml is too large"),
    ],
)
def test_every_fault_is_one_line_with_its_place(file: Path, content: str, message: str) -> None:
    file.write_text(content)
    with pytest.raises(RequestError) as caught:
        read_configuration()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_file_that_is_missing_is_a_fault(file: Path) -> None:
    with pytest.raises(RequestError, match=r"LLMSURVEY_CONFIG names .*my\.toml, which can't be read: no such file"):
        read_configuration()


def test_a_file_in_another_encoding_is_a_fault(file: Path) -> None:
    file.write_bytes('lang = "한"'.encode("cp949"))
    with pytest.raises(RequestError, match=r"my\.toml isn't UTF-8"):
        read_configuration()


def test_a_folder_in_the_file_s_place_is_a_fault_of_the_machine(file: Path) -> None:
    file.mkdir()
    with pytest.raises(RegistryError, match=r"my\.toml: can't be read: is a directory"):
        read_configuration()
