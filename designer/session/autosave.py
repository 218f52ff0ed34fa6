"""Remembers a window soon after each change, on closing, and when something went wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow, QSplitter

from designer.model.document import Document
from designer.model.view import View
from designer.session.settings import Settings

KEEP_MS = 1000
"""A change is on the disk this long after it, and at once on closing or a crash."""


class Keeper(QObject):
    """Keeps a document, how it is looked at, and its window's places.

    Attributes:
        settings: Where they are kept.
    """

    def __init__(self, settings: Settings, document: Document, window: QMainWindow, splitter: QSplitter) -> None:
        super().__init__(window)
        self.settings = settings
        self._document = document
        self._window = window
        self._splitter = splitter
        self._is_edited = document.source is not None
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)
        document.changed.connect(self._notice)
        document.source_changed.connect(self._notice)
        document.view_changed.connect(self._notice_view)

    def restore(self) -> None:
        """Put window and splitter where they were."""
        for name, restore in (("geometry", self._window.restoreGeometry), ("splitter", self._splitter.restoreState)):
            state = self.settings.window(name)
            if not state.isEmpty():
                restore(state)

    def keep(self) -> None:
        """Remember everything now."""
        self._timer.stop()
        settings, document = self.settings, self._document
        settings.keep_window("geometry", self._window.saveGeometry())
        settings.keep_window("splitter", self._splitter.saveState())
        settings.keep_preferences(document.view.preferences)
        source, design = document.source, document.design
        if source is not None:
            settings.keep_file(source.path, design.given, design.run)
        if self._is_edited:  # an untouched window that is closed last doesn't replace the last design
            from designer.session.recovery import last_of

            settings.keep_design(design)
            settings.keep_last(None if source is None else last_of(source, design, is_unsaved=document.is_modified))
            settings.keep_pins(document.view.overlay.pins)

    def _notice(self, *_: object) -> None:
        self._is_edited = True
        self._timer.start()

    def _notice_view(self, new: View, old: View) -> None:
        self._is_edited |= new.overlay.pins != old.overlay.pins
        if (new.preferences, new.overlay.pins) != (old.preferences, old.overlay.pins):
            self._timer.start()
