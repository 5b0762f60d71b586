"""Which licence a source's words mean: by a table that people extend, and by the names of the registry's licences."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.inputs import read_input
from llmsurvey.messages import Message, either_of, say
from llmsurvey.records import Licence
from llmsurvey.registry.configuration import config_folder
from llmsurvey.registry.hub_licences import hub_word
from llmsurvey.registry.layers import MAX_BYTES, data_folder
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.nodes import read_document

FILE = "licence_words.yaml"
"""The table's name, among the program's data and in the folder of the user's configuration."""


class Meaning(NamedTuple):
    """What words mean: the id of a licence, or why that isn't known; neither where they name none."""

    licence: str | None = None
    problem: Message | None = None


class LicenceWords:
    """Knows what words about licences mean."""

    def __init__(self, licences: Iterable[Licence]) -> None:
        known = list(licences)
        self._ids = {licence.id for licence in known}
        self._names = LicenceNames((spelling, licence.id) for licence in known for spelling in _spellings_of(licence))
        self._means: dict[str, list[str]] = {}
        self._names_none: set[str] = set()
        for path in (data_folder() / "imports" / FILE, config_folder() / FILE):
            self._read_table(path)

    def read(self, words: str) -> Meaning:
        """Return what some words mean."""
        key = loose_form(words)
        if key in self._means:
            return self._choose(words, self._means[key])
        if key in self._names_none:
            return Meaning()
        if ids := self._names.answering(words):
            return self._choose(words, ids)
        return Meaning(problem=hub_word(words) or say('licence "{words}" is in no table and no registry', words=words))

    def _choose(self, words: str, ids: list[str]) -> Meaning:
        known = [name for name in ids if name in self._ids]
        if len(known) == 1:
            return Meaning(known[0])
        if not known:
            return Meaning(problem=say('licence "{words}" isn\'t in the registry', words=words))
        several = either_of(sorted(known), most=5)
        return Meaning(problem=say('licence "{words}" could be {names}: none is taken', words=words, names=several))

    def _read_table(self, path: Path) -> None:
        """Add a table to what is known. Raises RegistryError where it isn't of its form."""
        try:
            tree = read_document(str(path), read_input(path, MAX_BYTES))
        except FileNotFoundError:
            return
        except OSError as error:
            raise RegistryError(
                [Fault(str(path), 0, 0, say("can't be read: {reason}", reason=reason_of(error)))]
            ) from None
        content = tree.plain() if tree is not None else {}
        form = content if isinstance(content, dict) and set(content) <= {"means", "names_none"} else None
        means, none = (form or {}).get("means") or {}, (form or {}).get("names_none") or []
        if form is None or not _is_table(means) or not isinstance(none, list):
            message = say("is no table of licence words. Write `means:` with `text: [licence]`, and `names_none:`")
            raise RegistryError([Fault(str(path), tree.line if tree else 0, 0, message)])
        self._means |= {loose_form(words): ids for words, ids in means.items()}
        self._names_none |= {loose_form(str(words)) for words in none}


def _is_table(means: object) -> bool:
    return isinstance(means, dict) and all(
        isinstance(ids, list) and all(isinstance(name, str) for name in ids) for ids in means.values()
    )


def _spellings_of(licence: Licence) -> list[str]:
    return [licence.id, licence.name, *licence.aliases, *([licence.spdx] if licence.spdx else [])]
