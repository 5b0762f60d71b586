"""What a registry says of licences and had better not, for whoever edits it."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.errors import Fault
from llmsurvey.lineage.basis import FIELDS, layer_of
from llmsurvey.lineage.reasons import contradictions_of
from llmsurvey.lineage.rules import BARS_COMMERCE
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Word, say
from llmsurvey.records import CommercialUse, Licence, Model
from llmsurvey.registry.compile import Compiled
from llmsurvey.registry.nodes import Node

Path = tuple[str | int, ...]


def licence_warnings(compiled: Compiled) -> Iterator[Fault]:
    """Yield warnings of facts behind verdicts: claims and licences that contradict, changes by layers, odd services."""
    licensing = Licensing(compiled.registry)
    for model in compiled.registry.models:
        yield from _warn_of_generous_licences(compiled, licensing, model)
        yield from _warn_of_services_with_weights(compiled, model)
    for licence in compiled.registry.licences:
        yield from _warn_of_contradicting_conditions(compiled, licence)
    for (kind, name), node in compiled.nodes.items():
        yield from _warn_of_changed_facts(compiled, kind, name, node)


def _warn_of_generous_licences(compiled: Compiled, licensing: Licensing, model: Model) -> Iterator[Fault]:
    """Yield a warning for every stated licence that is more generous than that of a foundation, with its sizes."""
    for (path, licence, base, allowed), names in _sizes_by_claim(licensing, model).items():
        holder = f"{model.name}@{', '.join(names)}" if model.sizes else model.name
        message = say(
            '"{licence}" of {holder} is more generous than {base} below it ({allowed}). '
            "The base decides; keep it only if the developers really claim it",
            licence=licence,
            holder=holder,
            base=base,
            allowed=Word("verdict", allowed),
        )
        yield compiled.fault("model", model.id, path, message, warning=True)


def _sizes_by_claim(licensing: Licensing, model: Model) -> dict[tuple[Path, str, str, CommercialUse], dict[str, None]]:
    """Return the sizes that claim more than a base, by place of the claim, licence, base and what the base allows."""
    claims: dict[tuple[Path, str, str, CommercialUse], dict[str, None]] = {}
    for index, size in enumerate(model.each_size()):
        for contradiction in contradictions_of(licensing, model, size):
            path: Path = ("sizes", index, "licence") if model.states(size, "licence") else ("licence",)
            claims.setdefault((path, contradiction.licence.id, contradiction.base.name, contradiction.verdict), {})[
                size.name
            ] = None
    return claims


def _warn_of_contradicting_conditions(compiled: Compiled, licence: Licence) -> Iterator[Fault]:
    """Yield a warning for a licence that allows commercial use and has a condition that rules it out."""
    for index, condition in enumerate(licence.conditions):
        if licence.commercial in ("yes", "conditional") and condition.kind in BARS_COMMERCE:
            message = say(
                'licence "{name}" says {commercial} to commercial use, and has the condition {kind}. Correct one',
                name=licence.id,
                commercial=Word("verdict", licence.commercial),
                kind=Word("condition", condition.kind),
            )
            yield compiled.fault("licence", licence.id, ("conditions", index, "kind"), message, warning=True)


def _warn_of_services_with_weights(compiled: Compiled, model: Model) -> Iterator[Fault]:
    """Yield a warning for every place that calls a service what has open weights; its verdict is `no weights`."""
    paths: dict[Path, None] = {}
    for index, size in enumerate(model.each_size()):
        if size.kind == "service" and size.access in ("open", "limited"):
            field = "access" if layer_of(compiled.registry, model, size, "access") else "kind"
            paths[("sizes", index, field) if model.states(size, field) else (field,)] = None
    for path in paths:
        message = say(
            'model "{name}" is a service, but its weights are said to be had. Correct "kind" or "access"', name=model.id
        )
        yield compiled.fault("model", model.id, path, message, warning=True)


def _warn_of_changed_facts(compiled: Compiled, kind: str, name: str, node: Node) -> Iterator[Fault]:
    """Yield a warning for every fact behind verdicts that a layer changes in a record of a layer below."""
    if len({child.file for child in node.value.values()}) == 1:
        return
    record, origins = say('{kind} "{name}"', kind=Word("record", kind), name=name), compiled.registry.origins
    paths: dict[str, Path] = {field: (field,) for field in FIELDS.get(kind, ())}
    sizes = node.value["sizes"].value if "sizes" in node.value else []
    for index, size in enumerate(sizes):
        called = str(size.value["name"].value)
        paths |= {f"@{called}.{field}": ("sizes", index, field) for field in FIELDS.get(kind, ())}
    for field, path in paths.items():
        if f"{kind}/{name}/{field}" in origins:
            message = say(
                '"{field}" of {record} is changed here: every verdict that follows from it will name this layer',
                field=field,
                record=record,
            )
            yield compiled.fault(kind, name, path, message, warning=True)
