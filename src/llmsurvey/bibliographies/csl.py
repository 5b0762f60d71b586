"""Publications as CSL-JSON, which Zotero, Pandoc and citeproc read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from llmsurvey.formats.json import dump_json
from llmsurvey.records.publication import Publication, organisation_name

_TYPES = {
    "article": "article-journal",
    "paper": "paper-conference",
    "report": "report",
    "software": "software",
    "page": "webpage",
    "thesis": "thesis",
    "book": "book",
    "dataset": "dataset",
}


def render(publications: Iterable[Publication]) -> str:
    """Return a list with an item for each publication."""
    return f"{dump_json([_item_of(publication) for publication in publications], indent=2)}\n"


def _item_of(work: Publication) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.key,
        "type": "article" if work.preprint else _TYPES[work.type],
        "title": work.title,
    }
    if work.authors:
        item["author"] = [_format_name(author) for author in work.authors]
    if work.date:
        item["issued"] = {"date-parts": [[int(part) for part in work.date.split("-")]]}
    item |= {
        name: value
        for name, value in (
            ("container-title", work.container),
            ("volume", work.volume),
            ("issue", work.issue),
            ("page", work.pages),
            ("publisher", work.publisher or ("arXiv" if work.preprint and work.arxiv else None)),
            ("number", f"arXiv:{work.arxiv}" if work.arxiv else None),
            ("DOI", work.doi),
            ("URL", work.url),
            ("note", "More authors than are listed." if work.et_al else None),
        )
        if value
    }
    return item


def _format_name(author: str) -> dict[str, str]:
    """Return a person by family and given name, or an organisation as a whole."""
    if name := organisation_name(author):
        return {"literal": name}
    family, comma, given = author.partition(",")
    return {"family": family, "given": given.strip()} if comma else {"literal": author}
