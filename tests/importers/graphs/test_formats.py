"""Files of the formats as others publish them, and broken ones: a line each for what is wrong, nothing by half."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.importers.graphs import GRAPHS, Draft, DraftSize, Named, load_graph_format

ASSETS = """\
- name: Yi
  type: model
  organization: 01 AI
  created_date: {value: 2023-11-02, explanation: The day of the paper.}
  license: {value: custom, explanation: Code is Apache 2.0}
  access: open
  size: 34B parameters (dense)
  dependencies: [C4, '', unknown]
  url: https://example.org/yi
- {name: Corpus, type: dataset, created_date: {date: May 2023}, size: 200 GB, dependencies: {value: [Yi]}}
- {name: App, type: application, access: Closed, dependencies: [Yi], created_date: soon}
"""


def read(form: str, *paths: Path) -> tuple[list[Draft], list[Fault]]:
    faults: list[Fault] = []
    drafts = load_graph_format(form).read(list(paths), faults, lambda done, total: None)
    return list(drafts), faults


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_assets_of_ecosystem_graphs(tmp_path: Path) -> None:
    path = write(tmp_path, "assets.yaml", ASSETS)
    (yi, corpus, app), faults = read("ecosystem-graphs", path)
    assert (yi.released, yi.licence, yi.access, yi.sizes) == (
        "2023-11-02",
        "custom",
        "open",
        (DraftSize("34B", 34 * 10**9),),
    )
    assert (yi.developers, yi.bases) == (("01 AI",), (Named("C4", "unstated", True),))
    assert yi.says == (
        "https://example.org/yi",
        'license: "custom"',
        'license, explained: "Code is Apache 2.0"',
        'created_date, explained: "The day of the paper."',
    )
    assert (corpus.kind, corpus.released, corpus.extent, corpus.bases[0].name) == ("dataset", "2023-05", "200 GB", "Yi")
    assert (app.is_service, app.access, app.line) == (True, "closed", 11)
    assert [(fault.line, fault.warning) for fault in faults] == [(11, True)]


def test_of_several_licences_of_an_asset_none_is_taken_and_none_is_lost(tmp_path: Path) -> None:
    path = write(tmp_path, "assets.yaml", "- {name: A, type: model, license: [MIT, {value: CC BY-NC 4.0}]}")
    (draft,), _ = read("ecosystem-graphs", path)
    assert (draft.licence, draft.says) == ("MIT, CC BY-NC 4.0", ('license: "MIT, CC BY-NC 4.0"',))


def test_a_folder_is_read_with_its_folders_and_no_link_out_of_it(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.yaml", ASSETS)
    folder = tmp_path / "assets" / "deep"
    folder.mkdir(parents=True)
    write(folder, "a.yml", "- {name: A, type: model}")
    (folder / "out.yaml").symlink_to(outside)
    drafts, faults = read("ecosystem-graphs", tmp_path / "assets")
    assert [draft.name for draft in drafts] == ["A"]
    assert [fault.message for fault in faults] == ["leads out of the folder: left out"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("- name: [", ":2:1: is no YAML"),
        ("- just text", ":1:1: holds no assets"),
        ("", ": holds no assets"),
        ("- {name: X, type: thing}", ':1:3: "X" is of the type "thing", not model, dataset or application'),
        ("- {type: model}", ":1:3: an asset without a name"),
        ("- {name: A, type: model}\n- {name: [A], type: model}", ":2:3: an asset without a name"),
        ("- !!python/object:os.system {name: A}", ":1:3: carries the tag"),
        ("- &a [*a]", ":1:"),
    ],
)
def test_what_is_no_assets_is_told_with_its_line(tmp_path: Path, text: str, wrong: str) -> None:
    path = write(tmp_path, "assets.yaml", text)
    with pytest.raises(RegistryError) as caught:
        read("ecosystem-graphs", path)
    assert str(caught.value).startswith(f"{path}{wrong}")


def test_files_of_a_repository_that_are_about_something_else_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "- {name: A, type: model}")
    write(tmp_path, "test.yml", "on: push\njobs: {test: {steps: [{uses: x}]}}")
    write(tmp_path, "schemas.yaml", "- {name: size, type: url}")
    drafts, faults = read("ecosystem-graphs", tmp_path)
    assert [draft.name for draft in drafts] == ["A"]
    assert [(Path(fault.file).name, str(fault.message)) for fault in faults] == [
        ("schemas.yaml", "holds no assets: left out"),
        ("test.yml", "holds no assets: left out"),
    ]


def test_a_broken_asset_among_others_is_told(tmp_path: Path) -> None:
    write(tmp_path, "one.yaml", "- {name: A, type: model}")
    write(tmp_path, "two.yaml", "- {name: B, type: modle, organization: X}")
    with pytest.raises(RegistryError, match='"B" is of the type "modle"'):
        read("ecosystem-graphs", tmp_path)


@pytest.mark.parametrize("form", GRAPHS)
def test_what_is_not_there_is_told(tmp_path: Path, form: str) -> None:
    with pytest.raises(RegistryError, match=r"nowhere.*can't be read"):
        read(form, tmp_path / "nowhere.jsonl")


REGISTRY = """\
skip_ids: [org/gone]
entries:
- id: org/base
  display_name: Base 7B
  org_id: org
  params_billions: 7.24
  open_weights: true
  tags: ['license:mit', en]
