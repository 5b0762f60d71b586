"""`llmsurvey plot`: answers as pictures for papers and slides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import offered_names, options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.filter_options import with_filters_but
from llmsurvey.cli.log_options import Engine, LogsIn, Master
from llmsurvey.cli.measure_options import with_measures
from llmsurvey.cli.output import check_output, choose_format, is_standard_output, terminal_of, write_content
from llmsurvey.cli.tell import tell_error, tell_faults
from llmsurvey.errors import RequestError
from llmsurvey.formats import FORMATS, FormatName
from llmsurvey.formats import render as render_rows
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import say
from llmsurvey.tables import Table

if TYPE_CHECKING:
    from llmsurvey.answers.plot import PlotAnswer
    from llmsurvey.plots import PictureFormat

_PICTURES = ("svg", "png", "pdf")
_SUFFIXES = {".svg": "svg", ".png": "png", ".pdf": "pdf", ".txt": "text"}
_OUT = "Output"

_Width = Literal["column", "two-columns", "slide"]
"""The one of `plots`, which help of this command needn't load."""


@with_filters_but("data")
@with_file_options
@with_measures
def run(
    picture: Annotated[
        Literal["timeline", "frontier", "rank", "history", "compare", "lineage", "memory", "licences", "questions"],
        typer.Argument(metavar="PICTURE", help="What to draw: as the commands of these names answer."),
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Models, a dataset or a board, as that command takes them.",
            autocompletion=offered_names.complete_models,
        ),
    ] = None,
    board: Annotated[
        str | None,
        typer.Option("--board", help="The board, or a file of scores.", autocompletion=offered_names.complete_boards),
    ] = None,
    by: Annotated[
        Literal["size", "memory", "date"],
        typer.Option("--by", help="Of frontier: parameters, bytes of weights, or the date of release."),
    ] = "size",
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="Of history: the first so many of the last whole snapshot.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="Of rank: so many entries. (Default: 20.)")
    ] = None,
    down: Annotated[bool, typer.Option("--down", help="Of lineage: what came from it.")] = False,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Of lineage: at most so many steps.")] = None,
    enough: Annotated[
        bool, typer.Option("--enough", help="Of questions: how many would be enough for the ranking.")
    ] = False,
    subject: Annotated[
        list[str] | None, typer.Option("--subject", help="Of questions: only those of this subject or passage.")
    ] = None,
    logs_in: LogsIn = None,
    engine: Engine = "duckdb",
    master: Master = None,
    width: Annotated[
        _Width,
        typer.Option("--width", help="One column of a paper, two, or a slide.", rich_help_panel=_OUT),
    ] = "column",
    text: Annotated[
        bool, typer.Option("--text", help="The same in characters, to read here.", rich_help_panel=_OUT)
    ] = False,
    numbers: Annotated[
        bool, typer.Option("--data", help="The numbers that are drawn, as a table.", rich_help_panel=_OUT)
    ] = False,
    caption: Annotated[
        bool,
        typer.Option(
            "--caption", help="A caption and the sources, on standard output beside the picture.", rich_help_panel=_OUT
        ),
    ] = False,
    format: Annotated[
        Literal["svg", "png", "pdf", "table", FormatName] | None,
        typer.Option(
            "--format",
            "-f",
            help="How to write it: a picture, or with any other the numbers. (Default: what the suffix says.)",
            rich_help_panel=_OUT,
        ),
    ] = None,
    output: options.Output = None,
    force: options.Force = False,
    registry: options.Registry = None,
    as_of: options.AsOf = None,
    *,
    files: FileReading,
    measures: MeasureFilter,
    models: ModelFilter,
) -> None:
    """Draw an answer for a paper or a slide: as SVG, PNG or PDF, in colours that differ in grey too.

    The same request gives the same bytes. --text draws it in characters, --data gives the numbers, --caption a caption
    with the sources.
    """
    form = _form_of(format, output, text=text, numbers=numbers, caption=caption)
    if form != "caption":
        check_output(
            output, force=force, is_binary=form in ("png", "pdf") or (form in FORMATS and FORMATS[form].binary)
        )
    from llmsurvey.answers.plot import PlotQuestion, compose_plot
    from llmsurvey.library import Library
    from llmsurvey.logs.asked_logs import AskedLogs

    asked = PlotQuestion(
        picture=picture,
        names=tuple(names or ()),
        board=board,
        by=by,
        top=top,
        limit=limit,
        down=down,
        depth=depth,
        models=models,
        measures=measures,
        reading=files,
        subject=tuple(subject or ()),
        enough=enough,
        asked_logs=AskedLogs(logs_in=logs_in, engine=engine, master=master),
    )
    plot = compose_plot(Library(registry or (), as_of=as_of), asked)
    tell_faults(plot.drawn.faults)
    for error in plot.drawn.refused:
        tell_error(error.message)
    if form != "caption":
        write_content(_render_plot(plot, form, width, output), output, force=force)
    if caption:
        from llmsurvey.drawings.caption import render as render_caption

        write_content(render_caption(plot).encode(), None)


def _form_of(named: str | None, output: Path | None, *, text: bool, numbers: bool, caption: bool) -> str:
    """Return what to write: a picture, "text", a format of rows, or the "caption" alone.

    Raises RequestError for what contradicts itself, and where nothing says what to write.
    """
    if text and (numbers or named):
        raise RequestError(say("--text is characters: it goes with neither --data nor --format."))
    if numbers and named in _PICTURES:
        raise RequestError(say("--data is a table: {format} is a picture.", format=named))
    if text or named:
        return named or "text"
    if output is not None and not is_standard_output(output) and not numbers:
        by_suffix = {**{form.suffix: name for name, form in FORMATS.items()}, **_SUFFIXES}
        if (form := by_suffix.get(output.suffix.lower())) is not None:
            return form
        raise RequestError(
            say(
                '"{file}" doesn\'t say which format. End it in .svg, .png or .pdf, or name one with --format.',
                file=output,
            )
        )
    if numbers:
        return choose_format(None, output)
    if caption:
        return "caption"
    raise RequestError(say("a picture needs a file: --output picture.svg. To read it here: --text."))


def _render_plot(plot: PlotAnswer, form: str, width: _Width, output: Path | None) -> bytes:
    """Return a plot as a picture, in characters, or as its numbers in a format of rows."""
    if form in _PICTURES:
        _quiet_matplotlib()
        from llmsurvey.plots import render as draw

        return draw(plot, cast("PictureFormat", form), width)
    if form == "text":
        from llmsurvey.drawings.plot_text import render as draw_text

        return draw_text(plot, terminal_of(output)).encode()
    return _render_numbers(plot.data, form, output)


def _render_numbers(table: Table, form: str, output: Path | None) -> bytes:
    """Return the numbers of a picture in a format of rows."""
    if form == "table":
        from llmsurvey.formats.terminal import render as render_text

        return render_text(table.without("nested"), terminal_of(output), every_column=True).encode()
    return render_rows(table, form)


def _quiet_matplotlib() -> None:
    """Let matplotlib say nothing of its own on standard error: of its cache of fonts, of folders that it can't use."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)
