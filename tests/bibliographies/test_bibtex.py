"""BibTeX, read back by two parsers that know nothing of this program."""

from __future__ import annotations

import re
from calendar import month_name
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from llmsurvey.bibliographies.bibtex import render
from llmsurvey.records.parse import parse_record
from llmsurvey.records.publication import Publication
from llmsurvey.registry.built_in import load_survey
from llmsurvey.tables.text import escape_steering

PUBLICATIONS = load_survey().publications

HOSTILE = [*'{}\\%&$#_~^@"=,;:|<>[]()*/', "\n", "\r\n", "\t", "\x1b[31m", "\x07", "\u202e", "\u200b", "구름", "é", "漢"]
HOSTILE += [
    "and",
    "AND",
    "others",
    " ",
    "  ",
    "Kim",
    "von",
    "de la",
    "{{",
    "}}",
    "\\{",
    "\\}",
    "\\input{x}",
    "@article{",
    "a",
]
"""Signs and words that mean something to BibTeX or to a terminal. Hyphens and quotes become dashes and typographic
quotes there as anywhere in LaTeX, so they aren't among them.
"""

hostile = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)
words = st.lists(st.sampled_from([sign for sign in HOSTILE if sign != ","]), min_size=1, max_size=6)
names = words.map(lambda some: " ".join([*some, "n"]).strip())
"""Words with spaces between, the last of them a letter. bibtexparser takes an `and` right behind an escaped sign for
one between names, and loses a last word that is nothing but an escaped sign.
"""


def work(**facts: Any) -> Publication:
    return parse_record(Publication, {"key": "key", "type": "article", "title": "Title"} | facts)


BRACES = (MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}"))
"""LaTeX's names of the braces in text, which pylatexenc lacks. `\\{` won't do: BibTeX counts it as an open brace."""

CONTEXT = get_default_latex_context_db()
CONTEXT.add_context_category("braces", macros=BRACES, prepend=True)


def plain(text: str) -> str:
    """LaTeX as text, with one space between words."""
    decoded: str = LatexNodes2Text(latex_context=CONTEXT, keep_comments=True).latex_to_text(text)
    return " ".join(decoded.replace("\u02c6", "^").split())


def written(text: str) -> str:
    """A text as it should come back: one line, nothing in it that steers a terminal."""
    return " ".join(escape_steering(text).split())


Read = dict[str, Any]
"""The fields of an entry, the type under `type`, authors as "Family, Given"."""


def by_pybtex(text: str) -> dict[str, Read]:
    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        authors = [plain(str(person)) for person in entry.persons.get("author", [])]
        found[key] = {"type": entry.type, **{name.lower(): entry.fields[name] for name in entry.fields}}
        found[key]["author"] = authors
    return found


