"""The models as rows: a row is a model, or as much of it as shares one verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.added_columns import (
    NO_CELLS,
    PLACES,
    AddedCells,
    Subject,
    add_columns,
    columns_among,
    compute_columns,
)
from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.answers.left_out import list_left_out
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.answers.nearby import list_nearby, note_nearby
from llmsurvey.answers.room_notes import note_budget
from llmsurvey.answers.selection import MissingFact, Selection
from llmsurvey.answers.short_texts import extent_of_sizes, first_and_more, first_names, names_of_bases
from llmsurvey.answers.size_facts import SizeFacts, describe_size
from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.lineage.verdict import Assessment, Licensing
from llmsurvey.messages import Message, Word, counted, join_texts, option, question, say
from llmsurvey.records import EVERY_VERDICT, NO_WEIGHTS, Model, Size, Verdict
from llmsurvey.records.model import Item, items_once
from llmsurvey.tables import Cell, Column, Table, items_of
from llmsurvey.tables.detailed import Detailed
from llmsurvey.tables.note import Note, as_note

if TYPE_CHECKING:
    from llmsurvey.answers.as_printed import PrintedAnswer
    from llmsurvey.library import Library

COLUMNS = (
    Column("id", brief=False),
    Column("name", leads_to="hub"),
    Column("developers"),
    Column("released", order="date"),
    Column("kind", brief=False, words="kind"),
    Column("access", brief=False, words="access"),
    Column("architecture", brief=False, words="architecture"),
    Column("languages", brief=False),
    Column("sizes"),
    Column("parameters", numeric=True, brief=False, short=True, only="flat"),
    Column("active_parameters", numeric=True, brief=False, short=True, only="flat"),
    Column("licence", brief=False),
    Column("licence_name", brief=False, only="flat"),
    Column("verdict", order="verdict", words="verdict"),
    Column("uses", brief=False),
    Column("conditions", brief=False, words="condition"),
    Column("caveats", brief=False),
    Column("rests_on", brief=False),
    Column("foundations"),
    Column("datasets", brief=False),
    Column("hub", brief=False, only="flat"),
)


_LICENCE = question("licence", "MODEL")
"""What tells the conditions of a licence, and what a verdict rests on."""


_Group = tuple[Verdict, bool, tuple[str, ...]]
"""What the sizes of a row share: the verdict, whether there are caveats, and the words for the uses asked about."""


class _Row(NamedTuple):
    """Sizes of a model that share a verdict."""

    model: Model
    sizes: tuple[tuple[Size, Assessment], ...]
    verdict: Verdict
    uses: tuple[str, ...] = ()


@dataclass
class _Count:
    """Models that a question leaves out, wholly or in part, because something isn't known or a use isn't allowed."""

    unknown: int = 0
    closed: int = 0
    forbidden: int = 0
    missing: Counter[MissingFact] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class ListQuestion:
    """Which models to list; `as_printed` is the survey's own Table 1, of which `commercial` gives those it marks.

    `added` are columns beside the usual ones, by their names: of where models stand on the `board`.
    """

    models: ModelFilter = EVERY_MODEL
    as_printed: bool = False
    added: tuple[str, ...] = ()
    board: str = DEFAULT_ADDRESS


class ListEntry(NamedTuple):
    """A model, or those sizes of it that share a verdict."""

    id: str
    name: str
    developers: tuple[str, ...]
    released: str | None
    kind: tuple[str, ...]
    access: tuple[str, ...]
    architecture: str | None
    languages: tuple[str, ...]
    sizes: tuple[Detailed[SizeFacts], ...]
    parameters: tuple[int, ...]
    active_parameters: tuple[int, ...]
    licence: tuple[str, ...]
    licence_name: tuple[str, ...]
    verdict: Verdict
    uses: tuple[str, ...]
    conditions: tuple[str, ...]
    caveats: tuple[str, ...]
    rests_on: tuple[str, ...]
    foundations: tuple[str, ...]
    datasets: tuple[str, ...]
    hub: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ListAnswer(Answer[ListEntry]):
    """The models that fit, in the order of the registry; `texts` and `legend` are what people read beside.

    `total` is how many entries there are, of which these may be the first.
    """

    columns = COLUMNS
    added_columns = tuple(added.column for added in PLACES)

    texts: Mapping[tuple[int, str], str]
    legend: Message
    total: int
    added: AddedCells = NO_CELLS

    def table(self) -> Table:
        """A row for each entry."""
        rows = rows_of(self.entries, COLUMNS)
        columns = with_uses(with_bases(COLUMNS, rows), (entry.uses for entry in self.entries))
        table = Table(columns, rows, notes=self.notes, texts=dict(self.texts), legend=self.legend)
        return add_columns(table, PLACES, self.added)


def answer_list(library: Library, question: ListQuestion, first: int | None = None) -> ListAnswer | PrintedAnswer:
    """Return the models that fit, of which the `first` are enough, or what the survey prints of them.

    Raises what the functions for these do.
    """
    if question.as_printed:
        from llmsurvey.answers.as_printed import printed_table_1

        return printed_table_1(library.survey, question.models)
    return list_models(library, question, first)


def list_models(library: Library, question: ListQuestion, first: int | None = None) -> ListAnswer:
    """Return every model that fits, or the `first`, in the order of the registry, with its effective verdict.

    A model whose sizes have different verdicts gives an entry for each verdict, and another for those with caveats, so
    that none promises for one size what holds for another. What `commercial` leaves out as unknown is counted in a
    note. `rests_on` says who states the facts that a verdict follows from. Raises what `ModelFilter.select` does.
    """
    selection = question.models.select(library)
    left_out = _Count()
    rows = _list_rows(library, selection, left_out)
    nearby = () if rows else list_nearby(question.models, lambda models: _count_models(library, models))
    shown = rows[:first]
    entries = [_entry_of_row(selection.licensing, group) for group in shown]
    subjects = [Subject(group.model, [size for size, _ in group.sizes]) for group in shown]
    columns = columns_among(PLACES, question.added)
    return ListAnswer(
        entries=entries,
        notes=(
            *_note_models(rows, selection, left_out, len(library.registry.models)),
            *note_nearby(nearby),
            *note_dumps(library),
        ),
        total=len(rows),
        texts=dict(text for row, group in enumerate(shown) for text in _texts_of_row(row, group, entries[row])),
        added=compute_columns(library, selection.licensing, columns, subjects, question.board),
        legend=explain_star(selection),
    )


def _list_rows(library: Library, selection: Selection, left_out: _Count) -> list[_Row]:
    """Return the sizes of every model that pass, by verdict; what is left out unknown is counted."""
    return [row for model in library.registry.models for row in _rows_of_model(model, selection, left_out)]


def _count_models(library: Library, models: ModelFilter) -> int:
    """Return how many models a filter finds."""
    return len({row.model.id for row in _list_rows(library, models.select(library), _Count())})


def _rows_of_model(model: Model, selection: Selection, left_out: _Count) -> Iterator[_Row]:
    """Yield the sizes of a model that pass, by verdict from the best, those with caveats apart; count the rest."""
    fitting: list[tuple[Size, Assessment]] = []
    groups: dict[_Group, list[tuple[Size, Assessment]]] = {}
    missing: set[MissingFact | None] = set()
    is_allowed = False
    for size in model.each_size():
        assessment = selection.licensing.assess(model, size)
        if selection.asks_facts:
            missing.add(selection.missing_fact(model, size, assessment))
        if not selection.passes_but_verdict(model, size, assessment):
            continue
        fitting.append((size, assessment))
        if not selection.allows(assessment):
            continue
        is_allowed = True
        if selection.permits_uses(assessment):
            key = (assessment.verdict, assessment.has_caveats, selection.words_of_uses(assessment))
            groups.setdefault(key, []).append((size, assessment))
    left_out.missing.update(fact for fact in missing if fact not in (None, "licence"))
    left_out.forbidden += is_allowed and not groups
    for key in sorted(groups, key=_order_of_group) if len(groups) > 1 else groups:
        yield _Row(model, tuple(groups[key]), key[0], key[2])
    if fitting and not is_allowed:
        _count_left_out(left_out, fitting)


def _order_of_group(group: _Group) -> tuple[int, bool, tuple[str, ...]]:
    """Return what to sort groups by: the best verdict first, those without caveats before those with some."""
    verdict, has_caveats, words = group
    return -EVERY_VERDICT.index(verdict), has_caveats, words


def with_bases(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]) -> tuple[Column, ...]:
    """Return the columns, with `rests_on` among the brief ones where a row has something there."""
    index = [column.name for column in columns].index("rests_on")
    return tuple(
        column._replace(brief=any(row[index] for row in rows)) if column.name == "rests_on" else column
        for column in columns
    )


def with_uses(columns: tuple[Column, ...], uses: Iterable[tuple[str, ...]]) -> tuple[Column, ...]:
    """Return the columns, with `uses` among the brief ones where a use was asked about."""
    asked = any(uses)
    return tuple(column._replace(brief=asked) if column.name == "uses" else column for column in columns)


def star_verdict(verdict: Verdict) -> Message:
    """Return a verdict with the star that `legend` explains."""
    return say("{verdict} *", verdict=Word("verdict", verdict))


def explain_star(selection: Selection) -> Message:
    """Return what the star behind a verdict means."""
    strict = selection.licensing.data == "strict"
    counts = say("counted in the verdict") if strict else say("a caveat, not a verdict")
    return say(
        "* trained on data without a licence, under a non-commercial one or a provider's terms ({counts}).",
        counts=counts,
    )


def _count_left_out(left_out: _Count, fitting: Iterable[tuple[Size, Assessment]]) -> None:
    """Note under what a model that isn't allowed is left out: of the sizes that have weights the best decides."""
    verdicts = {assessment.verdict for _, assessment in fitting} - {NO_WEIGHTS}
    if not verdicts:
        left_out.closed += 1
    elif max(verdicts, key=EVERY_VERDICT.index) == "unknown":
        left_out.unknown += 1


