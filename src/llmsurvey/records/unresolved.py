"""What something was made from by the word of its source, where that names nothing that the registry surely has."""

from typing import Literal

from llmsurvey.records.record import Id, Record, Text

Relation = Literal[
    "finetuned", "adapter", "delta", "merge", "distilled", "quantised", "continued-pretraining", "unstated"
]
"""How a model was made from another; `unstated` where a source says that it was, and not how."""


class Unresolved(Record):
    """A model or data that something was made from, by the `name` that its source gives.

    `relation` is how, by the word of the source, `data` where it was trained on it. Where it is a guess which record is
    meant, `taken_for` is the id of that, `size` the size, and `taken_as` the relation if the guess tells it: lineage
    and verdict follow them. A guess is struck out by removing `taken_for`: then what the source says is left.
    """

    name: Text
    relation: Relation | Literal["data"] = "unstated"
    taken_for: Id | None = None
    size: Text | None = None
    taken_as: Relation | Literal["data"] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it isn't known which record is meant, not even by a guess."""
        return self.taken_for is None

    @property
    def binds(self) -> bool:
        """Whether weights that nobody has looked at may be in it, so that what it may be used for isn't known."""
        return self.is_open and self.relation not in ("distilled", "data")
