"""`llmsurvey bom` and `import bom`: files, formats, refusals, and what is said where an extra is missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from llmsurvey.boms import check_libraries
from llmsurvey.errors import MissingExtraError


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("bill.spdx3.json", "@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"),
        ("bill.spdx.json", "@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"),
        ("BILL.CDX.JSON", "specVersion", "1.6"),
    ],
)
def test_the_suffix_says_which_standard(run: Run, tmp_path: Path, file: str, key: str, value: str) -> None:
    written = run("bom", "Guanaco@7B", "--output", file)
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert json.loads((tmp_path / file).read_text(encoding="utf-8"))[key] == value
    again = run("bom", "Guanaco@7B", "--output", file)
    assert (again.returncode, "--force" in again.stderr) == (1, True)
    read = run("import", "bom", file)
    assert (read.returncode, read.stderr) == (0, "")
    assert "Nothing is kept of the file." in read.stdout


def test_a_file_ending_in_json_holds_the_rows(run: Run, tmp_path: Path) -> None:
    run("bom", "Guanaco@7B", "--output", "rows.json")
    first, *_ = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert (first["component"], first["declared"], first["differs"]) == ("model/guanaco@7B", "Apache-2.0", True)


def test_a_file_that_is_not_there_is_said_in_one_line(run: Run) -> None:
    missing = run("import", "bom", "missing.json")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == "llmsurvey: missing.json can't be read: no such file or directory.\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("bom", "ChatGPT"), "no weights"),
        (("bom", "nothing-like-it"), "no model is called"),
        (("bom", "Guanaco@7B", "-f", "spdx", "--limit", "1"), "written whole"),
        (("bom", "Guanaco@7B", "-f", "spdx", "--checklist"), "--checklist is a table"),
        (("import", "bom", "a.json", "b.json"), "one at a time"),
        (("import", "bom", "a.json", "--board", "mine", "--strict"), "--board, --strict: not for a bill of materials"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], problem: str) -> None:
    refused = run(*arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert problem in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_the_checklist_is_korean_in_korean(run: Run) -> None:
    shown = run("bom", "Guanaco@7B", "--checklist", "--lang", "ko").stdout
    assert "모델 트리" in shown
    assert "의도된 용도" in shown
    assert "OpenChain Korea Work Group" in shown


@pytest.mark.parametrize(("form", "library"), [("spdx", "spdx_python_model"), ("cyclonedx", "cyclonedx")])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, form: str, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"a bill of materials needs more libraries.*\[bom\]") as missing:
        check_libraries(form)  # type: ignore[arg-type]
    assert (missing.value.exit_code, missing.value.extra) == (2, "bom")
