"""A dossier of models: what the licences say of each, with everything that this rests on, for whoever must sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.as_of import note_day
from llmsurvey.answers.dossier_entries import Asked, DossierDocument, DossierEntry
from llmsurvey.answers.dossier_facts import digest_of, digest_of_content, records_behind
from llmsurvey.answers.dossier_sections import describe_group
from llmsurvey.answers.licence import CONFLICTS, DATA_COUNTS, OWN_ALONE, WEIGHTS_DECIDE
from llmsurvey.answers.licence_steps import group_sizes
from llmsurvey.answers.models_at_path import is_path, locate, name_of
from llmsurvey.errors import RequestError
from llmsurvey.lineage.graph import called
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import join_texts, list_names, question, say
from llmsurvey.records import NO_WEIGHTS, Model, Size
from llmsurvey.tables import Column, Table
from llmsurvey.tables.detailed import as_plain
from llmsurvey.tables.note import note
from llmsurvey.version import __version__

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.registry.registry import Registry

COLUMNS = (
    Column("id", brief=False),
    Column("name"),
    Column("sizes"),
    Column("verdict", order="verdict", words="verdict"),
    Column("conditions", words="condition"),
    Column("contradiction_count", numeric=True, heading=say("contradictions")),
    Column("conflict_count", numeric=True, heading=say("conflicts")),
    Column("caveat_count", numeric=True, heading=say("caveats")),
    Column("unknown_count", numeric=True, heading=say("not known")),
    Column("last_checked", order="date", heading=say("read last")),
)

FORM = 2
"""The number of the form in which a dossier holds its answer; one of another form can't be compared."""

NO_ADVICE = note("advice", "This is what the licences say, not legal advice.")
_LISTED = note(
    "basis", "Each section lists what isn't known, and which facts have no source or were only read from a name."
)


@dataclass(frozen=True, kw_only=True)
class DossierQuestion:
    """The models, or MODEL@SIZE, by their `names`; `own_licence` and `data` are those of `LicenceQuestion`."""

    names: tuple[str, ...]
    own_licence: bool = False
    data: Literal["caveat", "strict"] = "caveat"


