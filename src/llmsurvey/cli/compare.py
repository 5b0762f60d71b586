"""`llmsurvey compare`: models side by side, or on one benchmark."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from llmsurvey.cli import completion
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.records import Model, Score, Size


@with_rows
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
        bool, typer.Option("--mix", help="One list over all groups, although their scores can't be compared.")
    ] = False,
    as_printed: Annotated[bool, typer.Option("--as-printed", help="The survey's own Table 4, to the digit.")] = False,
    *,
    rows: Rows,
) -> None:
    """Compare models on their facts, or scores on one benchmark.

    Scores stand in one order only where benchmark, metric, shots, board and date agree; --mix overrides that, and
    says so.
    """
    from llmsurvey.boards.compare import compare_benchmark, on_benchmark
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.query.side_by_side import compare_facts
    from llmsurvey.registry.load import load_registry
    from llmsurvey.registry.scores import load_scores

    registry = load_registry(rows.registry)
    chosen = [registry.resolve_model(name) for name in names or ()]
    if benchmark is None and not as_printed:
        if mix:
            raise RequestError(say("--mix goes with --benchmark."))
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
        from llmsurvey.registry.built_in import load_survey
        from llmsurvey.survey.printed import printed_table_4

        rows.give(printed_table_4(load_survey()))
        return
    scores = _chosen(list(on_benchmark(registry, load_scores(registry), asked)), chosen)
    rows.give(compare_benchmark(registry, scores, asked, mix=mix))


def _chosen(scores: list[Score], chosen: list[tuple[Model, Size | None]]) -> list[Score]:
    """The scores of the models that were named; of all, where none was, but the July board's, which `rank` shows."""
    if not chosen:
        return [score for score in scores if score.table != "2"] or scores
    wanted = {(model.id, size.name if size else None) for model, size in chosen}
    return [score for score in scores if (score.model, score.size) in wanted or (score.model, None) in wanted]
