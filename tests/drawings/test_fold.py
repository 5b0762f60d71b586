"""A tree of very many branches, folded."""

from __future__ import annotations

from llmsurvey.drawings.fold import MOST_LINES, fold_branches
from llmsurvey.drawings.lineage import render
from llmsurvey.lineage.branches import Branch


def tree(children: int, grandchildren: int) -> Branch:
    return Branch(
        "model",
        "root",
        "Root",
        branches=tuple(
            Branch(
                "model",
                f"m{number}",
                f"M{number}",
                verdict="no" if number % 2 else "yes",
                branches=tuple(
                    Branch("model", f"m{number}-{place}", "M", verdict="unknown")
                    for place in range(grandchildren if number == children - 1 else 0)
                ),
            )
            for number in range(children)
        ),
    )


def test_a_tree_of_a_hundred_branches_is_left_whole() -> None:
    root = tree(MOST_LINES - 1, 0)
    assert fold_branches(root) is root


def test_a_tree_of_five_hundred_branches_is_readable_and_counts_all() -> None:
    root = tree(400, 99)
    folded = fold_branches(root)
    assert sum(1 for _ in folded.walk()) <= MOST_LINES
    text = render(root, "tree", down=True, folded=True)
    assert "380 more models  commercial: no 190, yes 190" in text
    assert "79 more models  commercial: unknown 79" in text
    assert text.rstrip().endswith("`--all` shows all.") or "shows all" in text


def test_what_has_most_below_it_is_shown() -> None:
    assert "m399" in [branch.id for branch in fold_branches(tree(400, 99)).branches]


def test_what_is_repeated_is_shown_whole_where_the_first_is_folded() -> None:
    last = Branch("model", "m150", "Twice", repeated=True, branches=())
    root = tree(300, 0)
    kept = Branch("model", "keeps", "Keeps", branches=(last, *(Branch("model", f"k{n}", "K") for n in range(2))))
    folded = fold_branches(Branch("model", "root", "Root", branches=(*root.branches, kept)))
    shown = [branch for _, branch in folded.walk() if branch.id == "m150"]
    assert [branch.repeated for branch in shown] == [False]
    assert any("280 more models" in branch.name or "281 more models" in branch.name for _, branch in folded.walk())


def test_a_long_chain_stays_whole() -> None:
    root = Branch("model", "m0", "m0")
    for number in range(1, 1000):
        root = Branch("model", f"m{number}", "m", branches=(root,))
    assert sum(1 for _ in fold_branches(root).walk()) == 1000
