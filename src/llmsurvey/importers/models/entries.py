"""Entries of a registry for what the files of models say: who they are, what is new of them, and what differs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from llmsurvey.errors import AmbiguousNameError, Fault, RegistryError, UnknownNameError
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.models.files import Stated, fault_of
from llmsurvey.importers.models.folder import ModelFiles
from llmsurvey.importers.models.licence_words import meant_licence, says_other_licence, slug_of
from llmsurvey.lineage.graph import made_from, nearest_first
from llmsurvey.messages import Message, list_names, say
from llmsurvey.records.quantities import short_count
from llmsurvey.registry.language_names import codes_of_language
from llmsurvey.registry.licence_expressions import Expression
from llmsurvey.registry.registry import Identity, Registry

_RELATIONS = {
    "finetune": "finetuned",
    "finetuned": "finetuned",
    "adapter": "adapter",
    "merge": "merge",
    "quantized": "quantised",
    "quantised": "quantised",
    "distilled": "distilled",
    "continued-pretraining": "continued-pretraining",
}
"""The hub's words for how a model came from another, and the registry's."""

_SIZE = re.compile(r"(?<![\w.])\d+(?:x\d+)?(?:\.\d+)?[BbMm](?![A-Za-z])")
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")

Entry = dict[str, Any]


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


_FRONT_MATTER_DECIDES: Entry = {"en": "the front matter decides", "ko": "머리말이 우선한다"}


@dataclass
class _Facts:
    """Fields of a model, each with the places that state it, and what files say beside what is taken."""

    values: Entry = field(default_factory=dict)
    places: dict[str, list[Stated[Any]]] = field(default_factory=dict)
    otherwise: list[Entry] = field(default_factory=list)

    def keep(self, name: str, value: str, place: str, because: Entry | None = None) -> None:
        """Keep what is said of a field, and isn't taken: because of a rule, or because the registry has the fact."""
        self.otherwise.append({"field": name, "value": value, "url": place} | ({"because": because} if because else {}))

    def put(self, name: str, value: object, *stated: Stated[Any]) -> None:
        """Take a fact, where there is one."""
        if value not in (None, [], {}):
            self.values[name] = value
            self.places[name] = list(stated)


class Surroundings(NamedTuple):
    """What a model is entered among: the whole `registry`, and what of it is `below` the entry.

    `own` are the ids of what an earlier import into the same file brought, which isn't below.
    """

    registry: Registry
    below: Registry
    own: frozenset[str] = frozenset()


def entry_of(model: ModelFiles, around: Surroundings) -> ModelEntry:
    """Return the entry of a model in a registry. Raises RegistryError for one that is based on itself.

    Of a model that the registry has by its repository, what the registry states stays in force, and what a file says
    otherwise is kept as its statement; shape and number of parameters are those of the files, which are exact.
    """
    registry, known = around.registry, around.below.identify(model.hub) if model.hub else None
    facts = _Facts()
    licence = meant_licence(model, registry)
    if licence is not None:
        facts.put("licence", licence.id, Stated(licence.id, licence.place))
    _put_bases(model, around, known, facts)
    _put_data(model, registry, facts)
    _put_languages(model, facts)
    _put_measured(model, facts)
    _remark_on_text(model, registry, known, facts)
    _remark_on_files(model, registry, facts)
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


def _licence_record(record: Entry | None, facts: _Facts) -> Entry | None:
    if record is None:
        return None
    place = facts.places["licence"][0].place if "licence" in facts.places else None
    return {**record, "sources": [{"url": place, "checked": _today()}]} if place else record


