"""`llmsurvey validate`: every fault of a registry at once, each with its place."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files or folders of YAML; - is standard input. None checks the catalogue itself."
        ),
    ] = None,
    registry: Annotated[list[str] | None, typer.Option("--registry", help="The same as FILE. Repeatable.")] = None,
    no_warnings: Annotated[
        bool, typer.Option("--no-warnings", help="Only faults, not what merely looks wrong.")
    ] = False,
) -> None:
    """Check registry files: YAML, fields, types, references and cycles, each fault as file:line:column.

    Warnings (no source, a date before the foundation's, a size that its parameters contradict, a licence more generous
    than its base's) don't change the exit code: 0 without faults, 1 with.
    """
    from llmsurvey.errors import RegistryError
    from llmsurvey.formats.text import visible
    from llmsurvey.lineage.check import licence_warnings
    from llmsurvey.registry.check import warnings
    from llmsurvey.registry.compile import compile_layers
    from llmsurvey.registry.layers import BUILT_IN, layers_for

    layers = layers_for([*(paths or ()), *(registry or ())])
    own = {file for layer in layers if layer.name != BUILT_IN or len(layers) == 1 for file, _ in layer.files}
    try:
        compiled = compile_layers(layers)
    except RegistryError as error:
        for fault in error.faults:
            print(visible(str(fault)), file=sys.stderr)
        print(f"{_counted(len(error.faults), 'fault')}. Nothing was loaded.", file=sys.stderr)
        raise typer.Exit(1) from None
    found = [] if no_warnings else sorted({*warnings(compiled), *licence_warnings(compiled)})
    found = [fault for fault in found if fault.file in own]
    for fault in found:
        print(visible(str(fault)), file=sys.stderr)
    entries = sum(1 for node in compiled.nodes.values() if node.file in own)
    print(f"No faults, {_counted(len(found), 'warning')} in {_counted(entries, 'entry')}.")


def _counted(count: int, word: str) -> str:
    """A number with its word: `1 entry`, `2 entries`."""
    plural = f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s"
    return f"{count} {word if count == 1 else plural}"
