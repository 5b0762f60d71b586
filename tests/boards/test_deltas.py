"""Deltas and adapters that were measured without their base are no models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.boards.made import ONE_BY_ONE, LibraryOf, made, records

from llmsurvey.answers.boards import BoardsQuestion, list_boards
from llmsurvey.answers.history import trace_model
from llmsurvey.answers.import_scores import describe_import
from llmsurvey.answers.rank import RankQuestion, rank_board
from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.folders import BoardFolders, built_in_folder
from llmsurvey.boards.ranked_snapshots import rank_snapshots
from llmsurvey.boards.ranking import RankedBoard, Sets
from llmsurvey.boards.store import Addition, BoardStore
from llmsurvey.errors import RequestError
from llmsurvey.importers import Reading
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.built_in_boards import load_boards
from llmsurvey.registry.registry import Registry

SHIPPED = BoardStore((built_in_folder(),))
VICUNA = "lmsys/vicuna-7b-delta-v1.1", "lmsys/vicuna-13b-delta-v1.1"

KNOWN = parse_record(
    Registry,
    {
        "benchmarks": [
            {"id": "arc", "name": "ARC", "chance": 25, "items": 400},
            {"id": "hellaswag", "name": "HellaSwag", "chance": 25, "items": 400},
            {"id": "truthfulqa", "name": "TruthfulQA", "items": 400},
        ],
        "models": [
            {
                "id": "guanaco",
                "name": "Guanaco",
                "sizes": [
                    {
                        "name": "7B",
                        "hub": "lab/guanaco-7b",
                        "aliases": ["lab/guanaco-7b-merged"],
                        "foundations": [{"model": "llama", "size": "7B", "relation": "adapter"}],
                    }
                ],
            },
            {"id": "llama", "name": "LLaMA", "sizes": [{"name": "7B", "hub": "meta/llama-7b"}]},
        ],
    },
)


def names_left_out(board: Board, registry: Registry = KNOWN) -> list[str]:
    return [board.facts["name"][place] for place in bare_deltas(board, registry)]


@pytest.mark.parametrize(
    "name",
    [
        "lab/vicuna-7b-delta-v1.1",
        "lab/robin-v2-delta",
        "lab/Model_Delta",
        "lab/m.delta.v2",
        "x-DELTA",
        "lab/guanaco-7b",
    ],
)
def test_a_delta_with_the_scores_of_guessing_is_no_model(name: str) -> None:
    assert names_left_out(made({name: (29.5, 26.2), "lab/other": (29.5, 26.2)}, "arc", "hellaswag")) == [name]


@pytest.mark.parametrize(
    "name", ["lab/delta-7b", "lab/deltalm", "pillow/delta13b", "lab/guanaco-7b-merged", "lab/lora-7b"]
)
def test_what_nobody_calls_a_delta_is_a_model_however_it_scores(name: str) -> None:
    assert names_left_out(made({name: (25, 25)}, "arc", "hellaswag")) == []


@pytest.mark.parametrize("scores", [(60, 80), (60, 25), (25, 30.1), (None, 80)])
def test_a_delta_that_scores_more_was_merged(scores: tuple[float | None, ...]) -> None:
    assert names_left_out(made({"lab/m-delta": scores}, "arc", "hellaswag")) == []


def test_where_nobody_knows_what_guessing_scores_nothing_follows() -> None:
    assert names_left_out(made({"lab/m-delta": (25,)}, "unknown")) == []
    assert names_left_out(made({"lab/m-delta": (48.6,)}, Measure("truthfulqa", "mc2"))) == []
    assert names_left_out(made({"lab/m-delta": (25,)}, Measure("arc", "perplexity", unit="number"))) == []
    assert names_left_out(made({"lab/m-delta": (None, 50)}, "arc", "unknown")) == []


def test_the_repository_tells_where_the_name_does_not() -> None:
    assert names_left_out(made({"Vicuna": (25,)}, "arc", hub=["lab/vicuna-delta"])) == ["Vicuna"]


def shown(
    board: Board, registry: Registry, sets: Sets = "none", **asked: Any
) -> tuple[RankedBoard, tuple[str, ...], list[dict[str, Any]]]:
    answer = rank_board(LibraryOf(board, registry, {"truthfulqa": 25.0}), RankQuestion(sets=sets, **asked))
    return answer.ranked, answer.notes, records(answer.table())


@pytest.mark.parametrize("missing", ["complete", "leave-out", "worst"])
@pytest.mark.parametrize("method", ["mean", "borda", "win-rate", "z-score"])
def test_they_change_no_rank_and_no_figure(method: str, missing: str) -> None:
    rows = {"lab/a": (80, 80), "lab/b-delta": (25, 26), "lab/c": (40, 90), "lab/d": (20, None)}
    whole, _, _ = shown(made(rows, "arc", "hellaswag"), KNOWN, method=method, missing=missing)
    del rows["lab/b-delta"]
    without, _, _ = shown(made(rows, "arc", "hellaswag"), KNOWN, method=method, missing=missing)
    assert whole.ranks.tolist() == without.ranks.tolist()
    assert repr(whole.figures.totals.tolist()) == repr(without.figures.totals.tolist())


def test_they_are_counted_and_named_in_a_note() -> None:
    _, notes, rows = shown(made({"lab/a": (80,), "lab/b-delta": (25,)}, "arc"), KNOWN)
    assert [row["name"] for row in rows] == ["lab/a"]
    assert "1 row left out: a delta or an adapter measured alone is no model (lab/b-delta)." in notes


def test_a_board_of_nothing_else_has_no_rows() -> None:
    _, notes, rows = shown(made({"lab/b-delta": (25,)}, "arc"), KNOWN, sets="simultaneous")
    assert rows == []
    assert any("no model (lab/b-delta)" in note for note in notes)


@pytest.mark.parametrize("address", SHIPPED.addresses())
def test_the_bare_deltas_of_vicuna_have_no_rank_on_any_day(address: str, registry: Registry) -> None:
    found, notes, rows = shown(SHIPPED.load(address), registry)
    low = {row["name"] for row in rows if row["hub"] in VICUNA and (row["hellaswag"] or 0) < 30}
    assert low == set()
    assert found.ranks.max() <= len(found.board)
    assert all(any(name in note for note in notes) for name in found.deltas)


def test_the_july_board_leaves_out_four(registry: Registry) -> None:
    found, _, _ = shown(SHIPPED.load("open-llm-leaderboard@2023-07-28"), registry)
    assert set(found.deltas) == {*VICUNA, "IDEA-CCNL/Ziya-LLaMA-13B-v1", "IDEA-CCNL/Ziya-LLaMA-13B-Pretrain-v1"}
    assert int((found.ranks > 0).sum()) == 449


def test_a_delta_that_the_board_merged_keeps_its_rank(registry: Registry) -> None:
    _, _, rows = shown(SHIPPED.load("open-llm-leaderboard@survey"), registry)
    assert "stabilityai/FreeWilly1-Delta-SafeTensor" in {row["hub"] for row in rows}


def test_every_delta_of_the_record_is_measured_alone_on_some_day(registry: Registry) -> None:
    bare = {name for address in SHIPPED.addresses() for name in names_left_out(SHIPPED.load(address), registry)}
    assert bare == set(load_boards().by_id["open-llm-leaderboard"].deltas)


def test_the_list_of_boards_does_not_count_them_as_models(tmp_path: Path) -> None:
    path = tmp_path / "mine" / "2024-01-01.csv"
    path.parent.mkdir()
    path.write_text("name,benchmark,metric,value\na,arc,acc,50\nb-delta,arc,acc,25\n")
    library = Library(registry=KNOWN, board_folders=BoardFolders((tmp_path,)))
    (entry,) = list_boards(library, BoardsQuestion()).entries
    assert (entry.model_count, entry.entries) == (1, 2)


def test_an_import_of_one_tells_it() -> None:
    board = made({"lab/a": (80,), "lab/b-delta": (25,)}, "arc")
    assert describe_import([Addition(board, None, 0)], Reading(board), KNOWN).notes[-1] == (
        "1 row is of a delta or an adapter measured alone, which is no model and has no rank: lab/b-delta."
    )


def test_the_history_of_one_says_what_it_is() -> None:
    boards = [made({"lab/a": (80,), "lab/b-delta": (25,)}, "arc", snapshot="2024-01-01")]
    found = rank_snapshots(boards, ONE_BY_ONE, KNOWN)
    with pytest.raises(RequestError, match='"lab/b-delta" is of no model: a delta or an adapter was measured alone'):
        trace_model(found, "lab/b-delta", KNOWN)
    assert trace_model(found, "lab/a", KNOWN).notes == (
        "1 name left out where a delta or an adapter was measured alone, which is no model (lab/b-delta).",
    )
