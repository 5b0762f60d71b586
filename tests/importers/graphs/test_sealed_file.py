"""A sealed file gives each part as it was written, or refuses it in a line that names the file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.atomic import write_all_atomically
from llmsurvey.errors import RegistryError
from llmsurvey.importers.graphs.sealed_file import SealedFile, seal

PARTS = {"first": b"mine" * 20, "second": b"yours" * 20}


def keep(content: bytes, folder: Path) -> Path:
    path = folder / "a.columns"
    path.write_bytes(content)
    return path


def read_all(path: Path) -> dict[str, bytes]:
    file = SealedFile(path)
    return {name: bytes(file.part(name)) for name in file.facts["parts"]}


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(min_size=1), st.binary(max_size=300), max_size=5))
def test_parts_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, parts: dict[str, bytes]) -> None:
    path = keep(seal(parts.items(), {"models": 3}), tmp_path_factory.mktemp("sealed"))
    assert read_all(path) == parts
    assert SealedFile(path).facts["models"] == 3


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_with_a_changed_byte_gives_another_part(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(seal(PARTS.items(), {}))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path = keep(bytes(content), tmp_path_factory.mktemp("changed"))
    try:
        assert read_all(path) == PARTS  # only what lies between parts was changed
    except RegistryError as error:
        (fault,) = error.faults
        assert fault.file == str(path)
        assert "\n" not in fault.text


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(seal(PARTS.items(), {})) - 1))
def test_a_file_that_is_cut_short_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    path = keep(seal(PARTS.items(), {})[:length], tmp_path_factory.mktemp("cut"))
    with pytest.raises(RegistryError):
        SealedFile(path)


def of_another_version(content: bytes) -> bytes:
    return content.replace(b"columns 2\n", b"columns 1\n", 1)


def of_something_else(content: bytes) -> bytes:
    return b"PAR1" + content


def longer(content: bytes) -> bytes:
    return content + b"0"


def empty(content: bytes) -> bytes:
    return content[:0]


WRONG = [
    (of_another_version, "of this version. Import it again"),
    (of_something_else, "of this version. Import it again"),
    (longer, "isn't as it was written. Import it again"),
    (empty, "it is empty"),
]


@pytest.mark.parametrize(("harm", "says"), WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, harm: Callable[[bytes], bytes], says: str) -> None:
    path = keep(harm(seal(PARTS.items(), {})), tmp_path)
    with pytest.raises(RegistryError) as error:
        SealedFile(path)
    assert says in error.value.faults[0].text


def test_a_file_that_is_not_there_or_a_folder_is_said_to_be(tmp_path: Path) -> None:
    for path in (tmp_path / "none.columns", tmp_path):
        with pytest.raises(RegistryError, match="can't be read"):
            SealedFile(path)


def test_a_changed_part_does_not_keep_from_the_others(tmp_path: Path) -> None:
    file = SealedFile(keep(seal(PARTS.items(), {}).replace(b"yours", b"their", 1), tmp_path))
    assert bytes(file.part("first")) == PARTS["first"]
    with pytest.raises(RegistryError, match="isn't as it was written"):
        file.part("second")


def test_a_file_that_only_may_be_read_is_enough(tmp_path: Path) -> None:
    path = keep(seal(PARTS.items(), {}), tmp_path)
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert read_all(path) == PARTS
        assert list(tmp_path.iterdir()) == [path]
    finally:
        tmp_path.chmod(0o700)


WRITE = """
import sys
from pathlib import Path
from llmsurvey.atomic import write_all_atomically
from llmsurvey.importers.graphs.sealed_file import seal
for number in range(200):
    parts = {"first": bytes([number]) * 100_000, "second": bytes([number]) * 100_000}
    write_all_atomically({Path(sys.argv[1]): seal(parts.items(), {})}, overwrite=True)
"""


def test_whoever_reads_while_another_process_writes_reads_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.columns"
    write_all_atomically({path: seal({"first": b"-", "second": b"-"}.items(), {})}, overwrite=False)
    seen = set()
    with subprocess.Popen([sys.executable, "-c", WRITE, str(path)]) as writer:
        while writer.poll() is None:
            parts = read_all(path)
            assert set(parts["first"]) == set(parts["second"])
            seen.add(parts["first"][:1])
    assert writer.returncode == 0
    assert len(seen) > 1
    assert set(read_all(path)["first"]) == {199}
