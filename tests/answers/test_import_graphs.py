"""Imports of models and what they were made from become layers of the registry."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import llmsurvey
from llmsurvey.answers.import_graphs import ImportGraphsEntry, ImportGraphsQuestion, import_graphs
from llmsurvey.answers.licence import LicenceAnswer, LicenceQuestion, explain_licence
from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
from llmsurvey.answers.unresolved import UnresolvedQuestion, list_unresolved
from llmsurvey.errors import OutputError, RegistryError, RequestError
from llmsurvey.library import Library
from llmsurvey.registry.layers import imports_folder, place_of_import

ASSETS = """\
- {name: Mine, type: model, organization: Me, license: MIT, access: open, dependencies: [LLaMA 2, Nowhere, ChatGPT API]}
- {name: BLOOM, type: model, organization: BigScience, license: Apache 2.0, created_date: 2021-01-01}
- {name: My data, type: dataset, organization: Me, dependencies: [C4]}
"""


def write(folder: Path, text: str = ASSETS, name: str = "assets.yaml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_an_import_is_a_layer_of_the_next_catalogue(tmp_path: Path) -> None:
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", write(tmp_path))
    models, data = answer.entries
    assert (models.read, models.new, models.known, models.found, models.guessed, models.unresolved) == (
        2,
        1,
        1,
        1,
        1,
        1,
    )
    assert (data.read, data.new, data.found) == (1, 1, 1)
    assert answer.file == str(imports_folder() / "001-ecosystem-graphs-assets.yaml")
    after = llmsurvey.open()
    model = after.registry.model_by_id["mine"]
    assert [link.model for link in model.foundations] == ["llama-2", "chatgpt"]
    assert after.licensing().assess(model, next(model.each_size())).verdict == "unknown"
    assert after.validate(warnings=False).is_valid


def test_a_layer_out_of_a_pipe_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = b"models:\n- {id: nowhere, name: Nowhere, licence: mit}\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(layer)))
    models, _ = llmsurvey.open("-").import_graphs("ecosystem-graphs", write(tmp_path)).entries
    assert (models.found, models.guessed, models.unresolved) == (2, 1, 0)


def test_importing_again_adds_nothing(tmp_path: Path) -> None:
    path = write(tmp_path)
    llmsurvey.open().import_graphs("ecosystem-graphs", path)
    again = llmsurvey.open().import_graphs("ecosystem-graphs", path)
    assert again.notes[0] == "Nothing new: all of it was there."
    assert [entry.new for entry in again.entries] == [1, 1]
    assert len(list(imports_folder().iterdir())) == 1


def test_another_content_needs_replace(tmp_path: Path) -> None:
    path = write(tmp_path)
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", path)
    assert answer.file is not None
    before = Path(answer.file).read_bytes()
    write(tmp_path, ASSETS.replace("MIT", "Apache 2.0"))
    with pytest.raises(RequestError, match="is there already and says otherwise"):
        llmsurvey.open().import_graphs("ecosystem-graphs", path)
    assert Path(answer.file).read_bytes() == before
    llmsurvey.open().import_graphs("ecosystem-graphs", path, replace=True)
    assert llmsurvey.open().registry.model_by_id["mine"].licence == "apache-2.0"


def test_folder_in_the_place_of_the_layer_is_told(tmp_path: Path) -> None:
    into = tmp_path / "imports"
    (into / "ecosystem-graphs-assets.yaml").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"ecosystem-graphs-assets\.yaml can't be read"):
        llmsurvey.open().import_graphs("ecosystem-graphs", write(tmp_path), into=into)


def test_a_second_import_speaks_of_what_the_first_brought(tmp_path: Path) -> None:
    llmsurvey.open().import_graphs("ecosystem-graphs", write(tmp_path))
    second = "- {name: Mine, type: model, organization: Me, license: Apache 2.0}"
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", write(tmp_path, second, "second.yaml"))
    assert answer.entries[0].known == 1
    assert answer.file == str(imports_folder() / "002-ecosystem-graphs-second.yaml")
    assert place_of_import("ecosystem-graphs-assets").name == "001-ecosystem-graphs-assets.yaml"
    after = llmsurvey.open()
    assert after.registry.model_by_id["mine"].licence == "mit"
    assert [(entry.in_force, entry.otherwise) for entry in after.conflicts("Mine").entries] == [("mit", "apache-2.0")]


@pytest.mark.parametrize(
    "content",
    [
        "- {name: A, type: model}\n- [",
        "- {name: A, type: model}\n- {type: model}",
        "- name: A\n  type: model\n  type: dataset",
    ],
)
def test_nothing_is_imported_by_half(tmp_path: Path, content: str) -> None:
    write(tmp_path, content, "broken.yaml")
    write(tmp_path)
    with pytest.raises(RegistryError, match=r"broken\.yaml:[23]"):
        llmsurvey.open().import_graphs("ecosystem-graphs", tmp_path)
    assert not imports_folder().exists()


def test_strict_and_dry_run_write_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "- {name: A, type: model, license: odd words}")
    with pytest.raises(RequestError, match="nothing was imported") as caught:
        llmsurvey.open().import_graphs("ecosystem-graphs", path, strict=True)
    assert len(caught.value.faults) == 1
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", path, dry_run=True)
    assert answer.entries[0].new == 1
    assert not imports_folder().exists()


def test_into_another_folder(tmp_path: Path) -> None:
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", write(tmp_path), into=tmp_path / "kept")
    assert answer.file == str(tmp_path / "kept" / "ecosystem-graphs-assets.yaml")
    assert "mine" not in llmsurvey.open().registry.model_by_id
    assert "mine" in llmsurvey.open([answer.file]).registry.model_by_id


def test_an_unknown_format_and_no_path_are_refused() -> None:
    with pytest.raises(RequestError, match="is not one of ecosystem-graphs, hub-stats, model-registry"):
        llmsurvey.open().import_graphs("other", "x")
    with pytest.raises(RequestError, match="nothing is named"):
        llmsurvey.open().import_graphs("hub-stats", [])


def test_names_that_nothing_answers_to_are_listed_with_their_place(tmp_path: Path) -> None:
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", write(tmp_path))
    listed = llmsurvey.open().unresolved()
    assert [(entry.name, entry.taken_for, entry.relation) for entry in listed.entries] == [
        ("ChatGPT API", "chatgpt", "unstated"),
        ("Nowhere", None, "unstated"),
    ]
    lines = Path(str(answer.file)).read_text().splitlines()
    assert all(entry.name in lines[entry.line - 1] for entry in listed.entries)
    assert listed.notes == ("1 name is in no layer of the registry, 1 guess.",)


def test_a_struck_out_guess_makes_the_verdict_unknown(tmp_path: Path) -> None:
    path = write(tmp_path, "- {name: Mine, type: model, organization: Me, license: MIT, dependencies: [BERT model]}")
    answer = llmsurvey.open().import_graphs("ecosystem-graphs", path)
    kept = Path(str(answer.file))

    def verdict() -> str:
        catalogue = llmsurvey.open()
        model = catalogue.registry.model_by_id["mine"]
        return catalogue.licensing().assess(model, next(model.each_size())).verdict

    assert verdict() == "yes"
    text = kept.read_text()
    assert ", taken_for: bert" in text
    kept.write_text(text.replace(", taken_for: bert", ""))
    assert verdict() == "unknown"


def test_more_models_than_a_layer_holds_are_kept_as_columns_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    ids = [f"lab/model-{number}" for number in range(100_001)]
    tags = [["license:mit", *(["base_model:merge:lab/model-1"] if number == 7 else [])] for number in range(100_001)]
    tags[1] = ["license:cc-by-nc-4.0"]
    (tmp_path / "own.yaml").write_text("models: []\n")
    parquet.write_table(pa.table({"id": ids, "tags": tags}), tmp_path / "many.parquet")
    library = Library()
    question = ImportGraphsQuestion(format="hub-stats", paths=(str(tmp_path / "many.parquet"),))
    answer = import_graphs(library, question)
    assert answer.entries == [ImportGraphsEntry("model", 100_001, None, None, 1, None, None, None, None)]
    (_, left_out) = list_unresolved(Library(), UnresolvedQuestion()).notes
    assert left_out.startswith("100,001 models of an imported dump aren't looked at")
    assert len(list_unresolved(Library(), UnresolvedQuestion(paths=(str(tmp_path / "own.yaml"),))).notes) == 1
    assert str(answer.file).endswith("hub-stats-many.columns")
    explained = explain_licence(Library(), LicenceQuestion(name="lab/model-7"))
    assert isinstance(explained, LicenceAnswer)
    assert explained.verdicts == ("no",)
    assert explain_licence(Library(), LicenceQuestion(name="Lab/Model-8")).verdicts == ("yes",)  # type: ignore[union-attr]
    below = trace_lineage(Library(), LineageQuestion(name="lab/model-1", down=True))
    assert [entry.name for entry in below.entries] == ["lab/model-1", "lab/model-7"]
    again = import_graphs(library, question)
    assert any("Nothing new" in sentence for sentence in again.notes)
    with pytest.raises(RequestError, match="among your own imports"):
        import_graphs(library, ImportGraphsQuestion(format="hub-stats", paths=question.paths, into=str(tmp_path)))
