"""What a file has besides its content stays, and nobody may read a saved file who could not before."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from stepdecay import ScheduleError
from stepdecay.sources.edits import save

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own calls")
mac = pytest.mark.skipif(sys.platform != "darwin", reason="a Mac's own commands")
with_lists = pytest.mark.skipif(not shutil.which("setfacl"), reason="needs the package acl")
root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(b"old")
    path.chmod(0o600)
    return path


def output(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def access(path) -> list[str]:
    return output("getfacl", "--omit-header", "--absolute-names", "--numeric", path).split()


def set_attribute(path, value: bytes) -> None:
    try:
        os.setxattr(path, "user.lr-designer.test", value)
    except OSError:
        pytest.skip("the file system has no extended attributes")


@linux
def test_extended_attributes_stay(path):
    set_attribute(path, b"\0red\nblue")
    inode = path.stat().st_ino
    save(path, b"new", b"old")
    assert (path.read_bytes(), os.getxattr(path, "user.lr-designer.test")) == (b"new", b"\0red\nblue")
    assert path.stat().st_ino != inode, "and the file is still replaced at once"


@linux
def test_where_attributes_can_not_be_kept_the_file_is_written_in_place(path, monkeypatch):
    set_attribute(path, b"red")
    inode = path.stat().st_ino

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "setxattr", refuse)
    save(path, b"new", b"old")
    assert (path.read_bytes(), os.getxattr(path, "user.lr-designer.test")) == (b"new", b"red")
    assert path.stat().st_ino == inode
    assert [entry.name for entry in path.parent.iterdir()] == ["train.py"]


@linux
@with_lists
@pytest.mark.parametrize("hard_links", [1, 2])
def test_an_access_list_stays_and_the_group_gets_no_more_than_it_had(path, hard_links):
    try:
        output("setfacl", "-m", "u:4321:rw", path)
    except subprocess.CalledProcessError:
        pytest.skip("the file system has no access lists")
    if hard_links > 1:
        os.link(path, path.with_name("twin.py"))
    before = access(path)
    assert "group::---" in before
    assert stat.S_IMODE(path.stat().st_mode) == 0o660, "its mode shows the mask"
    save(path, b"new", b"old")
    assert (path.read_bytes(), access(path)) == (b"new", before)


@linux
@with_lists
def test_the_list_that_a_folder_gives_to_new_files_is_not_given_to_a_saved_one(path):
    try:
        output("setfacl", "-d", "-m", "u:4321:rw", path.parent)
    except subprocess.CalledProcessError:
        pytest.skip("the file system has no access lists")
    before = access(path)
    save(path, b"new", b"old")
    assert (path.read_bytes(), access(path)) == (b"new", before)


@mac
def test_finder_tags_and_access_lists_stay_on_a_mac(path):
    output("xattr", "-w", "com.apple.metadata:_kMDItemUserTags", '("Red\\n6")', path)
    output("chmod", "+a", "everyone deny delete", path)
    before = output("xattr", "-l", path), output("ls", "-le", path).splitlines()[1:]
    save(path, b"new", b"old")
    assert (output("xattr", "-l", path), output("ls", "-le", path).splitlines()[1:]) == before
    assert path.read_bytes() == b"new"


SAVE_AS_SOMEBODY = """
import os, sys, tempfile, stepdecay.sources.attributes  # now, for somebody may not read where Python is
from stepdecay import ScheduleError
from stepdecay.sources.edits import save
os.setgid(4321)
os.setuid(4321)
try:
    save(sys.argv[1], b"new", b"old")
except ScheduleError as error:
    print(error)
"""


@root
@pytest.mark.parametrize("mode", [0o555, 0o777, 0o1777])
def test_a_file_that_somebody_may_write_stays_its_owners_whatever_the_folder_allows(mode):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders let nobody else in
        path = Path(name, "train.py")
        path.write_bytes(b"old")
        path.chmod(0o666)
        path.parent.chmod(mode)
        assert output(sys.executable, "-c", SAVE_AS_SOMEBODY, path) == ""
        found = path.stat()
        assert (path.read_bytes(), found.st_uid, stat.S_IMODE(found.st_mode)) == (b"new", 0, 0o666)
        assert [entry.name for entry in path.parent.iterdir()] == ["train.py"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nobody keeps root from writing")
def test_a_file_in_a_folder_that_takes_no_new_ones_is_saved(path):
    path.parent.chmod(0o555)
    try:
        save(path, b"new", b"old")
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == b"new"


def test_what_killed_saves_left_is_removed_by_the_next_one_but_nothing_else(path):
    long_ago = time.time() - 61
    there = {".saving-abc_1234.tmp": long_ago, ".saving-abcd1234.tmp": None, ".saving-notes.tmp": long_ago,
             "saving-abcd1234.tmp": long_ago, ".saving-folder12.tmp": long_ago}  # fmt: skip
    for name, when in there.items():
        file = path.with_name(name)
        file.mkdir() if "folder" in name else file.write_bytes(b"")
        if when is not None:
            os.utime(file, (when, when))
    save(path, b"new", b"old")
    left = {entry.name for entry in path.parent.iterdir()}
    assert left == {"train.py", *there} - {".saving-abc_1234.tmp"}


@root
def test_what_somebody_else_left_is_not_removed(path):
    file = path.with_name(".saving-abc_1234.tmp")
    file.write_bytes(b"")
    os.utime(file, (0, 0))
    os.chown(file, 4321, 4321)
    save(path, b"new", b"old")
    assert file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps links for administrators")
@pytest.mark.parametrize("expected", [None, b"old"])
def test_links_in_a_circle_are_called_that(tmp_path, expected):
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(ScheduleError, match=r"one\.py can't be saved: its links lead in a circle"):
        save(one, b"new", expected)
    assert (one.is_symlink(), other.is_symlink()) == (True, True)


def test_what_others_write_while_the_new_file_goes_to_the_disk_is_left_alone(path, monkeypatch):
    sync = os.fsync

    def synced(handle: int) -> None:
        sync(handle)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", synced)
    with pytest.raises(ScheduleError, match=r"train\.py was changed by another program; nothing was written"):
        save(path, b"new", b"old")
    assert path.read_bytes() == b"theirs"
