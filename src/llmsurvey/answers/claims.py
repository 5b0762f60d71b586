"""Claims as rows: all of them with what came out, or the working of some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module

from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, Word, joined, say
from llmsurvey.survey.claims.claim import CLAIMS, Claim, Finding
from llmsurvey.survey.claims.evidence import Evidence, Fact, readable
from llmsurvey.tables import Cell, Column, Table

_MODULES = ("history", "models", "board", "korean", "hellaswag", "resources")
_DECIDING = 3
"""The facts that a claim ends with are those that decide it; people are shown so many in the list of all claims."""

COLUMNS = (
    Column("claim"),
    Column("place"),
    Column("verdict", words="claim"),
    Column("text"),
    Column("numbers"),
    Column("text_ko", brief=False),
    Column("needed", brief=False),
    Column("sources", brief=False),
)

WORKING = (
    Column("claim"),
    Column("verdict", words="claim", brief=False),
    Column("fact"),
    Column("value"),
    Column("source"),
    Column("number", numeric=True, brief=False),
)


def all_claims() -> list[Claim]:
    """Every claim, in the order of the survey."""
    for module in _MODULES:
        import_module(f"llmsurvey.survey.claims.{module}")
    return [CLAIMS[number] for number in sorted(CLAIMS)]


def list_claims(evidence: Evidence) -> Table:
    """Every claim with what came out, and the numbers that decide."""
    found = [(claim, claim.check(evidence)) for claim in all_claims()]
    counts = Counter(finding.verdict for _, finding in found)
    summary = say(
        "{count} claims: {holds} hold, {printed} hold only as printed, {fails} don't hold, "
        "{unchecked} can't be checked.",
        count=len(found),
        holds=counts["holds"],
        printed=counts["holds only as printed"],
        fails=counts["doesn't hold"],
        unchecked=counts["can't be checked"],
    )
    notes = (joined([summary, say("`llmsurvey claims C61` shows the working of one.")]),)
    rows = tuple(_row(claim, finding) for claim, finding in found)
    texts: dict[tuple[int, str], str] = {
        (place, "numbers"): _deciding(finding) for place, (_, finding) in enumerate(found)
    }
    return Table(COLUMNS, rows, notes=notes, texts=texts)


def _deciding(finding: Finding) -> Message:
    """The facts that decide, how many others there are, and what would be needed."""
    shown = [_short(fact) for fact in finding.facts[-_DECIDING:]]
    if len(finding.facts) > _DECIDING:
        shown.append(say("and {number} more", number=len(finding.facts) - _DECIDING))
    if finding.needed:
        shown.append(say("needed: {what}", what=finding.needed))
    return joined(shown, "; ")


def _row(claim: Claim, finding: Finding) -> tuple[Cell, ...]:
    return (
        claim.name,
        claim.where,
        finding.verdict,
        claim.text,
        tuple(_short(fact) for fact in finding.facts),
        claim.text.ko,
        finding.needed,
        tuple(dict.fromkeys(fact.source for fact in finding.facts if fact.source)),
    )


def _short(fact: Fact) -> str:
    return say("{what}: {value}", what=fact.what, value=readable(fact.value) or "-")


def show_working(evidence: Evidence, names: Sequence[str]) -> Table:
    """What the named claims (C7, or 7) were computed from, each fact with its source."""
    rows: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for claim in dict.fromkeys(_called(name) for name in names):
        finding = claim.check(evidence)
        needed = [Fact(say("needed: {what}", what=finding.needed), None)] if finding.needed else []
        for fact in (*finding.facts, *needed):
            texts[len(rows), "claim"] = _heading(claim, finding)
            number = round(fact.value, 9) if isinstance(fact.value, (int, float)) else None
            rows.append((claim.name, finding.verdict, fact.what, readable(fact.value) or None, fact.source, number))
    return Table(WORKING, tuple(rows), group_by="claim", texts=texts)


def _heading(claim: Claim, finding: Finding) -> str:
    verdict = Word("claim", finding.verdict)
    return say(
        "{name}, {place}: {text} -> {verdict}", name=claim.name, place=claim.where, text=claim.text, verdict=verdict
    )


def _called(name: str) -> Claim:
    """The claim of that number. Raises RequestError with the numbers that there are."""
    claims = all_claims()
    for claim in claims:
        if name.strip().upper() in (claim.name, str(claim.number)):
            return claim
    first, last = claims[0].name, claims[-1].name
    raise RequestError(
        say('no claim is called "{name}". There are {first} to {last}.', name=name, first=first, last=last)
    )
