"""A draft as an entry of a registry file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from llmsurvey.importers.graphs import Draft, Named
from llmsurvey.importers.graphs.find_names import Match

_SOURCED = ("developers", "creators", "released", "kind", "access", "languages", "licence", "foundations", "datasets")
_DATA_SOURCED = ("size", "derived_from", "generated_by", "unresolved")


class Otherwise(NamedTuple):
    """What the place at `url` says of a field, where another value is in force, and by which rule, if by one."""

    field: str
    value: str
    url: str
    because: dict[str, str] | None = None


@dataclass
class Parts:
    """What a draft says, with what its names mean: found exactly, by a guess, or not at all.

    `taught` are names of which only the output can have been used. `otherwise` is what is said otherwise than the fact
    in force; `added` what a record of the registry leaves empty, which with `tells_making` is also what it was made
    from.
    """

    licence: str | None = None
    found: list[tuple[Named, Match]] = field(default_factory=list)
    guessed: list[tuple[Named, Match]] = field(default_factory=list)
    unresolved: list[Named] = field(default_factory=list)
    taught: list[str] = field(default_factory=list)
    otherwise: list[Otherwise] = field(default_factory=list)
    added: dict[str, Any] = field(default_factory=dict)
    tells_making: bool = False


def record_of_draft(draft: Draft, match: Match, part: Parts, *, is_known: bool) -> dict[str, Any] | None:
    """Return the entry of a draft; of what the registry has, only what is added or said otherwise, None for nothing."""
    statements = [
        {
            "field": said.field,
            "value": said.value,
            **({"size": match.size} if match.size and is_known else {}),
            "url": said.url,
            **({"because": said.because} if said.because else {}),
        }
        for said in part.otherwise
    ]
    if is_known:
        making = {name: value for name, value in _making_of_model(part).items() if value and part.tells_making}
        if not statements and not part.added and not making:
            return None
        entry = {"id": match.id, **part.added, **making}
    else:
        facts = _facts_of_model(draft, part) if match.kind == "model" else _facts_of_data(draft, part)
        entry = {"id": match.id, "name": draft.name, **{name: value for name, value in facts.items() if value}}
    if statements:
        entry["otherwise"] = statements
    entry["sources"] = [_source_of(draft, entry, part)]
    return entry


def _facts_of_model(draft: Draft, part: Parts) -> dict[str, Any]:
    return {
        "aliases": _other_names(draft),
        "developers": list(draft.developers),
        "released": draft.released,
        "kind": "service" if draft.is_service else None,
        "access": draft.access,
        "languages": list(draft.languages),
        "licence": part.licence,
        **_making_of_model(part),
        "sizes": [{key: value for key, value in size._asdict().items() if value is not None} for size in draft.sizes],
    }


def _making_of_model(part: Parts) -> dict[str, Any]:
    """Return what a model was made from and trained on."""
    foundations = [
        {"model": base.id, **({"size": base.size} if base.size else {}), "relation": named.relation}
        for named, base in part.found
        if base.kind == "model"
    ]
    return {
        "foundations": foundations,
        "datasets": [base.id for _, base in part.found if base.kind == "dataset"],
        "unresolved": list(_unresolved_of(part)),
    }


def _facts_of_data(draft: Draft, part: Parts) -> dict[str, Any]:
    return {
        "aliases": _other_names(draft),
        "creators": list(draft.developers),
        "released": draft.released,
        "access": draft.access,
        "licence": part.licence,
        "languages": list(draft.languages),
        "size": draft.extent,
        "derived_from": [
            {"dataset": base.id, "relation": "unstated"} for _, base in part.found if base.kind == "dataset"
        ],
        "generated_by": [
            {"model": base.id, **({"size": base.size} if base.size else {})}
            for _, base in part.found
            if base.kind == "model"
        ],
        "unresolved": list(_unresolved_of(part)),
    }


def _other_names(draft: Draft) -> list[str]:
    return [name for name in dict.fromkeys(draft.aliases) if name != draft.name]


def _unresolved_of(part: Parts) -> Iterator[dict[str, Any]]:
    for named, base in part.guessed:
        how = "distilled" if named.name in part.taught else named.relation
        if base.kind == "dataset":
            how = "data"
        size = {"size": base.size} if base.size else {}
        taken_as = {"taken_as": how} if how != named.relation else {}
        yield {"name": named.name, "relation": named.relation, "taken_for": base.id, **size, **taken_as}
    yield from ({"name": named.name, "relation": named.relation} for named in part.unresolved)


def _source_of(draft: Draft, entry: dict[str, Any], part: Parts) -> dict[str, Any]:
    """Return where the entry was read, and what stands there that no field holds."""
    supports = [name for name in (*_SOURCED, *_DATA_SOURCED) if name in entry]
    if "sizes" in entry:
        fields = {name: None for size in entry["sizes"] for name in size if name != "name"}
        supports += ["sizes", *(f"sizes.{name}" for name in fields)]
    says = [
        *(text for text in draft.says if text.strip()),
        *(f"only the output of {name} can have been used, for its weights can't be had" for name in part.taught),
    ]
    source: dict[str, Any] = {"url": draft.url}
    if supports:
        source["supports"] = supports
    if says:
        source["says"] = "; ".join(says)
    return source
