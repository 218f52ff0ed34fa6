"""Exceptions: logged, shown quietly, nothing lost."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication

from designer import crash
from designer.plot.layers.layer import Layer


@pytest.fixture
def hooks(qapp, own_settings):
    """The program's crash hooks, taken out again afterwards."""
    before = sys.excepthook, threading.excepthook
    crash.install()
    yield
    sys.excepthook, threading.excepthook = before
    qInstallMessageHandler(None)
    for handler in list(crash.LOG.handlers):
        crash.LOG.removeHandler(handler)
        handler.close()


def fail():
    raise RuntimeError("a defect of ours")


def test_an_exception_in_a_slot_is_logged_and_shown_with_details_to_copy(hooks, window, qtbot, own_settings):
    window.document.edit("test", window.document.design.with_argument("init", 0.25))
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(window.message_bar.isVisible)
    assert "RuntimeError" in window.message_bar.sentence.text()
    window.message_bar.copy_details.click()
    assert "a defect of ours" in QApplication.clipboard().text()
    assert "a defect of ours" in crash.log_path().read_text()
    kept = [path.read_text() for path in (own_settings.parent / "recovery").glob("*.json")]
    assert any("0.25" in text for text in kept), "the design was not on the disk at once"
    assert window.document.design.schedule.init == 0.25


def test_an_exception_in_a_thread_is_shown_too(hooks, window, qtbot):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(window.message_bar.isVisible)


def test_an_exception_while_painting_is_shown_once_and_the_plot_lives_on(hooks, window, qtbot):
    def broken(painter):
        raise RuntimeError("no paint today")

    layer = Layer(window.plot.stage, 100)
    layer.show_drawing(window.plot.getViewBox().boundingRect(), broken)
    for _ in range(3):
        window.plot.viewport().grab()
    qtbot.waitUntil(window.message_bar.isVisible)
    assert crash.log_path().read_text().count("RuntimeError: no paint today") == 1
    before = window.plot.viewport().grab().toImage()
    window.document.edit("test", window.document.design.with_argument("step_size", 25))
    assert window.plot.viewport().grab().toImage() != before


def test_a_warning_of_qt_is_in_the_log(hooks):
    qWarning("something odd in Qt")
    assert "something odd in Qt" in crash.log_path().read_text()


def test_a_log_that_can_not_be_written_stops_nothing(qapp, own_settings, monkeypatch, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    before = sys.excepthook, threading.excepthook
    crash.install()
    sys.excepthook, threading.excepthook = before
    qInstallMessageHandler(None)
    (handler,) = crash.LOG.handlers
    assert type(handler) is logging.StreamHandler
    crash.LOG.removeHandler(handler)
