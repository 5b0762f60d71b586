"""The tables of words that people extend: those of the program, and over them the user's."""

from __future__ import annotations

from dataclasses import dataclass, field

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.inputs import read_input
from llmsurvey.messages import say
from llmsurvey.registry.configuration import config_folder
from llmsurvey.registry.layers import MAX_BYTES, data_folder
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.nodes import Node, read_document

FILE = "words.yaml"
"""The table's name, among the program's data and in the folder of the user's configuration."""


@dataclass
class WordTable:
    """What words mean, each in the form in which names are compared.

    `licences` are the ids that free text may mean, `no_licence` texts that name none, `data` names of what is no model.
    """

    licences: dict[str, list[str]] = field(default_factory=dict)
    no_licence: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)


def read_word_table() -> WordTable:
    """Return the table of the program with the user's over it. Raises RegistryError where one isn't of its form."""
    table = WordTable()
    for path in (data_folder() / "imports" / FILE, config_folder() / FILE):
        try:
            tree = read_document(str(path), read_input(path, MAX_BYTES))
        except FileNotFoundError:
            continue
        except OSError as error:
            fault = Fault(str(path), 0, 0, say("can't be read: {reason}", reason=reason_of(error)))
            raise RegistryError([fault]) from None
        if tree is not None:
            _add_table(table, tree)
    return table


def _add_table(table: WordTable, tree: Node) -> None:
    content = tree.plain()
    lists = {"no_licence": table.no_licence, "data": table.data}
    if not isinstance(content, dict) or not set(content) <= {"licences", *lists}:
        raise RegistryError([tree.fault(say("is no table of words. Write `licences:`, `no_licence:` or `data:`"))])
    licences = content.get("licences") or {}
    if not isinstance(licences, dict) or not all(_is_list_of_texts(ids) for ids in licences.values()):
        message = say("should have a list of licences for each text. Write `text: [licence]`")
        raise RegistryError([tree.value["licences"].fault(message)])
    table.licences |= {loose_form(words): ids for words, ids in licences.items()}
    for name, words in lists.items():
        if not _is_list_of_texts(stated := content.get(name) or []):
            message = say('"{name}" should be a list of texts. Begin each with "- "', name=name)
            raise RegistryError([tree.value[name].fault(message)])
        words |= {loose_form(text) for text in stated}


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
