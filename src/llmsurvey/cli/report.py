"""`llmsurvey report`: the whole catalogue as one page that needs no network."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.output import check_output, write_content
from llmsurvey.cli.tell import tell_error, tell_faults
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.library import Library


@with_file_options
def run(
    output: options.Output = None,
    board: Annotated[
        list[str] | None,
        typer.Option(
            "--board",
            help="Only this board, or this file of scores; may be given several times. Sizes are scored by the first.",
            autocompletion=offered_names.complete_boards,
        ),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            help="Only this part (choose, models, lineage, memory, boards, frontier, tables, errata, claims, timeline, "
            "licences or sources); may be given several times.",
        ),
    ] = None,
    force: options.Force = False,
    registry: options.Registry = None,
    as_of: options.AsOf = None,
    *,
    files: FileReading,
) -> None:
    """Write one page with everything to look at: it filters and computes in the browser, without a network.

    Which sizes fit a card, models with their licences and lineage, boards with intervals, the survey's tables as
    printed and corrected, in English and Korean. --lang says which language it begins with. Every view has an address
    that can be shared.
    """
    from llmsurvey.answers.report import ReportQuestion, compose_report
    from llmsurvey.report import check_libraries, render

    check_output(output, force=force, is_binary=True)
    check_libraries()
    question = ReportQuestion(board=tuple(board or ()), section=tuple(section or ()), reading=files)
    answer = compose_report(Library(registry or (), as_of=as_of), question)
    tell_faults(answer.faults)
    for error in answer.refused:
        tell_error(error.message)
    for note in answer.notes:
        tell_error(note)
    write_content(render(answer), output, force=force)
