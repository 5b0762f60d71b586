"""How names find their records: `Registry.resolve_model` and its like, and what is suggested where they don't."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.errors import AmbiguousNameError, UnknownNameError
from llmsurvey.records import Model, Size
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.names import Index, forms_of, loose_form, strict_form
from llmsurvey.registry.nearest_names import did_you_mean, nearest_names
from llmsurvey.registry.registry import Registry


def found(registry: Registry, name: str) -> tuple[str, str | None]:
    model, size = registry.resolve_model(name)
    return model.id, size.name if size else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kullm", ("kullm", None)),
        ("KULLM", ("kullm", None)),
        ("구름", ("kullm", None)),
        (unicodedata.normalize("NFD", "구름"), ("kullm", None)),
        ("\uff2b\uff35\uff2c\uff2c\uff2d", ("kullm", None)),
        ("  LLaMA ", ("llama", None)),
        ("LLaMA 2", ("llama-2", None)),
        ("llama2", ("llama-2", None)),
        ("Llama_2", ("llama-2", None)),
        ("nlpai-lab/kullm-polyglot-12.8b-v2", ("kullm", "12.8B-v2")),
        ("NLPAI-Lab/KULLM-Polyglot-12.8B-v2", ("kullm", "12.8B-v2")),
        ("KULLM@12.8B-v2", ("kullm", "12.8B-v2")),
        ("kullm@12.8b-V2", ("kullm", "12.8B-v2")),
        ("구름@12.8B-v2", ("kullm", "12.8B-v2")),
        ("kullm@12.8B v2", ("kullm", "12.8B-v2")),
        ("kullm@\uff11\uff12\uff0e\uff18\uff22-v2", ("kullm", "12.8B-v2")),
        ("kullm\uff2012.8B-v2", ("kullm", "12.8B-v2")),
        ("llama-2@70B-chat", ("llama-2", "70B-chat")),
    ],
)
def test_a_name_finds_its_model_and_size(registry: Registry, name: str, expected: tuple[str, str | None]) -> None:
    assert found(registry, name) == expected


def test_every_id_and_name_finds_its_own_model(registry: Registry) -> None:
    """A model that is called as the repository of its one size may be found with that size."""
    names = [(name, model) for model in registry.models for name in (model.id, model.name)]
    for name, model in names:
        (of_name, size) = found(registry, name)
        assert of_name == model.id
        assert size is None or [size] == [only.name for only in model.sizes]


def test_every_size_is_found_by_its_model_and_name(registry: Registry) -> None:
    sizes = [(model, size) for model in registry.models for size in model.sizes]
    assert [found(registry, f"{model.name}@{size.name}") for model, size in sizes] == [
        (model.id, size.name) for model, size in sizes
    ]


def test_every_alias_of_a_model_is_its_own(registry: Registry) -> None:
    aliases = [(alias, model.id) for model in registry.models for alias in model.aliases]
    assert [found(registry, alias)[0] for alias, _ in aliases] == [model for _, model in aliases]


def test_every_dataset_licence_and_benchmark_is_found_by_id_and_name(registry: Registry) -> None:
    assert [registry.resolve_dataset(each.name) for each in registry.datasets] == list(registry.datasets)
    assert [registry.resolve_dataset(each.id) for each in registry.datasets] == list(registry.datasets)
    assert [registry.resolve_licence(each.name) for each in registry.licences] == list(registry.licences)
    assert [registry.resolve_licence(each.id) for each in registry.licences] == list(registry.licences)
    assert [registry.resolve_benchmark(each.name) for each in registry.benchmarks] == list(registry.benchmarks)
    assert [registry.resolve_benchmark(each.id) for each in registry.benchmarks] == list(registry.benchmarks)


def test_a_licence_is_found_by_its_spdx_identifier(registry: Registry) -> None:
    assert registry.resolve_licence("CC-BY-NC-4.0").id == "cc-by-nc-4.0"


# Names that several models answer to


def two_alike() -> Registry:
    return parse_record(
        Registry,
        {
            "models": [
                {"id": "one", "name": "One", "aliases": ["twin"], "sizes": [{"name": "7B", "hub": "lab/shared"}]},
                {"id": "two", "name": "Two", "aliases": ["Twin"], "sizes": [{"name": "7B", "hub": "lab/shared"}]},
                {"id": "t-win", "name": "Third"},
            ]
        },
    )


def test_a_name_that_several_models_answer_to_is_ambiguous() -> None:
    with pytest.raises(AmbiguousNameError, match=r'"twin" could be one or two\. Write one of these\.') as caught:
        two_alike().resolve_model("twin")
    assert caught.value.candidates == ("one", "two")
    assert caught.value.exit_code == 2


def test_a_repository_of_several_sizes_is_ambiguous_and_the_candidates_can_be_written() -> None:
    registry = two_alike()
    with pytest.raises(AmbiguousNameError) as caught:
        registry.resolve_model("lab/shared")
    assert [found(registry, name) for name in caught.value.candidates] == [("one", "7B"), ("two", "7B")]


def test_a_size_of_an_ambiguous_name_is_ambiguous() -> None:
    with pytest.raises(AmbiguousNameError):
        two_alike().resolve_model("twin@7B")


def test_an_exact_name_wins_over_one_that_differs_in_hyphens() -> None:
    assert found(two_alike(), "t-win") == ("t-win", None)


def test_of_very_many_candidates_the_rest_is_counted() -> None:
    models = [{"id": f"m{place}", "name": f"M{place}", "aliases": ["same"]} for place in range(1000)]
    with pytest.raises(AmbiguousNameError, match=r"or one of 980 more\. Write one of these\.$"):
        parse_record(Registry, {"models": models}).resolve_model("same")


# A model's name and a size's in one


def many_names(count: int) -> Registry:
    """A model of as many aliases as sizes."""
    aliases = [f"Alias {place}" for place in range(count)]
    sizes = [{"name": f"S-{place}"} for place in range(count)]
    return parse_record(Registry, {"models": [{"id": "m", "name": "M", "aliases": aliases, "sizes": sizes}]})


@pytest.mark.parametrize("name", ["alias 3-s-5", "Alias 3 S 5", "ALIAS3S5", "m-s-5", "alias_3_s_5"])
def test_a_size_is_found_by_any_name_of_its_model_and_its_own(name: str) -> None:
    assert found(many_names(10), name) == ("m", "S-5")


def test_finding_a_size_grows_with_names_and_sizes() -> None:
    assert growth(lambda count: found(many_names(count), "alias 3-s-5"), int, 200) < LINEAR


@pytest.mark.parametrize("name", ["-s-5", "m-s-", "m" * 2000 + "-s-5", "m-s-50"])
def test_half_a_name_of_a_size_finds_none(name: str) -> None:
    with pytest.raises(UnknownNameError):
        many_names(10).resolve_model(name)


def test_a_size_written_exactly_wins_over_one_that_differs_in_hyphens() -> None:
    models = [{"id": "m", "name": "M", "sizes": [{"name": "7B"}, {"name": "7-B"}]}]
    registry = parse_record(Registry, {"models": models})
    assert found(registry, "m-7-b") == ("m", "7-B")
    assert found(registry, "m-7b") == ("m", "7B")
    with pytest.raises(AmbiguousNameError, match="m@7-B or m@7B"):
        registry.resolve_model("m 7b")


@settings(max_examples=60)
@given(st.data())
def test_sizes_are_found_as_in_a_list_of_all_their_names(data: st.DataObject) -> None:
    part = st.text(st.sampled_from("ab-_ 1"), min_size=1, max_size=3).filter(loose_form)
    names = data.draw(st.lists(part, min_size=1, max_size=3))
    models = [
        Model(id=f"m{place}", name=name, sizes=tuple(Size(name=each) for each in sizes))
        for place, (name, sizes) in enumerate(
            (each, data.draw(st.lists(part, max_size=3, unique=True))) for each in names
        )
    ]
    registry = Registry(models=tuple(models))
    every = Index.of(
        (f"{name}-{size.name}", f"{model.id}@{size.name}", (model, size))
        for model in models
        for size in model.sizes
        for name in (model.id, model.name)
    )
    name = data.draw(part) + data.draw(st.sampled_from(["-", " ", ""])) + data.draw(part)
    assert registry._sizes_named(name).keys() == every.get(name).keys()


# Names that none answers to


def test_an_unknown_name_is_refused_with_the_nearest(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match=r'no model is called "kulm"\. Did you mean KULLM') as caught:
        registry.resolve_model("kulm")
    assert caught.value.nearest[0] == "KULLM"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["kulm", "lama3x", "koalpca", "vicunna", "falcn"])
def test_each_suggestion_is_of_another_model(registry: Registry, name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        registry.resolve_model(name)
    meant = [registry.resolve_model(suggestion)[0].id for suggestion in caught.value.nearest]
    assert meant
    assert len(set(meant)) == len(meant)


def test_a_slip_in_hangul_is_suggested_too(registry: Registry) -> None:
    with pytest.raises(UnknownNameError) as caught:
        registry.resolve_model("코알파가")
    assert "코알파카" in caught.value.nearest


def test_a_name_like_no_other_suggests_nothing(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match=r'no model is called "qqqqqqqq"\.$'):
        registry.resolve_model("qqqqqqqq")


@pytest.mark.parametrize("name", ["", "  ", "-", "@", "@7B", "llama@", "llama@ ", "llama@-"])
def test_half_a_name_finds_nothing(registry: Registry, name: str) -> None:
    with pytest.raises(UnknownNameError):
        registry.resolve_model(name)


def test_an_unknown_size_is_refused_with_those_that_there_are(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match=r'no size of LLaMA is called "8B"\. Did you mean 7B, 13B, 30B or 65B\?'):
        registry.resolve_model("llama@8B")


def test_unknown_datasets_licences_and_benchmarks_are_refused_with_the_nearest(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match=r'no dataset is called "the pyle"\. Did you mean .*Pile'):
        registry.resolve_dataset("the pyle")
    with pytest.raises(UnknownNameError, match=r'no licence is called "apach-2\.0"\. Did you mean .*(?i:apache)'):
        registry.resolve_licence("apach-2.0")
    with pytest.raises(UnknownNameError, match=r'no benchmark is called "helaswag"\. Did you mean .*(?i:hellaswag)'):
        registry.resolve_benchmark("helaswag")


# Suggestions


def test_the_name_without_the_slip_comes_first() -> None:
    assert nearest_names("lama", ["llama-2", "alpaca", "llama", "llama-30b-instruct-2048"])[0] == "llama"
    assert nearest_names("licens", ["licence_history", "licence", "languages"])[0] == "licence"


def test_no_more_names_are_suggested_than_asked_for() -> None:
    assert len(nearest_names("llama", [f"llama-{number}" for number in range(9)], limit=3)) == 3


def test_a_question_is_asked_only_where_there_is_something_to_ask() -> None:
    assert did_you_mean("licens", ["licence", "name"]) == ' Did you mean "licence"?'
    assert did_you_mean("licens", []) == ""
    assert did_you_mean("zzz", ["licence", "name"]) == ""


@given(st.lists(st.text(st.sampled_from("aB-_ \n\t\u3000구루ㄹＡß\x1c\x00"), max_size=6)))  # noqa: RUF001 (likewise)
def test_the_forms_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert forms_of(names) == ([strict_form(name) for name in names], [loose_form(name) for name in names])
