"""The Goals panel: what is wanted, the answer, its preview, and Apply."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from designer.model.document import Design
from designer.panels.goals import GoalsPanel
from stepdecay import Run, StepDecay, rates


@pytest.fixture
def goals(window):
    """A window whose goals are open."""
    QTest.mouseClick(window.panel(GoalsPanel).header, Qt.MouseButton.LeftButton)
    return window


@pytest.fixture
def want(goals, type_into):
    """Chooses a goal, types its numbers, chooses the argument that moves, and returns the sentence."""

    def choose(kind: str, argument: str, **numbers: str) -> str:
        goals.findChild(QComboBox, "goal_kind").setCurrentText(kind)
        for name, text in numbers.items():
            type_into(f"goal_{name}", text)
        goals.findChild(QComboBox, "goal_argument").setCurrentText(argument)
        return goals.findChild(QLabel, "goal_sentence").text()

    return choose


def apply(window) -> None:
    QTest.mouseClick(window.findChild(QPushButton, "applyGoal"), Qt.MouseButton.LeftButton)


def last_rate(window) -> float:
    design = window.document.design
    return float(rates(design.schedule, design.run.updates - 1))


def test_folded_at_first_and_nothing_is_previewed(window):
    assert not window.panel(GoalsPanel).body.isVisible()
    assert window.document.view.overlay.preview is None


@pytest.mark.parametrize("argument", ["decay_rate", "init"])
def test_end_at_a_rate(goals, want, argument):
    before = goals.document.design.schedule
    sentence = want("End at rate", argument, rate="1e-4")
    assert argument in sentence
    apply(goals)
    after = goals.document.design.schedule
    assert last_rate(goals) == pytest.approx(1e-4, rel=1e-6)
    others = [name for name in ("init", "decay_rate", "step_size") if name != argument]
    assert all(getattr(after, name) == getattr(before, name) for name in others)
    assert goals.document.undo_stack.count() == 1
    goals.document.undo_stack.undo()
    assert goals.document.design.schedule == before


def test_drop_a_number_of_times(goals, want):
    assert want("Drop n times", "step_size", drops="7") == "step_size 13 gives 7 drops in 100 updates; 13 to 14 do"
    apply(goals)
    assert goals.document.design.schedule == StepDecay(0.1, 0.9, 13)


def test_halve_every_n(goals, want):
    want("Halve every n", "decay_rate", interval="20")
    apply(goals)
    schedule = goals.document.design.schedule
    assert float(rates(schedule, 20)) == pytest.approx(0.05)


def test_reach_a_rate_by_an_update(goals, want):
    want("Reach rate by", "step_size", rate="0.05", update="50")
    apply(goals)
    schedule = goals.document.design.schedule
    assert float(rates(schedule, 49)) <= 0.05 < float(rates(StepDecay(0.1, 0.9, schedule.step_size + 1), 49))


def test_what_can_not_be_had_says_why_and_what_is_nearest(goals, want):
    sentence = want("Drop n times", "step_size", drops="70")
    assert sentence.startswith("⚠ ")
    assert "exactly 70 are not possible" in sentence
    assert goals.document.view.overlay.preview is not None, "the nearest"


def test_the_answer_is_drawn_before_it_is_applied_and_goes_with_the_panel(goals, want):
    plain = goals.plot.viewport().grab().toImage()
    want("End at rate", "decay_rate", rate="1e-3")
    assert goals.document.view.overlay.preview == StepDecay(0.1, goals.document.view.overlay.preview.decay_rate, 10)
    assert goals.plot.viewport().grab().toImage() != plain
    assert goals.document.design.schedule == StepDecay(0.1, 0.9, 10)
    QTest.mouseClick(goals.panel(GoalsPanel).header, Qt.MouseButton.LeftButton)
    assert goals.document.view.overlay.preview is None


def test_applied_there_is_nothing_left_to_apply(goals, want):
    want("End at rate", "decay_rate", rate="1e-3")
    button = goals.findChild(QPushButton, "applyGoal")
    assert button.isEnabled()
    apply(goals)
    assert not button.isEnabled()
    assert goals.document.view.overlay.preview is None


def test_only_the_fields_of_the_goal_show_and_only_what_can_move_is_offered(goals):
    kind, argument = goals.findChild(QComboBox, "goal_kind"), goals.findChild(QComboBox, "goal_argument")
    shown = {}
    for index in range(kind.count()):
        kind.setCurrentIndex(index)
        names = [name for name, field in goals.panel(GoalsPanel).fields.items() if field.isVisible()]
        shown[kind.currentText()] = (names, [argument.itemText(row) for row in range(argument.count())])
    assert shown == {
        "End at rate": (["goal_rate"], ["decay_rate", "step_size", "init"]),
        "Drop n times": (["goal_drops"], ["step_size"]),
        "Halve every n": (["goal_interval"], ["decay_rate", "step_size"]),
        "Reach rate by": (["goal_rate", "goal_update"], ["decay_rate", "step_size", "init"]),
    }


def test_a_refused_number_says_why_and_nothing_can_be_applied(goals, want):
    sentence = want("End at rate", "decay_rate", rate="abc")
    assert "abc" in sentence
    assert "goal_rate" not in sentence
    assert not goals.findChild(QPushButton, "applyGoal").isEnabled()
    want("End at rate", "decay_rate", rate="1e-3")
    assert goals.findChild(QPushButton, "applyGoal").isEnabled()


def test_the_answer_follows_the_design(goals, want, type_into, qtbot):
    before = want("End at rate", "decay_rate", rate="1e-3")
    type_into("step_size", "20")
    qtbot.waitUntil(lambda: goals.findChild(QLabel, "goal_sentence").text() != before)
    apply(goals)
    assert last_rate(goals) == pytest.approx(1e-3, rel=1e-6)


def test_goals_begin_where_the_design_is(goals):
    assert goals.panel(GoalsPanel).fields["goal_rate"].value() == 0.03874204
    assert goals.document.view.overlay.preview is None
    assert not goals.findChild(QPushButton, "applyGoal").isEnabled()
    assert goals.panel(GoalsPanel).fields["goal_drops"].value() == 9
    assert goals.panel(GoalsPanel).fields["goal_update"].value() == 100


@pytest.mark.parametrize("updates", [1, 10**12, 2**53 - 1])
@pytest.mark.parametrize("kind", ["End at rate", "Drop n times", "Halve every n", "Reach rate by"])
def test_every_goal_has_an_answer_for_every_run(window, kind, updates):
    window.document.edit("test", Design(StepDecay(1e-3, 0.5, max(updates // 7, 1)), Run(updates)))
    window.menus.actions["goals"].trigger()
    window.findChild(QComboBox, "goal_kind").setCurrentText(kind)
    argument = window.findChild(QComboBox, "goal_argument")
    for index in range(argument.count()):
        argument.setCurrentIndex(index)
        assert window.findChild(QLabel, "goal_sentence").text()


def test_the_keyboard_alone_opens_chooses_and_applies(window):
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.panel(GoalsPanel).kind.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    field = window.findChild(QAbstractSpinBox, "goal_rate")
    assert field.hasFocus()
    QTest.keyClicks(field.findChild(QLineEdit), "1e-4")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert window.panel(GoalsPanel).apply_button.hasFocus()
    QTest.keyClick(window.panel(GoalsPanel).apply_button, Qt.Key.Key_Space)
    assert last_rate(window) == pytest.approx(1e-4, rel=1e-6)


def test_apply_counts_what_is_typed_and_not_yet_committed(goals):
    button, field = goals.findChild(QPushButton, "applyGoal"), goals.findChild(QAbstractSpinBox, "goal_rate")
    assert not button.isEnabled()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.findChild(QLineEdit), "1e-4")
    assert button.isEnabled()
    button.click()
    assert last_rate(goals) == pytest.approx(1e-4, rel=1e-6)


def test_apply_counts_the_run_as_it_is_now(goals, want, type_into):
    want("End at rate", "decay_rate", rate="1e-4")
    type_into("updates", "200")
    apply(goals)
    assert last_rate(goals) == pytest.approx(1e-4, rel=1e-5)


def test_another_kind_while_something_is_typed_is_no_error(goals):
    field = goals.findChild(QAbstractSpinBox, "goal_rate")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.findChild(QLineEdit), "1e-4")
    goals.findChild(QComboBox, "goal_kind").setCurrentIndex(1)
    assert field.value() == 1e-4
    assert goals.findChild(QComboBox, "goal_argument").currentText() == "step_size"


def test_a_wheel_that_passes_over_chooses_nothing(goals):
    combo = goals.findChild(QComboBox, "goal_kind")
    goals.plot.setFocus()
    place = QPointF(combo.rect().center())
    wheel = QWheelEvent(
        place, QPointF(combo.mapToGlobal(place)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, wheel)
    assert combo.currentIndex() == 0


def test_without_the_inspector_there_is_no_preview_and_with_it_again(goals, want):
    want("End at rate", "decay_rate", rate="1e-3")
    proposed = goals.document.view.overlay.preview
    goals.menus.actions["inspector"].trigger()
    assert goals.document.view.overlay.preview is None
    goals.menus.actions["inspector"].trigger()
    assert goals.document.view.overlay.preview == proposed


def test_in_a_low_window_every_row_keeps_its_height_and_the_inspector_scrolls(goals, want, qtbot):
    goals.resize(720, 520)
    want("Reach rate by", "decay_rate", rate="1e-3", update="50")
    panel = goals.panel(GoalsPanel)
    shown = (panel.kind, panel.fields["goal_rate"], panel.fields["goal_update"], panel.argument, panel.sentence)

    def bottom(widget) -> int:
        return widget.mapTo(goals, QPoint(0, widget.height())).y()

    def all_fit() -> bool:
        tops = (bottom(widget) - widget.height() for widget in shown[1:])
        heights = (widget.height() >= widget.sizeHint().height() for widget in shown[:-1])
        return all(heights) and all(bottom(widget) <= top for widget, top in zip(shown, tops, strict=False))

    qtbot.waitUntil(all_fit)
    assert panel.sentence.height() >= panel.sentence.heightForWidth(panel.sentence.width())
    assert goals.inspector.verticalScrollBar().maximum() > 0


def test_tab_goes_from_the_run_through_the_goals_to_the_levels(goals):
    goals.findChild(QAbstractSpinBox, "updates").setFocus()
    seen = []
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName() or QApplication.focusWidget().accessibleName())
    assert seen == ["run_units", "Goals", "goal_kind", "goal_rate", "goal_argument", "Resume", "levels", "code"]