- {id: org/gone}
"""
OTHER = """\
- id: org/base
  aliases: [base]
- id: org/tuned
  release_date: '2024-05-01'
  metadata: '{"hf_id": "org/tuned"}'
  parents:
  - {id: org/base, relationship: finetune}
  - {id: org/small, relationship: variant, axis: size}
  - {id: org/before, relationship: variant, axis: training_stage}
  - {relationship: merge}
  - org/plain
- {id: org, website: 'https://example.org'}
"""


def test_a_registry_of_models(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", REGISTRY)
    write(tmp_path, "b.yaml", OTHER)
    (base, tuned), faults = read("model-registry", tmp_path)
    assert (base.name, base.aliases, base.developers, base.licence) == (
        "org/base",
        ("Base 7B", "base"),
        ("org",),
        "mit",
    )
    assert (base.access, base.sizes) == ("open", (DraftSize("7.24B", 7_240_000_000),))
    assert tuned.bases == (
        Named("org/base", "finetuned"),
        Named("org/before", "unstated"),
        Named("org/plain", "unstated"),
    )
    assert [fault.message for fault in faults] == ["a parent without an `id`: left out"]


BESIDE_MODELS = {
    "benchmarks.yaml": "- {id: aa, dataset_repo: null, tags: a, dataset_repo: null, tags: b}",
    "metrics.yaml": "- {id: acc, display_name: Accuracy, score_type: continuous}",
    "platforms.yaml": "- {id: groq, display_name: Groq, kind: serving, homepage: 'https://example.org'}",
    "harnesses.yaml": "- {id: eval, display_name: Eval, version: '1', fork_url: null}",
    "orgs.yaml": "- {id: org, hf_org: org}",
}


def test_what_else_a_registry_holds_is_no_model(tmp_path: Path) -> None:
    write(tmp_path, "models.yaml", OTHER)
    for name, text in BESIDE_MODELS.items():
        write(tmp_path, name, text)
    drafts, faults = read("model-registry", tmp_path)
    assert [draft.name for draft in drafts] == ["org/base", "org/tuned"]
    left_out = {Path(fault.file).name for fault in faults if str(fault.message) == "holds no models: left out"}
    assert left_out == set(BESIDE_MODELS)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("model-registry", "- {id: a/b, aliases: [x], aliases: [y]}"),
        ("ecosystem-graphs", "- {name: A, type: model, name: B}"),
    ],
)
def test_a_field_that_is_given_twice_is_refused_in_what_is_imported(tmp_path: Path, form: str, text: str) -> None:
    write(tmp_path, "a.yaml", text)
    with pytest.raises(RegistryError, match=r"a\.yaml:1:\d+: .* is given twice"):
        read(form, tmp_path)


ROWS: list[dict[str, Any]] = [
    {
        "id": "org/tuned",
        "author": "org",
        "createdAt": "2024-05-01T10:00:00.000Z",
        "tags": ["license:mit", "base_model:org/base", "base_model:finetune:org/base", "dataset:c4", "en"],
        "gated": "manual",
        "cardData": json.dumps({"base_model": "org/base", "datasets": ["c4", "own"]}),
        "safetensors": {"parameters": {"BF16": 7_241_732_096}, "total": 7_241_732_096},
    },
    {
        "id": "org/other",
        "author": None,
        "createdAt": "2022-03-02T23:29:04.000Z",
        "tags": ["license:other"],
        "gated": "False",
        "cardData": json.dumps({"license": "other", "license_name": "tongyi-qianwen", "base_model": ["a/b", "c/d"]}),
        "safetensors": None,
    },
]


def check_rows(drafts: list[Draft]) -> None:
    tuned, other = drafts
    assert (tuned.name, tuned.developers, tuned.released, tuned.access) == (
        "org/tuned",
        ("org",),
        "2024-05-01",
        "limited",
    )
    assert (tuned.licence, tuned.sizes) == ("mit", (DraftSize("7.24B", 7_241_732_096, "org/tuned"),))
    assert tuned.bases == (Named("org/base", "finetuned"), Named("c4", "data"), Named("own", "data"))
    assert (other.developers, other.released, other.access, other.licence) == (("org",), None, "open", "tongyi-qianwen")
    assert other.bases == (Named("a/b", "unstated"), Named("c/d", "unstated"))


def test_a_dump_of_the_hub_as_parquet(tmp_path: Path) -> None:
    path = tmp_path / "models.parquet"
    parquet.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=1)
    drafts, faults = read("hub-stats", path)
    check_rows(drafts)
    assert faults == []


def test_a_dump_of_the_hub_as_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "models.jsonl", "\n\n".join(map(json.dumps, ROWS)))
    drafts, _ = read("hub-stats", path)
    check_rows(drafts)
    assert [draft.line for draft in drafts] == [1, 3]


def test_a_dump_of_the_hub_as_csv(tmp_path: Path) -> None:
    import csv

    path = tmp_path / "models.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sha", "modelId", *list(ROWS[0])[1:]])
        for row in ROWS:
            cells = [
                json.dumps(cell) if isinstance(cell, dict) else "" if cell is None else str(cell)
                for cell in row.values()
            ]
            writer.writerow(["x", *cells])
    drafts, _ = read("hub-stats", path)
    check_rows(drafts)


@pytest.mark.parametrize(
    ("row", "licence"),
    [
        ({"tags": ["license:mit", "license:cc-by-nc-4.0"]}, "mit, cc-by-nc-4.0"),
        ({"tags": ["license:mit", "license:mit"]}, "mit"),
        ({"cardData": {"license": ["mit", "cc-by-nc-4.0"]}}, "mit, cc-by-nc-4.0"),
        ({"license": ["mit"]}, "mit"),
        ({"license": "mit", "tags": ["license:gpl-3.0"]}, "gpl-3.0"),
        ({"tags": ["license:other"], "cardData": {"license_name": "mine"}}, "mine"),
        ({"tags": []}, None),
    ],
)
def test_of_several_licences_in_a_dump_none_is_taken_for_the_one(
    tmp_path: Path, row: dict[str, Any], licence: str | None
) -> None:
    (draft,), _ = read("hub-stats", write(tmp_path, "m.jsonl", json.dumps({"id": "org/m", **row})))
    assert draft.licence == licence


@pytest.mark.parametrize("relation", ["finetune", "adapter", "merge", "quantized"])
def test_relations_of_the_hub_are_read_from_the_column_too(tmp_path: Path, relation: str) -> None:
    row = {"id": "a/b", "baseModels": {"relation": relation, "models": [{"_id": "1", "id": "c/d"}]}}
    drafts, _ = read("hub-stats", write(tmp_path, "m.jsonl", json.dumps(row)))
    assert drafts[0].bases[0].relation.startswith(relation[:6].replace("z", "s"))


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("m.jsonl", '{"id": "a/b"}\n{nope\n', ":2: is no line of JSON"),
        ("m.jsonl", "[1]\n", ":1: is no object of JSON"),
        ("m.jsonl", '{"name": 1}\n', ":1: has no column of ids"),
        ("m.csv", "x,y\n1,2\n", ": has no column of ids"),
        ("m.parquet", "PAR1nope", ": is no Parquet"),
        ("m.txt", "x", ": is no dump of the hub"),
    ],
)
def test_what_is_no_dump_is_told_with_its_line(tmp_path: Path, name: str, text: str, wrong: str) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(RegistryError) as caught:
        read("hub-stats", path)
    assert str(caught.value).startswith(f"{path}{wrong}")


def test_rows_without_an_id_of_the_hub_are_told(tmp_path: Path) -> None:
    drafts, faults = read("hub-stats", write(tmp_path, "m.jsonl", '{"id": "a b/c"}\n{"id": null}\n{"id": "gpt2"}\n'))
    assert [draft.name for draft in drafts] == ["gpt2"]
    assert [fault.line for fault in faults] == [1, 2]


def test_more_models_than_a_layer_holds_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "many.parquet"
    parquet.write_table(pa.table({"id": [f"a/{number}" for number in range(100_001)]}), path)
    with pytest.raises(RegistryError, match="holds more than 100,000 models, too many for a layer"):
        read("hub-stats", path)


def test_the_real_assets(tmp_path: Path) -> None:
    folder = os.environ.get("LLMSURVEY_TESTDATA")
    if not folder:
        pytest.skip("LLMSURVEY_TESTDATA isn't set")
    drafts, faults = read("ecosystem-graphs", Path(folder) / "ecosystem_graphs")
    assert len(drafts) == 424
    assert sum(draft.kind == "dataset" for draft in drafts) == 77
    assert sum(draft.is_service for draft in drafts) == 59
    assert sum(len(draft.bases) for draft in drafts) == 562
    assert faults == []
