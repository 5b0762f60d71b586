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
from llmsurvey.errors import RequestError
from llmsurvey.lineage.graph import address
from llmsurvey.messages import counted, list_names, question, say
from llmsurvey.records import NO_WEIGHTS, Model, Size
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
)

_NO_ADVICE = note("advice", "This is what the licences say, not legal advice.")


@dataclass(frozen=True, kw_only=True)
class BomQuestion:
    """The models, or MODEL@SIZE, by their `names`; of a model without a size it is about all of its sizes."""

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
        return Table(COLUMNS, rows, self.title, self.notes, texts=texts)


def compose_bom(library: Library, asked: BomQuestion) -> BomAnswer:
    """Return the bill of materials of some models.

    Raises UnknownNameError and AmbiguousNameError for a name that nothing, or more than one, answers to, RequestError
    where none is named, for a model without weights, and for SOURCE_DATE_EPOCH that is no time.
    """
    licensing = library.licensing()
    subjects = find_subjects(library, asked.names)
    entries = Components(licensing).of_sizes(subjects)
    named = [licence for entry in entries for licence in (entry.declared, *entry.concluded)]
    created = read_created(library.registry)
    return BomAnswer(
        entries=entries,
        notes=tuple(_note_bill(entries, created)),
        licences=licences_named(library.registry, named),
        created=created,
    )


def find_subjects(library: Library, names: Sequence[str]) -> list[tuple[Model, Size]]:
    """Return the sizes of these names that have weights, each once. Raises what `compose_bom` does."""
    licensing = library.licensing()
    found: dict[tuple[str, str], tuple[Model, Size]] = {}
    for model, named in find_named(library, names):
        sizes = [model.complete(named)] if named else model.each_size()
        found |= {(model.id, size.name): (model, size) for size in sizes if licensing.own(size)[0] != NO_WEIGHTS}
    return list(found.values())


def find_named(library: Library, names: Sequence[str]) -> list[tuple[Model, Size | None]]:
    """Return the models, or one size of them, of these names. Raises what `compose_bom` does."""
    if not names:
        raise RequestError(say("no model is named. A bill of materials is of one or several."))
    licensing = library.licensing()
    found: list[tuple[Model, Size | None]] = []
    for name in names:
        match = library.find(name, ("model",))
        assert isinstance(match.record, Model)  # noqa: S101 (it is of the kind that is asked for)
        model, size = match.record, match.size
        if all(
            licensing.own(each)[0] == NO_WEIGHTS for each in ([model.complete(size)] if size else model.each_size())
        ):
            raise RequestError(
                say(
                    "{name} has no weights that a bill of materials could be of. What its terms say: `{hint}`.",
                    name=address(model, size),
                    hint=question("licence", model.id),
                )
            )
        if (model, size) not in found:
            found.append((model, size))
    return found


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
