"""The survey's mistakes: each at its place in the print, each with a source."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.answers.test_table import ROWS

from llmsurvey.answers.errata import ErrataAnswer, ErrataQuestion, list_errata
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.records.erratum import Erratum
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.registry import Registry


def errata(**asked: Any) -> ErrataAnswer:
    return list_errata(Library(registry=Registry()), ErrataQuestion(**asked))


SECTIONS = ("abstract", "1", "2.1", "2.2.1", "2.2.2", "3.1.1", "3.1.2", "3.2", "4.1", "4.2", "5")


def test_what_is_at_fault_is_printed_in_the_survey(survey: Survey, paper: str) -> None:
    body, references = paper.split("REFERENCES")
    flat = " ".join(references.split())
    for erratum in survey.errata:
        if erratum.section is not None:
            assert erratum.printed in body, erratum.name
        elif erratum.reference is not None:
            first = re.sub(r"\W+", " ", erratum.printed).split()[0]
            assert first in flat, erratum.name


def test_every_cell_at_fault_is_printed_in_its_table(survey: Survey) -> None:
    in_cells = [erratum for erratum in survey.errata if erratum.row is not None]
    assert len(in_cells) > 20
    for erratum in in_cells:
        assert erratum.table is not None
        assert erratum.column is not None
        table = survey.table(erratum.table)
        assert table.cell(table.rows[(erratum.row or 0) - 1], erratum.column) == erratum.printed, erratum.name


def test_numbers_are_given_once_and_none_is_left_out(survey: Survey) -> None:
    assert [erratum.number for erratum in survey.errata] == list(range(1, len(survey.errata) + 1))


def test_each_has_a_place_and_a_source_that_says_something(survey: Survey) -> None:
    for erratum in survey.errata:
        assert erratum.section in SECTIONS or erratum.reference is not None, erratum.name
        assert erratum.table is None or (erratum.row or 1) <= ROWS[erratum.table]
        assert all(source.url.startswith("http") and source.checked for source in erratum.sources), erratum.name
        assert any(source.says for source in erratum.sources), erratum.name


def test_each_is_said_in_both_languages(survey: Survey) -> None:
    for erratum in survey.errata:
        assert re.search("[가-힣]", erratum.reason.ko), erratum.name
        assert not re.search("[가-힣]{6}", erratum.reason.en), erratum.name


def test_what_each_is_about_is_in_the_registry(registry: Registry, survey: Survey) -> None:
    for erratum in survey.errata:
        if erratum.subject:
            kind, _, name = erratum.subject.partition("/")
            assert name in getattr(registry, f"{kind}_by_id"), erratum.name


def test_every_kind_of_mistake_is_there(survey: Survey) -> None:
    assert {erratum.kind for erratum in survey.errata} == {
        "fact",
        "number",
        "name",
        "caption",
        "metric",
        "citation",
        "note",
    }


def test_a_mistake_that_is_printed_twice_names_the_first(survey: Survey) -> None:
    kinds = {erratum.name: erratum.kind for erratum in survey.errata}
    repeats = {erratum.name: f"E{erratum.same_as}" for erratum in survey.errata if erratum.same_as}
    assert repeats
    assert set(repeats.values()) <= set(kinds)
    assert not set(repeats) & set(repeats.values())
    assert "note" not in {kinds[name] for name in (*repeats, *repeats.values())}
    (entry,) = errata(names=(next(iter(repeats)),)).entries
    assert entry.same_as == next(iter(repeats.values()))


@pytest.mark.parametrize("kind", ["metric", "citation"])
def test_a_kind_leaves_the_others_out(survey: Survey, kind: str) -> None:
    table = errata(kind=(kind,)).table()
    assert {row[1] for row in table.rows} == {kind}
    assert len(table.rows) == sum(erratum.kind == kind for erratum in survey.errata)


@pytest.mark.parametrize("number", ROWS)
def test_a_table_leaves_the_others_out(survey: Survey, number: int) -> None:
    table = errata(table=number).table()
    assert len(table.rows) == sum(erratum.table == number for erratum in survey.errata) > 0


@pytest.mark.parametrize("name", ["E3", "e3", "3", " E3 "])
def test_one_is_found_by_its_number(name: str) -> None:
    assert [entry.erratum for entry in errata(names=(name,)).entries] == ["E3"]


@pytest.mark.parametrize("name", ["E0", "E999", "x", "", "E"])
def test_a_number_that_none_has_names_those_that_there_are(survey: Survey, name: str) -> None:
    with pytest.raises(RequestError, match=rf"E1 to E{len(survey.errata)}"):
        errata(names=(name,))


def test_a_name_and_a_filter_contradict_each_other() -> None:
    with pytest.raises(RequestError, match="leave out kind and table"):
        errata(names=("E3",), kind=("fact",))


def test_a_kind_that_there_is_not_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="metric"):
        errata(kind=("metrik",))


def test_no_two_share_a_place_in_a_table(survey: Survey) -> None:
    places = [(each.table, each.row, each.column) for each in survey.errata if each.row is not None]
    assert len(places) == len(set(places))


def test_a_wrong_citation_is_an_erratum_and_leads_to_a_better_work(survey: Survey) -> None:
    by_number = {erratum.number: erratum for erratum in survey.errata}
    wrong = [citation for citation in survey.citations if not citation.right]
    assert len(wrong) >= 6
    for citation in wrong:
        erratum: Erratum = by_number[citation.erratum or 0]
        if erratum.kind == "citation":
            assert erratum.reference == citation.reference
            assert citation.instead in survey.publication_by_key
        else:  # the work is the right one for its subject, but says another thing
            assert f"[{citation.reference}]" in erratum.reason.en


def test_where_an_erratum_says_that_a_reference_says_another_thing_its_citation_is_wrong(survey: Survey) -> None:
    wrong = {(citation.reference, citation.section): citation for citation in survey.citations if not citation.right}
    for erratum in survey.errata:
        if match := re.match(r"\[(\d+)\] (?:sets no|says it of)", erratum.reason.en):
            assert wrong[int(match[1]), erratum.section or ""].erratum == erratum.number


def test_the_reference_list_is_complete(survey: Survey) -> None:
    numbers = sorted(number for publication in survey.publications for number in publication.numbers)
    assert numbers == list(range(1, 45))
    assert {citation.reference for citation in survey.citations} == set(numbers)


def test_every_citation_in_the_text_is_judged(survey: Survey, paper: str) -> None:
    body = paper.split("REFERENCES")[0]
    printed = [int(number) for number in re.findall(r"\[(\d{1,2})\]", body)]
    judged = [citation.reference for citation in survey.citations]
    assert sorted(set(printed)) == sorted(set(judged))
    assert sorted(printed) == sorted(judged)
