"""`llmsurvey families`: the trees of models by their root."""

from __future__ import annotations

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(*, rows: Rows) -> None:
    """List the families of models by their root: how large each is, and how it grew year by year.

    A family is a model that was made from no other, with all that was made from its weights. A merge is in several.
    """
    from llmsurvey.answers.families import FamiliesQuestion, list_families

    question = FamiliesQuestion()
    rows.give(list_families(rows.library, question), question)
