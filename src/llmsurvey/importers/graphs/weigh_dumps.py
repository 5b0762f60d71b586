"""The verdicts of all models of imported dumps at once, over a registry: millions in some seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from llmsurvey.importers.graphs.draft_columns import DraftColumns
from llmsurvey.importers.graphs.licence_words import LicenceWords
from llmsurvey.lineage.graph import sizes_at
from llmsurvey.lineage.graph_columns import GraphColumns, Neighbours, number_of_verdict
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import NO_WEIGHTS, VERDICTS
from llmsurvey.registry.names import forms_of

_UNKNOWN = number_of_verdict("unknown")


class WeighedDumps(NamedTuple):
    """For each model that was made from others, and that the registry hasn't: its dump, and what its licences say.

    `declared` and `concluded` are places in `VERDICTS`, of its own licence and of all that its weights come from.
    `by_base` tells whether one of the models that it was made from decides, and not one further up. `circular` counts
    the models that were made from themselves.
    """

    dump: npt.NDArray[np.int64]
    declared: npt.NDArray[np.int8]
    concluded: npt.NDArray[np.int8]
    by_base: npt.NDArray[np.bool_]
    circular: int


class _Nodes(NamedTuple):
    """Every name of some dumps once, with the dump whose word counts (-1 where none has the model) and its own verdict.

    `bases` and `models` are the two ends of each step, by the places of the names.
    """

    names: pa.Array
    dump: npt.NDArray[np.int64]
    own: npt.NDArray[np.int8]
    bases: npt.NDArray[np.int64]
    models: npt.NDArray[np.int64]


def weigh_dumps(licensing: Licensing, dumps: Sequence[DraftColumns]) -> WeighedDumps:
    """Return what the licences say of each model that was made from others.

    Of several dumps the first that has a model is believed, and the registry before all. Names that nobody answers to
    are unknown. Raises RegistryError for a file that isn't as it was written.
    """
    nodes = _join_dumps(licensing, dumps)
    in_registry, own, passed_on = _find_in_registry(licensing, nodes.names)
    count, extra = len(nodes.names), len(in_registry)
    is_known = np.zeros(count, np.bool_)
    is_known[in_registry] = True
    nodes.own[in_registry] = own
    is_followed = ~is_known[nodes.models]
    # What the registry knows rests on what a node of its own stands for: all that it came from.
    models = np.concatenate([nodes.models[is_followed], in_registry])
    bases = np.concatenate([nodes.bases[is_followed], np.arange(count, count + extra)])
    graph = GraphColumns(np.concatenate([nodes.own, passed_on]), Neighbours.of_pairs(models, bases, count + extra))
    weighed = graph.weigh()
    is_made = np.zeros(count, np.bool_)
    is_made[nodes.models] = True
    asked = np.flatnonzero(is_made & ~is_known & (nodes.dump >= 0))
    by_base = np.zeros(count + extra, np.bool_)
    by_base[models[weighed.deciding[models] == bases]] = True
    circular = weighed.circular[asked]
    return WeighedDumps(
        nodes.dump[asked], graph.own[asked], weighed.verdicts[asked], by_base[asked], int(circular.sum())
    )


def _join_dumps(licensing: Licensing, dumps: Sequence[DraftColumns]) -> _Nodes:
    """Return the models of some dumps as one graph."""
    words = LicenceWords(licensing.registry.licences)
    names = pc.unique(pa.concat_arrays([dump.names for dump in dumps]))
    believed = np.full(len(names), -1, np.int64)
    own = np.full(len(names), _UNKNOWN, np.int8)
    bases, models = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for number, dump in enumerate(dumps):
        places = pc.index_in(dump.names, names).to_numpy(zero_copy_only=False).astype(np.int64)
        of_models = places[: dump.models]
        is_first = believed[of_models] < 0
        believed[of_models[is_first]] = number
        own[of_models[is_first]] = _own_verdicts(licensing, words, dump)[is_first]
        from_names, made = dump.made()
        counts = believed[places[made]] == number
        bases.append(places[from_names[counts]])
        models.append(places[made[counts]])
    return _Nodes(names, believed, own, np.concatenate(bases), np.concatenate(models))


def _own_verdicts(licensing: Licensing, words: LicenceWords, dump: DraftColumns) -> npt.NDArray[np.int8]:
    """Return the verdict of each model's own licence in a dump; closed weights have none to license."""
    licences = licensing.registry.licence_by_id
    said, closed = dump.licences()
    meant = [licences.get(words.read(text).licence or "") for text in said.dictionary.to_pylist()]
    numbers = [*(number_of_verdict(licence.commercial) if licence else _UNKNOWN for licence in meant), _UNKNOWN]
    codes = pc.fill_null(said.indices, len(meant)).to_numpy(zero_copy_only=False)
    verdicts: npt.NDArray[np.int8] = np.array(numbers, np.int8)[codes]
    verdicts[closed] = number_of_verdict(NO_WEIGHTS)
    return verdicts


def _find_in_registry(
    licensing: Licensing, names: pa.Array
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """Return the places of the names that the registry knows, and for each the verdict of its own licence and of all.

    Both are the strictest of a model's sizes where a name says none.
    """
    registry = licensing.registry
    spelled = registry.named_models.loosely
    texts: list[str] = names.to_pylist()
    _, loose = forms_of(texts)
    places, own, passed_on = [], [], []
    for place in (place for place, form in enumerate(loose) if form in spelled):
        meant = registry.find_model(texts[place])
        if meant is None:
            continue
        model, size = meant
        sizes_of = model.id, size.name if size else None
        places.append(place)
        own.append(min(number_of_verdict(licensing.own(each)[0]) for _, each in sizes_at(registry, sizes_of)))
        passed_on.append(min(map(VERDICTS.index, licensing.passed_on(sizes_of).verdicts)))
    return np.array(places, np.int64), np.array(own, np.int8), np.array(passed_on, np.int8)
