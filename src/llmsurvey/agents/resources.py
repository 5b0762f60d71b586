"""The records of the registry as resources: `llmsurvey://model/llama-2`, found by name as `show` finds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args
from urllib.parse import quote, unquote

from llmsurvey.agents.ask import envelop
from llmsurvey.answers.show import ShowQuestion, show_record
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library, RecordKind
from llmsurvey.messages import say
from llmsurvey.registry.nearest_names import nearest_names

SCHEME = "llmsurvey://"

KINDS: tuple[RecordKind, ...] = get_args(RecordKind)
"""The kinds of records that can be read."""


class RecordAddress(NamedTuple):
    """A record that can be read: its address, its id, and the name that people know."""

    address: str
    id: str
    name: str


def list_addresses(library: Library) -> Iterator[RecordAddress]:
    """Yield every record of the registry with its address, kind by kind."""
    for kind in KINDS:
        for record in getattr(library.registry, f"{kind}s"):
            yield RecordAddress(f"{SCHEME}{kind}/{quote(record.id, safe='')}", record.id, record.name)


def read_record(library: Library, address: str) -> dict[str, Any]:
    """Return what `show` says of the record at an address, in its envelope.

    Raises UnknownNameError, with the nearest, for a record that there isn't, RequestError for an address of no record.
    """
    kind, slash, quoted = address.removeprefix(SCHEME).partition("/")
    if not address.startswith(SCHEME) or not slash or not quoted:
        raise RequestError(
            say(
                "{address} is no address of a record. Write {example}.",
                address=address,
                example=f"{SCHEME}model/llama-2",
            )
        )
    record_kinds = [record_kind for record_kind in KINDS if record_kind == kind]
    if not record_kinds:
        raise UnknownNameError(say("kind of record"), kind, nearest_names(kind, KINDS) or KINDS)
    found = library.find(unquote(quoted), record_kinds)
    size = "" if found.size is None else f"@{found.size.name}"
    question = ShowQuestion(name=f"{kind}/{found.record.id}{size}")
    return envelop(library, "show", question, show_record(library, question))