@dataclass(frozen=True, kw_only=True)
class DossierAnswer(Answer[DossierEntry]):
    """What the licences say of each model, or of as many of its sizes as have the same reasons.

    `asked` holds the question by ids, so that it can be asked again. `records` has a digest of the facts of each record
    that the answer rests on, and `digest` is that of all. `names` are those of the models, or of sizes, as people read
    them.
    """

    columns = COLUMNS

    asked: Asked
    records: Mapping[str, str]
    names: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A digest of all facts that the answer rests on."""
        return digest_of(self.records)

    @property
    def last_checked(self) -> str | None:
        """The last day on which a source was read."""
        return max((entry.last_checked for entry in self.entries if entry.last_checked), default=None)

    @property
    def title(self) -> str:
        """What the dossier is called."""
        return say("Licence dossier: {names}", names=list_names(self.names, most=4))

    @property
    def document(self) -> dict[str, Any]:
        """The whole dossier as one object, as which it is kept in every format."""
        document = DossierDocument(
            dossier=FORM,
            llmsurvey=__version__,
            asked=self.asked,
            digest=self.digest,
            content_digest="",
            last_checked=self.last_checked,
            record_digests=dict(self.records),
            sections=tuple(self.entries),
        )
        plain = {name: as_plain(value) for name, value in document._asdict().items()}
        return {**plain, "content_digest": digest_of_content(plain)}

    def table(self) -> Table:
        """A row for each section."""
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), self.title, self.notes, document=lambda: self.document)


def compose_dossier(library: Library, asked: DossierQuestion) -> DossierAnswer:
    """Return what the licences say of some models, with all that this rests on.

    Raises UnknownNameError and AmbiguousNameError as `explain_licence` does, and RequestError for a licence, a model
    without weights, a size that is named twice, a path, and where nothing is named.
    """
    path = next((name for name in asked.names if is_path(library, name)), None)
    if path is not None:
        raise RequestError(say("{path} is a path: import it, and name the model.", path=path))
    catalogue, library = library.registry, locate(library, asked.names).library
    licensing = library.licensing(data=asked.data, lineage=not asked.own_licence)
    entries: list[DossierEntry] = []
    records: dict[str, str] = {}
    models = find_models(library, asked.names)
    groups_of = [(model, group_sizes(licensing, model, size)) for model, size in models]
    weightless = [
        place
        for place, (_, groups) in zip(models, groups_of, strict=True)
        if all(group.verdict == NO_WEIGHTS for group in groups)
    ]
    if weightless:
        raise _weightless_error(weightless)
    for model, groups in groups_of:
        for group in groups:
            entries.append(describe_group(licensing, model, group))
            records |= records_behind(licensing, model, group.sizes)
    names = tuple(_name_for_good(catalogue, model, size) for model, size in models)
    return DossierAnswer(
        entries=entries,
        notes=(*([note_day(library.as_of)] if library.as_of else []), *_note_dossier(asked, entries)),
        asked=Asked(names, asked.own_licence, asked.data, library.as_of),
        records={record: records[record] for record in sorted(records)},
        names=tuple(called(model, size) if size else model.name for model, size in models),
    )


def find_models(library: Library, names: Sequence[str]) -> list[tuple[Model, Size | None]]:
    """Return the models, or sizes of them, of these names. Raises what `compose_dossier` does."""
    if not names:
        raise RequestError(say("no model is named. A dossier is of one or several."))
    models: list[tuple[Model, Size | None]] = []
    seen: dict[tuple[str, str], str] = {}
    for name in names:
        match = library.find(name, ("model", "licence"))
        if not isinstance(match.record, Model):
            hint = question("licence", match.record.id)
            raise RequestError(
                say("{name} is a licence, and a dossier is of models: `{hint}`.", name=match.record.name, hint=hint)
            )
        model, size = match.record, match.size
        for member in (size,) if size else model.each_size():
            if (model.id, member.name) in seen:
                raise RequestError(say("{name} is named twice. Name it once.", name=address(model, member)))
            seen[model.id, member.name] = name
        models.append((model, size))
    return models


def _name_for_good(registry: Registry, model: Model, size: Size | None) -> str:
    """Return the name under which a model is found again: its id, or the name that it has in an imported dump."""
    if model.id in registry.model_by_id:
        return name_of(model, size)
    return f"{model.name}@{size.name}" if size else model.name


def _weightless_error(models: Sequence[tuple[Model, Size | None]]) -> RequestError:
    """Return why there is no dossier of services, or of weights that are kept closed; all of them are named."""
    model, size = models[0]
    if len(models) > 1:
        names = list_names([address(each, member) for each, member in models])
        return RequestError(
            say("{names} have no weights to license, so that there is no dossier of them.", names=names)
        )
    return RequestError(
        say(
            "{name} has no weights to license, so that there is no dossier. What its terms say: `{hint}`.",
            name=address(model, size),
            hint=question("licence", name_of(model, size)),
        )
    )


def _note_dossier(asked: DossierQuestion, entries: Sequence[DossierEntry]) -> Iterator[str]:
    if asked.own_licence:
        yield OWN_ALONE
    if any(entry.conflict_count for entry in entries):
        yield CONFLICTS
    yield DATA_COUNTS if asked.data == "strict" else WEIGHTS_DECIDE
    if any(entry.unknown for entry in entries):
        yield _LISTED
    yield NO_ADVICE


def heading_of_entry(entry: DossierEntry) -> str:
    """Return what a section is called: the model, and its sizes."""
    return join_texts([entry.name, ", ".join(entry.sizes)], ": ") if entry.sizes else entry.name
