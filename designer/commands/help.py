"""The Help menu's pages."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QMessageBox, QWidget

from designer.commands.action import ActionSpec, Host
from designer.commands.actions import ACTIONS
from stepdecay import __version__

DOCUMENTATION = "https://ml-explore.github.io/mlx/build/html/python/optimizers/schedulers.html"

ALT = "Option" if sys.platform == "darwin" else "Alt"
COMMAND = "Cmd" if sys.platform == "darwin" else "Ctrl"
FIELD_KEYS = (
    ("Field: one step", "Up, Down"),
    ("Field: coarser, finer step", f"Shift, {ALT} with Up, Down"),
    ("Field: a decade", "Page Up, Page Down"),
    ("Plot: drag coarser, finer", f"Shift, {ALT} while dragging"),
    ("Plot: drag a boundary with all behind it", f"{COMMAND} while dragging"),
    ("Plot: drag an end point apart from what it meets", f"{COMMAND} while dragging"),
    ("Plot: cancel a drag", "Escape or right button"),
    ("Plot: from handle to handle, to its field", "Tab; Return"),
    ("Plot: nudge a handle, ten times, a tenth", f"Arrows; with Shift, {ALT}"),
    ("Plot: crosshair by update, by level", "Left, Right; with Shift"),
    ("Plot: zoom updates, rates", "Wheel; with Shift"),
    ("Plot: whole run", "Home or double click"),
    ("Compare: rename, remove a pin", "Double click; Delete"),
)


def show_help(page: str, window: QWidget, host: Host) -> None:
    """Show `shortcuts`, `documentation` or `about`; nothing waits for it to be closed."""
    if page == "documentation":
        QDesktopServices.openUrl(QUrl(DOCUMENTATION))
        return
    dialog = _shortcuts(window, host) if page == "shortcuts" else _about(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _shortcuts(window: QWidget, host: Host) -> QDialog:
    dialog = QDialog(window)
    dialog.setWindowTitle("Keyboard Shortcuts")
    columns = QHBoxLayout(dialog)  # side by side: in one they would be higher than a small screen
    columns.setSpacing(48)
    columns.addLayout(_form([(_title(spec), spec.keys()[0]) for spec in ACTIONS if spec.keys()]))
    columns.addLayout(_form(FIELD_KEYS))
    return dialog


def _form(rows: Iterable[tuple[str, str | QKeySequence]]) -> QFormLayout:
    form = QFormLayout(horizontalSpacing=32, verticalSpacing=6)
    for text, keys in rows:
        native = keys if isinstance(keys, str) else keys.toString(QKeySequence.SequenceFormat.NativeText)
        form.addRow(text, QLabel(native))
    return form


def _title(spec: ActionSpec) -> str:
    return spec.text.replace("&", "").removesuffix("…") if isinstance(spec.text, str) else spec.title()


def _about(window: QWidget) -> QDialog:
    box = QMessageBox(window)
    box.setWindowTitle("About LR Designer")
    box.setText(f"<b>LR Designer</b> {__version__}")
    box.setInformativeText(
        "See, shape and check an MLX learning-rate schedule before the training run. "
        "Every number is computed by the installed mlx.optimizers itself."
    )
    box.setIconPixmap(window.windowIcon().pixmap(64, 64))
    return box
