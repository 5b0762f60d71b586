"""`llmsurvey licence`: may I use it commercially, and why; a dossier of several models, and what changed since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.output import Drawings, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.cli.usage import with_help
from llmsurvey.errors import RequestError
from llmsurvey.messages import say

if TYPE_CHECKING:
    from llmsurvey.dossiers import DossierFormat

_PDF = Drawings((), {".pdf": "pdf"})
"""No format, but the suffix that people try first for a paper, so that they are told how to come by one."""


@with_rows_in(options.Format, _PDF, is_dated=True)
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME...",
            help="A model, MODEL@SIZE, the path of one, or a licence; of several models a dossier is made.",
            autocompletion=offered_names.complete_records,
        ),
    ] = None,
    own_licence: options.OwnLicence = False,
    data: options.Data = "caveat",
    conditions: Annotated[
        bool, typer.Option("--conditions", help="What has to be kept to, from every licence on the way.")
    ] = False,
    use: options.LicenceUse = None,
    descendants: Annotated[
        bool, typer.Option("--descendants", help="All whose verdict rests on this model or licence, with theirs.")
    ] = False,
    dossier: Annotated[
        bool,
        typer.Option("--dossier", help="Make a dossier of one model, too: a paper to sign, as html, md or json."),
    ] = False,
    check: Annotated[
        Path | None,
        typer.Option("--check", help="Say what changed since this dossier was written; exit code 1 if anything did."),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="The chain of reasons, which is shown anyway.", hidden=True)
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Say whether a model may be used commercially: its own licence, those of everything below it, and the data's.

    Each licence on the way is a row, nearest first, with the reason for the verdict. --use tells what each says of one
    use, clause by clause. Of a licence its terms are shown. What licences say is no legal advice.

    Several models, or --dossier, make a dossier for whoever must sign, as html, md or json: for each model the verdict,
    the chain of licences, every condition, what isn't known, and the day on which each source was read. On the screen
    it is an overview.
    """
    if rows.format == "pdf":
        raise RequestError(say("PDF isn't written here. Write an .html file, and print that from a browser."))
    if check is not None:
        others = (names, own_licence, conditions, use, descendants, dossier, data != "caveat", rows.as_of)
        if any(others):
            raise RequestError(say("--check goes alone: what was asked stands in the dossier."))
        _check(check, rows)
    elif not names:
        raise RequestError(with_help(say("{name} is missing.", name="NAME"), "llmsurvey licence"))
    elif descendants:
        if len(names) > 1 or dossier or conditions or own_licence or use:
            raise RequestError(say("--descendants goes with one name, and of the other options with --data alone."))
        from llmsurvey.answers.licence_descendants import DescendantsQuestion, find_descendants

        resting = DescendantsQuestion(name=names[0], data=data)
        rows.give(find_descendants(rows.library, resting), resting)
    elif len(names) > 1 or dossier:
        if conditions or use:
            raise RequestError(say("--conditions and --use go with one model: a dossier has all of that anyway."))
        _give_dossier(tuple(names), own_licence, data, rows)
    else:
        from llmsurvey.answers.licence import LicenceQuestion, explain_licence

        question = LicenceQuestion(
            name=names[0], own_licence=own_licence, data=data, conditions=conditions, use=tuple(use or ())
        )
        rows.give(explain_licence(rows.library, question), question)


def _give_dossier(names: tuple[str, ...], own_licence: bool, data: Literal["caveat", "strict"], rows: Rows) -> None:
    """Write a dossier as a document, or as one object, or show its sections as rows."""
    from llmsurvey.answers.dossier import DossierQuestion, compose_dossier
    from llmsurvey.dossiers import DOCUMENTS, render

    if rows.format not in ("table", "json", *DOCUMENTS):
        raise RequestError(say("a dossier is written as html, md or json, not as {format}.", format=rows.format))
    is_changed = rows.asked_for or rows.caption is not None or rows.label is not None
    if is_changed and not rows.is_table:
        raise RequestError(say("a dossier is written whole: no choice of rows or columns, and no caption."))
    question = DossierQuestion(names=names, own_licence=own_licence, data=data)
    answer = compose_dossier(rows.library, question)
    if rows.format in DOCUMENTS:
        form = cast("DossierFormat", rows.format)
        write_content(render(answer, form), rows.output, force=rows.force)
    else:
        rows.give(answer, question)


def _check(path: Path, rows: Rows) -> None:
    """Show what changed since a dossier was written. Ends the program with 1 where anything did."""
    from llmsurvey.answers.check_dossier import CheckQuestion, check_dossier

    question = CheckQuestion(check=path)
    answer = check_dossier(rows.library, question)
    rows.give(answer, question)
    if answer.has_changed:
        raise typer.Exit(1)
