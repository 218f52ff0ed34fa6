"""What was refused stays marked until a person or another road changes it; the value in force stays in force."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette

from tests.designer.helpers.number_fields import press, turn_wheel, type_text

MARK = QColor("#00FF00")


@pytest.fixture
def refused(form):
    """The form with `abc` refused in init."""
    form.init.setMarkColor(MARK)
    type_text(form.init, "abc")
    assert form.init.isRefused()
    form.sentences.clear()
    return form


def outline_colors(spin):
    picture = spin.grab().toImage()
    middle = picture.height() // 2
    return {picture.pixelColor(0, middle).name(), picture.pixelColor(picture.width() - 1, middle).name()}


def test_refused_text_has_an_outline_in_the_mark_color_and_other_text_has_none(form):
    form.init.setMarkColor(MARK)
    plain = outline_colors(form.init)
    type_text(form.init, "abc")
    assert outline_colors(form.init) == {MARK.name()}
    press(form.init, Qt.Key.Key_Escape)
    assert outline_colors(form.init) == plain
    assert MARK.name() not in plain


@pytest.mark.parametrize("background", ["#ffffff", "#1e1e1e"])
def test_the_outline_is_the_same_in_light_and_dark(refused, background):
    palette = QPalette(refused.init.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor(background))
    palette.setColor(QPalette.ColorRole.Window, QColor(background))
    refused.init.setPalette(palette)
    assert outline_colors(refused.init) == {MARK.name()}


def test_the_mark_goes_with_the_first_key_and_the_text_stays(refused):
    press(refused.init, Qt.Key.Key_End)
    assert refused.init.isRefused()
    press(refused.init, Qt.Key.Key_Backspace)
    assert refused.init.text() == "ab"
    assert not refused.init.isRefused()
    assert refused.sentences == [""]


def test_escape_takes_the_mark_and_the_text_away(refused):
    press(refused.init, Qt.Key.Key_Escape)
    assert (refused.init.text(), refused.init.isRefused(), refused.sentences) == ("0.1", False, [""])


def test_another_value_by_another_road_replaces_refused_text(refused):
    refused.init.setValue(0.5)
    assert (refused.init.text(), refused.init.isRefused(), refused.sentences) == ("0.5", False, [""])
    assert refused.committed == []


def test_an_equal_value_by_another_road_leaves_refused_text_alone(refused):
    refused.init.setValue(0.1)
    assert (refused.init.text(), refused.init.isRefused(), refused.sentences) == ("abc", True, [])


def test_leaving_a_refused_field_refuses_it_no_second_time(refused):
    press(refused.init, Qt.Key.Key_Tab)
    assert (refused.init.text(), refused.init.isRefused(), refused.sentences) == ("abc", True, [])


def test_return_on_refused_text_says_again_why(refused):
    press(refused.init, Qt.Key.Key_Return)
    assert refused.sentences == ["init: 'abc' is not a number; write 1e-4, 0.0001 or 1/10000"]


def test_leaving_by_tab_with_text_that_cant_be_moves_on_and_marks_it(form):
    type_text(form.init, "abc", end=Qt.Key.Key_Tab)
    assert form.decay_rate.hasFocus()
    assert form.init.isRefused()
    assert form.init.value() == 0.1


def test_a_right_value_after_a_refusal_is_committed(refused):
    type_text(refused.init, "0.3")
    assert refused.committed == [("init", 0.3)]
    assert refused.sentences == [""]


def test_the_same_value_typed_after_a_refusal_is_no_edit(refused):
    type_text(refused.init, "0.1")
    assert refused.committed == []
    assert not refused.init.isRefused()


def test_the_wheel_on_a_refused_field_steps_from_the_value_in_force(refused):
    turn_wheel(refused.init, QPoint(0, 120))
    assert (refused.init.text(), refused.init.isRefused()) == ("0.2", False)


def test_an_equal_value_by_another_road_does_not_disturb_the_typing(form):
    type_text(form.init, "0.", end=None)
    form.init.setValue(0.1)
    assert form.init.text() == "0."
    assert form.init.lineEdit().cursorPosition() == 2


def test_another_value_by_another_road_replaces_what_is_being_typed(form):
    type_text(form.init, "0.", end=None)
    form.init.setValue(0.4)
    assert form.init.text() == "0.4"
    form.neighbour.setFocus()
    assert form.committed == []


class Refuser:
    """An owner whose document refuses rates above 1, and renders itself again before or after it says so."""

    def __init__(self, form, renders: str) -> None:
        self.value = 0.1
        self.field = form.init
        self.renders = renders
        form.init.committed.connect(self.answer)

    def answer(self, value, gesture):
        if value <= 1:
            self.value = value
            self.field.setValue(self.value)
            return
        if self.renders == "before":
            self.field.setValue(self.value)
        self.field.refuse("init must be at most 1 here")
        if self.renders == "after":
            self.field.setValue(self.value)


@pytest.mark.parametrize("renders", ["before", "after", "never"])
def test_what_the_schedule_refuses_stays_on_show_and_the_value_in_force_stays(form, renders):
    owner = Refuser(form, renders)
    type_text(form.init, "10/4")
    assert (form.init.text(), form.init.isRefused(), form.init.value()) == ("10/4", True, 0.1)
    assert form.sentences == ["init must be at most 1 here"]
    press(form.init, Qt.Key.Key_Up)
    assert (form.init.text(), form.init.isRefused(), owner.value) == ("0.2", False, 0.2)


def test_a_step_that_the_schedule_refuses_is_marked_and_escape_goes_back(form):
    owner = Refuser(form, "after")
    type_text(form.init, "0.9")
    press(form.init, Qt.Key.Key_Up)
    press(form.init, Qt.Key.Key_PageUp)
    assert (form.init.text(), form.init.isRefused(), form.init.value()) == ("10.0", True, 1.0)
    assert owner.value == 1.0
    press(form.init, Qt.Key.Key_Escape)
    assert (form.init.text(), form.init.isRefused()) == ("1.0", False)


def test_a_refusal_after_another_road_has_set_the_value_keeps_that_one(form):
    type_text(form.init, "0.2")
    form.init.setValue(0.5)
    form.init.refuse("init must be at most 0.4 here")
    assert form.init.value() == 0.5


def test_a_value_that_the_owner_rounds_is_shown_rounded(form):
    form.step_size.committed.connect(lambda value, gesture: form.step_size.setValue(round(value, -2)))
    type_text(form.step_size, "1234")
    assert (form.step_size.text(), form.step_size.value()) == ("1200", 1200)


def test_a_field_without_an_owner_keeps_what_is_entered(form):
    type_text(form.init, "0.3")
    form.init.setValue(0.3)
    assert (form.init.text(), form.init.value()) == ("0.3", 0.3)
