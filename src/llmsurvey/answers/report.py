"""`report`: everything that a page shows, as tables, with what it computes itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from llmsurvey.answers.as_of import note_day
from llmsurvey.answers.as_printed import printed_about
from llmsurvey.answers.boards import BoardsQuestion, list_boards
from llmsurvey.answers.claims import ClaimsQuestion, check_claims
from llmsurvey.answers.errata import ErrataQuestion, list_errata
from llmsurvey.answers.export import table_of_sources
from llmsurvey.answers.frontier import FrontierQuestion, find_frontier
from llmsurvey.answers.licence import explain_chain
from llmsurvey.answers.licences import LicencesQuestion, list_licences
from llmsurvey.answers.lineage import LineageEntry, LineageQuestion, trace_lineage
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.rank import RankQuestion, rank_board
from llmsurvey.answers.report_sizes import ReportChoices, list_choices
from llmsurvey.answers.searched_texts import list_searched
from llmsurvey.answers.show import list_facts
from llmsurvey.answers.table import TableQuestion, show_table
from llmsurvey.answers.timeline import TimelineQuestion, tell_history
from llmsurvey.boards.folders import DEFAULT_ADDRESS, complete_address
from llmsurvey.errors import Fault, LlmsurveyError, RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import announce, say
from llmsurvey.records import Benchmark, Dataset, Licence, Model
from llmsurvey.registry.nearest_names import check_is_one_of
from llmsurvey.tables import Table
from llmsurvey.tables.link import link_cells
from llmsurvey.tables.note import Note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

Section = Literal[
    "choose",
    "models",
    "lineage",
    "memory",
    "boards",
    "frontier",
    "tables",
    "errata",
    "claims",
    "timeline",
    "licences",
    "sources",
]
"""A part of a page."""

SECTIONS: tuple[Section, ...] = get_args(Section)
"""The parts of a page, in the order in which they stand in it."""

MOST_ENTRIES = 2000
"""As many entries of a board a page shows: the largest that comes with the program has 1,291."""

_OF_BOARDS = ("best_rank", "worst_rank", "parameters", "standard_error", "frontier", "id", "size")
"""The columns of a ranking that a page needs beside those that people see."""


@dataclass(frozen=True, kw_only=True)
class ReportQuestion:
    """Which parts of a page there are to be (`section`, none for all), and which boards: none for all that are kept.

    Scores of sizes are those on the first of the boards, by default on that of the survey's day. `reading` says how
    those of the boards are to be read that are files.
    """

    board: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    reading: FileReading = field(default_factory=FileReading)


class ReportRecord(NamedTuple):
    """A model, a dataset, a licence or a benchmark: its facts in tables, each with its heading."""

    kind: str
    id: str
    name: str
    tables: tuple[tuple[str, Table], ...]


class ReportBoard(NamedTuple):
    """A snapshot of a board, or a file of scores: its ranking, and the frontier of size and score, if it has one.

    `total` counts the entries, of which the ranking has the first.
    """

    address: str
    ranking: Table
    frontier: Table | None
    total: int


class PrintedPair(NamedTuple):
    """A table of the survey by its number, as printed and corrected."""

    number: int
    printed: Table
    corrected: Table


@dataclass(frozen=True, kw_only=True)
class ReportAnswer:
    """What a page shows; what belongs to a part that isn't asked for is empty, or None.

    `searched` has what a model is found by, by its id. `steps` has what a model or dataset was directly made from, by
    kind and id (`model/kullm`), the record itself before the others. `notes` say what was cut, `refused` why boards
    couldn't be read.
    """

    sections: tuple[Section, ...]
    choices: ReportChoices | None
    models: Table | None
    searched: Mapping[str, tuple[str, ...]]
    records: tuple[ReportRecord, ...]
    steps: Mapping[str, tuple[LineageEntry, ...]]
    boards: tuple[ReportBoard, ...]
    printed: tuple[PrintedPair, ...]
    errata: Table | None
    claims: Table | None
    workings: Table | None
    timeline: Table | None
    licences: Table | None
    sources: Table | None
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: tuple[LlmsurveyError, ...] = ()


def compose_report(library: Library, question: ReportQuestion) -> ReportAnswer:
    """Return everything that a page shows.

    Raises UnknownNameError for a part or a board that there isn't, BoardError for a file that holds no scores, and
    RequestError for one whose scores can't be compared, or where `reading` says how to read files and there are none.
    Of boards that aren't named those that can't be ranked are left out, and told.
    """
    check_is_one_of(say("section"), question.section, SECTIONS)
    sections = tuple(name for name in SECTIONS if name in question.section or not question.section)
    with_sizes = not {"choose", "memory"}.isdisjoint(sections)
    with_boards = not {"boards", "frontier"}.isdisjoint(sections)
    first = complete_address(question.board[0]) if question.board else DEFAULT_ADDRESS
    announce(say("composing the page ..."))
    reader = _Reader(library, question)
    ranked = _Boards(reader) if with_boards else None
    boards = tuple(ranked.rank_all()) if ranked else ()
    has_claims = "claims" in sections
    return ReportAnswer(
        sections=sections,
        choices=list_choices(library, first, reader.reading_of(first)) if with_sizes else None,
        models=link_cells(list_models(library, ListQuestion()).table()) if "models" in sections else None,
        searched=_list_searched(library) if "models" in sections else {},
        records=tuple(_describe_records(library)) if "models" in sections else (),
        steps=_list_steps(library) if "lineage" in sections else {},
        boards=boards,
        printed=tuple(_list_printed(library)) if "tables" in sections else (),
        errata=_errata_of(library) if not {"errata", "tables"}.isdisjoint(sections) else None,
        claims=check_claims(library, ClaimsQuestion()).table() if has_claims else None,
        workings=_workings_of(library) if has_claims else None,
        timeline=tell_history(library, TimelineQuestion()).table() if "timeline" in sections else None,
        licences=link_cells(list_licences(library, LicencesQuestion()).table()) if "licences" in sections else None,
        sources=table_of_sources(library.registry) if "sources" in sections else None,
        notes=(*([note_day(library.as_of)] if library.as_of else []), *_note_cuts(boards)),
        faults=tuple(ranked.faults) if ranked else (),
        refused=tuple(ranked.refused) if ranked else (),
    )


class _Reader:
    """Knows which boards are named, and how each is to be read: what is said of files holds for all that are files.

    Raises RequestError where it is said how to read files and none is named.
    """

    def __init__(self, library: Library, question: ReportQuestion) -> None:
        self.library, self._reading = library, question.reading
        self.named = tuple(dict.fromkeys(map(complete_address, question.board)))
        if all(map(library.is_kept, self.named)):
            library.open_board(self.named[0] if self.named else DEFAULT_ADDRESS, question.reading)

    def reading_of(self, address: str) -> FileReading:
        """Return how a board is to be read."""
        return FileReading() if self.library.is_kept(address) else self._reading


class _Boards:
    """Ranks the boards of a page, one after the other, and keeps what is to be told of them."""

    def __init__(self, reader: _Reader) -> None:
        self.library, self.named, self._reading_of = reader.library, reader.named, reader.reading_of
        self.refused: list[LlmsurveyError] = []
        self.faults: list[Fault] = []

    def rank_all(self) -> Iterator[ReportBoard]:
        """Yield the boards that are named, or all that are kept, the newest first."""
        if self.named:
            yield from map(self._rank_board, self.named)
            return
        kept = list_boards(self.library, BoardsQuestion())
        self.refused += kept.refused
        for entry in reversed(kept.entries):
            try:
                yield self._rank_board(entry.address)
            except RequestError as error:
                self.refused.append(error)

    def _rank_board(self, address: str) -> ReportBoard:
        """Return a board ranked, of a large one the first entries. Raises what `rank_board` does."""
        reading = self._reading_of(address)
        answer = rank_board(self.library, RankQuestion(board=address, limit=MOST_ENTRIES, reading=reading))
        self.faults += answer.faults
        table = link_cells(answer.table())
        brief = [column.name for column in table.columns if column.brief]
        shown = [*brief, *(name for name in _OF_BOARDS if name not in brief)]
        frontier = find_frontier(self.library, FrontierQuestion(board=address, reading=reading))
        total = len(answer.ranked.ranks)
        return ReportBoard(
            address, table.select(shown), link_cells(frontier.table()) if frontier.entries else None, total
        )


def _note_cuts(boards: Sequence[ReportBoard]) -> Iterator[Note]:
    """Say of which boards only the first entries are shown."""
    for board in boards:
        if board.total > MOST_ENTRIES:
            yield note(
                "limited",
                "{board} has {total:,} entries; the page has the first {shown:,}.",
                board=board.address,
                total=board.total,
                shown=MOST_ENTRIES,
            )


def _list_searched(library: Library) -> dict[str, tuple[str, ...]]:
    """Return by what texts each model is found, by its id: names in any language, developers, hub names."""
    fields = {"id", "name", "aliases", "developers", "hub"}
    return {
        record.id: tuple(dict.fromkeys(text for field, text in record.fields if field in fields))
        for record in list_searched(library)
        if record.kind == "model"
    }


def _describe_records(library: Library) -> Iterator[ReportRecord]:
    """Yield every record with its facts; of a model its sizes and the chain of its licences, too."""
    licensing, registry = library.licensing(), library.registry
    kinds: tuple[tuple[str, Sequence[Model | Dataset | Licence | Benchmark]], ...] = (
        ("model", registry.models),
        ("dataset", registry.datasets),
        ("licence", registry.licences),
        ("benchmark", registry.benchmarks),
    )
    for kind, records in kinds:
        for record in records:
            printed = printed_about(library.survey, record.id) if kind == "model" else ()
            facts = list_facts(licensing, record, None, printed).table()
            tables = list(facts.sections) if facts.sections else [("", facts)]
            if isinstance(record, Model):
                chain = explain_chain(licensing, record).table()
                tables.append((chain.title, replace(chain, title="")))
            shown = tuple((heading, link_cells(table).select_brief()) for heading, table in tables)
            yield ReportRecord(kind, record.id, record.name, shown)


def _list_steps(library: Library) -> dict[str, tuple[LineageEntry, ...]]:
    """Return every model and dataset with what it was directly made from."""
    keys = [f"model/{model.id}" for model in library.registry.models]
    keys += [f"dataset/{dataset.id}" for dataset in library.registry.datasets]
    return {key: tuple(trace_lineage(library, LineageQuestion(name=key, depth=1)).entries) for key in keys}


def _list_printed(library: Library) -> Iterator[PrintedPair]:
    for table in library.survey.tables:
        number = table.number
        printed = show_table(library, TableQuestion(number=number, as_printed=True)).table()
        yield PrintedPair(number, printed, show_table(library, TableQuestion(number=number)).table())


def _errata_of(library: Library) -> Table:
    return list_errata(library, ErrataQuestion()).table()


def _workings_of(library: Library) -> Table:
    """Return what every claim was computed from."""
    names = tuple(entry.claim for entry in check_claims(library, ClaimsQuestion()).entries)
    return link_cells(check_claims(library, ClaimsQuestion(names=names)).table())
