"""Entries of a registry for what the files of models say: who they are, what is new of them, and what differs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from llmsurvey.errors import Fault
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.models.facts import Entry, Facts, Surroundings, take_facts
from llmsurvey.importers.models.files import Stated, fault_of
from llmsurvey.importers.models.folder import ModelFiles
from llmsurvey.importers.models.licence_words import meant_licence, slug_of
from llmsurvey.importers.models.remarks import remark_on_files, remark_on_text
from llmsurvey.messages import list_names, say
from llmsurvey.records.quantities import short_count
from llmsurvey.registry.licence_expressions import Expression
from llmsurvey.registry.licence_names import versions_of
from llmsurvey.registry.registry import Identity

_SIZE = re.compile(r"(?<![\w.])\d+(?:x\d+)?(?:\.\d+)?[BbMm](?![A-Za-z])")


@dataclass
class ModelEntry:
    """What a registry gets of a model: its entry, licences that it hasn't, and where the facts of each came from.

    `known` is what the registry has under the same repository already. `size` is the name of the size that is meant.
    `bases` are the places of what it was made from, by the names there. `expression` is what its licence comes from
    where several are named at once; in the entry it stands as it is written.
    """

    files: ModelFiles
    entry: Entry
    size: str
    licence: Entry | None = None
    known: Identity | None = None
    bases: dict[str, str] = field(default_factory=dict)
    expression: Expression | None = None

    def warn_of_unresolved(self, names: Iterable[str]) -> Iterator[Fault]:
        """Yield a warning for each base that isn't in the registry."""
        for name in names:
            message = say("its base {name} is not in the registry: what it allows isn't known", name=name)
            yield fault_of(self.bases.get(name, str(self.files.path.folder)), message, warning=True)

    def warn_of_circles(self, names: Iterable[str]) -> Iterator[Fault]:
        """Yield a warning for each base that was itself made from this model, by whichever way round."""
        for name in names:
            message = say(
                '"{name}" is made from itself by way of "{base}", which is kept as a name',
                name=self.files.name,
                base=name,
            )
            yield fault_of(self.bases.get(name, str(self.files.path.folder)), message, warning=True)


def entry_of(model: ModelFiles, around: Surroundings) -> ModelEntry:
    """Return the entry of a model in a registry. Raises RegistryError for one that is based on itself.

    Of a model that the registry has by its repository, what the registry states stays in force, and what a file says
    otherwise is kept as its statement; shape and number of parameters are those of the files, which are exact.
    """
    registry, known = around.registry, around.below.identify(model.hub) if model.hub else None
    facts = Facts()
    licence = meant_licence(model, registry)
    if licence is not None:
        facts.put("licence", licence.id, Stated(licence.id, licence.place))
    take_facts(model, around, known, facts)
    remark_on_text(model, registry, known, facts)
    remark_on_files(model, registry, facts)
    size = _size_name(model, known, facts)
    entry = _new_entry(model, around, size, facts) if known is None else _amending_entry(model, known, size, facts)
    bases = {hub_of(base.value) or base.value: base.place for base in model.bases}
    if licence is None:
        return ModelEntry(model, entry, size, None, known, bases)
    if licence.expression is not None:
        put_licence(entry, licence.id, licence.expression.text)
    return ModelEntry(model, entry, size, _licence_record(licence.record, facts), known, bases, licence.expression)


def put_licence(entry: Entry, before: str, after: str) -> None:
    """Put another licence in the place of one, wherever an entry or a size of it has that."""
    for owner in (entry, *entry.get("sizes", ())):
        if owner.get("licence") == before:
            owner["licence"] = after


def _licence_record(record: Entry | None, facts: Facts) -> Entry | None:
    if record is None:
        return None
    place = facts.places["licence"][0].place if "licence" in facts.places else None
    return {**record, "sources": [{"url": place, "checked": _today()}]} if place else record


def open_bases(entry: Entry) -> list[str]:
    """Return the names of the bases in an entry, or in the sizes of it, that the registry doesn't have."""
    owners = (entry, *entry.get("sizes", ()))
    items = (item for owner in owners for item in owner.get("unresolved", ()))
    return [item["name"] for item in items if item["relation"] != "data" and "taken_for" not in item]


def _size_name(model: ModelFiles, known: Identity | None, facts: Facts) -> str:
    """Return the name of the size that is meant: the registry's, what the name says (7B), or how many parameters.

    Without any of these it is the size of the one base.
    """
    if known is not None and known.size is not None:
        return known.size.name
    match = _SIZE.search(model.name)
    if match is not None:
        return match[0].upper().replace("X", "x")
    parameters = model.weights.parameters if model.weights else None
    if parameters is not None:
        return short_count(parameters.value)
    foundations = facts.values.get("foundations", [])
    if len(foundations) == len(model.bases) == 1 and "size" in foundations[0]:
        return str(foundations[0]["size"])
    return model.name


