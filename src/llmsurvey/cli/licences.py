"""`llmsurvey licences`: all licences, and who uses them."""

from __future__ import annotations

from llmsurvey.cli.rows import Rows, with_dated_rows


@with_dated_rows
def run(*, rows: Rows) -> None:
    """List every licence with what it says of commercial use, its conditions, and the models that are under it."""
    from llmsurvey.answers.licences import LicencesQuestion, list_licences

    question = LicencesQuestion()
    rows.give(list_licences(rows.library, question), question)
