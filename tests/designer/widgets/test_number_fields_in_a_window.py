"""The fields among undo, shortcuts, menus, screen readers and right-to-left text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAction, QFocusEvent, QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.designer.helpers.number_fields import press, type_text


class SetValue(QUndoCommand):
    """One edit of a field, as the document makes them."""

    def __init__(self, spin, old, new) -> None:
        super().__init__("edit")
        self.spin, self.old, self.new = spin, old, new

    def redo(self) -> None:
        self.spin.setValue(self.new)

    def undo(self) -> None:
        self.spin.setValue(self.old)


@pytest.fixture
def undoable(form):
    """The form with a real undo stack behind init and real actions in the menu bar."""
    stack = QUndoStack(form.window)
    menu = form.window.menuBar().addMenu("Edit")
    for action, keys in (
        (stack.createUndoAction(form.window), QKeySequence.StandardKey.Undo),
        (stack.createRedoAction(form.window), QKeySequence.StandardKey.Redo),
    ):
        action.setShortcuts(keys)
        menu.addAction(action)
    values = [0.1]

    def edit(value, gesture):
        stack.push(SetValue(form.init, values[-1], value))
        values.append(value)

    form.init.committed.connect(edit)
    return form


@pytest.mark.parametrize("where", ["field", "line edit"])
def test_undo_and_redo_work_while_the_field_has_the_focus(undoable, where):
    target = undoable.init if where == "field" else undoable.init.lineEdit()
    type_text(undoable.init, "0.5")
    press(undoable.init, Qt.Key.Key_Up)
    for expected in ("0.5", "0.1"):
        QTest.keySequence(target, QKeySequence(QKeySequence.StandardKey.Undo))
        assert undoable.init.text() == expected
    for expected in ("0.5", "0.6"):
        QTest.keySequence(target, QKeySequence(QKeySequence.StandardKey.Redo))
        assert undoable.init.text() == expected
    assert undoable.init.hasFocus()


def test_undo_reaches_what_was_done_before_a_half_typed_number(undoable):
    type_text(undoable.init, "0.5")
    type_text(undoable.init, "0.7", end=None)
    QTest.keySequence(undoable.init, QKeySequence(QKeySequence.StandardKey.Undo))
    assert undoable.init.text() == "0.1"


def test_a_windows_escape_gets_the_key_only_when_the_field_has_nothing_to_restore(form):
    escaped = []
    action = QAction(form.window, shortcut=QKeySequence(Qt.Key.Key_Escape))
    action.triggered.connect(lambda: escaped.append(True))
    form.window.addAction(action)
    type_text(form.init, "7", end=Qt.Key.Key_Escape)
    assert (form.init.text(), escaped) == ("0.1", [])
    press(form.init, Qt.Key.Key_Escape)
    assert escaped == [True]


def test_a_windows_shortcut_on_an_arrow_key_does_not_take_the_fields_step(form):
    action = QAction(form.window, shortcut=QKeySequence(Qt.Key.Key_Up))
    form.window.addAction(action)
    press(form.init, Qt.Key.Key_Up)
    assert form.init.value() == 0.2


def test_a_menu_over_the_field_interrupts_no_typing(form):
    type_text(form.init, "0.", end=None)
    for reason in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
        QApplication.sendEvent(form.init, QFocusEvent(QEvent.Type.FocusOut, reason))
        QApplication.sendEvent(form.init, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert (form.init.text(), form.committed, form.sentences) == ("0.", [], [])


def test_going_to_another_window_commits_what_was_typed(form):
    type_text(form.init, "0.3", end=None)
    QApplication.sendEvent(form.init, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert form.committed == [("init", 0.3)]


def test_a_screen_reader_finds_name_role_and_value(form):
    type_text(form.init, "3e-5")
    interface = QAccessible.queryAccessibleInterface(form.init)
    assert interface.role() == QAccessible.Role.SpinBox
    assert interface.text(QAccessible.Text.Name) == "init"
    assert interface.text(QAccessible.Text.Value) == "3e-5"
    assert interface.valueInterface().currentValue() == 3e-5


def test_a_value_set_by_an_assistive_tool_is_committed_or_refused(form):
    QAccessible.queryAccessibleInterface(form.init).valueInterface().setCurrentValue(0.25)
    QAccessible.queryAccessibleInterface(form.step_size).valueInterface().setCurrentValue(50.0)
    assert form.committed == [("init", 0.25), ("step_size", 50)]
    QAccessible.queryAccessibleInterface(form.init).valueInterface().setCurrentValue(-1.0)
    assert form.init.isRefused()
    assert form.init.value() == 0.25


def test_a_refusal_and_a_new_value_are_told_to_a_screen_reader(form):
    QAccessible.setActive(True)
    try:
        type_text(form.init, "abc")
        type_text(form.init, "0.3")
    finally:
        QAccessible.setActive(False)
    assert form.init.value() == 0.3


@pytest.mark.parametrize("text", ["0.1 * 0.9**3", "1e-4", "1/10000"])
def test_a_number_reads_left_to_right_on_the_right_when_the_window_runs_right_to_left(locale, form, qapp, text):
    edit = form.init.lineEdit()
    form.init.setFixedWidth(300)
    type_text(form.init, text, end=None)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        form.window.setLayoutDirection(direction)
        qapp.processEvents()
        places = cursor_places(edit)
        assert places == sorted(places)
        assert edit.width() / 2 < places[-1] <= edit.width()


def cursor_places(edit):
    """Where the cursor stands before each character, from the left, by moving it there."""
    places = []
    for place in range(len(edit.text()) + 1):
        edit.setCursorPosition(place)
        places.append(edit.cursorRect().x())
    return places


def test_a_long_number_shows_its_first_digits_when_it_does_not_fit(form, qapp):
    form.init.setFixedWidth(70)
    form.neighbour.setFocus()
    form.init.setValue(0.12345678901234567)
    assert form.init.lineEdit().cursorPosition() == 0


def test_a_usual_rate_and_the_longest_short_one_have_room(form):
    edit = form.init.lineEdit()
    form.init.resize(form.init.sizeHint())
    assert edit.fontMetrics().horizontalAdvance("0.000123456") < edit.width()
    form.init.resize(form.init.minimumSizeHint())
    assert edit.fontMetrics().horizontalAdvance("1.25e-5") < edit.width()


def test_the_fields_load_nothing_heavy():
    code = (
        "import sys, designer.widgets.numbers.rate_spin, designer.widgets.numbers.count_spin;"
        "print({'numpy', 'mlx', 'pyqtgraph'} & {name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
