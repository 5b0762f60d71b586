from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer
from llmsurvey.registry.registry import Registry

BASE = """
licences:
- {id: mit, name: MIT, kind: software, commercial: "yes"}
datasets:
- {id: the-pile, name: The Pile}
benchmarks:
- {id: hellaswag, name: HellaSwag}
models:
- {id: llama, name: LLaMA, sizes: [{name: 7B}, {name: 13B, aliases: [thirteen], hub: lab/llama-13b}]}
"""


def compiled(text: str) -> Registry:
    return compile_layers(layers(text)).registry


def layers(text: str) -> list[Layer]:
    return [Layer(BUILT_IN, (("data/base.yaml", BASE.encode()),)), Layer("mine", (("mine.yaml", text.encode()),))]


def faults(text: str) -> list[Fault]:
    with pytest.raises(RegistryError) as caught:
        compile_layers(layers(text))
    return list(caught.value.faults)


def fault(text: str) -> str:
    (only,) = faults(text)
    return str(only)


# One fault at its place, and what to do


def test_broken_yaml_is_told_at_its_place() -> None:
    assert fault("models:\n- id: a\n  name: [A\n").startswith("mine.yaml:4:1: is no YAML: ")


def test_an_unknown_field_with_the_nearest_one() -> None:
    text = "models:\n- id: a\n  name: A\n  licens: mit\n"
    assert fault(text) == 'mine.yaml:4:3: unknown field "licens" in model "a". Did you mean "licence"?'


def test_an_unknown_field_of_a_size_with_the_nearest_field_of_a_size() -> None:
    text = "models:\n- id: a\n  name: A\n  sizes:\n  - {name: 7B, paramters: 7B}\n"
    assert fault(text) == 'mine.yaml:5:16: unknown field "paramters" in model "a". Did you mean "parameters"?'


def test_an_unknown_field_that_resembles_none() -> None:
    assert fault("datasets:\n- {id: a, name: A, zzz: 1}\n") == 'mine.yaml:2:20: unknown field "zzz" in dataset "a".'


def test_a_field_that_is_missing() -> None:
    assert fault("models:\n- id: a\n") == 'mine.yaml:2:3: model "a" lacks "name". Add it'


def test_a_number_where_text_belongs() -> None:
    assert fault("models:\n- {id: a, name: 7}\n") == (
        'mine.yaml:2:17: "name" of model "a" should be text. Put it in quotes'
    )


def test_text_where_a_list_belongs() -> None:
    assert fault("models:\n- {id: a, name: A, languages: ko}\n") == (
        'mine.yaml:2:31: "languages" of model "a" should be a list. Write [one, two]'
    )


def test_text_where_fields_belong() -> None:
    assert fault("models:\n- {id: a, name: A, sizes: [7B]}\n") == (
        'mine.yaml:2:28: "sizes" of model "a" should have fields. Write `field: value` below it'
    )


def test_a_word_that_is_none_of_those_allowed() -> None:
    text = "models:\n- {id: a, name: A, kind: fine-tuned}\n"
    assert fault(text) == (
        "mine.yaml:2:26: \"kind\" of model \"a\" is \"fine-tuned\", not one of 'pretrained', 'finetuned' or 'service'"
    )


def test_a_number_of_something_else() -> None:
    assert fault("benchmarks:\n- {id: a, name: A, chance: often}\n").startswith(
        'mine.yaml:2:28: "chance" of benchmark "a": '
    )


@pytest.mark.parametrize("number", ["1e999", "inf", "nan", ".inf"])
def test_a_number_without_end(number: str) -> None:
    text = f"benchmarks:\n- {{id: a, name: A, chance: {number}}}\n"
    assert fault(text).startswith('mine.yaml:2:28: "chance" of benchmark "a"')


def test_an_empty_text() -> None:
    assert fault("models:\n- {id: a, name: ' '}\n") == (
        'mine.yaml:2:17: "name" of model "a" is empty. Fill it or leave it out'
    )


def test_an_id_that_is_none() -> None:
    assert fault("models:\n- {id: Big A, name: A}\n") == (
        'mine.yaml:2:8: "id" of model "Big A" is "Big A". Use lower case letters, digits, dots and hyphens'
    )


def test_an_impossible_date() -> None:
    assert fault("models:\n- {id: a, name: A, released: 2023-02-30}\n") == (
        'mine.yaml:2:30: "released" of model "a": \'2023-02-30\' is no day of the calendar'
    )


def test_text_that_is_no_date() -> None:
    text = "models:\n- {id: a, name: A, sizes: [{name: 7B, released: May 2023}]}\n"
    assert fault(text) == (
        'mine.yaml:2:49: "released" of model "a": \'May 2023\' is no date. Write 2023, 2023-07 or 2023-07-18'
    )


