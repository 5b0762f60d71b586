from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from pydantic import ValidationError
from tests.growth import LINEAR, growth

from llmsurvey.records import Foundation, Model
from llmsurvey.records.model import items_once
from llmsurvey.records.parse import parse_record


def model(*sizes: dict[str, Any], **facts: Any) -> Model:
    return parse_record(Model, {"id": "m", "name": "M", "sizes": list(sizes), **facts})


FACTS: dict[str, Any] = {
    "released": "2023-05",
    "kind": "finetuned",
    "access": "open",
    "languages": ["ko"],
    "licence": "mit",
    "licence_history": [{"licence": "mit", "since": "2023-05"}],
    "foundations": [{"model": "base", "relation": "finetuned"}],
    "datasets": ["pile"],
}


SHAPE: dict[str, Any] = {"layers": 2, "heads": 1, "kv_heads": 1, "head_size": 1, "full_attention_layers": 1}


@pytest.mark.parametrize("field", sorted(FACTS))
def test_a_size_that_is_silent_is_as_its_model_says(field: str) -> None:
    whole = model({"name": "7B"}, **FACTS)
    assert getattr(whole.complete(whole.sizes[0]), field) == getattr(whole, field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("released", "2023-06-22"),
        ("kind", "pretrained"),
        ("access", "limited"),
        ("languages", ("en",)),
        ("licence", "apache-2.0"),
        ("datasets", ("c4",)),
    ],
)
def test_a_size_keeps_a_fact_of_its_own(field: str, value: object) -> None:
    whole = model({"name": "7B", field: value}, {"name": "30B"}, **FACTS)
    small, large = whole.each_size()
    assert getattr(small, field) == value
    assert getattr(large, field) == getattr(whole, field)


@pytest.mark.parametrize("field", ["languages", "foundations", "datasets", "licence_history"])
def test_an_empty_list_of_a_size_says_that_there_is_none(field: str) -> None:
    (size,) = model({"name": "7B", field: []}, **FACTS).each_size()
    assert getattr(size, field) == ()


def test_what_belongs_to_one_size_is_not_inherited() -> None:
    whole = model({"name": "7B", "parameters": "7B", "tokens": "1T", "hub": "a/b"}, {"name": "13B"})
    other = list(whole.each_size())[1]
    assert (other.parameters, other.tokens, other.hub) == (None, None, None)


def test_a_model_without_sizes_stands_for_one_with_its_facts() -> None:
    (only,) = model(**FACTS).each_size()
    assert (only.name, only.licence, only.parameters) == ("M", "mit", None)


def test_a_size_is_found_by_name_alias_or_repository_in_any_case() -> None:
    whole = model({"name": "12.8B-v2", "aliases": ["big"], "hub": "lab/model-12.8b-v2"}, {"name": "5.8B"})
    assert whole.size("12.8b-V2") == whole.size("BIG") == whole.size("Lab/Model-12.8B-v2") == whole.sizes[0]


@pytest.mark.parametrize("name", ["7B", "12.8B", ""])
def test_no_size_is_found_by_a_name_that_none_has(name: str) -> None:
    assert model({"name": "12.8B-v2"}, {"name": "5.8B"}).size(name) is None


def test_two_sizes_may_not_differ_in_case_only() -> None:
    with pytest.raises(ValidationError, match="two sizes are called '7b'"):
        model({"name": "7B"}, {"name": "7b"})


@pytest.mark.parametrize("relation", ["finetuned", "adapter", "delta", "merge", "quantised", "continued-pretraining"])
def test_weights_pass_on_by_every_relation_but_distillation(relation: str) -> None:
    assert parse_record(Foundation, {"model": "base", "relation": relation}).by_weights


def test_distillation_passes_on_no_weights() -> None:
    assert not Foundation(model="base", relation="distilled").by_weights


def test_a_foundation_is_written_with_its_size() -> None:
    assert str(Foundation(model="llama", size="7B", relation="delta")) == "llama@7B"
    assert str(Foundation(model="llama", relation="delta")) == "llama"


@pytest.mark.parametrize("change", [{"licens": "mit"}, {"id": "Big M"}, {"name": "  "}, {"kind": "other"}])
def test_a_model_refuses_what_it_does_not_know(change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        model(**change)


def test_records_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError, match="replace"):
        model().name = "N"  # type: ignore[misc]  # as a caller whom nothing checks
    with pytest.raises(FrozenInstanceError):
        del model().name
    changed = model().replace(name="N")
    assert (changed.name, changed.id) == ("N", model().id)
    assert hash(changed) != hash(model())


@pytest.mark.parametrize("fields", [{"id": "m"}, {"id": "m", "name": "M", "licens": "mit"}])
def test_a_record_has_its_fields_and_no_other(fields: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"Model has other fields: (name|licens)"):
        Model(**fields)  # type: ignore[arg-type]  # too few of them, or one too many


