"""Why a verdict is what it is: every licence on the way down, and every claim that a base contradicts."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import VERDICTS, Licence, Model, Size, Source, Verdict


@dataclass(frozen=True)
class Reason:
    """The licence of one size on the way, what it says, and where that was read.

    `via` is the model that was made from it, and how, on the shortest way down; None for the size that was asked about.
    """

    verdict: Verdict
    model: Model
    size: Size
    licence: Licence | None
    because: str
    via: tuple[Model, str] | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Contradiction:
    """A size whose own licence states more than a foundation allows."""

    model: Model
    size: Size
    licence: Licence
    base: Model
    verdict: Verdict
    sources: tuple[Source, ...]


def reasons_for(licensing: Licensing, model: Model, size: Size) -> tuple[list[Reason], list[Contradiction]]:
    """Every licence from a size down to where its weights begin, nearest first, and the contradictions, each once."""
    reasons: list[Reason] = []
    contradictions: list[Contradiction] = []
    seen: set[tuple[str, str]] = set()
    waiting: deque[tuple[Model, Size, tuple[Model, str] | None]] = deque([(model, model.complete(size), None)])
    while waiting:
        model, size, via = waiting.popleft()
        if (model.id, size.name) in seen:
            continue
        seen.add((model.id, size.name))
        verdict, licence, because = licensing.own(size)
        sources = model.sources_for("licence", size)
        reasons.append(Reason(verdict, model, size, licence, because, via, sources))
        for link, base, each in licensing.foundations(size) if licensing.lineage else ():
            below = licensing.of(base, each)
            if licence is not None and claims_more(verdict, below.verdict):
                found = Contradiction(model, size, licence, base, below.verdict, sources)
                if found not in contradictions:
                    contradictions.append(found)
            waiting.append((base, base.complete(each), (model, link.relation)))
    return reasons, contradictions


def claims_more(own: Verdict, base: Verdict) -> bool:
    """Whether a licence says more than its base allows; what is unknown contradicts nothing."""
    return "unknown" not in (own, base) and VERDICTS.index(own) > VERDICTS.index(base)