@pytest.mark.parametrize("written", ["7.5", "-7", "lots", "true"])
def test_a_number_that_is_no_size(written: str) -> None:
    found = fault(f"models:\n- {{id: a, name: A, sizes: [{{name: 7B, parameters: {written}}}]}}\n")
    assert found.startswith('mine.yaml:2:51: "parameters" of model "a": ')
    assert found.endswith(" is no size. Write it as 7B, 7e9 or 6738415616")


def test_two_sizes_of_one_name() -> None:
    text = "models:\n- id: a\n  name: A\n  sizes: [{name: 7B}, {name: 7b}]\n"
    assert fault(text).startswith('mine.yaml:4:10: "sizes" of model "a": two sizes are called \'7b\'.')


def test_an_unknown_foundation_with_the_nearest_model() -> None:
    text = "models:\n- id: a\n  name: A\n  foundations:\n  - {model: lama, relation: delta}\n"
    assert fault(text) == (
        'mine.yaml:5:13: foundation "lama" is not in the registry. Did you mean "llama"? Add it, or write its id'
    )


def test_an_unknown_size_of_a_foundation_with_the_sizes_that_there_are() -> None:
    text = "models:\n- id: a\n  name: A\n  foundations:\n  - {model: llama, size: 8B, relation: delta}\n"
    assert fault(text).startswith('mine.yaml:5:26: foundation "llama" has no size "8B". It has 7B, 13B')


def test_an_unknown_foundation_of_a_size() -> None:
    text = "models:\n- {id: a, name: A, sizes: [{name: 7B, foundations: [{model: zzz, relation: merge}]}]}\n"
    assert fault(text) == 'mine.yaml:2:61: foundation "zzz" is not in the registry. Add it, or write its id'


def test_an_unknown_licence() -> None:
    assert fault("models:\n- {id: a, name: A, licence: mitt}\n") == (
        'mine.yaml:2:29: licence "mitt" is not in the registry. Did you mean "mit"? Add it, or write its id'
    )


def test_an_unknown_licence_of_the_past() -> None:
    text = "models:\n- {id: a, name: A, licence_history: [{licence: zzz, until: 2023-05}]}\n"
    assert fault(text) == 'mine.yaml:2:48: licence "zzz" is not in the registry. Add it, or write its id'


def test_an_unknown_licence_of_a_dataset() -> None:
    assert fault("datasets:\n- {id: a, name: A, licence: zzz}\n").startswith('mine.yaml:2:29: licence "zzz" is not')


def test_an_unknown_dataset() -> None:
    assert fault("models:\n- {id: a, name: A, datasets: [the-pile, the-pill]}\n") == (
        'mine.yaml:2:41: dataset "the-pill" is not in the registry. Did you mean "the-pile"? Add it, or write its id'
    )


def test_an_unknown_dataset_that_another_is_derived_from() -> None:
    text = "datasets:\n- {id: a, name: A, derived_from: [{dataset: zzz, relation: subset}]}\n"
    assert fault(text).startswith('mine.yaml:2:45: dataset "zzz" is not in the registry.')


def test_an_unknown_model_that_generated_a_dataset() -> None:
    text = "datasets:\n- {id: a, name: A, generated_by: [{model: llama, size: 8B}]}\n"
    assert fault(text).startswith('mine.yaml:2:56: model "llama" has no size "8B". It has 7B, 13B')


def test_an_unknown_benchmark_that_another_imitates() -> None:
    assert fault("benchmarks:\n- {id: a, name: A, variant_of: zzz}\n").startswith(
        'mine.yaml:2:32: benchmark "zzz" is not'
    )


def test_a_layer_may_break_what_a_layer_below_refers_to() -> None:
    text = "models:\n- {id: llama, licence: zzz}\n"
    assert fault(text) == 'mine.yaml:2:24: licence "zzz" is not in the registry. Add it, or write its id'


# Scores

SCORE = "board: b, reading: actual, name_as_printed: A, metric: acc, unit: percent, source: 'https://example.org'"


def test_scores_of_a_layer_are_added() -> None:
    (score,) = compiled(f"scores:\n- {{{SCORE}, benchmark: hellaswag, value: '75.6', model: llama, size: 7B}}\n").scores
    assert (score.model, score.size, float(score.percent)) == ("llama", "7B", 75.6)


def test_a_score_of_a_model_outside_the_registry_is_allowed() -> None:
    assert compiled(f"scores:\n- {{{SCORE}, benchmark: hellaswag, value: '75.6'}}\n").scores[0].model is None


def test_a_score_that_is_no_number() -> None:
    found = fault(f"scores:\n- {{benchmark: hellaswag, value: n/a, {SCORE}}}\n")
    assert found.startswith('mine.yaml:2:33: "value" of score "number 1"')


