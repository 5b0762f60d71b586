"""What can go wrong, as one tree: every class knows the exit code that it ends the program with.

Exit code 1 says that the data or the machine is at fault, 2 that the request is. A message is one line: what is
wrong first, then what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from llmsurvey.messages import Hint, Message, Word, either_of, join_texts, option, say


class LlmsurveyError(Exception):
    """The base of all errors that a user may see; its text says what is wrong, and what to do.

    `faults` are what looked wrong, before it came to this, in files that were read, each with its place. `hints` are
    the options and the questions that the text speaks of. The command line shows the text without a traceback.
    """

    exit_code = 1
    faults: tuple[Fault, ...] = ()

    @property
    def message(self) -> str:
        """What went wrong, as it was said: a message that can be translated, where it is one."""
        return str(self) if not self.args or not isinstance(self.args[0], str) else self.args[0]

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The options (`board`, `limit=38`) and the other questions that the text speaks of, in its order."""
        return tuple(_hints_in(self.message))

    def __reduce__(self) -> Any:
        return _remade, (type(self), self.args, self.__dict__)


def _hints_in(text: object) -> Iterator[Hint]:
    """The hints that a message is made of, each once, in the order of its parts."""
    if isinstance(text, Hint):
        yield text
    elif isinstance(text, Message):
        yield from dict.fromkeys(hint for part in text.parts.values() for hint in _hints_in(part))


def _remade(kind: type[LlmsurveyError], arguments: tuple[Any, ...], attributes: dict[str, Any]) -> LlmsurveyError:
    """An error as it was, when another process sends it."""
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(attributes)
    return error


class RequestError(LlmsurveyError):
    """The request can't be answered as asked: an unknown column, a filter that can't be read."""

    exit_code = 2


class UnknownNameError(RequestError):
    """No record is called that; the nearest names are in the message, and in `nearest`.

    `kind` is what was looked for (`model`, `board`), `name` what it was called.
    """

    def __init__(self, kind: str, name: str, nearest: Sequence[str]) -> None:
        what = kind if isinstance(kind, Message) else Word("record", kind)
        called: dict[str, str] = {"kind": what, "name": name}
        if nearest:
            message = say('no {kind} is called "{name}". Did you mean {names}?', **called, names=either_of(nearest))
        else:
            message = say('no {kind} is called "{name}".', **called)
        super().__init__(message)
        self.kind = str(kind)
        self.name = name
        self.nearest = tuple(nearest)


class UnregisteredLicenceError(UnknownNameError):
    """A word of the hub's for a licence that isn't in the registry, or for none; the message says which."""

    def __init__(self, problem: Message) -> None:
        LlmsurveyError.__init__(self, say("{problem}.", problem=problem))
        self.kind = "licence"
        self.name = str(problem.parts.get("name", ""))
        self.nearest = ()


class AmbiguousNameError(RequestError):
    """Several records answer to that `name`; the `candidates` are in the message."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(say('"{name}" could be {names}. Write one of these.', name=name, names=either_of(candidates)))
        self.name = name
        self.candidates = tuple(candidates)


class BoardError(LlmsurveyError):
    """A file of scores that can't be read, or doesn't hold what it should."""


class InputError(LlmsurveyError):
    """A file or folder that isn't there, can't be read, or doesn't hold what it should."""


class EngineError(LlmsurveyError):
    """An engine that questions of logs are asked of can't answer: it isn't there, or a file or the machine stops it."""


class OutputError(LlmsurveyError):
    """The answer can't be written where it was asked to go."""


class ReaderGoneError(LlmsurveyError):
    """Whoever read the output doesn't any more; nothing is left to say, and the exit code is that of SIGPIPE."""

    exit_code = 141


def reason_of(error: OSError | ValueError) -> Word:
    """Return why the system couldn't do something, in its own words."""
    return Word("reason", (getattr(error, "strerror", None) or str(error)).lower().rstrip("."))


class MissingExtraError(LlmsurveyError):
    """What was asked for needs a library that isn't installed; the message says what installs the extra with it."""

    exit_code = 2

    def __init__(self, what: str, extra: str) -> None:
        from llmsurvey.installation import install_command

        command = install_command(extra)
        super().__init__(say("{what} needs more libraries. Install them: {command}", what=what, command=command))
        self.extra = extra


class Fault(NamedTuple):
    """One thing wrong at one place of a registry.

    Lines and columns count from 1; 0 stands for the file, or the line, as a whole. A warning doesn't keep anything from
    loading.
    """

    file: str
    line: int
    column: int
    message: str
    warning: bool = False

    @property
    def text(self) -> Message:
        """The fault in one line, behind its place."""
        position = join_texts([part for part in (self.file, self.line, self.column) if part], ":")
        if self.warning:
            return say("{place}: warning: {message}", place=position, message=self.message)
        return say("{place}: {message}", place=position, message=self.message)

    def __str__(self) -> str:
        return str(self.text)


class RegistryError(LlmsurveyError):
    """A registry that can't be loaded, with all of its faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@contextmanager
def telling_faults(faults: Iterable[Fault]) -> Iterator[None]:
    """Give an error that is raised within to whoever tells it together with the `faults` that were found before."""
    try:
        yield
    except LlmsurveyError as error:
        error.faults = (*faults, *error.faults)
        raise


def check_number(name: str, number: int | None, least: int, most: int | None = None) -> None:
    """Raise RequestError for a number of an option that is less than `least`, or more than `most`; None is none."""
    if number is None:
        return
    if number < least:
        raise RequestError(say("{name} takes a number from {least} on.", name=option(name), least=least))
    if most is not None and number > most:
        raise RequestError(say("{name} takes a number up to {most}.", name=option(name), most=most))


def check_text(name: str, text: str | None) -> None:
    """Raise RequestError for a text of an option that says nothing; None is none."""
    if text is not None and not text.strip():
        raise RequestError(say("{name} needs a value.", name=option(name)))
