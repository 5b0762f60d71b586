"""Where a fact was read."""

from llmsurvey.records.dates import PartialDate
from llmsurvey.records.record import Record, Text


class Source(Record):
    """A page that was opened, and the fields of the record that it supports.

    `supports` names fields (`released`), a field of every size (`sizes.parameters`) or of one size
    (`@12.8B-v2.released`). `says` tells, in the registry's own words, what stands there, where that isn't obvious or
    where sources differ.
    """

    url: Text
    title: Text | None = None
    supports: tuple[Text, ...] = ()
    says: Text | None = None
    checked: PartialDate | None = None

    def supports_field(self, field: str, size: str | None = None) -> bool:
        """Whether this source states `field` of the record, or of the size of it that is named."""
        if size is None:
            return field in self.supports
        wanted = {f"@{size}.{field}", f"sizes.{field}"}
        return not wanted.isdisjoint(self.supports)
