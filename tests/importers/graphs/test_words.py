"""Sizes, dates and licences in people's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.importers.graphs.date_words import read_date
from llmsurvey.importers.graphs.licence_words import LicenceWords
from llmsurvey.importers.graphs.size_words import read_sizes
from llmsurvey.registry.configuration import config_folder
from llmsurvey.registry.registry import Registry


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("7B parameters (dense)", [7 * 10**9]),
        ("7B parameters (dense model)", [7 * 10**9]),
        ("1.8B, 7B and 14B parameters", [1_800_000_000, 7 * 10**9, 14 * 10**9]),
        ("175 billion parameters", [175 * 10**9]),
        ("560M", [560 * 10**6]),
        ("80M to 11B", []),
        ("80M-11B parameters", []),
        ("unknown", []),
        ("", []),
        ("14B parameters with 2.7B parameters for activation (MoE)", []),
        ("61B parameters (sparse); 6.6B active parameters", []),
        ("5.5B (text, image) pairs", []),
        ("2024-05-29", []),
        ("200 GB", []),
        ("trained on 2T tokens", []),
        ("9" * 400 + "B", []),
    ],
)
def test_sizes_in_words(text: str, parameters: list[int]) -> None:
    assert [size.parameters for size in read_sizes(text)] == parameters


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-07-18", "2023-07-18"),
        ("2023-07", "2023-07"),
        ("2023", "2023"),
        ("2023-07-18T12:34:56.000Z", "2023-07-18"),
        ("2023-07-18 12:34:56", "2023-07-18"),
        ("2023/7/18", "2023-07-18"),
        ("July 2023", "2023-07"),
        ("Jul 18, 2023", "2023-07-18"),
        ("18 July 2023", "2023-07-18"),
        ("2023-02-30", None),
        ("soon", None),
        ("unknown", None),
        ("Foo 18, 2023", None),
    ],
)
def test_dates_in_words(text: str, date: str | None) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("words", "licence"),
    [
        ("Apache 2.0", "apache-2.0"),
        ("apache-2.0", "apache-2.0"),
        ("llama2", "llama-2-community"),
        ("LLaMA 2", "llama-2-community"),
        ("LLaMA License (model weights), GPLv3 (code)", "llama-licence"),
        ("unknown", None),
        ("custom", None),
        ("none (model weights), BSD-3-Clause (code)", None),
    ],
)
def test_licences_in_words(registry: Registry, words: str, licence: str | None) -> None:
    meaning = LicenceWords(registry.licences).read(words)
    assert (meaning.licence, meaning.problem) == (licence, None)


@pytest.mark.parametrize("words", ["modified-mit", "Modified MIT License", "falcon-llm-license", "ai2 impact"])
def test_words_that_several_texts_go_by_name_none(registry: Registry, words: str) -> None:
    meaning = LicenceWords(registry.licences).read(words)
    assert meaning.licence is None
    assert meaning.problem is not None


def test_a_licence_that_may_be_several_is_none_of_them(registry: Registry) -> None:
    meaning = LicenceWords(registry.licences).read("Falcon LLM License")
    assert meaning.licence is None
    assert meaning.problem is not None
    assert "could be falcon-llm-licence or tii-falcon-llm-1.0: none is taken" in meaning.problem


def test_a_person_extends_the_table(registry: Registry) -> None:
    own = config_folder() / "words.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    assert LicenceWords(registry.licences).read("Our house licence").problem
    own.write_text("licences:\n  Our house licence: [mit]\n")
    assert LicenceWords(registry.licences).read("our House-Licence").licence == "mit"


@pytest.mark.parametrize(
    "text", ["[1]", "licences: {a: mit}", "other: {}", "data: x", "licences: [", "no_licence: [[]]"]
)
def test_a_table_of_another_form_is_a_fault(registry: Registry, text: str) -> None:
    own: Path = config_folder() / "words.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text)
    with pytest.raises(RegistryError, match=r"words\.yaml:[12]:"):
        LicenceWords(registry.licences)


def test_every_licence_of_the_table_is_in_the_registry(registry: Registry) -> None:
    from llmsurvey.importers.graphs.word_table import read_word_table

    named = {licence for licences in read_word_table().licences.values() for licence in licences}
    assert named <= set(registry.licence_by_id)
