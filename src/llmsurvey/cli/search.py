"""`llmsurvey search`: find a model or dataset by words."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Words that must all be found.")],
    *,
    rows: Rows,
) -> None:
    """Search names, aliases, developers, hub repositories, datasets and notes, forgiving slips of the keyboard."""
    from llmsurvey.answers.search import search
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.load import load_registry

    rows.give(search(Licensing(load_registry(rows.registry)), " ".join(text)))
