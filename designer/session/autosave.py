"""Keeps what is in a window soon after each change, when it is closed, and when something went wrong."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter

from designer.model.document import Document
from designer.model.view import View
from designer.session.settings import Settings

if TYPE_CHECKING:
    from designer.session.records import Slot

KEEP_MS = 700
"""A change is on the disk this long after it, however many follow; with the writing that is less than a second."""


class Keeper(QObject):
    """Keeps a document as a record of its own, how it is looked at, and its window's places.

    Args:
        settings: Where a person's preferences are kept.
        document: The document.
        window: Its window.
        splitter: What is between its parts.

    Attributes:
        settings: The same.
        is_ending: Whether the whole program ends, so that closing the window is no wish to be rid of the document.

    Signals:
        failed(sentence): What can't be kept, and why; said once.
    """

    failed = Signal(str)

    def __init__(self, settings: Settings, document: Document, window: QMainWindow, splitter: QSplitter) -> None:
        super().__init__(window)
        self.settings = settings
        self.is_ending = False
        self._document = document
        self._window = window
        self._splitter = splitter
        self._slot = settings.records.new()
        self._is_open = True
        self._said: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)
        document.changed.connect(self._notice)
        document.source_changed.connect(self._notice)
        document.view_changed.connect(self._notice_view)
        if document.source is not None:
            self._notice()

    @property
    def keeps_on_closing(self) -> bool:
        """Whether closing the window now keeps its document: with the whole program, or as the last one."""
        windows = [one for one in QApplication.topLevelWidgets() if type(one) is type(self._window)]
        return self.is_ending or not any(one.isVisible() for one in windows if one is not self._window)

    def restore(self) -> None:
        """Put window and splitter where the last ones were."""
        for name, restore in (("geometry", self._window.restoreGeometry), ("splitter", self._splitter.restoreState)):
            state = self.settings.window(name)
            if not state.isEmpty():
                restore(state)

    def keep(self) -> None:
        """Keep everything now."""
        self._timer.stop()
        self._keep_settings()
        if self._is_open:
            self._keep_record()

    def take(self, slot: Slot, geometry: str) -> None:
        """Go on with the record of what was opened in the window.

        Args:
            slot: The record's place.
            geometry: Where its window was, as the record says it; empty where that doesn't.
        """
        self._slot.remove()
        self._slot = slot
        if geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def end(self, *, keeps: bool) -> None:
        """Be done with a window that is closed.

        Args:
            keeps: Whether its document is to be there again at the next start.
        """
        if not self._is_open:
            return
        if keeps:
            self.keep()
        else:
            self._timer.stop()
            self._keep_settings()
        self._slot.release() if keeps else self._slot.remove()
        self._slot = self.settings.records.new()  # whoever starts next may have that one already
        self._is_open = False

    def _keep_settings(self) -> None:
        settings, document = self.settings, self._document
        settings.keep_window("geometry", self._window.saveGeometry())
        settings.keep_window("splitter", self._splitter.saveState())
        settings.keep_preferences(document.view.preferences)
        source, design = document.source, document.design
        if source is not None:
            settings.keep_file(source.path, design.given, design.run)
        if settings.problem:
            self._fail(settings.problem)

    def _keep_record(self) -> None:
        from designer.session.recovery import record_of

        record = record_of(self._document, bytes(self._window.saveGeometry().toBase64().data()).decode())
        if record is None:
            self._slot.remove()
            return
        try:
            self._slot.write(record)
        except OSError as error:
            logging.getLogger(__name__).warning("a document can't be kept", exc_info=True)
            self._fail(f"What is not saved can't be kept for the next start: {error.strerror or error}")

    def _fail(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self.failed.emit(sentence)

    def _notice(self, *_: object) -> None:
        """Keep it soon. A timer that runs is left to run, so that a hand that never rests can't put it off."""
        self._is_open |= self._window.isVisible()
        if self._is_open and not self._timer.isActive():
            self._timer.start()

    def _notice_view(self, new: View, old: View) -> None:
        if (new.preferences, new.overlay.pins) != (old.preferences, old.overlay.pins):
            self._notice()