_OF_SIZES = ("parameters", "active_parameters", "shape", "context", "hub")
"""The facts that stand with a size, not with its model."""


def _new_entry(model: ModelFiles, around: Surroundings, size: str, facts: Facts) -> Entry:
    """Return the entry of a model that the registry doesn't have."""
    name, identity = _free_name(model, around)
    own: Entry = {"name": size}
    if model.hub:
        own["hub"] = model.hub
    own |= {field: facts.values[field] for field in _OF_SIZES if field in facts.values}
    rest = {field: value for field, value in facts.values.items() if field not in _OF_SIZES}
    sources = list(_sources_of(facts))
    otherwise = {"otherwise": facts.otherwise} if facts.otherwise else {}
    if model.hub:
        sources.insert(0, {"url": str(model.path.folder), "supports": ["sizes.hub"], "checked": _today()})
    return {"id": identity, "name": name, **rest, "sizes": [own], **otherwise, "sources": sources}


def _free_name(model: ModelFiles, around: Surroundings) -> tuple[str, str]:
    """Return a name and an id that nothing else of the registry has."""
    name, wanted = model.name, slug_of((model.hub or model.name).replace("/", "--"))
    identity, number = wanted, 1
    while identity in around.registry.model_by_id and identity not in around.own:
        number += 1
        identity = f"{wanted}-{number}"
    if around.below.find_model(name) is not None:
        called = model.hub or str(model.path.folder.absolute())
        if not model.hub:
            model.warn(
                str(model.path.folder),
                say('the registry has another "{name}": this one is called "{called}"', name=name, called=called),
            )
        name = called
    return name, identity


def _sources_of(facts: Facts, only: set[str] | None = None, prefix: str = "sizes.") -> Iterator[Entry]:
    """Yield a source for each place, with the fields that it states."""
    by_place: dict[str, dict[str, bool]] = {}
    for name, places in facts.places.items():
        if (name in facts.values or name == "datasets") and (only is None or name in only):
            for stated in places:
                field = f"{prefix}{name}" if name in _OF_SIZES else name
                by_place.setdefault(stated.place, {})[field] = stated.inferred and name == "foundations"
    for place, fields in by_place.items():
        source: Entry = {"url": place, "supports": list(fields)}
        if inferred := [name for name, is_inferred in fields.items() if is_inferred]:
            source["infers"] = inferred
        yield {**source, "checked": _today()}


def _amending_entry(model: ModelFiles, known: Identity, size: str, facts: Facts) -> Entry:
    """Return what a model that the registry has gets: facts that it lacks, and what files say otherwise, kept."""
    complete = known.size or next(known.model.each_size())
    own: Entry = {"name": size}
    for name, value in list(facts.values.items()):
        if name == "architecture" or (name == "active_parameters" and complete.active_parameters is not None):
            continue  # whether embeddings count among what is active, makers see differently
        stated = _plain(getattr(complete, name))
        if stated in (None, [], {}) or (name in ("shape", "parameters") and stated != value):
            own[name] = value
        elif stated != value and not _agrees(name, stated, value):
            place = facts.places[name][0].place
            model.warn(
                place,
                say(
                    "{field} here is {here}, and the registry's {there}, which stays in force: both are kept",
                    field=name,
                    here=_short(value),
                    there=_short(stated),
                ),
            )
            facts.keep(name, _short(value), place)
    if sources := list(_sources_of(facts, set(own), prefix="")):
        own["sources"] = sources
    entry: Entry = {"id": known.model.id}
    if len(own) > 1:
        entry["sizes"] = [own]
    if facts.otherwise:
        entry["otherwise"] = [{**statement, "size": size} for statement in facts.otherwise]
    return entry


def _agrees(name: str, stated: object, value: object) -> bool:
    """Whether what is said is within what is stated: a licence without its version, or some of the items of a list."""
    if name == "licence":
        return str(stated) in versions_of(str(value), [str(stated)])
    if not isinstance(stated, list) or not isinstance(value, list):
        return False
    if name == "foundations":
        return {(base["model"], base.get("size")) for base in value} <= {
            pair for base in stated for pair in ((base["model"], base.get("size")), (base["model"], None))
        }
    return all(item in stated for item in value)


def _plain(value: Any) -> Any:
    """Return a fact of a record as it is written in a file."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(part) for name, part in vars(value).items() if part is not None and part != ()}
    return value


def _short(value: object) -> str:
    """Return a fact in a few words."""
    if isinstance(value, list):
        return list_names([_short(item) for item in value], most=3)
    if isinstance(value, dict):
        named = value.get("model") or value.get("name")
        if named:
            return f"{named}@{value['size']}" if value.get("size") else str(named)
        return ", ".join(f"{name} {part}" for name, part in value.items())
    return str(value)


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
