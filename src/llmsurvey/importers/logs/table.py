"""Tables of answers in Parquet, CSV or JSON: a row for each answer, with columns that are called, or said to be, so."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from csv import reader
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from llmsurvey.atomic import temporary_folder
from llmsurvey.errors import BoardError, RequestError, reason_of
from llmsurvey.importers.logs import LogRequest, LogSource, ReadRun
from llmsurvey.importers.logs.answer_columns import MOST
from llmsurvey.importers.logs.benchmark_parts import check_one
from llmsurvey.importers.logs.json_table import names_in, read_batches
from llmsurvey.importers.read_file import check_size, head_of, warning_at
from llmsurvey.importers.read_samples import Notices
from llmsurvey.importers.sheets.csv import delimiter_of, stated_delimiter
from llmsurvey.logs.columns import READ
from llmsurvey.logs.run import Run
from llmsurvey.messages import counted, list_names, option, say

COLUMNS = ("id", "score", "model", "benchmark", "metric", "repeat", "cluster", "hash", "question_text", "answer_text")
"""What a column may be; `id` and `score` must be there."""

_NAMES = ("id", "model", "benchmark")
"""What must be told of each answer beside its score."""

_METRIC = "score"
"""What the metric is called where no column says it."""

_TRUTHS = {"true": 1.0, "false": 0.0}

_MOST_RUNS = 100_000
_ROWS = 2**16


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is a table with the columns that a log must have."""
    return {"id", "score"} <= set(columns_in(path, head))


def columns_in(path: Path, head: bytes) -> tuple[str, ...]:
    """Return the columns of a table, none for a file that is no table by its name and its first bytes."""
    if path.suffix == ".csv":
        return _writing_of(head).names
    if path.suffix in (".jsonl", ".json"):
        return names_in(path, head)
    if path.suffix != ".parquet" or not head.startswith(b"PAR1"):
        return ()
    try:
        return tuple(pq.read_schema(path).names)
    except (OSError, pa.ArrowException, UnicodeDecodeError):
        return ()


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
                ds.Scanner.from_batches(partition.batches(), schema=partition.schema, use_threads=False),
                folder,
                format="ipc",
                partitioning=ds.partitioning(pa.schema([("run", pa.int32())])),
                max_partitions=_MOST_RUNS,
                existing_data_behavior="overwrite_or_ignore",
                use_threads=False,  # else rows lose their order, by which repeats are counted
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


class _Writing(NamedTuple):
    """How a CSV file is written, and the `names` in the first line of cells; `above` lines stand before that."""

    encoding: str
    delimiter: str
    above: int
    names: tuple[str, ...]


def _writing_of(head: bytes) -> _Writing:
    """Return how a CSV file is written that begins so."""
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf16 else "utf-8-sig"  # of plain UTF-8 pyarrow would look at the cells alone
    text = head.decode(encoding, "ignore")
    delimiter, start = stated_delimiter(text)
    delimiter = delimiter or delimiter_of(text)
    names = next(reader(io.StringIO(text[start:], newline=""), delimiter=delimiter), [])
    return _Writing(encoding, delimiter, text.count("\n", 0, start), tuple(names))


