"""The rules of the verdict, each by itself, and what holds of all whatever the records are."""

from __future__ import annotations

import random
from typing import Any, get_args

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import RegistryError
from llmsurvey.lineage.rules import (
    PERMISSIONS,
    Clause,
    Conflict,
    Held,
    Merged,
    Use,
    conflicts_of,
    data_verdict,
    effective_verdict,
    licence_on,
    said_of_use,
    strictest_permission,
)
from llmsurvey.records import VERDICTS, ConditionKind, Licence, LicencePeriod
from llmsurvey.records.licence import FieldOfUse
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer


def licence(name: str, commercial: str = "conditional", *conditions: dict[str, Any], **facts: Any) -> Licence:
    stated = [{"text": "As it says.", **condition} for condition in conditions]
    return parse_record(
        Licence, {"id": name, "name": name, "kind": "model", "commercial": commercial, "conditions": stated, **facts}
    )


BY_SA = licence("by-sa", "conditional", {"kind": "share-alike", "quote": "the same"}, compatible_with=["gpl"])
NC_SA = licence("nc-sa", "no", {"kind": "share-alike"}, {"kind": "non-commercial"})
GPL = licence("gpl", "conditional", {"kind": "share-alike"})
NC = licence("nc", "no", {"kind": "non-commercial"})
LLAMA = licence(
    "llama",
    "conditional",
    {"kind": "user-threshold", "threshold": 700_000_000, "forbids": True},
    {"kind": "outputs", "forbids": True, "weights": True},
    {"kind": "attribution", "same_licence": True, "quote": "a copy of this Agreement"},
)
RAIL = licence("rail", "conditional", {"kind": "forbidden-uses", "fields": ["medical"]}, {"kind": "same-restrictions"})
ND = licence("nd", "no", {"kind": "no-derivatives"})
FREE = licence("free", "yes", {"kind": "attribution"})


def found(*held: Held, merges: list[list[Merged]] | None = None) -> set[tuple[str, str, str | None]]:
    conflicts = conflicts_of(held, merges or [])
    return {
        (each.kind, each.first.held.licence.id, each.second.held.licence.id if each.second else None)
        for each in conflicts
    }


@pytest.mark.parametrize(
    ("own", "base", "conflict"),
    [
        (BY_SA, LLAMA, ("further-restrictions", "by-sa", "llama")),
        (LLAMA, BY_SA, ("further-restrictions", "by-sa", "llama")),
        (BY_SA, RAIL, ("further-restrictions", "by-sa", "rail")),
        (BY_SA, NC, ("further-restrictions", "by-sa", "nc")),
        (BY_SA, NC_SA, ("share-alike", "by-sa", "nc-sa")),
        (BY_SA, GPL, ("share-alike", "by-sa", "gpl")),  # what stands under the GPL can't go back
        (GPL, BY_SA, None),  # what stands under BY-SA may go on under the GPL
        (NC_SA, NC, None),  # what the one limits the other limits too
        (RAIL, LLAMA, None),  # at least these restrictions: others may be added
        (RAIL, FREE, None),
        (BY_SA, FREE, None),
        (BY_SA, BY_SA, None),
    ],
)
def test_two_licences_contradict_each_other(own: Licence, base: Licence, conflict: tuple[str, str, str] | None) -> None:
    told = found(Held(own, "Tuned"), Held(base, "Base", "Tuned"))
    assert {(kind, *sorted(map(str, names))) for kind, *names in told} == (
        {(conflict[0], *sorted(conflict[1:]))} if conflict else set()
    )


def test_a_merge_may_go_either_way_between_share_alikes() -> None:
    assert not found(Held(FREE, "Mix"), Held(BY_SA, "A", "Mix"), Held(GPL, "B", "Mix"))


def test_nothing_may_be_made_of_weights_without_derivatives() -> None:
    assert found(Held(FREE, "Tuned"), Held(ND, "Base", "Tuned")) == {("no-derivatives", "nd", "free")}
    assert found(Held(ND, "Base", "Tuned")) == {("no-derivatives", "nd", None)}
    assert found(Held(ND, "Tuned"), Held(ND, "Base", "Tuned")) == {("no-derivatives", "nd", "nd")}
    assert not found(Held(ND, "Alone"))


