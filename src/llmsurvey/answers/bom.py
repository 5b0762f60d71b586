"""`bom`: a bill of materials of models: all that they were made from, with declared and concluded licences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.bom_components import Components
from llmsurvey.answers.bom_created import Created, read_created
from llmsurvey.answers.bom_entries import BomEntry, BomLicence
from llmsurvey.answers.bom_licences import licences_named
from llmsurvey.answers.bom_subjects import Subjects, gather_subjects
from llmsurvey.errors import RequestError
from llmsurvey.messages import counted, list_names, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.detailed import as_plain
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("component", brief=False),
    Column("record", words="record"),
    Column("name"),
    Column("size"),
    Column("developers", brief=False),
    Column("released", order="date", brief=False),
    Column("hub", brief=False),
    Column("architecture", brief=False),
    Column("parameters", numeric=True, brief=False, short=True),
    Column("declared"),
    Column("concluded"),
    Column("verdict", order="verdict", words="verdict"),
    Column("differs", brief=False),
    Column("made_from", brief=False),
    Column("datasets", brief=False),
    Column("because", brief=False),
    Column("is_subject", brief=False),
    Column("named_at", brief=False),
)

_NO_ADVICE = note("advice", "This is what the licences say, not legal advice.")


@dataclass(frozen=True, kw_only=True)
class BomQuestion:
    """Models, MODEL@SIZE, or paths, by their `names`.

    A model without a size stands for all of its sizes, the path of a model for that model, and the path of a repository
    for all models that its files name.
    """

    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BomAnswer(Answer[BomEntry]):
    """A bill of materials: what it is about first, then what that was made from, the nearest first.

    `licences` are those that it names, `created` is its date.
    """

    columns = COLUMNS

    licences: tuple[BomLicence, ...]
    created: Created

    @property
    def title(self) -> str:
        """What the bill is called."""
        subjects = [entry.title for entry in self.entries if entry.is_subject]
        return say("Bill of materials: {names}", names=list_names(subjects, most=4))

    @property
    def digest(self) -> str:
        """A digest of all that it says, in 64 hexadecimal digits: the same bill always has the same."""
        content = [as_plain(self.entries), as_plain(self.licences), self.created.time]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def table(self) -> Table:
        """A row for each component."""
        rows = rows_of(self.entries, COLUMNS)
        texts = {(row, "differs"): "" for row, entry in enumerate(self.entries) if not entry.differs}
        is_placed = any(entry.named_at for entry in self.entries)
        columns = tuple(column._replace(brief=is_placed) if column.name == "named_at" else column for column in COLUMNS)
        return Table(columns, rows, self.title, self.notes, texts=texts)


def compose_bom(library: Library, asked: BomQuestion) -> BomAnswer:
    """Return the bill of materials of some models.

    Raises UnknownNameError and AmbiguousNameError for a name that nothing, or more than one, answers to, RequestError
    where none is named, for a model without weights, a folder in which no model is named, and SOURCE_DATE_EPOCH that is
    no time.
    """
    return bill_of_subjects(gather_subjects(library, asked.names))


def bill_of_subjects(subjects: Subjects) -> BomAnswer:
    """Return the bill of materials of what was found for it. Raises RequestError where none of that has weights."""
    registry = subjects.library.registry
    if not subjects.sizes:
        raise RequestError(say("none of the models has weights that a bill of materials could be of."))
    components = Components(subjects.library.licensing())
    named_at = {
        components.name_of_size(model, size): tuple(subjects.places.get((model.id, size.name), ()))
        for model, size in subjects.sizes
    }
    entries = [
        entry._replace(named_at=named_at.get(entry.component, ())) for entry in components.of_sizes(subjects.sizes)
    ]
    named = [licence for entry in entries for licence in (entry.declared, *entry.concluded)]
    created = read_created(registry)
    return BomAnswer(
        entries=entries,
        notes=(*subjects.notes, *_note_bill(entries, created)),
        faults=tuple(subjects.faults),
        licences=licences_named(registry, named),
        created=created,
    )


def _note_bill(entries: Sequence[BomEntry], created: Created) -> Iterator[str]:
    differing = sum(entry.differs for entry in entries)
    if differing:
        yield as_note(
            "counted",
            counted(
                "{number} of {total} is bound by more than its makers declare.",
                "{number} of {total} are bound by more than their makers declare.",
                differing,
                total=len(entries),
            ),
        )
    yield created.note
    yield _NO_ADVICE
