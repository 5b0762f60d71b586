"""What `search` looks through: every record with its texts, those of the survey out of the cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from llmsurvey.messages import Either
from llmsurvey.records import Benchmark, Dataset, Licence, Model
from llmsurvey.records.model import items_once
from llmsurvey.registry import cache
from llmsurvey.registry.layers import Layer, built_in_layer

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.registry.registry import Registry

SearchKind = Literal["model", "dataset", "benchmark", "licence", "organisation", "board", "claim", "erratum"]
"""What may be found."""

TextField = tuple[str, str]
"""A text, in both languages where it is there in both, with the name of its field before it."""


class Searched(NamedTuple):
    """Something that may be found: its name, its texts by their fields, and its record where it has one."""

    kind: SearchKind
    id: str
    name: str
    fields: tuple[TextField, ...]
    record: Model | Dataset | None = None


def list_searched(library: Library) -> Iterator[Searched]:
    """Yield everything that may be found in a library, with its texts in both languages."""
    registry = library.registry
    for model in registry.models:
        yield Searched("model", model.id, model.name, tuple(texts_of_model(model, registry)), model)
    for dataset in registry.datasets:
        yield Searched("dataset", dataset.id, dataset.name, tuple(_texts_of_dataset(dataset, registry)), dataset)
    for benchmark in registry.benchmarks:
        yield Searched("benchmark", benchmark.id, benchmark.name, tuple(_texts_of_benchmark(benchmark)))
    for licence in registry.licences:
        yield Searched("licence", licence.id, licence.name, tuple(_texts_of_licence(licence)))
    for maker in registry.organisations:
        yield Searched("organisation", maker.id, maker.name, tuple(_names_of(maker)))
    yield from _list_boards(library)
    yield from _list_of_survey()


def _names_of(record: Any) -> Iterator[TextField]:
    yield "id", record.id
    yield "name", record.name
    yield from (("aliases", alias) for alias in record.aliases)


def texts_of_model(model: Model, registry: Registry) -> Iterator[TextField]:
    """Yield the texts that a model is found by, each once behind its field."""
    yield from _names_of(model)
    yield from _names_of_makers("developers", model.developers, registry)
    yield from (("hub", size.hub) for size in model.sizes if size.hub)
    lists = (model.datasets, *(size.datasets for size in model.sizes))
    yield from (("datasets", name) for name in dict.fromkeys(items_once(lists)))
    yield from _texts(notes=model.notes)
    yield from (("notes", size.notes) for size in model.sizes if size.notes)


def _texts_of_dataset(dataset: Dataset, registry: Registry) -> Iterator[TextField]:
    yield from _names_of(dataset)
    yield from _names_of_makers("creators", dataset.creators, registry)
    yield from _texts(notes=dataset.notes)


def _names_of_makers(field: str, names: tuple[str, ...], registry: Registry) -> Iterator[TextField]:
    """Yield the names of developers or creators, and what else their organisations are called."""
    for name in names:
        yield field, name
        yield from ((field, alias) for maker in registry.makers_called(name) for alias in maker.aliases)


def _texts_of_benchmark(benchmark: Benchmark) -> Iterator[TextField]:
    yield from _names_of(benchmark)
    yield from _texts(task=benchmark.task, notes=benchmark.notes)


def _texts_of_licence(licence: Licence) -> Iterator[TextField]:
    yield from _names_of(licence)
    yield from _texts(spdx=licence.spdx)
    yield from (("conditions", condition.text) for condition in licence.conditions)
    yield from _texts(derivatives=licence.derivatives, notes=licence.notes)


def _list_boards(library: Library) -> Iterator[Searched]:
    """Yield the boards and their snapshots, the user's own included."""
    about = library.about_boards.by_id
    for board in library.board_folders.boards():
        record = about.get(board)
        name = record.name if record else board
        fields = _texts(id=board, name=name, notes=record.notes if record else None)
        yield Searched("board", board, name, tuple(fields))
        for snapshot in record.snapshots if record else ():
            address = f"{board}@{snapshot.date}"
            yield Searched("board", address, name, tuple(_texts(id=address, notes=snapshot.notes)))


def _texts(**fields: str | None) -> Iterator[TextField]:
    """Yield the fields that hold anything."""
    yield from ((field, text) for field, text in fields.items() if text)


def _list_of_survey() -> Iterator[Searched]:
    """Yield the claims and errata, which take longer to load than all else and never change: out of the cache."""
    key = cache.key_of([built_in_layer("survey"), _layer_of_program()])
    content = cache.read_bytes(key, "survey-texts")
    rows = None if content is None else json.loads(content)
    if rows is None:
        rows = [*_rows_of_claims(), *_rows_of_errata()]
        cache.write_bytes(key, json.dumps(rows, ensure_ascii=False).encode(), "survey-texts")
    for kind, name, title, fields in rows:
        yield Searched(kind, name, Either(*title), (("id", name), *((field, Either(*text)) for field, text in fields)))


def _layer_of_program() -> Layer:
    """Return the files on which the kept texts depend: those of the claims, and this one, which says their form."""
    import llmsurvey.survey

    claims = Path(llmsurvey.survey.__file__).with_name("claims").glob("*.py")
    return Layer("claims", tuple((path.name, path.read_bytes()) for path in (*sorted(claims), Path(__file__))))


def _rows_of_claims() -> Iterator[list[Any]]:
    """Yield what is kept of each claim: its kind and name, what it says in both languages, and its texts by field."""
    from llmsurvey.survey.claims import all_claims

    for claim in all_claims():
        text = [str(claim.text), claim.text.ko]
        yield ["claim", claim.name, text, [["text", text]]]


def _rows_of_errata() -> Iterator[list[Any]]:
    """Yield the same of each erratum, which says what should stand in place of what is printed."""
    from llmsurvey.registry.built_in import load_survey

    for erratum in load_survey().errata:
        title = [f"{erratum.printed} -> {correct}" for correct in (erratum.correct.en, erratum.correct.ko)]
        fields = [["printed", [erratum.printed, erratum.printed]]]
        fields += [
            [name, [text.en, text.ko]] for name, text in (("correct", erratum.correct), ("reason", erratum.reason))
        ]
        yield ["erratum", erratum.name, title, fields]
