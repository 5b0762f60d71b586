"""CSL-JSON, read by a JSON parser and held against the schema's words."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st

from llmsurvey.bibliographies.csl import render
from llmsurvey.records.parse import parse_record
from llmsurvey.records.publication import Publication
from llmsurvey.registry.built_in import load_survey

PUBLICATIONS = load_survey().publications

WORDS = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
document entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation
manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
personal_communication post post-weblog regulation report review review-book software song speech standard thesis
treaty webpage
"""
"""Every type of csl-data.json (citation-style-language/schema 0041266)."""

TEXT = {"type": "string", "minLength": 1}
NAME = {
    "type": "object",
    "properties": {"family": TEXT, "given": TEXT, "literal": TEXT},
    "additionalProperties": False,
    "oneOf": [{"required": ["family", "given"]}, {"required": ["literal"]}],
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "items": {"items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
VARIABLES = ["title", "container-title", "volume", "issue", "page", "publisher", "number", "DOI", "URL", "note"]
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": TEXT,
            "type": {"enum": WORDS.split()},
            "author": {"type": "array", "items": NAME, "minItems": 1},
            "issued": DATE,
            **dict.fromkeys(VARIABLES, TEXT),
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
"""What of csl-data.json is used here, in its own words."""

HOSTILE = [
    "{",
    "}",
    "\\",
    '"',
    "%",
    "&",
    ",",
    ", ",
    "\n",
    "\x00",
    "\x1b[31m",
    "\x85",
    "\u2028",
    "\u202e",
    "<i>",
    "and",
    " ",
]
HOSTILE += ["구름", "é", "Kim"]

hostile = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)


def work(**facts: Any) -> Publication:
    return parse_record(Publication, {"key": "key", "type": "article", "title": "Title"} | facts)


def read(*publications: Publication) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(render(publications))
    jsonschema.validate(items, SCHEMA)
    return items


def full_name(author: dict[str, str]) -> str:
    return f"{{{author['literal']}}}" if "literal" in author else f"{author['family']}, {author['given']}"


def test_every_work_of_the_survey_comes_back() -> None:
    found = read(*PUBLICATIONS)
    assert [item["id"] for item in found] == [publication.key for publication in PUBLICATIONS]
    for publication, item in zip(PUBLICATIONS, found, strict=True):
        parts = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert item["title"] == publication.title
        assert tuple(full_name(author) for author in item.get("author", [])) == publication.authors
        assert parts == [int(part) for part in (publication.date or "").split("-") if part]
        assert item.get("page") == publication.pages
        assert item.get("container-title") == publication.container
        assert (item.get("volume"), item.get("issue")) == (publication.volume, publication.issue)
        assert (item.get("DOI"), item.get("URL")) == (publication.doi, publication.url)
        assert item.get("number") == (f"arXiv:{publication.arxiv}" if publication.arxiv else None)
        assert ("note" in item) == publication.et_al


@pytest.mark.parametrize(
    ("type", "container", "expected"),
    [
        ("article", "J", "article-journal"),
        ("article", None, "article"),
        ("paper", "P", "paper-conference"),
        ("report", None, "report"),
        ("software", None, "software"),
        ("page", None, "webpage"),
        ("thesis", None, "thesis"),
        ("book", None, "book"),
    ],
)
def test_a_work_has_the_type_of_its_kind(type: str, container: str | None, expected: str) -> None:
    assert read(work(type=type, container=container))[0]["type"] == expected


def test_a_preprint_is_published_by_arxiv() -> None:
    assert read(work(arxiv="2307.09288"))[0]["publisher"] == "arXiv"
    assert "publisher" not in read(work(arxiv="2307.09288", container="J"))[0]


def test_an_organisation_is_not_taken_apart() -> None:
    (item,) = read(work(authors=["{Amazon.com, Inc.}", "King, Martin Luther, Jr.", "Plato"]))
    assert item["author"] == [
        {"literal": "Amazon.com, Inc."},
        {"family": "King", "given": "Martin Luther, Jr."},
        {"literal": "Plato"},
    ]


@given(hostile, hostile)
@example("x", "ends in }")
@example("x", "{braces}")
def test_any_title_and_author_come_back(title: str, name: str) -> None:
    (item,) = read(work(title=title, authors=[f"Kim, {name}", f"{{{name}}}"]))
    assert item["title"] == title
    assert item["author"] == [{"family": "Kim", "given": name}, {"literal": name}]


@given(hostile)
def test_nothing_steers_a_terminal(text: str) -> None:
    written = render([work(title=text, authors=[f"{{{text}}}"], container=text, url=text, pages=text)])
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written) is None


def test_citeproc_reads_every_publication() -> None:
    items = CiteProcJSON(json.loads(render(PUBLICATIONS)))
    assert set(items) == {publication.key for publication in PUBLICATIONS}
    for publication in PUBLICATIONS:
        assert str(items[publication.key].title) == publication.title
