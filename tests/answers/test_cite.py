"""Works to cite, and what the survey cites its references for, as rows."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.cite import COLUMNS, list_citations, list_publications
from llmsurvey.records.parse import parse_record
from llmsurvey.records.publication import Citation, Publication
from llmsurvey.registry.built_in import Survey


def rows(table: Any) -> list[dict[str, Any]]:
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def test_works_as_rows_have_every_field(survey: Survey) -> None:
    table = list_publications(survey.publications).table()
    assert table.names() == [column.name for column in COLUMNS]
    row = next(row for row in rows(table) if row["key"] == "joo2023survey")
    assert row["authors"] == ("Joo, Ha-Young", "Oh, Hyeontaek", "Yang, Jinhong")
    assert row["sources"]


@pytest.mark.parametrize(
    ("authors", "et_al", "shown"),
    [
        (["Kim, A"], False, "Kim"),
        (["Kim, A", "Lee, B"], False, "Kim & Lee"),
        (["Kim, A", "Lee, B", "Joo, C"], False, "Kim et al."),
        (["Kim, A"], True, "Kim et al."),
        (["{OpenAI}"], False, "OpenAI"),
        ([], False, ""),
    ],
)
def test_people_read_the_first_authors(authors: list[str], et_al: bool, shown: str) -> None:
    facts = {"key": "k", "type": "page", "title": "T", "authors": authors, "et_al": et_al}
    table = list_publications([parse_record(Publication, facts)]).table()
    assert table.texts[0, "authors"] == shown


def test_every_citation_is_a_row_and_the_wrong_ones_are_counted(survey: Survey) -> None:
    table = list_citations(survey).table()
    wrong = [row for row in rows(table) if not row["right"]]
    assert len(table.rows) == len(survey.citations)
    assert table.notes[0].startswith(f"{len(table.rows)} citations. {len(wrong)} are wrong.")
    assert next(row["instead"] for row in wrong if row["reference"] == 16) == "scao2022bloom"
    assert {row["key"] is not None for row in rows(table)} == {True}


def test_one_wrong_citation_is_told_in_the_singular(survey: Survey) -> None:
    facts = {"reference": 1, "section": "2", "cited_for": {"en": "x", "ko": "y"}, "erratum": 1}
    table = list_citations(Survey(publications=survey.publications, citations=(parse_record(Citation, facts),))).table()
    assert table.notes[0].startswith("1 citation. 1 is wrong.")
