"""A lineage as tree, JSON, YAML, DOT and Mermaid, each read back."""

from __future__ import annotations

import html
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import lxml.etree
import networkx as nx
import pydot
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.growth import LINEAR, growth

from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
from llmsurvey.drawings.graph import edges_of, key_of, label_of, nodes_of
from llmsurvey.drawings.lineage import FORMATS, render
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.formats.json import dump_json
from llmsurvey.library import Library
from llmsurvey.lineage.branches import Branch, ancestors_of, descendants_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry
from llmsurvey.tables.text import escape_steering

pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning")
"""pydot calls its own parser by names that the parser deprecates."""

Edge = tuple[str, str, str]

EVIL = 'x"; evil -> y; "\x1b[31m\u202e\\ \\n </script> --> ]) #quot; | [red] 구름\nz'

STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")


def hostile() -> Branch:
    data = Branch(
        "dataset",
        "same",
        EVIL,
        relation="trained on",
        by=EVIL,
        developers=(EVIL,),
        licence_name=EVIL,
        extent=EVIL,
        caveat=True,
    )
    return Branch("model", "same", EVIL, (EVIL,), developers=(EVIL,), licence_name=EVIL, branches=(data,))


def walk(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.branches:
        yield from walk(child)


def arrows(root: Branch, *, down: bool) -> set[Edge]:
    """What came before, what was made from it, and how."""
    found = set()
    for parent in walk(root):
        for child in parent.branches:
            relation = f"{child.relation} ({child.by})" if child.by else child.relation
            ends = (key_of(parent), key_of(child)) if down else (key_of(child), key_of(parent))
            found.add((*ends, relation))
    return found


def unquoted(text: str) -> str:
    """A quoted string of DOT as the text that Graphviz shows."""
    return re.sub(r"\\(.)", r"\1", text.removeprefix('"').removesuffix('"'))


def read_dot(text: str) -> tuple[dict[str, str], set[Edge]]:
    """Labels by node, and arrows."""
    (graph,) = pydot.graph_from_dot_data(text) or []
    found = {
        unquoted(node.get_name()): unquoted(str(node.get("label")))
        for node in graph.get_nodes()
        if node.get_name() != "node"
    }
    return found, {
        (unquoted(str(edge.get_source())), unquoted(str(edge.get_destination())), unquoted(str(edge.get("label"))))
        for edge in graph.get_edges()
    }


def decoded(text: str) -> str:
    """Text of a Mermaid label with its entities (`#34;`) as signs."""
    return re.sub(r"#(\d+);", lambda match: html.unescape(f"&#{match[1]};"), text)


def read_mermaid(text: str) -> tuple[dict[str, str], set[Edge]]:
    """Labels by node, and arrows; a line of any other form is an error."""
    head, *lines = text.splitlines()
    assert head == "flowchart LR"
    labels: dict[str, str] = {}
    found: set[Edge] = set()
    for line in lines:
        if node := re.fullmatch(r'  (n\d+)\[\(?"([^"]*)"\)?\]', line):
            labels[node[1]] = decoded(node[2])
            continue
        edge = re.fullmatch(r'  (n\d+) -->\|"([^"]*)"\| (n\d+)', line)
        assert edge is not None, line
        found.add((edge[1], edge[3], decoded(edge[2])))
    return labels, found


@pytest.fixture(params=["KULLM", "MPT", "Vicuna", "FreeWilly2", "word2vec"])
def upwards(request: pytest.FixtureRequest, registry: Registry) -> Branch:
    return ancestors_of(Licensing(registry), *registry.resolve_model(request.param))


@pytest.fixture(params=["LLaMA", "Polyglot-Ko", "GPT-3.5"])
def downwards(request: pytest.FixtureRequest, registry: Registry) -> Branch:
    return descendants_of(Licensing(registry), *registry.resolve_model(request.param))


def test_dot_has_the_arrows_of_the_tree_from_what_came_before(upwards: Branch) -> None:
    labels, found = read_dot(render(upwards, "dot", down=False))
    assert found == arrows(upwards, down=False)
    assert set(labels) == {key_of(branch) for branch in walk(upwards)}


def test_dot_of_descendants_points_away_from_the_root(downwards: Branch) -> None:
    _, found = read_dot(render(downwards, "dot", down=True))
    assert found == arrows(downwards, down=True)
    assert key_of(downwards) in {before for before, _, _ in found}


def test_mermaid_has_the_arrows_of_the_tree(upwards: Branch) -> None:
    labels, found = read_mermaid(render(upwards, "mermaid", down=False))
    place = {key_of: f"n{number}" for number, key_of in enumerate(nodes_of(upwards))}
    assert found == {(place[before], place[after], how) for before, after, how in arrows(upwards, down=False)}
    assert labels == {place[name]: label_of(branch) for name, branch in nodes_of(upwards).items()}


def as_plain(branch: Branch) -> dict[str, Any]:
    return {"id": branch.id, "name": branch.name, "branches": [as_plain(child) for child in branch.branches]}


def without_facts(branch: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": branch["id"],
        "name": branch["name"],
        "branches": [without_facts(child) for child in branch["branches"]],
    }


def test_json_nests_as_the_tree_does(upwards: Branch) -> None:
    assert without_facts(json.loads(render(upwards, "json", down=False))) == as_plain(upwards)


def test_yaml_says_what_json_says(upwards: Branch) -> None:
    assert yaml.safe_load(render(upwards, "yaml", down=False)) == json.loads(render(upwards, "json", down=False))


def chain(length: int) -> Branch:
    """A lineage of so many steps, and a leaf beside each of them."""
    root = Branch("model", "m0", "M0", ("7B",), "finetuned from")
    for step in range(1, length + 1):
        leaf = Branch("dataset", f"d{step}", EVIL, relation="trained on", caveat=step == 1)
        root = Branch("model", f"m{step}", f"M{step}", relation="finetuned from", branches=(root, leaf))
    return root


TREES = st.recursive(
    st.builds(
        Branch, st.sampled_from(["model", "dataset"]), st.just("x"), st.text(st.characters(codec="utf-8"), min_size=1)
    ),
    lambda branches: st.builds(
        lambda below: Branch("model", "y", "Y", ("1e5", "no"), "merged from", branches=tuple(below)),
        st.lists(branches, max_size=3),
    ),
    max_leaves=8,
)


@given(TREES, st.sampled_from([0, 1, 19, 25]))
def test_what_nests_is_read_back_however_deep(tree: Branch, steps: int) -> None:
    for step in range(steps):
        tree = Branch("model", f"m{step}", "M", branches=(tree, Branch("dataset", "d", "D")))
    assert without_facts(json.loads(render(tree, "json", down=False))) == as_plain(tree)
    assert yaml.safe_load(render(tree, "yaml", down=False)) == json.loads(render(tree, "json", down=False))


def test_json_of_a_few_steps_is_that_of_the_library() -> None:
    text = render(chain(5), "json", down=False)
    assert text == f"{dump_json(json.loads(text), indent=2)}\n"


@pytest.fixture
def hardly_any_stack() -> Iterator[None]:
    """Room for a hundred calls in each other, and no more."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.usefixtures("hardly_any_stack")
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "svg"])
@pytest.mark.parametrize("width", [None, 60])
def test_a_lineage_of_any_length_is_drawn_without_recursion(name: str, width: int | None) -> None:
    text = render(chain(1000), name, down=False, width=width)
    assert len(set(re.findall(r"\bM[0-9]+\b", text))) == 1001


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "svg"])
def test_a_drawing_grows_with_its_branches(name: str) -> None:
    short, long = (len(render(chain(length), name, down=False)) for length in (500, 2000))
    assert long < 5 * short


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "svg"])
def test_drawing_takes_as_long_as_there_are_branches(name: str) -> None:
    assert growth(lambda root: render(root, name, down=False), chain, 60) < LINEAR


def test_steps_that_are_far_away_stand_behind_their_number() -> None:
    lines = render(chain(43), "tree", down=False).splitlines()
    assert lines[40].lstrip(" │") == "├─ finetuned from M3"
    assert lines[41] == "41: finetuned from M2"
    assert lines[43] == "43: finetuned from M0 7B"
    assert lines[44].startswith("43: trained on")
    assert "is that of its step" in lines[-1]


def test_no_line_of_a_deep_tree_is_wider_than_the_terminal() -> None:
    lines = render(chain(60), "tree", down=False, width=60).splitlines()
    assert max(map(cell_len, lines)) <= 60


def test_json_leaves_out_what_is_unknown(registry: Registry) -> None:
    root = json.loads(render(ancestors_of(Licensing(registry), *registry.resolve_model("KULLM")), "json", down=False))
    assert root["verdict"] == "yes"
    assert root["sizes"] == ["12.8B-v1", "12.8B-v2", "5.8B-v2"]
    assert None not in root.values()
    assert "caveat" not in root


def test_a_tree_has_a_line_for_each_branch(upwards: Branch) -> None:
    lines = render(upwards, "tree", down=False).split("\n\n")[0].splitlines()
    assert [branch.name in line for branch, line in zip(walk(upwards), lines, strict=True)].count(False) == 0


def test_a_tree_is_drawn_with_corners_at_the_last_branch() -> None:
    leaf = Branch("model", "c", "C")
    root = Branch(
        "model",
        "a",
        "A",
        branches=(Branch("model", "b", "B", branches=(leaf,)), Branch("model", "d", "D", branches=(leaf,))),
    )
    assert render(root, "tree", down=False) == "A\n├─ B\n│  └─ C\n└─ D\n   └─ C\n"


def test_the_mark_of_a_caveat_is_explained_where_it_is_used() -> None:
    plain = Branch("dataset", "d", "D")
    marked = Branch("dataset", "d", "D", caveat=True)
    assert render(plain, "tree", down=False) == "D\n"
    assert render(marked, "tree", down=False).splitlines()[0] == "D  !"
    assert "without a licence, under a non-commercial one" in render(marked, "tree", down=False)


def test_a_repeated_branch_refers_to_the_one_above() -> None:
    root = Branch("model", "a", "A", branches=(Branch("model", "b", "B", relation="merged from", repeated=True),))
    assert render(root, "tree", down=False).splitlines()[1] == "└─ merged from B  (see above)"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "svg"])
def test_no_format_of_a_lineage_steers_a_terminal(name: str) -> None:
    assert STEERS.findall(render(hostile(), name, down=False)) == []


def test_hostile_names_stay_text_in_dot() -> None:
    labels, found = read_dot(render(hostile(), "dot", down=False))
    root = hostile()
    assert labels == {"model/same": label_of(root), "dataset/same": label_of(root.branches[0])}
    assert [(before, after) for before, after, _ in found] == [("dataset/same", "model/same")]


def test_hostile_names_stay_text_in_mermaid() -> None:
    labels, found = read_mermaid(render(hostile(), "mermaid", down=False))
    assert list(labels.values()) == [label_of(hostile()), label_of(hostile().branches[0])]
    assert [(before, after) for before, after, _ in found] == [("n1", "n0")]


def test_hostile_names_are_kept_by_json_and_yaml() -> None:
    assert json.loads(render(hostile(), "json", down=False))["name"] == EVIL
    assert yaml.safe_load(render(hostile(), "yaml", down=False))["name"] == EVIL


def test_hostile_names_take_one_line_of_a_tree() -> None:
    assert len(render(hostile(), "tree", down=False).split("\n\n")[0].splitlines()) == 2


def test_a_model_and_a_dataset_of_one_id_are_two_nodes() -> None:
    assert list(nodes_of(hostile())) == ["model/same", "dataset/same"]


def test_an_arrow_that_comes_again_is_drawn_once() -> None:
    child = Branch(
        "model", "b", "B", relation="merged from", branches=(Branch("model", "c", "C", relation="merged from"),)
    )
    root = Branch("model", "a", "A", branches=(child, child))
    assert len(edges_of(root, down=False)) == 2


def test_data_under_terms_is_dashed(registry: Registry) -> None:
    text = render(ancestors_of(Licensing(registry), *registry.resolve_model("Alpaca")), "dot", down=False)
    assert re.search(r'"dataset/alpaca-52k" .*dashed', text)
    assert not re.search(r'"model/llama" .*dashed', text)


def read_node_link(text: str) -> Any:
    return nx.node_link_graph(json.loads(text), edges="edges")


def read_graphml(text: str) -> Any:
    return nx.parse_graphml(text)


GRAPHS = [("node-link", read_node_link), ("graphml", read_graphml)]


@pytest.mark.parametrize(("name", "read"), GRAPHS)
def test_networkx_reads_the_arrows_of_the_tree(upwards: Branch, name: str, read: Any) -> None:
    graph = read(render(upwards, name, down=False))
    found = {(before, after, facts["relation"]) for before, after, facts in graph.edges(data=True)}
    assert found == arrows(upwards, down=False)
    assert set(graph) == {key_of(branch) for branch in walk(upwards)}


@pytest.mark.parametrize(("name", "read"), GRAPHS)
def test_networkx_reads_hostile_labels_back(name: str, read: Any) -> None:
    graph = read(render(hostile(), name, down=False))
    assert set(graph) == {"model/same", "dataset/same"}
    named = graph.nodes["model/same"]["name"]
    assert named == (EVIL if name == "node-link" else escape_steering(EVIL))
    (edge,) = graph.edges(data=True)
    assert edge[:2] == ("dataset/same", "model/same")
    assert edge[2]["relation"] == f"trained on ({escape_steering(EVIL)})"


def test_graphml_is_xml_without_entities_of_its_own() -> None:
    text = render(hostile(), "graphml", down=False)
    assert "<!" not in text
    root = lxml.etree.fromstring(text.encode())
    assert {node.get("id") for node in root.iter("{*}node")} == {"model/same", "dataset/same"}


def test_svg_without_graphviz_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RequestError, match=r"Graphviz, which isn't installed\. Install it"):
        render(hostile(), "svg", down=False)


def test_svg_is_what_graphviz_makes_of_the_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\n[ \"$1\" = -Tsvg ] && echo '<svg>' && /bin/cat\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert render(hostile(), "svg", down=False) == "<svg>\n" + render(hostile(), "dot", down=False)
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(LlmsurveyError, match="couldn't draw"):
        render(hostile(), "svg", down=False)


@pytest.mark.skipif(which("dot") is None, reason="Graphviz isn't installed")
def test_graphviz_shows_hostile_labels_as_they_are() -> None:
    root = lxml.etree.fromstring(render(hostile(), "svg", down=False).encode())
    texts = ["".join(text.itertext()) for text in root.iter("{*}text")]
    shown = escape_steering(EVIL)
    assert f"{shown} {shown}" in [text.replace("\xa0", " ") for text in texts]


def test_both_directions_are_one_tree_and_arrows_point_from_what_was_before(registry: Registry) -> None:
    answer = trace_lineage(Library(registry=registry), LineageQuestion(name="Vicuna", both=True))
    licensing, (model, _) = Licensing(registry), registry.resolve_model("Vicuna")
    expected = arrows(ancestors_of(licensing, model), down=False) | arrows(descendants_of(licensing, model), down=True)
    _, found = read_dot(render(answer.root, "dot", down=answer.down))
    assert found == expected
    assert {entry.came_after for entry in answer.entries if entry.depth == 1} == {True, False}


def test_without_datasets_only_models_are_left(registry: Registry) -> None:
    answer = trace_lineage(Library(registry=registry), LineageQuestion(name="KULLM", datasets=False))
    assert {entry.record for entry in answer.entries} == {"model"}
    assert len(answer.entries) > 1
