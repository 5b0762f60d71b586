"""A lineage as rows."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.lineage import LineageAnswer, LineageQuestion, list_branches, trace_lineage
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.lineage.branches import Branch
from llmsurvey.registry.registry import Registry

TREE = Branch(
    "model",
    "m",
    "M",
    branches=(
        Branch(
            "model", "base", "Base", relation="merged from", branches=(Branch("dataset", "data", "Data", caveat=True),)
        ),
        Branch("model", "other", "Other", repeated=True),
    ),
)


def records(root: Branch) -> list[dict[str, Any]]:
    table = LineageAnswer(entries=list(list_branches(root)), root=root, down=False).table()
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def ask(registry: Registry, name: str, **question: Any) -> LineageAnswer:
    return trace_lineage(Library(registry=registry), LineageQuestion(name=name, **question))


def test_branches_stand_in_the_order_of_the_tree_with_their_depth_and_parent() -> None:
    assert [(row["depth"], row["parent"], row["id"]) for row in records(TREE)] == [
        (0, None, "m"),
        (1, "m", "base"),
        (2, "base", "data"),
        (1, "m", "other"),
    ]


def test_what_is_marked_in_the_tree_is_marked_in_its_row() -> None:
    rows = records(TREE)
    assert [row["caveat"] for row in rows] == [False, False, True, False]
    assert [row["repeated"] for row in rows] == [False, False, False, True]


def test_the_root_has_no_relation() -> None:
    assert [row["relation"] for row in records(TREE)][:2] == [None, "merged from"]


def test_a_chain_of_three_thousand_branches_does_not_overflow() -> None:
    root = Branch("model", "m0", "m0")
    for number in range(1, 3000):
        root = Branch("model", f"m{number}", "m", branches=(root,))
    assert len(list(list_branches(root))) == 3000


def test_kullm_in_rows(registry: Registry) -> None:
    rows = records(ask(registry, "KULLM").root)
    assert (rows[1]["parent"], rows[1]["id"], rows[1]["relation"]) == ("kullm", "polyglot-ko", "finetuned from")
    assert [row["by"] for row in rows if row["relation"] == "translated from"].count("DeepL") >= 3


def test_the_answer_holds_the_tree_and_its_entries(registry: Registry) -> None:
    answer = ask(registry, "KULLM@12.8B-v2")
    assert answer.root.sizes == ("12.8B-v2",)
    assert [entry.id for entry in answer.entries] == [branch.id for _, branch in answer.root.walk()]
    assert answer.entries[1].parent == "kullm"


def test_a_lineage_goes_down_and_as_far_as_asked(registry: Registry) -> None:
    down = ask(registry, "LLaMA", down=True, depth=1)
    assert {entry.depth for entry in down.entries} == {0, 1}
    assert "vicuna" in {entry.id for entry in down.entries}
    with pytest.raises(RequestError, match=r"depth takes a number from 0 on\."):
        ask(registry, "LLaMA", depth=-1)


def test_a_dataset_has_a_lineage_too(registry: Registry) -> None:
    assert ask(registry, "dolly-15k-ko").entries[1].id == "databricks-dolly-15k"
    assert "kullm" in {entry.id for entry in ask(registry, "databricks-dolly-15k", down=True).entries}
    with pytest.raises(UnknownNameError, match='no model or dataset is called "hellaswag"'):
        ask(registry, "hellaswag")


def test_a_lineage_as_a_frame(registry: Registry) -> None:
    frame = ask(registry, "KULLM").to_pandas()
    assert frame["depth"].dtype == "Int64"
    assert frame["verdict"].cat.ordered


def test_between_has_the_way_whichever_end_is_named_first(registry: Registry) -> None:
    there = ask(registry, "LLaMA", to="Vicuna", datasets=False)
    back = ask(registry, "Vicuna", to="LLaMA", datasets=False)
    assert there.entries == back.entries
    assert there.down
    assert {entry.id for entry in there.entries} == {"llama", "vicuna"}


def test_between_strangers_names_what_both_come_from(registry: Registry) -> None:
    with pytest.raises(RequestError, match=r"was made from the other\. Both come from LLaMA"):
        ask(registry, "Vicuna", to="Alpaca", datasets=False)


@pytest.mark.parametrize(
    "question", [{"down": True, "both": True}, {"to": "LLaMA", "down": True}, {"to": "LLaMA", "depth": 1}]
)
def test_directions_that_contradict_each_other_are_refused(registry: Registry, question: dict[str, Any]) -> None:
    with pytest.raises(RequestError):
        ask(registry, "Vicuna", **question)