class _Partition:
    """Gives the rows of a table in the columns of READ, with a number for each of its `runs` by benchmark and model."""

    schema = READ.append(pa.field("run", pa.int32()))

    def __init__(self, file: Path, request: LogRequest) -> None:
        """Begin with a table. Raises BoardError and RequestError for columns that are missing."""
        self._file, self._request = file, request
        self.runs: dict[tuple[str, str], int] = {}
        self._rows = self._left_out = self._first_left_out = 0
        self._misfits = Notices(file, request.faults)
        self._columns: dict[str, str] = {}
        self._decimal = "."
        self._overruled: dict[str, dict[str, None]] = {name: {} for name in _NAMES if self._is_said(name)}
        self._not_wanted = () if request.texts else ("question_text", "answer_text")

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows; those without an id, a score, a model or a benchmark are left out."""
        for batch in self._read():
            columns = {meaning: batch.column(column) for column, meaning in self._columns.items()}
            columns |= {name: pc.cast(columns[name], pa.string()) for name in _NAMES if name in columns}
            self._check_said(columns)
            columns["score"] = score = _scores_of(columns["score"], self._decimal)
            named = (pc.not_equal(columns[name], "") for name in _NAMES if name in columns and not self._is_said(name))
            keeps = pc.fill_null(reduce(pc.and_, named, pc.less(pc.abs(score), MOST)), False)
            self._count(keeps)
            columns["metric"] = _metrics_of(columns.get("metric"), len(batch))
            kept = {name: column.filter(keeps) for name, column in columns.items() if name not in self._not_wanted}
            kept["run"] = self._number(kept)
            arrays = [_as_type(kept.get(field.name), field.type, len(kept["run"])) for field in self.schema]
            yield pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _count(self, keeps: pa.BooleanArray) -> None:
        """Count rows, and those of them that aren't kept."""
        left_out = len(keeps) - keeps.true_count
        if left_out and not self._left_out:
            self._first_left_out = self._rows + 1 + keeps.index(pa.scalar(False)).as_py()
        self._rows += len(keeps)
        self._left_out += left_out

    def tell(self) -> None:
        """Tell what was left out."""
        if self._left_out:
            problem = counted(
                "{number:,} row without an id, score, model or benchmark: left out (row {first:,})",
                "{number:,} rows without an id, score, model or benchmark: left out (row {first:,} is the first)",
                self._left_out,
                first=self._first_left_out,
            )
            self._request.faults.append(warning_at(self._file, 0, problem))
        self._misfits.finish()

    def _check_said(self, columns: Mapping[str, Any]) -> None:
        """Raise RequestError where the request says one model or benchmark of all rows, and they are of several."""
        for name, stated in self._overruled.items():
            if name in columns:
                stated.update(dict.fromkeys(filter(None, columns[name].unique().to_pylist())))
                check_one(name, stated, self._request)

    def _is_said(self, name: str) -> bool:
        """Whether the request says it of all rows."""
        return name in ("model", "benchmark") and getattr(self._request, name) is not None

    def _read(self) -> Iterator[pa.RecordBatch]:
        if self._file.suffix == ".parquet":
            with pq.ParquetFile(self._file) as file:
                self._columns = self._meanings(file.schema_arrow.names)
                yield from file.iter_batches(batch_size=_ROWS, columns=list(self._columns))
            return
        head = head_of(self._file)
        if names := names_in(self._file, head):
            self._columns = self._meanings(names)
            yield from read_batches(self._file, list(self._columns), self._misfits)
            return
        writing = _writing_of(head)
        self._columns = self._meanings(writing.names)
        self._decimal = "." if writing.delimiter == "," else ","
        with self._open_csv(writing) as file:
            yield from file

    def _open_csv(self, writing: _Writing) -> csv.CSVStreamingReader:
        """Open a CSV file whose cells are all text: as numbers the questions 7 and 007 would be one."""

        def leave_out(row: csv.InvalidRow) -> str:
            found, wanted = row.actual_columns, row.expected_columns
            self._misfits.tell(
                row.number, say("has {found} cells where {wanted} are named: left out", found=found, wanted=wanted)
            )
            return "skip"

        return csv.open_csv(
            self._file,
            read_options=csv.ReadOptions(
                encoding=writing.encoding,
                skip_rows=writing.above,
                use_threads=False,  # else it doesn't count lines
            ),
            parse_options=csv.ParseOptions(
                delimiter=writing.delimiter, newlines_in_values=True, invalid_row_handler=leave_out
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(writing.names, pa.string()),
                include_columns=list(self._columns),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )

    def _meanings(self, names: Sequence[str]) -> dict[str, str]:
        """Return what each column that is read means.

        Raises RequestError for a wrong `map` and for a column that is needed and isn't there, and BoardError for two
        columns of one name.
        """
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
        if twice := next((name for name in meant if names.count(name) > 1), None):
            raise BoardError(say("{file} has several columns called {column}.", file=self._file, column=twice))
        missing = [name for name in ("id", "score", "model", "benchmark") if name not in {*meant.values(), *told}]
        if missing:
            column = next((name for name in names if name and name not in meant), "COLUMN")
            raise RequestError(
                say(
                    "{file} has no column {names}. Say which it is: {hint}.",
                    file=self._file,
                    names=list_names(missing),
                    hint=option("map", f"{column}={missing[0]}"),
                )
            )
        return meant

    def _number(self, columns: Mapping[str, Any]) -> pa.Array:
        """Return the number of the run of each row."""
        keys, codes = [], []
        for name in ("benchmark", "model"):
            stated = [getattr(self._request, name)] * len(columns["score"])
            encoded = (pa.array(stated, pa.string()) if self._is_said(name) else columns[name]).dictionary_encode()
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


def _scores_of(column: Any, decimal: str) -> pa.Array:
    """Return scores as numbers, null for what is none; true and false are 1 and 0, in words too.

    `decimal` may stand before the decimals in place of a point.
    """
    try:
        return pc.cast(column, pa.float64(), safe=False)
    except pa.ArrowInvalid:
        encoded = column.dictionary_encode()
        numbers = pa.array([_number_in(text, decimal) for text in encoded.dictionary.to_pylist()], pa.float64())
        return numbers.take(encoded.indices)


def _metrics_of(column: Any, rows: int) -> pa.Array:
    """Return the metric of each row, where none is said the usual name."""
    if column is None:
        return pa.array([_METRIC] * rows)
    names = pc.fill_null(pc.cast(column, pa.string()), "")
    return pc.if_else(pc.equal(names, ""), _METRIC, names)


def _number_in(text: str, decimal: str) -> float | None:
    """Return the number that a cell says, None for none."""
    word = text.strip().lower()
    if word in _TRUTHS:
        return _TRUTHS[word]
    try:
        return None if "_" in word else float(word.replace(decimal, "."))
    except ValueError:
        return None


def _as_type(column: Any, kind: pa.DataType, rows: int) -> pa.Array:
    if column is None:
        return pa.nulls(rows, kind)
    is_written = pa.types.is_integer(kind) and pa.types.is_string(column.type)  # 1.0 for 1, where some are missing
    return pc.cast(pc.cast(column, pa.float64()) if is_written else column, kind)


def _unreadable(file: Path, error: Exception) -> BoardError:
    reason = reason_of(error) if isinstance(error, OSError) else str(error).partition("\n")[0]
    return BoardError(say("{file} can't be read: {reason}.", file=file, reason=reason))
