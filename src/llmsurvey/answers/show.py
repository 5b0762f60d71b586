"""Everything that is known of one record, each fact with its source and the layer it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.as_printed import printed_about
from llmsurvey.answers.known_scores import list_known_scores
from llmsurvey.answers.shown_elsewhere import shown_elsewhere
from llmsurvey.errors import UnknownNameError
from llmsurvey.lineage.basis import Basis, layer_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Message, Word, counted, join_texts, option, say
from llmsurvey.records import (
    Benchmark,
    Condition,
    Dataset,
    Derivation,
    Foundation,
    Licence,
    LicencePeriod,
    Model,
    Organisation,
    Shape,
    Size,
    Source,
    Verdict,
)
from llmsurvey.records.record import Record
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.sourced import SOURCED
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library, RecordKind

COLUMNS = (
    Column("field", words="column"),
    Column("value", leads_to="source"),
    Column("source", brief=False),
    Column("layer", brief=False),
)

SOURCE_COLUMNS = (
    Column("url"),
    Column("title", brief=False),
    Column("supports"),
    Column("says"),
    Column("checked", order="date"),
)

_KINDS: tuple[RecordKind, ...] = ("model", "dataset", "benchmark", "licence", "organisation")
"""What a name may be, in the order in which it is tried."""

_NOT_FACTS = {"id", "name", "aliases", "sizes", "sources", "notes"}
_WORDS = {
    "kind": "kind",
    "access": "access",
    "architecture": "architecture",
    "commercial": "verdict",
    "rights": "rights",
    "unit": "unit",
}
"""The fields whose values are words of the program, and of which vocabulary."""

_SIZE_NOT_FACTS = {"name", "aliases", "sources", "notes"}


_Record = Model | Dataset | Licence | Benchmark | Organisation


@dataclass(frozen=True, kw_only=True)
class ShowQuestion:
    """What to show, by `name`: MODEL@SIZE or any record; `sources` asks for its sources alone."""

    name: str
    sources: bool = False


class ShowEntry(NamedTuple):
    """A fact: the first address that states it, and the layer it is from where that isn't the built-in catalogue."""

    field: str
    value: Cell
    source: str | None = None
    layer: str | None = None


class SourceEntry(NamedTuple):
    """A source of a record: which fields it supports, what it says, and when it was read."""

    url: str
    title: str | None
    supports: tuple[str, ...]
    says: str | None
    checked: str | None


@dataclass(frozen=True, kw_only=True)
class ShowAnswer(Answer[ShowEntry]):
    """The facts of one record, or of one `size` of a model."""

    record: _Record
    size: Size | None = None

    def table(self) -> Table:
        """A row for each fact."""
        rows = rows_of(self.entries, COLUMNS)
        has_layers = any(entry.layer for entry in self.entries)
        columns = tuple(column._replace(brief=has_layers) if column.name == "layer" else column for column in COLUMNS)
        texts = {
            (row, "value"): f"{entry.value:,}" for row, entry in enumerate(self.entries) if isinstance(entry.value, int)
        }
        title = self.record.name if self.size is None else f"{self.record.name}@{self.size.name}"
        return Table(columns, rows, title, self.notes, texts=texts)


@dataclass(frozen=True, kw_only=True)
class SourcesAnswer(Answer[SourceEntry]):
    """The sources of one record, or of one size of a model and of the model."""

    record: _Record

    def table(self) -> Table:
        """A row for each source."""
        title = say("Sources of {name}", name=self.record.name)
        return Table(SOURCE_COLUMNS, rows_of(self.entries, SOURCE_COLUMNS), title, self.notes)


def show_record(library: Library, question: ShowQuestion) -> ShowAnswer | SourcesAnswer:
    """Return every fact of a record with its source, or, where these are asked for, every source.

    Of a model that is asked for as a whole, what the survey prints of it is among the facts. Raises UnknownNameError
    with the nearest names for one that nothing has, RequestError for one of a board, a claim or an erratum, which are
    shown elsewhere, and AmbiguousNameError where several answer to it.
    """
    try:
        match = library.find(question.name, _KINDS)
    except UnknownNameError as error:
        raise shown_elsewhere(library, question.name) or error from None
    if question.sources:
        return list_sources(match.record, match.size)
    is_model = isinstance(match.record, Model) and match.size is None
    printed = printed_about(library.survey, match.record.id) if is_model else ()
    scores = _entries_of_scores(library, match.record, match.size) if isinstance(match.record, Model) else ()
    return list_facts(library.licensing(), match.record, match.size, printed, scores)


