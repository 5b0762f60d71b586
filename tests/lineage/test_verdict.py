"""The effective licence, against an oracle that walks the same lineage with NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.lineage.verdict import Assessment, Caveat, Licensing, address
from llmsurvey.records import NONE_STATED, Model, Size
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

Node = tuple[str, str]

RANK = {"no": 0, "unknown": 1, "conditional": 2, "yes": 3}
"""The order of the verdicts as docs and README give it, worst first."""

RELATIONS = ("finetuned", "adapter", "delta", "merge", "distilled", "quantised", "continued-pretraining")
WEIGHTS = tuple(relation for relation in RELATIONS if relation != "distilled")

LICENCES: list[dict[str, Any]] = [
    {
        "id": "free",
        "name": "Free",
        "kind": "software",
        "commercial": "yes",
        "conditions": [{"kind": "attribution", "text": "Name the authors."}],
    },
    {
        "id": "bound",
        "name": "Bound",
        "kind": "model",
        "commercial": "conditional",
        "conditions": [
            {"kind": "attribution", "text": "Name the authors."},
            {"kind": "user-threshold", "text": "Ask above 700 million users.", "threshold": 700000000},
        ],
    },
    {
        "id": "research",
        "name": "Research",
        "kind": "model",
        "commercial": "no",
        "conditions": [{"kind": "non-commercial", "text": "Research only."}],
    },
    {"id": "vague", "name": "Vague", "kind": "model", "commercial": "unknown"},
    {"id": NONE_STATED, "name": "No licence stated", "kind": "model", "commercial": "unknown"},
    {
        "id": "terms",
        "name": "Terms",
        "kind": "terms",
        "commercial": "conditional",
        "conditions": [{"kind": "outputs", "text": "Train no rivals on the output."}],
    },
]
BY_ID = {licence["id"]: licence for licence in LICENCES}


def build(models: list[dict[str, Any]], datasets: list[dict[str, Any]] | None = None) -> Registry:
    """A registry of these models and datasets under the licences above."""
    return parse_record(
        Registry,
        {
            "models": [{"name": model["id"].upper(), **model} for model in models],
            "datasets": [{"name": data["id"].upper(), **data} for data in datasets or []],
            "licences": LICENCES,
        },
    )


def assess(registry: Registry, name: str, **options: Any) -> Assessment:
    """What is found of a model without sizes, or of `model@size`."""
    model, size = registry.resolve_model(name)
    return Licensing(registry, **options).assess(model, size or next(model.each_size()))


def verdict(registry: Registry, name: str, **options: Any) -> str:
    return assess(registry, name, **options).verdict


def caveats(registry: Registry, name: str) -> set[tuple[str, str]]:
    return {(subject(each), licence_of(each)) for each in assess(registry, name).caveats}


def licence_of(caveat: Caveat) -> str:
    """The licence that a caveat is about, or why there is none."""
    return caveat.licence.id if caveat.licence else caveat.because


def subject(caveat: Caveat) -> str:
    """The dataset that a caveat is about, or that it is about a teacher."""
    return caveat.dataset.id if caveat.dataset else "distilled"


def made_from(relation: str, base: str) -> list[dict[str, str]]:
    return [{"model": base, "relation": relation}]


# Random acyclic registries, as plain values ---------------------------------------------------------------------------


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=3, unique_by=str) if values else st.just([])


def facts(references: list[dict[str, str]], datasets: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """What a model or a size may say of itself; a field may be missing, and at a size then means as the model."""
    links = [{**reference, "relation": relation} for reference in references for relation in RELATIONS]
    return st.fixed_dictionaries(
        {},
        optional={
            "licence": st.sampled_from(sorted(BY_ID)),
            "access": st.sampled_from(["open", "open", "limited", "closed"]),
            "kind": st.sampled_from(["pretrained", "finetuned", "finetuned", "service"]),
            "foundations": some(links),
            "datasets": some(datasets),
        },
    )


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Models and datasets that refer only to earlier ones."""
    count = draw(st.integers(1, 6))
    datasets: list[dict[str, Any]] = []
    for place in range(draw(st.integers(0, 4))):
        earlier = draw(some([data["id"] for data in datasets]))
        teachers = draw(some([{"model": f"m{number}"} for number in range(count)]))
        data: dict[str, Any] = {
            "id": f"d{place}",
            "derived_from": [{"dataset": name, "relation": "translated"} for name in earlier],
            "generated_by": teachers,
        }
        datasets.append(data | draw(st.fixed_dictionaries({}, optional={"licence": st.sampled_from(sorted(BY_ID))})))
    names = [data["id"] for data in datasets]
    models: list[dict[str, Any]] = []
    references: list[dict[str, str]] = []
    for place in range(count):
        model = {"id": f"m{place}", **draw(facts(references, names))}
        sizes: list[dict[str, Any]] = []
        for number in range(draw(st.integers(0, 3))):
            own = [{"model": f"m{place}", "size": size["name"]} for size in sizes]
            sizes.append({"name": f"s{number}", **draw(facts(references + own, names))})
        models.append(model | {"sizes": sizes})
        references = [*references, {"model": f"m{place}"}]
        references += [{"model": f"m{place}", "size": size["name"]} for size in sizes]
    return models, datasets


