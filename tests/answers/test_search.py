"""Finding records by words."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from llmsurvey.answers.search import SearchQuestion, search_records
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table


def found(registry: Registry, text: str) -> list[str]:
    return [entry.id for entry in search_records(Library(registry=registry), SearchQuestion(text=text)).entries]


def search(registry: Registry, text: str) -> Table:
    return search_records(Library(registry=registry), SearchQuestion(text=text)).table()


def cells(table: Table, name: str) -> list[object]:
    return [row[table.names().index(name)] for row in table.rows]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_hangul_is_found_however_it_was_typed(registry: Registry, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert found(registry, unicodedata.normalize(form, "구름"))[0] == "kullm"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Vicuna", "vicuna"),
        ("vicunna", "vicuna"),
        ("VICUNA", "vicuna"),
        ("\uff36\uff49\uff43\uff55\uff4e\uff41", "vicuna"),
        ("falcn", "falcon"),
        ("nlpai-lab/kullm-polyglot-12.8b-v2", "kullm"),
        ("llama 2", "llama-2"),
        ("databricks-dolly-15k", "databricks-dolly-15k"),
    ],
)
def test_the_best_match_comes_first(registry: Registry, text: str, first: str) -> None:
    assert found(registry, text)[0] == first


def test_a_developer_is_found(registry: Registry) -> None:
    assert {"gpt-neo", "gpt-j", "gpt-neox", "polyglot-ko", "pythia"} <= set(found(registry, "EleutherAI"))


def test_every_word_must_be_found(registry: Registry) -> None:
    both = set(found(registry, "korea university"))
    assert "kullm" in both
    assert both <= set(found(registry, "korea")) & set(found(registry, "university"))
    assert found(registry, "kullm zzzzzzzz") == []


def test_that_nothing_is_found_is_told(registry: Registry) -> None:
    table = search(registry, "zzzzzzzzzzzz")
    assert table.rows == ()
    assert table.notes == ('Nothing is like "zzzzzzzzzzzz". `list()` shows all models.',)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_search_without_a_word_is_refused(registry: Registry, text: str) -> None:
    with pytest.raises(RequestError, match=r"text needs a value\."):
        search(registry, text)


def test_a_short_word_is_not_stretched(registry: Registry) -> None:
    assert "opt" in found(registry, "opt")
    assert "gpt" not in found(registry, "opt")


def test_results_stand_in_the_order_of_their_score_which_is_at_most_a_hundred(registry: Registry) -> None:
    scores = [float(str(score)) for score in cells(search(registry, "alpaca"), "nearness")]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 100


def test_the_field_says_where_a_word_was_found(registry: Registry) -> None:
    table = search(registry, "구름")
    assert cells(table, "fields")[0] == ("aliases",)
    assert cells(table, "record")[0] == "model"


def test_records_of_every_kind_are_found(registry: Registry) -> None:
    assert {"model", "dataset", "claim", "erratum"} <= set(cells(search(registry, "alpaca"), "record"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("MMLU", ("benchmark", "mmlu")),
        ("헬라스웨그", ("benchmark", "hellaswag")),
        ("Apache", ("licence", "apache-unversioned")),
        ("아파치", ("licence", "apache-2.0")),
        ("구글", ("organisation", "google")),
        ("open-llm-leaderboard", ("board", "open-llm-leaderboard")),
        ("E38", ("erratum", "E38")),
        ("c11", ("claim", "C11")),
        ("royalties", ("licence", "tii-falcon-llm-1.0")),
        ("로열티를", ("licence", "tii-falcon-llm-1.0")),
        ("라마", ("model", "llama")),
    ],
)
def test_anything_is_found_by_name_number_or_text(registry: Registry, text: str, first: tuple[str, str]) -> None:
    table = search(registry, text)
    assert (cells(table, "record")[0], cells(table, "id")[0]) == first


def test_names_come_before_texts(registry: Registry) -> None:
    fields = cells(search(registry, "MMLU"), "fields")
    names = [field in (("id",), ("name",), ("aliases",)) for field in fields]
    assert names == sorted(names, reverse=True)


def test_models_are_found_by_what_their_developer_is_called(registry: Registry) -> None:
    assert {"bert", "t5", "palm", "google"} <= set(found(registry, "구글"))


def test_the_match_shows_what_stands_there_cut_around_the_word(registry: Registry) -> None:
    assert cells(search(registry, "라마"), "match")[0] == "라마"
    match = cells(search(registry, "royalties"), "match")[-1]
    assert isinstance(match, str)
    assert "oyalt" in match
    assert len(match) < 80


def test_the_text_of_claims_and_errata_is_kept_and_the_same_then(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = [*search(registry, "MosaicML").rows]
    assert list(tmp_path.rglob("survey-texts-*"))
    assert [*search(registry, "MosaicML").rows] == first


def test_nothing_found_offers_the_nearest_names(registry: Registry) -> None:
    assert search(registry, "gpt5x").notes[0].startswith('Nothing is like "gpt5x". Did you mean')
    assert "Did you mean" not in search(registry, "nope").notes[0]


def test_every_model_and_dataset_is_found_by_its_own_name_among_the_first(registry: Registry) -> None:
    """A name that is part of another, or shared by a model and a dataset, still finds its own record.

    Of what the survey names each is looked for, of all others every tenth.
    """
    surveyed = [model for model in registry.models if model.id in registry.surveyed]
    models, datasets = (*surveyed, *registry.models[::10]), registry.datasets[::3]
    names = {each.id: each.name for each in models} | {each.id: each.name for each in datasets}
    assert [key for key, name in names.items() if key not in found(registry, name)[:3]] == []
