"""`llmsurvey lineage`: where a model comes from, and what came from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from llmsurvey.cli import completion, options
from llmsurvey.errors import UnknownNameError
from llmsurvey.formats import FormatName
from llmsurvey.lineage.tree import Branch
from llmsurvey.lineage.verdict import Licensing

TreeFormat = Literal["tree", "dot", "mermaid", "table", FormatName]
_SUFFIXES = {".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".txt": "tree"}


def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model, one size of it (MODEL@SIZE), or a dataset.",
            autocompletion=completion.records,
        ),
    ],
    down: Annotated[bool, typer.Option("--down", help="What came from it, not what it came from.")] = False,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Follow at most so many steps.")] = None,
    format: Annotated[
        TreeFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="How to write the answer. (Default: tree, or what the suffix of --output says.)",
            rich_help_panel="Output",
        ),
    ] = None,
    output: options.Output = None,
    force: options.Force = False,
    registry: options.Registry = None,
) -> None:
    """Trace a model to its foundations and datasets, and those to what they were made from.

    Data that is under a non-commercial licence, or was generated under a provider's terms, is marked with "!".
    """
    from llmsurvey.cli.rows import terminal, write
    from llmsurvey.drawings import lineage
    from llmsurvey.registry.load import load_registry

    root = _tree(Licensing(load_registry(registry or ())), name, down=down, depth=depth)
    chosen = format or _format_of(output)
    if chosen in lineage.FORMATS:
        text = lineage.render(root, chosen, down=down, width=terminal(output).width)
        write(text.encode(), output, force=force)
        return
    from llmsurvey.answers.lineage import list_branches

    table = list_branches(root)
    if chosen == "table":
        from llmsurvey.formats.terminal import render as render_table

        write(render_table(table, terminal(output)).encode(), output, force=force)
    else:
        from llmsurvey.formats import FORMATS, render

        write(render(table, chosen), output, force=force, binary=FORMATS[chosen].binary)


def _tree(licensing: Licensing, name: str, *, down: bool, depth: int | None) -> Branch:
    """The lineage of the model, or else the dataset, of that name."""
    from llmsurvey.lineage.tree import ancestors, dataset_origins, descendants

    registry = licensing.registry
    try:
        model, size = registry.resolve_model(name)
    except UnknownNameError as error:
        try:
            dataset = registry.resolve_dataset(name)
        except UnknownNameError:
            raise error from None
        return descendants(licensing, dataset, None, depth) if down else dataset_origins(licensing, dataset, depth)
    return descendants(licensing, model, size, depth) if down else ancestors(licensing, model, size, depth)


def _format_of(output: Path | None) -> str:
    """The format that the suffix of a file asks for; a tree where there is no file."""
    from llmsurvey.cli.rows import format_of, is_standard_output

    if output is None or is_standard_output(output):
        return "tree"
    return _SUFFIXES.get(output.suffix.lower()) or format_of(output)
