"""Makes the README's pictures of the window: `python resources/pictures.py`.

They are taken at 2x without a screen, with settings of their own, so that every machine with the same fonts makes the
same ones.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="2", PYQTGRAPH_QT_LIB="PySide6")

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from designer.app import create_window, make_application
from designer.theme import apply_theme
from designer.window import MainWindow
from stepdecay import CosineDecay

FOLDER = Path(__file__).parent / "pictures"
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
SCRIPT = Path(__file__).parent / "examples" / "warmup_cosine.py"
PINNED = CosineDecay(1e-3, 1000, 1e-5)
STEP = 423
SIZE = (1040, 720)


def main() -> None:
    """Take one picture in each colour scheme."""
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        window = shown_window()
        for name, scheme in SCHEMES.items():
            apply_theme(window, scheme)
            settle(application)
            save(window, FOLDER / f"window-{name}.png")
        window.close()
    application.clipboard().clear()


def shown_window() -> MainWindow:
    """Open a window in the middle of work: a script, another schedule pinned, the pointer over the plot."""
    window = create_window([str(SCRIPT)])
    window.resize(*SIZE)
    window.show()
    window.document.edit_schedule("Without Warm-up", PINNED)
    window.document.pin()
    window.document.undo_stack.undo()
    window.document.look(crosshair=STEP, argument=None)
    return window


def settle(application: QApplication) -> None:
    """Let everything happen that is waiting to: layouts, fonts, the notices that go away by themselves."""
    QTimer.singleShot(500, application.quit)
    application.exec()


def save(window: MainWindow, path: Path) -> None:
    """Write what the window shows, as small as a PNG gets: compressed well, and without alpha."""
    path.parent.mkdir(exist_ok=True)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    if not image.save(str(path), quality=0):
        raise OSError(f"{path} can't be written")
    print(f"{path.name}: {image.width()} x {image.height()}, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
