"""Addresses that a source had better not have: of a proxy or a mirror, or of a repository as a whole."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from llmsurvey.messages import Message, say

_PROXY_HOST = re.compile(
    r"\.(?:workers|pages)\.dev$|proxy|mirror|vuink\.com$|arxiv-vanity\.com$|wikimili\.com$|profilpelajar\.com$|gravity7\.com$"
)
_INNER_ADDRESS = re.compile(r"/https?(?::/|/)")
_ARCHIVE = "web.archive.org"
"""Addresses of the Web Archive hold another address rightfully: they name a state of a page."""

_REPOSITORY = re.compile(r"/[^/]+/[^/]+/?")


def fault_of_address(url: str) -> Message | None:
    """Return what is wrong with the address of a source, and what to do about it; None where nothing is."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _PROXY_HOST.search(host) or (host != _ARCHIVE and _INNER_ADDRESS.search(parts.path)):
        return say("is a proxy or a mirror ({url}). Cite the page itself, and say where a copy was read", url=url)
    if host.removeprefix("www.") == "github.com" and _REPOSITORY.fullmatch(parts.path) and not parts.fragment:
        return say("is a repository without a path ({url}). Name the file that was read", url=url)
    return None
