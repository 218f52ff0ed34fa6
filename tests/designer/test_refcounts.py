"""That the installed PySide6 is sound: 6.12.0 loses references to True and None, which kills Python 3.11."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Emitter(QObject):
    told = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
def test_signals_and_calls_lose_no_references(qtbot):
    emitter, widget = Emitter(), QWidget()
    qtbot.addWidget(widget)
    emitter.told.connect(lambda value: None)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(500):
        emitter.told.emit(True)
        widget.update()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert all(abs(new - old) < 100 for new, old in zip(after, before, strict=True))
