"""A work that can be cited, and the places where the survey cites it."""

from typing import Literal

from llmsurvey.records.bilingual import Bilingual, Prose
from llmsurvey.records.dates import PartialDate
from llmsurvey.records.record import Id, PositiveInt, Record, Text
from llmsurvey.records.source import Source

PublicationType = Literal["article", "paper", "report", "software", "page", "thesis", "book", "dataset"]


SURVEY = "joo2023survey"
"""The key of the survey itself."""


class Publication(Record):
    """A paper, report, page or piece of software.

    `numbers` are those of the survey's reference list, which has one work twice. `authors` are "Family, Given"; an
    organisation stands in braces ("{OpenAI}"). `et_al` says that there are more than are listed. `container` is the
    journal, or the proceedings. `cites` names records of the registry that this work introduces (`model/llama-2`), so
    that citing one cites it.
    """

    key: Id
    numbers: tuple[PositiveInt, ...] = ()
    type: PublicationType
    title: Text
    title_ko: Text | None = None
    authors: tuple[Text, ...] = ()
    et_al: bool = False
    date: PartialDate | None = None
    container: Text | None = None
    volume: Text | None = None
    issue: Text | None = None
    pages: Text | None = None
    publisher: Text | None = None
    doi: Text | None = None
    arxiv: Text | None = None
    url: Text | None = None
    cites: tuple[Text, ...] = ()
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()

    @property
    def preprint(self) -> bool:
        """Whether it is an article that no journal has printed."""
        return self.type == "article" and not self.container


def organisation_name(author: str) -> str | None:
    """Return the name of an author that is an organisation; None for a person."""
    return author[1:-1] if author.startswith("{") and author.endswith("}") else None


class Citation(Record):
    """One place where the survey cites a reference, and what for; `subject` is the record that is meant (`model/opt`).

    Where the work doesn't support that, `erratum` is the number of the erratum that says why, and `instead` the key of
    the work that does, if one does.
    """

    reference: PositiveInt
    section: Text
    cited_for: Bilingual
    subject: Text | None = None
    erratum: PositiveInt | None = None
    instead: Id | None = None

    @property
    def right(self) -> bool:
        """Whether the work supports what it is cited for."""
        return self.erratum is None