def test_a_score_that_lacks_a_field() -> None:
    text = f"scores:\n- {{{SCORE}, benchmark: hellaswag}}\n"
    assert fault(text) == 'mine.yaml:2:3: score "number 1" lacks "value". Add it'


def test_a_score_on_an_unknown_benchmark() -> None:
    found = fault(f"scores:\n- {{benchmark: hellaswang, value: '75.6', {SCORE}}}\n")
    assert found.startswith('mine.yaml:2:15: benchmark "hellaswang" is not in the registry. Did you mean "hellaswag"?')


def test_a_score_of_an_unknown_model() -> None:
    found = fault(f"scores:\n- {{model: zzz, benchmark: hellaswag, value: '75.6', {SCORE}}}\n")
    assert found.startswith('mine.yaml:2:11: model "zzz" is not in the registry.')


# Cycles


def test_a_model_that_is_made_from_itself() -> None:
    text = """
models:
- {id: a, name: A, foundations: [{model: b, relation: finetuned}]}
- {id: b, name: B, foundations: [{model: c, relation: delta}]}
- {id: c, name: C, foundations: [{model: a, relation: merge}]}
"""
    found = fault(text)
    assert found.startswith("mine.yaml:3:33: model is made from itself: ")
    assert "a from b from c from a" in found
    assert found.endswith("Remove one of these foundations")


def test_a_size_that_is_made_from_itself() -> None:
    text = "models:\n- {id: a, name: A, sizes: [{name: 7B, foundations: [{model: a, size: 7B, relation: merge}]}]}\n"
    assert fault(text).startswith("mine.yaml:2:52: model is made from itself: a@7B from a@7B.")


@pytest.mark.parametrize("size", ["7b", "seven", "lab/a-7b", "Lab/A-7B"])
def test_a_size_that_is_made_from_itself_is_a_fault_by_whichever_name(size: str) -> None:
    text = f"""
models:
- id: a
  name: A
  sizes: [{{name: 7B, aliases: [seven], hub: lab/a-7b, foundations: [{{model: a, size: {size}, relation: merge}}]}}]
"""
    assert fault(text).startswith("mine.yaml:5:")


def test_a_circle_of_an_entry_whose_id_is_wrong_too_is_a_fault_and_no_crash() -> None:
    text = "models:\n- {id: a@b, name: A, foundations: [{model: a@b, relation: merge}]}\n"
    assert {(each.file, each.line) for each in faults(text)} == {("mine.yaml", 2)}


def test_a_size_made_from_another_size_of_its_model_is_no_cycle() -> None:
    chat = "{name: chat, foundations: [{model: a, size: 7B, relation: delta}]}"
    text = f"models:\n- {{id: a, name: A, sizes: [{{name: 7B}}, {chat}]}}\n"
    assert compiled(text).model_by_id["a"].sizes[1].foundations


def test_a_cycle_that_a_layer_closes_over_the_one_below() -> None:
    text = """
models:
- {id: a, name: A, foundations: [{model: llama, size: 7B, relation: finetuned}]}
- {id: llama, foundations: [{model: a, relation: distilled}]}
"""
    assert "model is made from itself" in fault(text)


def test_a_dataset_that_is_derived_from_itself() -> None:
    text = """
datasets:
- {id: a, name: A, derived_from: [{dataset: b, relation: subset}]}
- {id: b, name: B, derived_from: [{dataset: a, relation: filtered}]}
"""
    found = fault(text)
    assert found.startswith("mine.yaml:3:34: dataset is made from itself: a from b from a.")
    assert found.endswith("Remove one of these derived_from")


def test_a_model_trained_on_data_that_it_generated_is_no_cycle() -> None:
    text = """
models:
- {id: a, name: A, datasets: [d]}
datasets:
- {id: d, name: D, generated_by: [{model: a}]}
"""
    assert compiled(text).dataset_by_id["d"].generated_by[0].model == "a"


# All at once


def test_all_faults_are_told_at_once_in_the_order_of_their_places() -> None:
    text = """
models:
- {id: a, name: A, licens: mit, released: 2023-02-30}
- {id: b, name: B, licence: zzz, foundations: [{model: llama, size: 8B, relation: delta}]}
- {id: b, name: B}
- {name: C}
datasets:
- {id: d, name: 7}
"""
    found = faults(text)
    assert [(each.line, each.column) for each in found] == [(3, 20), (3, 43), (4, 29), (4, 69), (5, 8), (6, 3), (8, 17)]


def test_an_unknown_reference_is_told_although_its_model_has_another_fault() -> None:
    found = faults("models:\n- {id: a, name: A, kind: fine, licence: zzz}\n")
    assert [(each.line, each.column) for each in found] == [(2, 26), (2, 41)]


