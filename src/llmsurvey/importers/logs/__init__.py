"""One file a format of logs: what a harness wrote of each question in, runs with their answers in columns out.

To add one, copy the smallest, keep its `recognises`, `list_sources` and `read_runs`, and name it in `FORMATS`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast, get_args

from llmsurvey.errors import Fault

if TYPE_CHECKING:
    import pyarrow as pa

    from llmsurvey.logs.run import Run

FormatName = Literal["harness", "inspect", "helm", "lighteval", "every-eval-ever", "table"]
FORMATS: tuple[FormatName, ...] = get_args(FormatName)
"""The formats by name, in the order in which a file is shown to them."""


class LogSource(NamedTuple):
    """What is read, and remembered as read, at once: a file, or files that belong together."""

    files: tuple[Path, ...]

    def key(self, *settings: object) -> str:
        """Return what stands for the files as they lie on the disk, and for how they are read. Raises OSError."""
        stated = [(str(file.absolute()), (status := file.stat()).st_size, status.st_mtime_ns) for file in self.files]
        return hashlib.sha256(repr((stated, settings)).encode()).hexdigest()[:32]

    def digest(self, part: str = "") -> str:
        """Return a digest of all that it holds; `part` names a run of several. Raises OSError."""
        digest = hashlib.sha256(part.encode())
        for file in self.files:
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class LogRequest:
    """What is asked of a format beside the files: what they may not say themselves, and whether texts are wanted.

    `find` gives the registry's benchmark of a name. `model` and `benchmark` are in force over what a file says; `map`
    says what the columns of a table are (`{"doc": "id"}`). What is noticed of a file goes to `faults`.
    """

    find: Callable[[str], str | None]
    model: str | None = None
    benchmark: str | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    texts: bool = False
    faults: list[Fault] = field(default_factory=list)


class ReadRun(NamedTuple):
    """A run and its answers, in batches of the columns READ, which are read as they are asked for."""

    run: Run
    batches: Iterator[pa.RecordBatch]


class LogFormat(Protocol):
    """What a module of a format has."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether a file, by its path and its first bytes, is of the format."""

    def list_sources(self, files: Sequence[Path]) -> list[LogSource]:
        """Return files of the format in the parts that are read at once."""

    def read_runs(self, source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
        """Yield the runs of a source, the answers of one before the next run. Raises BoardError."""


def load_format(name: str) -> LogFormat:
    """Return the module of a format."""
    return cast("LogFormat", import_module(f"llmsurvey.importers.logs.{name.replace('-', '_')}"))
