"""Scores of a model that boards were read for once are the same the next time, and never those of other boards."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from llmsurvey.answers.known_scores import list_known_scores
from llmsurvey.boards.folders import BoardFolders, built_in_folder
from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel
from llmsurvey.boards.score_cache import KeptScores
from llmsurvey.boards.scores import Scores
from llmsurvey.library import Library


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "llmsurvey"


def write_board(folder: Path, day: str, value: float) -> None:
    path = folder / "mine" / f"{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name,hub,benchmark,metric,shots,value\nfalcon,tiiuae/falcon-40b,arc,acc_norm,25,{value}\n")
    os.utime(path, (1_700_000_000, 1_700_000_000))


def known(*folders: Path) -> list[tuple[str | None, str, str]]:
    library = Library(board_folders=BoardFolders(folders))
    model, size = library.registry.resolve_model("Falcon@40B")
    return [(score.size, score.benchmark, str(score.words)) for score in list_known_scores(library, model, size)]


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be as old as they would be after a while."""
    monkeypatch.setattr("llmsurvey.boards.fingerprint._TICK", -(10**12))


def test_what_was_kept_is_what_boards_say(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    first = known(built_in_folder())
    assert len(first) == 5
    assert len(list(own_cache.glob("scores-*.cache"))) == 1
    monkeypatch.setattr("llmsurvey.library.Library._load_board", lambda *_: pytest.fail("read again"))
    assert known(built_in_folder()) == first


def test_boards_that_changed_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    write_board(tmp_path, "2024-01-01", 61)
    assert known(tmp_path) == [("40B", "arc", "61 (25 shots, acc_norm, mine@2024-01-01)")]
    write_board(tmp_path, "2024-01-01", 62.5)
    assert known(tmp_path)[0][2] == "62.5 (25 shots, acc_norm, mine@2024-01-01)"
    write_board(tmp_path, "2024-02-01", 63)
    assert known(tmp_path)[0][2] == "63 (25 shots, acc_norm, mine@2024-02-01)"


def test_of_a_board_that_may_change_unseen_nothing_is_kept(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmsurvey.boards.fingerprint._TICK", 10**12)  # however slow the machine, it was just now
    write_board(tmp_path, "2024-01-01", 61)
    assert len(known(tmp_path)) == 1
    assert not list(own_cache.glob("scores-*.cache"))


def test_of_a_board_that_cannot_be_read_nothing_is_kept(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    write_board(tmp_path, "2024-01-01", 61)
    (tmp_path / "mine" / "2024-01-01.csv").write_bytes(b"\xff\xfe broken")
    assert known(tmp_path) == []
    assert not list(own_cache.glob("scores-*.cache"))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[1]", b'[["falcon", []]]', b'[["no such model", ["a", 1]]]'])
def test_what_holds_no_scores_is_ignored(tmp_path: Path, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    write_board(tmp_path, "2024-01-01", 61)
    monkeypatch.setattr("llmsurvey.boards.score_cache.read_bytes", lambda *_: body)
    assert len(known(tmp_path)) == (0 if body in (b"[]", b"{}") else 1)


def test_questions_of_set_ups_benchmarks_and_days_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    library = Library(board_folders=BoardFolders((built_in_folder(),)))
    scores = library.measured_scores
    models = [NamedModel("LLaMA", library.registry.model_by_id["llama"])]
    set_ups = {score.set_up for score in scores.stated if score.table == "4"}
    questions: list[Callable[[Scores | KeptScores], list[MeasuredScore]]] = [
        lambda asked: asked.of_models(models),
        lambda asked: asked.of_models(models, {"hellaswag"}),
        lambda asked: asked.of_models(models, {"hellaswag"}, "2023-07-31"),
        lambda asked: asked.of_models(models, None, "2023-07-31"),
        lambda asked: asked.comparable_with(set_ups),
        lambda asked: asked.comparable_with(set_ups, "2023-07-31"),
        lambda asked: asked.comparable_with(set(list(set_ups)[:1])),
    ]
    answers = [ask(scores) for ask in questions]
    assert len({repr(answer) for answer in answers}) > 4
    for _ in range(2):
        again = Library(board_folders=BoardFolders((built_in_folder(),)))
        assert [ask(again.kept_scores) for ask in questions] == answers
