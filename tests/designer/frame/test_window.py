"""The window's main path, as a person walks it."""

from __future__ import annotations

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLabel, QPlainTextEdit, QTableView
from shiboken6 import isValid

from designer.app import create_window
from designer.model.document import Design
from designer.panels.goals import GoalsPanel
from designer.panels.levels import LevelsPanel
from designer.panels.resume import ResumePanel
from designer.panels.run.panel import RunPanel
from stepdecay import Run, StepDecay, rates


def value(window, name):
    return window.findChild(QAbstractSpinBox, name).value()


def code(window) -> str:
    return window.findChild(QPlainTextEdit, "code").toPlainText()


def sentence(window, name) -> QLabel:
    return window.findChild(QLabel, f"{name}_sentence")


def test_the_first_start_shows_mlxs_own_example(window):
    assert [value(window, name) for name in ("init", "decay_rate", "step_size", "updates")] == [0.1, 0.9, 10, 100]
    assert code(window) == "lr_schedule = optim.step_decay(0.1, 0.9, 10)"
    assert window.plot.isVisible()


def test_typing_three_numbers_and_export_gives_code_with_exactly_the_rates_of_a_training_run(window, type_into):
    for name, text in (("init", "3e-4"), ("decay_rate", "0.5"), ("step_size", "1000")):
        before = window.plot.grab().toImage()
        type_into(name, text)
        assert window.plot.grab().toImage() != before, f"the staircase did not change with {name}"
    window.findChild(QAbstractButton, "exportButton").click()
    pasted = QApplication.clipboard().text()
    assert pasted == "optim.step_decay(0.0003, 0.5, 1000)"

    optimizer = optim.SGD(learning_rate=eval(pasted, {"optim": optim}))
    optimizer.state["step"] = mx.array(2_999, mx.uint64)
    used = []
    for _ in range(3):
        optimizer.update({}, {})
        used.append(optimizer.learning_rate.item())
    assert used == rates(window.document.design.schedule, range(2_999, 3_002)).tolist()
    assert used[0] != used[1]


@pytest.mark.parametrize(
    ("name", "text", "expected", "literal"),
    [
        ("init", "1/3", 1 / 3, "0.3333333333333333"),
        ("init", "0,0001", 1e-4, "0.0001"),
        ("decay_rate", "0.999", 0.999, "0.999"),
        ("step_size", "1e6", 10**6, "1000000"),
        ("step_size", str(2**63 - 1), 2**63 - 1, str(2**63 - 1)),
    ],
)
def test_field_schedule_and_code_always_agree(window, type_into, name, text, expected, literal):
    type_into(name, text)
    assert value(window, name) == getattr(window.document.design.schedule, name) == expected
    assert literal in code(window)
    scope = {"optim": optim}
    exec(code(window), scope)
    steps = mx.array([0, 1, 10**6, 2**53], mx.uint64)
    assert np.array_equal(
        np.array(scope["lr_schedule"](steps)), rates(window.document.design.schedule, np.array(steps))
    )


def test_a_refused_value_stays_with_a_sentence_and_changes_nothing(window, type_into):
    type_into("step_size", "0")
    assert window.document.design.schedule.step_size == 10
    assert sentence(window, "step_size").isVisible()
    assert "step_size must be at least 1, got 0" in sentence(window, "step_size").text()
    type_into("step_size", "20")
    assert not sentence(window, "step_size").isVisible()
    assert window.document.design.schedule.step_size == 20


def test_undo_and_redo_work_while_a_field_has_focus(window, type_into):
    type_into("init", "0.2")
    type_into("decay_rate", "0.5")
    field = window.findChild(QAbstractSpinBox, "decay_rate")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value(window, "decay_rate") == 0.9
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value(window, "init") == 0.1
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert value(window, "init") == 0.2


def test_holding_an_arrow_key_is_one_undo_step(window):
    field = window.findChild(QAbstractSpinBox, "init")
    field.setFocus()
    for _ in range(5):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert window.document.design.schedule.init == 0.6
    assert window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.design.schedule.init == 0.1


def test_stepping_up_and_down_again_leaves_no_undo_step(window):
    field = window.findChild(QAbstractSpinBox, "init")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert window.document.undo_stack.count() == 0


def test_the_undo_command_names_what_it_undoes(window, type_into):
    type_into("init", "0.2")
    assert window.menus.actions["undo"].text().replace("&", "") == "Undo Change init to 0.2"


def test_the_literal_of_the_field_with_focus_is_lit_in_the_code(window):
    window.findChild(QAbstractSpinBox, "decay_rate").setFocus()
    block = window.findChild(QPlainTextEdit, "code").document().firstBlock()
    lit = [
        block.text()[style.start : style.start + style.length]
        for style in block.layout().formats()
        if style.format.background().style() != Qt.BrushStyle.NoBrush
    ]
    assert lit == ["0.9"]


def test_every_field_has_a_label_a_tooltip_and_a_name_for_a_screen_reader(window):
    buddies = {label.buddy().objectName(): label for label in window.findChildren(QLabel) if label.buddy()}
    for name in ("init", "decay_rate", "step_size", "updates"):
        field = window.findChild(QAbstractSpinBox, name)
        assert buddies[name].text() == name
        assert len(field.toolTip()) > 20
        assert field.accessibleName()


