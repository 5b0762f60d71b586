"""`llmsurvey config`: a user's settings, and where each comes from."""

from __future__ import annotations

import sys

from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.cli.screen import asked_colour
from llmsurvey.registry.configuration import SettingName


@with_rows
def run(*, rows: Rows) -> None:
    """Show every setting, its value, and where that comes from: an option, the environment, your file, or built in.

    Settings are lines of a file in TOML (`lang = "ko"`), which the first note names; LLMSURVEY_CONFIG names another. An
    option comes before a variable of the environment, and that before the file.
    """
    from llmsurvey.answers.config import ConfigQuestion, list_settings
    from llmsurvey.cli.language import language_option

    given: dict[SettingName, str | None] = {"lang": language_option(sys.argv[1:]), "color": asked_colour()}
    question = ConfigQuestion(options={name: value for name, value in given.items() if value is not None})
    rows.give(list_settings(rows.library, question), question)
