"""Snapshots as arrays, kept in the cache folder so that their CSV is read once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from llmsurvey.boards.board import Board, Matrix, Measure
from llmsurvey.boards.fingerprint import Fingerprint
from llmsurvey.registry.cache import read_bytes, write_bytes
from llmsurvey.version import __version__

_FORM = 1
"""Raised when boards change their form, so that older files are left alone."""

_KIND = "board"
_MOST, _LARGEST = 200, 32 * 2**20
"""So many snapshots are kept, none of which takes more than so many bytes."""

_NUMBER = np.dtype("<f8")


def read_board(path: Path, fingerprint: Fingerprint, name: str, snapshot: str | None) -> Board | None:
    """Return the board that was kept of a file, or None where that is another one by now."""
    body = read_bytes(_key_of(path, fingerprint), _KIND)
    if body is None:
        return None
    head, _, numbers = body.partition(b"\n")
    try:
        stated = json.loads(head)
        shape = (stated["entries"], len(stated["measures"]))
        arrays = np.frombuffer(numbers, _NUMBER).astype(float).reshape(len(stated["matrices"]), *shape)
        return Board(
            name,
            snapshot,
            {fact: _as_column(cells, shape[0]) for fact, cells in stated["facts"].items()},
            tuple(Measure(*fields) for fields in stated["measures"]),
            **dict(zip(stated["matrices"], arrays, strict=True)),
        )
    except (KeyError, TypeError, ValueError):
        return None


def write_board(path: Path, fingerprint: Fingerprint, board: Board) -> None:
    """Keep the board that was read from a file; a folder that can't be written is no error."""
    matrices: dict[str, Matrix] = {"values": board.values}
    if board.errors is not None:
        matrices["errors"] = board.errors
    if board.items is not None:
        matrices["items"] = board.items
    stated = {
        "entries": len(board),
        "facts": {fact: list(column) for fact, column in board.facts.items()},
        "measures": board.measures,
        "matrices": list(matrices),
    }
    head = json.dumps(stated, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    body = b"\n".join([head, b"".join(matrix.astype(_NUMBER).tobytes() for matrix in matrices.values())])
    if len(body) <= _LARGEST:
        write_bytes(_key_of(path, fingerprint), body, _KIND, most=_MOST)


def _as_column(cells: Sequence[Any], count: int) -> Any:
    """Return a fact of every entry. Raises ValueError where it isn't of so many."""
    if len(cells) != count:
        raise ValueError("a fact of other entries")
    return np.array(cells, dtype=object)


def _key_of(path: Path, fingerprint: Fingerprint) -> str:
    """Return a digest of all that the board depends on: the file as it is, and the program's version."""
    stated = f"{__version__}/{_FORM}/{'/'.join(map(str, fingerprint))}/".encode()
    return hashlib.sha256(stated + os.fsencode(path.absolute())).hexdigest()
