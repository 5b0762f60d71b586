"""What a source says otherwise than the fact that is in force."""

from collections.abc import Iterable

from llmsurvey.records.bilingual import Prose
from llmsurvey.records.record import Record, Text


class Statement(Record):
    """What the source at `url` says of a `field` of a record, or of one `size` of it, where another value is in force.

    `value` is as the field would hold it, in a word. It decides nothing. Who has looked at both sides says in `because`
    why it isn't in force: that decides the disagreement, for every source that says the same.
    """

    field: Text
    value: Text
    url: Text
    size: Text | None = None
    because: Prose | None = None

    def reason(self, statements: Iterable["Statement"]) -> Prose | None:
        """Return why it isn't in force: its own reason, or that of another statement that says the same."""
        return self.because or next((each.because for each in statements if each.decides(self)), None)

    def decides(self, other: "Statement") -> bool:
        """Whether it says, with a reason, what another does: of the same size, or of the whole record."""
        is_same = (self.field, self.value) == (other.field, other.value) and self.size in (None, other.size)
        return self.because is not None and is_same