def by_bibtexparser(text: str) -> dict[str, Read]:
    library = parse_bibtex(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert library.failed_blocks == []
    found = {}
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        people = fields.pop("author", [])
        authors = [plain(person.merge_last_name_first) for person in people]
        found[entry.key] = {"type": entry.entry_type, **fields, "author": authors}
    return found


READERS = [by_pybtex, by_bibtexparser]


@pytest.fixture(params=READERS, ids=lambda reader: reader.__name__)
def read(request: pytest.FixtureRequest) -> Any:
    return request.param


def expected_authors(publication: Publication) -> list[str]:
    names = [written(author.removeprefix("{").removesuffix("}")) for author in publication.authors]
    return names + (["others"] if publication.et_al else [])


def test_every_work_of_the_survey_comes_back(read: Any) -> None:
    found = read(render(PUBLICATIONS))
    assert list(found) == [publication.key for publication in PUBLICATIONS]
    for publication in PUBLICATIONS:
        entry = found[publication.key]
        assert plain(entry["title"].strip("{}")) == written(publication.title)
        assert entry["author"] == expected_authors(publication)
        assert entry.get("year") == (publication.date[:4] if publication.date else None)
        assert entry.get("pages", "").replace("--", "-") == (publication.pages or "")
        assert entry.get("volume") == publication.volume
        assert entry.get("number") == publication.issue
        assert plain(entry.get("journal") or entry.get("booktitle") or "") == (publication.container or "").replace(
            "--", "\u2013"
        )
        assert entry.get("doi") == publication.doi
        assert entry.get("url") == publication.url
        assert entry.get("eprint") == publication.arxiv
        assert (entry.get("archiveprefix") == "arXiv") == (publication.arxiv is not None)


def test_a_month_is_the_macro_that_styles_know() -> None:
    dated = [each for each in PUBLICATIONS if each.date and len(each.date) > 4]
    found = by_pybtex(render(dated))
    assert [found[each.key]["month"] for each in dated] == [
        month_name[int(str(each.date).split("-")[1])] for each in dated
    ]
    assert "month" not in by_pybtex(render([work(date="2023")]))["key"]


@pytest.mark.parametrize(
    ("type", "container", "kind", "field"),
    [
        ("article", "J", "article", "journal"),
        ("article", None, "misc", None),
        ("paper", "P", "inproceedings", "booktitle"),
        ("report", None, "misc", None),
        ("software", None, "misc", None),
        ("page", None, "misc", None),
        ("thesis", None, "phdthesis", None),
        ("book", None, "book", None),
    ],
)
def test_a_work_has_the_entry_of_its_kind(
    read: Any, type: str, container: str | None, kind: str, field: str | None
) -> None:
    entry = read(render([work(type=type, container=container)]))["key"]
    assert entry["type"] == kind
    assert {name for name in ("journal", "booktitle") if name in entry} == ({field} if field else set())


@pytest.mark.parametrize(
    ("type", "kind", "field"),
    [
        ("report", "techreport", "institution"),
        ("page", "misc", "howpublished"),
        ("software", "misc", "howpublished"),
        ("thesis", "phdthesis", "school"),
        ("book", "book", "publisher"),
        ("paper", "inproceedings", "publisher"),
    ],
)
def test_who_published_it_stands_where_bibtex_s_styles_look(read: Any, type: str, kind: str, field: str) -> None:
    entry = read(render([work(type=type, publisher="Somebody")]))["key"]
    assert (entry["type"], entry[field]) == (kind, "Somebody")


def test_a_title_keeps_its_capitals() -> None:
    """Two pairs of braces: styles change the capitals of what stands in one."""
    assert "title = {{GPT-J and LLaMA}}," in render([work(title="GPT-J and LLaMA")])


@given(hostile)
@example("a } b")
@example("a { b")
@example("\\")
@example("@article{key2,\n title = {x}}\n@misc{key3,")
def test_any_title_comes_back(title: str) -> None:
    text = render([work(title=title)])
    for reader in READERS:
        (entry,) = reader(text).values()
        assert plain(entry["title"][1:-1]) == written(title)


@given(names, names)
@example("Kim", "Foo and Bar")
@example("and", "AND")
@example("King }", "Martin {n")
def test_any_person_comes_back_as_one(family: str, given_name: str) -> None:
    text = render([work(authors=[f"{family}, {given_name}", "Last, One"])])
    for reader in READERS:
        (entry,) = reader(text).values()
        assert entry["author"] == [written(f"{family}, {given_name}"), "Last, One"]


@pytest.mark.parametrize("given_name", ["Martin Luther, Jr.", "A, B, C, D"])
def test_commas_in_a_given_name_do_not_make_more_parts(read: Any, given_name: str) -> None:
    (entry,) = read(render([work(authors=[f"King, {given_name}"])])).values()
    assert entry["author"] == [f"King, {given_name}"]


@given(hostile)
@example("Foo, Bar and Baz, Inc.")
@example("a } b { c")
def test_any_organisation_comes_back_as_one(name: str) -> None:
    text = render([work(authors=[f"{{{name}}}"])])
    for reader in READERS:
        (entry,) = reader(text).values()
        assert entry["author"] == [written(name)]


@given(hostile)
def test_any_address_ends_no_field(address: str) -> None:
    text = render([work(url=f"https://example.org/{address}", pages="1")])
    for reader in READERS:
        (entry,) = reader(text).values()
        assert entry["pages"] == "1"
        assert entry["url"].startswith("https://example.org/")


def test_an_address_stays_as_it_is(read: Any) -> None:
    url = "https://example.org/a_b%20c?d=e&f=~g#h"
    assert read(render([work(url=url, doi="10.1000/a_b")]))["key"]["url"] == url
    assert read(render([work(url=url, doi="10.1000/a_b")]))["key"]["doi"] == "10.1000/a_b"


def test_ranges_of_pages_have_two_hyphens() -> None:
    assert [by_pybtex(render([work(pages=pages)]))["key"]["pages"] for pages in ("1-9", "1\u20139", "1--9", "7")] == [
        "1--9",
        "1--9",
        "1--9",
        "7",
    ]


@given(hostile, names)
def test_nothing_steers_a_terminal(title: str, family: str) -> None:
    text = render([work(title=title, authors=[f"{family}, X"], container=title, url=title, pages=title)])
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", text) is None
