"""A benchmark whose questions something was trained on."""

from typing import Literal

from llmsurvey.records.record import Id, Record

Split = Literal["train", "validation", "test", "all"]
"""Which questions of a benchmark. Its training split is not what it measures; `all` is said of one without splits."""


class Exposure(Record):
    """A benchmark that a model was trained on, or of which data hold questions; no `split` where none is stated."""

    benchmark: Id
    split: Split | None = None
