"""What every test shares: hypothesis's cases, an offscreen Qt, settings and log of its own, and no window left behind.

More cases are drawn overnight (`pytest --hypothesis-profile=nightly`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Without a deadline: MLX's first call in a process takes as long as thousands of later ones. On CI hypothesis loads its
# own profile instead, with as many cases, drawn the same way every time.
settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile("nightly", deadline=None, max_examples=5_000)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file and a data folder that no other test has seen."""
    from PySide6.QtCore import QSettings

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "config" / "lr-designer" / "lr-designer.ini"


@pytest.fixture(scope="session")
def qapp_cls():
    """The program's own application, which answers to Finder."""
    from designer.app import Application

    return Application


@pytest.fixture(scope="session")
def every_mouse_move_counts() -> None:
    """pyqtgraph drops moves that come faster than a person's."""
    import pyqtgraph

    pyqtgraph.setConfigOption("mouseRateLimit", -1)


@pytest.fixture
def window(qtbot, own_settings, every_mouse_move_counts) -> Iterator:
    """A whole window, shown, exposed and active, in the light theme."""
    from PySide6.QtCore import Qt

    from designer.app import create_window
    from designer.look.theme import apply_theme

    window = create_window()
    qtbot.addWidget(window)
    apply_theme(window, Qt.ColorScheme.Light)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.windowHandle().isExposed())
    yield window
    window.close()


@pytest.fixture(autouse=True)
def no_dialog_waits(monkeypatch: pytest.MonkeyPatch, request) -> None:
    """Fail a test that asks a person who isn't there, instead of waiting for the answer for ever."""
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        return
    from PySide6.QtWidgets import QFileDialog, QMessageBox

    def ask(*_: object) -> None:
        raise AssertionError("a dialog was opened; give the test an answer (window.files.ask_path = ...)")

    for dialog in (QFileDialog, QMessageBox):
        monkeypatch.setattr(dialog, "exec", ask)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)


@pytest.fixture(autouse=True)
def no_window_left_behind(request) -> Iterator[None]:
    """Fail a test that leaves a top-level widget behind, and clear the clipboard, which can crash Qt at exit."""
    yield
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        return
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if application is not None:
        application.clipboard().clear()
        left = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
        assert not left, f"left behind: {left}"
