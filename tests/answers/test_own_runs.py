"""`rank --with` and `compare --with`: one's own runs beside a board."""

from __future__ import annotations

from pathlib import Path

import pytest

import llmsurvey
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError

JULY = "open-llm-leaderboard@2023-07-28"
HEADINGS = "Model,ARC (25-shot) acc_norm,HellaSwag (10-shot) acc_norm,MMLU (5-shot) acc,TruthfulQA (0-shot) mc2"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """Results of one's own model, and of one that is on the board, too."""
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEADINGS}\nour/house-7b,55.4,79.1,48.3,40.0\nllama-65b,60.0,80.0,60.0,40.0\n")
    return str(path)


def test_runs_are_ranked_among_the_whole_board(catalogue: Catalogue, mine: str) -> None:
    alone, beside = catalogue.rank(JULY), catalogue.rank(JULY, runs=mine)
    assert len(beside.entries) == len(alone.entries) + 2
    own = [entry for entry in beside.entries if entry.own]
    assert [entry.name for entry in own] == ["LLaMA@65B", "our/house-7b"]
    figures = [entry.figure for entry in alone.entries if entry.figure is not None]
    assert own[1].rank == 1 + sum(figure > (own[1].figure or 0) for figure in [*figures, own[0].figure or 0])
    assert {entry.own for entry in alone.entries} == {None}


def test_a_model_of_the_board_and_one_s_own_run_of_it_are_two(catalogue: Catalogue, mine: str) -> None:
    entries = [entry for entry in catalogue.rank(JULY, runs=mine).entries if entry.name == "LLaMA@65B"]
    assert sorted(bool(entry.own) for entry in entries) == [False, True]


def test_runs_are_among_the_rows_however_few_are_asked_for(catalogue: Catalogue, mine: str) -> None:
    answer = catalogue.rank(JULY, runs=mine, limit=5)
    assert len(answer.entries) == 5
    assert [entry.own for entry in answer.entries].count(True) == 2
    assert [entry.rank for entry in answer.entries][:3] == [1, 2, 3]
    ranks = [entry.rank or 0 for entry in answer.entries]
    assert ranks == sorted(ranks)


def test_filters_leave_no_run_out(catalogue: Catalogue, mine: str) -> None:
    answer = catalogue.rank(JULY, runs=mine, commercial=True, frontier=True)
    assert [entry.name for entry in answer.entries if entry.own] == ["LLaMA@65B", "our/house-7b"]


def test_names_that_the_registry_lacks_are_told_and_matched_by_an_alias(mine: str, tmp_path: Path) -> None:
    notes = llmsurvey.open().rank(JULY, runs=mine).notes
    assert any("1 name isn't in the registry: our/house-7b. To match it" in note for note in notes)
    layer = tmp_path / "mine.yaml"
    layer.write_text("models:\n- id: mpt\n  aliases: [house]\n  sizes: [{name: 7B, aliases: [our/house-7b]}]\n")
    answer = llmsurvey.open(layer).rank(JULY, runs=mine)
    assert not any("isn't in the registry" in note for note in answer.notes)
    assert [entry.name for entry in answer.entries if entry.own] == ["LLaMA@65B", "MPT@7B"]


def test_nothing_is_kept(catalogue: Catalogue, mine: str) -> None:
    before = [entry.address for entry in catalogue.boards().entries]
    catalogue.rank(JULY, runs=mine)
    assert [entry.address for entry in llmsurvey.open().boards().entries] == before


def test_a_run_of_another_benchmark_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Model,HumanEval\nour/house-7b,20\n")
    with pytest.raises(RequestError, match=r"other\.csv can't be put beside open-llm-leaderboard@2023-07-28: arc, "):
        catalogue.rank(JULY, runs=str(path))


def test_how_files_are_read_is_said_of_the_runs(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "fractions.csv"
    path.write_text(f"{HEADINGS}\nour/house-7b,0.554,0.791,0.483,0.4\n")
    (own,) = (entry for entry in catalogue.rank(JULY, runs=str(path), unit="fraction").entries if entry.own)
    assert own.scores["arc"] == pytest.approx(55.4)


def test_runs_stand_beside_a_selection_and_its_whole_board(catalogue: Catalogue, mine: str) -> None:
    answer = catalogue.rank("@survey", runs=mine)
    own = {entry.name: entry for entry in answer.entries if entry.own}
    assert len(answer.entries) == 12
    assert (own["our/house-7b"].rank, (own["our/house-7b"].board_rank or 0) > 100) == (12, True)


def test_a_run_is_compared_with_entries_of_the_board(catalogue: Catalogue, mine: str) -> None:
    answer = catalogue.compare("our/house-7b", "Llama 2@7B", board=JULY, runs=mine)
    assert (answer.first, answer.second) == ("our/house-7b", "meta-llama/Llama-2-7b-hf")
    arc = answer.entries[0]
    assert (arc.benchmark, arc.first, arc.second) == ("arc", 55.4, 53.1)
    assert "Your own runs, not the board's: our/house-7b." in map(str, answer.notes)
    ranked = {entry.name: entry for entry in catalogue.rank(JULY, runs=mine).entries}
    average = next(entry for entry in answer.entries if entry.benchmark == "average")
    assert average.first == ranked["our/house-7b"].figure
    assert average.second == ranked["Llama 2@7B"].figure


def test_several_are_compared_with_a_run(catalogue: Catalogue, mine: str) -> None:
    answer = catalogue.compare("our/house-7b", "MPT@30B", "Falcon@7B", board=JULY, runs=mine)
    assert (answer.first, answer.others) == ("our/house-7b", ("mosaicml/mpt-30b", "tiiuae/falcon-7b"))


def test_of_a_model_that_is_on_the_board_too_one_s_own_run_is_compared(catalogue: Catalogue, mine: str) -> None:
    answer = catalogue.compare("LLaMA@65B", "Falcon@40B", board=JULY, runs=mine)
    assert answer.entries[0].first == 60
    assert "Your own runs, not the board's: llama-65b." in map(str, answer.notes)


def test_a_run_that_a_board_lacks_is_told_with_the_board_that_has_it(catalogue: Catalogue, mine: str) -> None:
    catalogue.import_scores("table", mine, board="ours", date="2024-01-01")
    with pytest.raises(RequestError, match=r'"our/house-7b" stands on ours@2024-01-01: runs=.ours@2024-01-01.[.]'):
        catalogue.compare("our/house-7b", "Llama 2@7B", board=JULY)
    with pytest.raises(RequestError, match=f'"Llama 2@7B" stands on .*{JULY}.*: board=.* runs=.ours@2024-01-01.[.]'):
        catalogue.compare("our/house-7b", "Llama 2@7B", board="ours")
    with pytest.raises(RequestError, match=r"stands on ours@2024-01-01: board=.ours@2024-01-01.[.]"):
        catalogue.history("our/house-7b")
    with pytest.raises(RequestError, match=r'called "Nosuch"[.] Nor is there "Neither"[.]$'):
        catalogue.compare("Nosuch", "Neither", board=JULY)
