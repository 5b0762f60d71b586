"""RIS, read back by rispy."""

from __future__ import annotations

import re
from typing import Any

import pytest
import rispy
from hypothesis import example, given
from hypothesis import strategies as st

from llmsurvey.bibliographies.ris import render
from llmsurvey.records.parse import parse_record
from llmsurvey.records.publication import Publication
from llmsurvey.registry.built_in import load_survey
from llmsurvey.tables.text import escape_steering

PUBLICATIONS = load_survey().publications

HOSTILE = [
    "{",
    "}",
    "\\",
    "%",
    "&",
    ",",
    "-",
    "  - ",
    "\n",
    "\r\n",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\x1b[31m",
    "\u202e",
]
HOSTILE += ["ER  - ", "\nER  - \n\nTY  - JOUR\n", "TI  - ", "AU  - x", "and", " ", "구름", "é", "Kim"]
"""What a reader of RIS could take for a line, a tag or the end of a record, or a terminal for a command."""

hostile = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)


def work(**facts: Any) -> Publication:
    return parse_record(Publication, {"key": "key", "type": "article", "title": "Title"} | facts)


def read(*publications: Publication) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = rispy.loads(render(publications))
    return entries


def test_every_work_of_the_survey_comes_back() -> None:
    found = read(*PUBLICATIONS)
    assert [entry["id"] for entry in found] == [publication.key for publication in PUBLICATIONS]
    for publication, entry in zip(PUBLICATIONS, found, strict=True):
        first, _, last = (publication.pages or "").partition("-")
        assert entry["title"] == publication.title
        assert entry.get("authors", []) == [each.removeprefix("{").removesuffix("}") for each in publication.authors]
        assert entry.get("year") == (publication.date[:4] if publication.date else None)
        assert (entry.get("start_page", ""), entry.get("end_page", "")) == (first, last)
        assert entry.get("secondary_title") == publication.container
        assert entry.get("volume") == publication.volume
        assert entry.get("number") == publication.issue
        assert entry.get("doi") == publication.doi
        assert entry.get("urls", []) == ([publication.url] if publication.url else [])
        assert entry.get("accession_number") == (f"arXiv:{publication.arxiv}" if publication.arxiv else None)
        assert ("notes" in entry) == publication.et_al


@pytest.mark.parametrize(
    ("date", "written"), [("2023-07-18", "2023/07/18/"), ("2023-07", "2023/07//"), ("2023", "2023///")]
)
def test_a_date_has_three_slashes(date: str, written: str) -> None:
    (entry,) = read(work(date=date))
    assert (entry["year"], entry["date"]) == ("2023", written)


@pytest.mark.parametrize("pages", ["1-9", "1--9", "1\u20139"])
def test_pages_are_first_and_last(pages: str) -> None:
    (entry,) = read(work(pages=pages))
    assert (entry["start_page"], entry["end_page"]) == ("1", "9")
    assert "end_page" not in read(work(pages="7"))[0]


@pytest.mark.parametrize(
    ("type", "container", "tag"),
    [
        ("article", "J", "JOUR"),
        ("article", None, "UNPB"),
        ("paper", "P", "CONF"),
        ("report", None, "RPRT"),
        ("software", None, "COMP"),
        ("page", None, "ELEC"),
        ("thesis", None, "THES"),
        ("book", None, "BOOK"),
    ],
)
def test_a_work_has_the_tag_of_its_kind(type: str, container: str | None, tag: str) -> None:
    assert read(work(type=type, container=container))[0]["type_of_reference"] == tag
    assert tag in rispy.TYPE_OF_REFERENCE_MAPPING


@given(hostile, hostile)
@example("a\nER  - \n\nTY  - JOUR\nTI  - b", "x")
@example("x", "ends in }")
@example("x", "{braces}")
def test_any_title_and_author_come_back_in_one_record(title: str, name: str) -> None:
    (entry,) = read(work(title=title, authors=[f"Kim, {name} n", f"{{{name}}}", "Last, One"]))
    assert entry["title"] == escape_steering(title).strip()
    assert entry["authors"] == [f"Kim, {escape_steering(name)} n", escape_steering(name).strip(), "Last, One"]


@given(hostile)
def test_nothing_steers_a_terminal(text: str) -> None:
    written = render([work(title=text, authors=[text], container=text, url=text, pages=text, publisher=text)])
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written) is None
