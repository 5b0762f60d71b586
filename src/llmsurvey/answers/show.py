"""Everything that is known of one record: its facts, each with its source and the layer it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.as_printed import printed_about
from llmsurvey.answers.known_scores import KnownScore, list_known_scores
from llmsurvey.answers.models_at_path import locate
from llmsurvey.answers.overruled import note_overruled, note_overruled_below
from llmsurvey.answers.show_facts import (
    NO_SOURCE,
    ShownRecord,
    contamination_of,
    facts_of_record,
    facts_of_size,
    sources_of,
    verdicts_of,
    works_of,
)
from llmsurvey.answers.show_facts import ShowEntry as ShowEntry
from llmsurvey.answers.show_scores import Standing, list_standings, table_of_scores
from llmsurvey.answers.show_sizes import ShownSize, describe_sizes, gather_facts, table_of_sizes
from llmsurvey.answers.shown_elsewhere import shown_elsewhere
from llmsurvey.errors import UnknownNameError
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.messages import Message, Word, counted, join_texts, option, question, say
from llmsurvey.records import Model, Organisation, Size
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library, RecordKind

COLUMNS = (
    Column("size", brief=False),
    Column("field", words="column"),
    Column("value", leads_to="source"),
    Column("sourced", brief=False),
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


@dataclass(frozen=True, kw_only=True)
class ShowQuestion:
    """What to show, by `name`: any record, MODEL@SIZE, or the path of a model; `sources` asks for its sources alone."""

    name: str
    sources: bool = False


class SourceEntry(NamedTuple):
    """A source of a record: which fields it supports, what it says, and when it was read."""

    url: str
    title: str | None
    supports: tuple[str, ...]
    says: str | None
    checked: str | None


@dataclass(frozen=True, kw_only=True)
class ShowAnswer(Answer[ShowEntry]):
    """The facts of one record, or of one `size` of a model, with its `sizes`, `scores` and `standings` on boards.

    `licence_names` has the names of the licences among the facts, by their ids.
    """

    columns = COLUMNS

    record: ShownRecord
    size: Size | None = None
    sizes: tuple[ShownSize, ...] = ()
    scores: tuple[KnownScore, ...] = ()
    standings: tuple[Standing, ...] = ()
    licence_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """The record as one object: its facts by their fields, its sizes, scores and sources as lists."""
        from llmsurvey.answers.show_document import describe_answer

        return describe_answer(self)

    def table(self) -> Table:
        """A row for each fact; people see sizes and scores as tables of their own below the facts."""
        title = self.record.name if self.size is None else f"{self.record.name}@{self.size.name}"
        table = self._table_of(self.entries)
        sections = tuple(self._list_sections())
        return replace(table, title=title, notes=self.notes, document=lambda: self.document, sections=sections)

    def _table_of(self, entries: Sequence[ShowEntry]) -> Table:
        """Return a row for each of some facts; those without a source are marked."""
        texts: dict[tuple[int, str], str] = {}
        marks: dict[tuple[int, str], str] = {}
        for row, entry in enumerate(entries):
            if entry.field == "licence":
                texts[row, "value"] = self.licence_names.get(str(entry.value), str(entry.value))
            if entry.sourced is False:
                marks[row, "value"] = NO_SOURCE
        has_layers = any(entry.layer for entry in self.entries)
        columns = tuple(column._replace(brief=has_layers) if column.name == "layer" else column for column in COLUMNS)
        return Table(columns, rows_of(entries, COLUMNS), texts=texts, marks=marks)

    def _list_sections(self) -> Iterator[tuple[str, Table]]:
        """Yield the facts of the record, its sizes and its scores, each under its heading."""
        facts = [entry for entry in self.entries if not _is_score(entry)]
        of_sizes = [entry for entry in facts if entry.size is not None]
        of_record = [entry for entry in facts if entry.size is None]
        last = next(row for row, entry in enumerate(of_record) if entry.field in ("as_printed", "id"))
        gathered = gather_facts(self.sizes, of_sizes)
        yield "", self._table_of([*of_record[:last], *gathered, *of_record[last:]])
        if self.size is None and any(shown.facts.name for shown in self.sizes):
            yield say("Sizes"), table_of_sizes(self.sizes, of_sizes)
        if self.scores:
            yield say("Scores"), table_of_scores(self.scores, self.standings)


@dataclass(frozen=True, kw_only=True)
class SourcesAnswer(Answer[SourceEntry]):
    """The sources of one record, or of one size of a model and of the model."""

    columns = SOURCE_COLUMNS

    record: ShownRecord

    def table(self) -> Table:
        """A row for each source."""
        title = say("Sources of {name}", name=self.record.name)
        return Table(SOURCE_COLUMNS, rows_of(self.entries, SOURCE_COLUMNS), title, self.notes)


def show_record(library: Library, question: ShowQuestion) -> ShowAnswer | SourcesAnswer:
    """Return every fact of a record, or every source where these are asked for.

    For a model as a whole, what the survey prints of it is among the facts. Raises UnknownNameError with the nearest
    names where no record is called so, AmbiguousNameError where several are, and RequestError for a board, a claim or
    an erratum, which other commands show.
    """
    catalogue, located = library.registry, locate(library, [question.name], _KINDS)
    library, name = located.library, located.names[0]
    try:
        match = library.find(name, _KINDS)
    except UnknownNameError as error:
        raise shown_elsewhere(library, name) or error from None
    if question.sources:
        return replace(list_sources(match.record, match.size), faults=located.faults)
    others = tuple(_note_others(library.others_called(name, match, _KINDS)))
    if not isinstance(match.record, Model):
        answer = list_facts(library.licensing(), match.record)
        return replace(answer, notes=(*answer.notes, *others))
    printed = printed_about(library.survey, match.record.id) if match.size is None else ()
    scores = list_known_scores(library, match.record, match.size)
    standings, problems = list_standings(library, match.record, scores)
    answer = list_facts(library.licensing(), match.record, match.size, printed, scores, standings)
    if match.record.id not in catalogue.model_by_id:
        answer = replace(answer, notes=tuple(each for each in answer.notes if getattr(each, "kind", "") != "advice"))
    return replace(answer, notes=(*answer.notes, *others, *problems), faults=located.faults)


def _note_others(names: Iterable[str]) -> Iterator[Message]:
    """Say how to show records of other kinds that have the same name."""
    for name in names:
        yield note("nearby", "A record of another kind is called so, too: `{hint}`.", hint=question("show", name))


def list_facts(
    licensing: Licensing,
    record: ShownRecord,
    size: Size | None = None,
    printed: Iterable[tuple[Message, Mapping[str, str]]] = (),
    scores: Iterable[KnownScore] = (),
    standings: Iterable[Standing] = (),
) -> ShowAnswer:
    """Return one entry a fact, the verdict first; a fact that no source states is there, and marked.

    `printed` is what the survey prints of the record: the place, and the cells by their headings. `scores` are what
    is known of a model's, and `standings` where its sizes stand on boards.
    """
    known_scores = tuple(scores)
    sizes: tuple[ShownSize, ...] = ()
    if isinstance(record, Model):
        shown = [record.complete(size)] if size else list(record.each_size())
        sizes = tuple(describe_sizes(licensing, record, shown))
    entries = [
        *_entries_of_record(licensing, record, size),
        *_entries_of_scores(known_scores, size),
        *_entries_as_printed(printed),
        *_entries_of_names(record, size),
    ]
    return ShowAnswer(
        entries=entries,
        notes=(*_note_overruled(licensing, record, size), *_note_answer(record, size, entries)),
        record=record,
        size=size,
        sizes=sizes,
        scores=known_scores,
        standings=tuple(standings),
        licence_names={
            licence: licensing.registry.licence_by_id[licence].name
            for entry in entries
            if entry.field == "licence" and (licence := str(entry.value)) in licensing.registry.licence_by_id
        },
    )


def _entries_of_record(licensing: Licensing, record: ShownRecord, size: Size | None) -> Iterator[ShowEntry]:
    """Yield verdict and facts of a record, or of one size of a model; of a whole model those of each size too."""
    registry = licensing.registry
    if not isinstance(record, Model):
        yield from facts_of_record(registry, record)
        if isinstance(record, Organisation):
            yield from works_of(registry, record)
        return
    yield from verdicts_of(licensing, record, size)
    yield from contamination_of(licensing, record, size)
    if size is not None:
        yield from facts_of_size(registry, record, size, is_own=False)
        return
    yield from facts_of_record(registry, record)
    for own_size in record.sizes:
        yield from facts_of_size(registry, record, own_size, is_own=True)


def _entries_of_scores(scores: Iterable[KnownScore], size: Size | None) -> Iterator[ShowEntry]:
    """Yield what a model, or one size of it, reached on each benchmark, wherever that stands."""
    for known in scores:
        label = say("{field}.{benchmark}", field=Word("column", "score"), benchmark=known.benchmark)
        yield ShowEntry(label, known.words, None if size else known.size, source=known.source)


def _is_score(entry: ShowEntry) -> bool:
    return entry.field.startswith("score.")


def _entries_as_printed(rows: Iterable[tuple[Message, Mapping[str, str]]]) -> Iterator[ShowEntry]:
    for where, cells in rows:
        text = ", ".join(f"{heading}: {text}" for heading, text in cells.items())
        yield ShowEntry("as_printed", join_texts([where, text], ": "))


def _entries_of_names(record: ShownRecord, size: Size | None) -> Iterator[ShowEntry]:
    """Yield by what other names the record is found, and what else is to be known of it."""
    yield ShowEntry("id", record.id)
    if size is not None:
        yield ShowEntry("size", size.name)
    elif record.aliases:
        yield ShowEntry("aliases", record.aliases)
    if not isinstance(record, Organisation) and record.notes:
        yield ShowEntry("notes", record.notes)


def _note_overruled(licensing: Licensing, record: ShownRecord, size: Size | None) -> Iterator[Message]:
    """Say what layers give otherwise than the built-in registry: of a model all that its verdicts follow from."""
    if isinstance(record, Model):
        yield from note_overruled_below(licensing, record, [size] if size else list(record.each_size()))
    else:
        yield from note_overruled(licensing.registry, type(record).__name__.lower(), record.id)


def _note_answer(record: ShownRecord, size: Size | None, entries: Iterable[ShowEntry]) -> Iterator[Message]:
    """Say how many facts have no source, and where sources and citation are."""
    unsourced = sum(entry.sourced is False for entry in entries)
    if unsourced:
        yield as_note(
            "basis",
            counted("{number} fact has no source.", "{number} facts have no source.", unsourced),
        )
    number = len(sources_of(record, size))
    if number:
        sentence = counted(
            "{number} source. `{hint}` lists it.",
            "{number} sources. `{hint}` lists them.",
            number,
            hint=option("sources"),
        )
        yield as_note("sources", sentence)
    if isinstance(record, Model):
        yield note("advice", "`{hint}` cites it.", hint=question("cite", address(record, size)))


def list_sources(record: ShownRecord, size: Size | None = None) -> SourcesAnswer:
    """Return every source of a record: what it supports, what it says, and when it was read."""
    entries = [
        SourceEntry(source.url, source.title, source.supports, source.says, source.checked)
        for source in sources_of(record, size)
    ]
    return SourcesAnswer(entries=entries, record=record)
