"""The wheel carries all that it needs, and works from any folder."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project built as a wheel, with the build tools of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment outside the checkout."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    command = ["-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, *command], check=True)
    packages = next((folder / "lib").glob("python*")) / "site-packages"
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
    return folder / "bin" / "llmsurvey"


def test_the_wheel_holds_the_data_and_the_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [path.relative_to(ROOT) for path in (ROOT / "data").rglob("*") if path.is_file()]
    expected = {f"llmsurvey/{path}" for path in data} | {
        "llmsurvey/translations/ko/LC_MESSAGES/llmsurvey.mo",
        "llmsurvey/py.typed",
    }
    assert expected <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_without_the_boards_the_wheel_is_small(wheel: Path) -> None:
    parts = zipfile.ZipFile(wheel).infolist()
    assert sum(part.compress_size for part in parts if "/data/boards/" not in part.filename) < 3_000_000


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.split("-")[0] for top in tops} == {"llmsurvey"}


def test_the_installed_program_answers_from_any_folder(program: Path, tmp_path: Path) -> None:
    command = [str(program), "list", "--commercial", "--format", "json"]
    result = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    rows = json.loads(result.stdout)
    assert {"bloom", "falcon", "kullm"} <= {row["id"] for row in rows}


def test_the_installed_program_runs_its_own_code(program: Path, tmp_path: Path) -> None:
    code = "import llmsurvey; print(llmsurvey.__file__)"
    python = program.with_name("python")
    result = subprocess.run([str(python), "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert str(program.parents[1]) in result.stdout
