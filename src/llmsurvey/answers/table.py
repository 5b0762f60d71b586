"""The survey's four tables: to the letter as printed, or corrected, with every change marked by its erratum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.as_printed import printed_number
from llmsurvey.library import Library
from llmsurvey.messages import Either, counted, join_texts, option, question, say
from llmsurvey.records import Score
from llmsurvey.records.erratum import Erratum
from llmsurvey.records.printed_table import PrintedColumn, PrintedRow, PrintedTable
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Caption, Cell, Column, Table
from llmsurvey.tables.detailed import Detailed
from llmsurvey.tables.note import Note, as_note, note

_NUMBER = re.compile(r"^(?:Table|표) [0-9]+\. ")


_EXTRA = (
    Column("id", brief=False),
    Column("corrections", brief=False, only="nested"),
    Column("changed_cells", brief=False, only="flat"),
    Column("errata", brief=False, only="flat"),
)
_SET_UPS = (Column("benchmark", heading=say("Benchmark")), Column("metric", heading=say("Metric")))


@dataclass(frozen=True, kw_only=True)
class TableQuestion:
    """Which table of the survey, 1 to 4, and whether `as_printed`, mistakes and all."""

    number: int
    as_printed: bool = False


class Correction(NamedTuple):
    """A cell that was changed, by its column, and the erratum that changed it."""

    column: str
    erratum: str


class TableEntry(NamedTuple):
    """A row of a table of the survey: its cells by the names of their columns, and the model that it means.

    `errata` has for each of the `changed_cells` the erratum that changed it.
    """

    cells: Mapping[str, Cell]
    id: str
    changed_cells: tuple[str, ...] = ()
    errata: tuple[str, ...] = ()

    @property
    def corrections(self) -> tuple[Detailed[Correction], ...]:
        """Each cell that was changed, with the erratum that changed it."""
        pairs = zip(self.changed_cells, self.errata, strict=True)
        return tuple(Detailed(f"{column}: {erratum}", Correction(column, erratum)) for column, erratum in pairs)


@dataclass(frozen=True, kw_only=True)
class TableAnswer(Answer[TableEntry]):
    """A table of the survey under its caption; `shown` are the columns of the cells, then those of the entry."""

    columns = (*_SET_UPS, *_EXTRA)
    named_by = "headings"

    shown: tuple[Column, ...]
    title: Either
    caption: Caption
    marks: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def table(self) -> Table:
        """The rows as they are printed or corrected, each changed cell marked with its erratum."""
        rows = tuple(
            tuple(
                entry.cells[column.name] if column.name in entry.cells else getattr(entry, column.name)
                for column in self.shown
            )
            for entry in self.entries
        )
        return Table(self.shown, rows, self.title, self.notes, marks=dict(self.marks), caption=self.caption)


def show_table(library: Library, asked: TableQuestion) -> TableAnswer:
    """Return a table of the survey, corrected or as printed. Raises RequestError for one that it hasn't."""
    form = library.survey.table(asked.number)
    if asked.as_printed:
        return printed_table(form)
    return corrected_table(library.survey, form, library.scores)


def printed_table(form: PrintedTable) -> TableAnswer:
    """Return a table of the survey cell for cell, under its own headings and caption, mistakes and all."""
    columns = [Column(column.name, numeric=column.numeric, heading=column.heading) for column in form.columns]
    leave_out = note(
        "as-printed",
        "As the survey prints it. Leave out {as_printed} for the corrected table.",
        as_printed=option("as_printed"),
    )
    return TableAnswer(
        entries=[TableEntry(dict(_cells_of_row(form, row)), row.model) for row in form.rows],
        shown=(*columns, _EXTRA[0]),
        title=form.caption.text,
        notes=(leave_out,),
        caption=_caption_for_latex(form, form.caption.text, "-printed"),
    )


def corrected_table(survey: Survey, form: PrintedTable, scores: Iterable[Score]) -> TableAnswer:
    """Return the same table as it should stand: `errata` names the erratum of each of the `changed_cells`.

    Table 4 also says what each row measures, for it puts two benchmarks and three metrics into one column.
    """
    errata = [erratum for erratum in survey.errata if erratum.table == form.number and erratum.kind != "note"]
    in_cells = {(erratum.row, erratum.column): erratum for erratum in errata if erratum.row is not None}
    title = _mark_title(form, errata)
    entries = [_correct_row(form, number, row, in_cells) for number, row in enumerate(form.rows, start=1)]
    has_set_ups = form.number == 4
    return TableAnswer(
        entries=_with_set_ups(entries, form, scores) if has_set_ups else entries,
        shown=(
            *(_correct_column(column, errata) for column in form.columns),
            *(_SET_UPS if has_set_ups else ()),
            *_EXTRA,
        ),
        title=title,
        notes=tuple(_note_correction(form, errata)),
        marks={
            (row, name): erratum
            for row, entry in enumerate(entries)
            for name, erratum in zip(entry.changed_cells, entry.errata, strict=True)
        },
        caption=_caption_for_latex(form, title, explained=_explain_marks(errata)),
    )