def _entry_of_row(licensing: Licensing, row: _Row) -> ListEntry:
    model, sizes = row.model, [size for size, _ in row.sizes]
    assessments = [assessment for _, assessment in row.sizes]
    described = tuple([describe_size(licensing, model, size) for size in sizes])
    return ListEntry(
        model.id,
        model.name,
        model.developers,
        model.released_as(sizes),
        _distinct_texts([size.kind for size in sizes]),
        _distinct_texts([size.access for size in sizes]),
        model.architecture,
        _items_of_all([size.languages for size in sizes]),
        described,
        tuple([size.parameters for size in sizes if size.parameters]),
        tuple([size.active_parameters for size in sizes if size.active_parameters]),
        _distinct_texts([size.licence for size in sizes]),
        _distinct_texts([size.details.licence_name for size in described]),
        row.verdict,
        row.uses,
        _items_of_all([assessment.kinds for assessment in assessments]),
        _items_of_all([assessment.caveat_words for assessment in assessments]),
        _distinct_texts([basis.words for assessment in assessments for basis in assessment.rests_on]),
        _distinct_texts([str(link) for link in items_once([size.foundations for size in sizes])]),
        _items_of_all([size.datasets for size in sizes]),
        tuple([size.hub for size in sizes if size.hub]),
    )


