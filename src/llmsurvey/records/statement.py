"""What a source says otherwise than the fact that is in force."""

from llmsurvey.records.record import Record, Text


class Statement(Record):
    """What the source at `url` says of a `field` of a record, or of one `size` of it, where another value is in force.

    `value` is as the field would hold it, in a word; `because` says why it isn't in force. It decides nothing.
    """

    field: Text
    value: Text
    url: Text
    size: Text | None = None
    because: Text | None = None
