"""The names that a shell completes, kept apart from the registry, so that a Tab reads names and nothing else."""

from __future__ import annotations

import json
from typing import Any, Literal, get_args

from llmsurvey.errors import RegistryError
from llmsurvey.registry import cache
from llmsurvey.registry.layers import built_in_layer, layers_for
from llmsurvey.registry.names import loose_form

Names = Literal[
    "models", "datasets", "benchmarks", "licences", "developers", "organisations", "citable", "gpus", "precisions",
    "cache types", "engines", "kinds", "conditions", "errata", "erratum kinds", "languages",
]  # fmt: skip
"""What there are names of."""

_SIZES = "sizes"

_FAULTS: dict[str, RegistryError] = {}
"""What was found to be wrong, by the key of the files: a Tab asks for names of several kinds, one after the other."""


def names_of(kind: Names) -> list[str]:
    """Return all names of a kind. Raises RegistryError where the registry has a fault."""
    names: list[str] = _load_index()[kind]
    return names


def sizes_of(model: str) -> list[str]:
    """Return the names of a model's sizes; none where no model, or more than one, has that name."""
    sizes: list[str] = _load_index()[_SIZES].get(loose_form(model), [])
    return sizes


def _load_index() -> dict[str, Any]:
    """Return all names by kind, from the cache if they are there for exactly these files."""
    layers = [*layers_for(), built_in_layer("survey"), built_in_layer("hardware")]
    key = cache.key_of(layers)
    content = cache.read_bytes(key, "names")
    if content is not None:
        try:
            index = json.loads(content)
        except ValueError:
            index = None
        if _is_index(index):
            return dict(index)
    if key in _FAULTS:
        raise _FAULTS[key]
    try:
        index = _collect_names()
    except RegistryError as error:
        _FAULTS[key] = error
        raise
    cache.write_bytes(key, json.dumps(index, ensure_ascii=False).encode("utf-8", "surrogateescape"), "names")
    return index


def _is_index(index: Any) -> bool:
    """Whether what was kept has the form of an index: lists of names, and lists of sizes by model."""
    return (
        isinstance(index, dict)
        and all(_is_list_of_names(index.get(kind)) for kind in get_args(Names))
        and isinstance(index.get(_SIZES), dict)
        and all(map(_is_list_of_names, index[_SIZES].values()))
    )


def _is_list_of_names(names: Any) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names)


def _collect_names() -> dict[str, Any]:
    """Collect all names from the registry, the survey and the hardware."""
    from llmsurvey.records import ConditionKind
    from llmsurvey.records.cache_type import CACHE_TYPES, ENGINES
    from llmsurvey.records.erratum import ErratumKind
    from llmsurvey.records.model import Kind
    from llmsurvey.registry.built_in import load_hardware, load_survey
    from llmsurvey.registry.load import load_registry

    registry, survey, hardware = load_registry(), load_survey(), load_hardware()
    sizes = {}
    for name in (*registry.names_of_models(), *registry.model_by_id):
        if (model := registry.find_model(name)) is not None:
            sizes[loose_form(name)] = [size.name for size in model[0].sizes]
    return {
        "models": [*registry.model_by_id, *registry.names_of_models()],
        "datasets": list(registry.dataset_by_id),
        "benchmarks": list(registry.benchmark_by_id),
        "licences": list(registry.licence_by_id),
        "developers": sorted({name for model in registry.models for name in model.developers}),
        "organisations": [name for maker in registry.organisations for name in (maker.name, *maker.aliases)],
        "citable": list(survey.publication_by_key),
        "gpus": [gpu.id for gpu in hardware.gpus],
        "precisions": [precision.name for precision in hardware.precisions],
        "cache types": [kind.name for kind in CACHE_TYPES],
        "engines": ENGINES,
        "kinds": get_args(Kind),
        "conditions": get_args(ConditionKind),
        "errata": [f"E{erratum.number}" for erratum in survey.errata],
        "erratum kinds": get_args(ErratumKind),
        "languages": sorted(
            {code for model in registry.models for record in model.each_size() for code in record.languages or ()}
        ),
        _SIZES: sizes,
    }
