"""A file is written at once or not at all, and stays the file that it was to everything else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import ScheduleError
from stepdecay.sources.edits import Edit, edited, read_file, save

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")
not_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nobody keeps root from writing")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(b"old")
    return path


def refused(path, data=b"new", expected=b"old") -> str:
    with pytest.raises(ScheduleError) as refusal:
        save(path, data, expected)
    assert refusal.value.field is None
    return str(refusal.value)


def names(path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_a_saved_file_has_its_new_content_and_nothing_is_left_beside_it(path):
    save(path, b"new\r\n", b"old")
    save(str(path), b"newer", b"new\r\n")
    assert (path.read_bytes(), names(path)) == (b"newer", ["train.py"])
    assert read_file(str(path)) == b"newer"


def test_a_file_that_another_program_changed_is_left_alone(path):
    path.write_bytes(b"theirs")
    assert refused(path) == "train.py was changed by another program; nothing was written"
    assert (path.read_bytes(), names(path)) == (b"theirs", ["train.py"])


def test_a_file_that_is_gone_is_not_made_again(path):
    path.unlink()
    assert refused(path) == "train.py can't be saved: it is not there"
    assert not path.exists()


def test_save_as_writes_a_new_file_or_over_an_old_one(path):
    save(path, b"new", None)
    save(path.with_name("other.py"), b"other", None)
    assert (path.read_bytes(), path.with_name("other.py").read_bytes()) == (b"new", b"other")
    assert refused(path.with_name("no") / "x.py", expected=None) == "x.py can't be saved: it is not there"
    assert refused(path.parent, expected=None).endswith("is a folder or a device, not a file; nothing was written")
    assert names(path) == ["other.py", "train.py"]


@posix
def test_a_new_file_may_be_read_by_whom_the_umask_lets(path):
    before = os.umask(0o027)
    try:
        save(path.with_name("other.py"), b"", None)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.with_name("other.py").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("mode", [0o755, 0o600, 0o664])
def test_the_mode_stays(path, mode):
    path.chmod(mode)
    save(path, b"new", b"old")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays(path):
    os.chown(path, 4321, 1234)
    path.chmod(0o4755)
    save(path, b"new", b"old")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (4321, 1234, 0o4755)


@posix
def test_a_link_to_a_file_stays_one_and_the_file_is_written(path, tmp_path):
    link, farther = tmp_path / "link.py", tmp_path / "farther.py"
    link.symlink_to("train.py")
    farther.symlink_to(link)
    save(farther, b"new", b"old")
    assert (path.read_bytes(), link.is_symlink(), farther.is_symlink()) == (b"new", True, True)
    assert str(link.readlink()) == "train.py"
    assert not path.is_symlink()


@posix
def test_the_other_names_of_a_file_stay_its_names(path, tmp_path):
    twin = tmp_path / "twin.py"
    os.link(path, twin)
    for new, old in ((b"longer than it was", b"old"), (b"short", b"longer than it was")):
        save(path, new, old)
        assert (path.read_bytes(), twin.read_bytes()) == (new, new)
    assert path.stat().st_ino == twin.stat().st_ino
    assert names(path) == ["train.py", "twin.py"]


@posix
def test_a_file_of_one_name_is_replaced_whole(path):
    with path.open("rb") as reader:
        save(path, b"new", b"old")
        assert reader.read() == b"old"


@not_root
def test_what_may_not_be_written_is_refused(path):
    path.chmod(0o444)
    assert refused(path) == "train.py can't be saved: permission denied"
    assert (path.read_bytes(), names(path)) == (b"old", ["train.py"])


NO_ROOM = """
import resource, signal, sys
from stepdecay import ScheduleError
from stepdecay.sources.edits import save
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    save(sys.argv[1], b"new" * 1000, b"old")
except ScheduleError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_where_there_is_no_room_the_old_file_stays(path):
    done = subprocess.run([sys.executable, "-c", NO_ROOM, path], capture_output=True, text=True, check=True)
    assert done.stdout == "train.py can't be saved: File too large\n"
    assert (path.read_bytes(), names(path)) == (b"old", ["train.py"])


@given(data=st.binary(max_size=30), cuts=st.lists(st.integers(0, 30), max_size=8), new=st.binary(max_size=4))
def test_edits_replace_what_is_between_their_ends_and_nothing_else(data, cuts, new):
    at = sorted(cut for cut in cuts if cut <= len(data))
    spans = list(zip(at[::2], at[1::2], strict=False))
    written, last = b"", 0
    for start, stop in spans:
        written += data[last:start] + new
        last = stop
    assert edited(data, [Edit(start, stop, new) for start, stop in reversed(spans)]) == written + data[last:]


@pytest.mark.parametrize("edits", [[(0, 2), (1, 3)], [(2, 1)], [(0, 9)], [(-1, 1)]])
def test_edits_that_overlap_or_reach_outside_are_an_error(edits):
    with pytest.raises(ValueError, match="no edit can be made"):
        edited(b"123", [Edit(start, stop, b"") for start, stop in edits])
