"""What a model runs on, and in which precision."""

from decimal import Decimal
from typing import Annotated, Literal

from llmsurvey.records.bilingual import Prose
from llmsurvey.records.record import Id, PositiveInt, Record, Text
from llmsurvey.records.rules import Limits
from llmsurvey.records.source import Source


class Precision(Record):
    """A way to store weights.

    `bits` are the effective bits a weight: with the scales of the blocks, and with the larger types that some tensors
    get. These depend a little on the shape; `notes` says on which models they were measured. `block` is how many
    weights share a scale: rows that can't be cut into whole blocks are stored in a larger type.
    """

    id: Id
    name: Text
    family: Literal["plain", "gguf"]
    aliases: tuple[Text, ...] = ()
    bits: Annotated[Decimal, Limits(gt=0, le=64)]
    block: PositiveInt | None = None
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()


class Gpu(Record):
    """A card, with its memory in MiB as a driver reports it and in GB as its maker calls it, which is seldom 10^9."""

    id: Id
    name: Text
    vendor: Text
    aliases: tuple[Text, ...] = ()
    memory_gb: PositiveInt
    memory_mib: PositiveInt | None = None
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()

    @property
    def bytes(self) -> int:
        """Its memory: what a driver reports, else the least that the maker's figure can mean, which is 10^9 a GB."""
        return self.memory_mib * 2**20 if self.memory_mib else self.memory_gb * 10**9
