"""`llmsurvey cite`: the survey, its references, models, datasets and benchmarks as BibTeX, CSL-JSON and RIS."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion, options
from llmsurvey.cli.rows import Rows, is_standard_output, with_rows_in
from llmsurvey.cli.tell import tell

_SUFFIXES = {".bib": "bibtex", ".ris": "ris", ".json": "csl-json"}


@with_rows_in(options.CiteFormat)
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="A reference by its number (16), a key, a model, dataset or benchmark. None is the survey itself.",
            autocompletion=completion.citable,
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
    from llmsurvey.answers.cite import list_citations, list_publications
    from llmsurvey.registry.built_in import load_survey
    from llmsurvey.registry.load import load_registry
    from llmsurvey.survey.citing import Cited, cite

    survey = load_survey()
    every = [work for work in survey.publications if work.numbers]
    cited = Cited(tuple(every)) if references and not names else cite(load_registry(rows.registry), survey, names or ())
    name = rows.format or _format_of(rows, references=references)
    if references and name not in options.BIBLIOGRAPHIES:
        rows.give(list_citations(survey, cited.publications))
        return
    for warning in cited.warnings:
        tell(warning)
    if name in options.BIBLIOGRAPHIES:
        rows.refuse_rows()
        from llmsurvey.bibliographies import render
        from llmsurvey.cli.rows import write

        write(render(cited.publications, name).encode(), rows.output, force=rows.force)
    else:
        rows.give(list_publications(cited.publications))


def _format_of(rows: Rows, *, references: bool) -> str | None:
    """For a file what its suffix says; else BibTeX, unless rows are asked for, which a .json file can have too."""
    if rows.output is not None and not is_standard_output(rows.output):
        suffix = rows.output.suffix.lower()
        return None if suffix == ".json" and (references or rows.asked_for) else _SUFFIXES.get(suffix)
    return None if references or rows.asked_for else "bibtex"
