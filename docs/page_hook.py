"""A hook of mkdocs: pages say their language, and the search a name, as screen readers need it."""

from __future__ import annotations

from typing import Any

_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Return the page in the language that it is written in, with a name for the box of the search."""
    is_korean = page.url.startswith("ko/")
    name = "검색" if is_korean else "Search"
    named = output.replace(_SEARCH, f'{_SEARCH} aria-label="{name}"', 1)
    return named.replace('<html lang="en"', '<html lang="ko"', 1) if is_korean else named
