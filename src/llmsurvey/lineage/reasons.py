"""Why a verdict is what it is: every licence on the way down, and every claim that a base contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.lineage.basis import Ground, grounds_of_size
from llmsurvey.lineage.graph import Place, nearest_first, sizes_at
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import say
from llmsurvey.records import VERDICTS, CommercialUse, Licence, Model, Size, Source, Verdict


@dataclass(frozen=True)
class Reason:
    """The licence of one size on the way, what it says, and where that was read.

    `via` is the model that was made from it, and how, on the shortest way down; None for the size that was asked about.
    `read_of_link` are the sources that say so.
    `grounds` are the facts about it and its data that aren't sourced facts of the catalogue; of data that several on
    the way were trained on they stand with the first.
    """

    verdict: Verdict
    model: Model
    size: Size
    licence: Licence | None
    because: str
    via: tuple[Model, str] | None
    sources: tuple[Source, ...]
    grounds: tuple[Ground, ...]
    read_of_link: tuple[Source, ...] = ()


class _Link(NamedTuple):
    """By which size of a model, and how, another was come to."""

    model: Model
    size: Size
    relation: str


@dataclass(frozen=True)
class Contradiction:
    """A size whose own licence states more than a foundation allows."""

    model: Model
    size: Size
    licence: Licence
    base: Model
    verdict: CommercialUse
    sources: tuple[Source, ...]


def reasons_for(
    licensing: Licensing, model: Model, size: Size, *, below: bool = True
) -> tuple[list[Reason], list[Contradiction]]:
    """Return the licences from a size down to where its weights begin, nearest first, and the contradictions.

    Without what lies `below` they are those of the size itself.
    """
    reasons: list[Reason] = []
    contradictions: list[Contradiction] = []
    seen_data: tuple[set[str], set[Place]] = set(), set()
    start: Place = (model.id, size.name)
    via: dict[Place, _Link | None] = {start: None}
    expanded: set[Place] = set()

    def bases_below(place: Place) -> Iterator[Place]:
        """Yield the sizes that a size was made from; what another was made from too is there already."""
        ((model, size),) = sizes_at(licensing.registry, place)
        for link, base in licensing.links(size) if below else ():
            if base not in expanded:
                expanded.add(base)
                for foundation, base_size in sizes_at(licensing.registry, base):
                    via.setdefault((foundation.id, base_size.name), _Link(model, size, link.relation))
                    yield foundation.id, base_size.name

    for ancestor in nearest_first([start], bases_below):
        ((model, size),) = sizes_at(licensing.registry, ancestor)
        reasons.append(_reason_for_size(licensing, model, size, via[ancestor], seen_data))
        reasons += _reasons_of_unresolved(licensing, model, size) if below else ()
        contradictions += contradictions_of(licensing, model, size)
    return reasons, contradictions


def _reason_for_size(
    licensing: Licensing,
    model: Model,
    size: Size,
    via: _Link | None,
    seen_data: tuple[set[str], set[Place]],
) -> Reason:
    verdict, licence, because = licensing.own(size)
    grounds = (*grounds_of_size(licensing.registry, model, size), *licensing.data_terms.grounds(size, *seen_data))
    sources = model.sources_for("licence", size)
    read_of_link = via.model.sources_for("foundations", via.size) if via else ()
    link = (via.model, via.relation) if via else None
    return Reason(verdict, model, size, licence, because, link, sources, tuple(dict.fromkeys(grounds)), read_of_link)


def _reasons_of_unresolved(licensing: Licensing, model: Model, size: Size) -> Iterator[Reason]:
    """Yield why nothing is known below a size: each base that the registry doesn't have, by its name."""
    because, sources = (
        say("it isn't in the registry, so its licence isn't known"),
        model.sources_for("unresolved", size),
    )
    for base in licensing.unresolved_bases(size):
        stand_in = Model(id=base.name, name=base.name)
        yield Reason("unknown", stand_in, Size(name=""), None, because, (model, base.relation), sources, (), sources)


def contradictions_of(licensing: Licensing, model: Model, size: Size) -> Iterator[Contradiction]:
    """Yield where a size's own licence states more than a foundation allows, once for each that its sizes allow."""
    verdict, licence, _ = licensing.own(size)
    told: set[tuple[str, CommercialUse]] = set()
    for link, base_place in licensing.links(size):
        for below in licensing.passed_on(base_place).verdicts:
            if licence is not None and claims_more(verdict, below) and (link.model, below) not in told:
                told.add((link.model, below))
                base = licensing.registry.model_by_id[link.model]
                yield Contradiction(model, size, licence, base, below, model.sources_for("licence", size))


def claims_more(own: Verdict, base: Verdict) -> bool:
    """Whether a licence says more than its base allows; what is unknown, or has no weights, contradicts nothing."""
    comparable = [verdict for verdict in (own, base) if verdict in VERDICTS and verdict != "unknown"]
    return len(comparable) == 2 and VERDICTS.index(own) > VERDICTS.index(base)
