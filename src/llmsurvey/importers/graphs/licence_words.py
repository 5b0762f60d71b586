"""Which licence a source's words mean: by a table that people extend, and by the names of the registry's licences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmsurvey.importers.graphs.word_table import WordTable, read_word_table
from llmsurvey.messages import Message, either_of, say
from llmsurvey.records import Licence
from llmsurvey.registry.hub_licences import hub_word
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.names import loose_form


class Meaning(NamedTuple):
    """What words mean: the id of a licence, or why that isn't known; neither where they name none."""

    licence: str | None = None
    problem: Message | None = None


class LicenceWords:
    """Knows what words about `licences` mean, by a `table`; without one by that of the program and the user."""

    def __init__(self, licences: Iterable[Licence], table: WordTable | None = None) -> None:
        records = list(licences)
        self._table = table or read_word_table()
        self._ids = {licence.id for licence in records}
        self._names = LicenceNames((spelling, licence.id) for licence in records for spelling in _spellings_of(licence))

    def read(self, words: str) -> Meaning:
        """Return what some words mean."""
        key = loose_form(words)
        if key in self._table.licences:
            return self._choose(words, self._table.licences[key])
        if not key or key in self._table.no_licence:
            return Meaning()
        if ids := self._names.answering(words):
            return self._choose(words, ids)
        return Meaning(problem=hub_word(words) or say('licence "{words}" is in no table and no registry', words=words))

    def _choose(self, words: str, ids: list[str]) -> Meaning:
        known_ids = [name for name in ids if name in self._ids]
        if len(known_ids) == 1:
            return Meaning(known_ids[0])
        if not known_ids:
            return Meaning(problem=say('licence "{words}" isn\'t in the registry', words=words))
        several = either_of(sorted(known_ids), most=5)
        return Meaning(problem=say('licence "{words}" could be {names}: none is taken', words=words, names=several))


def _spellings_of(licence: Licence) -> list[str]:
    return [licence.id, licence.name, *licence.aliases, *([licence.spdx] if licence.spdx else [])]
