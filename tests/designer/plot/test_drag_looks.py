"""What a drag looks like: pointer, handles, ghost, bubble, and what lights up."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel

from designer.look.theme import LIGHT
from designer.panels.code import CodePanel
from tests.designer.helpers.drag import axis, on, tread

__all__ = ["axis", "on"]


def colors_near(window, place: QPoint, radius: int = 2) -> list[QColor]:
    image = window.plot.viewport().grab().toImage()
    scale = image.devicePixelRatio()
    around = range(-radius, radius + 1)
    return [
        image.pixelColor(round((place.x() + x) * scale), round((place.y() + y) * scale)) for x in around for y in around
    ]


def is_painted(window, place: QPoint, color: str, radius: int = 2) -> bool:
    wanted = QColor(color).getRgb()[:3]
    near = (color.getRgb()[:3] for color in colors_near(window, place, radius))
    return any(all(abs(a - b) < 60 for a, b in zip(one, wanted, strict=True)) for one in near)


def test_the_pointer_says_what_can_be_dragged(window, mouse, on):
    shapes = []
    for place in (on(5, 0.1), on(55, tread(window, 5)), on(30, 0.077), on(100, 0.09), on(60, 0.09)):
        mouse.move(place)
        shapes.append(window.plot.viewport().cursor().shape())
    vertical, horizontal = Qt.CursorShape.SizeVerCursor, Qt.CursorShape.SizeHorCursor
    assert shapes == [vertical, vertical, horizontal, horizontal, Qt.CursorShape.ArrowCursor]


def test_field_label_handle_and_literal_light_each_other(window, mouse, on):
    label = next(label for label in window.findChildren(QLabel) if label.text() == "step_size")
    field = window.findChild(QAbstractSpinBox, "step_size")
    window.findChild(QAbstractSpinBox, "init").setFocus()

    def literal_lit() -> bool:
        formats = window.panel(CodePanel).code.document().firstBlock().layout().formats()
        lit = [part for part in formats if part.format.background().style() != Qt.BrushStyle.NoBrush]
        text = window.panel(CodePanel).code.toPlainText()
        return [text[part.start : part.start + part.length] for part in lit] == ["10"]

    plain = field.grab().toImage()
    mouse.move(on(30, math.sqrt(tread(window, 2) * tread(window, 3))))
    assert label.font().underline()
    assert field.grab().toImage().pixelColor(1, field.height() // 2).name() == LIGHT.step_size
    assert literal_lit()
    mouse.move(on(60, 0.095))
    assert not label.font().underline()
    assert field.grab().toImage() == plain
    resting = window.plot.viewport().grab().toImage()
    QApplication.sendEvent(field, QEvent(QEvent.Type.Enter))
    assert window.plot.viewport().grab().toImage() != resting, "the handle is lit"
    assert literal_lit()
    QApplication.sendEvent(field, QEvent(QEvent.Type.Leave))
    assert window.plot.viewport().grab().toImage() == resting


def test_handles_are_painted_in_the_colours_of_the_labels(window, on):
    assert is_painted(window, on(10, math.sqrt(0.1 * 0.09)) + QPoint(4, 0), LIGHT.step_size, 1)
    assert is_painted(window, on(15, 0.09) + QPoint(0, 4), LIGHT.decay_rate, 1)
    label = next(label for label in window.findChildren(QLabel) if label.text() == "decay_rate")
    assert label.palette().windowText().color() == QColor(LIGHT.decay_rate)


def test_a_ghost_of_the_curve_stays_until_the_release(window, mouse, on):
    window.document.look(shows_crosshair=False)
    place, ghost = on(55, tread(window, 5)), on(74, tread(window, 7))
    mouse.press(place)
    mouse.pull(place + QPoint(0, 60))
    base = QColor(LIGHT.base)
    assert any(color.blue() - color.red() > 40 for color in colors_near(window, ghost, 1))
    mouse.release(place + QPoint(0, 60))
    at = on(74, 0.9**7 * 0.1)
    if abs(on(74, tread(window, 7)).y() - at.y()) > 8:
        assert all(
            max(abs(color.red() - base.red()), abs(color.blue() - base.blue())) < 30
            for color in colors_near(window, at, 1)
        )


def test_a_bubble_beside_the_pointer_says_what_the_drag_does(window, mouse, on, monkeypatch):
    texts = []
    from designer.plot.layers import handles

    real = handles.Line
    monkeypatch.setattr(handles, "Line", lambda text, color: (texts.append(text), real(text, color))[1])
    height = math.sqrt(tread(window, 1) * tread(window, 2))
    mouse.press(on(20, height))
    mouse.pull(on(26, height))
    window.plot.viewport().grab()
    assert texts[-1] == "step_size = 13 (drop 2 at update 27)"
    box = window.plot.hints.bubble.boundingRect()
    assert window.plot.getViewBox().boundingRect().contains(box)
    mouse.release(on(26, height))
    assert window.plot.hints.bubble.boundingRect().isNull()
