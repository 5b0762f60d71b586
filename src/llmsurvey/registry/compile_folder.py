"""The files of a folder of built-in data into one record, with every fault at its place."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import say
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.cache import Kept
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.nodes import Node, read_document


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
        return parse_record(record, {name: node.plain() for name, node in lists.items()})
    except ValidationError as error:
        raise RegistryError(_fault_of_error(lists, details) for details in error.errors()) from None


def _fault_of_error(lists: dict[str, Node], details: Any) -> Fault:
    """Return one of pydantic's errors at its place."""
    name, *path = details["loc"]
    where = ".".join(str(step) for step in details["loc"])
    message = say("{where}: {problem}", where=where, problem=details["msg"])
    return lists[name].find(tuple(path)).fault(message) if name in lists else Fault("", 0, 0, message)