# The oracle: it knows the plain values only ---------------------------------------------------------------------------


def sizes_of(model: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each size's facts over its model's; a model without sizes stands for itself."""
    inherited = {key: value for key, value in model.items() if key != "sizes"}
    if not model["sizes"]:
        return {model["id"].upper(): inherited}
    return {size["name"]: inherited | size for size in model["sizes"]}


def weights(models: list[dict[str, Any]]) -> nx.DiGraph[Node]:
    """An arrow from every size to each whose weights it took over."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    every = {model["id"]: sizes_of(model) for model in models}
    graph.add_nodes_from((name, size) for name, sizes in every.items() for size in sizes)
    graph.add_edges_from(
        ((name, size), (link["model"], base))
        for name, sizes in every.items()
        for size, own in sizes.items()
        for link in own.get("foundations", [])
        if link["relation"] in WEIGHTS
        for base in ([link["size"]] if "size" in link else every[link["model"]])
    )
    return graph


def lineages(models: list[dict[str, Any]]) -> dict[Node, list[dict[str, Any]]]:
    """For every size its own facts and those of everything below it."""
    own = {(model["id"], name): size for model in models for name, size in sizes_of(model).items()}
    graph = weights(models)
    return {node: [own[node], *(own[each] for each in nx.descendants(graph, node))] for node in graph}


def own_verdict(size: dict[str, Any]) -> str:
    if size.get("kind") == "service" or size.get("access") == "closed":
        return "no weights"
    return str(BY_ID[size["licence"]]["commercial"]) if "licence" in size else "unknown"


def strictest(verdicts: list[str]) -> str:
    """The strictest of a size's own verdict, which comes first, and others; weights that nobody has can't be judged."""
    if verdicts[0] == "no weights":
        return "no weights"
    return min(("unknown" if each == "no weights" else each for each in verdicts), key=RANK.__getitem__)


def expected_verdicts(models: list[dict[str, Any]]) -> dict[Node, str]:
    """The verdict of every size; `lineages` has its own facts first."""
    return {node: strictest([own_verdict(size) for size in found]) for node, found in lineages(models).items()}


def expected_conditions(models: list[dict[str, Any]]) -> dict[Node, set[tuple[str, str]]]:
    return {
        node: {
            (size["licence"], condition["kind"])
            for size in found
            if "licence" in size
            for condition in BY_ID[size["licence"]].get("conditions", [])
        }
        for node, found in lineages(models).items()
    }


def expected_caveats(models: list[dict[str, Any]], datasets: list[dict[str, Any]]) -> dict[Node, set[tuple[str, str]]]:
    """Every dataset and teacher on the way with terms that may matter: its own, or those over the teacher's weights."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(data["id"] for data in datasets)
    graph.add_edges_from((data["id"], link["dataset"]) for data in datasets for link in data["derived_from"])
    whole = lineages(models)

    def restricting(teacher: dict[str, str]) -> set[str]:
        """The licences over a teacher's weights that forbid something of its output, or commercial use."""
        nodes = [node for node in whole if node[0] == teacher["model"] and teacher.get("size", node[1]) == node[1]]
        return {size.get("licence", "") for node in nodes for size in whole[node]} & {"terms", "research"}

    terms: dict[str, set[tuple[str, str]]] = {}
    for data in datasets:
        own = {data["licence"]} & {"research"} if "licence" in data else set()
        taught = {name for teacher in data["generated_by"] for name in restricting(teacher)}
        terms[data["id"]] = {(data["id"], name) for name in own | taught}
    return {
        node: {
            term
            for size in found
            for name in size.get("datasets", [])
            for origin in {name} | nx.descendants(graph, name)
            for term in terms[origin]
        }
        | {
            ("distilled", name)
            for size in found
            for link in size.get("foundations", [])
            if link["relation"] == "distilled"
            for name in restricting(link)
        }
        for node, found in whole.items()
    }


def assessments(registry: Registry, **options: Any) -> dict[Node, Assessment]:
    licensing = Licensing(registry, **options)
    return {
        (model.id, size.name): licensing.assess(model, size) for model in registry.models for size in model.each_size()
    }


@given(catalogues())
def test_the_verdict_is_the_strictest_of_the_whole_lineage(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    models, datasets = catalogue
    found = {node: each.verdict for node, each in assessments(build(models, datasets)).items()}
    assert found == expected_verdicts(models)


@settings(max_examples=50)
@given(catalogues())
def test_conditions_are_those_of_every_licence_on_the_way_each_once(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    models, datasets = catalogue
    found = assessments(build(models, datasets))
    listed = {node: [(each.licence.id, each.condition.kind) for each in one.conditions] for node, one in found.items()}
    assert {node: set(each) for node, each in listed.items()} == expected_conditions(models)
    assert {node: len(each) for node, each in listed.items()} == {node: len(set(each)) for node, each in listed.items()}


@settings(max_examples=50)
@given(catalogues())
def test_conditions_are_all_that_there_are_if_every_licence_on_the_way_is_known(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    models, datasets = catalogue
    found = assessments(build(models, datasets))
    known = {
        node: not {"unknown", "no weights"} & set(map(own_verdict, sizes)) for node, sizes in lineages(models).items()
    }
    assert {node: each.known for node, each in found.items()} == known
    kinds = {node: {kind for _, kind in each} for node, each in expected_conditions(models).items()}
    assert {node: set(each.kinds) for node, each in found.items()} == kinds


@settings(max_examples=50)
@given(catalogues())
def test_a_condition_is_brought_by_a_size_on_the_way_that_has_its_licence(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    models, datasets = catalogue
    registry = build(models, datasets)
    graph = weights(models)
    for node, assessment in assessments(registry).items():
        on_the_way = {}
        for name, size_name in {node} | nx.descendants(graph, node):
            model = registry.model_by_id[name]
            size = next(size for size in model.each_size() if size.name == size_name)
            on_the_way[address(model, size)] = size.licence
        for condition in assessment.conditions:
            assert on_the_way[condition.holder] == condition.licence.id


@settings(max_examples=50)
@given(catalogues())
def test_caveats_are_those_of_all_data_on_the_way(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    models, datasets = catalogue
    found = {
        node: {(subject(caveat), licence_of(caveat)) for caveat in each.caveats}
        for node, each in assessments(build(models, datasets)).items()
    }
    assert found == expected_caveats(models, datasets)
    for each in assessments(build(models, datasets)).values():
        assert each.caveat_words == tuple(caveat.term.mention.words for caveat in each.caveats)
        assert each.has_caveats == bool(each.caveats)


@settings(max_examples=50)
@given(catalogues())
def test_strict_data_counts_every_caveat(catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    models, datasets = catalogue
    counted = {"research": "no", "terms": "conditional"}
    terms = expected_caveats(models, datasets)
    expected = {
        node: strictest([verdict, *(counted[licence] for _, licence in terms[node])])
        for node, verdict in expected_verdicts(models).items()
    }
    found = assessments(build(models, datasets), data="strict")
    assert {node: each.verdict for node, each in found.items()} == expected


@settings(max_examples=50)
@given(catalogues())
def test_without_lineage_only_the_own_licence_decides(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    models, datasets = catalogue
    own = {(model["id"], name): own_verdict(size) for model in models for name, size in sizes_of(model).items()}
    found = assessments(build(models, datasets), lineage=False)
    assert {node: each.verdict for node, each in found.items()} == own


@settings(max_examples=50)
@given(catalogues())
def test_the_answer_does_not_depend_on_what_was_asked_before(
    catalogue: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    registry = build(*catalogue)
    last = registry.models[-1]
    size = list(last.each_size())[-1]
    asked_alone = Licensing(registry).assess(last, size)
    assert assessments(registry)[last.id, size.name] == asked_alone


# Relations, sizes, services -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", WEIGHTS)
def test_weights_pass_their_licence_on(relation: str) -> None:
    registry = build(
        [
            {"id": "base", "licence": "research"},
            {"id": "child", "licence": "free"} | {"foundations": made_from(relation, "base")},
        ]
    )
    assert verdict(registry, "child") == "no"


def test_distilled_weights_pass_nothing_on() -> None:
    registry = build(
        [
            {"id": "base", "licence": "research"},
            {"id": "child", "licence": "free", "foundations": made_from("distilled", "base")},
        ]
    )
    found = assess(registry, "child")
    assert found.verdict == "yes"
    assert [each.holder for each in found.conditions] == ["CHILD"]


def test_a_size_with_a_licence_of_its_own_is_judged_by_it() -> None:
    registry = build(
        [{"id": "m", "licence": "free", "sizes": [{"name": "7B"}, {"name": "7B-chat", "licence": "research"}]}]
    )
    assert verdict(registry, "m@7B") == "yes"
    assert verdict(registry, "m@7B-chat") == "no"


def test_a_foundation_without_a_size_stands_for_all_of_them() -> None:
    base = {"id": "base", "licence": "free", "sizes": [{"name": "1B"}, {"name": "2B", "licence": "research"}]}
    child = {"id": "child", "licence": "free", "foundations": made_from("finetuned", "base")}
    assert verdict(build([base, child]), "child") == "no"


def test_a_foundation_with_a_size_stands_for_that_one() -> None:
    base = {"id": "base", "licence": "free", "sizes": [{"name": "1B"}, {"name": "2B", "licence": "research"}]}
    link = {"model": "base", "size": "1B", "relation": "finetuned"}
    assert verdict(build([base, {"id": "child", "licence": "free", "foundations": [link]}]), "child") == "yes"


def test_an_empty_list_of_foundations_says_that_a_size_has_none() -> None:
    base = {"id": "base", "licence": "research"}
    child = {
        "id": "child",
        "licence": "free",
        "foundations": made_from("finetuned", "base"),
        "sizes": [{"name": "tuned"}, {"name": "fresh", "foundations": []}],
    }
    registry = build([base, child])
    assert verdict(registry, "child@tuned") == "no"
    assert verdict(registry, "child@fresh") == "yes"


NO_WEIGHTS = [{"kind": "service"}, {"access": "closed"}, {"kind": "service", "access": "open"}]


@pytest.mark.parametrize("facts", NO_WEIGHTS)
@pytest.mark.parametrize("licence", ["free", "research", None])
def test_services_and_closed_weights_are_no_weights(facts: dict[str, str], licence: str | None) -> None:
    assert verdict(build([{"id": "m", "licence": licence} | facts]), "m") == "no weights"


@pytest.mark.parametrize("facts", NO_WEIGHTS)
def test_a_service_made_from_open_weights_is_no_weights(facts: dict[str, str]) -> None:
    registry = build(
        [{"id": "base", "licence": "research"}, {"id": "m", "foundations": made_from("merge", "base")} | facts]
    )
    assert verdict(registry, "m") == verdict(registry, "m", data="strict") == "no weights"


@pytest.mark.parametrize("facts", NO_WEIGHTS)
def test_open_weights_from_closed_ones_are_unknown(facts: dict[str, str]) -> None:
    child = {"id": "m", "licence": "free", "access": "open", "foundations": made_from("finetuned", "base")}
    assert verdict(build([{"id": "base", "licence": "free"} | facts, child]), "m") == "unknown"


def test_what_lies_below_closed_weights_binds_on() -> None:
    middle = {"id": "middle", "access": "closed", "foundations": made_from("finetuned", "base")}
    child = {"id": "m", "licence": "free", "foundations": made_from("finetuned", "middle")}
    assert verdict(build([{"id": "base", "licence": "research"}, middle, child]), "m") == "no"


def test_the_output_of_a_service_is_a_caveat_only() -> None:
    registry = build([TEACHER, {"id": "m", "licence": "free", "foundations": made_from("distilled", "teacher")}])
    assert verdict(registry, "m") == "yes"
    assert caveats(registry, "m") == {("distilled", "terms")}


def test_a_model_without_a_licence_is_unknown() -> None:
    assert verdict(build([{"id": "m"}]), "m") == "unknown"


def test_no_outweighs_unknown() -> None:
    registry = build([{"id": "base", "licence": "research"}, {"id": "m", "foundations": made_from("delta", "base")}])
    assert verdict(registry, "m") == "no"


def test_a_condition_is_collected_once_with_the_nearest_model_that_brings_it() -> None:
    chain: list[dict[str, Any]] = [
        {"id": "far", "licence": "bound"},
        {"id": "near", "licence": "bound", "foundations": made_from("finetuned", "far")},
        {"id": "m", "licence": "free", "foundations": made_from("merge", "near")},
    ]
    found = [(each.condition.kind, each.holder) for each in assess(build(chain), "m").conditions]
    assert found == [("attribution", "M"), ("attribution", "NEAR"), ("user-threshold", "NEAR")]


def test_a_chain_of_three_thousand_models_does_not_overflow() -> None:
    first = {"id": "m0", "licence": "research"}
    rest = [
        {"id": f"m{n}", "licence": "free", "foundations": made_from("finetuned", f"m{n - 1}")} for n in range(1, 3000)
    ]
    assert verdict(build([first, *rest]), "m2999") == "no"


def test_many_diamonds_in_a_row_take_no_longer_than_their_edges() -> None:
    models: list[dict[str, Any]] = [{"id": "m0", "licence": "bound"}]
    for n in range(1, 120):
        both = made_from("merge", f"m{n - 1}")
        models += [{"id": f"left{n}", "licence": "free", "foundations": both}]
        models += [{"id": f"right{n}", "licence": "free", "foundations": both}]
        models += [
            {
                "id": f"m{n}",
                "licence": "free",
                "foundations": made_from("merge", f"left{n}") + made_from("merge", f"right{n}"),
            }
        ]
    assert verdict(build(models), "m119") == "conditional"


# Data -----------------------------------------------------------------------------------------------------------------

TEACHER = {"id": "teacher", "kind": "service", "licence": "terms"}


def test_data_generated_under_terms_is_a_caveat_and_no_verdict() -> None:
    data = [{"id": "talk", "generated_by": [{"model": "teacher"}]}]
    registry = build([TEACHER, {"id": "m", "licence": "free", "datasets": ["talk"]}], data)
    assert verdict(registry, "m") == "yes"
    assert caveats(registry, "m") == {("talk", "terms")}


def test_data_generated_by_a_model_that_leaves_its_output_free_is_no_caveat() -> None:
    data = [{"id": "talk", "generated_by": [{"model": "teacher"}]}]
    registry = build([{"id": "teacher", "licence": "free"}, {"id": "m", "licence": "free", "datasets": ["talk"]}], data)
    assert caveats(registry, "m") == set()


def test_the_terms_of_a_size_bind_its_output() -> None:
    teacher = {"id": "teacher", "licence": "free", "sizes": [{"name": "open"}, {"name": "hosted", "licence": "terms"}]}
    data = [
        {"id": "one", "generated_by": [{"model": "teacher", "size": "open"}]},
        {"id": "two", "generated_by": [{"model": "teacher", "size": "hosted"}]},
    ]
    registry = build([teacher, {"id": "m", "licence": "free", "datasets": ["one", "two"]}], data)
    assert caveats(registry, "m") == {("two", "terms")}


def test_a_teacher_named_without_a_size_stands_for_all_of_its_sizes() -> None:
    teacher = {"id": "teacher", "kind": "service", "sizes": [{"name": "hosted", "licence": "terms"}]}
    data = [{"id": "talk", "generated_by": [{"model": "teacher"}]}]
    registry = build([teacher, {"id": "m", "licence": "free", "datasets": ["talk"]}], data)
    assert caveats(registry, "m") == {("talk", "terms")}


def test_a_translation_keeps_the_caveats_of_its_original() -> None:
    data = [
        {"id": "original", "licence": "research", "generated_by": [{"model": "teacher"}]},
        {"id": "korean", "licence": "free", "derived_from": [{"dataset": "original", "relation": "translated"}]},
    ]
    registry = build([TEACHER, {"id": "m", "licence": "free", "datasets": ["korean"]}], data)
    assert caveats(registry, "m") == {("original", "research"), ("original", "terms")}


def test_caveats_come_with_the_foundation_that_was_trained_on_the_data() -> None:
    data = [{"id": "talk", "licence": "research"}]
    base = {"id": "base", "licence": "free", "datasets": ["talk"]}
    child = {"id": "child", "licence": "free", "foundations": made_from("quantised", "base")}
    registry = build([base, child], data)
    assert [each.model.id for each in assess(registry, "child").caveats] == ["base"]


@pytest.mark.parametrize(("licence", "counted"), [("research", "no"), ("bound", "yes"), ("vague", "yes")])
def test_strict_data_counts_a_non_commercial_licence_only(licence: str, counted: str) -> None:
    registry = build([{"id": "m", "licence": "free", "datasets": ["talk"]}], [{"id": "talk", "licence": licence}])
    assert verdict(registry, "m", data="strict") == counted


def test_strict_data_makes_generated_data_a_condition() -> None:
    data = [{"id": "talk", "generated_by": [{"model": "teacher"}]}]
    registry = build([TEACHER, {"id": "m", "licence": "free", "datasets": ["talk"]}], data)
    assert verdict(registry, "m", data="strict") == "conditional"


@pytest.mark.parametrize(("rights", "because"), [("unlicensed", "no licence known"), ("withdrawn", "withdrawn")])
def test_data_that_no_licence_covers_is_a_caveat_and_no_verdict(rights: str, because: str) -> None:
    registry = build([{"id": "m", "licence": "free", "datasets": ["books"]}], [{"id": "books", "rights": rights}])
    assert verdict(registry, "m") == "yes"
    assert caveats(registry, "m") == {("books", because)}
    assert verdict(registry, "m", data="strict") == "unknown"


def test_data_without_a_licence_comes_with_what_was_mixed_from_them() -> None:
    data: list[dict[str, Any]] = [
        {"id": "books", "rights": "withdrawn"},
        {"id": "pile", "licence": "free", "derived_from": [{"dataset": "books", "relation": "mixture"}]},
    ]
    registry = build([{"id": "m", "licence": "free", "datasets": ["pile"]}], data)
    assert caveats(registry, "m") == {("books", "withdrawn")}


def test_where_no_licence_is_stated_the_verdict_is_unknown_and_the_reason_says_so() -> None:
    """Nobody has permission by default, and a free base gives none for what was made from it."""
    registry = build(
        [
            {"id": "base", "licence": "free"},
            {"id": "silent", "licence": NONE_STATED, "foundations": made_from("finetuned", "base")},
            {"id": "merge", "licence": "free", "foundations": made_from("merge", "silent")},
            {"id": "unread"},
        ]
    )
    assert [verdict(registry, name) for name in ("silent", "merge", "unread")] == ["unknown"] * 3
    assert not assess(registry, "silent").known
    reasons = {model.id: Licensing(registry).own(size)[2] for model in registry.models for size in model.each_size()}
    assert reasons["silent"] == "no licence is stated for its weights"
    assert reasons["unread"] == "no licence of its own is known"
    assert reasons["base"] == reasons["merge"] == "the licence of its weights"


def test_a_model_without_sizes_is_named_alone() -> None:
    registry = build([{"id": "m"}, {"id": "n", "sizes": [{"name": "7B"}]}])
    names = [address(model, size) for model in registry.models for size in model.each_size()]
    assert names == ["M", "N@7B"]


# What the built-in catalogue says -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vicuna@13B-v1.1", "no"),
        ("Vicuna@7B-v1.5", "conditional"),
        ("Vicuna@13B-v1.5", "conditional"),
        ("KULLM@12.8B-v1", "yes"),
        ("KULLM@12.8B-v2", "yes"),
        ("KULLM@5.8B-v2", "yes"),
        ("Falcon@7B", "yes"),
        ("Falcon@40B", "yes"),
        ("MPT@7B", "yes"),
        ("MPT@7B-Chat", "no"),
        ("MPT@30B-Chat", "no"),
        ("LLaMA@65B", "no"),
        ("Llama 2@70B", "conditional"),
        ("BLOOM@176B", "conditional"),
        ("Galactica", "no"),
        ("OPT", "no"),
        ("Dolly 2.0@12B", "yes"),
        ("ChatGPT", "no weights"),
        ("PaLM", "no weights"),
        ("KoVicuna@7B", "no"),
        ("FreeWilly2@70B", "no"),
        ("KoAlpaca@65B", "no"),
    ],
)
def test_the_catalogue_says_what_the_licences_say(registry: Registry, name: str, expected: str) -> None:
    assert verdict(registry, name) == expected


def test_kullm_is_free_with_caveats_from_data_that_was_translated(registry: Registry) -> None:
    """GPT-4-LLM is non-commercial, Alpaca below it too, and Vicuna's conversations are ChatGPT's."""
    found = {subject(each) for each in assess(registry, "KULLM@12.8B-v2").caveats}
    assert found == {"alpaca-gpt4", "alpaca-52k", "sharegpt"}
    assert verdict(registry, "KULLM@12.8B-v2", data="strict") == "no"


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("MPT@7B-StoryWriter", "books3"),
        ("Pythia@12B", "books3"),
        ("OpenLLaMA@7B", "books3"),
        ("BERT@base-cased", "bookcorpus"),
    ],
)
def test_withdrawn_and_unlicensed_data_of_the_catalogue_are_a_caveat(
    registry: Registry, name: str, dataset: str
) -> None:
    assert dataset in {subject(each) for each in assess(registry, name).caveats}
    assert verdict(registry, name) == "yes"
    assert verdict(registry, name, data="strict") == "unknown"


@pytest.mark.parametrize("name", ["LLaMA@7B", "Alpaca@7B", "Vicuna@13B-v1.1", "KoAlpaca@65B"])
def test_books_of_llama_are_a_caveat_of_what_is_made_from_it(registry: Registry, name: str) -> None:
    assert "books3" in {subject(each) for each in assess(registry, name).caveats}


@pytest.mark.parametrize("name", ["Phi-1", "Phi-1.5", "Phi-2"])
def test_texts_by_gpt_3_5_are_a_caveat_of_the_first_phi_models(registry: Registry, name: str) -> None:
    assert "phi-1-mix" in {subject(each) for each in assess(registry, name).caveats}
    assert (verdict(registry, name), verdict(registry, name, data="strict")) == ("yes", "conditional")


def test_every_caveat_of_the_catalogue_names_a_source(registry: Registry) -> None:
    unsourced = [subject(each) for one in assessments(registry).values() for each in one.caveats if not each.sources]
    assert unsourced == []


def test_no_size_of_the_catalogue_is_more_generous_than_what_it_took_its_weights_from(registry: Registry) -> None:
    found = {node: each.verdict for node, each in assessments(registry).items()}
    graph = nx.DiGraph(
        [
            ((model.id, size.name), (base.id, each.name))
            for model in registry.models
            for size in model.each_size()
            for link in size.foundations or ()
            if link.by_weights
            for base, sizes in [registry.meant_by(link)]
            for each in sizes
        ]
    )
    ordered = [(node, base) for node, base in graph.edges if found[node] != "no weights"]
    wrong = [(node, base) for node, base in ordered if RANK[found[node]] > RANK.get(found[base], RANK["unknown"])]
    assert graph.number_of_edges() > 50
    assert wrong == []


def test_the_earlier_licence_of_falcon_is_kept_and_decides_nothing(registry: Registry) -> None:
    model, size = registry.resolve_model("Falcon@40B")
    assert size is not None
    periods = model.complete(size).licence_history or ()
    earlier = [period.licence for period in periods if period.licence != model.complete(size).licence]
    assert earlier == ["tii-falcon-llm-1.0"]
    assert registry.licence_by_id["tii-falcon-llm-1.0"].commercial == "conditional"
    assert verdict(registry, "Falcon@40B") == "yes"


def test_an_assessment_is_of_the_complete_size(registry: Registry) -> None:
    model: Model = registry.model_by_id["llama"]
    bare: Size = model.sizes[0]
    assert Licensing(registry).assess(model, bare) == Licensing(registry).assess(model, model.complete(bare))
