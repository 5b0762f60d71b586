"""Publications as RIS, which reference managers import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from llmsurvey.records.publication import Publication, organisation_name
from llmsurvey.tables.text import escape_steering

_TYPES = {
    "article": "JOUR",
    "paper": "CONF",
    "report": "RPRT",
    "software": "COMP",
    "page": "ELEC",
    "thesis": "THES",
    "book": "BOOK",
    "dataset": "DATA",
}
_DASH = re.compile("[-\u2013]+")


def render(publications: Iterable[Publication]) -> str:
    """Return a record for each publication, a tag a line, each ended by ER."""
    return "".join(
        "".join(f"{tag}  - {escape_steering(value)}\n" for tag, value in _tags_of(publication)) + "ER  - \n\n"
        for publication in publications
    )


def _tags_of(work: Publication) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB" if work.preprint else _TYPES[work.type]
    yield "ID", work.key
    yield "TI", work.title
    yield from (("AU", organisation_name(author) or author) for author in work.authors)
    if work.date:
        year, *rest = work.date.split("-")
        yield "PY", year
        yield "DA", "/".join([year, *rest]) + "/" * (3 - len(rest))
    first, *last = _DASH.split(work.pages or "", maxsplit=1)
    for tag, value in (
        ("T2", work.container),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", first),
        ("EP", "".join(last)),
        ("PB", work.publisher),
        ("DO", work.doi),
        ("AN", f"arXiv:{work.arxiv}" if work.arxiv else None),
        ("UR", work.url),
        ("N1", "More authors than are listed." if work.et_al else None),
    ):
        if value:
            yield tag, value
