"""Tables of answers in Parquet or CSV: a row for each answer, with columns that are called so or said to be so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from llmsurvey.atomic import temporary_folder
from llmsurvey.errors import BoardError, RequestError, reason_of
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.read_file import check_size, warning_at
from llmsurvey.logs.columns import READ
from llmsurvey.logs.run import Run
from llmsurvey.messages import counted, list_names, option, say

COLUMNS = ("id", "score", "model", "benchmark", "metric", "repeat", "cluster", "hash", "question_text", "answer_text")
"""What a column may be; `id` and `score` must be there."""

_METRIC = "score"
"""What the metric is called where no column says it."""

_MOST_RUNS = 100_000
_ROWS = 2**16


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is a table with the columns that a log must have."""
    if path.suffix == ".csv":
        names = [name.strip().strip('"') for name in head.partition(b"\n")[0].decode(errors="replace").split(",")]
        return {"id", "score"} <= set(names)
    if path.suffix != ".parquet" or not head.startswith(b"PAR1"):
        return False
    try:
        return {"id", "score"} <= set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException):
        return False


def list_sources(files: Sequence[Path]) -> list[LogSource]:
    """Return each file as a source."""
    return [LogSource((file,)) for file in files]


def read_runs(source: LogSource, request: LogRequest) -> Iterator[ReadRun]:
    """Yield a run for each model and benchmark of a table, whose rows are sorted by these on the disk before.

    Raises BoardError for a table that can't be read, or says no model or benchmark.
    """
    (file,) = source.files
    check_size(file, most=None)
    digest = source.digest()
    partition = _Partition(file, request)
    with temporary_folder() as folder:
        try:
            ds.write_dataset(
                partition.batches(),
                folder,
                schema=partition.schema,
                format="ipc",
                partitioning=ds.partitioning(pa.schema([("run", pa.int32())])),
                max_partitions=_MOST_RUNS,
                existing_data_behavior="overwrite_or_ignore",
            )
        except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
            raise _unreadable(file, error) from None
        partition.tell()
        for (benchmark, model), number in partition.runs.items():
            run = Run(
                digest=hashlib.sha256(f"{digest}\n{model}\n{benchmark}".encode()).hexdigest(),
                model=model,
                benchmark=benchmark,
                source=file.name,
            )
            yield ReadRun(run, _batches_in(folder / str(number)))


def _batches_in(folder: Path) -> Iterator[pa.RecordBatch]:
    for path in sorted(folder.iterdir()):
        with pa.ipc.open_file(str(path)) as part:
            for number in range(part.num_record_batches):
                yield part.get_batch(number).select(READ.names).cast(READ)


class _Partition:
    """Gives the rows of a table in the columns of READ, with a number for each of its `runs` by benchmark and model."""

    schema = READ.append(pa.field("run", pa.int32()))

    def __init__(self, file: Path, request: LogRequest) -> None:
        """Begin with a table. Raises BoardError and RequestError for columns that are missing."""
        self._file, self._request = file, request
        self.runs: dict[tuple[str, str], int] = {}
        self._left_out = 0
        self._columns: dict[str, str] = {}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows; those without an id or a score are left out."""
        for batch in self._read():
            columns = {meaning: batch.column(column) for column, meaning in self._columns.items()}
            score = pc.cast(columns["score"], pa.float64(), safe=False)
            id = pc.cast(columns["id"], pa.string())
            keeps = pc.and_(pc.is_valid(id), pc.fill_null(pc.is_finite(score), False))
            columns |= {"id": id, "score": score, "run": self._number(columns, len(batch))}
            columns.setdefault("metric", pa.array([_METRIC] * len(batch)))
            if not self._request.texts:
                columns |= {"question_text": None, "answer_text": None}
            arrays = [_as_type(columns.get(field.name), field.type, len(batch)) for field in self.schema]
            whole = pa.RecordBatch.from_arrays(arrays, names=self.schema.names)
            kept = whole.filter(keeps)
            self._left_out += len(whole) - len(kept)
            yield pa.RecordBatch.from_arrays(kept.columns, schema=self.schema)

    def tell(self) -> None:
        """Tell what was left out."""
        if self._left_out:
            problem = counted(
                "{number:,} row without an id or a score: left out",
                "{number:,} rows without an id or a score: left out",
                self._left_out,
            )
            self._request.faults.append(warning_at(self._file, 0, problem))

    def _read(self) -> Iterator[pa.RecordBatch]:
        if self._file.suffix == ".parquet":
            with pq.ParquetFile(self._file) as file:
                self._columns = self._meanings(file.schema_arrow.names)
                yield from file.iter_batches(batch_size=_ROWS, columns=list(self._columns))
            return
        with csv.open_csv(self._file, convert_options=csv.ConvertOptions(strings_can_be_null=True)) as file:
            self._columns = self._meanings(file.schema.names)
            yield from file

    def _meanings(self, names: Sequence[str]) -> dict[str, str]:
        """Return what each column is that is read. Raises RequestError where it isn't said of one that is needed."""
        stated = self._request.map
        for column, meaning in stated.items():
            if column not in names:
                raise RequestError(
                    say(
                        "{file} has no column {column}. It has {names}.",
                        file=self._file,
                        column=column,
                        names=list_names(names),
                    )
                )
            if meaning not in ("", *COLUMNS):
                raise RequestError(
                    say(
                        "{option}: {value} is not one of {known}.",
                        option=option("map"),
                        value=meaning,
                        known=", ".join(COLUMNS),
                    )
                )
        meant = {name: name for name in names if name in COLUMNS and name not in stated and name not in stated.values()}
        meant |= {column: meaning for column, meaning in stated.items() if meaning}
        told = {name for name in ("model", "benchmark") if getattr(self._request, name)}
        missing = [name for name in ("id", "score", "model", "benchmark") if name not in {*meant.values(), *told}]
        if missing:
            raise RequestError(
                say(
                    "{file} has no column {names}. Say which it is: {hint}.",
                    file=self._file,
                    names=list_names(missing),
                    hint=option("map", f"{names[0]}={missing[0]}"),
                )
            )
        return meant

    def _number(self, columns: Mapping[str, Any], rows: int) -> pa.Array:
        """Return the number of the run of each row."""
        keys, codes = [], []
        for name in ("benchmark", "model"):
            stated = getattr(self._request, name)
            column = pa.array([stated] * rows) if stated else pc.fill_null(pc.cast(columns[name], pa.string()), "?")
            encoded = column.dictionary_encode()
            keys.append(encoded.dictionary.to_pylist())
            codes.append(encoded.indices.to_numpy())
        pairs, places = np.unique(codes[0].astype(np.int64) << 32 | codes[1], return_inverse=True)
        numbers = [
            self.runs.setdefault((self._benchmark(keys[0][pair >> 32]), keys[1][pair & 0xFFFFFFFF]), len(self.runs))
            for pair in pairs.tolist()
        ]
        return pa.array(np.array(numbers, dtype=np.int32)[places])

    def _benchmark(self, name: str) -> str:
        return self._request.benchmark or self._request.find(name) or name


def _as_type(column: Any, kind: pa.DataType, rows: int) -> pa.Array:
    return pa.nulls(rows, kind) if column is None else pc.cast(column, kind)


def _unreadable(file: Path, error: Exception) -> BoardError:
    reason = reason_of(error) if isinstance(error, OSError) else str(error).partition("\n")[0]
    return BoardError(say("{file} can't be read: {reason}.", file=file, reason=reason))
