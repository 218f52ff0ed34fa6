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
from designer.frame.window import MainWindow
from designer.look.theme import apply_theme
from designer.model.pins import pin
from stepdecay import CosineDecay

FOLDER = Path(__file__).parent / "pictures"
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
EXAMPLES = Path(__file__).parent / "examples"
SCRIPT, CONFIG = EXAMPLES / "warmup_cosine.py", EXAMPLES / "lora_config.yaml"
PINNED = CosineDecay(1e-3, 1000, 1e-5)
STEP = 423
SIZE = (1040, 720)


def main() -> None:
    """Take every picture in each colour scheme."""
    application = make_application()
    for name, show in {"window": show_work, "findings": show_findings}.items():
        with tempfile.TemporaryDirectory() as folder:  # for each, for pins are remembered
            QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
            window = show()
            for scheme_name, scheme in SCHEMES.items():
                apply_theme(window, scheme)
                settle(application)
                save(window, FOLDER / f"{name}-{scheme_name}.png")
            window.close()
    application.clipboard().clear()


def show_findings() -> MainWindow:
    """Open a config whose run ends too early, with what mends it pointed at."""
    window = shown_window(CONFIG)
    window.menus.actions["next_finding"].trigger()
    return window


def show_work() -> MainWindow:
    """Open a window in the middle of work: a script, another schedule pinned, the pointer over the plot."""
    window = shown_window(SCRIPT)
    window.document.edit_schedule("Without Warm-up", PINNED)
    pin(window.document)
    window.document.undo_stack.undo()
    window.document.look(crosshair=STEP, argument=None)
    return window


def shown_window(path: Path) -> MainWindow:
    """Open a window with a file."""
    window = create_window([str(path)])
    window.resize(*SIZE)
    window.show()
    QApplication.processEvents()
    return window


def settle(application: QApplication) -> None:
    """Let everything happen that is waiting to: layouts, fonts, the notices that go away by themselves."""
    QTimer.singleShot(500, lambda: application.exit(0))  # quit would close the window
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
