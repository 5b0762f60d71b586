"""On whose word a verdict rests: what a layer changes, and what has no source, is told wherever the verdict is."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.compare_facts import compare_facts
from llmsurvey.answers.licence import explain_chain
from llmsurvey.answers.licences import LicencesQuestion, list_licences
from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.show import list_facts
from llmsurvey.answers.stats import count_models
from llmsurvey.drawings.lineage import render
from llmsurvey.library import Library
from llmsurvey.lineage.basis import Basis, ground_of_model
from llmsurvey.lineage.branches import ancestors_of, dataset_origins
from llmsurvey.lineage.reasons import reasons_for
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import translated
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

SOURCES = "sources: [{{url: 'https://example.org', supports: [{}]}}]"
OF_MODEL = SOURCES.format("kind, access, licence, licence_history, foundations, datasets")
OF_LICENCE = SOURCES.format("commercial, conditions")
OF_DATASET = SOURCES.format("licence, derived_from, generated_by")
CATALOGUE = f"""
licences:
- {{id: free, name: Free, kind: software, commercial: "yes", {OF_LICENCE}}}
- {{id: closed, name: Closed, kind: model, commercial: "no", {OF_LICENCE}}}
- {{id: terms, name: T, kind: terms, commercial: conditional, conditions: [{{kind: outputs, text: O}}], {OF_LICENCE}}}
datasets:
- {{id: raw, name: Raw, licence: closed, {OF_DATASET}}}
- id: talk
  name: Talk
  generated_by: [{{model: chat}}]
  derived_from: [{{dataset: raw, relation: subset}}]
  {OF_DATASET}
models:
- {{id: chat, name: Chat, kind: service, access: closed, licence: terms, {OF_MODEL}}}
- {{id: base, name: Base, access: open, licence: closed, sizes: [{{name: 7B}}, {{name: 13B}}], {OF_MODEL}}}
- id: tuned
  name: Tuned
  kind: finetuned
  access: open
  licence: free
  licence_history: [{{licence: closed, until: 2023-05}}]
  datasets: [talk]
  foundations: [{{model: base, size: 7B, relation: finetuned}}]
  {OF_MODEL}
