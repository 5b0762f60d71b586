"""`llmsurvey lineage`: where a model comes from, and what came from it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from llmsurvey.cli import completion, options
from llmsurvey.errors import UnknownNameError


def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A model, one size of it (MODEL@SIZE), or a dataset.", autocompletion=completion.models
        ),
    ],
    down: Annotated[bool, typer.Option("--down", help="What came from it, not what it came from.")] = False,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Follow at most so many steps.")] = None,
    format: Annotated[
        Literal["tree", "json", "yaml", "dot", "mermaid"],
        typer.Option("--format", "-f", help="How to write the answer.", rich_help_panel="Output"),
    ] = "tree",
    output: options.Output = None,
    force: options.Force = False,
    registry: options.Registry = None,
) -> None:
    """Trace a model to its foundations and datasets, and those to what they were made from.

    Data that is under a non-commercial licence, or was generated under a provider's terms, is marked with "!".
    """
    from llmsurvey.cli.rows import write
    from llmsurvey.formats.lineage import render
    from llmsurvey.lineage.tree import ancestors, dataset_origins, descendants
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.records import Dataset, Model, Size
    from llmsurvey.registry.load import load_registry

    loaded = load_registry(registry or ())
    licensing = Licensing(loaded)
    start: Model | Dataset
    size: Size | None = None
    try:
        start, size = loaded.resolve_model(name)
    except UnknownNameError as error:
        try:
            start = loaded.resolve_dataset(name)
        except UnknownNameError:
            raise error from None
    if down:
        root = descendants(licensing, start, size, depth)
    elif isinstance(start, Dataset):
        root = dataset_origins(licensing, start, depth)
    else:
        root = ancestors(licensing, start, size, depth)
    write(render(root, format, down=down).encode(), output, force=force)
