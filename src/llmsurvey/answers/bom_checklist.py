"""`bom --checklist`: what the guide of the OpenChain Project asks for of licences, filled in for some models.

The guide is "Artificial Intelligence System Bill of Materials: Compliance Management Guide for the Supply Chain",
version 1.0 (20 October 2025, CC-BY-4.0), section 3.5, "License obligations". The Korean terms are those of the guide of
the OpenChain Korea Work Group that explains it clause by clause (CC BY 4.0), read at commit 03c49dd.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.bom import bill_of_subjects
from llmsurvey.answers.bom_entries import NOASSERTION, NONE, BomEntry
from llmsurvey.answers.bom_subjects import gather_subjects
from llmsurvey.answers.dossier_entries import DossierEntry, DossierTerm
from llmsurvey.answers.dossier_sections import describe_group
from llmsurvey.answers.licence import ANSWERS
from llmsurvey.answers.licence_steps import group_sizes
from llmsurvey.lineage.words import relation_words
from llmsurvey.messages import Word, join_texts, list_names, mark, say
from llmsurvey.records import NO_WEIGHTS, ConditionKind
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("clause", brief=False),
    Column("asked", words="asked"),
    Column("holder"),
    Column("finding"),
    Column("state", words="state"),
    Column("licence_name", heading=say("licence")),
    Column("source", brief=False),
)

State = Literal["filled in", "not known", "for a person"]
"""Whether the catalogue answers it, nobody states it, or only whoever builds the system can."""

Asked = Literal[
    "weights",
    "model tree",
    "datasets",
    "obligation",
    "restriction",
    "right",
    "downstream",
    "intended use",
    "to review",
    "code",
    "AI system",
    "procedure",
]
"""What of section 3.5 a row is for."""

RESTRICTIONS: frozenset[ConditionKind] = frozenset(
    {
        "forbidden-uses",
        "user-threshold",
        "revenue-threshold",
        "outputs",
        "non-commercial",
        "research-only",
        "no-derivatives",
        "no-redistribution",
        "service-only",
    }
)
"""The kinds of conditions that keep from something; the others, but for patents, ask for something."""

GUIDE = note(
    "basis",
    "This follows section 3.5 of the OpenChain Project's {guide}, version {version} (CC BY 4.0): {address}",
    guide="Artificial Intelligence System Bill of Materials: Compliance Management Guide for the Supply Chain",
    version="1.0",
    address="https://github.com/OpenChain-Project/Reference-Material/tree/master/AI-SBOM-Compliance",
)
KOREAN_GUIDE = note(
    "basis",
    "Its Korean terms are those of the OpenChain Korea Work Group (CC BY 4.0): {address}",
    address="https://openchain-project.github.io/OpenChain-KWG/guide/ai-sbom_guide/",
)
_NO_PROCEDURE = note(
    "advice",
    "The guide asks for a procedure, which no program has: this is what one would record. It is not legal advice.",
)

_BY_PERSON: tuple[tuple[Asked, str], ...] = (
    ("datasets", mark("Data for testing and verification: the catalogue records what models were trained on.")),
    ("code", mark("The licences of code and dependencies: a scanner of source code finds them.")),
    ("AI system", mark("The licence under which the AI system itself is supplied.")),
    ("procedure", mark("The documented procedure (verification material 3.5.1), who follows it, and how often.")),
)


@dataclass(frozen=True, kw_only=True)
class ChecklistQuestion:
    """Models, MODEL@SIZE, or paths, by their `names`, as those of `BomQuestion`."""

    names: tuple[str, ...]


class ChecklistEntry(NamedTuple):
    """A row: the `clause` of the guide, what it asks for, of which model or data, and what is found."""

    clause: str
    asked: Asked
    holder: str | None
    finding: str
    state: State
    licence_name: str | None
    source: str | None


@dataclass(frozen=True, kw_only=True)
class ChecklistAnswer(Answer[ChecklistEntry]):
    """What the guide asks for, filled in; `names` are the models that it is about."""

    columns = COLUMNS

    names: tuple[str, ...]

    def table(self) -> Table:
        """A row for each finding."""
        title = say("AI bill of materials, licence obligations: {names}", names=list_names(self.names, most=4))
        table = super().table()
        return Table(table.columns, table.rows, title, self.notes)


def fill_checklist(library: Library, asked: ChecklistQuestion) -> ChecklistAnswer:
    """Return section 3.5 of the guide filled in for some models. Raises what `compose_bom` does."""
    subjects = gather_subjects(library, asked.names)
    licensing, bill = subjects.library.licensing(), bill_of_subjects(subjects)
    sections = [
        describe_group(licensing, model, group)
        for model, size in subjects.named
        for group in group_sizes(licensing, model, size)
        if group.verdict != NO_WEIGHTS
    ]
    names_of_licences = {licence.licence: licence.licence_name for licence in bill.licences}
    entries = [
        *_list_components(bill.entries, names_of_licences),
        *(entry for section in sections for entry in _list_section(section)),
        *(_entry(what, None, say(finding), "for a person") for what, finding in _BY_PERSON),
    ]
    return ChecklistAnswer(
        entries=list(dict.fromkeys(entries)),
        notes=(*subjects.notes, GUIDE, KOREAN_GUIDE, _NO_PROCEDURE),
        faults=bill.faults,
        names=tuple(entry.title for entry in bill.entries if entry.is_subject),
    )


def _entry(
    asked: Asked,
    holder: str | None,
    finding: str,
    state: State = "filled in",
    licence_name: str | None = None,
    source: str | None = None,
) -> ChecklistEntry:
    return ChecklistEntry("3.5", asked, holder, finding, state, licence_name, source)


def _list_components(entries: Sequence[BomEntry], names: dict[str, str]) -> Iterator[ChecklistEntry]:
    """Yield the licences of the weights, of everything in the model tree, and of all data."""
    titles = {entry.component: entry.title for entry in entries}
    for entry in entries:
        parts: list[str] = [
            say("{relation} {base}", relation=relation_words(link.relation), base=titles[link.component])
            for link in entry.links
        ]
        parts.append(say("declared: {licence}", licence=_name_licence(entry.declared, names)))
        if entry.differs:
            bound = join_texts([_name_licence(licence, names) for licence in entry.concluded], ", ")
            parts.append(say("binding: {licences}", licences=bound))
        if entry.verdict and entry.verdict != NO_WEIGHTS:
            parts.append(ANSWERS[entry.verdict])
        asked: Asked = "weights" if entry.is_subject else "model tree"
        if entry.record == "dataset":
            asked = "datasets"
        state: State = "not known" if {NOASSERTION, NONE} & {entry.declared, *entry.concluded} else "filled in"
        yield _entry(asked, entry.title, join_texts(parts, "; "), state)


def _name_licence(licence: str, names: dict[str, str]) -> str:
    if licence == NOASSERTION:
        return say("no licence known")
    if licence == NONE:
        return say("none stated")
    return names.get(licence, licence)


def _list_section(section: DossierEntry) -> Iterator[ChecklistEntry]:
    """Yield obligations, restrictions and rights, what passes on, each use, and what has to be looked at."""
    holder = join_texts([section.name, ", ".join(section.sizes)]) if section.sizes else section.name
    for term in section.terms:
        yield _entry(_kind_of_term(term), term.holder, term.text, "filled in", term.licence_name, term.url)
    for licence in section.licences:
        granted = say("commercial use: {verdict}", verdict=Word("verdict", licence.commercial))
        state: State = "not known" if licence.commercial == "unknown" else "filled in"
        yield _entry("right", None, granted, state, licence.licence_name, licence.url)
        if licence.derivatives:
            yield _entry("downstream", None, licence.derivatives, "filled in", licence.licence_name, licence.url)
    for use, permission in section.uses:
        words = join_texts([Word("use", use), Word("permission", permission)], ": ")
        unclear = permission in ("unknown", "not said")
        yield _entry("intended use", holder, words, "not known" if unclear else "filled in")
    for step in section.steps:
        if step.commercial in ("contradiction", "conflict", "caveat"):
            yield _entry("to review", step.holder, step.because, "for a person", step.licence_name)
    for gap in section.unknown:
        yield _entry("to review", holder, gap, "not known")


def _kind_of_term(term: DossierTerm) -> Asked:
    if term.condition == "patent":
        return "right"
    return "restriction" if term.condition in RESTRICTIONS else "obligation"
