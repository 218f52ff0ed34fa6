"""Schedules of several pieces, and how a person reaches them in the Schedule panel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLabel

from designer.model.document import Design
from designer.panels.schedule.panel import SchedulePanel
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay
from stepdecay.schedule.kinds import Schedule

LEFT = Qt.MouseButton.LeftButton
WARMUP, COSINE = LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)
WARM_COSINE = JoinSchedules([WARMUP, COSINE], [100])
FIVE = JoinSchedules(
    [WARMUP, COSINE, LinearSchedule(1e-3, 1e-3, 1), StepDecay(1e-3, 0.5, 100), ExponentialDecay(1e-3, 0.999)],
    [100, 400, 500, 800],
)


class Pieces:
    """A window, seen as its Schedule panel."""

    def __init__(self, window) -> None:
        self.window = window
        self.document = window.document
        self.panel = window.panel(SchedulePanel)

    def show(self, schedule: Schedule, updates: int = 1000) -> None:
        self.document.edit("test", Design(schedule, Run(updates)))
        QApplication.processEvents()

    @property
    def schedule(self) -> Schedule:
        return self.document.design.schedule

    def field(self, path: str) -> QAbstractSpinBox:
        (field,) = (field for field in self.panel.findChildren(QAbstractSpinBox, path) if field.isVisible())
        return field

    def shown(self) -> list[str]:
        """Return the fields that a person sees, from top to bottom."""
        seen = [field for field in self.panel.findChildren(QAbstractSpinBox) if field.isVisible()]
        return [field.objectName() for field in sorted(seen, key=lambda field: field.mapTo(self.panel, QPoint()).y())]

    def label(self, path: str) -> str:
        field = self.field(path)
        return next(label.text() for label in self.panel.findChildren(QLabel) if label.buddy() == field)

    def sentence(self, path: str) -> QLabel:
        (label,) = (one for one in self.panel.findChildren(QLabel, f"{path}_sentence") if one.parent().isVisible())
        return label

    def section(self, number: int):
        return self.panel.sections[number]

    def click(self, number: int) -> None:
        """Click beside the kind of a piece, or on the one line that it is folded to."""
        section = self.section(number)
        title = section.header if section.header.isVisible() else section.row
        QTest.mouseClick(title, LEFT, pos=QPoint(title.width() - 4, title.height() // 2))

    def choose_kind(self, number: int, begins: str) -> None:
        """Choose by typing what the kind begins with."""
        combo = self.section(number).header.kind
        combo.setFocus()
        QTest.keyClicks(combo, begins)

    def press(self, name: str) -> None:
        """Press one of the small buttons beside the title."""
        QTest.mouseClick(self.window.findChild(QAbstractButton, name), LEFT)

    def command(self, name: str):
        return self.window.menus.actions[name]


def typed(field: QAbstractSpinBox, text: str) -> None:
    """Type into a field, without Return."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), text)
