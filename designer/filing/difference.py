"""What two versions of a file differ in, for reading."""

from __future__ import annotations

import difflib

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

MOST_LINES = 2000
REMOVED, ADDED = QColor(213, 94, 0, 60), QColor(0, 158, 115, 60)
"""The grounds of lines that only one version has; the marks before them say the same."""


def difference(there: bytes, here: bytes) -> list[str]:
    """Return the lines in which two versions differ, with three around them, each with its mark."""
    old, new = (version.decode(errors="replace").splitlines() for version in (there, here))
    found = difflib.unified_diff(old, new, "on the disk", "with the schedule here", lineterm="", n=3)
    return list(found)[:MOST_LINES]


def show_difference(window: QWidget, name: str, there: bytes, here: bytes) -> None:
    """Show what saving would change of the file as it is on the disk now."""
    dialog = QDialog(window)
    dialog.setWindowTitle(f"Difference in {name}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    text = QPlainTextEdit(readOnly=True)
    text.setObjectName("difference")
    text.setAccessibleName(f"Difference in {name}")
    text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    for line in difference(there, here) or ["There is no difference."]:
        style = QTextCharFormat()
        if line[:1] in ("-", "+") and line[:3] not in ("---", "+++"):
            style.setBackground(REMOVED if line[0] == "-" else ADDED)
        text.setCurrentCharFormat(style)
        text.appendPlainText(line)
    text.moveCursor(QTextCursor.MoveOperation.Start)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(QLabel("− what is on the disk now, + what Keep Mine and Save would write"))
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.resize(720, 420)
    dialog.open()