def list_facts(
    licensing: Licensing,
    record: _Record,
    size: Size | None = None,
    printed: Iterable[tuple[Message, dict[str, str]]] = (),
    scores: Iterable[ShowEntry] = (),
) -> ShowAnswer:
    """Return one entry a fact. A fact that no source supports isn't shown; a note says which.

    `printed` is what the survey prints of the record: the place, and the cells by their headings. `scores` are what
    is known of a model's.
    """
    kind = type(record).__name__.lower()
    unsourced: list[str] = []
    entries = [*_entries_of_head(record, size), *_entries_of_facts(licensing.registry, kind, record, size, unsourced)]
    if isinstance(record, Model):
        entries += _entries_of_verdicts(licensing, record, size)
        if size is None:
            for own_size in record.sizes:
                entries += _entries_of_size(licensing.registry, record, own_size, unsourced, of_model=True)
    entries += [*scores, *_entries_as_printed(printed)]
    if isinstance(record, Organisation):
        entries += _entries_of_works(licensing.registry, record)
    elif record.notes:
        entries.append(ShowEntry("notes", record.notes))
    return ShowAnswer(entries=entries, notes=tuple(_note_sources(record, size, unsourced)), record=record, size=size)


def _entries_of_works(registry: Registry, organisation: Organisation) -> Iterator[ShowEntry]:
    """Yield what an organisation made: the models and the datasets."""
    models = [model.name for model in registry.models if any(map(organisation.goes_by, model.developers))]
    datasets = [dataset.name for dataset in registry.datasets if any(map(organisation.goes_by, dataset.creators))]
    for field, names in (("models", models), ("datasets", datasets)):
        if names:
            yield ShowEntry(field, tuple(names))


def _note_sources(record: _Record, size: Size | None, unsourced: Sequence[str]) -> Iterator[str]:
    if unsourced:
        fields = join_texts(dict.fromkeys(unsourced), ", ")
        yield note("left-out", "Not shown, because no source supports it: {fields}.", fields=fields)
    number = len(all_sources(record, size))
    if isinstance(record, Organisation) and not number:  # its names are no facts that need one
        return
    sentence = counted(
        "{number} source. `{hint}` lists it.", "{number} sources. `{hint}` lists them.", number, hint=option("sources")
    )
    yield as_note("sources", sentence)


def _entries_of_head(record: _Record, size: Size | None) -> Iterator[ShowEntry]:
    yield ShowEntry("id", record.id)
    if size is not None:
        yield ShowEntry("size", size.name)
    elif record.aliases:
        yield ShowEntry("aliases", record.aliases)


def _entries_of_facts(
    registry: Registry, kind: str, record: Any, size: Size | None, unsourced: list[str]
) -> Iterator[ShowEntry]:
    """Yield the fields of a record, or of one size of it, where it has any."""
    if size is not None:
        yield from _entries_of_size(registry, record, size, unsourced)
        return
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in _NOT_FACTS or value in (None, (), ""):
            continue
        sources = [source for source in record.sources if source.supports_field(name)]
        layer = registry.origins.get(f"{kind}/{record.id}/{name}")
        if not sources and name in SOURCED[kind]:
            unsourced.append(Word("column", name))
            continue
        yield from _entries_of_value(name, _as_word(kind, name, value), sources[0].url if sources else None, layer)


def _entries_of_size(
    registry: Registry, model: Model, size: Size, unsourced: list[str], *, of_model: bool = False
) -> Iterator[ShowEntry]:
    """Yield the fields that a size has of its own, as facts `of_model`; otherwise those of its model too."""
    shown = size if of_model else model.complete(size)
    for name in Size.model_fields:
        value = getattr(shown, name)
        if name in _SIZE_NOT_FACTS or value in (None, (), ""):
            continue
        sources = model.sources_for(name, size)
        if not sources:
            unsourced.append(_label_of_field(size, name))
            continue
        label = _label_of_field(size, name) if of_model else name
        yield from _entries_of_value(
            label, _as_word("model", name, value), sources[0].url, layer_of(registry, model, size, name)
        )
    if size.notes:
        yield ShowEntry(_label_of_field(size, "notes") if of_model else "notes", size.notes)