def test_a_cycle_is_told_although_something_else_is_wrong() -> None:
    text = """
models:
- {id: a, name: A, foundations: [{model: a, relation: merge}]}
- {id: b, name: B, licence: zzz}
"""
    assert [each.line for each in faults(text)] == [3, 4]


def test_two_cycles_are_both_told() -> None:
    text = """
models:
- {id: a, name: A, foundations: [{model: a, relation: merge}]}
- {id: b, name: B, foundations: [{model: b, relation: merge}]}
"""
    assert [each.line for each in faults(text)] == [3, 4]


def test_what_refers_to_a_faulty_entry_is_not_at_fault_itself() -> None:
    text = """
models:
- {id: a, name: A, kind: fine, sizes: [{name: 7B}]}
- {id: b, name: B, foundations: [{model: a, size: 7B, relation: delta}]}
"""
    assert [each.line for each in faults(text)] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "models:\n- {id: a, name: A, zzz: 1, licence: {a: b}, sizes: 7}\n",
        "models:\n- {id: a, name: A, sizes: [[]], sources: [{}], aliases: [[]]}\n",
        "models:\n- {id: a, name: A, foundations: [{model: 7, relation: []}], datasets: [{}]}\n",
        "licences:\n- {id: a, name: A, kind: model, conditions: [{kind: x}], commercial: no way}\n",
        "scores:\n- 7\n- []\n- {}\n",
        "datasets:\n- {id: a, name: {b: c}, items: [], generated_by: {}}\n",
    ],
)
def test_any_wrong_form_is_a_fault_at_a_place_of_its_file(text: str) -> None:
    found = faults(text)
    assert {each.file for each in found} == {"mine.yaml"}
    assert all(each.line > 1 and each.column > 0 for each in found)


def test_no_fault_calls_a_field_by_an_empty_name() -> None:
    assert '""' not in fault("scores:\n- 7\n")


def test_a_fault_never_shows_a_class_or_a_url_of_the_validator() -> None:
    text = (
        "models:\n- {id: a, name: A, sizes: [7], sources: 7, foundations: [{model: a}], aliases: [[]], licence: []}\n"
    )
    assert "pydantic" not in "\n".join(map(str, faults(text)))


def test_a_message_has_one_line() -> None:
    found = fault('models:\n- {id: a, name: A, released: "20\\n23"}\n')
    assert "\n" not in found


# Numbers, however they are written

SIZE = "models:\n- {id: a, name: A, sizes: [{name: x, %s}]}\n"
CONDITION = "licences:\n- {id: a, name: A, kind: model, conditions: [{kind: other, text: t, %s}]}\n"
NUMBER_FIELDS = {
    "parameters": SIZE,
    "tokens": SIZE,
    "context": SIZE,
    "layers": SIZE % "shape: {%s, heads: 1, kv_heads: 1, head_size: 1}",
    "head_size": SIZE % "shape: {%s, heads: 1, kv_heads: 1, layers: 1}",
    "released": "models:\n- {id: a, name: A, %s}\n",
    "items": "datasets:\n- {id: a, name: A, %s}\n",
    "threshold": CONDITION,
    "shots": "benchmarks:\n- {id: a, name: A, %s}\n",
    "chance": "benchmarks:\n- {id: a, name: A, %s}\n",
    "effective_items": "benchmarks:\n- {id: a, name: A, %s}\n",
    "value": f"scores:\n- {{{SCORE}, benchmark: hellaswag, %s}}\n",
}
WITHOUT_END = ["9" * 398, "9" * 5000, "1e308", "1e400", "-1e400", "-0." + "9" * 5000, ".inf", "9" * 5000 + "B"]


@pytest.mark.parametrize("field", sorted(NUMBER_FIELDS))
@pytest.mark.parametrize("quote", ["", "'"])
@pytest.mark.parametrize("number", WITHOUT_END)
def test_a_number_without_end_is_a_fault_of_one_line(field: str, quote: str, number: str) -> None:
    (found,) = faults(NUMBER_FIELDS[field] % f"{field}: {quote}{number}{quote}")
    assert f'"{field}"' in found.message
    assert len(str(found)) < 600


NUMBERS = st.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,4})? ?[KMBT]?", fullmatch=True)


@given(st.sampled_from(sorted(NUMBER_FIELDS)), NUMBERS)
def test_any_number_is_a_fault_or_small_enough_to_reckon_with(field: str, number: str) -> None:
    text = NUMBER_FIELDS[field] % f"{field}: '{number}'"
    try:
        registry = compiled(text)
    except RegistryError:
        assert len(fault(text)) < 600
        return
    for model in registry.models:
        for size in model.sizes:
            assert (size.parameters or 0) < 10**18
            assert size.shape is None or size.shape.layers * size.shape.head_size <= 10**12
