"""Built-in data that isn't part of the registry: the survey itself, hardware, and what is known of boards.

Users don't lay files over these, so the files of a folder are one record, compiled once like the registry.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import ValidationError

from llmsurvey.errors import Fault, RegistryError, RequestError
from llmsurvey.messages import say
from llmsurvey.records.board import BoardRecord
from llmsurvey.records.erratum import Erratum
from llmsurvey.records.hardware import Gpu, Precision
from llmsurvey.records.milestone import Milestone
from llmsurvey.records.printed_table import PrintedModel, PrintedTable
from llmsurvey.records.publication import Citation, Publication
from llmsurvey.records.record import Record
from llmsurvey.registry import cache
from llmsurvey.registry.cache import Kept
from llmsurvey.registry.layers import Layer, built_in_layer
from llmsurvey.registry.nodes import Node, read_document


class Survey(Record):
    """The survey: its tables, its history, its errata, the works that it cites, and where it cites them."""

    tables: tuple[PrintedTable, ...] = ()
    errata: tuple[Erratum, ...] = ()
    history: tuple[PrintedModel, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    publications: tuple[Publication, ...] = ()
    citations: tuple[Citation, ...] = ()

    def table(self, number: int) -> PrintedTable:
        """Return one of the survey's tables. Raises RequestError for a number that none has."""
        for table in self.tables:
            if table.number == number:
                return table
        raise RequestError(
            say("the survey has no table {number}. There are 1 to {last}.", number=number, last=len(self.tables))
        )

    @cached_property
    def publication_by_key(self) -> dict[str, Publication]:
        """Publications by key."""
        return {publication.key: publication for publication in self.publications}


class Hardware(Record):
    """The precisions that weights are stored in, and the cards that they are loaded on."""

    precisions: tuple[Precision, ...] = ()
    gpus: tuple[Gpu, ...] = ()


class Boards(Record):
    """What is known of the boards that come with the program; their scores are read when they are asked for."""

    boards: tuple[BoardRecord, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, BoardRecord]:
        """Boards by id."""
        return {board.id: board for board in self.boards}


def load_survey() -> Survey:
    """Return the survey, from `data/survey/`. Raises RegistryError with all faults, each with its place."""
    return _load_folder("survey", Survey)


def load_hardware() -> Hardware:
    """Precisions and cards, from `data/hardware/`. Raises RegistryError with all faults, each with its place."""
    return _load_folder("hardware", Hardware)


def load_boards() -> Boards:
    """Return what is known of boards, from `data/boards/`. Raises RegistryError with all faults."""
    return _load_folder("boards", Boards)


def _load_folder(folder: str, record: type[Kept]) -> Kept:
    layer = built_in_layer(folder)
    key = cache.key_of([layer])
    compiled = cache.read_record(key, record)
    if compiled is None:
        compiled = compile_folder(layer, record)
        cache.write_record(key, compiled)
    return compiled


def compile_folder(layer: Layer, record: type[Kept]) -> Kept:
    """Return one record from the lists of all files of a folder. Raises RegistryError with all faults."""
    lists: dict[str, Node] = {}
    for file, content in layer.files:
        document = read_document(file, content)
        if document is not None and not isinstance(document.value, dict):
            problem = say("{where}: {problem}", where=layer.name, problem="Input should be a mapping")
            raise RegistryError([document.fault(problem)])
        for name, node in document.value.items() if document is not None else ():
            if name in lists:
                raise RegistryError(
                    [node.fault(say('"{name}" is already in {file}', name=name, file=lists[name].file))]
                )
            lists[name] = node
    try:
        return record.model_validate({name: node.plain() for name, node in lists.items()})
    except ValidationError as error:
        raise RegistryError(_fault_of_error(lists, details) for details in error.errors()) from None


def _fault_of_error(lists: dict[str, Node], details: Any) -> Fault:
    """Return one of pydantic's errors at its place."""
    name, *path = details["loc"]
    where = ".".join(str(step) for step in details["loc"])
    message = say("{where}: {problem}", where=where, problem=details["msg"])
    return lists[name].find(tuple(path)).fault(message) if name in lists else Fault("", 0, 0, message)
