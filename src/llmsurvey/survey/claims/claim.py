"""A claim, what comes out of it, and the list of all claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from llmsurvey.messages import Either, Message, say
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, MissingFactError

Outcome = Literal["holds", "holds only as printed", "doesn't hold", "can't be checked"]
"""As printed: by the survey's own figures, and not by what they stand for."""


@dataclass(frozen=True)
class Finding:
    """What came out of a claim, the facts that it was computed from, and what would be needed where it can't be."""

    verdict: Outcome
    facts: tuple[Fact, ...] = ()
    needed: Message | None = None


@dataclass(frozen=True)
class Claim:
    """What the survey claims at one place, in our own words, and how it is recomputed."""

    number: int
    place: str
    text: Either
    recompute: Callable[[Evidence], Finding]

    @property
    def name(self) -> str:
        """How it is called: `C7`."""
        return f"C{self.number}"

    @property
    def where(self) -> Message:
        """Its place in words: a section, or a table."""
        table = self.place.removeprefix("table ")
        return (
            say("section {section}", section=self.place) if table == self.place else say("table {table}", table=table)
        )

    def check(self, evidence: Evidence) -> Finding:
        """Recompute it; a fact that is missing makes it one that can't be checked."""
        try:
            return self.recompute(evidence)
        except MissingFactError as missing:
            return Finding("can't be checked", needed=missing.what)


CLAIMS: dict[int, Claim] = {}
"""Every claim by its number; filled by the modules of this folder when they are imported."""


def claim(number: int, place: str, *, en: str, ko: str) -> Callable[[Callable[[Evidence], Finding]], Claim]:
    """Make a claim of the function below: its number, its section or table, and its text in both languages."""

    def register_claim(recompute: Callable[[Evidence], Finding]) -> Claim:
        if number in CLAIMS:
            raise ValueError(f"two claims have the number {number}")
        CLAIMS[number] = Claim(number, place, Either(en, ko), recompute)
        return CLAIMS[number]

    return register_claim


def judge_claim(holds: bool, *facts: Fact | Sequence[Fact], printed: bool = False) -> Finding:
    """Return what came out: it holds, or holds only by the figures as `printed`, or doesn't."""
    flat = tuple(fact for part in facts for fact in ((part,) if isinstance(part, Fact) else part))
    if holds:
        return Finding("holds", flat)
    return Finding("holds only as printed" if printed else "doesn't hold", flat)


def are_about(values: Sequence[Fact], *claimed: float) -> bool:
    """Whether these are the values that are claimed, in this order and no others, give or take."""
    return len(values) == len(claimed) and all(is_about(*pair) for pair in zip(values, claimed, strict=True))


def is_about(value: Fact | float, claimed: float, tolerance: float = 0.05) -> bool:
    """Whether a value is what is claimed, give or take: 5 % where the survey rounds or says "about"."""
    number = value.number if isinstance(value, Fact) else value
    return abs(number / claimed - 1) <= tolerance
