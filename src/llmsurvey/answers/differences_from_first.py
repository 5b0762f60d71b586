"""How far apart several entries of a board are from the first one, with all of it tested at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.differences import COLUMNS as COLUMNS_OF_TWO
from llmsurvey.answers.differences import Difference, note_unsure, without_noise
from llmsurvey.answers.differences_on_board import Comparison, compare_rows, find_rows_of_all, note_comparisons
from llmsurvey.boards.holm import adjust_p_values, risk_of_one
from llmsurvey.boards.rank_sets import COVERAGE
from llmsurvey.messages import say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library, OpenedBoard

COLUMNS = (
    Column("name"),
    *(
        column._replace(brief=True) if column.name == "p_value" else column
        for column in COLUMNS_OF_TWO
        if column.name not in ("first_only", "second_only")
    ),
)


class FromFirstEntry(NamedTuple):
    """What the first model and another one (`name`, the second) scored by one measure, and how sure the difference is.

    Of all differences together it is sure with 95 % which are more than chance; `p_value` is adjusted for that.
    """

    name: str
    benchmark: str
    first: float | None
    second: float | None
    difference: float | None
    interval: str | None
    apart: bool | None
    pairing: str
    items: int | None
    low: float | None
    high: float | None
    p_value: float | None
    metric: str | None
    shots: int | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class FromFirstAnswer(Answer[FromFirstEntry]):
    """The differences of the first model, which is called `first`, and each of `others`."""

    columns = COLUMNS

    first: str
    others: tuple[str, ...]

    def table(self) -> Table:
        """A row for each other model and each way of measuring."""
        title = say("{first} against each of {count} others", first=self.first, count=len(self.others))
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), title, self.notes, group_by="name")


def compare_with_first(library: Library, opened: OpenedBoard, names: Sequence[str]) -> FromFirstAnswer:
    """Return the differences of the first entry that is named and each other one; see `compare_unpaired`.

    They are corrected for their number after Holm. Raises what `compare_unpaired` does.
    """
    board, registry = opened.board, library.registry
    first, *others = find_rows_of_all(board, names, registry)
    comparisons = [compare_rows(board, first, other, registry) for other in others]
    corrected = _correct([comparison.differences for comparison in comparisons])
    return FromFirstAnswer(
        entries=[
            _entry_of(comparison, difference)
            for comparison, differences in zip(comparisons, corrected, strict=True)
            for difference in differences
        ],
        notes=(
            *_note_correction(comparisons[0].called[0], [change for changes in corrected for change in changes]),
            *note_comparisons(board, comparisons),
            *opened.remarks,
        ),
        faults=opened.faults,
        first=comparisons[0].called[0],
        others=tuple(comparison.called[1] for comparison in comparisons),
    )


def _entry_of(comparison: Comparison, difference: Difference) -> FromFirstEntry:
    cells = difference.entry("unpaired")._asdict()
    return FromFirstEntry(comparison.called[1], *(cells[name] for name in FromFirstEntry._fields[1:]))


def _correct(groups: Sequence[Sequence[Difference]]) -> list[list[Difference]]:
    """Return differences with intervals and p-values that are corrected for the number of all of them.

    An interval leaves out 0 exactly where Holm's procedure rejects that there is no difference.
    """
    tested = [difference for group in groups for difference in group if difference.error]
    p_values = [difference.chance_of_none for difference in tested]
    adjusted = dict(zip(map(id, tested), adjust_p_values(p_values), strict=True))
    reach = NormalDist().inv_cdf(1 - risk_of_one(p_values, 1 - COVERAGE) / 2)
    return [
        [
            difference.with_reach(reach)._replace(p_value=without_noise(adjusted[id(difference)]))
            if difference.error
            else difference
            for difference in group
        ]
        for group in groups
    ]


def _note_correction(first: str, differences: Sequence[Difference]) -> Iterator[Note]:
    """Say who is compared with whom, and how many differences are more than chance."""
    judged = [difference for difference in differences if difference.is_apart is not None]
    yield note(
        "certainty",
        "Each is compared with {first}, not with the others. {apart} of {count} differences are more than chance, with "
        "95 % confidence in all of them together (Holm).",
        first=first,
        apart=sum(difference.is_apart is True for difference in judged),
        count=len(judged),
    )
    yield from note_unsure(differences)
