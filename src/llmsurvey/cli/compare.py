"""`llmsurvey compare`: models side by side, or on one benchmark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from llmsurvey.cli import completion
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.file_reading import FileReading
from llmsurvey.library import Library
from llmsurvey.messages import joined, option, say
from llmsurvey.records import Model, Score, Size
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table


@with_rows
@with_file_options
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Models, or sizes of them (MODEL@SIZE), to set side by side.",
            autocompletion=completion.models,
        ),
    ] = None,
    benchmark: Annotated[
        str | None,
        typer.Option(
            "--benchmark",
            "-b",
            help="Compare scores on this benchmark, in groups that are comparable.",
            autocompletion=completion.benchmarks,
        ),
    ] = None,
    mix: Annotated[
        bool,
        typer.Option(
            "--mix",
            help="One list over all groups, although their scores can't be compared; of --samples, pair questions that "
            "were put in other words.",
        ),
    ] = False,
    as_printed: Annotated[bool, typer.Option("--as-printed", help="The survey's own Table 4, to the digit.")] = False,
    board: Annotated[
        str | None,
        typer.Option(
            "--board",
            help="The differences of two models on this board, with intervals.",
            autocompletion=completion.boards,
        ),
    ] = None,
    samples: Annotated[
        list[Path] | None,
        typer.Option(
            "--samples", help="Twice: what the harness logged of two models, question by question (file or folder)."
        ),
    ] = None,
    metric: Annotated[
        str | None, typer.Option("--metric", help="The metric of --samples. (Default: the benchmark's usual one.)")
    ] = None,
    *,
    files: FileReading,
    rows: Rows,
) -> None:
    """Compare models on their facts, scores on one benchmark, or two models on all benchmarks of a board.

    Scores stand in one order only where benchmark, metric, shots, board and date agree; --mix overrides that, and
    says so. Differences come with intervals: paired where what the harness logged of each question is given.
    """
    from llmsurvey.answers.compare_facts import compare_facts
    from llmsurvey.answers.compare_scores import compare_benchmark
    from llmsurvey.boards.score_setup import on_benchmark
    from llmsurvey.lineage.verdict import Licensing

    registry = rows.library.registry
    if metric is not None and not samples:
        raise RequestError(say("--metric goes with --samples."))
    if board is None and files.stated:
        stated = joined([option(name) for name in files.stated], ", ")
        raise RequestError(say("{options}: only with --board and a file.", options=stated))
    if board is not None or samples:
        if benchmark is not None or as_printed or (board is not None and (samples or mix)):
            raise RequestError(say("--board and --samples go with no other way to compare."))
        if board is not None:
            rows.give(_of_board(board, names or [], rows.library, files))
        else:
            rows.give(_of_samples(samples or [], names or [], metric, registry, mix=mix))
        return
    chosen = [registry.resolve_model(name) for name in names or ()]
    if benchmark is None and not as_printed:
        if mix:
            raise RequestError(say("--mix goes with --benchmark or --samples."))
        if not chosen:
            raise RequestError(
                say("compare needs models or a benchmark: `llmsurvey compare LLaMA Falcon` or `--benchmark hellaswag`.")
            )
        turn = rows.is_table if rows.transpose is None else rows.transpose
        replace(rows, transpose=turn).give(compare_facts(Licensing(registry), chosen))
        return
    if as_printed and (chosen or mix):
        raise RequestError(say("--as-printed is the survey's own Table 4: it takes neither models nor --mix."))
    asked = registry.resolve_benchmark(benchmark or "hellaswag")
    if as_printed:
        if asked.id not in ("hellaswag", "kobest-hellaswag"):
            raise RequestError(say("the survey's Table 4 has HellaSwag only: --benchmark hellaswag --as-printed."))
        from llmsurvey.answers.as_printed import printed_table_4

        rows.give(printed_table_4(rows.library.survey))
        return
    scores = _chosen(list(on_benchmark(registry, rows.library.scores, asked)), chosen)
    rows.give(compare_benchmark(registry, scores, asked, mix=mix))


def _chosen(scores: list[Score], chosen: list[tuple[Model, Size | None]]) -> list[Score]:
    """The scores of the models that were named; of all, where none was, but the July board's, which `rank` shows."""
    if not chosen:
        return [score for score in scores if score.table != "2"] or scores
    wanted = {(model.id, size.name if size else None) for model, size in chosen}
    return [score for score in scores if (score.model, score.size) in wanted or (score.model, None) in wanted]


def _of_board(address: str, names: list[str], library: Library, files: FileReading) -> Table:
    """The differences of two entries of a board. Raises RequestError where not two are named."""
    from llmsurvey.answers.differences import unpaired
    from llmsurvey.cli.tell import tell_faults

    if len(names) != 2:
        raise RequestError(say("--board compares two models: `llmsurvey compare FreeWilly2 Guanaco --board BOARD`."))
    opened = library.open_board(address, files)
    tell_faults(opened.faults)
    table = unpaired(opened.board, (names[0], names[1]), library.registry)
    return replace(table, notes=(*table.notes, *opened.remarks))


def _of_samples(paths: list[Path], names: list[str], metric: str | None, registry: Registry, *, mix: bool) -> Table:
    """The differences of two models on the questions that both were asked. Raises RequestError for other than two."""
    from llmsurvey.answers.differences import paired
    from llmsurvey.cli.tell import tell_faults
    from llmsurvey.errors import Fault
    from llmsurvey.importers.pairing import pair_up
    from llmsurvey.importers.samples import read_samples

    if names:
        raise RequestError(say("--samples takes its models from the files: leave out the names."))
    if len(paths) != 2:
        raise RequestError(say("--samples compares two models: name it twice, once for each."))
    if _is_same(*paths):
        raise RequestError(say("--samples compares two models: {path} is named twice.", path=paths[0]))
    faults: list[Fault] = []
    try:
        first, second = (read_samples(path, faults) for path in paths)
    finally:
        tell_faults(faults)
    pairs, notes = pair_up(first, second, metric, registry, mix=mix)
    return paired(pairs, (first.name, second.name), notes)


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file; those that can't be looked at don't, which reading them tells."""
    try:
        return path.samefile(other)
    except OSError:
        return False
