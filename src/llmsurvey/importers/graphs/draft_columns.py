"""Millions of models in one file of columns, in which one is found without reading the others.

A registry file of millions of models would take hours to read. Here drafts stand in order of their names in blocks of
Arrow, each under a digest, and behind them an index with the first name of each block. Whoever asks for a model maps
the file, reads the index, and checks and opens the one block that it is in. A file that is cut short or changed is
refused.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.importers.graphs import Draft, DraftSize, Named
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, say

SUFFIX = ".columns"

_MAGIC = b"llmsurvey columns 1\n"
"""How a file begins; the number is raised when its form changes."""

_BLOCK = 8_192
_AT_ONCE = 50_000
_LENGTH_OF_END = 64 + 16
_LONGEST_WAY = 10_000
"""So many models at most are followed from one."""

_NAMED = pa.list_(pa.struct([("name", pa.string()), ("relation", pa.string())]))
_SIZES = pa.list_(pa.struct([("name", pa.string()), ("parameters", pa.int64()), ("hub", pa.string())]))
_SCHEMA = pa.schema(
    [
        ("key", pa.large_string()),
        ("name", pa.large_string()),
        ("line", pa.int64()),
        ("developers", pa.list_(pa.string())),
        ("released", pa.string()),
        ("access", pa.string()),
        ("licence", pa.string()),
        ("sizes", _SIZES),
        ("bases", _NAMED),
        ("says", pa.list_(pa.string())),
    ]
)


class Written(NamedTuple):
    """How many models were written, and how many names of what they were made from."""

    models: int
    named: int


def columns_of(drafts: Iterable[Draft], source: str) -> tuple[bytes, Written]:
    """Return the content of a file of columns with some drafts of models, read from a file that is called `source`."""
    import pyarrow.compute as pc  # inside: who looks up a model needs none of it

    table = _table_of(drafts)
    order = pc.sort_indices(table["key"])
    parts = [_MAGIC]
    blocks: list[dict[str, Any]] = []
    start = len(_MAGIC)
    for first in range(0, len(order), _BLOCK):
        rows = table.take(order[first : first + _BLOCK])
        block = _bytes_of(rows)
        digest = hashlib.sha256(block).hexdigest()
        blocks.append({"first": rows["key"][0].as_py(), "start": start, "end": start + len(block), "digest": digest})
        start += len(block)
        parts.append(block)
    index = json.dumps({"source": source, "models": len(table), "blocks": blocks}).encode()
    end = f"{hashlib.sha256(index).hexdigest()}{len(index):016}".encode()
    named = int(pc.sum(pc.list_value_length(table["bases"])).as_py() or 0)
    return b"".join([*parts, index, end]), Written(len(table), named)


def _table_of(drafts: Iterable[Draft]) -> pa.Table:
    batches, rest = [], iter(drafts)
    while batch := list(islice(rest, _AT_ONCE)):
        batches.append(pa.RecordBatch.from_pylist([_row_of(draft) for draft in batch], _SCHEMA))
    return pa.Table.from_batches(batches, _SCHEMA).combine_chunks()


def _row_of(draft: Draft) -> dict[str, Any]:
    return {
        "key": _key_of(draft.name),
        "name": draft.name,
        "line": draft.line,
        "developers": draft.developers,
        "released": draft.released,
        "access": draft.access,
        "licence": draft.licence,
        "sizes": [size._asdict() for size in draft.sizes],
        "bases": [{"name": base.name, "relation": base.relation} for base in draft.bases],
        "says": draft.says,
    }


def _key_of(name: str) -> str:
    return name.strip().casefold()


def _bytes_of(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, _SCHEMA) as writer:
        writer.write_table(rows.combine_chunks())
    return bytes(sink.getvalue())


class DraftColumns:
    """A file of columns, in which models are looked up by name."""

    def __init__(self, path: Path) -> None:
        """Map a file and read its index. Raises RegistryError where it can't be read, or isn't as it was written."""
        self.path = path
        remember_input(path)
        try:
            with path.open("rb") as file:
                self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else say("it is empty")
            raise self._error(say("can't be read: {reason}", reason=reason)) from None
        self._index = self._read_index()
        self._firsts = [block["first"] for block in self._index["blocks"]]
        self._blocks: dict[int, pa.Table] = {}

    @property
    def models(self) -> int:
        """How many models are in it."""
        return int(self._index["models"])

    def find(self, name: str) -> Draft | None:
        """Return the model of that name, in whatever case; None where there is none."""
        key = _key_of(name)
        for number in (bisect_left(self._firsts, key), bisect_right(self._firsts, key) - 1):
            if 0 <= number < len(self._firsts):
                keys = self._block(number)["key"]
                place = bisect_left(_Texts(keys), key)
                if place < len(keys) and keys[place].as_py() == key:
                    return self._draft(self._block(number).slice(place, 1).to_pylist()[0])
        return None

    def chain(self, name: str) -> list[Draft]:
        """Return a model and all that it was made from as far as these are in the file, the nearest first."""
        drafts: dict[str, Draft] = {}
        waiting = deque([name])
        asked = {_key_of(name)}
        while waiting and len(drafts) < _LONGEST_WAY:
            if (draft := self.find(waiting.popleft())) is None:
                continue
            drafts[draft.name] = draft
            for base in draft.bases:
                if base.relation != "data" and _key_of(base.name) not in asked:
                    asked.add(_key_of(base.name))
                    waiting.append(base.name)
        return list(drafts.values())

    def _draft(self, row: dict[str, Any]) -> Draft:
        return Draft(
            kind="model",
            name=row["name"],
            file=self._index["source"],
            line=row["line"],
            developers=tuple(row["developers"]),
            released=row["released"],
            dates_release=False,
            access=row["access"],
            licence=row["licence"],
            sizes=tuple(DraftSize(**size) for size in row["sizes"]),
            bases=tuple(Named(**base) for base in row["bases"]),
            says=tuple(row["says"]),
        )

    def _read_index(self) -> dict[str, Any]:
        content = self._content
        end = content[-_LENGTH_OF_END:].decode("ascii", "replace")
        digest, length = end[:64], end[64:]
        if content[: len(_MAGIC)] != _MAGIC:
            raise self._error(say("is no file of columns of this version. Import it again"))
        if not length.isdecimal() or int(length) > len(content):
            raise self._damaged
        index = content[len(content) - _LENGTH_OF_END - int(length) : -_LENGTH_OF_END]
        if hashlib.sha256(index).hexdigest() != digest:
            raise self._damaged
        parsed: dict[str, Any] = json.loads(index)
        return parsed

    def _block(self, number: int) -> pa.Table:
        """Return a block, after looking whether it is as it was written."""
        if number not in self._blocks:
            place = self._index["blocks"][number]
            block = self._content[place["start"] : place["end"]]
            if hashlib.sha256(block).hexdigest() != place["digest"]:
                raise self._damaged
            self._blocks[number] = pa.ipc.open_stream(block).read_all().combine_chunks()
        return self._blocks[number]

    @cached_property
    def _damaged(self) -> RegistryError:
        return self._error(say("isn't as it was written. Import it again"))

    def _error(self, message: Message) -> RegistryError:
        return RegistryError([Fault(str(self.path), 0, 0, message)])


class _Texts:
    """A column of texts, of which each is made when it is asked for."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, place: int) -> str:
        text: str = self._column[place].as_py()
        return text
