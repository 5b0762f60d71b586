"""The filters of the catalogue as options, for every command that lists models."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli import options
from llmsurvey.cli.option_groups import OptionTable, put_options

_ANNOTATIONS = {
    "commercial": options.Commercial,
    "survey": options.Survey,
    "permissive": options.Permissive,
    "own_licence": options.OwnLicence,
    "data": options.Data,
    "developer": options.Developer,
    "licence": options.Licence,
    "kind": options.Kind,
    "foundation": options.FoundationName,
    "family": options.Family,
    "dataset": options.DatasetName,
    "language": options.Language,
    "condition": options.Condition,
    "without_condition": options.WithoutCondition,
    "since": options.Since,
    "until": options.Until,
    "min_size": options.MinSize,
    "max_size": options.MaxSize,
    "fits": options.Fits,
    "precision": options.FitPrecision,
    "context": options.FitContext,
    "cache_type": options.FitCacheType,
}
"""What typer reads of the option for each field of a `ModelFilter`."""

_OPTIONS: OptionTable = {
    field.name: (_ANNOTATIONS[field.name], None if field.default == () else field.default)
    for field in fields(ModelFilter)
}


def with_filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the catalogue's filters; it gets them as its argument `models`."""

    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given: dict[str, Any] = {name: arguments.pop(name) for name in _OPTIONS}
        asked: Any = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in given.items()
            if value is not None
        }
        if "fits" in asked and "precision" not in asked:
            from llmsurvey.registry.configuration import configured

            asked["precision"] = configured("precision")
        function(**arguments, models=ModelFilter(**asked))

    put_options(command, function, "models", _OPTIONS)
    return command
