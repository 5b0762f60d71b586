"""What `search` looks through: every record with its texts, those of the survey out of the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from llmsurvey.messages import Either
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation
from llmsurvey.registry import cache
from llmsurvey.registry.layers import Layer, built_in_layer

if TYPE_CHECKING:
    from llmsurvey.library import Library

SearchKind = Literal["model", "dataset", "benchmark", "licence", "organisation", "board", "claim", "erratum"]
"""What may be found."""

TextField = tuple[str, str]
"""A text, with the name of its field before it."""


class Searched(NamedTuple):
    """Something that may be found: what it is called, its texts by their fields, and its record where it has one."""

    kind: SearchKind
    id: str
    name: str
    fields: tuple[TextField, ...]
    record: Model | Dataset | None = None


def list_searched(library: Library) -> Iterator[Searched]:
    """Yield everything that may be found in a library, with its texts in both languages."""
    registry = library.registry
    makers = registry.organisations
    for model in registry.models:
        yield Searched("model", model.id, model.name, tuple(_texts_of_model(model, makers)), model)
    for dataset in registry.datasets:
        yield Searched("dataset", dataset.id, dataset.name, tuple(_texts_of_dataset(dataset, makers)), dataset)
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


def _texts_of_model(model: Model, makers: Iterable[Organisation]) -> Iterator[TextField]:
    yield from _names_of(model)
    yield from _names_of_makers("developers", model.developers, makers)
    yield from (("hub", size.hub) for size in model.sizes if size.hub)
    yield from (("datasets", name) for size in model.each_size() for name in size.datasets or ())
    yield from _in_both_languages("notes", model.notes)
    for size in model.sizes:
        yield from _in_both_languages("notes", size.notes)


def _texts_of_dataset(dataset: Dataset, makers: Iterable[Organisation]) -> Iterator[TextField]:
    yield from _names_of(dataset)
    yield from _names_of_makers("creators", dataset.creators, makers)
    yield from _in_both_languages("notes", dataset.notes)


def _names_of_makers(field: str, names: tuple[str, ...], makers: Iterable[Organisation]) -> Iterator[TextField]:
    """Yield the names of developers or creators, and what else their organisations are called."""
    for name in names:
        yield field, name
        yield from ((field, alias) for maker in makers if maker.goes_by(name) for alias in maker.aliases)


def _texts_of_benchmark(benchmark: Benchmark) -> Iterator[TextField]:
    yield from _names_of(benchmark)
    yield from _in_both_languages("task", benchmark.task)
    yield from _in_both_languages("notes", benchmark.notes)


def _texts_of_licence(licence: Licence) -> Iterator[TextField]:
    yield from _names_of(licence)
    if licence.spdx:
        yield "spdx", licence.spdx
    for condition in licence.conditions:
        yield from _in_both_languages("conditions", condition.text)
    yield from _in_both_languages("derivatives", licence.derivatives)
    yield from _in_both_languages("notes", licence.notes)


def _list_boards(library: Library) -> Iterator[Searched]:
    """Yield the boards and their snapshots, the user's own included."""
    about = library.about_boards.by_id
    for board in library.board_folders.boards():
        record = about.get(board)
        name = record.name if record else board
        fields = [("id", board), ("name", name), *_in_both_languages("notes", record.notes if record else None)]
        yield Searched("board", board, name, tuple(fields))
        for snapshot in record.snapshots if record else ():
            address = f"{board}@{snapshot.date}"
            yield Searched("board", address, name, (("id", address), *_in_both_languages("notes", snapshot.notes)))


def _in_both_languages(field: str, text: str | None) -> Iterator[TextField]:
    if text is not None:
        yield field, text
    if isinstance(text, Either):
        yield field, text.ko


def _list_of_survey() -> Iterator[Searched]:
    """Yield the claims and errata, which take longer to load than all else and never change: out of the cache."""
    key = cache.key_of([built_in_layer("survey"), _layer_of_claims()])
    content = cache.read_bytes(key, "survey-texts")
    rows = None if content is None else json.loads(content)
    if rows is None:
        rows = [*_rows_of_claims(), *_rows_of_errata()]
        cache.write_bytes(key, json.dumps(rows, ensure_ascii=False).encode(), "survey-texts")
    for kind, name, en, ko, fields in rows:
        yield Searched(kind, name, Either(en, ko), (("id", name), *((field, text) for field, text in fields)))


def _layer_of_claims() -> Layer:
    """Return the files that the claims stand in, on which the kept texts depend."""
    from pathlib import Path

    import llmsurvey.survey

    folder = Path(llmsurvey.survey.__file__).with_name("claims")
    return Layer("claims", tuple((path.name, path.read_bytes()) for path in sorted(folder.glob("*.py"))))


def _rows_of_claims() -> Iterator[list[Any]]:
    from llmsurvey.survey.claims import all_claims

    for claim in all_claims():
        texts = _in_both_languages("text", claim.text)
        yield ["claim", claim.name, str(claim.text), claim.text.ko, list(texts)]


def _rows_of_errata() -> Iterator[list[Any]]:
    from llmsurvey.registry.built_in import load_survey

    for erratum in load_survey().errata:
        en, ko = (f"{erratum.printed} -> {correct}" for correct in (erratum.correct.en, erratum.correct.ko))
        texts = [("printed", erratum.printed), *_in_both_languages("correct", erratum.correct.text)]
        texts += _in_both_languages("reason", erratum.reason.text)
        yield ["erratum", erratum.name, en, ko, texts]
