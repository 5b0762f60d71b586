"""A hook of mkdocs: pages in Korean say that they are, so that screen readers and browsers read them so."""

from __future__ import annotations

from typing import Any


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Return the page in the language that it is written in."""
    return output.replace('<html lang="en"', '<html lang="ko"', 1) if page.url.startswith("ko/") else output
