"""What a question shares with others of its benchmark: a subject, or the passage or document that it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from llmsurvey.importers.json_nodes import text_in

NAMED = ("cluster", "passage_id", "document_id", "article_id", "story_id", "context_id", "subject", "category")
"""Fields that name it, in the order in which they are asked: questions on one passage are closer than a subject's."""

TEXTS = ("passage", "article", "story", "context", "document")
"""Fields that have the text itself, which a digest stands for."""

FIELDS = (*NAMED, *TEXTS)


def cluster_of(question: Mapping[str, Any]) -> str | None:
    """Return what names the cluster of a question among the fields of its document or its metadata."""
    for field in NAMED:
        value = question.get(field)
        named = str(value) if type(value) is int else text_in(value)
        if named:
            return named
    texts = (question.get(field) for field in TEXTS)
    text = next((text for text in texts if isinstance(text, str) and text), None)
    return None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fields_in(questions: Iterable[Any]) -> list[str]:
    """Return the fields of some questions that a cluster may be told by."""
    present = {field for question in questions if isinstance(question, dict) for field in question}
    return [field for field in FIELDS if field in present]