def test_tab_goes_through_the_fields_in_their_order(window):
    window.findChild(QAbstractSpinBox, "init").setFocus()
    seen = []
    for _ in range(4):
        seen.append(window.focusWidget().objectName())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert seen == ["init", "decay_rate", "step_size", "updates"]
    assert window.focusWidget() is window.panel(RunPanel).units.header
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is window.panel(GoalsPanel).header
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is window.panel(ResumePanel).header
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is window.findChild(QTableView, "levels")


def test_what_is_typed_first_replaces_the_first_number(window):
    QTest.keyClicks(window.focusWidget(), "3e-4")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.document.design.schedule.init == 3e-4


@pytest.mark.parametrize("button", ["exportButton", "copyCode"])
def test_a_number_that_is_typed_but_not_committed_is_in_what_is_copied(window, button):
    field = window.findChild(QAbstractSpinBox, "init")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.25")
    window.findChild(QAbstractButton, button).click()
    assert "optim.step_decay(0.25, 0.9, 10)" in QApplication.clipboard().text()


def test_copy_puts_the_line_of_code_on_the_clipboard_and_says_so(window):
    window.findChild(QAbstractButton, "copyCode").click()
    assert QApplication.clipboard().text() == "lr_schedule = optim.step_decay(0.1, 0.9, 10)"
    assert window.findChild(QLabel, "notice").text() == "Copied"


def test_pasting_an_expression_onto_the_window_makes_it_the_schedule(window):
    QApplication.clipboard().setText("lr = opt.step_decay(1e-3, decay_rate=0.7, step_size=50)")
    window.plot.setFocus()
    window.menus.actions["paste"].trigger()
    assert window.document.design == Design(StepDecay(1e-3, 0.7, 50), Run(100))
    window.menus.actions["undo"].trigger()
    assert window.document.design.schedule == StepDecay(0.1, 0.9, 10)


def test_pasting_something_else_says_why_not_and_changes_nothing(window):
    QApplication.clipboard().setText("hello")
    window.plot.setFocus()
    window.menus.actions["paste"].trigger()
    assert "hello" in window.message_bar.sentence.text()
    assert window.message_bar.isVisible()
    assert window.document.undo_stack.count() == 0


def test_a_design_given_as_an_argument_is_opened(qtbot):
    window = create_window(["step_decay(3e-4, 0.5, 1000)"])
    qtbot.addWidget(window)
    assert window.document.design.schedule == StepDecay(3e-4, 0.5, 1000)


def test_a_new_window_has_a_design_of_its_own(window, type_into, qtbot):
    type_into("init", "0.2")
    before = set(QApplication.topLevelWidgets())
    window.menus.actions["new"].trigger()
    (other,) = (w for w in set(QApplication.topLevelWidgets()) - before if type(w) is type(window))
    assert other.isVisible()
    assert other.document.design.schedule.init == 0.1
    assert window.document.design.schedule.init == 0.2
    other.close()
    qtbot.waitUntil(lambda: not isValid(other))


def test_cut_copy_and_paste_in_the_menu_are_for_the_field_with_focus(window):
    field = window.findChild(QAbstractSpinBox, "init")
    field.setFocus()
    field.selectAll()
    window.menus.actions["copy"].trigger()
    assert QApplication.clipboard().text() == "0.1"
    QApplication.clipboard().setText("0.5")
    window.menus.actions["paste"].trigger()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.document.design.schedule.init == 0.5
    window.menus.actions["cut"].trigger()
    assert QApplication.clipboard().text() == "0.5"


def test_a_schedule_pasted_over_a_field_is_not_taken_for_a_number(window):
    QApplication.clipboard().setText(
        "import mlx.optimizers as optim\n\nlr_schedule = optim.step_decay(2e-3, 0.5, 100)\n"
        "optimizer = optim.Adam(learning_rate=lr_schedule)\n"
    )
    field = window.findChild(QAbstractSpinBox, "init")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.document.design.schedule == StepDecay(2e-3, 0.5, 100)
    assert window.findChild(QAbstractSpinBox, "init").value() == 2e-3


def test_undo_takes_back_what_is_typed_before_anything_else(window, type_into):
    type_into("init", "0.2")
    field = window.findChild(QAbstractSpinBox, "init")
    field.selectAll()
    QTest.keyClicks(field, "0.7")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.design.schedule.init == 0.2
    window.menus.actions["redo"].trigger()
    assert window.document.design.schedule.init == 0.7


def test_copy_in_the_levels_table_copies_the_selected_level(window):
    window.document.look(level=1, crosshair=3)
    window.panel(LevelsPanel).table.setFocus()
    window.menus.actions["copy"].trigger()
    assert QApplication.clipboard().text() == "1\t11\t20\t0.089999996"


def test_new_from_an_untouched_window_makes_no_second_one(window):
    before = len(QApplication.topLevelWidgets())
    window.menus.actions["new"].trigger()
    assert len(QApplication.topLevelWidgets()) == before


def test_refused_fields_show_their_whole_sentences_in_a_narrow_window(window, type_into):
    window.resize(700, 450)
    for name in ("init", "step_size"):
        type_into(name, "abc")
    QApplication.processEvents()
    for name in ("init", "step_size"):
        label = sentence(window, name)
        assert label.height() >= label.heightForWidth(label.width())
