"""Every fault of a registry at once, each with its place, and what merely looks wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import counted, mark, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("file"),
    Column("line", numeric=True),
    Column("column", numeric=True),
    Column("severity", words="severity"),
    Column("message"),
)


Severity = Literal["error", "warning"]
"""Whether it keeps a registry from loading."""


@dataclass(frozen=True, kw_only=True)
class ValidateQuestion:
    """Which registry files to check: none for those of the library. `warnings` asks for what merely looks wrong."""

    paths: tuple[str, ...] = ()
    warnings: bool = True


class ValidateEntry(NamedTuple):
    """What is wrong at a place, or merely looks so. Lines and columns count from 1; None is the file, or the line."""

    file: str
    line: int | None
    column: int | None
    severity: Severity
    message: str

    @property
    def fault(self) -> Fault:
        """What is wrong, as it is told in one line."""
        return Fault(self.file, self.line or 0, self.column or 0, self.message, self.severity == "warning")


@dataclass(frozen=True, kw_only=True)
class ValidateAnswer(Answer[ValidateEntry]):
    """Faults, or, where there are none, warnings; `checked` is how many entries of the files were looked at."""

    columns = COLUMNS

    checked: int = 0

    @property
    def is_valid(self) -> bool:
        """Whether the registry loads."""
        return all(entry.severity == "warning" for entry in self.entries)


def check_registry(library: Library, question: ValidateQuestion) -> ValidateAnswer:
    """Return all faults of registry files, or of those of the library where none are named, by their place.

    A file that can't be read at all is a fault, too; so is, of the library's own, a dump that isn't as it was written.
    """
    from llmsurvey.lineage.check import licence_warnings
    from llmsurvey.registry.check import find_warnings
    from llmsurvey.registry.compile import compile_layers
    from llmsurvey.registry.layers import BUILT_IN, layers_for
    from llmsurvey.registry.load import announce_large

    try:
        layers = layers_for(list(question.paths or library.registries))
        announce_large(layers, mark("checking {size} MiB of registry ..."))
        compiled = compile_layers(layers)
    except RegistryError as error:
        return _answer_of_faults(error.faults, 0)
    if not question.paths and (damaged := _faults_of_dumps(library)):
        return _answer_of_faults(damaged, 0)
    own = {file for layer in layers if layer.name != BUILT_IN or len(layers) == 1 for file, _ in layer.files}
    warnings = sorted({*find_warnings(compiled), *licence_warnings(compiled)}) if question.warnings else []
    checked = sum(node.file in own for node in compiled.nodes.values())
    return _answer_of_faults([warning for warning in warnings if warning.file in own], checked)


def _faults_of_dumps(library: Library) -> list[Fault]:
    """Return what is wrong with the imported dumps, of which all parts are read."""
    faults: list[Fault] = []
    for path in library.dumps:
        from llmsurvey.importers.graphs.sealed_file import SealedFile

        try:
            file = SealedFile(path)
            for name in file.facts["parts"]:
                file.part(name)
        except RegistryError as error:
            faults += error.faults
    return faults


def _answer_of_faults(faults: Sequence[Fault], checked: int) -> ValidateAnswer:
    number = len(faults)
    if all(fault.warning for fault in faults):
        closing = say(
            "No faults, {warnings} in {entries}.",
            warnings=counted("{number} warning", "{number} warnings", number),
            entries=counted("{number} entry", "{number} entries", checked),
        )
    else:
        closing = counted("{number} fault. Nothing was loaded.", "{number} faults. Nothing was loaded.", number)
    entries = tuple(
        ValidateEntry(
            file=fault.file,
            line=fault.line or None,
            column=fault.column or None,
            severity="warning" if fault.warning else "error",
            message=fault.message,
        )
        for fault in faults
    )
    return ValidateAnswer(entries=entries, notes=(as_note("selection", closing),), checked=checked)
