"""A text of the data in both languages."""

from __future__ import annotations

from llmsurvey.messages import Either
from llmsurvey.records.record import Record, Text


class Bilingual(Record):
    """The same said in English and in Korean, in the project's own words."""

    en: Text
    ko: Text

    @property
    def text(self) -> Either:
        """The English text, which people read in the language of the run."""
        return Either(self.en, self.ko)
