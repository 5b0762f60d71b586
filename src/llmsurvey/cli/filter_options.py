"""The filters of the catalogue as options, for every command that lists models."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli import options
from llmsurvey.cli.meant_options import choice_called
from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.records import ConditionKind
from llmsurvey.records.model import Kind

_ANNOTATIONS = {
    "commercial": options.Commercial,
    "survey": options.Survey,
    "permissive": options.Permissive,
    "own_licence": options.OwnLicence,
    "data": options.Data,
    "use": options.Use,
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
    "search": options.Search,
}
"""What typer reads of the option for each field of a `ModelFilter`."""

_OPTIONS: OptionTable = {
    field.name: (_ANNOTATIONS[field.name], None if field.default == () else field.default)
    for field in fields(ModelFilter)
}


_CHOICES = {
    "kind": get_args(Kind),
    "condition": get_args(ConditionKind),
    "without_condition": get_args(ConditionKind),
}


def with_filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the catalogue's filters; it gets them as its argument `models`."""
    return with_filters_but()(function)


def with_filters_but(*left_out: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that does what `with_filters` does, without some of the filters."""
    offered = {name: option for name, option in _OPTIONS.items() if name not in left_out}

    def decorate_command(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(**arguments: Any) -> None:
            given = {name: arguments.pop(name) for name in offered}
            function(**arguments, models=_filter_of(given))

        put_options(command, function, "models", offered)
        return command

    return decorate_command


def _filter_of(given: dict[str, Any]) -> ModelFilter:
    """Return the filter that the values of options ask for."""
    asked: Any = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items() if value is not None
    }
    for name, choices in _CHOICES.items():
        if name in asked:  # as it stands on the screen, too: what is no choice at all the filter tells
            asked[name] = tuple(choice_called(word, choices) or word for word in asked[name])
    if "fits" in asked and "precision" not in asked:
        from llmsurvey.registry.configuration import configured

        asked["precision"] = configured("precision")
    return ModelFilter(**asked)
