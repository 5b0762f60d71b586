"""The filters of the catalogue as options, for every command that lists models."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from llmsurvey.answers.model_filter import Filters
from llmsurvey.cli import options
from llmsurvey.cli.known import known
from llmsurvey.cli.rows import Rows
from llmsurvey.cli.shared_options import OptionTable, put_options
from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.records import ConditionKind
from llmsurvey.records.model import Kind
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.memory.fit import Budget

_OPTIONS: OptionTable = {
    "commercial": (options.Commercial, False),
    "strict": (options.Strict, False),
    "own_licence": (options.OwnLicence, False),
    "data": (options.Data, "caveat"),
    "developer": (options.Developer, None),
    "licence": (options.Licence, None),
    "kind": (options.Kind, None),
    "foundation": (options.FoundationName, None),
    "family": (options.Family, None),
    "dataset": (options.DatasetName, None),
    "language": (options.Language, None),
    "condition": (options.Condition, None),
    "without_condition": (options.WithoutCondition, None),
    "since": (options.Since, None),
    "until": (options.Until, None),
    "min_size": (options.MinSize, None),
    "max_size": (options.MaxSize, None),
    "fits": (options.Fits, None),
    "precision": (options.FitPrecision, None),
}


def with_filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the catalogue's filters; it gets them, with the registry loaded, as its argument `filters`."""

    @functools.wraps(function)
    def command(*, rows: Rows, **arguments: Any) -> None:
        from llmsurvey.registry.load import load_registry

        chosen = {name: arguments.pop(name) for name in _OPTIONS}
        function(**arguments, filters=_filters(chosen, load_registry(rows.registry)), rows=rows)

    put_options(command, function, "filters", _OPTIONS)
    return command


def _filters(chosen: dict[str, Any], registry: Registry) -> Filters:
    """The options as a filter. Raises RequestError for a date or a size that can't be read."""
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.records.dates import parse_date
    from llmsurvey.records.quantities import parse_count

    def read(option: str, parse: Callable[[object], Any]) -> Any:
        text = chosen[option]
        try:
            return None if text is None else parse(text)
        except ValueError as error:
            name = f"--{option.replace('_', '-')}"
            raise RequestError(say("{option}: {problem}.", option=name, problem=error.args[0])) from None

    return Filters(
        commercial=chosen["commercial"],
        strict=chosen["strict"],
        developers=tuple(chosen["developer"] or ()),
        licences=tuple(chosen["licence"] or ()),
        kinds=known("kind of model", chosen["kind"], get_args(Kind)),
        foundations=tuple(chosen["foundation"] or ()),
        families=tuple(chosen["family"] or ()),
        datasets=tuple(chosen["dataset"] or ()),
        languages=tuple(chosen["language"] or ()),
        conditions=known("kind of condition", chosen["condition"], get_args(ConditionKind)),
        without_conditions=known("kind of condition", chosen["without_condition"], get_args(ConditionKind)),
        since=read("since", parse_date),
        until=read("until", parse_date),
        min_size=read("min_size", parse_count),
        max_size=read("max_size", parse_count),
        budget=_budget(registry, chosen["fits"], chosen["precision"]),
        licensing=Licensing(registry, data=chosen["data"], lineage=not chosen["own_licence"]),
    )


def _budget(registry: Registry, fits: str | None, precision: str | None) -> Budget | None:
    """What --fits and --precision ask. Raises RequestError for what can't be read, and for a precision alone."""
    if fits is None:
        if precision is not None:
            raise RequestError(say("--precision goes with --fits: --fits 24GB --precision int4."))
        return None
    from llmsurvey.memory.fit import Budget, precision_of, room_of
    from llmsurvey.registry.built_in import load_hardware

    hardware = load_hardware()
    return Budget(registry, room_of(hardware, fits), precision_of(hardware, precision or "bf16"))
