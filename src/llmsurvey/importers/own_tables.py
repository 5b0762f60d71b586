"""Tables that the program itself writes and that are no boards: what each is, by columns that no other table has."""

from __future__ import annotations

from collections.abc import Iterable

OWN_TABLES: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (command, frozenset(columns.split()))
    for command, columns in (
        ("boards", "board snapshot entries matched"),
        ("import", "board entries new matched unmatched"),
        ("history", "name snapshot event rank of measured_anew"),
        ("history --top", "rank name entered snapshots best_rank"),
        ("diff", "event name rank_before rank_after move"),
        ("compare --board", "benchmark first second difference interval pairing"),
        ("compare", "developers released kind verdict rests_on tokens"),
        ("list", "name developers released sizes verdict foundations"),
        ("list", "id name released kind access architecture licence verdict"),
        ("export", "model size released kind access tokens verdict"),
        ("frontier", "mark name average rank released verdict"),
        ("licence", "step says licence holder because"),
        ("licence --conditions", "condition text licence holder"),
        ("licences", "id kind verdict conditions models"),
        ("licences", "id name spdx kind verdict url"),
        ("lineage", "depth relation name licence verdict"),
        ("memory", "type bits gb cache_gb total_gb"),
        ("memory", "type bits weights_GB cache_GB total_GB"),
        ("search", "name record released field"),
        ("show", "field value source"),
        ("show --sources", "url supports says checked"),
        ("stats", "by value models sizes"),
        ("stats --by field", "record field records known sourced"),
        ("timeline", "released name developers kind foundations"),
        ("timeline", "released name kind year printed_year"),
        ("cite", "key type title date"),
        ("cite", "key numbers type title authors"),
        ("cite --references", "reference section right erratum"),
        ("claims", "claim place verdict text"),
        ("claims", "claim fact value"),
        ("errata", "erratum kind printed correct reason"),
        ("rank --methods", "name mean z-score spread"),
        ("rank --methods", "name borda spread"),
    )
)
"""The command that writes each, and columns that it has together: where lists are left out (Parquet), and on a page."""


def command_that_wrote(headings: Iterable[str]) -> str | None:
    """The command that wrote a table with these headings, where that is none of scores."""
    stated = {heading.replace(" ", "_") for heading in headings}
    return next((command for command, columns in OWN_TABLES if columns <= stated), None)