def test_a_size_with_a_licence_of_its_own_has_no_part_in_another_s_history() -> None:
    found = parse_record(
        Model,
        {
            "id": "m",
            "name": "M",
            "licence": "mit",
            "licence_history": [{"licence": "old", "until": "2023-05"}],
            "sizes": [{"name": "own", "licence": "apache-2.0"}, {"name": "inherits"}],
        },
    )
    own, inherits = found.each_size()
    assert own.licence_history == ()
    assert [period.licence for period in inherits.licence_history or ()] == ["old"]


def test_the_first_sizes_came_out_when_the_model_did() -> None:
    sizes = [{"name": "a", "released": "2023-04-03"}, {"name": "b", "released": "2023-08-01"}]
    found = parse_record(Model, {"id": "m", "name": "M", "released": "2023-03-30", "sizes": sizes})
    first, second = found.each_size()
    assert found.released_as([first, second]) == "2023-03-30"
    assert found.released_as([first]) == "2023-03-30"
    assert found.released_as([second]) == "2023-08-01"
    assert found.released_as([]) is None


def test_a_year_alone_is_no_earlier_date_than_a_day_of_that_year() -> None:
    sizes = [{"name": "a", "released": "2023"}, {"name": "b", "released": "2023-04"}]
    found = parse_record(Model, {"id": "m", "name": "M", "released": "2023-03-28", "sizes": sizes})
    vague, exact = found.each_size()
    assert found.released_as([vague]) == "2023"
    assert found.released_as([vague, exact]) == "2023-03-28"


def test_a_source_of_the_model_says_nothing_of_a_size_that_differs() -> None:
    found = parse_record(
        Model,
        {
            "id": "m",
            "name": "M",
            "licence": "mit",
            "sizes": [{"name": "same", "licence": "mit"}, {"name": "other", "licence": "own"}, {"name": "none"}],
            "sources": [{"url": "https://example.org", "supports": ["licence"]}],
        },
    )
    assert [len(found.sources_for("licence", size)) for size in found.each_size()] == [1, 0, 1]


def test_sources_of_a_size_come_in_their_order_each_once() -> None:
    supports = [["sizes.tokens"], ["@a.tokens", "sizes.tokens"], ["@b.tokens"], ["@a.tokens"]]
    sources = [{"url": f"https://example.org/{place}", "supports": each} for place, each in enumerate(supports)]
    own = {"url": "https://example.org/own", "supports": ["tokens"]}
    found = parse_record(
        Model, {"id": "m", "name": "M", "sizes": [{"name": "a", "sources": [own]}, {"name": "b"}], "sources": sources}
    )
    first, second = found.each_size()
    assert [each.url[-3:] for each in found.sources_for("tokens", first)] == ["own", "g/0", "g/1", "g/3"]
    assert [each.url[-1] for each in found.sources_for("tokens", second)] == ["0", "1", "2"]


def of_many_sizes(count: int) -> Model:
    return model(*({"name": f"s{place}", "hub": f"lab/{place}", "released": "2023"} for place in range(count)))


def use_each_size(count: int) -> None:
    whole = of_many_sizes(count)
    for size in whole.each_size():
        assert whole.size(size.hub or "") is not None
        assert whole.released_as([size]) == "2023"


def test_a_model_of_many_sizes_takes_as_long_as_it_has_sizes() -> None:
    assert growth(use_each_size, int, 250) < LINEAR


def test_a_name_that_two_sizes_have_is_the_first_s() -> None:
    found = model({"name": "7B", "aliases": ["base"]}, {"name": "chat", "hub": "Base"}).size("BASE")
    assert found is not None
    assert found.name == "7B"


def test_items_of_a_list_that_is_shared_come_once() -> None:
    shared, other = (1, 2), (2, 3)
    assert list(items_once([shared, None, shared, other, ()])) == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"parameters": "7B", "active_parameters": "8B"}, "active_parameters are 8,000,000,000 of 7,000,000,000"),
        ({"context": 100, "shape": SHAPE | {"sliding_window": 101}}, "101 tokens is longer than the context of 100"),
    ],
)
def test_a_part_is_no_larger_than_the_whole(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        model({"name": "7B"} | facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"parameters": "7B", "active_parameters": "7B"},
        {"active_parameters": "8B"},
        {"context": 101, "shape": SHAPE | {"sliding_window": 101}},
        {"shape": SHAPE | {"sliding_window": 101}},
    ],
)
def test_a_part_may_be_the_whole_or_of_an_unknown_one(facts: dict[str, Any]) -> None:
    assert model({"name": "7B"} | facts).sizes
