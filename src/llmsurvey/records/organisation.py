"""Who makes models and datasets."""

from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.source import Source


class Organisation(Record):
    """A company, a university or a group, by the `name` that developers and creators go by.

    A part of it may go by a longer one (`Korea University HIAI`), which is found by the name all the same. `aliases`
    are what else people call it, in any language.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()

    def goes_by(self, name: str) -> bool:
        """Whether a developer or creator of that name is it, or a part of it."""
        return name in (self.name, *self.aliases) or name.startswith(f"{self.name} ")
