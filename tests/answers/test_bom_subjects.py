"""A bill of materials of what lies at a path: a model with its ancestors, or all models that a repository names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tests.boms.conftest import read_back, spdx_schema
from tests.program import run_program

from llmsurvey.answers.bom import BomAnswer, BomQuestion, compose_bom
from llmsurvey.answers.bom_checklist import ChecklistQuestion, fill_checklist
from llmsurvey.boms import render
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry

CARD = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\nbase_model_relation: finetune\n---\n# Mine\n"
FILES = {
    "README.md": "# A program\n",
    "config.json": '{"colour": "blue"}',
    "app.py": (
        "from transformers import AutoModel\n\n"
        'one = AutoModel.from_pretrained("meta-llama/Llama-2-7b-hf")\n'
        'two = AutoModel.from_pretrained("nobody/knows-7b")\n'
    ),
    "deep/settings.yaml": 'model: "meta-llama/Llama-2-7b-hf"\nother_model: "gpt-4"\n',
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files that name models, in the folder that one is in."""
    monkeypatch.chdir(tmp_path)
    folder = Path("repo")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "mine-7b"
    folder.mkdir()
    (folder / "README.md").write_text(CARD)
    return folder


def bill_of(registry: Registry, *names: object) -> BomAnswer:
    return compose_bom(Library(registry=registry), BomQuestion(names=tuple(map(str, names))))


def subjects_of(bill: BomAnswer) -> dict[str, tuple[str, ...]]:
    return {entry.name: entry.named_at for entry in bill.entries if entry.is_subject}


def test_a_repository_is_about_all_that_its_files_name(registry: Registry, repository: Path) -> None:
    bill = bill_of(registry, repository)
    assert subjects_of(bill) == {
        "Llama 2": ("repo/app.py:3:34", "repo/deep/settings.yaml:1:9"),
        "nobody/knows-7b": ("repo/app.py:4:34",),
    }
    unknown = next(entry for entry in bill.entries if entry.name == "nobody/knows-7b")
    assert (unknown.declared, unknown.concluded, unknown.verdict) == ("NOASSERTION", ("NOASSERTION",), "unknown")
    said = " ".join(bill.notes)
    assert "Of 1 model nothing is known but its name: nobody/knows-7b." in said
    assert "Without weights, and not in the bill: gpt-4." in said


@pytest.mark.parametrize("field", ["sdk: gradio\r\n", "app_file: app.py\n"])
def test_a_space_is_a_repository(registry: Registry, repository: Path, field: str) -> None:
    whole = compose_bom(Library(registry=registry), BomQuestion(names=(str(repository),)))
    (repository / "README.md").write_text(f"---\ntitle: Mine\n{field}license: mit\n---\n", newline="")
    space = compose_bom(Library(registry=registry), BomQuestion(names=(str(repository),)))
    assert space.entries == whole.entries
    (repository / "README.md").write_text(f"---\nlicense: mit\n---\n{field}")
    (card,) = compose_bom(Library(registry=registry), BomQuestion(names=(str(repository),))).entries
    assert card.name == "repo"


def test_a_file_of_a_repository_is_enough(registry: Registry, repository: Path) -> None:
    assert list(subjects_of(bill_of(registry, repository / "deep" / "settings.yaml"))) == ["Llama 2"]


@pytest.mark.parametrize("asked", ["", "README.md"])
def test_a_model_at_a_path_has_its_ancestors(registry: Registry, model: Path, asked: str) -> None:
    bill = bill_of(registry, model / asked)
    assert subjects_of(bill) == {"mine-7b": ()}
    (mine,) = [entry for entry in bill.entries if entry.is_subject]
    assert mine.concluded == ("LicenseRef-llmsurvey-llama-2-community", "MIT")
    assert mine.verdict == "conditional"
    assert "Llama 2" in [entry.name for entry in bill.entries]


def test_names_models_and_repositories_make_one_bill(registry: Registry, model: Path, repository: Path) -> None:
    bill = bill_of(registry, "falcon@40B", model, repository)
    assert set(subjects_of(bill)) == {"Falcon", "mine-7b", "Llama 2", "nobody/knows-7b"}


def test_a_cached_repository_is_known_by_its_card(registry: Registry, tmp_path: Path) -> None:
    snapshot = tmp_path / "hub" / "models--me--mine-7b" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "README.md").write_text(CARD)
    for path in (tmp_path / "hub", tmp_path / "hub" / "models--me--mine-7b"):
        bill = bill_of(registry, path)
        (mine,) = [entry for entry in bill.entries if entry.is_subject]
        assert (mine.hub, mine.declared, mine.verdict) == ("me/mine-7b", "MIT", "conditional")


def test_where_no_model_is_named_there_is_no_bill(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print(1)\n")
    with pytest.raises(RequestError, match="no model is named there"):
        bill_of(registry, tmp_path)
    (tmp_path / "app.py").write_text('model = "gpt-4"\nimport openai\nopenai.chat(model="gpt-4")\n')
    with pytest.raises(RequestError, match="none of the models has weights"):
        bill_of(registry, tmp_path)


def test_both_standards_have_the_places_and_hold(registry: Registry, repository: Path, tmp_path: Path) -> None:
    bill = bill_of(registry, repository)
    content = render(bill, "cyclonedx")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(content.decode()) is None
    components = {component["name"]: component for component in json.loads(content)["components"]}
    assert components["Llama 2"]["evidence"]["occurrences"] == [
        {"location": "repo/app.py", "line": 3},
        {"location": "repo/deep/settings.yaml", "line": 1},
    ]
    assert render(bill, "cyclonedx") == content
    spdx: list[dict[str, Any]] = json.loads(render(bill, "spdx"))["@graph"]
    (package,) = [element for element in spdx if element.get("name") == "nobody/knows-7b"]
    assert package["comment"] == "Named at: repo/app.py:4:34"
    assert list(spdx_schema().iter_errors(json.loads(render(bill, "spdx")))) == []
    for form in ("cyclonedx", "spdx"):
        read = read_back(render(bill, form), tmp_path)
        assert {entry.component: entry.concluded for entry in read.entries} == {
            entry.component: entry.concluded for entry in bill.entries
        }


def test_the_checklist_takes_paths_too(registry: Registry, repository: Path) -> None:
    answer = fill_checklist(Library(registry=registry), ChecklistQuestion(names=(str(repository),)))
    assert answer.names == ("Llama 2 7B", "nobody/knows-7b")


@pytest.mark.usefixtures("warm_cache")
def test_a_document_says_on_standard_error_what_is_not_in_it(repository: Path) -> None:
    result = run_program(["bom", str(repository), "-o", "bill.cdx.json"], Path.cwd())
    assert result.returncode == 0
    assert result.stderr.splitlines() == [
        "llmsurvey: Of 1 model nothing is known but its name: nobody/knows-7b.",
        "llmsurvey: Without weights, and not in the bill: gpt-4.",
    ]
