"""Every fault of a registry at once, each with its place, and what merely looks wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import Fault, RegistryError
from llmsurvey.tables import Column

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("file"),
    Column("line", numeric=True),
    Column("column", numeric=True),
    Column("message"),
    Column("warning"),
)


@dataclass(frozen=True, kw_only=True)
class ValidateQuestion:
    """Which registry files to check: none for those of the library. `warnings` asks for what merely looks wrong."""

    paths: tuple[str, ...] = ()
    warnings: bool = True


@dataclass(frozen=True, kw_only=True)
class ValidateAnswer(Answer[Fault]):
    """Faults, or, where there are none, warnings; `checked` is how many entries of the files were looked at."""

    columns = COLUMNS

    checked: int = 0

    @property
    def is_valid(self) -> bool:
        """Whether the registry loads."""
        return all(entry.warning for entry in self.entries)


def check_registry(library: Library, question: ValidateQuestion) -> ValidateAnswer:
    """Return all faults of registry files, or of those of the library where none are named, by their place.

    Raises RegistryError for a file that can't be read at all.
    """
    from llmsurvey.lineage.check import licence_warnings
    from llmsurvey.registry.check import find_warnings
    from llmsurvey.registry.compile import compile_layers
    from llmsurvey.registry.layers import BUILT_IN, layers_for

    layers = layers_for(list(question.paths or library.registries))
    own = {file for layer in layers if layer.name != BUILT_IN or len(layers) == 1 for file, _ in layer.files}
    try:
        compiled = compile_layers(layers)
    except RegistryError as error:
        return ValidateAnswer(entries=error.faults)
    found = sorted({*find_warnings(compiled), *licence_warnings(compiled)}) if question.warnings else []
    checked = sum(node.file in own for node in compiled.nodes.values())
    return ValidateAnswer(entries=tuple(fault for fault in found if fault.file in own), checked=checked)
