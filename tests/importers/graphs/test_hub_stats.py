"""A dump of the hub's models as rows of text."""

from __future__ import annotations

import csv
from pathlib import Path

from llmsurvey.importers.graphs.hub_stats import read


def test_cells_of_other_tables_are_no_longer_for_it(tmp_path: Path) -> None:
    """The limit of the csv module is one for the whole process."""
    usual = csv.field_size_limit()
    path = tmp_path / "hub.csv"
    path.write_text(f"id,tags\na/b,{'x' * 200_000}\n")
    assert [draft.name for draft in read([path], [], lambda *_: None)]
    assert csv.field_size_limit() == usual
