"""What is dropped onto a window: files are opened, text is pasted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class Drops(QObject):
    """Takes files and text that are dropped anywhere on a window.

    Args:
        window: The window.
        open_file: Called with the path of each file.
        paste: Called with a text.
    """

    def __init__(self, window: QWidget, open_file: Callable[[Path], object], paste: Callable[[str], object]) -> None:
        super().__init__(window)
        self._open_file = open_file
        self._paste = paste
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept what can be opened or pasted."""
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                self._take(event.mimeData())
                event.acceptProposedAction()
                return True
            case QDragEnterEvent() | QDragMoveEvent() if _files(event.mimeData()) or event.mimeData().hasText():
                event.acceptProposedAction()
                return True
        return super().eventFilter(watched, event)

    def _take(self, data: QMimeData) -> None:
        files = _files(data)
        for path in files:
            self._open_file(path)
        if not files and data.hasText():
            self._paste(data.text())


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def leave_to_window(widget: QWidget) -> None:
    """Let drops on a part of a window, and on what it is made of, be the window's."""
    for part in (widget, *widget.findChildren(QWidget)):
        part.setAcceptDrops(False)
