"""`llmsurvey show`: everything about one model, dataset, benchmark or licence."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import UnknownNameError, UnregisteredLicenceError
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Size
from llmsurvey.registry.registry import Registry


@with_rows
def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model, MODEL@SIZE, a dataset, benchmark or licence.",
            autocompletion=completion.records,
        ),
    ],
    sources: Annotated[bool, typer.Option("--sources", help="Every source, and what it supports.")] = False,
    *,
    rows: Rows,
) -> None:
    """Show all facts of one record, each with a source; --columns all shows the address beside every fact."""
    from llmsurvey.answers.as_printed import printed_about
    from llmsurvey.answers.show import facts_of, sources_of
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.built_in import load_survey
    from llmsurvey.registry.load import load_registry

    registry = load_registry(rows.registry)
    record, size = _find(registry, name)
    if sources:
        rows.give(sources_of(record, size))
        return
    printed = printed_about(load_survey(), record.id) if isinstance(record, Model) and size is None else ()
    rows.give(facts_of(Licensing(registry), record, size, printed))


def _find(registry: Registry, name: str) -> tuple[Model | Dataset | Benchmark | Licence, Size | None]:
    """The record of that name, models first. Raises UnknownNameError with the nearest models where there is none."""
    try:
        return registry.resolve_model(name)
    except UnknownNameError as error:
        for resolve in (registry.resolve_dataset, registry.resolve_benchmark, registry.resolve_licence):
            try:
                return resolve(name), None
            except UnregisteredLicenceError:
                raise
            except UnknownNameError:
                continue
        raise error
