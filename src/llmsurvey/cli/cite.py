"""`llmsurvey cite`: the survey, its references, models, datasets and benchmarks as BibTeX, CSL-JSON and RIS."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion, options
from llmsurvey.cli.rows import Rows, is_standard_output, with_rows_in, write_content
from llmsurvey.cli.tell import tell_error

_SUFFIXES = {".bib": "bibtex", ".ris": "ris", ".json": "csl-json"}


@with_rows_in(options.CiteFormat)
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="A reference by its number (16), a key, a model, dataset or benchmark. None is the survey itself.",
            autocompletion=completion.complete_citable,
        ),
    ] = None,
    references: Annotated[
        bool, typer.Option("--references", help="What the survey cites each reference for, with the wrong ones.")
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Write what to cite, as BibTeX, CSL-JSON or RIS: works as they should be cited, not as the survey prints them.

    A model that no paper introduces gets an entry made of its own record. A number that the survey cites for something
    else gets a warning.
    """
    from llmsurvey.answers.cite import CiteQuestion, PublicationsAnswer, cite_works

    answer = cite_works(rows.library, CiteQuestion(names=tuple(names or ()), references=references))
    name = rows.format or _format_of(rows, references=references)
    is_bibliography = name in options.BIBLIOGRAPHIES
    if is_bibliography or isinstance(answer, PublicationsAnswer):
        for warning in answer.warnings:
            tell_error(warning)
    if name in options.BIBLIOGRAPHIES:
        rows.refuse_rows()
        from llmsurvey.bibliographies import render

        write_content(render(answer.publications, name).encode(), rows.output, force=rows.force)
    else:
        rows.give(answer)


def _format_of(rows: Rows, *, references: bool) -> str | None:
    """For a file what its suffix says; else BibTeX, unless rows are asked for, which a .json file can have too."""
    if rows.output is not None and not is_standard_output(rows.output):
        suffix = rows.output.suffix.lower()
        return None if suffix == ".json" and (references or rows.asked_for) else _SUFFIXES.get(suffix)
    return None if references or rows.asked_for else "bibtex"
