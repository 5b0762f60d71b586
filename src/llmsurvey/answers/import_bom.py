"""`import bom`: a bill of materials is read, and what it declares is held against what binds each component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.bom_components import Components
from llmsurvey.answers.bom_entries import NOASSERTION, BomEntry
from llmsurvey.answers.bom_expressions import join_licences, split_licence
from llmsurvey.answers.bom_file import BomFile, read_bom
from llmsurvey.answers.bom_match import MatchedBom, match_bom
from llmsurvey.errors import InputError
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import counted, say
from llmsurvey.records import Verdict
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("component", brief=False),
    Column("record", words="record"),
    Column("name"),
    Column("size", brief=False),
    Column("identified", brief=False, heading=say("in the registry")),
    Column("declared"),
    Column("concluded", brief=False),
    Column("binding"),
    Column("verdict", order="verdict", words="verdict"),
    Column("disagreement", words="disagreement"),
    Column("because", brief=False),
)

Disagreement = Literal["declared", "concluded", "declared and concluded"]
"""What a file says of a component that isn't what binds it."""


@dataclass(frozen=True, kw_only=True)
class ImportBomQuestion:
    """The file of a bill of materials, by its `path`."""

    path: str


class ImportBomEntry(NamedTuple):
    """A component of a file: what the file declares and concludes, and the licences that bind it by its lineage.

    `identified` is the address of the registry's record where it has one. `disagreement` names what isn't as it binds.
    """

    component: str
    record: Literal["model", "dataset"]
    name: str
    size: str | None
    identified: str | None
    declared: tuple[str, ...]
    concluded: tuple[str, ...]
    binding: tuple[str, ...]
    verdict: Verdict | None
    disagreement: Disagreement | None
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportBomAnswer(Answer[ImportBomEntry]):
    """The components of a file, in its order; `standard` is what it was written in."""

    columns = COLUMNS

    standard: str


def import_bom(library: Library, asked: ImportBomQuestion) -> ImportBomAnswer:
    """Return where a bill of materials differs from what the licences of the whole lineage come to.

    A component that the registry knows is judged by the registry, any other by what the file says of it and of what it
    was made from. Raises InputError for a file that is none or says that something was made from itself.
    """
    path = Path(asked.path)
    bom = read_bom(path)
    if not bom.entries:
        raise InputError(say("{file} names no model and no dataset.", file=path))
    matched = match_bom(library.registry, bom.entries, path.name)
    components = Components(Licensing(matched.registry))
    entries = [_compare(entry, components.at(matched.addresses[entry.component]), matched) for entry in bom.entries]
    return ImportBomAnswer(entries=entries, notes=tuple(_note_import(bom, entries)), standard=bom.standard)


def _compare(stated: BomEntry, judged: BomEntry, matched: MatchedBom) -> ImportBomEntry:
    declared = split_licence(stated.declared)
    binding = tuple(sorted({part for licence in judged.concluded for part in matched.written.get(licence, (licence,))}))
    is_declared = _as_called(declared, matched) == binding
    is_concluded = stated.concluded in ((), (NOASSERTION,)) or _as_called(stated.concluded, matched) == binding
    disagreement: Disagreement | None = None if is_declared and is_concluded else "declared"
    if not is_concluded:
        disagreement = "concluded" if is_declared else "declared and concluded"
    is_known = stated.component in matched.matched
    return ImportBomEntry(
        component=stated.component,
        record=stated.record,
        name=stated.name,
        size=stated.size,
        identified=matched.addresses[stated.component].partition("/")[2] if is_known else None,
        declared=declared,
        concluded=stated.concluded,
        binding=binding,
        verdict=judged.verdict,
        disagreement=disagreement,
        because=tuple(_in_words_of_file(reason, matched) for reason in judged.because),
    )


def _as_called(licences: Iterable[str], matched: MatchedBom) -> tuple[str, ...]:
    """Return licences as a bill calls them: `llama2` is no other than `LicenseRef-llmsurvey-llama-2-community`."""
    return tuple(sorted({matched.called.get(licence, licence) for licence in licences}))


def _in_words_of_file(reason: str, matched: MatchedBom) -> str:
    """Return a sentence with the licences that the registry hasn't as the file calls them."""
    for licence, parts in matched.written.items():
        if licence in reason:
            reason = reason.replace(licence, join_licences(parts))
    return reason


def _note_import(bom: BomFile, entries: Sequence[ImportBomEntry]) -> Iterator[str]:
    yield as_note(
        "counted",
        counted(
            "{number} component of {standard}; {different} with a declared licence that isn't all that binds it.",
            "{number} components of {standard}; {different} with a declared licence that isn't all that binds them.",
            len(entries),
            standard=bom.standard,
            different=sum(entry.disagreement is not None and entry.disagreement != "concluded" for entry in entries),
        ),
    )
    wrong = sum(entry.disagreement is not None and entry.disagreement != "declared" for entry in entries)
    if wrong:
        yield as_note(
            "comparability",
            counted(
                "Of {number} the file concludes otherwise than the registry does.",
                "Of {number} the file concludes otherwise than the registry does.",
                wrong,
            ),
        )
    unknown = sum(entry.identified is None for entry in entries)
    if unknown:
        yield as_note(
            "unmatched",
            counted(
                "{number} isn't in the registry, and is judged by what the file says of it.",
                "{number} aren't in the registry, and are judged by what the file says of them.",
                unknown,
            ),
        )
    yield note("imported", "Nothing is kept of the file.")
