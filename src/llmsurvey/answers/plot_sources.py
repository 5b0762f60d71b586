"""Where the facts stand that a picture shows: what each source is of, and its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.boards.folders import complete_address
from llmsurvey.errors import UnknownNameError

if TYPE_CHECKING:
    from llmsurvey.answers.timeline import TimelineEntry
    from llmsurvey.library import Library
    from llmsurvey.lineage.branches import Branch
    from llmsurvey.records import Source
    from llmsurvey.registry.registry import Registry


class Citation(NamedTuple):
    """What a source is of, a board or a record, and where it is."""

    of: str
    address: str


def sources_of_boards(library: Library, addresses: Iterable[str]) -> Iterator[Citation]:
    """Yield where snapshots of boards were published; a file of scores is its own source."""
    for address in map(complete_address, addresses):
        if not library.is_kept(address):
            yield Citation(address, address)
            continue
        try:
            board, day = library.board_store.find(address)
        except UnknownNameError:  # of which no snapshot is kept, but scores are stated
            continue
        record = library.about_boards.by_id.get(board)
        sources = (snapshot.source for snapshot in record.snapshots if snapshot.date == day) if record else ()
        source = next((source for source in sources if source), record.url if record else None)
        if source:
            yield Citation(f"{board}@{day}", source)


def sources_of_sizes(registry: Registry, names: Sequence[str]) -> Iterator[Citation]:
    """Yield where parameters, shape and context of some sizes stand."""
    for name in names:
        model, size = registry.resolve_model(name)
        for size_of_model in [size] if size else list(model.each_size()):
            for field in ("parameters", "shape", "context"):
                yield from _cite(name, model.sources_for(field, size_of_model))


def sources_of_branches(registry: Registry, root: Branch) -> Iterator[Citation]:
    """Yield where it stands what each model and dataset of a tree was made from."""
    for _, branch in root.walk():
        if branch.record == "model":
            model = registry.model_by_id[branch.id]
            sizes = [size for size in model.sizes if size.name in branch.sizes]
            for field in ("foundations", "datasets"):
                yield from _cite(branch.name, model.sources_for(field))
                for size in sizes:
                    yield from _cite(branch.name, model.sources_for(field, size))
        else:
            dataset = registry.dataset_by_id[branch.id]
            for field in ("derived_from", "generated_by"):
                yield from _cite(branch.name, dataset.sources_for(field))


def sources_of_events(registry: Registry, events: Iterable[TimelineEntry]) -> Iterator[Citation]:
    """Yield where the dates of the models of a history stand."""
    for event in events:
        if event.id is not None:
            yield from _cite(event.name, registry.model_by_id[event.id].sources_for("released"))


def _cite(name: str, sources: Iterable[Source]) -> Iterator[Citation]:
    for source in sources:
        yield Citation(name, source.url)
