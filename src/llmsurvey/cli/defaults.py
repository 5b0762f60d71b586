"""What the configuration file sets, checked against what there is: cards, precisions and boards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llmsurvey.errors import LlmsurveyError, RequestError, UnknownNameError
from llmsurvey.messages import Message, say
from llmsurvey.registry.configuration import SettingName, config_file, read_configuration


def check_defaults() -> None:
    """Raise RequestError for a card or a precision of the configuration file that there isn't, whatever is asked.

    Nothing is loaded where the file sets neither.
    """
    values = read_configuration().values
    if "fits" in values or "precision" in values:
        from llmsurvey.memory.precision import precision_of
        from llmsurvey.memory.room import room_of
        from llmsurvey.registry.built_in import load_hardware

        _check("fits", lambda text: room_of(load_hardware(), text))
        _check("precision", lambda text: precision_of(load_hardware(), text))


def naming_file(error: LlmsurveyError, arguments: Sequence[str]) -> Message | str:
    """Return what an error says, with the configuration file before it where that names the board that isn't there.

    A board is looked for only where one is asked for: what imports it again must run. What stands in the `arguments`
    is none of the file's.
    """
    if isinstance(error, UnknownNameError) and not any(error.name in argument for argument in arguments):
        board, _, day = read_configuration().values.get("board", "").partition("@")
        if error.name in (board, day) and error.name:
            return _in_file("board", error)
    return error.message


def _check(name: SettingName, read: Callable[[str], object]) -> None:
    """Raise RequestError, with the file, where a setting of it can't be read."""
    value = read_configuration().values.get(name)
    if value is None:
        return
    try:
        read(value)
    except RequestError as error:
        raise RequestError(_in_file(name, error)) from None


def _in_file(name: SettingName, error: LlmsurveyError) -> Message:
    return say("{file}: {setting}: {problem}", file=config_file(), setting=name, problem=error.message)
