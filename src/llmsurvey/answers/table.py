"""The survey's four tables: to the letter as printed, or corrected, with every change marked by its erratum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from llmsurvey.answers.as_printed import printed_number
from llmsurvey.messages import Either, counted, joined, say
from llmsurvey.records import Score
from llmsurvey.records.erratum import Erratum
from llmsurvey.records.printed_table import PrintedColumn, PrintedRow, PrintedTable
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Caption, Cell, Column, Table

_NUMBER = re.compile(r"^(?:Table|표) [0-9]+\. ")


def printed_table(form: PrintedTable) -> Table:
    """A table of the survey cell for cell, under its own headings and caption, mistakes and all."""
    columns = [Column(column.name, numeric=column.numeric, heading=column.heading) for column in form.columns]
    return Table(
        (*columns, Column("id", brief=False)),
        tuple((*_cells(form, row), row.model) for row in form.rows),
        form.caption.text,
        (say("As the survey prints it. Leave out --as-printed for the corrected table."),),
        caption=_caption(form, form.caption.text, "-printed"),
    )


def corrected_table(survey: Survey, form: PrintedTable, scores: Iterable[Score]) -> Table:
    """The same table as it should stand: `errata` names the erratum of every cell that is `changed`.

    Table 4 also says what each row measures, for it puts two benchmarks and three metrics into one column.
    """
    errata = [erratum for erratum in survey.errata if erratum.table == form.number]
    in_cells = {(each.row, each.column): each for each in errata if each.row is not None}
    marks = {
        (place, column.name): in_cells[place + 1, column.heading].name
        for place in range(len(form.rows))
        for column in form.columns
        if (place + 1, column.heading) in in_cells
    }
    title = _title(form, errata)
    table = Table(
        (*(_heading(column, errata) for column in form.columns), *_EXTRA),
        tuple(_corrected(form, place, row, in_cells) for place, row in enumerate(form.rows, start=1)),
        title,
        tuple(_notes(form, errata)),
        marks=marks,
        caption=_caption(form, title, note=_in_print(errata)),
    )
    return _with_set_ups(table, form, scores) if form.number == 4 else table


_EXTRA = (Column("id", brief=False), Column("changed", brief=False), Column("errata", brief=False))


def _cells(form: PrintedTable, row: PrintedRow) -> Iterator[Cell]:
    for column, text in zip(form.columns, row.cells, strict=True):
        yield printed_number(text) if column.numeric else text


def _corrected(
    form: PrintedTable, place: int, row: PrintedRow, errata: dict[tuple[int, str | None], Erratum]
) -> tuple[Cell, ...]:
    """A row with its errata applied, the model that it means, and what was changed by which erratum."""
    cells: list[Cell] = []
    found: dict[str, str] = {}
    for column, printed in zip(form.columns, _cells(form, row), strict=True):
        erratum = errata.get((place, column.heading))
        if erratum is None:
            cells.append(printed)
            continue
        found[column.name] = erratum.name
        cells.append(printed_number(erratum.correct.en) if column.numeric else erratum.correct.text)
    return (*cells, row.model, tuple(found), tuple(found.values()))


def _heading(column: PrintedColumn, errata: list[Erratum]) -> Column:
    """A column under its heading, or under the corrected one with the erratum's number."""
    plain = Column(column.name, numeric=column.numeric, heading=Either(column.heading, column.heading_ko))
    for erratum in errata:
        if erratum.row is None and erratum.column == column.heading:
            marked = say("{text} [{mark}]", text=erratum.correct.text, mark=erratum.name)
            return plain._replace(heading=marked)
    return plain


def _right_caption(form: PrintedTable, errata: list[Erratum]) -> Either:
    """The caption as it should stand: that of the first erratum which gives a whole one."""
    whole = [each.correct.text for each in errata if each.column == "caption" and _NUMBER.match(each.correct.en)]
    return whole[0] if whole else form.caption.text


def _title(form: PrintedTable, errata: list[Erratum]) -> Either:
    """The right caption with the errata that changed it; one that changes the Korean alone marks only that."""
    right = _right_caption(form, errata)
    changes = [each for each in errata if each.column == "caption"]
    en = [each.name for each in changes if each.correct.en != form.caption.en]
    ko = [each.name for each in changes if each.correct.ko != form.caption.ko]
    return Either(_marked(str(right), en), _marked(right.ko, ko))


def _marked(text: str, names: list[str]) -> str:
    return f"{text} [{', '.join(names)}]" if names else text


def _caption(form: PrintedTable, text: Either, suffix: str = "", note: str = "") -> Caption:
    """What LaTeX gets: the caption without its number, which LaTeX sets itself."""
    return Caption(Either(_NUMBER.sub("", text), _NUMBER.sub("", text.ko)), f"tab:survey-{form.number}{suffix}", note)


def _in_print(errata: list[Erratum]) -> str:
    """What explains the marks to readers of a document."""
    name = next((each.name for each in errata if each.column != "caption"), None)
    if name is None:
        return ""
    return say("[{name}] and the like: corrected, for the reason that `llmsurvey errata {name}` gives.", name=name)


def _notes(form: PrintedTable, errata: list[Erratum]) -> Iterable[str]:
    count = counted("{number} erratum is applied.", "{number} errata are applied.", len(errata))
    why = say("`llmsurvey errata --table {table}` says why, --as-printed shows the print.", table=form.number)
    yield joined([count, why])


def _with_set_ups(table: Table, form: PrintedTable, scores: Iterable[Score]) -> Table:
    """Table 4 with the benchmark and the metric that each row really is about."""
    actual = {score.name_as_printed: score for score in scores if score.table == "4" and score.reading == "actual"}
    found = [actual.get(form.cell(row, "Model")) for row in form.rows]
    places = len(table.columns) - len(_EXTRA)
    added = (Column("benchmark", heading=say("Benchmark")), Column("metric", heading=say("Metric")))
    columns = (*table.columns[:places], *added, *table.columns[places:])
    cells = tuple(
        (*row[:places], score.benchmark if score else None, score.metric if score else None, *row[places:])
        for row, score in zip(table.rows, found, strict=True)
    )
    return replace(table, columns=columns, rows=cells)
