"""A file with several names is written in place: what was in it is never lost, and nothing says so wrongly."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stepdecay import ScheduleError
from stepdecay.sources.edits import save
from stepdecay.sources.in_place import left_copy, put_back

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")

OLD, NEW = b"# old\n" * 50_000, b"# new content\n" * 60_000

SAVE = """
import errno, os, resource, signal, sys
from pathlib import Path
from stepdecay import ScheduleError
from stepdecay.sources.edits import save
path, trouble = Path(sys.argv[1]), sys.argv[2]
old = path.read_bytes()
new = {new!r} * 60_000
write, room = os.write, [0]
target = path.stat().st_ino

def full(handle, data):
    if os.fstat(handle).st_ino != target:
        return write(handle, data)
    if room[0] <= 0:
        if trouble == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    part = write(handle, data[: room[0]])
    room[0] -= part
    return part

if trouble == "no room to reserve":
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) + 1000, len(old) + 1000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
else:
    if hasattr(os, "posix_fallocate"):
        del os.posix_fallocate  # as on a Mac
    os.write = full
if trouble == "full while written":  # with room for the old content, which is there already
    room[0] = 100_000
    truncate = os.ftruncate
    def give_room(handle, size):
        room[0] = len(old)
        truncate(handle, size)
    os.ftruncate = give_room
elif trouble in ("full for good", "killed"):
    room[0] = 100_000
try:
    save(path, new, old)
except ScheduleError as error:
    print(error)
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(OLD)
    os.link(path, tmp_path / "twin.py")
    return path


def saved(path, trouble) -> subprocess.CompletedProcess[str]:
    code = SAVE.replace("{new!r}", repr(b"# new content\n"))
    return subprocess.run([sys.executable, "-c", code, path, trouble], capture_output=True, text=True, check=False)


def names(path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [("no room to reserve", "File too large"), ("full while written", "the disk is full")],
)
def test_a_disk_that_is_full_leaves_the_file_as_it_was_and_says_so(path, trouble, reason):
    assert saved(path, trouble).stdout == f"train.py can't be saved: {reason}; it is as it was\n"
    assert path.read_bytes() == path.with_name("twin.py").read_bytes() == OLD
    assert names(path) == ["train.py", "twin.py"]


def test_what_can_not_be_put_back_is_said_and_kept_beside_the_file(path):
    said = saved(path, "full for good").stdout
    copy = path.with_name(".train.py.lr-designer-recovered")
    assert said == (
        "train.py can't be saved: the disk is full; it is half written now, and what was in it is in "
        ".train.py.lr-designer-recovered beside it\n"
    )
    assert (path.read_bytes() != OLD, copy.read_bytes(), left_copy(path)) == (True, OLD, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600, "nobody may read it who could not read the file"


def test_a_kill_in_the_middle_leaves_what_was_there_and_it_can_be_put_back(path):
    assert saved(path, "killed").returncode == -signal.SIGKILL
    torn = path.read_bytes()
    copy = left_copy(path)
    assert (torn != OLD, copy.read_bytes()) == (True, OLD)
    put_back(path, copy, torn)
    assert path.read_bytes() == path.with_name("twin.py").read_bytes() == OLD
    assert names(path) == ["train.py", "twin.py"]


def test_what_a_kill_left_outlives_later_saves_until_somebody_has_chosen(path):
    saved(path, "killed")
    torn = path.read_bytes()
    save(path, NEW, torn)
    assert (path.read_bytes(), left_copy(path).read_bytes()) == (NEW, OLD)
    saved(path, "killed")
    assert left_copy(path).read_bytes() == OLD
    assert path.with_name(".train.py.lr-designer-recovered-2").read_bytes() == NEW


def test_nothing_is_put_back_over_what_others_wrote_meanwhile(path):
    saved(path, "killed")
    torn, copy = path.read_bytes(), left_copy(path)
    with path.open("r+b") as file:
        file.write(b"theirs")
    theirs = path.read_bytes()
    with pytest.raises(ScheduleError, match=r"train\.py was changed by another program; nothing was written"):
        put_back(path, copy, torn)
    assert (path.read_bytes(), copy.read_bytes()) == (theirs, OLD)


def test_a_copy_that_is_the_same_as_the_file_is_not_offered_and_goes(path):
    path.with_name(".train.py.lr-designer-recovered").write_bytes(OLD)
    assert left_copy(path) is None
    assert names(path) == ["train.py", "twin.py"]


def test_a_copy_is_found_through_a_link(path, tmp_path):
    copy = path.with_name(".train.py.lr-designer-recovered")
    copy.write_bytes(b"before")
    link = tmp_path / "folder" / "link.py"
    link.parent.mkdir()
    link.symlink_to(path)
    assert left_copy(link) == copy


def test_a_pipe_in_the_place_of_a_copy_is_left_alone(path):
    os.mkfifo(path.with_name(".train.py.lr-designer-recovered"))
    assert left_copy(path) is None


def test_what_others_write_while_the_copy_is_made_is_left_alone(path, monkeypatch):
    replace = Path.replace

    def replaced(made, copy):
        with path.open("r+b") as file:
            file.write(b"theirs")
        return replace(made, copy)

    monkeypatch.setattr(Path, "replace", replaced)
    with pytest.raises(ScheduleError, match="was changed by another program"):
        save(path, NEW, OLD)
    assert path.read_bytes().startswith(b"theirs")
    assert names(path) == ["train.py", "twin.py"]


LOOP = """
import sys
from pathlib import Path
from stepdecay.sources.edits import save
path, contents = Path(sys.argv[1]), [Path(name).read_bytes() for name in sys.argv[2:]]
while True:
    for old, new in (contents, contents[::-1]):
        save(path, new, old)
        print(flush=True)
"""


@pytest.mark.parametrize("hard_links", [0, 1])
def test_a_kill_at_any_time_leaves_the_old_file_or_the_new_one_or_a_whole_copy(tmp_path, hard_links):
    """Ten kills of each way of writing, as those of a system that shuts down."""
    chance, path = random.Random(12 + hard_links), tmp_path / "train.py"
    contents = {OLD: tmp_path / "old", NEW: tmp_path / "new"}
    for content, file in contents.items():
        file.write_bytes(content)
    for _ in range(10):
        for left in tmp_path.glob(".train.py.*"):
            left.unlink()
        path.write_bytes(OLD)
        for number in range(hard_links):
            (tmp_path / f"twin{number}.py").unlink(missing_ok=True)
            os.link(path, tmp_path / f"twin{number}.py")
        command = [sys.executable, "-c", LOOP, path, *contents.values()]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            for _ in range(chance.randrange(1, 6)):
                child.stdout.readline()
            child.kill()
        copy = left_copy(path)
        assert path.read_bytes() in contents or (copy is not None and copy.read_bytes() in contents)
        assert hard_links or copy is None
