"""Several files at once, one file by several ways, and the menu of recent files."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from designer.frame.window import MainWindow
from stepdecay import Run
from tests.designer.helpers.files import JOINED, SCRIPT, discard, edit, message, trigger


@pytest.fixture
def files(tmp_path):
    """Makes files by their names; what has no schedule in it can't be opened."""

    def make(**contents: bytes) -> list:
        paths = [tmp_path / f"{name}.py" for name in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        return paths

    return make


@pytest.fixture
def shut():
    """Closes the windows that a test opens."""
    before = set(QApplication.topLevelWidgets())
    yield
    for window in _windows():
        if window not in before:
            window.files.ask_closing = discard
            window.close()


def _windows() -> list[MainWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def choose(window, *paths) -> None:
    window.files.ask_paths = lambda *_: [str(path) for path in paths]
    trigger(window, "open")


def drop(window, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, keys = QPoint(50, 200), (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(place, Qt.DropAction.CopyAction, data, *keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, *keys))


@pytest.mark.parametrize("way", [choose, drop])
def test_each_file_that_can_not_be_opened_is_told_beside_one_that_can(window, files, way):
    paths = files(first=b"print()\n", good=SCRIPT, last=b"def broken(:\n")
    way(window, *paths)
    assert window.document.design.schedule == JOINED
    assert message(window).startswith("first.py has no schedule of mlx.optimizers in it. ")
    assert "last.py" in message(window)


def test_what_is_wrong_with_many_files_is_counted(window, files):
    drop(window, *files(**{f"bad{number}": b"" for number in range(6)}))
    assert message(window).count("has no schedule") == 3
    assert message(window).endswith(". 3 more files could not be opened")


def test_the_sentences_of_an_earlier_drop_are_gone_with_the_next_one(window, files):
    bad, worse, good = files(bad=b"", worse=b"", good=SCRIPT)
    drop(window, bad)
    QApplication.processEvents()
    drop(window, worse)
    assert message(window) == "worse.py has no schedule of mlx.optimizers in it"
    QApplication.processEvents()
    drop(window, good)
    assert not message(window)


@pytest.mark.parametrize("way", ["link", "dots", "folder link"])
def test_a_file_that_is_open_is_not_opened_again_by_another_way_to_it(opened, script, shut, way, qtbot):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    (script.parent / "sub").mkdir()
    (script.parent / "folder").symlink_to(script.parent, target_is_directory=True)
    (script.parent / "link.py").symlink_to(script)
    ways = {"link": "link.py", "dots": "sub/../train.py", "folder link": "folder/train.py"}
    choose(window, script.parent / ways[way])
    assert len(_windows()) == 1
    assert not message(window)
    qtbot.waitUntil(window.isActiveWindow)


def test_two_files_of_one_name_are_two(opened, script, shut):
    window = opened(script)
    other = script.parent / "sub" / "train.py"
    other.parent.mkdir()
    other.write_bytes(SCRIPT)
    choose(window, other)
    assert len(_windows()) == 2


def entries(window, *paths) -> list[str]:
    for path in reversed(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SCRIPT)
        window.keeper.settings.keep_file(path, (), Run(100))
    window.menus.recent.aboutToShow.emit()
    return [entry.text() for entry in window.menus.recent.actions()]


def test_recent_files_of_one_name_are_told_apart_by_their_folders(window, tmp_path):
    names = ("runs/train.py", "old/train.py", "only.py")
    assert entries(window, *(tmp_path / name for name in names)) == ["train.py — runs", "train.py — old", "only.py"]


def test_recent_files_in_folders_of_one_name_are_told_apart_by_all_of_their_folders(window, tmp_path):
    first, second = tmp_path / "a/runs/train.py", tmp_path / "b/runs/train.py"
    assert entries(window, first, second) == [f"train.py — {first.parent}", f"train.py — {second.parent}"]


def test_the_menu_of_recent_files_shows_each_name_as_it_is_and_its_whole_path(window, tmp_path):
    path = tmp_path / "warm&cold.py"
    assert entries(window, path) == ["warm&&cold.py"]
    assert window.menus.recent.toolTipsVisible()
    assert window.menus.recent.actions()[0].toolTip() == str(path)
