"""Which logs a question is asked of, and by which engine."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.errors import RequestError, check_text
from llmsurvey.logs.engine import ENGINES, Engine, EngineName, open_engine
from llmsurvey.logs.folders import logs_address
from llmsurvey.messages import join_texts, option, question, say

if TYPE_CHECKING:
    from llmsurvey.logs.open_logs import Logs
    from llmsurvey.logs.run import KeptRun


class OpenedLogs(NamedTuple):
    """Logs, their runs, and the engine that questions of them are asked of."""

    logs: Logs
    runs: list[KeptRun]
    engine: Engine


@dataclass(frozen=True, kw_only=True)
class AskedLogs:
    """Which logs are asked: the user's own (`logs`), or those in a folder or at an address (`logs_in`).

    `engine` answers; `master` is the address of Spark's.
    """

    logs: bool = False
    logs_in: str | Path | None = None
    engine: EngineName = "duckdb"
    master: str | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the question is one of logs. Raises RequestError for settings that go with logs, or Spark, alone."""
        self._check_settings()
        is_asked = self.logs or self.logs_in is not None
        if not is_asked and self.stated:
            stated = join_texts([option(name) for name in self.stated], ", ")
            raise RequestError(say("{options}: only with {logs}.", options=stated, logs=option("logs")))
        return is_asked

    def _check_settings(self) -> None:
        """Raise RequestError for settings that say nothing, or contradict each other."""
        check_text("logs_in", None if self.logs_in is None else str(self.logs_in))
        check_text("master", self.master)
        if self.engine not in ENGINES:
            raise RequestError(say("{option} takes one of {known}.", option=option("engine"), known=", ".join(ENGINES)))
        if self.master is not None and self.engine != "spark":
            raise RequestError(
                say("{master} goes with {engine}.", master=option("master"), engine=option("engine", "spark"))
            )

    @property
    def stated(self) -> list[str]:
        """The names of what is said."""
        return [setting.name for setting in fields(self) if getattr(self, setting.name) != setting.default]

    def open(self) -> OpenedLogs:
        """Return the logs with their engine.

        Raises RequestError where there are none or settings contradict each other, BoardError, EngineError or
        MissingExtraError where they can't be read.
        """
        from llmsurvey.logs.open_logs import open_logs

        self._check_settings()
        engine = open_engine(self.engine, self.master)
        place = str(self.logs_in or logs_address())
        logs = open_logs(engine, self.engine, place)
        if runs := logs.runs():
            return OpenedLogs(logs, runs, engine)
        raise RequestError(
            say(
                "there are no logs in {place}. `{hint}` reads some.",
                place=place,
                hint=question("import_logs", "PATH", **({"logs_in": place} if self.logs_in else {})),
            )
        )
