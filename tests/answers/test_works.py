"""What to cite for a name, and what the survey cites its references for."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.works import find_works
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.built_in_boards import load_boards
from llmsurvey.registry.registry import Registry


def keys(registry: Registry, survey: Survey, *names: str) -> list[str]:
    return [publication.key for publication in find_works(Library(registry=registry), names).publications]


def test_without_a_name_it_is_the_survey_itself(registry: Registry, survey: Survey) -> None:
    (work,) = find_works(Library(registry=registry), ()).publications
    assert work.title == "A Survey on Open Source based Large Language Models"
    assert work.authors == ("Joo, Ha-Young", "Oh, Hyeontaek", "Yang, Jinhong")


@pytest.mark.parametrize("name", ["survey", "Survey", "논문"])
def test_the_survey_may_be_named(registry: Registry, survey: Survey, name: str) -> None:
    assert keys(registry, survey, name) == keys(registry, survey)


def test_a_name_that_nothing_has_is_none_of_a_board_either(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match="no model, dataset, benchmark or board is called"):
        find_works(Library(registry=registry), ("qqqqqqq",))


def test_all_44_references_can_be_cited_by_number(registry: Registry, survey: Survey) -> None:
    for number in range(1, 45):
        (work,) = find_works(Library(registry=registry), (str(number),)).publications
        assert number in work.numbers
    assert sorted(number for work in survey.publications for number in work.numbers) == list(range(1, 45))


@pytest.mark.parametrize("name", ["16", "[16]", " [16] ", "016", "ye2023comprehensive", "YE2023comprehensive"])
def test_a_work_is_named_by_its_number_or_its_key(registry: Registry, survey: Survey, name: str) -> None:
    assert keys(registry, survey, name) == ["ye2023comprehensive"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LLaMA", ["touvron2023llama"]),
        ("llama@65B", ["touvron2023llama"]),
        ("Galactica", ["taylor2022galactica"]),
        ("MMLU", ["hendrycks2021measuring"]),
        ("Falcon", ["almazrouei2023falcon", "penedo2023refinedweb"]),
    ],
)
def test_a_model_or_benchmark_gives_the_works_that_introduce_it(
    registry: Registry, survey: Survey, name: str, expected: list[str]
) -> None:
    assert keys(registry, survey, name) == expected


def test_a_dataset_gives_the_work_that_introduces_it(registry: Registry, survey: Survey) -> None:
    named = {address for work in survey.publications for address in work.cites if address.startswith("dataset/")}
    assert named
    for address in named:
        dataset = registry.dataset_by_id[address.removeprefix("dataset/")]
        if dataset.id not in registry.model_by_id:
            works = find_works(Library(registry=registry), (dataset.id,)).publications
            assert all(address in work.cites for work in works), address


def test_a_model_without_a_work_is_cited_by_its_makers_date_and_page(survey: Survey) -> None:
    size = {"name": "7B", "hub": "me/mine"}
    facts = {"id": "mine", "name": "Mine", "developers": ["Me, Inc.", "You"], "released": "2023-05", "sizes": [size]}
    (work,) = find_works(Library(registry=parse_record(Registry, {"models": [facts]})), ("mine@7B",)).publications
    assert (work.key, work.type, work.title, work.date) == ("mine", "software", "Mine", "2023-05")
    assert work.authors == ("{Me, Inc.}", "{You}")
    assert work.url == "https://huggingface.co/me/mine"


def test_a_dataset_without_a_work_is_cited_by_its_creators_and_source(survey: Survey) -> None:
    facts = {"id": "data", "name": "Data", "creators": ["Me"], "sources": [{"url": "https://example.org/data"}]}
    (work,) = find_works(Library(registry=parse_record(Registry, {"datasets": [facts]})), ("data",)).publications
    assert (work.title, work.authors, work.date, work.url) == ("Data", ("{Me}",), None, "https://example.org/data")


def test_every_record_can_be_cited(registry: Registry, survey: Survey) -> None:
    records: list[Any] = [*registry.models, *registry.datasets, *registry.benchmarks]
    for record in records:
        assert find_works(Library(registry=registry), (record.id,)).publications


def test_what_is_named_twice_is_given_once(registry: Registry, survey: Survey) -> None:
    assert keys(registry, survey, "22", "LLaMA", "touvron2023llama", "1") == ["touvron2023llama", "shanahan2022talking"]


@pytest.mark.parametrize("number", ["0", "45", "99", "[99]"])
def test_a_number_that_the_survey_has_not_is_an_error(registry: Registry, survey: Survey, number: str) -> None:
    with pytest.raises(RequestError, match=r"There are \[1\] to \[44\]"):
        find_works(Library(registry=registry), (number,))


@pytest.mark.parametrize("name", ["vicunna", "LLaMA@8B", "\u00b2", "[]", "9" * 5000, "\u0664"])
def test_a_name_that_nothing_has_is_an_error(registry: Registry, survey: Survey, name: str) -> None:
    with pytest.raises(UnknownNameError):
        find_works(Library(registry=registry), (name,))


def test_the_nearest_names_are_told(registry: Registry, survey: Survey) -> None:
    with pytest.raises(UnknownNameError) as raised:
        find_works(Library(registry=registry), ("vicunna",))
    assert "Vicuna" in raised.value.nearest


def test_a_number_that_is_cited_for_something_else_is_warned_of(registry: Registry, survey: Survey) -> None:
    """[16] is Ye et al. on GPT-3 and GPT-3.5, and is cited for BLOOM too."""
    (erratum,) = (each.erratum for each in survey.citations if each.reference == 16 and each.erratum)
    assert find_works(Library(registry=registry), ("16",)).warnings == (
        f"[16] doesn't support what section 2.2.1 cites it for: BLOOM (E{erratum}). Cite scao2022bloom.",
    )


def test_where_no_work_supports_it_none_is_named(registry: Registry, survey: Survey) -> None:
    (warning,) = find_works(Library(registry=registry), ("22",)).warnings
    assert warning.startswith(
        "[22] doesn't support what section 4.2 cites it for: LLaMA-65B does better than a GPT-3.5 "
    )
    assert "Cite" not in warning


def test_only_a_number_that_is_cited_wrongly_is_warned_of(registry: Registry, survey: Survey) -> None:
    wrong = {citation.reference for citation in survey.citations if citation.erratum}
    assert 0 < len(wrong) < 44
    warned = {number for number in range(1, 45) if find_works(Library(registry=registry), (str(number),)).warnings}
    assert warned == wrong
    assert find_works(Library(registry=registry), ("ye2023comprehensive",)).warnings == ()


# The data


def test_no_key_is_used_twice(survey: Survey) -> None:
    assert len({work.key for work in survey.publications}) == len(survey.publications)


def test_every_work_has_an_author_or_says_that_there_are_none(survey: Survey) -> None:
    assert [work.key for work in survey.publications if work.et_al and not work.authors] == []


def test_what_a_work_introduces_is_in_the_registry(registry: Registry, survey: Survey) -> None:
    known = {f"model/{model.id}" for model in registry.models}
    known |= {f"dataset/{dataset.id}" for dataset in registry.datasets}
    known |= {f"benchmark/{benchmark.id}" for benchmark in registry.benchmarks}
    known |= {f"board/{board.id}" for board in load_boards().boards}
    assert {address for work in survey.publications for address in work.cites} - known == set()


def test_a_wrong_citation_names_an_erratum_and_a_work_that_there_is(survey: Survey) -> None:
    errata = {erratum.number for erratum in survey.errata}
    works = {work.key for work in survey.publications}
    for citation in survey.citations:
        if not citation.right:
            assert citation.erratum in errata
            assert citation.instead is None or citation.instead in works


def test_a_number_that_is_asked_for_twice_is_warned_of_once(registry: Registry, survey: Survey) -> None:
    assert find_works(Library(registry=registry), ("1", "[1]")) == find_works(Library(registry=registry), ("1",))
