from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.growth import LINEAR, growth

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.records import Model
from llmsurvey.registry.compile import Compiled, compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer
from llmsurvey.registry.merge import merge_layers

BASE = """
licences:
- {id: mit, name: MIT, kind: software, commercial: "yes"}
- {id: own, name: Own terms, kind: model}
models:
- id: base
  name: Base
  developers: [A Lab]
  released: 2023-05
  licence: mit
  sizes:
    - {name: 7B, parameters: 7B, hub: lab/base-7b, sources: [{url: "https://example.org/7b", supports: [hub, tokens]}]}
    - {name: 30B, parameters: 30B}
  sources:
    - url: https://example.org/card
      supports: [licence, released, sizes.parameters, "@7B.released", "@30B.released"]
"""


def layer(name: str, text: str) -> Layer:
    return Layer(name, ((f"{name}.yaml", text.encode()),))


def compiled(*texts: str) -> Compiled:
    above = [layer(f"layer-{place}", text) for place, text in enumerate(texts, 1)]
    return compile_layers([layer(BUILT_IN, BASE), *above])


def base_with(*texts: str) -> Model:
    return compiled(*texts).registry.model_by_id["base"]


def faults(*layers: Layer) -> list[Fault]:
    return merge_layers(list(layers)).faults


def test_an_entry_with_the_same_id_amends_the_fields_that_it_names() -> None:
    model = base_with("models:\n- {id: base, licence: own}\n")
    assert (model.licence, model.name, model.released) == ("own", "Base", "2023-05")


def test_a_field_that_is_emptied_is_unknown_again() -> None:
    assert base_with("models:\n- {id: base, licence: }\n").licence is None


def test_a_list_is_replaced_and_not_added_to() -> None:
    assert base_with("models:\n- {id: base, developers: [B Lab]}\n").developers == ("B Lab",)


def test_an_amended_model_keeps_its_place_in_the_order() -> None:
    registry = compiled("models:\n- {id: new, name: New}\n- {id: base, name: Renamed}\n").registry
    assert [model.name for model in registry.models] == ["Renamed", "New"]


def test_a_size_is_amended_by_its_name_and_the_others_stay() -> None:
    model = base_with("models:\n- {id: base, sizes: [{name: 7B, tokens: 1T}, {name: 70B, parameters: 70B}]}\n")
    assert [size.name for size in model.sizes] == ["7B", "30B", "70B"]
    assert (model.sizes[0].tokens, model.sizes[0].parameters, model.sizes[0].hub) == (10**12, 7 * 10**9, "lab/base-7b")


def test_sources_are_added_to_those_below() -> None:
    model = base_with("models:\n- {id: base, sources: [{url: 'https://example.org/mine', supports: [kind]}]}\n")
    assert [source.url for source in model.sources] == ["https://example.org/card", "https://example.org/mine"]


def test_a_replaced_fact_loses_the_support_of_the_source_below() -> None:
    (source,) = base_with("models:\n- {id: base, licence: own}\n").sources
    assert not source.supports_field("licence")
    assert source.supports_field("released")


def test_a_replaced_fact_of_one_size_loses_its_support_and_the_other_size_keeps_it() -> None:
    (source,) = base_with("models:\n- {id: base, sizes: [{name: 7B, released: 2023-06}]}\n").sources
    assert not source.supports_field("released", "7B")
    assert source.supports_field("released", "30B")


def test_a_replaced_fact_of_one_size_loses_the_support_given_to_all_sizes() -> None:
    (source,) = base_with("models:\n- {id: base, sizes: [{name: 7B, parameters: 6.7B}]}\n").sources
    assert not source.supports_field("parameters", "7B")
    assert source.supports_field("parameters", "30B")


def test_a_replaced_fact_of_a_size_loses_the_support_of_the_size_s_own_source() -> None:
    model = base_with("models:\n- {id: base, sizes: [{name: 7B, hub: mine/base-7b}]}\n")
    (source,) = model.sizes[0].sources
    assert source.supports == ("tokens",)


def test_a_new_source_supports_the_fact_that_came_with_it() -> None:
    text = "models:\n- {id: base, licence: own, sources: [{url: 'https://example.org/mine', supports: [licence]}]}\n"
    assert [source.supports_field("licence") for source in base_with(text).sources] == [False, True]


def test_origins_name_the_layer_of_a_field_and_of_a_size_s_field() -> None:
    origins = compiled("models:\n- {id: base, licence: own, sizes: [{name: 7B, tokens: 1T}]}\n").registry.origins
    assert origins["model/base/licence"] == "layer-1"
    assert origins["model/base/@7B.tokens"] == "layer-1"
    assert "model/base/released" not in origins
    assert "model/base/@7B.parameters" not in origins


def test_the_last_of_two_layers_is_the_origin() -> None:
    origins = compiled(
        "models:\n- {id: base, licence: own}\n", "models:\n- {id: base, licence: mit}\n"
    ).registry.origins
    assert origins["model/base/licence"] == "layer-2"


def test_the_built_in_layer_is_no_origin() -> None:
    assert compiled().registry.origins == {}


def test_datasets_licences_and_benchmarks_are_amended_too() -> None:
    registry = compiled("licences:\n- {id: own, commercial: 'no'}\n").registry
    assert (registry.licence_by_id["own"].commercial, registry.licence_by_id["own"].name) == ("no", "Own terms")


def test_one_id_may_be_that_of_a_model_and_of_a_dataset() -> None:
    assert faults(layer("x", "models:\n- {id: a, name: A}\ndatasets:\n- {id: a, name: A}\n")) == []