def _distinct_texts(values: list[str | None]) -> tuple[str, ...]:
    """Return every text once, in the order in which it comes."""
    return tuple(dict.fromkeys([value for value in values if value]))


def _items_of_all(lists: Sequence[tuple[Item, ...] | None]) -> tuple[Item, ...]:
    """Return the items of some lists, each once, in the order in which they come."""
    return tuple(dict.fromkeys(items_once(lists)))


def _texts_of_row(row: int, group: _Row, entry: ListEntry) -> Iterable[tuple[tuple[int, str], str]]:
    """Yield what people read in the terminal where the value is a list, or needs a mark."""
    sizes = [size for size, _ in group.sizes]
    yield (row, "sizes"), extent_of_sizes(sizes) if group.model.sizes else ""
    if any(assessment.has_caveats for _, assessment in group.sizes):
        yield (row, "verdict"), star_verdict(group.verdict)
    yield (row, "licence"), ", ".join(entry.licence_name)
    yield (row, "developers"), first_and_more(group.model.developers)
    links = items_once(size.foundations for size in sizes)
    yield (row, "foundations"), ", ".join(names_of_bases(group.model, links))


def _note_models(rows: list[_Row], selection: Selection, left_out: _Count, total: int) -> Iterable[str]:
    models = len({row.model.id for row in rows})
    counts = [say("{models} of {total} models.", models=models, total=total)]
    if selection.wanted.asks_verdict:
        conditional = len({row.model.id for row in rows if row.verdict == "conditional"})
        if conditional:
            counts.append(
                say(
                    "{number} conditional. `{hint}` says on what.",
                    number=conditional,
                    hint=_LICENCE,
                )
            )
        counts += _note_left_out(left_out)
    if left_out.forbidden:
        counts.append(
            counted(
                "{number} left out because its licences forbid what was asked ({option}), or nobody knows their terms.",
                "{number} left out because their licences forbid what was asked ({option}), or nobody knows their "
                "terms.",
                left_out.forbidden,
                option=option("use"),
            )
        )
    counts += list_left_out(left_out.missing)
    yield as_note("selection", join_texts(counts))
    yield from note_bases([assessment for _, assessment in row.sizes] for row in rows)
    yield from note_budget(selection.budget)


