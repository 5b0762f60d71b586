"""When a bill of materials was made: no clock is asked, so that the same facts give the same bytes."""

from __future__ import annotations

import datetime
import os
from typing import NamedTuple

from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.records import Dataset, Licence, Model, Size
from llmsurvey.records.dates import last_day
from llmsurvey.registry.registry import Registry
from llmsurvey.tables.note import Note, note

VARIABLE = "SOURCE_DATE_EPOCH"
"""What sets the date from outside, in seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch/)."""


class Created(NamedTuple):
    """A time as both standards write it (`2026-11-29T00:00:00Z`), and a sentence on where it is from."""

    time: str
    note: Note


def read_created(registry: Registry) -> Created:
    """Return the time in SOURCE_DATE_EPOCH, else the last day on which a source of the registry was read.

    Raises RequestError where the variable holds no time.
    """
    if stated := os.environ.get(VARIABLE):
        return Created(_time_of(stated), note("created", "Its date is that of {variable}.", variable=VARIABLE))
    if checked := _last_check(registry):
        day = last_day(checked)
        sentence = note(
            "created", "Its date is the last day on which a source of the registry was read: {day}.", day=day
        )
        return Created(f"{day}T00:00:00Z", sentence)
    return Created(
        "1970-01-01T00:00:00Z",
        note(
            "created",
            "It has no date: no source of the registry says when it was read. {variable} sets one.",
            variable=VARIABLE,
        ),
    )


def _last_check(registry: Registry) -> str | None:
    """Return the last day on which any source was read."""
    holders: list[Model | Size | Dataset | Licence] = [*registry.models, *registry.datasets, *registry.licences]
    holders += [size for model in registry.models for size in model.sizes]
    days = (source.checked for holder in holders for source in holder.sources if source.checked)
    return max(days, key=last_day, default=None)


def _time_of(seconds: str) -> str:
    try:
        moment = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
        if not seconds.isascii() or moment.year < 1970:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise RequestError(
            say('{variable} is "{value}", which is no time. Give seconds since 1970.', variable=VARIABLE, value=seconds)
        ) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
