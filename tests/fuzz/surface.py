"""What the fuzzer works on: a way into the program, and what must hold whatever comes in there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from gettext import translation
from pathlib import Path
from typing import Any

from hypothesis.strategies import SearchStrategy
from tests.fuzz.mutation import Mutation, mutate_bytes

from llmsurvey.errors import LlmsurveyError, RegistryError
from llmsurvey.messages import DOMAIN, FOLDER, Message

SEEDS = Path(__file__).with_name("seeds")
TABLES = Path(__file__).parents[1] / "data" / "tables"
"""Small files with a right answer beside each; those of the tests are seeds too."""

KOREAN = translation(DOMAIN, FOLDER, ["ko"])


@dataclass(frozen=True)
class Surface:
    """A way into the program.

    `check` is called with an input, and raises where a promise is broken; a refusal in one line is no such thing. Its
    inputs are bytes that `mutate` makes of the `seeds`, or are drawn from `structures` (built of literals only, so that
    a failure can be written down). `inputs` of them are tried in each round.
    """

    name: str
    check: Callable[[Any], object]
    inputs: int
    seeds: Sequence[bytes] = ()
    mutate: Mutation = mutate_bytes
    structures: SearchStrategy[Any] | None = None


def seeds(folder: str, *suffixes: str) -> tuple[bytes, ...]:
    """The contents of the files in a folder of `seeds/`, and of the tests' tables with one of the suffixes."""
    files = [*sorted((SEEDS / folder).iterdir())]
    files += sorted(path for path in TABLES.glob("*") if path.suffix in suffixes)
    return tuple(path.read_bytes() for path in files)


def lines(name: str) -> tuple[bytes, ...]:
    """The lines of a text file in `seeds/`, a seed each."""
    return tuple((SEEDS / f"{name}.txt").read_bytes().splitlines())


def check_refusal(error: LlmsurveyError) -> None:
    """A refusal has exit code 1 or 2, and every message of it is something to say, in both languages."""
    assert error.exit_code in (1, 2), error.exit_code
    faults = error.faults if isinstance(error, RegistryError) else None
    check_messages([error.message] if faults is None else [fault.text for fault in faults])
    assert faults is None or faults, "a refusal without a reason"


def check_messages(messages: Iterable[str]) -> None:
    """Each message has words, in English and in Korean."""
    for message in messages:
        assert message.strip(), "an empty message"
        if isinstance(message, Message):
            assert message.said_in(KOREAN).strip(), "an empty message in Korean"