def test_weights_that_may_improve_no_other_model_are_merged() -> None:
    llama, free = Held(LLAMA, "A"), Held(FREE, "B")
    mixed = [Merged((llama,), True), Merged((free,), True)]
    assert ("other-models", "llama", "free") in found(llama, free, merges=[mixed])
    assert not found(llama, free, merges=[[Merged((llama,), True), Merged((llama, free), True)]])
    assert not found(llama, free, merges=[[Merged((llama,), True), Merged((free,), False)]])  # nobody knows what it is


def test_both_clauses_are_given() -> None:
    (conflict,) = conflicts_of([Held(BY_SA, "Tuned"), Held(LLAMA, "Base", "Tuned")])
    assert isinstance(conflict, Conflict)
    assert [side.condition.quote for side in (conflict.first, conflict.second) if side and side.condition] == [
        "the same",
        "a copy of this Agreement",
    ]
    assert isinstance(conflict.first, Clause)


HISTORY = (
    LicencePeriod(licence="tii", since="2023-05-25", until="2023-05-31"),
    LicencePeriod(licence="apache", since="2023-05-31"),
)


@pytest.mark.parametrize(
    ("day", "then"),
    [
        ("2023-05-24", None),
        ("2023-05-25", "tii"),
        ("2023-05-30", "tii"),
        ("2023-05-31", "apache"),
        ("2026-01-01", "apache"),
    ],
)
def test_a_licence_holds_from_day_to_day(day: str, then: str | None) -> None:
    assert licence_on("apache", HISTORY, day, {"tii": "conditional", "apache": "yes"}) == then


def test_from_the_day_of_a_change_the_next_licence_holds() -> None:
    history = [LicencePeriod(licence="apache", since="2023-04-12", until="2023-06-18")]
    assert licence_on("research", history, "2023-06-17", {}) == "apache"
    assert licence_on("research", history, "2023-06-18", {}) == "research"


def test_of_two_licences_whose_change_has_no_day_the_stricter_counts() -> None:
    verdicts: dict[str | None, Any] = {"apache": "yes", "research": "no"}
    open_ended = [LicencePeriod(licence="apache", since="2023-04-03")]
    assert licence_on("research", open_ended, "2023-05-28", verdicts) == "research"
    assert (
        licence_on("apache", [LicencePeriod(licence="research", since="2023-04-03")], "2023-05-28", verdicts)
        == "research"
    )


@pytest.mark.parametrize(
    ("name", "use", "said"),
    [
        ("llama", Use("users", 700_000_000), "yes"),
        ("llama", Use("users", 700_000_001), "no"),
        ("free", Use("users", 10**12), "not said"),
        ("naming", Use("users", 100_000_001), "conditional"),
        ("naming", Use("revenue", 240_000_000), "yes"),
        ("naming", Use("revenue", 240_000_001), "conditional"),  # 20 million a month are 240 a year
        ("rail", Use("field", field="medical"), "no"),
        ("rail", Use("field", field="military"), "not said"),
        ("policy", Use("field", field="military"), "unknown"),
        ("policy", Use("serve"), "no"),
        ("nd", Use("publish-finetune"), "no"),
        ("free", Use("publish-finetune"), "conditional"),
        ("bare", Use("publish-finetune"), "not said"),
    ],
)
def test_a_licence_says_of_a_use_what_its_clauses_do(name: str, use: Use, said: str) -> None:
    naming = licence(
        "naming",
        "conditional",
        {"kind": "user-threshold", "threshold": 100_000_000},
        {"kind": "revenue-threshold", "threshold": 20_000_000, "period": "month"},
    )
    policy = licence(
        "policy", "conditional", {"kind": "forbidden-uses"}, {"kind": "other", "uses": ["serve"], "forbids": True}
    )
    every = {each.id: each for each in (LLAMA, FREE, RAIL, ND, naming, policy, licence("bare", "yes"))}
    assert said_of_use(every[name], use).permission == said


