"""A lineage as rows."""

from __future__ import annotations

from typing import Any

from llmsurvey.answers.lineage import list_branches
from llmsurvey.lineage.tree import Branch, ancestors
from llmsurvey.lineage.verdict import Licensing
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
    table = list_branches(root)
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def test_branches_stand_in_the_order_of_the_tree_with_their_depth_and_parent() -> None:
    assert [(row["depth"], row["parent"], row["id"]) for row in records(TREE)] == [
        (0, None, "m"),
        (1, "m", "base"),
        (2, "base", "data"),
        (1, "m", "other"),
    ]


def test_what_is_marked_in_the_tree_is_marked_in_its_row() -> None:
    rows = records(TREE)
    assert [row["caveat"] for row in rows] == [None, None, "yes", None]
    assert [row["repeated"] for row in rows] == [None, None, None, "yes"]


def test_the_root_has_no_relation() -> None:
    assert [row["relation"] for row in records(TREE)][:2] == [None, "merged from"]


def test_a_chain_of_three_thousand_branches_does_not_overflow() -> None:
    root = Branch("model", "m0", "m0")
    for number in range(1, 3000):
        root = Branch("model", f"m{number}", "m", branches=(root,))
    assert len(list_branches(root).rows) == 3000


def test_kullm_in_rows(registry: Registry) -> None:
    model, _ = registry.resolve_model("KULLM")
    rows = records(ancestors(Licensing(registry), model))
    assert (rows[1]["parent"], rows[1]["id"], rows[1]["relation"]) == ("kullm", "polyglot-ko", "finetuned from")
    assert [row["by"] for row in rows if row["relation"] == "translated from"].count("DeepL") >= 3