def _put_bases(model: ModelFiles, around: Surroundings, known: Identity | None, facts: _Facts) -> None:
    """Take what a model was made from: what the registry has as foundations, all else as it is named."""
    word = model.relation.value.casefold() if model.relation else ""
    relation = _RELATIONS.get(word, "unstated")
    if model.relation is not None and word not in _RELATIONS:
        model.warn(model.relation.place, say('base_model_relation "{word}" isn\'t known', word=model.relation.value))
    foundations: list[Entry] = []
    unresolved: list[Entry] = []
    for base in model.bases:
        name = hub_of(base.value) or base.value
        base_meant = around.registry.find_model(name)
        if _is_itself(model, name) or (known is not None and base_meant == (known.model, known.size)):
            raise RegistryError([fault_of(base.place, say('is based on itself ("{name}")', name=base.value))])
        if base_meant is None or base_meant[0].id in around.own:  # of its own file it is found when that is whole
            unresolved.append({"name": name, "relation": relation})
        else:
            size = {"size": base_meant[1].name} if base_meant[1] is not None else {}
            foundations.append({"model": base_meant[0].id, **size, "relation": relation})
    inferred = model.relation is not None and model.relation.inferred
    stated = [base._replace(inferred=inferred) for base in model.bases]
    facts.put("foundations", _once(foundations), *stated)
    facts.put("unresolved", _once(unresolved), *stated)


def _is_itself(model: ModelFiles, name: str) -> bool:
    return model.hub is not None and name.casefold() == model.hub.casefold()


def _once(items: list[Entry]) -> list[Entry]:
    return [item for number, item in enumerate(items) if item not in items[:number]]


def open_bases(entry: Entry) -> list[str]:
    """Return the names of the bases in an entry, or in the sizes of it, that the registry doesn't have."""
    owners = (entry, *entry.get("sizes", ()))
    items = (item for owner in owners for item in owner.get("unresolved", ()))
    return [item["name"] for item in items if item["relation"] != "data" and "taken_for" not in item]


def _put_data(model: ModelFiles, registry: Registry, facts: _Facts) -> None:
    """Take the data that a card names: what the registry has by that name, or by its last part as a guess."""
    datasets: list[str] = []
    unresolved: list[Entry] = list(facts.values.get("unresolved", ()))
    for data in model.datasets:
        name = re.sub(r"^(?:https?://)?huggingface\.co/datasets/", "", data.value)
        exact = _dataset_called(registry, name)
        guess = None if exact else _dataset_called(registry, name.rpartition("/")[2])
        if exact is not None:
            datasets.append(exact)
        else:
            unresolved.append({"name": name, "relation": "data"} | ({"taken_for": guess} if guess is not None else {}))
    facts.put("datasets", list(dict.fromkeys(datasets)), *model.datasets)
    if any("taken_for" in item for item in unresolved):
        facts.places["datasets"] = list(model.datasets)  # among which a guess is put when the layer is read
    facts.put("unresolved", _once(unresolved), *facts.places.get("unresolved", []), *model.datasets)


def _dataset_called(registry: Registry, name: str) -> str | None:
    try:
        return registry.resolve_dataset(name).id
    except (UnknownNameError, AmbiguousNameError):
        return None


def _put_languages(model: ModelFiles, facts: _Facts) -> None:
    codes: list[str] = []
    unknown: list[Stated[str]] = []
    for language in model.languages:
        found = codes_of_language(language.value)
        if len(found) == 1:
            codes.append(found[0])
        elif _CODE.fullmatch(language.value):
            codes.append(re.split("[-_]", language.value)[0])
        else:
            unknown.append(language)
    if unknown:
        names = list_names([language.value for language in unknown], most=5)
        model.warn(unknown[0].place, say("no language is called {names}: left out", names=names))
    facts.put("languages", list(dict.fromkeys(codes)), *model.languages)


def _put_measured(model: ModelFiles, facts: _Facts) -> None:
    """Take what configs and headers tell; an adapter's own parameters aren't those of a model."""
    if model.weights is not None and model.weights.parameters is not None:
        facts.put("parameters", model.weights.parameters.value, model.weights.parameters)
        facts.put("active_parameters", model.weights.active, model.weights.parameters)
    if model.shape is not None:
        facts.put("shape", model.shape.value, model.shape)
    if model.context is not None:
        window = facts.values.get("shape", {}).get("sliding_window", 0)
        if model.context.value >= window:
            facts.put("context", model.context.value, model.context)
    if model.architecture is not None:
        facts.put("architecture", model.architecture.value, model.architecture)


