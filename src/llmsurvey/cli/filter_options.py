"""The filters of the catalogue as options, for every command that lists models."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli import options
from llmsurvey.cli.option_groups import OptionTable, put_options

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
    """Give a command the catalogue's filters; it gets them as its argument `models`."""

    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given: dict[str, Any] = {name: arguments.pop(name) for name in _OPTIONS}
        asked: Any = {
            name: tuple(value) if isinstance(value, list) else value for name, value in given.items() if value
        }
        function(**arguments, models=ModelFilter(**asked))

    put_options(command, function, "models", _OPTIONS)
    return command