def test_an_id_that_a_layer_gives_twice_is_a_fault_that_names_both_places() -> None:
    (fault,) = faults(layer("x", "models:\n- {id: a, name: A}\n- {name: B, id: a}\n"))
    assert (fault.line, fault.column) == (3, 17)
    assert fault.message == 'model "a" is already in x.yaml, line 2. Rename or remove one'


def test_an_id_in_two_files_of_one_layer_is_a_fault_too() -> None:
    both = Layer("x", (("a.yaml", b"models:\n- {id: a, name: A}\n"), ("b.yaml", b"models:\n- {id: a, name: A}\n")))
    assert [str(fault) for fault in faults(both)] == [
        'b.yaml:2:8: model "a" is already in a.yaml, line 2. Rename or remove one'
    ]


def test_an_unknown_list_is_a_fault_with_the_nearest_name() -> None:
    (fault,) = faults(layer("x", "# mine\nmodles: []\n"))
    assert str(fault) == 'x.yaml:2:1: unknown list "modles". Did you mean "models"?'


def test_an_unknown_list_that_resembles_none_is_told_which_there_are() -> None:
    (fault,) = faults(layer("x", "zzz: []\n"))
    assert "Write `models:` or `datasets:`" in fault.message


def test_what_should_be_a_list_is_a_fault() -> None:
    (fault,) = faults(layer("x", "models:\n  id: a\n"))
    assert str(fault) == 'x.yaml:2:3: "models" should be a list. Begin each model with "- id:"'


def test_an_entry_without_an_id_is_a_fault() -> None:
    found = faults(layer("x", "datasets:\n- name: A\n- 7\n- {id: 7, name: B}\n"))
    assert [fault.line for fault in found] == [2, 3, 4]
    assert found[0].message == 'this dataset has no id. Begin it with "- id: a-name"'


def test_a_document_that_is_no_registry_is_a_fault() -> None:
    (fault,) = faults(layer("x", "- id: a\n"))
    assert (fault.line, fault.column) == (1, 1)
    assert fault.message.startswith("is no registry. Write `models:`")


def test_an_empty_file_is_a_fault_that_says_what_to_write() -> None:
    (fault,) = faults(layer("x", "# nothing yet\n"))
    assert str(fault).startswith("x.yaml: is empty. Write `models:`")


def test_a_list_with_nothing_in_it_yet_is_none() -> None:
    assert faults(layer("x", "models:\n")) == []


def test_a_file_that_is_no_yaml_keeps_no_fault_of_another_file_hidden() -> None:
    found = faults(layer("x", "a: [\n"), layer("y", "modles: []\n"), layer("z", ""))
    assert [fault.file for fault in found] == ["x.yaml", "y.yaml", "z.yaml"]


# What layers over layers take


def sizes_with_sources(count: int) -> list[Layer]:
    """A model whose sizes have a source each, and a layer that sets every size anew."""
    below = ", ".join(f"{{name: s{place}, parameters: 7B}}" for place in range(count))
    sources = ", ".join(f"{{url: u{place}, supports: ['@s{place}.parameters', sizes.hub]}}" for place in range(count))
    above = ", ".join(f"{{name: S{place}, parameters: 8B}}" for place in range(count))
    return [
        layer("below", f"models:\n- {{id: m, name: M, sizes: [{below}], sources: [{sources}]}}\n"),
        layer("above", f"models:\n- {{id: m, sizes: [{above}]}}\n"),
    ]


def many_sources(count: int) -> list[Layer]:
    """A model of many sources, and a layer that adds as many, half of them known."""
    below = ", ".join(f"{{url: u{place}, supports: [name]}}" for place in range(count))
    above = ", ".join(f"{{supports: [name], url: u{place}}}" for place in range(count // 2, count + count // 2))
    return [
        layer("below", f"models:\n- {{id: m, name: M, sources: [{below}]}}\n"),
        layer("above", f"models:\n- {{id: m, sources: [{above}]}}\n"),
    ]


@pytest.mark.parametrize("layers", [sizes_with_sources, many_sources])
def test_laying_over_grows_with_the_layers(layers: Callable[[int], list[Layer]]) -> None:
    assert growth(merge_layers, layers, 100) < LINEAR


def test_a_source_that_is_there_already_is_not_added_again() -> None:
    merged = merge_layers(many_sources(4))
    assert [source.value["url"].value for source in merged.records["model", "m"].value["sources"].value] == [
        "u0",
        "u1",
        "u2",
        "u3",
        "u4",
        "u5",
    ]


# What is wrong in a layer over another isn't lost


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ("[{name: 7B}, {nme: 30B}]", "unknown field"),
        ("[{name: 7B}, 7]", "should have fields"),
        ("[{name: 7B, tokens: 1T}, {name: 7b, tokens: 2T}]", "two sizes are called '7b'"),
        ("[{name: 7B}, {name: ''}]", "is empty"),
    ],
)
def test_a_faulty_size_of_an_upper_layer_is_a_fault(sizes: str, told: str) -> None:
    with pytest.raises(RegistryError) as caught:
        compiled(f"models:\n- {{id: base, sizes: {sizes}}}\n")
    assert told in str(caught.value)
    assert {fault.file for fault in caught.value.faults} == {"layer-1.yaml"}


def test_sources_of_an_upper_layer_that_are_no_list_are_a_fault() -> None:
    with pytest.raises(RegistryError, match="sources"):
        compiled("models:\n- {id: base, sources: 7}\n")


def test_a_source_below_that_supports_a_list_is_a_fault_and_no_crash() -> None:
    with pytest.raises(RegistryError, match="supports"):
        compiled(
            "models:\n- {id: a, name: A, sources: [{url: u, supports: [[name]]}]}\n", "models:\n- {id: a, name: B}\n"
        )