def _as_word(kind: str, field: str, value: Any) -> Any:
    """Return the value of a field as a word of the program, where it is one."""
    words = "licence kind" if (kind, field) == ("licence", "kind") else _WORDS.get(field)
    return Word(words, value) if words else value


def _label_of_field(size: Size, field: str) -> Message:
    """Return how a field of one size is called among those of its model: `@7B.parameters`."""
    return say("@{size}.{field}", size=size.name, field=Word("column", field))


def _entries_of_value(name: str, value: Any, source: str | None, layer: str | None) -> Iterator[ShowEntry]:
    """Yield a fact as one entry, or, for a list of records, one entry each."""
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        for item in value:
            yield ShowEntry(name, _spell_record(item), source, layer)
    else:
        yield ShowEntry(name, _spell_record(value) if isinstance(value, Record) else value, source, layer)


def _spell_record(item: Any) -> str:
    """Return a nested record in one line."""
    if isinstance(item, Foundation):
        return join_texts([Word("relation", item.relation), str(item)], ": ")
    if isinstance(item, Condition):
        return join_texts([Word("condition", item.kind), item.text], ": ")
    if isinstance(item, Derivation):
        made = join_texts([Word("relation", item.relation), item.dataset], ": ")
        return say("{made} by {tool}", made=made, tool=item.by) if item.by else made
    if isinstance(item, Shape):
        return item.words
    if isinstance(item, LicencePeriod):
        since = item.since or say("the beginning")
        if item.until is None:
            return say("{licence} from {since}", licence=item.licence, since=since)
        return say("{licence} from {since} to {until}", licence=item.licence, since=since, until=item.until)
    return str(item)


def _entries_of_verdicts(licensing: Licensing, model: Model, size: Size | None) -> Iterator[ShowEntry]:
    """Yield the effective verdict, which isn't a fact of a source but follows from the licences, and on whose word."""
    names: dict[Verdict, list[str]] = {}
    bases: dict[Verdict, dict[Basis, None]] = {}
    for judged_size in [size] if size else list(model.each_size()):
        assessment = licensing.assess(model, judged_size)
        names.setdefault(assessment.verdict, []).append(judged_size.name)
        bases.setdefault(assessment.verdict, {}).update(dict.fromkeys(assessment.rests_on))
    for verdict, sizes in names.items():
        value = Word("verdict", verdict)
        layers = dict.fromkeys(basis.layer for basis in bases[verdict] if basis.layer)
        shown = value if len(names) == 1 else join_texts([value, ", ".join(sizes)], ": ")
        yield ShowEntry("verdict", shown, layer=", ".join(layers) or None)
    if all_bases := {basis: None for bases_of_verdict in bases.values() for basis in bases_of_verdict}:
        yield ShowEntry("rests_on", tuple(basis.words for basis in all_bases))


def _entries_of_scores(library: Library, model: Model, size: Size | None) -> Iterator[ShowEntry]:
    """Yield what a model, or one size of it, reached on each benchmark, wherever that stands."""
    for known in list_known_scores(library, model, size):
        label = say("{field}.{benchmark}", field=Word("column", "score"), benchmark=known.benchmark)
        if known.size is not None and size is None:
            label = say("@{size}.{field}", size=known.size, field=label)
        yield ShowEntry(label, known.words, known.source)


def _entries_as_printed(rows: Iterable[tuple[Message, dict[str, str]]]) -> Iterator[ShowEntry]:
    for where, cells in rows:
        text = ", ".join(f"{heading}: {text}" for heading, text in cells.items())
        yield ShowEntry("as_printed", join_texts([where, text], ": "))


def all_sources(record: _Record, size: Size | None = None) -> tuple[Source, ...]:
    """Return the sources of a record, and those of the one size that is asked for, or of all its sizes."""
    sizes = (size,) if size else record.sizes if isinstance(record, Model) else ()
    return (*(source for owner in sizes for source in owner.sources), *record.sources)


def list_sources(record: _Record, size: Size | None = None) -> SourcesAnswer:
    """Return every source of a record: what it supports, what it says, and when it was read."""
    entries = [
        SourceEntry(source.url, source.title, source.supports, source.says, source.checked)
        for source in all_sources(record, size)
    ]
    return SourcesAnswer(entries=entries, record=record)
