"""Claims as rows: all of them with what came out, or the working of some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.messages import Either, Message, Word, join_texts, question, say
from llmsurvey.survey.claims import all_claims
from llmsurvey.survey.claims.claim import Claim, Finding, Outcome
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, spell_value
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import as_note, note

_DECIDING = 3
"""The facts that a claim ends with are those that decide it; people are shown so many in the list of all claims."""

COLUMNS = (
    Column("claim"),
    Column("place"),
    Column("outcome", words="claim"),
    Column("text"),
    Column("facts"),
    Column("text_ko", brief=False),
    Column("needed", brief=False),
    Column("sources", brief=False),
)

WORKING = (
    Column("claim"),
    Column("outcome", words="claim", brief=False),
    Column("fact"),
    Column("value", leads_to="source"),
    Column("source"),
    Column("number", numeric=True, brief=False),
)


@dataclass(frozen=True, kw_only=True)
class ClaimsQuestion:
    """Which claims to show the working of, by their numbers (C61); all are listed with what came out for none."""

    names: tuple[str, ...] = ()


class ClaimEntry(NamedTuple):
    """A claim of the survey, what came out of it, and the numbers that decide it."""

    claim: str
    place: Message
    outcome: Outcome
    text: Either
    facts: tuple[Message, ...]
    text_ko: str
    needed: Message | None
    sources: tuple[str, ...]


class FactEntry(NamedTuple):
    """A fact that a claim was computed from; `number` is its value where it is one."""

    claim: str
    outcome: Outcome
    fact: Message
    value: str | None
    source: str | None
    number: int | float | None


@dataclass(frozen=True, kw_only=True)
class ClaimsAnswer(Answer[ClaimEntry]):
    """The claims in the order of the survey; `texts` are what people read of their numbers."""

    columns = COLUMNS

    texts: Mapping[tuple[int, str], str]

    def table(self) -> Table:
        """A row for each claim."""
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts=dict(self.texts))


@dataclass(frozen=True, kw_only=True)
class WorkingAnswer(Answer[FactEntry]):
    """The facts behind some claims; `headings` has each claim with what came out, by its name."""

    columns = WORKING

    headings: Mapping[str, str]

    def table(self) -> Table:
        """A row for each fact, in sections by claim."""
        texts = {(row, "claim"): self.headings[entry.claim] for row, entry in enumerate(self.entries)}
        return Table(WORKING, rows_of(self.entries, WORKING), notes=self.notes, group_by="claim", texts=texts)


def check_claims(library: Library, asked: ClaimsQuestion) -> ClaimsAnswer | WorkingAnswer:
    """Return every claim with what came out, or what some were computed from.

    They are recomputed from the registry, from what it states of scores, and from the boards, the user's own included.
    Raises RequestError for a number that no claim has.
    """
    evidence = evidence_of(library)
    answer = show_working(evidence, asked.names) if asked.names else list_claims(evidence)
    unreadable = library.measured_scores.unreadable
    left_out = (note("unreadable", "Left out: {problem}", problem=error.message) for error in unreadable)
    return replace(answer, notes=(*answer.notes, *left_out))


def evidence_of(library: Library) -> Evidence:
    """Return what a library has to recompute claims from."""
    return Evidence(library.registry, library.survey, library.scores, library.hardware, library.kept_scores)


def list_claims(evidence: Evidence) -> ClaimsAnswer:
    """Return every claim with what came out, and the numbers that decide."""
    findings = [(claim, claim.check(evidence)) for claim in all_claims()]
    counts = Counter(finding.verdict for _, finding in findings)
    summary = say(
        "{count} claims: {holds} hold, {printed} hold only as printed, {fails} don't hold, "
        "{unchecked} can't be checked.",
        count=len(findings),
        holds=counts["holds"],
        printed=counts["holds only as printed"],
        fails=counts["doesn't hold"],
        unchecked=counts["can't be checked"],
    )
    working = say("`{hint}` shows the working of one.", hint=question("claims", "C61"))
    return ClaimsAnswer(
        entries=[_entry_of_claim(claim, finding) for claim, finding in findings],
        notes=(as_note("selection", join_texts([summary, working])),),
        texts={(row, "facts"): _join_deciding_facts(finding) for row, (_, finding) in enumerate(findings)},
    )


def _join_deciding_facts(finding: Finding) -> Message:
    """Return the facts that decide, how many others there are, and what would be needed."""
    shown = [_shorten_fact(fact) for fact in finding.facts[-_DECIDING:]]
    if len(finding.facts) > _DECIDING:
        shown.append(say("and {number} more", number=len(finding.facts) - _DECIDING))
    if finding.needed:
        shown.append(say("needed: {what}", what=finding.needed))
    return join_texts(shown, "; ")


def _entry_of_claim(claim: Claim, finding: Finding) -> ClaimEntry:
    return ClaimEntry(
        claim=claim.name,
        place=claim.where,
        outcome=finding.verdict,
        text=claim.text,
        facts=tuple(_shorten_fact(fact) for fact in finding.facts),
        text_ko=claim.text.ko,
        needed=finding.needed,
        sources=tuple(dict.fromkeys(fact.source for fact in finding.facts if fact.source)),
    )


def _shorten_fact(fact: Fact) -> Message:
    return say("{what}: {value}", what=fact.what, value=spell_value(fact.value) or "-")


def show_working(evidence: Evidence, names: Sequence[str]) -> WorkingAnswer:
    """Return what the named claims (C7, or 7) were computed from, each fact with its source."""
    entries: list[FactEntry] = []
    headings: dict[str, str] = {}
    for claim in dict.fromkeys(_find_claim(name) for name in names):
        finding = claim.check(evidence)
        needed = [Fact(say("needed: {what}", what=finding.needed), None)] if finding.needed else []
        headings[claim.name] = _heading_of_claim(claim, finding)
        entries += [_entry_of_fact(claim, finding, fact) for fact in (*finding.facts, *needed)]
    return WorkingAnswer(entries=entries, headings=headings)


def _entry_of_fact(claim: Claim, finding: Finding, fact: Fact) -> FactEntry:
    return FactEntry(
        claim=claim.name,
        outcome=finding.verdict,
        fact=fact.what,
        value=spell_value(fact.value) or None,
        source=fact.source,
        number=round(fact.value, 9) if isinstance(fact.value, (int, float)) else None,
    )


def _heading_of_claim(claim: Claim, finding: Finding) -> str:
    verdict = Word("claim", finding.verdict)
    return say(
        "{name}, {place}: {text} -> {verdict}", name=claim.name, place=claim.where, text=claim.text, verdict=verdict
    )


def _find_claim(name: str) -> Claim:
    """Return the claim of that number. Raises RequestError with the numbers that there are."""
    claims = all_claims()
    for claim in claims:
        if name.strip().upper() in (claim.name, str(claim.number)):
            return claim
    first, last = claims[0].name, claims[-1].name
    raise RequestError(
        say('no claim is called "{name}". There are {first} to {last}.', name=name, first=first, last=last)
    )
