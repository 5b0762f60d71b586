"""Which subjects of the logs are meant by names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from llmsurvey.errors import UnknownNameError
from llmsurvey.logs.question_units import cluster_names
from llmsurvey.messages import say
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import nearest_names

if TYPE_CHECKING:
    import pyarrow as pa

_FEW = 8
"""So many subjects are named where none is near to the one that is asked for."""


def find_subjects(tables: Sequence[pa.Table], asked: Sequence[str]) -> list[set[str]]:
    """Return which subjects of each table of questions are meant: those called so, else in large letters or small.

    Raises UnknownNameError with the nearest for one that no table has.
    """
    subjects_by_table = [cluster_names(table) for table in tables]
    meant: list[set[str]] = [set() for _ in tables]
    for subject in asked:
        called = [set(_called(names, subject)) for names in subjects_by_table]
        if not any(called):
            every = list(dict.fromkeys(name for names in subjects_by_table for name in names))
            raise UnknownNameError(say("subject of these logs"), subject, nearest_names(subject, every) or every[:_FEW])
        for names, more in zip(meant, called, strict=True):
            names.update(more)
    return meant


def _called(names: Sequence[str], subject: str) -> Iterator[str]:
    if subject in names:
        yield subject
        return
    wanted = strict_form(subject)
    yield from (name for name in names if strict_form(name) == wanted)
