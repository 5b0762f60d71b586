"""What a dossier is made of. It is kept in this form, so that it can be read back and compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from llmsurvey.lineage.rules import Permission
from llmsurvey.records import CommercialUse, ConditionKind, Verdict
from llmsurvey.records.licence import UseKind


class DossierStep(NamedTuple):
    """A step of the chain: a licence, who holds it, and why it counts; `read_in` numbers the sources that say so."""

    step: int
    commercial: str
    licence: str | None
    licence_name: str | None
    holder: str
    developers: tuple[str, ...]
    because: str
    read_in: tuple[int, ...]
    rests_on: tuple[str, ...]


class DossierTerm(NamedTuple):
    """A condition in our words and the licence's, the licence that sets it, and the nearest model that brings it in."""

    condition: ConditionKind
    text: str
    quote: str | None
    threshold: int | None
    licence: str
    licence_name: str
    url: str | None
    holder: str
    read_in: tuple[int, ...]


class DossierLicence(NamedTuple):
    """A licence that the chain names: what it is, where its text is, and what it passes on."""

    licence: str
    licence_name: str
    spdx: str | None
    licence_kind: str
    released: str | None
    commercial: CommercialUse
    derivatives: str | None
    notes: str | None
    url: str | None
    read_in: tuple[int, ...]


class DossierData(NamedTuple):
    """Data, under which licence they are, and what they were made of.

    `holder` is the first model on the way that was trained on them; of parts of other data it is None.
    """

    dataset: str
    name: str
    creators: tuple[str, ...]
    licence: str | None
    licence_name: str | None
    rights: str | None
    generated_by: tuple[str, ...]
    made_of: tuple[str, ...]
    holder: str | None
    read_in: tuple[int, ...]


class DossierSource(NamedTuple):
    """A source by its number in the section: which facts it states, what it says, and when it was read."""

    source_number: int
    url: str
    title: str | None
    supports: tuple[str, ...]
    says: str | None
    checked: str | None


class DossierUse(NamedTuple):
    """What the licences say of a use; silence is `not said`."""

    use: UseKind
    permission: Permission


class DossierEntry(NamedTuple):
    """What the licences say of a model, or of as many of its sizes as have the same reasons.

    `hub` are the repositories that the sizes are published in. In `steps` are contradictions, caveats and earlier
    licences, too, which decide nothing. `unknown` is what isn't known, in words.
    """

    id: str
    name: str
    sizes: tuple[str, ...]
    developers: tuple[str, ...]
    released: str | None
    hub: tuple[str, ...]
    verdict: Verdict
    uses: tuple[DossierUse, ...]
    steps: tuple[DossierStep, ...]
    terms: tuple[DossierTerm, ...]
    licences: tuple[DossierLicence, ...]
    data: tuple[DossierData, ...]
    unknown: tuple[str, ...]
    sources: tuple[DossierSource, ...]

    @property
    def conditions(self) -> tuple[ConditionKind, ...]:
        """The kinds of the conditions."""
        return tuple(dict.fromkeys(term.condition for term in self.terms))

    @property
    def contradiction_count(self) -> int:
        """How many licences claim more than a base allows."""
        return _count(step.commercial == "contradiction" for step in self.steps)

    @property
    def conflict_count(self) -> int:
        """How many clauses contradict another."""
        return _count(step.commercial == "conflict" for step in self.steps)

    @property
    def caveat_count(self) -> int:
        """How many caveats there are."""
        return _count(step.commercial == "caveat" for step in self.steps)

    @property
    def unknown_count(self) -> int:
        """How much isn't known."""
        return len(self.unknown)

    @property
    def last_checked(self) -> str | None:
        """The last day on which one of its sources was read."""
        return max((source.checked for source in self.sources if source.checked), default=None)


class Asked(NamedTuple):
    """What was asked, models by their ids: MODEL or MODEL@SIZE; `as_of` is the day, None for the one of writing."""

    names: tuple[str, ...]
    own_licence: bool
    data: Literal["caveat", "strict"]
    as_of: str | None = None


class DossierDocument(NamedTuple):
    """A whole dossier: the number of its form, the version of the program, what was asked, digests, and sections.

    `digest` is of the facts that it rests on, `content_digest` of the dossier itself.
    """

    dossier: int
    llmsurvey: str
    asked: Asked
    digest: str
    content_digest: str
    last_checked: str | None
    record_digests: Mapping[str, str]
    sections: tuple[DossierEntry, ...]


def _count(answers: Iterable[bool]) -> int:
    return sum(answers)
