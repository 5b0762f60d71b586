"""Where a cell leads to: an address of the web that is safe to put into a terminal, a page or a document."""

from __future__ import annotations

import re
from urllib.parse import quote

from llmsurvey.tables.table import Table

_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_KEPT = "%/:?#[]@!&*+,="
"""The signs with a meaning in an address, but those that Markdown, LaTeX, HTML or a terminal takes for its own."""


def link_of(table: Table, row: int, index: int) -> str | None:
    """Return the address that a cell leads to: the one that the table gives for it, or the cell itself if it is one.

    None for what is no address of the web. Addresses come from data, so that nothing else in them is followed
    (`javascript:`), and every sign that isn't one of an address is written in percent: no quote or bracket ends it.
    """
    text = table.links.get((row, table.columns[index].name), table.rows[row][index])
    if not isinstance(text, str) or not _ADDRESS.fullmatch(text):
        return None
    return quote(text, safe=_KEPT, errors="replace")
