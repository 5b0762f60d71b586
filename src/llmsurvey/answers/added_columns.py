"""Columns that an answer takes from others where they are asked for: licences beside ranks, ranks beside licences.

Each is computed from the sizes that a row is about, and no sooner than it is asked for, so that a list loads no board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.lineage.verdict import Assessment, Licensing
from llmsurvey.records import Model, Size
from llmsurvey.records.model import items_once
from llmsurvey.tables import Cell, Column, Table

if TYPE_CHECKING:
    from llmsurvey.boards.places import BoardPlace, Places
    from llmsurvey.library import Library


class Subject(NamedTuple):
    """What a row is about: some sizes of a model, with its facts filled in."""

    model: Model
    sizes: Sequence[Size]


class _Known(NamedTuple):
    """What columns are computed from: some sizes of a model, what licences say, and the best place on a board, if any.

    `place` has the name of the size that stands there.
    """

    model: Model
    sizes: Sequence[Size]
    licensing: Licensing
    board: str
    place: tuple[str, BoardPlace] | None

    def each_of(self, field: str) -> tuple[str, ...]:
        """Return every value that a field has in the sizes, once."""
        return _distinct(getattr(size, field) for size in self.sizes)

    def each_in(self, field: str) -> tuple[str, ...]:
        """Return every item, once, of the lists that a field has in the sizes."""
        return _distinct(map(str, items_once(getattr(size, field) for size in self.sizes)))

    def assessments(self) -> list[Assessment]:
        """Return what the licences say of each size."""
        return [self.licensing.assess(self.model, size) for size in self.sizes]


class AddedColumn(NamedTuple):
    """A column, the type of its cells, and how one is computed; `of_board` says whether from a place on a board.

    `spell` makes what people read in place of the cell.
    """

    column: Column
    type: Any
    compute: Callable[[_Known], Cell]
    of_board: bool = False
    spell: Callable[[_Known], str] | None = None


class AddedCells(NamedTuple):
    """The cells of columns, by their names, a cell for each row; `texts` are what people read in their place."""

    cells: Mapping[str, tuple[Cell, ...]] = {}
    texts: Mapping[tuple[int, str], str] = {}


NO_CELLS = AddedCells()


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return every text once, in the order in which it comes."""
    return tuple(dict.fromkeys(value for value in values if value))


def _names_of_licences(known: _Known) -> tuple[str, ...]:
    licences = known.licensing.registry.licence_by_id
    return tuple(licences[licence].name for licence in known.each_of("licence") if licence in licences)


_Texts = tuple[str, ...]

FACTS = (
    AddedColumn(Column("developers"), _Texts, lambda known: known.model.developers),
    AddedColumn(Column("released", order="date"), str | None, lambda known: known.model.released_as(known.sizes)),
    AddedColumn(Column("kind", words="kind"), _Texts, lambda known: known.each_of("kind")),
    AddedColumn(Column("access", words="access"), _Texts, lambda known: known.each_of("access")),
    AddedColumn(Column("architecture", words="architecture"), str | None, lambda known: known.model.architecture),
    AddedColumn(Column("languages"), _Texts, lambda known: known.each_in("languages")),
    AddedColumn(
        Column("licence"),
        _Texts,
        lambda known: known.each_of("licence"),
        spell=lambda known: ", ".join(_names_of_licences(known)),
    ),
    AddedColumn(Column("licence_name"), _Texts, _names_of_licences),
    AddedColumn(
        Column("conditions", words="condition"),
        _Texts,
        lambda known: _distinct(kind for assessment in known.assessments() for kind in assessment.kinds),
    ),
    AddedColumn(
        Column("rests_on"),
        _Texts,
        lambda known: _distinct(basis.words for assessment in known.assessments() for basis in assessment.rests_on),
    ),
    AddedColumn(Column("foundations"), _Texts, lambda known: known.each_in("foundations")),
    AddedColumn(Column("datasets"), _Texts, lambda known: known.each_in("datasets")),
)
"""What is known of a model, for rows that are of a board."""


def _of_place(name: str, kind: Any, **column: Any) -> AddedColumn:
    """Return the column of what a place on a board says by that name."""
    return AddedColumn(
        Column(name, **column),
        kind | None,
        lambda known: getattr(known.place[1], name) if known.place else None,
        of_board=True,
    )


PLACES = (
    AddedColumn(Column("board"), str | None, lambda known: known.board if known.place else None, of_board=True),
    AddedColumn(
        Column("scored_size"), str | None, lambda known: known.place[0] or None if known.place else None, of_board=True
    ),
    _of_place("score", float, numeric=True, digits=1),
    _of_place("rank", int, numeric=True),
    _of_place("rank_set", str),
    _of_place("best_rank", int, numeric=True),
    _of_place("worst_rank", int, numeric=True),
)
"""Where the best-ranked of some sizes stands on a board, for rows that are of models."""


def columns_among(offered: Sequence[AddedColumn], names: Iterable[str]) -> tuple[AddedColumn, ...]:
    """Return the columns that are named, of some that are offered."""
    wanted = set(names)
    return tuple(added for added in offered if added.column.name in wanted)


def compute_columns(
    library: Library,
    licensing: Licensing,
    columns: Sequence[AddedColumn],
    subjects: Iterable[Subject | None],
    board: str,
) -> AddedCells:
    """Return the cells of some columns for each subject; None for a subject that isn't known.

    Raises what `Library.places_on` does for the board, where a column needs one.
    """
    places = library.places_on(board) if any(added.of_board for added in columns) else {}
    sizes = [
        None if subject is None else _Known(*subject, licensing, board, _best_place(subject, places))
        for subject in subjects
    ]
    cells = {
        added.column.name: tuple(None if of_size is None else added.compute(of_size) for of_size in sizes)
        for added in columns
    }
    spelled = [(added.column.name, added.spell) for added in columns if added.spell]
    texts = {(row, name): spell(of_size) for name, spell in spelled for row, of_size in enumerate(sizes) if of_size}
    return AddedCells(cells, texts)


def _best_place(subject: Subject, places: Places) -> tuple[str, BoardPlace] | None:
    """Return the best-ranked of some sizes that stand on a board, with its place."""
    model, sizes = subject
    standing = [(size.name, places[model.id, size.name]) for size in sizes if (model.id, size.name) in places]
    return min(standing, key=lambda named: named[1].rank, default=None)


def add_columns(table: Table, offered: Sequence[AddedColumn], added: AddedCells) -> Table:
    """Return a table with further columns behind its own, which people see where they choose them."""
    table = replace(table, addable=tuple(offer.column.name for offer in offered))
    if not added.cells:
        return table
    columns = tuple(offer.column._replace(brief=False) for offer in columns_among(offered, added.cells))
    rows = tuple(
        (*row, *(added.cells[column.name][number] for column in columns)) for number, row in enumerate(table.rows)
    )
    return replace(table, columns=(*table.columns, *columns), rows=rows, texts={**table.texts, **added.texts})
