"""Repositories of the Hugging Face hub as addresses and paths tell them."""

from __future__ import annotations

import re

_REPOSITORY = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:models/)?([^/?#\s]+/[^/?#\s]+)(?:/(?:tree|blob|resolve)/.*)?/?(?:[?#].*)?"
)
_NO_MODELS = ("spaces/", "datasets/", "docs/", "papers/", "collections/", "blog/")
_CACHE = re.compile(
    r"(?:.*[/\\])?models--(?:(?P<owner>[\w.-]+?)--)?(?P<name>[\w.-]+?)(?:[/\\]snapshots[/\\](?P<revision>[0-9a-fA-F]{7,64}))?[/\\]?"
)
"""A folder of the hub's cache: `models--OWNER--NAME/snapshots/COMMIT`; the oldest repositories have no owner."""


def hub_of(text: str | None) -> str | None:
    """Return the repository that an address, a path of the hub's cache, or `owner/name` tells; None for others."""
    if text is None:
        return None
    text = text.strip()
    if (cached := _match_cache(text)) is not None:
        return "/".join(part for part in (cached["owner"], cached["name"]) if part)
    address = _ADDRESS.fullmatch(text)
    if address is not None:
        return None if address[1].startswith(_NO_MODELS) else address[1]
    return text if _REPOSITORY.fullmatch(text) else None


def revision_in(path: str) -> str | None:
    """Return the commit that a path of the hub's cache tells, `""` for a path of the cache without one, else None."""
    cached = _match_cache(path)
    return None if cached is None else cached["revision"] or ""


def _match_cache(text: str) -> re.Match[str] | None:
    return _CACHE.fullmatch(text) if "models--" in text else None
