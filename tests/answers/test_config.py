"""Every setting with where its value comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.answers.config import ConfigQuestion, list_settings
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.registry.layers import user_registry_folder


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a configuration file that the environment names."""
    (tmp_path / "my.toml").write_text('lang = "ko"\nboard = "mine"\npager = "more"\nregistry = ["a.yaml"]\n')
    monkeypatch.setenv("LLMSURVEY_CONFIG", str(tmp_path / "my.toml"))
    for name in ("PAGER", "LLMSURVEY_PAGER", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "my.toml"


def settings(question: ConfigQuestion | None = None, library: Library | None = None) -> dict[str, list[object]]:
    """The value, the origin and the place of each setting; of several values the last."""
    answer = list_settings(library or Library(), question or ConfigQuestion())
    return {entry.setting: [entry.value, entry.origin, entry.where] for entry in answer.entries}


def test_without_anything_every_setting_is_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGER", "LLMSURVEY_PAGER", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert {origin for _, origin, _ in settings().values()} == {"built in"}


def test_what_the_file_says_names_the_file(file: Path) -> None:
    assert settings()["board"] == ["mine", "file", str(file)]
    assert settings()["registry"] == [str(file.parent / "a.yaml"), "file", str(file)]


@pytest.mark.parametrize(
    ("variable", "value", "setting", "expected"),
    [
        ("LLMSURVEY_LANG", "EN", "lang", ["en", "environment", "LLMSURVEY_LANG"]),
        ("LANG", "en_US.UTF-8", "lang", ["ko", "file", None]),
        ("LLMSURVEY_PAGER", "most", "pager", ["most", "environment", "LLMSURVEY_PAGER"]),
        ("PAGER", "most", "pager", ["more", "file", None]),
        ("NO_COLOR", "1", "color", ["never", "environment", "NO_COLOR"]),
        ("FORCE_COLOR", "1", "color", ["always", "environment", "FORCE_COLOR"]),
        ("LLMSURVEY_REGISTRY", "/x", "registry", ["/x", "environment", "LLMSURVEY_REGISTRY"]),
    ],
)
def test_own_variables_come_before_the_file_and_general_ones_behind_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, setting: str, expected: list[str | None]
) -> None:
    monkeypatch.setenv(variable, value)
    assert settings()[setting] == [*expected[:2], expected[2] or str(file)]


def test_the_locale_decides_where_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert settings()["lang"] == ["ko", "environment", "LANG"]


def test_an_option_comes_first(file: Path) -> None:
    given = settings(ConfigQuestion(options={"lang": "EN"}), Library(["b.yaml"]))
    assert given["lang"] == ["en", "option", "lang"]
    assert given["registry"] == ["b.yaml", "option", "registry"]


def test_the_user_s_registry_folder_is_the_lowest_layer(file: Path) -> None:
    user_registry_folder().mkdir(parents=True)
    layers = [
        entry.value for entry in list_settings(Library(), ConfigQuestion()).entries if entry.setting == "registry"
    ]
    assert layers == [str(user_registry_folder()), str(file.parent / "a.yaml")]


def test_the_note_says_which_file_to_edit(file: Path) -> None:
    assert list_settings(Library(), ConfigQuestion()).notes[0] == f"Change settings in {file}."


def test_a_file_at_fault_is_told(file: Path) -> None:
    file.write_text("boards = 1")
    with pytest.raises(RequestError, match=r'my\.toml:1: unknown key "boards"'):
        list_settings(Library(), ConfigQuestion())


@pytest.mark.parametrize(
    ("setting", "value"), [("board", "mine@2024-01-31"), ("fits", "24GB"), ("precision", "int4"), ("color", "never")]
)
def test_every_setting_has_a_variable_of_its_own(
    setting: str, value: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"LLMSURVEY_{setting.upper()}"
    monkeypatch.setenv(variable, value)
    assert settings()[setting] == [value, "environment", variable]


def test_a_variable_with_another_word_than_there_are_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLMSURVEY_COLOR", "red")
    with pytest.raises(RequestError, match='LLMSURVEY_COLOR: "red" is none of auto, always, never'):
        settings()


def test_a_variable_that_means_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLMSURVEY_BORD", "mine")
    (told,) = (note for note in list_settings(Library(), ConfigQuestion()).notes if "means nothing here" in note)
    assert "LLMSURVEY_BORD" in told
    assert "LLMSURVEY_BOARD" in told
