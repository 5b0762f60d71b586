"""`llmsurvey logs`: answers to each question, as harnesses log them: which there are, the way in and the way out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from llmsurvey.cli import offered_names
from llmsurvey.cli.file_options import read_mapping
from llmsurvey.cli.log_options import Engine, LogsIn, Master
from llmsurvey.cli.progress import telling_progress
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.logs import FormatName
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import Hint, join_texts, option, question, say

_IMPORT, _REMOVE, _SCORES = "import", "remove", "scores"
_PANEL = "What to import"


@with_rows
def run(
    action: Annotated[
        str | None,
        typer.Argument(
            metavar="[import|remove|scores]",
            help="Import logs, remove runs, or show what models scored, in place of listing all runs.",
            autocompletion=offered_names.complete_log_actions,
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="What to import: files of logs, or folders of them. What to remove: a benchmark, a model or a run. "
            "Whose scores to show: benchmarks.",
        ),
    ] = None,
    log_format: Annotated[
        FormatName | None,
        typer.Option("--as", help="What the logs are. (Default: what each file shows.)", rich_help_panel=_PANEL),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Who answered, whatever a log says.", rich_help_panel=_PANEL)
    ] = None,
    benchmark: Annotated[
        str | None,
        typer.Option("--benchmark", help="What the questions are of, whatever a log says.", rich_help_panel=_PANEL),
    ] = None,
    map: Annotated[
        list[str] | None,
        typer.Option("--map", help="What a column of a table is: 'doc=id', 'right=score'.", rich_help_panel=_PANEL),
    ] = None,
    texts: Annotated[
        bool, typer.Option("--texts", help="Keep the texts of questions and answers, too.", rich_help_panel=_PANEL)
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be imported, and import nothing.", rich_help_panel=_PANEL),
    ] = False,
    logs_in: LogsIn = None,
    engine: Engine = "duckdb",
    master: Master = None,
    *,
    rows: Rows,
) -> None:
    """List the runs whose answers to each question are kept; or import logs of harnesses, or remove some.

    The list says which questions a run lacks that others have, and where the set-up or the text of questions differs:
    such runs aren't compared. `logs scores` shows what each model scored on each benchmark, with its standard error.

    `logs import` reads what the LM Evaluation Harness logs (samples_TASK.jsonl), logs of Inspect (.eval, JSON), HELM's
    per_instance_stats.json, lighteval's details, items of Every Eval Ever, and tables in CSV, JSON Lines or Parquet
    with the columns id, model, benchmark, score and, where there are such, metric, repeat, cluster and hash. Answers
    are kept in Parquet files by benchmark and model, less than a byte each; the texts are not, unless asked for.
    Importing a log again adds nothing, and an import that was stopped goes on where it was.
    """
    importing = {
        "log_format": log_format,
        "model": model,
        "benchmark": benchmark,
        "map": map,
        "texts": texts,
        "dry_run": dry_run,
    }
    named = tuple(names or ())
    if action != _SCORES:
        _check_none_given(AskedLogs(engine=engine, master=master).stated, question("log_scores"))
    if action != _IMPORT:
        _check_action(action)
        _check_none_given([name for name, value in importing.items() if value], question("import_logs"))
    if action == _IMPORT:
        _import_logs(rows, paths=named, logs_in=logs_in, **{**importing, "map": read_mapping(map or ())})
    elif action == _REMOVE:
        _remove_logs(rows, named, logs_in)
    elif action == _SCORES:
        _list_scores(rows, named, AskedLogs(logs=True, logs_in=logs_in, engine=engine, master=master))
    else:
        _list_runs(rows, logs_in)


def _check_none_given(names: Sequence[str], hint: Hint) -> None:
    """Raise RequestError where options are given that only another question has, `hint`."""
    if names:
        options = join_texts([option(name) for name in names], ", ")
        raise RequestError(say("{options}: for `{hint}` only.", options=options, hint=hint))


def _check_action(action: str | None) -> None:
    """Raise RequestError for an action that there isn't."""
    if action in (None, _IMPORT, _REMOVE, _SCORES):
        return
    raise RequestError(
        say(
            '"{word}" can\'t be done with logs. `{logs}` lists them all, `{scores}` what was scored, `{importing}` '
            "reads more, `{remove}` takes some away.",
            word=action,
            logs=question("logs"),
            scores=question("log_scores"),
            importing=question("import_logs", "PATH"),
            remove=question("remove_logs", "NAME"),
        )
    )


def _import_logs(rows: Rows, **asked: Any) -> None:
    """Keep the answers to each question, as an `ImportLogsQuestion` of these fields asks."""
    from llmsurvey.answers.import_logs import ImportLogsQuestion, import_logs

    importing = ImportLogsQuestion(**asked)
    with telling_progress() as progress:
        answer = import_logs(rows.library, importing, progress, processes=os.cpu_count() or 1)
    rows.give(answer, importing)


def _remove_logs(rows: Rows, names: tuple[str, ...], logs_in: str | None) -> None:
    from llmsurvey.answers.remove_logs import RemoveLogsQuestion, remove_logs

    removal = RemoveLogsQuestion(names=names, logs_in=logs_in)
    rows.give(remove_logs(rows.library, removal), removal)


def _list_scores(rows: Rows, benchmarks: tuple[str, ...], which: AskedLogs) -> None:
    from llmsurvey.answers.log_scores import LogScoresQuestion, list_log_scores

    scores = LogScoresQuestion(benchmarks=benchmarks, asked_logs=which)
    rows.give(list_log_scores(rows.library, scores), scores)


def _list_runs(rows: Rows, logs_in: str | None) -> None:
    from llmsurvey.answers.logs import LogsQuestion, list_logs

    listing = LogsQuestion(logs_in=logs_in)
    rows.give(list_logs(rows.library, listing), listing)
