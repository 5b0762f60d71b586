"""Millions of models in one file of columns, in which one is found without reading the others.

A registry file of millions of models would take hours to read. Here drafts stand in order of their names in blocks of
Arrow, parts of a sealed file. Beside them stand all names in one column, to be searched, and for each name, also those
that only others mention, which models were made from it. So to read a model opens one block; to find what came from it
reads two columns of numbers, and the blocks of those models.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.importers.graphs import Draft, DraftSize, Named
from llmsurvey.importers.graphs.sealed_file import SealedFile, seal
from llmsurvey.lineage.graph_columns import Neighbours

SUFFIX = ".columns"

_BLOCK = 1_024
"""Models in a block. It is checked as a whole, so whoever wants models from here and there waits for as many blocks."""

_AT_ONCE = 50_000
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
    keys = table["key"].take(order).combine_chunks()
    made, mentioned = _made_of(table["bases"].combine_chunks(), order, keys)
    named = int(pc.sum(pc.list_value_length(table["bases"])).as_py() or 0)
    firsts = keys[::_BLOCK].to_pylist()
    facts = {"source": source, "models": len(table), "block": _BLOCK, "firsts": firsts}

    def list_parts() -> Iterator[tuple[str, bytes]]:
        """Yield each part when it is wanted: all of them would be the file once more."""
        for number in range(len(firsts)):
            yield f"block/{number}", _bytes_of(table.take(order[number * _BLOCK : (number + 1) * _BLOCK]))
        yield "keys", _bytes_of(pa.table({"key": keys}))
        yield "mentioned", _bytes_of(pa.table({"key": mentioned}))
        yield "made/starts", made.starts.tobytes()
        yield "made/numbers", made.numbers.tobytes()

    return seal(list_parts(), facts), Written(len(table), named)


def _made_of(bases: pa.ListArray, order: pa.Array, keys: pa.Array) -> tuple[Neighbours, pa.Array]:
    """Return what was made from each model, and then from each name that only `bases` have; and those names in order.

    Models are numbered as their `keys` are, in an `order` of the bases. What was only trained on data wasn't made from
    it.
    """
    import pyarrow.compute as pc

    by_weights = pc.not_equal(bases.flatten().field("relation"), "data")
    rows = pc.list_parent_indices(bases).filter(by_weights).to_numpy(zero_copy_only=False)
    numbers = np.empty(len(order), np.int32)
    numbers[order.to_numpy()] = np.arange(len(order))
    names = bases.flatten().field("name").filter(by_weights).dictionary_encode()
    spellings = pa.array([key_of(name) for name in names.dictionary.to_pylist()], pa.large_string())
    rows_of_names = pc.index_in(spellings, keys)
    mentioned = pc.unique(spellings.filter(pc.is_null(rows_of_names)))
    mentioned = mentioned.take(pc.sort_indices(mentioned))
    nodes = pc.coalesce(rows_of_names, pc.add(pc.index_in(spellings, mentioned), len(keys))).to_numpy(
        zero_copy_only=False
    )
    made_from = nodes[names.indices.to_numpy(zero_copy_only=False)].astype(np.int32)
    return Neighbours.of_pairs(made_from, numbers[rows], len(keys) + len(mentioned)), mentioned


def _table_of(drafts: Iterable[Draft]) -> pa.Table:
    batches, rest = [], iter(drafts)
    while batch := list(islice(rest, _AT_ONCE)):
        batches.append(pa.RecordBatch.from_pylist([_row_of(draft) for draft in batch], _SCHEMA))
    return pa.Table.from_batches(batches, _SCHEMA).combine_chunks()


def _row_of(draft: Draft) -> dict[str, Any]:
    return {
        "key": key_of(draft.name),
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


def key_of(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return name.strip().casefold()


def _bytes_of(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows.combine_chunks())
    return bytes(sink.getvalue())


class DraftColumns:
    """A file of columns, in which models are looked up by name."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises RegistryError where it can't be read, or isn't as it was written; all its methods do."""
        self._file = SealedFile(path)
        self.models: int = self._file.facts["models"]
        self._firsts: list[str] = self._file.facts["firsts"]
        self._tables: dict[str, pa.Table] = {}

    def find(self, name: str) -> Draft | None:
        """Return the model of that name, in whatever case; None where there is none."""
        row = self._row_of(key_of(name))
        return None if row is None else next(self._drafts((row,)))

    def below(self, names: Iterable[str], most: int) -> tuple[list[str], int]:
        """Return the names of what was made from some models, at most so many and the nearest first, and of how many.

        A model needn't be in the file itself for others to be made from it.
        """
        nodes = {node for name in names if (node := self._node_of(key_of(name))) is not None}
        starts = np.frombuffer(self._file.part("made/starts"), np.int64)
        made = Neighbours(starts, np.frombuffer(self._file.part("made/numbers"), np.int32))
        rows, _ = made.reach(np.array(sorted(nodes), np.int64))
        return [draft.name for draft in self._drafts(rows[:most].tolist())], len(rows)

    @cached_property
    def names(self) -> pa.Array:
        """The key of each model in order, and behind them those of names that only others mention."""
        return pa.concat_arrays([self._table(part)["key"].combine_chunks() for part in ("keys", "mentioned")])

    def made(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Return every pair of a name and a model that was made from it, by their places among `names`."""
        starts = np.frombuffer(self._file.part("made/starts"), np.int64)
        models = np.frombuffer(self._file.part("made/numbers"), np.int32)
        return np.repeat(np.arange(len(starts) - 1), np.diff(starts)), models

    def licences(self) -> tuple[pa.Array, npt.NDArray[np.bool_]]:
        """Return the licence of each model in the source's words, as a dictionary, and whether its weights are kept."""
        import pyarrow.compute as pc

        blocks = [self._table(f"block/{number}") for number in range(len(self._firsts))]
        columns = pa.concat_tables([block.select(["licence", "access"]) for block in blocks]).combine_chunks()
        closed = pc.fill_null(pc.equal(columns["access"], "closed"), False)
        return columns["licence"].combine_chunks().dictionary_encode(), closed.to_numpy(zero_copy_only=False)

    def search(self, words: Sequence[str], most: int) -> tuple[list[Draft], int]:
        """Return the models whose name has all of some words, at most so many and the shortest first, and of how many.

        Words are in the case of keys.
        """
        import pyarrow.compute as pc

        keys = self._table("keys")["key"].combine_chunks()
        rows = pc.indices_nonzero(pc.match_substring(keys, words[0]))
        for word in words[1:]:
            rows = rows.filter(pc.match_substring(keys.take(rows), word))
        nearest = pc.sort_indices(pc.binary_length(keys.take(rows)))[:most]
        return list(self._drafts(rows.take(nearest).to_pylist())), len(rows)

    def _node_of(self, key: str) -> int | None:
        """Return the number of a name, also of one that only others mention; None for a name that nobody mentions."""
        row = self._row_of(key)
        if row is not None:
            return row
        mentioned = _Texts(self._table("mentioned")["key"])
        place = bisect_left(mentioned, key)
        return self.models + place if place < len(mentioned) and mentioned[place] == key else None

    def _row_of(self, key: str) -> int | None:
        for number in dict.fromkeys((bisect_left(self._firsts, key), bisect_right(self._firsts, key) - 1)):
            if 0 <= number < len(self._firsts):
                keys = _Texts(self._table(f"block/{number}")["key"])
                place = bisect_left(keys, key)
                if place < len(keys) and keys[place] == key:
                    return number * self._rows_a_block + place
        return None

    def _drafts(self, rows: Iterable[int]) -> Iterator[Draft]:
        """Yield the models of some rows."""
        for row in rows:
            block, place = divmod(row, self._rows_a_block)  # not by `take`: Arrow imports pandas for a list of places
            yield self._draft(self._table(f"block/{block}").slice(place, 1).to_pylist()[0])

    def _draft(self, row: dict[str, Any]) -> Draft:
        return Draft(
            kind="model",
            name=row["name"],
            file=self._file.facts["source"],
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

    def _table(self, part: str) -> pa.Table:
        if part not in self._tables:
            self._tables[part] = pa.ipc.open_stream(pa.py_buffer(self._file.part(part))).read_all().combine_chunks()
        return self._tables[part]

    @cached_property
    def _rows_a_block(self) -> int:
        rows: int = self._file.facts["block"]
        return rows


class _Texts:
    """A column of texts, of which each is made when it is asked for."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, place: int) -> str:
        text: str = self._column[place].as_py()
        return text
