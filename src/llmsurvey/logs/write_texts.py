"""Writes the texts of a run as a Parquet file, where the log has them and they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llmsurvey.logs.columns import TEXTS
from llmsurvey.logs.write_answers import AnswerRows


class TextWriter:
    """Writes to the file at a path, which is made with the first text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: pq.ParquetWriter | None = None

    @property
    def has_any(self) -> bool:
        """Whether any text was added."""
        return self._file is not None

    def add(self, batch: pa.RecordBatch, rows: AnswerRows, metrics: Sequence[str]) -> None:
        """Add the texts of a batch of READ, whose answers are `rows` by the `metrics`. Raises OSError."""
        texts = [batch.column(name) for name in ("question_text", "answer_text")]
        if all(text.null_count == len(batch) for text in texts):
            return
        mask = pc.or_(texts[0].is_valid(), texts[1].is_valid()).to_numpy(zero_copy_only=False)
        with_text = np.flatnonzero(mask)
        metric = pa.DictionaryArray.from_arrays(pa.array(rows.metric[with_text]), pa.array(metrics, pa.string()))
        numbers = [pa.array(rows.question[with_text]), pa.array(rows.repeat[with_text].astype(np.int16))]
        taken = [text.take(pa.array(with_text)) for text in texts]
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = pq.ParquetWriter(self._path, TEXTS, compression="zstd", store_schema=False)
        self._file.write_table(pa.Table.from_arrays([metric, *numbers, *taken], schema=TEXTS))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            self._file.close()
