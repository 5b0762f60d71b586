"""`llmsurvey cite`: the survey, its references, models, datasets, benchmarks and boards as BibTeX, CSL-JSON and RIS."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.output import Drawings, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.cli.tell import tell_error

_DRAWINGS = Drawings(
    options.BIBLIOGRAPHIES, {".bib": "bibtex", ".ris": "ris", ".json": "csl-json"}, rows_options=("references",)
)


@with_rows_in(options.CiteFormat, _DRAWINGS)
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="A reference by its number (16), a key, a model, dataset, benchmark, board. None is the survey.",
            autocompletion=offered_names.complete_citable,
        ),
    ] = None,
    references: Annotated[
        bool, typer.Option("--references", help="What the survey cites each reference for, with the wrong ones.")
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Write what to cite, as BibTeX, CSL-JSON or RIS: works as they should be cited, not as the survey prints them.

    A model that no paper introduces gets an entry made of its own record, a board also one of its snapshot: the day,
    and where it is found. A number that the survey cites for something else gets a warning.
    """
    from llmsurvey.answers.cite import CiteQuestion, PublicationsAnswer, cite_works

    question = CiteQuestion(names=tuple(names or ()), references=references)
    answer = cite_works(rows.library, question)
    is_bibliography = rows.format in options.BIBLIOGRAPHIES
    if is_bibliography or isinstance(answer, PublicationsAnswer):
        for warning in answer.warnings:
            tell_error(warning)
    if is_bibliography:
        from llmsurvey.bibliographies import render

        write_content(render(answer.publications, rows.format).encode(), rows.output, force=rows.force)
    else:
        rows.give(answer, question)
