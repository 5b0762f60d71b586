"""The file that an import of models keeps: one import at a time, whole or not at all, nothing overwritten unasked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from llmsurvey.atomic import keep_file
from llmsurvey.errors import OutputError, RequestError, reason_of
from llmsurvey.messages import option, say


@contextlib.contextmanager
def hold_imports(into: str | None, *, writes: bool) -> Iterator[None]:
    """Keep other imports out of the folder `into`, or of the user's own imports, where this one writes anything.

    Each import is laid over those before it, or put among what one of them left in a file. Raises OutputError where the
    folder can't be written or locked, or another import holds it for too long.
    """
    if not writes:
        yield
        return
    from llmsurvey.boards.lock import lock_folder
    from llmsurvey.registry.layers import imports_folder

    with lock_folder(imports_folder() if into is None else Path(into)):
        yield


def file_of_import(name: str, into: str | None) -> Path:
    """Return the file that an import of that name is kept in: in the folder `into`, or among the user's own imports."""
    from llmsurvey.registry.layers import place_of_import

    return place_of_import(name) if into is None else Path(into) / f"{name}.yaml"


def read_import(file: Path) -> bytes:
    """Return what an earlier import left in a file, empty if there is none. Raises OutputError if it can't be read."""
    try:
        return file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise OutputError(say("{file} can't be read: {reason}.", file=file, reason=reason_of(error))) from None


def write_import(file: Path, content: bytes, *, replace: bool) -> None:
    """Write the file of an import, whole or not at all.

    Raises RequestError where there is one and it isn't to be replaced, OutputError where it can't be written.
    """
    try:
        keep_file(file, content, overwrite=replace)
    except FileExistsError:
        raise RequestError(
            say(
                "{file} is there already and says otherwise. {option} puts this in its place.",
                file=file,
                option=option("replace", True),
            )
        ) from None
