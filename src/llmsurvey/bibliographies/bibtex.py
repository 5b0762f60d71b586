"""Publications as BibTeX, in UTF-8, as BibLaTeX and every current reader take it.

Written here rather than by a library: pybtex's writer escapes what is escaped already, and bibtexparser's escapes
nothing. Both read these entries back, which the tests hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from llmsurvey.records.publication import Publication, organisation_name
from llmsurvey.tables.text import escape_steering

_TYPES = {
    "article": "article",
    "paper": "inproceedings",
    "report": "techreport",
    "software": "misc",
    "page": "misc",
    "thesis": "phdthesis",
    "book": "book",
    "dataset": "misc",
}
_PUBLISHER = {"techreport": "institution", "misc": "howpublished", "phdthesis": "school"}
"""The fields in which these types have who published them; the others have `publisher`."""
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # `\{` would count as an open brace to BibTeX
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_PATTERN = re.compile("|".join(re.escape(character) for character in _SPECIAL))
_DASH = re.compile("[-\u2013]+")
_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def render(publications: Iterable[Publication]) -> str:
    """Return an entry for each publication, with a blank line between."""
    return "\n".join(_entry_of(publication) for publication in publications)


def _entry_of(work: Publication) -> str:
    kind = _type_of(work)
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields_of(work, kind))
    return f"@{kind}{{{work.key},\n{fields}}}\n"


def _type_of(work: Publication) -> str:
    """Return the type of its entry: `misc` where the fields that its own type needs are missing."""
    incomplete = work.preprint or (work.type == "report" and not work.publisher)
    return "misc" if incomplete else _TYPES[work.type]


def _fields_of(work: Publication, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry, each value in braces; titles in two, so that no style changes their capitals."""
    yield "title", f"{{{{{_escape_text(work.title)}}}}}"
    if work.authors:
        names = [_format_name(author) for author in work.authors] + (["others"] if work.et_al else [])
        yield "author", f"{{{' and '.join(names)}}}"
    if work.date:
        year, *rest = work.date.split("-")
        yield "year", f"{{{year}}}"
        if rest:
            yield "month", _MONTHS[int(rest[0]) - 1]
    if work.container:
        yield "booktitle" if work.type == "paper" else "journal", f"{{{_escape_text(work.container)}}}"
    publisher = _PUBLISHER.get(kind, "publisher")
    for name, value in (("volume", work.volume), ("number", work.issue), (publisher, work.publisher)):
        if value:
            yield name, f"{{{_escape_text(value)}}}"
    if work.pages:
        yield "pages", f"{{{_escape_text(_DASH.sub('--', work.pages))}}}"
    if work.arxiv:
        yield "eprint", f"{{{_escape_address(work.arxiv)}}}"
        yield "archiveprefix", "{arXiv}"
    for name, value in (("doi", work.doi), ("url", work.url)):
        if value:
            yield name, f"{{{_escape_address(value)}}}"


def _format_name(author: str) -> str:
    """Return a person as "Family, Given"; what would take a name apart (`and`, further commas) stands in braces.

    So does a whole organisation.
    """
    if name := organisation_name(author):
        return f"{{{_escape_text(name)}}}"
    family, comma, given = _AND.sub(lambda match: f"{{{match[0]}}}", _escape_text(author)).partition(",")
    return family + comma + given.replace(",", "{,}")


def _escape_text(text: str) -> str:
    return _PATTERN.sub(lambda match: _SPECIAL[match[0]], escape_steering(text))


def _escape_address(text: str) -> str:
    """Return an address as it is, for its field is read verbatim, but with braces, which would end it, encoded."""
    return escape_steering(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