"""


def built(*layers: str) -> Registry:
    """The catalogue with layers over it that are called mine.yaml, 2.yaml and so on."""
    names = ["mine.yaml", *(f"{number}.yaml" for number in range(2, 9))]
    over = [Layer(name, ((name, text.encode()),)) for name, text in zip(names, layers, strict=False)]
    return compile_layers([Layer(BUILT_IN, (("catalogue.yaml", CATALOGUE.encode()),)), *over]).registry


def column(table: Table, name: str) -> list[Any]:
    return [row[table.names().index(name)] for row in table.rows]


def listed(registry: Registry, name: str) -> tuple[str, ...]:
    """What the list says of a model, each once."""
    table = list_models(Library(registry=registry), ListQuestion()).table()
    models = zip(column(table, "id"), column(table, "rests_on"), strict=True)
    return tuple(dict.fromkeys(each for model, words in models if model == name for each in words))


def explained(registry: Registry, name: str) -> dict[str, tuple[str, ...]]:
    """What each row of the explanation rests on, by what the row says and who holds it."""
    table = explain_chain(Licensing(registry), *registry.resolve_model(name)).table()
    keys = zip(column(table, "commercial"), column(table, "holder"), strict=True)
    return {
        f"{says}: {holder}": each for (says, holder), each in zip(keys, column(table, "rests_on"), strict=True) if each
    }


CHANGES = [
    ("models: [{id: base, licence: free%s}]", "licence", "base.licence"),
    ("models: [{id: base, sizes: [{name: 7B, licence: free}]%s}]", "@7B.licence", "base@7B.licence"),
    ("models: [{id: base, kind: service%s}]", "kind", "base.kind"),
    ("models: [{id: base, access: closed%s}]", "access", "base.access"),
    ("models: [{id: base, datasets: [raw]%s}]", "datasets", "base.datasets"),
    ("models: [{id: tuned, foundations: []%s}]", "foundations", "tuned.foundations"),
    (
        "models: [{id: tuned, foundations: [{model: base, size: 7B, relation: distilled}]%s}]",
        "foundations",
        "tuned.foundations",
    ),
    ("models: [{id: tuned, datasets: []%s}]", "datasets", "tuned.datasets"),
    ("models: [{id: chat, licence: free%s}]", "licence", "chat.licence"),
    ("licences: [{id: closed, commercial: 'yes'%s}]", "commercial", "closed.commercial"),
    ("licences: [{id: terms, conditions: []%s}]", "conditions", "terms.conditions"),
    ("datasets: [{id: raw, licence: free%s}]", "licence", "raw.licence"),
    ("datasets: [{id: talk, derived_from: []%s}]", "derived_from", "talk.derived_from"),
    ("datasets: [{id: talk, generated_by: []%s}]", "generated_by", "talk.generated_by"),
]


@pytest.mark.parametrize(("change", "field", "fact"), CHANGES, ids=[fact for _, _, fact in CHANGES])
@pytest.mark.parametrize("is_sourced", [True, False])
def test_a_changed_fact_names_its_layer(change: str, field: str, fact: str, is_sourced: bool) -> None:
    sources = f", sources: [{{url: 'https://example.org/mine', supports: ['{field}']}}]" if is_sourced else ""
    changed = built(change % sources)
    words = "mine.yaml" if is_sourced else "mine.yaml, no source"
    assert listed(changed, "tuned") == (words,)
    assert f"{fact}: {words}" in {each for row in explained(changed, "tuned").values() for each in row}
    model, size = changed.resolve_model("tuned")
    shown = list_facts(Licensing(changed), model, size).table()
    assert dict(zip(column(shown, "field"), column(shown, "value"), strict=True))["rests_on"] == (words,)
    assert dict(zip(column(shown, "field"), column(shown, "layer"), strict=True))["verdict"] == "mine.yaml"
    assert column(compare_facts(Licensing(changed), [(model, size)]).table(), "rests_on") == [(words,)]
    tree = ancestors_of(Licensing(changed), model, size)
    assert tree.rests_on == (words,)
    assert trace_lineage(Library(registry=changed), LineageQuestion(name="tuned")).entries[0].rests_on == (words,)
    verdicts = count_models(Licensing(changed), ("verdict",))
    assert (words,) in column(verdicts.table(), "rests_on")
    assert words in verdicts.notes[1]


def test_a_lineage_names_the_layer_at_what_it_changes() -> None:
    """The tree on a screen, and what programs read: at the model and at what was made from it, nowhere else."""
    changed = built("models: [{id: base, licence: free}]")
    tree = ancestors_of(Licensing(changed), *changed.resolve_model("tuned"))
    marked = {branch.id for _, branch in tree.walk() if branch.rests_on}
    assert marked == {"tuned", "base"}
    lines = render(tree, "tree", down=False).splitlines()
    assert [line.endswith("(rests on mine.yaml, no source)") for line in lines[:2]] == [True, True]
    assert "2 of these rest on more than sourced facts of the catalogue (mine.yaml, no source)" in lines[-2]
    assert render(tree, "json", down=False).count('"mine.yaml, no source"') == 2
    (note,) = trace_lineage(Library(registry=changed), LineageQuestion(name="tuned")).notes
    assert translated(note) in lines


def test_a_dataset_in_a_lineage_names_the_layer_of_all_that_it_was_made_of() -> None:
    changed = built("datasets: [{id: raw, licence: free}]")
    tree = dataset_origins(Licensing(changed), changed.dataset_by_id["talk"])
    assert {branch.id: branch.rests_on for _, branch in tree.walk() if branch.rests_on} == {
        "talk": ("mine.yaml, no source",),
        "raw": ("mine.yaml, no source",),
    }


def test_counts_name_the_layer_of_what_they_count() -> None:
    """Of each property its own field: a licence of a layer changes no year."""
    changed = built("models: [{id: base, licence: free, developers: [Me], released: 2023-01}]")
    table = count_models(Licensing(changed)).table()
    columns = (column(table, name) for name in ("property", "value", "rests_on"))
    told = {(name, value) for name, value, words in zip(*columns, strict=True) if words}
    assert told == {("year", "2023"), ("developer", "Me"), ("licence", "free"), ("verdict", "yes")}


def test_the_catalogue_itself_rests_on_nothing_but_what_is_read_from_names(registry: Registry) -> None:
    """Of what the survey names nothing is."""
    licensing = Licensing(registry)
    bases = {
        model.id: {basis for size in model.each_size() for basis in licensing.assess(model, size).rests_on}
        for model in registry.models
    }
    assert set().union(*bases.values()) == {Basis(None, is_sourced=True, is_inferred=True)}
    assert not any(bases[name] for name in registry.surveyed)
    notes = list_models(Library(registry=registry), ListQuestion()).table().notes
    assert any("(read from a name)" in note for note in notes)
    assert not any("no source" in note for note in notes)
    trees = [ancestors_of(licensing, registry.model_by_id[name]) for name in registry.surveyed]
    assert [branch.id for tree in trees for _, branch in tree.walk() if branch.rests_on] == []


def test_a_step_says_what_it_rests_on_and_others_do_not() -> None:
    changed = built("models: [{id: base, licence: free}]")
    assert explained(changed, "tuned") == {"yes: Base 7B": ("base.licence: mine.yaml, no source",)}


def test_a_note_names_what_it_rests_on_where_there_is_no_room_for_the_column() -> None:
    changed = built("models: [{id: base, licence: free}]")
    table = explain_chain(Licensing(changed), *changed.resolve_model("tuned")).table()
    assert "Beyond sourced facts of the catalogue this rests on base.licence: mine.yaml, no source." in table.notes


def test_sizes_of_a_model_are_told_apart() -> None:
    changed = built("models: [{id: base, sizes: [{name: 13B, licence: free}]}]")
    licensing = Licensing(changed)
    bases = {
        size.name: licensing.assess(model, size).rests_on for model in [changed.models[1]] for size in model.each_size()
    }
    assert bases == {"7B": (), "13B": (Basis("mine.yaml", False),)}
    assert listed(changed, "tuned") == ()


def test_earlier_licences_and_caveats_say_it_too() -> None:
    changed = built("models: [{id: tuned, licence_history: [{licence: closed, until: 2023-06}]}]")
    assert explained(changed, "tuned") == {
        "earlier: Tuned to 2023-06": ("tuned.licence_history: mine.yaml, no source",)
    }
    changed = built(
        "datasets: [{id: raw, licence: closed, name: Raw text}]\nlicences: [{id: closed, commercial: unknown}]"
    )
    assert "no" not in {key.split(":")[0] for key in explained(changed, "tuned")}


def test_a_caveat_names_the_layer_of_its_dataset() -> None:
    changed = built("datasets: [{id: mine, name: Mine, licence: closed}]\nmodels: [{id: tuned, datasets: [mine]}]")
    assert explained(changed, "tuned")["caveat: Tuned"] == ("mine.licence: mine.yaml, no source",)


def test_a_layer_that_says_the_same_again_changes_nothing() -> None:
    again = "models: [{id: base, licence: closed, sizes: [{name: 7b}]}]\nlicences: [{id: closed, commercial: 'no'}]"
    assert listed(built(again), "tuned") == ()


def test_a_layer_that_only_adds_a_source_changes_nothing() -> None:
    source = "models: [{id: base, sources: [{url: 'https://example.org/2', supports: [licence]}]}]"
    assert listed(built(source), "tuned") == ()


def test_the_layer_that_said_it_last_is_named() -> None:
    changed = built("models: [{id: base, licence: free}]", "models: [{id: base, licence: terms}]")
    assert listed(changed, "base") == ("2.yaml, no source",)
    assert listed(built("models: [{id: base, licence: free}]", "models: [{id: base, licence: free}]"), "base") == (
        "mine.yaml, no source",
    )


def test_a_model_of_a_layer_names_it() -> None:
    own = (
        f"models: [{{id: own, name: Own, licence: free, foundations: [{{model: tuned, relation: merge}}], {OF_MODEL}}}]"
    )
    assert listed(built(own), "own") == ("mine.yaml",)
    assert listed(built(own), "tuned") == ()


def test_a_fact_of_the_catalogue_without_a_source_is_told() -> None:
    bare = {"models": [{"id": "m", "name": "M", "licence": "free"}]}
    free = {"id": "free", "name": "Free", "kind": "software", "commercial": "yes"}
    registry = parse_record(Registry, bare | {"licences": [free]})
    table = explain_chain(Licensing(registry), registry.models[0]).table()
    assert column(table, "rests_on") == [("m.licence: no source", "free.commercial: no source")]


def test_only_the_own_licence_rests_on_less() -> None:
    changed = built("models: [{id: base, licence: free}]")
    model, _ = changed.resolve_model("tuned")
    assert Licensing(changed, lineage=False).assess(model, next(model.each_size())).rests_on == ()


def test_the_column_is_shown_and_counted_where_it_says_something() -> None:
    table = list_models(Library(registry=built("models: [{id: base, licence: free}]")), ListQuestion()).table()
    assert "rests_on" in table.select_brief().names()
    assert table.notes[1] == (
        "2 verdicts rest on more than sourced facts of the catalogue (mine.yaml, no source). "
        "`licence('MODEL')` says where."
    )


def test_licences_say_whose_word_they_are() -> None:
    registry = built("licences: [{id: closed, commercial: conditional}]")
    table = list_licences(Library(registry=registry), LicencesQuestion()).table()
    assert dict(zip(column(table, "id"), column(table, "rests_on"), strict=True)) == {
        "free": (),
        "closed": ("mine.yaml, no source",),
        "terms": (),
    }


def grounds(registry: Registry, name: str) -> set[str]:
    """Every fact that the reasons of a verdict rest on and that isn't a sourced one of the catalogue."""
    model, size = registry.resolve_model(name)
    reasons, _ = reasons_for(Licensing(registry), model, size or next(model.each_size()))
    return {str(ground.words) for reason in reasons for ground in reason.grounds}


