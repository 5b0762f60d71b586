"""Models on a disk, from the command line: `import model`, and `memory` and `licence` of a path."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.answers.test_import_models import imported, write_model
from tests.cli.conftest import Run
from tests.importers.models.test_read_models import write_card

pytestmark = pytest.mark.usefixtures("warm_cache")


def test_layer_of_a_users_own_file(tmp_path: Path, run: Run) -> None:
    write_model(tmp_path / "Mine-7B")
    result = run("import", "model", "Mine-7B", "-o", "mine.yaml")
    assert (result.returncode, result.stderr) == (0, "")
    assert "conditional" in result.stdout
    assert "Mine-7B/README.md:2" in (tmp_path / "mine.yaml").read_text()  # as it was named
    assert imported() == {}
    assert "conditional" in run("list", "--registry", "mine.yaml", "--where", "name=Mine-7B").stdout
    again = run("import", "model", "Mine-7B", "-o", "mine.yaml")
    assert (again.returncode, "exists" in again.stderr) == (1, True)
    assert run("import", "model", "Mine-7B", "-o", "mine.yaml", "--force").returncode == 0
    assert run("import", "model", "Mine-7B", "-o", "mine.csv").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["import", "model", "nowhere"], 1, "there is no such file or folder"),
        (["import", "model", "broken"], 1, "broken/README.md:3:"),
        (["import", "model", "Mine-7B", "--shots", "5"], 2, "for scores only"),
        (["import", "model", "Mine-7B", "--unit", "fraction"], 2, "for scores only"),
        (["memory", "broken"], 1, "broken/README.md:3:"),
        (["memory", "./nowhere"], 1, "there is no such file or folder"),
        (["memory", "."], 2, "holds 2 models"),
        (["licence", "broken/README.md"], 1, "broken/README.md:3:"),
        (["licence", "nowhere.gguf"], 1, "there is no such file or folder"),
        (["licence", "~nobody-of-that-name/x"], 1, "there is no such file or folder"),
        (["memory", "card/README.md"], 2, "states the parameters"),
        (["licence", "./Mine-7B", "--dossier"], 2, "is a path: import it"),
    ],
)
def test_what_goes_wrong_is_one_line(tmp_path: Path, run: Run, arguments: list[str], code: int, words: str) -> None:
    write_model(tmp_path / "Mine-7B")
    write_card(tmp_path / "card", "license: mit\n")
    write_card(tmp_path / "broken", "license: [mit\nx: y\n")
    result = run(*arguments)
    assert result.returncode == code
    assert words in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_names_come_before_paths(tmp_path: Path, run: Run) -> None:
    """A folder that is called like a model doesn't hide it; with ./ it is meant."""
    write_card(tmp_path / "Vicuna", "license: mit\n")
    assert "no commercial use" in run("licence", "Vicuna").stdout
    assert "commercial use allowed" in run("licence", "./Vicuna").stdout
