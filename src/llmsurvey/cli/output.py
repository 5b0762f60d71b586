"""Where an answer goes: what its format is, whether it can go there, and how it is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.errors import OutputError, ReaderGoneError, RequestError, reason_of
from llmsurvey.formats import FORMATS
from llmsurvey.messages import say
from llmsurvey.paths import kind_of

if TYPE_CHECKING:
    from llmsurvey.formats.terminal import Terminal


class Drawings(NamedTuple):
    """The formats of a command that aren't rows, the first of which is what people get who ask for nothing else.

    `suffixes` are those of their files, some of two parts (`.cdx.json`). One that a format of rows has too means rows
    where these are asked for, as they are by an option of `rows_options`.
    """

    names: tuple[str, ...] = ()
    suffixes: Mapping[str, str] = {}
    rows_options: tuple[str, ...] = ()


NO_DRAWINGS = Drawings()


def is_standard_output(output: Path | None) -> bool:
    """Whether the answer goes to standard output, however that is called."""
    return output is None or str(output) in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def choose_format(
    named: str | None, output: Path | None, drawings: Drawings = NO_DRAWINGS, *, for_rows: bool = False
) -> str:
    """Return the format of an answer: the one that is `named`, else what the suffix of a file says.

    Standard output gets the first of the drawings, or the table where there are none, or where something is asked for
    that only rows have. Raises RequestError for a suffix that says nothing.
    """
    if named is not None:
        return named
    if output is None or is_standard_output(output):
        return drawings.names[0] if drawings.names and not for_rows else "table"
    of_rows = {form.suffix: name for name, form in FORMATS.items()} | {".yml": "yaml", ".txt": "table"}
    by_suffix = {**drawings.suffixes, **of_rows} if for_rows else {**of_rows, **drawings.suffixes}
    double = next((suffix for suffix in drawings.suffixes if suffix.count(".") > 1 and name_ends(output, suffix)), "")
    if (suffix := double or output.suffix.lower()) in by_suffix:
        return by_suffix[suffix]
    raise RequestError(
        say(
            '"{file}" doesn\'t say which format. Name one with --format, or end it in .csv, .json, .md ...',
            file=output,
        )
    )


def name_ends(output: Path, suffix: str) -> bool:
    """Whether the name of a file ends in a suffix, in any case."""
    return output.name.lower().endswith(suffix)


def check_output(output: Path | None, *, force: bool, is_binary: bool = False) -> None:
    """Check before an answer is computed whether it can go where it is asked to.

    Raises RequestError for a `force` without a file, and for binary content on a terminal, OutputError for a folder and
    for a file that exists (without `force`). What the command reads isn't known yet, and a file may be made meanwhile,
    so that this is checked again when a file is written.
    """
    if output is None and force:
        raise RequestError(say("--force overwrites a file, and none is named. Name one, or leave it out."))
    if output is not None and not is_standard_output(output):
        if kind_of(output) != "stream":
            _check_file(output, force=force)
    elif is_binary and sys.stdout.isatty():
        raise RequestError(say("this format is not for a terminal. Write it to a file with --output."))


def terminal_of(output: Path | None) -> Terminal:
    """Return what the answer is shown on: standard output, or a file, whose content depends on no terminal."""
    from llmsurvey.cli.screen import screen, screen_of_file

    return screen() if is_standard_output(output) else screen_of_file()


def write_content(content: bytes, output: Path | None, *, force: bool = False) -> None:
    """Write content to a file, whole or not at all, or to standard output, on a terminal through a pager if it is long.

    A device or a named pipe is written to, never replaced. Raises OutputError for a file that exists (without `force`)
    or can't be written, RequestError for one that the command reads, ReaderGoneError where nobody reads a pipe or
    standard output any more.
    """
    if output is None:
        _show_content(content)
    elif is_standard_output(output):
        _write_to_standard_output(content)
    elif kind_of(output) == "stream":
        _write_to_device(content, output)
    else:
        write_files({output: content}, output, force=force)


def write_files(contents: Mapping[Path, bytes], place: Path, *, force: bool) -> None:
    """Write contents to files, all of them or none; `place` is the file or the folder that was asked for.

    Of a link it is what it points to that counts. Raises OutputError and RequestError as `write_content` does.
    """
    from llmsurvey.atomic import write_all_atomically

    for file in contents:
        _check_is_no_input(file)
        _check_file(file, force=force)
    named = {os.path.realpath(file): file for file in contents}
    try:
        write_all_atomically({Path(path): contents[file] for path, file in named.items()}, overwrite=force)
    except FileExistsError as error:  # another process made it just now
        raise _existing_error(named.get(error.filename, place)) from None
    except (OSError, ValueError) as error:
        raise _unwritable_error(place, error) from None


def _check_is_no_input(file: Path) -> None:
    """Raise RequestError for a file that the command reads."""
    from llmsurvey.inputs import is_input

    if is_input(file):
        raise RequestError(
            say("{file} is what this command reads, and would be overwritten. Choose another name.", file=file)
        )


def _check_file(file: Path, *, force: bool) -> None:
    """Raise OutputError for a folder, and without `force` for what exists."""
    kind = kind_of(file)
    if kind == "folder":
        raise OutputError(say("{file} is a folder. Name a file in it.", file=file))
    if kind is not None and not force:
        raise _existing_error(file)


def _existing_error(file: Path) -> OutputError:
    return OutputError(say("{file} exists. Choose another name, or overwrite it with --force.", file=file))


def _unwritable_error(path: Path, error: OSError | ValueError) -> OutputError:
    return OutputError(
        say("{file} can't be written: {reason}. Choose another place.", file=path, reason=reason_of(error))
    )


def _show_content(content: bytes) -> None:
    """Write content to standard output, or show it in a pager where somebody would have to scroll back."""
    from llmsurvey.cli.screen import wants_pager

    if wants_pager():
        from llmsurvey.cli.pager import is_longer_than_screen, pager_command, show_in_pager

        if is_longer_than_screen(content) and (command := pager_command()):
            sys.stdout.flush()
            show_in_pager(command, content)
            return
    _write_to_standard_output(content)


def _write_to_device(content: bytes, device: Path) -> None:
    try:
        device.write_bytes(content)
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise _unwritable_error(device, error) from None


def _write_to_standard_output(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
