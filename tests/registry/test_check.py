from __future__ import annotations

import pytest
from tests.growth import LINEAR, growth

from llmsurvey.registry.check import find_warnings
from llmsurvey.registry.compile import Compiled, compile_layers
from llmsurvey.registry.layers import Layer, layers_for

SOURCE = "sources: [{url: 'https://example.org', supports: [%s]}]"


def warned(text: str) -> list[str]:
    return [str(fault) for fault in find_warnings(compile_layers([Layer("mine", (("mine.yaml", text.encode()),))]))]


def test_the_built_in_registry_has_no_warnings() -> None:
    assert list(find_warnings(compile_layers(layers_for()))) == []


def test_a_fact_without_a_source_is_warned_of_at_its_place() -> None:
    text = "models:\n- {id: a, name: A, released: 2023-05}\n"
    assert warned(text) == ['mine.yaml:2:30: warning: "released" of model "a" has no source. Name one that supports it']


def test_a_fact_with_a_source_is_not_warned_of() -> None:
    assert warned(f"models:\n- {{id: a, name: A, released: 2023-05, {SOURCE % 'released'}}}\n") == []


def test_a_source_of_another_field_is_none_for_this_one() -> None:
    (warning,) = warned(f"models:\n- {{id: a, name: A, released: 2023-05, {SOURCE % 'developers'}}}\n")
    assert '"released" of model "a" has no source' in warning


def test_what_is_left_out_needs_no_source() -> None:
    assert warned("models:\n- {id: a, name: A, developers: [], licence: }\n") == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("datasets:\n- {id: a, name: A, items: 52K}\n", '"items" of dataset "a"'),
        ("licences:\n- {id: a, name: A, kind: model, commercial: 'no'}\n", '"commercial" of licence "a"'),
        ("benchmarks:\n- {id: a, name: A, items: 1172}\n", '"items" of benchmark "a"'),
    ],
)
def test_facts_of_every_kind_of_record_need_a_source(text: str, where: str) -> None:
    (warning,) = warned(text)
    assert f"{where} has no source" in warning


def test_an_unknown_verdict_needs_no_source() -> None:
    assert warned("licences:\n- {id: a, name: A, kind: model, commercial: unknown}\n") == []


def test_a_fact_of_a_size_without_a_source_is_warned_of() -> None:
    text = "models:\n- {id: a, name: A, sizes: [{name: 7B, parameters: 7B}]}\n"
    assert warned(text) == [
        'mine.yaml:2:51: warning: "parameters" of size "7B" of "a" has no source. Name one that supports it'
    ]


@pytest.mark.parametrize("supports", ["sizes", "sizes.parameters", "'@7B.parameters'"])
def test_a_fact_of_a_size_is_supported_by_a_source_of_the_sizes_or_of_this_one(supports: str) -> None:
    text = f"models:\n- {{id: a, name: A, sizes: [{{name: 7B, parameters: 7B}}], {SOURCE % supports}}}\n"
    assert warned(text) == []


def test_a_fact_of_a_size_is_not_supported_by_a_source_of_another() -> None:
    text = "models:\n- {id: a, name: A, sizes: [{name: 7B, parameters: 7B}], %s}\n"
    found = " ".join(warned(text % (SOURCE % "'@13B.parameters'")))
    assert '"parameters" of size "7B" of "a" has no source' in found
    assert 'supports "@13B.parameters", which is no field of it' in found


def sized(name: str, parameters: str) -> list[str]:
    return warned(
        f"models:\n- {{id: a, name: A, sizes: [{{name: {name}, parameters: {parameters}}}], {SOURCE % 'sizes'}}}\n"
    )


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("7B", "13B"), ("30B", "40B"), ("560M", "5.6B"), ("12.8B-v2", "5.8B"), ("7B-chat", "70B"), ("30B", "20B")],
)
def test_parameters_that_the_name_contradicts_are_warned_of(name: str, parameters: str) -> None:
    (warning,) = sized(name, parameters)
    assert "which its name contradicts. Correct one of them" in warning
    assert warning.startswith("mine.yaml:2:")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("7B", "6738415616"),
        ("30B", "32.5B"),
        ("2B", "2.7B"),
        ("12.8B-v2", "12898631680"),
        ("base", "110M"),
        ("v1.3", "7B"),
    ],
)
def test_a_name_that_rounds_or_says_nothing_is_not_warned_of(name: str, parameters: str) -> None:
    assert sized(name, parameters) == []


def dated(date: str, of_foundation: str) -> list[str]:
    return warned(f"""
models:
- {{id: base, name: Base, released: {of_foundation}, {SOURCE % "released"}}}
- id: a
  name: A
  released: {date}
  foundations:
  - {{model: base, relation: finetuned}}
  sizes: [{{name: big}}]
  {SOURCE % "released, foundations"}
""")


def test_a_date_before_the_foundation_s_is_warned_of_at_the_foundation() -> None:
    assert dated("2023-05-03", "2023-06") == [
        'mine.yaml:8:5: warning: size "big" of "a" is dated 2023-05-03, before its foundation base (2023-06). '
        "Correct one of them"
    ]


@pytest.mark.parametrize(
    ("date", "of_foundation"),
    [("2023-06", "2023-06-30"), ("2023", "2023-07-18"), ("2023-07-18", "2023"), ("2023-07-18", "2023-07-18")],
)
def test_dates_that_may_agree_are_not_warned_of(date: str, of_foundation: str) -> None:
    assert dated(date, of_foundation) == []


