"""A form with the two number fields, as a panel holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFormLayout, QLineEdit, QMainWindow, QWidget

from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.number_spin import NumberSpin
from designer.widgets.numbers.rate_spin import RateSpin
from stepdecay.numbers.stepping import next_decay_rate


@dataclass
class Form:
    """The fields, what they told their owner, and a neighbour to go to."""

    window: QMainWindow
    init: RateSpin
    decay_rate: RateSpin
    step_size: CountSpin
    neighbour: QLineEdit
    committed: list[tuple[str, object]] = field(default_factory=list)
    gestures: list[object] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def note(self, spin: NumberSpin) -> None:
        spin.committed.connect(lambda value, gesture: self._note(spin.objectName(), value, gesture))
        spin.refused.connect(self.sentences.append)

    def _note(self, name: str, value: object, gesture: object) -> None:
        self.committed.append((name, value))
        self.gestures.append(gesture)


@pytest.fixture
def form(qtbot) -> Iterator[Form]:
    """A shown and active window with the fields of `step_decay(0.1, 0.9, 10)`."""
    window = QMainWindow()
    body = QWidget()
    layout = QFormLayout(body)
    form = Form(
        window,
        RateSpin("init", inclusive=False),
        RateSpin("decay_rate", stepper=next_decay_rate),
        CountSpin("step_size"),
        QLineEdit(),
    )
    for spin, value in ((form.init, 0.1), (form.decay_rate, 0.9), (form.step_size, 10)):
        spin.setValue(value)
        form.note(spin)
        layout.addRow(f"&{spin.objectName()}", spin)
    layout.addRow("neighbour", form.neighbour)
    window.setCentralWidget(body)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.windowHandle().isExposed())
    form.init.setFocus()
    yield form
    window.close()


@pytest.fixture(params=["C", "de_DE", "ar_EG"])
def locale(request) -> Iterator[QLocale]:
    """The system's locale, one after the other; must come before `form` in a test's arguments."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield QLocale(request.param)
    QLocale.setDefault(before)
