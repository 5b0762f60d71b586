"""`llmsurvey validate`: every fault of a registry at once, each with its place."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from llmsurvey.cli.tell import tell_faults
from llmsurvey.messages import counted, say, translated


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files or folders of YAML; - is standard input. None checks the catalogue itself."
        ),
    ] = None,
    registry: Annotated[list[str] | None, typer.Option("--registry", help="The same as FILE.")] = None,
    no_warnings: Annotated[
        bool, typer.Option("--no-warnings", help="Only faults, not what merely looks wrong.")
    ] = False,
) -> None:
    """Check registry files: YAML, fields, types, references and cycles, each fault as file:line:column.

    Warnings (no source, a date before the foundation's, a size that its parameters contradict, a licence more generous
    than its base's, a fact behind verdicts that is changed) don't change the exit code: 0 without faults, 1 with.
    """
    from llmsurvey.errors import RegistryError
    from llmsurvey.lineage.check import licence_warnings
    from llmsurvey.registry.check import warnings
    from llmsurvey.registry.compile import compile_layers
    from llmsurvey.registry.layers import BUILT_IN, layers_for

    layers = layers_for([*(paths or ()), *(registry or ())])
    own = {file for layer in layers if layer.name != BUILT_IN or len(layers) == 1 for file, _ in layer.files}
    try:
        compiled = compile_layers(layers)
    except RegistryError as error:
        tell_faults(error.faults)
        closing = counted(
            "{number} fault. Nothing was loaded.", "{number} faults. Nothing was loaded.", len(error.faults)
        )
        print(translated(closing), file=sys.stderr)
        raise typer.Exit(1) from None
    warned = [] if no_warnings else sorted({*warnings(compiled), *licence_warnings(compiled)})
    warned = [fault for fault in warned if fault.file in own]
    tell_faults(warned)
    entries = sum(1 for node in compiled.nodes.values() if node.file in own)
    closing = say(
        "No faults, {warnings} in {entries}.",
        warnings=counted("{number} warning", "{number} warnings", len(warned)),
        entries=counted("{number} entry", "{number} entries", entries),
    )
    print(translated(closing))
