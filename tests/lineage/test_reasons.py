"""Why a verdict is what it is, and which claims a base contradicts."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.lineage.reasons import Contradiction, Reason, claims_more, reasons_for
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import EVERY_VERDICT, Verdict, strictest_verdict
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

LICENCES = [
    {"id": "free", "name": "Free", "kind": "software", "commercial": "yes"},
    {"id": "bound", "name": "Bound", "kind": "model", "commercial": "conditional"},
    {"id": "research", "name": "Research", "kind": "model", "commercial": "no"},
    {"id": "vague", "name": "Vague", "kind": "model"},
]


def build(*models: dict[str, Any]) -> Registry:
    return parse_record(Registry, {"models": [{"name": each["id"], **each} for each in models], "licences": LICENCES})


def made_from(base: str, relation: str = "finetuned") -> list[dict[str, str]]:
    return [{"model": base, "relation": relation}]


def ask(registry: Registry, name: str, **options: Any) -> tuple[list[Reason], list[Contradiction]]:
    model, size = registry.resolve_model(name)
    return reasons_for(Licensing(registry, **options), model, size or next(model.each_size()))


def holders(reasons: list[Reason]) -> list[str]:
    return [f"{reason.model.id}@{reason.size.name}" for reason in reasons]


CHAIN = (
    {"id": "root", "licence": "research"},
    {"id": "base", "licence": "bound", "foundations": made_from("root", "delta")},
    {"id": "m", "licence": "free", "foundations": made_from("base", "merge")},
)


def test_reasons_go_from_the_model_down_to_where_its_weights_begin() -> None:
    reasons, _ = ask(build(*CHAIN), "m")
    assert holders(reasons) == ["m@m", "base@base", "root@root"]
    assert [reason.verdict for reason in reasons] == ["yes", "conditional", "no"]


def test_a_reason_names_what_was_made_from_it_and_how() -> None:
    reasons, _ = ask(build(*CHAIN), "m")
    assert [(reason.via[0].id, reason.via[1]) if reason.via else None for reason in reasons] == [
        None,
        ("m", "merge"),
        ("base", "delta"),
    ]


def test_a_foundation_that_is_reached_twice_is_one_reason_by_the_shortest_way() -> None:
    models = (
        {"id": "root", "licence": "free"},
        {"id": "base", "licence": "free", "foundations": made_from("root")},
        {"id": "m", "licence": "free", "foundations": [*made_from("base"), *made_from("root", "merge")]},
    )
    reasons, _ = ask(build(*models), "m")
    assert holders(reasons) == ["m@m", "base@base", "root@root"]
    assert reasons[2].via is not None
    assert reasons[2].via[1] == "merge"


def test_without_lineage_the_own_licence_is_the_only_reason() -> None:
    reasons, contradictions = ask(build(*CHAIN), "m", lineage=False)
    assert holders(reasons) == ["m@m"]
    assert contradictions == []


def test_a_card_that_claims_more_than_its_base_is_a_contradiction() -> None:
    registry = build(
        {"id": "base", "licence": "research"}, {"id": "m", "licence": "free", "foundations": made_from("base")}
    )
    _, (found,) = ask(registry, "m")
    assert (found.model.id, found.licence.id, found.base.id, found.verdict) == ("m", "free", "base", "no")


def test_a_contradiction_further_down_is_told_too() -> None:
    _, found = ask(build(*CHAIN), "m")
    assert [(each.model.id, each.base.id) for each in found] == [("m", "base"), ("base", "root")]


@pytest.mark.parametrize("licence", ["research", "vague"])
def test_a_card_that_claims_no_more_than_its_base_is_no_contradiction(licence: str) -> None:
    registry = build(
        {"id": "base", "licence": "research"}, {"id": "m", "licence": licence, "foundations": made_from("base")}
    )
    assert ask(registry, "m")[1] == []


def test_what_is_unknown_contradicts_nothing() -> None:
    registry = build({"id": "base"}, {"id": "m", "licence": "free", "foundations": made_from("base")})
    assert ask(registry, "m")[1] == []


def test_a_base_with_several_sizes_is_contradicted_once() -> None:
    base = {"id": "base", "licence": "research", "sizes": [{"name": "7B"}, {"name": "13B"}]}
    registry = build(base, {"id": "m", "licence": "free", "foundations": made_from("base")})
    assert len(ask(registry, "m")[1]) == 1


def test_no_one_is_contradicted_by_a_model_they_distilled() -> None:
    registry = build(
        {"id": "base", "licence": "research"},
        {"id": "m", "licence": "free", "foundations": made_from("base", "distilled")},
    )
    reasons, contradictions = ask(registry, "m")
    assert holders(reasons) == ["m@m"]
    assert contradictions == []


@pytest.mark.parametrize("base", EVERY_VERDICT)
@pytest.mark.parametrize("own", EVERY_VERDICT)
def test_claiming_more_is_an_order_of_what_is_known(own: Verdict, base: Verdict) -> None:
    more = {("yes", "conditional"), ("yes", "no"), ("conditional", "no")}
    assert claims_more(own, base) == ((own, base) in more)


def test_the_worst_reason_is_the_verdict(registry: Registry) -> None:
    licensing = Licensing(registry)
    every = [(model, size) for model in registry.models for size in model.each_size()]
    found = {(model.id, size.name): licensing.assess(model, size).verdict for model, size in every}
    reasons = {(model.id, size.name): reasons_for(licensing, model, size)[0] for model, size in every}
    own = {
        key: [each for reason in found if (each := reason.verdict) != "no weights"] for key, found in reasons.items()
    }
    judged = {key: verdict for key, verdict in found.items() if verdict != "no weights"}
    assert judged == {key: strictest_verdict(own[key]) for key in judged}
    assert {key for key, each in reasons.items() if each[0].verdict == "no weights"} == found.keys() - judged.keys()


def test_koalpaca_claims_more_than_llama_allows(registry: Registry) -> None:
    _, found = ask(registry, "KoAlpaca@7B")
    assert [(each.licence.id, each.base.id, each.verdict) for each in found] == [("apache-2.0", "llama", "no")]


def test_vicuna_v1_1_is_a_delta_on_research_weights(registry: Registry) -> None:
    reasons, _ = ask(registry, "Vicuna@13B-v1.1")
    assert holders(reasons) == ["vicuna@13B-v1.1", "llama@13B"]
    assert reasons[1].licence is not None
    assert reasons[1].licence.id == "llama-licence"
    assert [reason.via[1] for reason in reasons if reason.via] == ["delta"]


def test_reasons_of_a_long_chain_do_not_overflow() -> None:
    first = {"id": "m0", "licence": "free"}
    rest = [{"id": f"m{n}", "licence": "free", "foundations": made_from(f"m{n - 1}")} for n in range(1, 3000)]
    assert len(ask(build(first, *rest), "m2999")[0]) == 3000


def test_a_source_that_names_the_size_comes_before_one_of_the_whole_model() -> None:
    sources = [
        {"url": "https://example.org/model", "supports": ["licence"]},
        {"url": "https://example.org/size", "supports": ["@7B.licence"]},
    ]
    registry = build({"id": "m", "licence": "free", "sizes": [{"name": "7B"}, {"name": "13B"}], "sources": sources})
    model = registry.models[0]
    found = [[source.url for source in model.sources_for("licence", size)] for size in model.sizes]
    assert found == [["https://example.org/size"], ["https://example.org/model"]]


SOURCE = {"url": "https://example.org/card", "supports": ["licence"]}


def test_a_reason_says_what_it_rests_on_and_where_that_was_read() -> None:
    registry = build(
        {"id": "base", "licence": "research", "sizes": [{"name": "7B", "sources": [SOURCE]}, {"name": "13B"}]},
        {"id": "m", "licence": "free", "foundations": made_from("base")},
    )
    of_size, of_other, of_model = (ask(registry, name)[0][0] for name in ("base@7B", "base@13B", "m"))
    assert [source.url for source in of_size.sources] == ["https://example.org/card"]
    assert (of_other.sources, of_model.sources) == ((), ())
    assert of_size.because == Licensing(registry).own(of_size.size)[2]
    assert of_size.because


def test_a_contradiction_says_of_which_size_and_where_that_was_read() -> None:
    registry = build(
        {"id": "base", "licence": "research"},
        {
            "id": "m",
            "licence": "free",
            "sizes": [{"name": "7B", "sources": [SOURCE]}, {"name": "13B"}],
            "foundations": made_from("base"),
        },
    )
    (of_size,), (of_other,) = (ask(registry, name)[1] for name in ("m@7B", "m@13B"))
    assert (of_size.size.name, [source.url for source in of_size.sources]) == ("7B", ["https://example.org/card"])
    assert (of_other.size.name, of_other.sources) == ("13B", ())


def test_a_base_is_contradicted_once_for_each_verdict_of_its_sizes() -> None:
    sizes = [{"name": "7B"}, {"name": "13B"}, {"name": "30B", "licence": "bound"}, {"name": "65B", "licence": "bound"}]
    registry = build(
        {"id": "base", "licence": "research", "sizes": sizes},
        {"id": "m", "licence": "free", "foundations": made_from("base")},
    )
    assert sorted(contradiction.verdict for contradiction in ask(registry, "m")[1]) == ["conditional", "no"]