def test_facts_of_the_teacher_of_data_are_grounds() -> None:
    assert grounds(built(), "tuned") == set()
    assert "chat.licence: mine.yaml, no source" in grounds(built("models: [{id: chat, licence: closed}]"), "tuned")


def test_facts_of_what_the_teacher_was_made_from_are_grounds() -> None:
    layer = "models:\n- {id: chat, foundations: [{model: base, size: 13B, relation: finetuned}]}\n"
    over = "models: [{id: base, licence: free}]"
    assert "base.licence: 2.yaml, no source" in grounds(built(layer, over), "tuned")


@pytest.mark.parametrize(
    ("layer", "basis"), [((), []), (("models: [{id: base, architecture: decoder-only}]",), ["mine.yaml"])]
)
def test_a_field_of_a_model_alone_rests_on_its_layer(layer: tuple[str, ...], basis: list[str]) -> None:
    registry = built(*layer)
    found = list(ground_of_model(registry, registry.model_by_id["base"], "architecture"))
    assert [(ground.record, ground.field, ground.basis.layer) for ground in found] == [
        ("base", "architecture", name) for name in basis
    ]


@pytest.mark.parametrize(("infers", "told"), [("foundations", ["read from a name"]), ("", [])])
def test_a_base_that_is_read_from_a_name_is_told(infers: str, told: list[str]) -> None:
    source = f"{{url: 'https://example.org', supports: [licence, foundations], infers: [{infers}]}}"
    own = (
        f"- {{id: own, name: Own, licence: free, foundations: [{{model: base, size: 7B, relation: finetuned}}], "
        f"sources: [{source}]}}\n"
    )
    files = (("catalogue.yaml", (CATALOGUE + own).encode()),)
    registry = compile_layers([Layer(BUILT_IN, files)]).registry
    assert [*listed(registry, "own")] == told


def test_a_layer_that_names_another_base_takes_the_inference_away() -> None:
    source = "{url: 'https://example.org', supports: [licence, foundations], infers: [foundations]}"
    base = "foundations: [{model: base, relation: finetuned}]"
    own = f"- {{id: own, name: Own, licence: free, {base}, sources: [{source}]}}\n"
    changed = "models: [{id: own, foundations: [{model: tuned, relation: finetuned}]}]"
    layers = [
        Layer(BUILT_IN, (("a.yaml", (CATALOGUE + own).encode()),)),
        Layer("b.yaml", (("b.yaml", changed.encode()),)),
    ]
    assert [*listed(compile_layers(layers).registry, "own")] == ["b.yaml, no source"]
