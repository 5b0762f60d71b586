"""Which record a source means by a name: exactly, or by a guess that is told as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from llmsurvey.importers.graphs import Named
from llmsurvey.importers.graphs.word_table import WordTable
from llmsurvey.registry.names import Index, loose_form, strict_form
from llmsurvey.registry.registry import Registry

RecordKind = Literal["model", "dataset"]

_OF_MODELS = re.compile(r"^(?:the|original)[\s_-]+|[\s_-]+(?:api|models?|weights)$|\s*\([^()]*\)$", re.IGNORECASE)
_OF_DATA = re.compile(r"^the\s+|[\s_-]+(?:datasets?|data|corpus|collection)$", re.IGNORECASE)
"""What people put before or behind the name of a model, and of data, without meaning another."""

_PARTS = re.compile(r"[0-9]+(?:\.[0-9]+)*|[^\W\d_]+")
_NAMES_DATA = re.compile(r"[\s_-](?:datasets?|corpus|corpora)$", re.IGNORECASE)
_SHORTEST_GUESS = 4
"""Shorter names are like too many others."""

_LEAST_LETTERS = 6
"""A word of fewer letters is another word with one changed: MedQA and MedLM."""


class Match(NamedTuple):
    """A record that a name means, the size where it says which, and whether that is a guess."""

    kind: RecordKind
    id: str
    size: str | None = None
    is_guess: bool = False


class NameFinder:
    """Finds records of an import by their names, and of the registry: `own` are those of the import."""

    def __init__(self, registry: Registry, own: Iterable[tuple[str, Match]]) -> None:
        self._registry = registry
        self._own_names = list(own)
        self._own = Index.of((spelling, f"{match.kind}/{match.id}", match) for spelling, match in self._own_names)
        self._found: dict[tuple[str, str, bool], Match | None] = {}

    def find(self, named: Named) -> Match | None:
        """Return what a name means, or None where nothing answers to it, or more than one thing."""
        key = (named.name, "data" if named.relation == "data" else "model", named.may_be_data)
        if key not in self._found:
            self._found[key] = self._search(named)
        return self._found[key]

    def _search(self, named: Named) -> Match | None:
        kinds: tuple[RecordKind, ...] = ("dataset",) if named.relation == "data" else ("model",)
        kinds = ("model", "dataset") if named.may_be_data else kinds
        if (match := self._find_exactly(named.name, kinds)) is not None:
            return match
        if "/" in named.name or len(named.name) < _SHORTEST_GUESS:  # a repository has one name
            return None
        match = self._find_shortened(named.name, kinds) or self._find_alike(named.name, kinds)
        return None if match is None else match._replace(is_guess=True)

    def _find_exactly(self, name: str, kinds: tuple[RecordKind, ...]) -> Match | None:
        own = [match for match in self._own.get(name).values() if match.kind in kinds]
        if own:
            return own[0] if len(own) == 1 else None
        if "model" in kinds and (found := self._registry.find_model(name)) is not None:
            model, size = found
            return Match("model", model.id, size.name if size else None)
        if "dataset" in kinds and len(found_data := self._datasets.get(name)) == 1:
            return Match("dataset", next(iter(found_data)))
        return None

    def _find_shortened(self, name: str, kinds: tuple[RecordKind, ...]) -> Match | None:
        """Return what answers to a name without what people add: `GPT-4 API` is a model, `C4 dataset` data."""
        forms: tuple[tuple[RecordKind, re.Pattern[str]], ...] = (("model", _OF_MODELS), ("dataset", _OF_DATA))
        for kind, added in forms:
            shorter = added.sub("", name).strip()
            if kind in kinds and shorter != name and (match := self._find_exactly(shorter, (kind,))) is not None:
                return match
        return None

    def _find_alike(self, name: str, kinds: tuple[RecordKind, ...]) -> Match | None:
        """Return the one record with a name that differs from this one by a single letter, and by no digit."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(_spaced(name), self._spaced_names, scorer=OSA.distance, score_cutoff=1, limit=None)
        matches = {self._every_name[index][1] for text, _, index in near if _is_slip(_spaced(name), text)}
        of_kind = {match for match in matches if match.kind in kinds}
        return of_kind.pop() if len(of_kind) == 1 else None

    @cached_property
    def _datasets(self) -> Index[None]:
        return Index.of(
            (name, data.id, None) for data in self._registry.datasets for name in (data.id, data.name, *data.aliases)
        )

    @cached_property
    def _spaced_names(self) -> list[str]:
        return [_spaced(name) for name, _ in self._every_name]

    @cached_property
    def _every_name(self) -> list[tuple[str, Match]]:
        models = [
            (name, Match("model", model.id)) for model in self._registry.models for name in (model.name, *model.aliases)
        ]
        data = [
            (name, Match("dataset", item.id)) for item in self._registry.datasets for name in (item.name, *item.aliases)
        ]
        return [*self._own_names, *models, *data]


def is_named_as_data(name: str, table: WordTable) -> bool:
    """Whether a name is that of data by its own last word, or by the table."""
    return loose_form(name) in table.data or _NAMES_DATA.search(name) is not None


def _spaced(name: str) -> str:
    """Return a name as it is compared: its words and numbers, between single spaces."""
    return " ".join(_PARTS.findall(strict_form(name)))


def _is_slip(written: str, meant: str) -> bool:
    """Whether a name can be another with a letter mistyped: numbers are the same, and so are short words."""
    pairs = list(zip(written.split(), meant.split(), strict=False))
    return len(written.split()) == len(meant.split()) and all(
        one == other or (min(len(one), len(other)) >= _LEAST_LETTERS and one[0] == other[0] and not one[0].isdigit())
        for one, other in pairs
    )