def _remark_on_text(model: ModelFiles, registry: Registry, known: Identity | None, facts: _Facts) -> None:
    """Keep what the text of a card says otherwise than its front matter, and tell it."""
    if model.card is None:
        return
    taken = facts.values.get("licence")
    for said in model.card.said_licences:
        if says_other_licence(said.value, taken, registry):
            model.warn(said.place, _tell_of_licence(said.value, taken))
            facts.keep("licence", said.value, said.place, _FRONT_MATTER_DECIDES)
    named = [base.value for base in model.bases]
    if not named and known is not None:
        return  # the registry has what it was made from
    for said in model.card.said_bases:
        if _says_other_base(model, said.value, registry):
            model.warn(said.place, _tell_of_base(said.value, named))
            facts.keep("foundations", said.value, said.place, _FRONT_MATTER_DECIDES)


def _says_other_base(model: ModelFiles, said: str, registry: Registry) -> bool:
    """Whether a text names a model of the registry as the base, which is neither the model itself nor a named base."""
    named = {(hub_of(base.value) or base.value).casefold() for base in model.bases}
    found = registry.find_model(said)
    if found is None or said.casefold() in named or _is_itself(model, said):
        return False
    return all(registry.find_model(name) != found for name in named)


def _remark_on_files(model: ModelFiles, registry: Registry, facts: _Facts) -> None:
    """Keep what texts of licences and headers of weights beside a card say otherwise than it does, and tell it."""
    taken = facts.values.get("licence")
    for stated in model.licence_files:
        if taken is not None and stated.value not in (None, taken):
            model.warn(
                stated.place,
                say('is the text of "{text}", and "{taken}" is taken: both are kept', text=stated.value, taken=taken),
            )
            facts.keep("licence", str(stated.value), stated.place, _FRONT_MATTER_DECIDES)
    for said in model.other_licences:
        if taken is not None and says_other_licence(said.value, taken, registry):
            message = say(
                'names the licence "{said}", and "{taken}" is taken: both are kept', said=said.value, taken=taken
            )
            model.warn(said.place, message)
            facts.keep("licence", said.value, said.place, _FRONT_MATTER_DECIDES)
    named = [base.value for base in model.bases]
    for said in model.other_bases:
        name = hub_of(said.value) or said.value
        if _says_other_base(model, name, registry) and not _is_below(name, named, registry):
            taken_bases = list_names(named, most=3)
            message = say('names the base "{said}", and {taken} is taken: both are kept', said=name, taken=taken_bases)
            model.warn(said.place, message)
            facts.keep("foundations", name, said.place, _FRONT_MATTER_DECIDES)


def _is_below(name: str, bases: Iterable[str], registry: Registry) -> bool:
    """Whether one of some bases was itself made from a model: converters write the base of what they converted."""
    wanted = registry.find_model(name)
    found = [found for base in bases if (found := registry.find_model(hub_of(base) or base)) is not None]
    start = [(model.id, size.name if size is not None else None) for model, size in found]
    below = nearest_first(start, lambda place: made_from(registry, place))
    return wanted is not None and any(identity == wanted[0].id for identity, _ in below)


def _tell_of_licence(said: str, taken: str | None) -> Message:
    """Return what to say of a licence that only the text of a card names."""
    if taken is None:
        return say('the text says licence "{said}", the front matter none: none is taken', said=said)
    return say('the text says licence "{said}", the front matter "{taken}": both are kept', said=said, taken=taken)


def _tell_of_base(said: str, named: Sequence[str]) -> Message:
    """Return what to say of a base that only the text of a card names."""
    if not named:
        return say('the text names the base "{said}", the front matter none: none is taken', said=said)
    return say(
        'the text names the base "{said}", the front matter {taken}: both are kept',
        said=said,
        taken=list_names(named, most=3),
    )


def _size_name(model: ModelFiles, known: Identity | None, facts: _Facts) -> str:
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


def _new_entry(model: ModelFiles, around: Surroundings, size: str, facts: _Facts) -> Entry:
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


def _sources_of(facts: _Facts, only: set[str] | None = None, prefix: str = "sizes.") -> Iterator[Entry]:
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


def _amending_entry(model: ModelFiles, known: Identity, size: str, facts: _Facts) -> Entry:
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
    """Whether two lists say the same of what both name: the same bases, or data and languages that are there too."""
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
