"""What is known of a board beside its scores."""

from dataclasses import field

from llmsurvey.records.benchmark import Percentage
from llmsurvey.records.bilingual import Prose
from llmsurvey.records.dates import PartialDate
from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.source import Source


class Snapshot(Record):
    """A board on one day. `notes` says what changed on the board before it, or what it lacks."""

    date: PartialDate
    source: Text | None = None
    notes: Prose | None = None


class BoardRecord(Record):
    """A board: who keeps it, under which licence its figures were taken, and its snapshots, which lie beside it in CSV.

    `chance` is what the board itself says that guessing scores, in percent by benchmark, where the benchmark has no
    such level of its own. `deltas` are repositories on it that hold a delta alone, whatever their name.
    """

    id: Id
    name: Text
    url: Text | None = None
    licence: Text | None = None
    harness: Text | None = None
    chance: dict[str, Percentage] = field(default_factory=dict)
    deltas: tuple[Text, ...] = ()
    notes: Prose | None = None
    snapshots: tuple[Snapshot, ...] = ()
    sources: tuple[Source, ...] = ()
