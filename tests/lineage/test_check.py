"""Warnings for whoever edits a registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.lineage.check import licence_warnings
from llmsurvey.registry.compile import Compiled, compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer, layers_for

LICENCES = """
licences:
- {id: free, name: Free, kind: software, commercial: "yes"}
- {id: research, name: Research, kind: model, commercial: "no"}
"""


def compiled(models: str) -> Compiled:
    return compile_layers([Layer("mine", (("mine.yaml", (LICENCES + models).encode()),))])


def test_a_generous_card_is_warned_of_where_it_stands() -> None:
    models = """
models:
- {id: base, name: Base, licence: research}
- id: child
  name: Child
  licence: free
  foundations: [{model: base, relation: finetuned}]
"""
    (fault,) = licence_warnings(compiled(models))
    assert (fault.file, fault.line, fault.warning) == ("mine.yaml", 10, True)
    assert '"free" of Child is more generous than Base below it (no)' in fault.message


def test_the_licence_of_a_size_is_warned_of_at_the_size() -> None:
    models = """
models:
- {id: base, name: Base, licence: research}
- id: child
  name: Child
  licence: research
  foundations: [{model: base, relation: finetuned}]
  sizes:
  - name: 7B
  - name: 13B
    licence: free
"""
    (fault,) = licence_warnings(compiled(models))
    assert fault.line == 15
    assert "Child@13B" in fault.message


@pytest.mark.parametrize("relation", ["distilled", "finetuned"])
def test_only_weights_that_were_taken_over_are_warned_of(relation: str) -> None:
    models = f"""
models:
- {{id: base, name: Base, licence: research}}
- {{id: child, name: Child, licence: free, foundations: [{{model: base, relation: {relation}}}]}}
"""
    assert len(list(licence_warnings(compiled(models)))) == (relation == "finetuned")


def test_the_catalogue_warns_of_koalpaca_and_not_of_kullm() -> None:
    found = " ".join(fault.message for fault in licence_warnings(compile_layers(layers_for())))
    assert '"mit" of KoAlpaca@65B is more generous than LLaMA below it (no)' in found
    assert "KULLM" not in found


def test_sizes_that_share_a_licence_share_a_warning() -> None:
    models = """
models:
- {id: base, name: Base, licence: research, sizes: [{name: 7B}, {name: 13B}]}
- id: child
  name: Child
  licence: free
  foundations: [{model: base, relation: finetuned}]
  sizes: [{name: 1B}, {name: 2B}]
"""
    (fault,) = licence_warnings(compiled(models))
    assert (fault.line, fault.message.split(".")[0]) == (
        10,
        '"free" of Child@1B, 2B is more generous than Base below it (no)',
    )


def test_a_warning_keeps_no_registry_from_loading(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("models: [{id: mine, name: Mine, licence: mit, foundations: [{model: llama, relation: merge}]}]")
    (fault,) = (each for each in licence_warnings(compile_layers(layers_for([str(path)]))) if "Mine" in each.message)
    assert fault.warning


CATALOGUE = (
    LICENCES
    + """
datasets:
- {id: data, name: Data, licence: research}
models:
- {id: base, name: Base, licence: research, sizes: [{name: 7B}, {name: 13B}]}
- {id: chat, name: Chat, kind: service, access: closed}
"""
)


def over(layer: str) -> list[tuple[int, int, str]]:
    """The warnings of a file over the catalogue, each with its line and column."""
    layers = [Layer(BUILT_IN, (("a.yaml", CATALOGUE.encode()),)), Layer("mine", (("mine.yaml", layer.encode()),))]
    found = licence_warnings(compile_layers(layers))
    return sorted((each.line, each.column, each.message) for each in found if each.file == "mine.yaml")


@pytest.mark.parametrize(
    ("layer", "column", "fact"),
    [
        ("models: [{id: base, licence: free}]", 30, '"licence" of model "base"'),
        ("models: [{id: base, sizes: [{name: 13b, licence: free}]}]", 50, '"@13B.licence" of model "base"'),
        ("licences: [{id: research, commercial: 'yes'}]", 39, '"commercial" of licence "research"'),
        ("datasets: [{id: data, licence: free}]", 32, '"licence" of dataset "data"'),
    ],
)
def test_a_changed_fact_behind_verdicts_is_warned_of(layer: str, column: int, fact: str) -> None:
    said = f"{fact} is changed here: every verdict that follows from it will name this layer"
    assert over(layer) == [(1, column, said)]


@pytest.mark.parametrize(
    "layer",
    [
        "models: [{id: base, licence: research, released: 2023}]",
        "models: [{id: own, name: Own, licence: free}]",
        "licences: [{id: research, url: 'https://example.org'}]",
    ],
)
def test_what_changes_no_verdict_is_not_warned_of(layer: str) -> None:
    assert over(layer) == []


@pytest.mark.parametrize(
    ("layer", "column"),
    [
        ("models: [{id: s, name: S, kind: service, access: open}]", 50),
        ("models: [{id: s, name: S, kind: service, sizes: [{name: a, access: limited}, {name: b}]}]", 68),
        ("models: [{id: chat, access: open}]", 29),
    ],
)
def test_a_service_with_weights_is_warned_of(layer: str, column: int) -> None:
    (found,) = (each for each in over(layer) if "is a service" in each[2])
    assert found[:2] == (1, column)
    assert found[2].endswith('is a service, but its weights are said to be had. Correct "kind" or "access"')