def _note_left_out(left_out: _Count) -> Iterable[Message]:
    """Say how many models `commercial` leaves out for want of a licence, and of weights."""
    yield from list_left_out(Counter({"licence": left_out.unknown}))
    if left_out.closed:
        yield counted(
            "{number} left out because its weights are not released.",
            "{number} left out because their weights are not released.",
            left_out.closed,
        )


def note_bases(assessments: Iterable[Sequence[Assessment]]) -> Iterator[Note]:
    """Say how many verdicts rest on more than sourced facts of the catalogue, and on whose word.

    `assessments` has those of one or more sizes for each verdict.
    """
    yield from note_words_of_bases(
        [basis.words for assessment in group for basis in assessment.rests_on] for group in assessments
    )


def note_words_of_bases(verdicts: Iterable[Sequence[str]]) -> Iterator[Note]:
    """Say the same of verdicts of which each is given by the words for what it rests on."""
    words = list(verdicts)
    count = sum(bool(verdict_words) for verdict_words in words)
    if count:
        sentence = counted(
            "{number} verdict rests on more than sourced facts of the catalogue ({bases}). `{hint}` says where.",
            "{number} verdicts rest on more than sourced facts of the catalogue ({bases}). `{hint}` says where.",
            count,
            hint=_LICENCE,
            bases=first_names(list(dict.fromkeys(basis for verdict_words in words for basis in verdict_words)), "; "),
        )
        yield as_note("basis", sentence)


def notes_on_rows(table: Table) -> tuple[str, ...]:
    """Return the notes of a table of which rows were left out: what they count of verdicts counts those that stay."""
    if "rests_on" not in table.names():
        return table.notes
    column = table.names().index("rests_on")
    return recount_bases(table.notes, [tuple(map(str, items_of(row[column]))) for row in table.rows])


def recount_bases(notes: Iterable[str], verdicts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the notes below an answer of which only some rows are shown, with the one on these verdicts counted anew.

    Where there is no such note, none is added.
    """
    (counted_before,) = note_words_of_bases([["-"]])
    kept: list[str] = []
    anew = list(note_words_of_bases(verdicts))
    for stated in notes:
        is_counted = isinstance(stated, Note) and stated.template == counted_before.template
        kept += anew if is_counted else [stated]
    return tuple(kept)
