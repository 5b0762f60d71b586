"""Files are written whole or not at all, and nobody may read more than before."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.atomic import keep_file, temporary_folder, write_all_atomically, write_atomically
from llmsurvey.errors import OutputError

ACCESS_LIST = "system.posix_acl_access"
ABANDONED = f".llmsurvey-{'g' * 16}"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def access_list(*entries: tuple[int, int, int]) -> bytes:
    """An access list as Linux keeps it: tag, permissions and id of each entry (linux/posix_acl_xattr.h)."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY_READS = access_list((1, 6, 2**32 - 1), (2, 4, 65534), (4, 0, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1))
"""The owner reads and writes, the user 65534 reads, the group and others do nothing."""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A file that has an access list beside its mode."""
    path = tmp_path / "shared.csv"
    path.write_bytes(b"old")
    if not hasattr(os, "setxattr"):
        pytest.skip("this system has no extended attributes")
    try:
        os.setxattr(path, ACCESS_LIST, NOBODY_READS)
    except OSError as error:
        pytest.skip(f"this file system has no access lists: {error}")
    return path


@given(st.integers(0, 0o777), st.sampled_from([0o000, 0o022, 0o077]))
def test_mode_of_a_replaced_file_stays(tmp_path_factory: pytest.TempPathFactory, mode: int, umask: int) -> None:
    path = tmp_path_factory.mktemp("modes") / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    before = os.umask(umask)
    try:
        write_atomically(path, b"new")
    finally:
        os.umask(before)
    assert mode_of(path) == mode


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_mode_of_a_new_file_follows_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "file", b"new")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "file") == 0o666 & ~umask


def test_private_content_is_never_wider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"old")
    path.chmod(0o600)
    seen: list[int] = []
    change_mode, replace = os.fchmod, os.replace

    def watch_mode(handle: int, mode: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        change_mode(handle, mode)

    def watch_move(source: Path, target: Path) -> None:
        seen.append(mode_of(source))
        replace(source, target)

    monkeypatch.setattr(os, "fchmod", watch_mode)
    monkeypatch.setattr(os, "replace", watch_move)
    write_atomically(path, b"new")
    assert seen == [0o600, 0o600]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_owner_of_a_replaced_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    path.write_bytes(b"old")
    os.chown(path, 65534, 65533)
    write_atomically(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65533)


@pytest.mark.parametrize(("mode", "narrowed"), [(0o640, 0o600), (0o664, 0o644), (0o604, 0o604), (0o660, 0o600)])
def test_a_new_group_gains_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, narrowed: int) -> None:
    path = tmp_path / "theirs"
    path.write_bytes(b"old")
    path.chmod(mode)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    write_atomically(path, b"new")
    assert mode_of(path) == narrowed


def test_access_list_stays(shared: Path) -> None:
    write_atomically(shared, b"new")
    assert os.getxattr(shared, ACCESS_LIST) == NOBODY_READS


def test_access_list_that_cannot_be_kept_leaves_the_owner(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    write_atomically(shared, b"new")
    assert mode_of(shared) == 0o600


def test_access_list_of_the_folder_gives_nobody_more(shared: Path) -> None:
    path = shared.with_name("private.csv")
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.setxattr(shared.parent, "system.posix_acl_default", NOBODY_READS)
    write_atomically(path, b"new")
    assert ACCESS_LIST not in os.listxattr(path)
    assert mode_of(path) == 0o640


@pytest.mark.parametrize("name", ["x" * 255, "가" * 85, "a" * 246])
def test_longest_names_are_written(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def test_without_overwrite_a_file_made_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"theirs")
    with pytest.raises(FileExistsError) as caught:
        write_all_atomically({path: b"mine"}, overwrite=False)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["file"]


def test_a_file_system_without_links_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_all_atomically({tmp_path / "file": b"new"}, overwrite=False)
    with pytest.raises(FileExistsError):
        write_all_atomically({tmp_path / "file": b"newer"}, overwrite=False)
    assert (tmp_path / "file").read_bytes() == b"new"


def test_of_several_files_none_is_written_if_one_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_all_atomically({tmp_path / "one": b"1", tmp_path / "none" / "two": b"2"}, overwrite=True)
    assert names_in(tmp_path) == []


def test_kept_file_gets_its_folders_and_is_overwritten_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "imports" / "2026" / "models.yaml"
    keep_file(path, b"old", overwrite=False)
    with pytest.raises(FileExistsError):
        keep_file(path, b"new", overwrite=False)
    assert path.read_bytes() == b"old"
    keep_file(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("overwrite", [True, False])
def test_kept_file_whose_folder_is_a_file_is_told(tmp_path: Path, overwrite: bool) -> None:
    (tmp_path / "imports").write_bytes(b"")
    with pytest.raises(OutputError, match=r"models\.yaml can't be written"):
        keep_file(tmp_path / "imports" / "models.yaml", b"new", overwrite=overwrite)


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ABANDONED).write_bytes(b"half")
    (tmp_path / ABANDONED.replace("g", "h")).mkdir()
    (tmp_path / ABANDONED.replace("g", "h") / "copy.csv").write_bytes(b"half")
    write_atomically(tmp_path / "file", b"new")
    assert names_in(tmp_path) == ["file"]


@pytest.mark.parametrize("name", [".llmsurvey", ".llmsurvey-old", "models.llmsurvey-0000000000000000", f"{ABANDONED}0"])
def test_files_of_other_names_are_not_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"theirs")
    write_atomically(tmp_path / "file", b"new")
    assert (tmp_path / name).read_bytes() == b"theirs"


def test_links_called_like_temporary_files_stay(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / ABANDONED).symlink_to("theirs")
    write_atomically(tmp_path / "file", b"new")
    assert names_in(tmp_path) == [ABANDONED, "file", "theirs"]


def tidy_up(folder: Path) -> None:
    """Let another process write into a folder."""
    code = "import sys; from pathlib import Path; from llmsurvey.atomic import write_atomically as write; "
    subprocess.run([sys.executable, "-c", f"{code} write(Path(sys.argv[1]), b'')", folder / "other"], check=True)


def test_what_a_living_run_writes_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def move_late(source: Path, target: Path) -> None:
        tidy_up(tmp_path)
        link(source, target)

    monkeypatch.setattr(os, "link", move_late)
    write_all_atomically({tmp_path / "file": b"new"}, overwrite=False)
    assert (tmp_path / "file").read_bytes() == b"new"
    assert names_in(tmp_path) == ["file", "other"]


def test_a_temporary_folder_is_held_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_folder() as folder:
        (folder / "copy.csv").write_bytes(b"new")
        tidy_up(tmp_path)
        assert (folder / "copy.csv").read_bytes() == b"new"
        assert mode_of(folder) == 0o700
    assert names_in(tmp_path) == ["other"]


def test_what_was_taken_for_abandoned_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may have come between its making and its lock."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    names, is_first, lock = iter("0123"), iter([True, False, True, False]), fcntl.flock
    monkeypatch.setattr(os, "urandom", lambda _: bytes.fromhex(next(names) * 16))

    def remove_first(handle: int, operation: int) -> None:
        lock(handle, operation)
        if next(is_first):
            (made,) = tmp_path.glob(".llmsurvey-*")
            shutil.rmtree(made) if made.is_dir() else made.unlink()

    monkeypatch.setattr(fcntl, "flock", remove_first)
    write_atomically(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    with temporary_folder() as folder:
        assert folder.is_dir()
