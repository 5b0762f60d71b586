"""The columns of each command's table, for completion and for the reference."""

from __future__ import annotations


def columns_of(command: str) -> list[str]:
    """The names of a command's columns, or none where it has none; of `compare` those of its scores."""
    if command == "list":
        from llmsurvey.query.listing import COLUMNS

        return [column.name for column in COLUMNS]
    if command in ("licences", "licenses"):
        from llmsurvey.query.licences import COLUMNS as LICENCES

        return [column.name for column in LICENCES]
    if command == "compare":
        from llmsurvey.boards.compare import COLUMNS as SCORES

        return [column.name for column in SCORES]
    if command == "rank":
        from llmsurvey.boards.rank import COLUMNS as RANKS

        return [column.name for column in RANKS]
    if command in ("licence", "license"):
        from llmsurvey.query.licence import COLUMNS as STEPS

        return [column.name for column in STEPS]
    if command == "show":
        from llmsurvey.query.facts import COLUMNS as FACTS

        return [column.name for column in FACTS]
    if command == "search":
        from llmsurvey.query.search import COLUMNS as FOUND

        return [column.name for column in FOUND]
    return []
