"""The facets of what is shown: their values with counts, of which one chooses; of long lists the first few."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.answers.facets import FACETS, FacetEntry, FacetName
from llmsurvey.browse.grid import Grid
from llmsurvey.messages import say
from llmsurvey.tables import Cell, Column, Table

_FEW = 8
"""So many values of a facet are shown until one asks for all."""

_COLUMNS = (
    Column("facet", words="facet"),
    Column("chosen", heading=" "),
    Column("value"),
    Column("model_count", numeric=True, heading=say("models")),
)


class FacetsPane(Grid):
    """A row for each value, under the name of its facet."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.entries: list[FacetEntry | FacetName] = []
        self._unfolded: set[FacetName] = set()

    def show_facets(self, counted: Iterable[FacetEntry]) -> None:
        """Show values with their counts."""
        by_facet: dict[FacetName, list[FacetEntry]] = {name: [] for name in FACETS}
        for entry in counted:
            by_facet[entry.facet].append(entry)
        self.entries = []
        rows: list[tuple[Cell, ...]] = []
        for facet, entries in by_facet.items():
            shown = entries if facet in self._unfolded else entries[: _FEW if len(entries) > _FEW + 1 else None]
            shown = shown + [entry for entry in entries[len(shown) :] if entry.chosen]
            self.entries += shown
            rows += [(facet, "x" if entry.chosen else "", entry.value, entry.model_count) for entry in shown]
            if more := len(entries) - len(shown):
                self.entries.append(facet)
                rows.append((facet, "", say("{number} more ...", number=more), None))
        self.show(Table(_COLUMNS, tuple(rows), group_by="facet"), cursor=self.cursor)

    def facet_at_cursor(self) -> FacetEntry | None:
        """Return the value on which the cursor is; where it is on the rest of a facet, show that."""
        entry = self.entries[self.cursor] if self.cursor < len(self.entries) else None
        if isinstance(entry, str):
            self._unfolded.add(entry)
            return None
        return entry

    def go_to(self, facet: str) -> bool:
        """Put the cursor on the first value of a facet; False where it has none."""
        for place, row in enumerate(self.table.rows):
            if row[0] == facet:
                self.move_to(place)
                return True
        return False