CONDITIONS = st.builds(
    lambda kind, forbids, fields, uses: {
        "kind": kind,
        "text": kind,
        "forbids": forbids,
        "fields": fields,
        "uses": uses,
    },
    st.sampled_from([kind for kind in get_args(ConditionKind) if "threshold" not in kind]),
    st.booleans(),
    st.none() | st.lists(st.sampled_from(get_args(FieldOfUse)), max_size=3),
    st.lists(st.sampled_from(["serve", "sell", "publish-finetune"]), max_size=2),
)
USES = st.sampled_from(
    [Use("sell"), Use("serve"), Use("publish-finetune"), Use("train-on-output"), Use("field", field="medical")]
)


@given(st.sampled_from(VERDICTS), st.lists(CONDITIONS, max_size=4), CONDITIONS, USES)
def test_another_restriction_never_loosens_a_use(
    commercial: str, conditions: list[dict[str, Any]], added: dict[str, Any], use: Use
) -> None:
    before = said_of_use(licence("x", commercial, *conditions), use).permission
    after = said_of_use(licence("x", commercial, *conditions, added), use).permission
    assert PERMISSIONS.index(after) <= PERMISSIONS.index(before)


@given(st.lists(st.sampled_from(PERMISSIONS), min_size=1), st.sampled_from(PERMISSIONS))
def test_another_licence_never_loosens_a_use(said: list[Any], added: Any) -> None:
    both = strictest_permission([*said, added])
    assert PERMISSIONS.index(both) <= PERMISSIONS.index(strictest_permission(said))


@given(st.sampled_from(VERDICTS), st.lists(st.sampled_from(VERDICTS)), st.sampled_from(VERDICTS), st.randoms())
def test_another_base_never_loosens_a_verdict_and_the_order_does_not_matter(
    own: Any, below: list[Any], added: Any, chance: random.Random
) -> None:
    verdict = effective_verdict(own, below)
    assert VERDICTS.index(effective_verdict(own, [*below, added])) <= VERDICTS.index(verdict)
    assert VERDICTS.index(effective_verdict(own, below, added)) <= VERDICTS.index(verdict)
    shuffled = chance.sample(below, len(below))
    assert effective_verdict(own, shuffled) == verdict


@given(st.permutations([Held(BY_SA, "A", "Mix"), Held(LLAMA, "B", "Mix"), Held(NC_SA, "C", "A"), Held(ND, "D", "C")]))
def test_the_order_of_bases_does_not_matter_for_conflicts(held: list[Held]) -> None:
    as_named = conflicts_of(held)
    assert as_named == conflicts_of(sorted(held, key=lambda each: each.holder))
    assert len(found(*held)) == len(as_named)  # each once


@given(st.sampled_from([None, "unlicensed", "withdrawn"]), st.lists(st.sampled_from([NC, LLAMA, FREE])))
def test_data_count_as_the_docs_say(rights: Any, teachers: list[Licence]) -> None:
    expected = "no" if NC in teachers else "unknown" if rights else "conditional" if LLAMA in teachers else "yes"
    assert data_verdict(rights, FREE, teachers, []) == expected
    assert data_verdict(rights, NC, teachers, []) == "no"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=10))
def test_circles_are_told_and_end(edges: list[tuple[int, int]]) -> None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(6))
    graph.add_edges_from(edges)
    bases = {node: ", ".join(f"{{model: m{base}, relation: merge}}" for base in sorted(graph[node])) for node in graph}
    models = [f"- {{id: m{node}, name: M{node}, foundations: [{bases[node]}]}}" for node in graph]
    layer = Layer(BUILT_IN, (("data/models.yaml", "\n".join(["models:", *models]).encode()),))
    if nx.is_directed_acyclic_graph(graph):
        assert len(compile_layers([layer]).registry.models) == 6
    else:
        with pytest.raises(RegistryError, match="made from"):
            compile_layers([layer])