def test_the_date_of_the_foundation_s_size_counts_where_it_has_one() -> None:
    text = f"""
models:
- id: base
  name: Base
  released: 2023-01
  sizes: [{{name: late, released: 2023-06}}]
  {SOURCE % "released, '@late.released'"}
- id: a
  name: A
  released: 2023-05
  sizes: [{{name: big, foundations: [{{model: base, size: late, relation: delta}}]}}]
  {SOURCE % "released, foundations, '@big.foundations'"}
"""
    (warning,) = warned(text)
    assert "before its foundation base@late (2023-06)" in warning


def test_a_name_that_two_models_share_is_warned_of() -> None:
    (warning,) = warned("models:\n- {id: a, name: Twin}\n- {id: b, name: B, aliases: [t-win]}\n")
    assert '"t-win" of "b" is a name of "a" too' in warning


def test_a_name_of_two_licences_is_warned_of() -> None:
    text = """
licences:
- {id: a, name: A, kind: model, aliases: [shared]}
- {id: b, name: B, kind: model, aliases: [Shared]}
"""
    assert warned(text) == ['mine.yaml:4:42: warning: "Shared" of "b" is a name of "a" too. Rename one of them']


@pytest.mark.parametrize("name", ["0B", "0.0000001K B", "1.0000000001B", "9999999999T", "\uff17B", "1" * 5000 + "B"])
def test_a_number_in_a_name_that_no_model_has_says_nothing(name: str) -> None:
    assert sized(name, "7B") == []


def early(count: int) -> str:
    """A model of many sizes, all dated before the foundation that they share."""
    sizes = ", ".join(f"{{name: s{place}}}" for place in range(count))
    return f"""
models:
- {{id: base, name: Base, released: 2023-06, {SOURCE % "released"}}}
- id: a
  name: A
  released: 2023-05
  foundations: [{{model: base, relation: finetuned}}]
  sizes: [{sizes}]
  {SOURCE % "released, foundations"}
"""


def test_many_sizes_that_are_dated_too_early_share_a_warning() -> None:
    assert len(warned(early(5))) == 5
    assert warned(early(7)) == [
        'mine.yaml:7:17: warning: 7 sizes of "a" (s0, s1, s2, s3, s4 and 2 more) are dated before their foundation '
        "base (2023-06). Correct the dates"
    ]


def test_only_the_sizes_that_are_too_early_are_warned_of() -> None:
    text = f"""
models:
- {{id: base, name: Base, released: 2023-06, {SOURCE % "released"}}}
- id: a
  name: A
  foundations: [{{model: base, relation: finetuned}}]
  sizes: [{{name: late, released: 2023-07}}, {{name: early, released: 2023-05}}, {{name: undated}}]
  {SOURCE % "sizes.released, foundations"}
"""
    (warning,) = warned(text)
    assert 'size "early" of "a" is dated 2023-05' in warning


def many_sizes_and_foundations(count: int) -> Compiled:
    bases = "".join(f"- {{id: b{place}, name: B{place}, released: 2023-06}}\n" for place in range(count))
    links = ", ".join(f"{{model: b{place}, relation: merge}}" for place in range(count))
    sizes = ", ".join(f"{{name: s{place}, parameters: 7B, released: 2023-05}}" for place in range(count))
    text = f"models:\n{bases}- {{id: m, name: M, foundations: [{links}], sizes: [{sizes}]}}\n"
    return compile_layers([Layer("mine", (("mine.yaml", text.encode()),))])


def test_warnings_grow_with_sizes_and_foundations() -> None:
    assert growth(lambda compiled: list(find_warnings(compiled)), many_sizes_and_foundations, 50) < LINEAR


# What a size takes from its model

_FAMILY = """
models:
- id: a
  name: A
  released: 2023-03
  datasets: [talk]
  sizes: [{name: S, %s}]
  sources: [{url: 'https://example.org', supports: [released, datasets, '@S.released', '@S.datasets', '@S.languages']}]
datasets:
- id: talk
  name: Talk
  released: 2023-04-10
  languages: [en]
  sources: [{url: 'https://example.org', supports: [released, languages]}]
"""


def test_a_date_that_a_size_takes_from_its_model_though_its_data_came_later_is_warned_of() -> None:
    (warning,) = warned(_FAMILY % "datasets: [talk]")
    assert 'size "S" of "a" takes its date 2023-03 from its model, before its data talk (2023-04-10)' in warning


@pytest.mark.parametrize("facts", ["datasets: [talk], released: 2023-03", "context: 2048", "datasets: []"])
def test_a_date_of_a_size_s_own_or_data_that_aren_t_its_own_are_not_warned_of(facts: str) -> None:
    text = _FAMILY.replace("'@S.released'", "'@S.context', '@S.released'")
    assert warned(text % facts) == []


def test_data_in_other_languages_that_a_size_takes_from_its_model_are_warned_of() -> None:
    (warning,) = warned(_FAMILY % "languages: [zh]")
    assert "takes its data from its model, but talk is in none of its languages (zh)" in warning


@pytest.mark.parametrize("facts", ["languages: [en, zh]", "languages: [zh], datasets: []"])
def test_data_in_a_language_of_the_size_or_data_of_its_own_are_not_warned_of(facts: str) -> None:
    assert warned(_FAMILY % facts) == []


# Addresses


def test_a_source_that_is_a_repository_without_a_path_is_warned_of_at_its_address() -> None:
    text = "models:\n- {id: a, name: A, sources: [{url: 'https://github.com/o/r', says: Everything.}]}"
    assert warned(text) == [
        'mine.yaml:2:36: warning: a source of model "a" is a repository without a path (https://github.com/o/r). '
        "Name the file that was read"
    ]