def _cells_of_row(form: PrintedTable, row: PrintedRow) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of a row as they are printed, by the names of their columns."""
    for column, text in zip(form.columns, row.cells, strict=True):
        yield column.name, printed_number(text) if column.numeric else text


def _correct_row(
    form: PrintedTable, number: int, row: PrintedRow, errata: Mapping[tuple[int, str | None], Erratum]
) -> TableEntry:
    """Return a row with its errata applied, the model that it means, and what was changed by which erratum."""
    cells = dict(_cells_of_row(form, row))
    changes: dict[str, str] = {}
    for column in form.columns:
        erratum = errata.get((number, column.heading))
        if erratum is not None:
            changes[column.name] = erratum.name
            cells[column.name] = printed_number(erratum.correct.en) if column.numeric else erratum.correct.text
    return TableEntry(cells, row.model, tuple(changes), tuple(changes.values()))


def _correct_column(column: PrintedColumn, errata: list[Erratum]) -> Column:
    """Return a column under its heading, or under the corrected one with the erratum's number."""
    plain = Column(column.name, numeric=column.numeric, heading=Either(column.heading, column.heading_ko))
    for erratum in errata:
        if erratum.row is None and erratum.column == column.heading:
            marked = say("{text} [{mark}]", text=erratum.correct.text, mark=erratum.name)
            return plain._replace(heading=marked)
    return plain


def _right_caption(form: PrintedTable, errata: list[Erratum]) -> Either:
    """Return the caption as it should stand: by the first erratum that gives a whole one, else as printed."""
    whole = [
        erratum.correct.text for erratum in errata if erratum.column == "caption" and _NUMBER.match(erratum.correct.en)
    ]
    return whole[0] if whole else form.caption.text


def _mark_title(form: PrintedTable, errata: list[Erratum]) -> Either:
    """Return the right caption with the errata that changed it; one that changes the Korean alone marks only that."""
    right = _right_caption(form, errata)
    changes = [erratum for erratum in errata if erratum.column == "caption"]
    en = [erratum.name for erratum in changes if erratum.correct.en != form.caption.en]
    ko = [erratum.name for erratum in changes if erratum.correct.ko != form.caption.ko]
    return Either(_mark_text(str(right), en), _mark_text(right.ko, ko))


def _mark_text(text: str, names: list[str]) -> str:
    return f"{text} [{', '.join(names)}]" if names else text


def _caption_for_latex(form: PrintedTable, text: Either, suffix: str = "", explained: str = "") -> Caption:
    """Return what LaTeX gets: the caption without its number, which LaTeX sets itself."""
    label = f"tab:survey-{form.number}{suffix}"
    return Caption(Either(_NUMBER.sub("", text), _NUMBER.sub("", text.ko)), label, explained)


def _explain_marks(errata: list[Erratum]) -> str:
    """Return what explains the marks to readers of a document."""
    name = next((erratum.name for erratum in errata if erratum.column != "caption"), None)
    if name is None:
        return ""
    return say(
        "[{name}] and the like: corrected. `{hint}` gives the reason.",
        name=name,
        hint=question("errata", name),
    )


def _note_correction(form: PrintedTable, errata: list[Erratum]) -> Iterable[Note]:
    count = counted("{number} erratum is applied.", "{number} errata are applied.", len(errata))
    why = say(
        "`{hint}` says why, {as_printed} shows the print.",
        hint=question("errata", table=form.number),
        as_printed=option("as_printed"),
    )
    yield as_note("corrected", join_texts([count, why]))


def _with_set_ups(entries: Sequence[TableEntry], form: PrintedTable, scores: Iterable[Score]) -> list[TableEntry]:
    """Return the rows of Table 4 with the benchmark and the metric that each really is about."""
    actual = {score.name_as_printed: score for score in scores if score.table == "4" and score.reading == "actual"}
    measured = [actual.get(form.cell(row, "Model")) for row in form.rows]
    return [
        entry._replace(
            cells={
                **entry.cells,
                "benchmark": score.benchmark if score else None,
                "metric": score.metric if score else None,
            }
        )
        for entry, score in zip(entries, measured, strict=True)
    ]
