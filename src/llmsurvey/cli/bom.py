"""`llmsurvey bom`: bills of materials in the formats that compliance works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.output import Drawings, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.cli.tell import tell_faults, tell_left_out
from llmsurvey.errors import RequestError
from llmsurvey.messages import say

if TYPE_CHECKING:
    from llmsurvey.answers.bom_entries import BomFormat

_DOCUMENTS = ("spdx", "cyclonedx")
_DRAWINGS = Drawings((), {".spdx.json": "spdx", ".spdx3.json": "spdx", ".cdx.json": "cyclonedx"})


@with_rows_in(options.BomFormat, _DRAWINGS)
def run(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="MODEL|PATH...",
            help="A model, MODEL@SIZE, the path of one, or a repository that names some; several make one bill.",
            autocompletion=offered_names.complete_models,
        ),
    ],
    checklist: Annotated[
        bool,
        typer.Option(
            "--checklist", help="What section 3.5 of OpenChain's guide to AI bills of materials asks for, filled in."
        ),
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Write a bill of materials: models with all that they were made from, and which licences bind each.

    --format spdx writes SPDX 3.0.1 with its profiles for AI and datasets, --format cyclonedx a CycloneDX 1.6 ML-BOM,
    by those standards' own libraries (extra bom); any other format shows the components as rows. Each has the licence
    that its makers declare, and the one concluded from its lineage. The date is that of the facts, so that the same
    facts give the same bytes.

    A bill of a repository is about all models that its files name, each with its places, as `check` finds them.
    """
    if checklist:
        if rows.format in _DOCUMENTS:
            raise RequestError(say("--checklist is a table, not {format}.", format=rows.format))
        from llmsurvey.answers.bom_checklist import ChecklistQuestion, fill_checklist

        filled = ChecklistQuestion(names=tuple(names))
        rows.give(fill_checklist(rows.library, filled), filled)
        return
    from llmsurvey.answers.bom import BomQuestion, compose_bom

    question = BomQuestion(names=tuple(names))
    if rows.format not in _DOCUMENTS:
        rows.give(compose_bom(rows.library, question), question)
        return
    if rows.asked_for or rows.envelope:
        raise RequestError(say("a bill of materials is written whole: no choice of rows or columns, and no envelope."))
    from llmsurvey.boms import check_libraries, render

    form = cast("BomFormat", rows.format)
    check_libraries(form)
    bill = compose_bom(rows.library, question)
    tell_faults(bill.faults)
    tell_left_out(bill.notes)
    write_content(render(bill, form), rows.output, force=rows.force)
