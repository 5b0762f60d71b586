"""Facts that the files of a model state, in the words of the registry, each with the places that state it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from llmsurvey.errors import AmbiguousNameError, RegistryError, UnknownNameError
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.models.files import Stated, fault_of
from llmsurvey.importers.models.folder import ModelFiles
from llmsurvey.messages import list_names, say
from llmsurvey.registry.language_names import codes_of_language
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

_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")

Entry = dict[str, Any]


@dataclass
class Facts:
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


def take_facts(model: ModelFiles, around: Surroundings, known: Identity | None, facts: Facts) -> None:
    """Take all facts that a model's files state but its licence; `known` is what the registry has of it already.

    Raises RegistryError for a model that is based on itself.
    """
    _put_bases(model, around, known, facts)
    _put_data(model, around.registry, facts)
    _put_languages(model, facts)
    _put_measured(model, facts)


def _put_bases(model: ModelFiles, around: Surroundings, known: Identity | None, facts: Facts) -> None:
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
        if is_itself(model, name) or (known is not None and base_meant == (known.model, known.size)):
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


def is_itself(model: ModelFiles, name: str) -> bool:
    """Whether a name is that of the model's own repository."""
    return model.hub is not None and name.casefold() == model.hub.casefold()


def _once(items: list[Entry]) -> list[Entry]:
    return [item for number, item in enumerate(items) if item not in items[:number]]


def _put_data(model: ModelFiles, registry: Registry, facts: Facts) -> None:
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


def _put_languages(model: ModelFiles, facts: Facts) -> None:
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


def _put_measured(model: ModelFiles, facts: Facts) -> None:
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
