"""Each row of the table in interaction.md, typed key by key, in three locales."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stepdecay import StepDecay, rates, to_python
from stepdecay.numbers.text import as_float32, float_literal
from tests.designer.helpers.number_fields import press, type_text

RATES = {
    "1e-4": 1e-4,
    ".0001": 1e-4,
    "0,0001": 1e-4,
    "1/10000": 1e-4,
    "1×10^-4": 1e-4,
    "1·10⁻⁴": 1e-4,
    "1e−4": 1e-4,
    "0.1 * 0.9**3": 0.0729,
    "0,1 * 0,9**3": 0.0729,
    "1,000": 1.0,
    "1.000": 1.0,
    "3E-5": 3e-5,
    "٠٫٠٠٠١": 1e-4,
    "٠.٠٠٠١": 1e-4,
    "۰٫۵": 0.5,
    "０．５": 0.5,
    " 0.25 ": 0.25,
}
COUNTS = {
    "1_000": 1000,
    "1 000": 1000,
    "1\N{NARROW NO-BREAK SPACE}000": 1000,
    "1'000": 1000,
    "١٬٠٠٠": 1000,
    "١٢٣": 123,
    "1e6": 1_000_000,
    "1.5e3": 1500,
    "1,5e3": 1500,
    "4 * 190": 760,
    "2^10": 1024,
    "9007199254740993": 2**53 + 1,
    "2**63 - 1": 2**63 - 1,
}
NO_RATE = {
    "abc": "init: 'abc' is not a number; write 1e-4, 0.0001 or 1/10000",
    "": "init: nothing is typed; write 1e-4, 0.0001 or 1/10000",
    "nan": "init: 'nan' is not a number; write 1e-4, 0.0001 or 1/10000",
    "inf": "init: 'inf' is not a number; write 1e-4, 0.0001 or 1/10000",
    "-1": "init must be a number above 0, got -1.0",
    "0": "init must be a number above 0, got 0.0",
    "1e39": "init must be finite in float32 (below 3.4028235e38), got 1e+39",
    "1.000,5": "init: '1.000,5' could mean two things; write 1e-4, 0.0001 or 1/10000",
    "1,000.5": "init: '1,000.5' could mean two things; write 1e-4, 0.0001 or 1/10000",
    "0,1 * 0.9": "init: '0,1 * 0.9' could mean two things; write 1e-4, 0.0001 or 1/10000",
    "1,000,000": "init: '1,000,000' could mean two things; write 1e-4, 0.0001 or 1/10000",
    "1/0": None,
    "__import__('os')": None,
}
NO_COUNT = {
    "abc": "step_size: 'abc' is not a number; write 1000, 1_000 or 1e3",
    "": "step_size: nothing is typed; write 1000, 1_000 or 1e3",
    "nan": "step_size: 'nan' is not a number; write 1000, 1_000 or 1e3",
    "inf": "step_size: 'inf' is not a number; write 1000, 1_000 or 1e3",
    "-1": "step_size must be at least 1, got -1",
    "0": "step_size must be at least 1, got 0",
    "1.5": "step_size must be a whole number, got 1.5",
    "1,000": "step_size: '1,000' could mean two things; write 1000, 1_000 or 1e3",
    "1.000": "step_size: '1.000' could mean two things; write 1000, 1_000 or 1e3",
    "2**63": "step_size must be at most 9223372036854775807, got 9223372036854775808",
}


@pytest.mark.parametrize("text", RATES)
def test_a_rate_means_the_same_in_every_locale(locale, form, text):
    form.init.setLocale(locale)
    type_text(form.init, text)
    assert form.init.value() == RATES[text]
    assert form.init.text() == float_literal(RATES[text])
    assert form.committed == [("init", RATES[text])]
    assert form.gestures == [None]


@pytest.mark.parametrize("text", COUNTS)
def test_a_count_means_the_same_in_every_locale(locale, form, text):
    form.step_size.setLocale(locale)
    type_text(form.step_size, text)
    assert form.step_size.value() == COUNTS[text]
    assert type(form.step_size.value()) is int
    assert form.step_size.text() == str(COUNTS[text])
    assert form.committed == [("step_size", COUNTS[text])]


@pytest.mark.parametrize("text", NO_RATE)
def test_what_is_no_rate_stays_on_show_marked_and_explained(locale, form, text):
    form.init.setLocale(locale)
    type_text(form.init, text)
    assert_refused(form, form.init, text, NO_RATE[text])
    assert form.init.value() == 0.1


@pytest.mark.parametrize("text", NO_COUNT)
def test_what_is_no_count_stays_on_show_marked_and_explained(locale, form, text):
    form.step_size.setLocale(locale)
    type_text(form.step_size, text)
    assert_refused(form, form.step_size, text, NO_COUNT[text])
    assert form.step_size.value() == 10


def assert_refused(form, spin, text, sentence):
    assert spin.text() == text
    assert spin.isRefused()
    assert form.committed == []
    [told] = form.sentences
    assert sentence in (None, told)
    assert told.startswith(spin.objectName())
    assert "\n" not in told


@pytest.mark.parametrize("text", ["3e-4", "0.1 * 0.9**3", "1/3", "1e-45", "3.4028234e38", "0.30000001192092896"])
def test_the_rate_typed_is_the_rate_the_pasted_code_trains_with(form, text):
    import mlx.core as mx
    import mlx.optimizers as optim

    type_text(form.init, text)
    schedule = StepDecay(form.init.value(), form.decay_rate.value(), form.step_size.value())
    code = to_python(schedule)
    assert f"({form.init.text()}, " in code
    pasted = eval(code, {"optim": optim})(mx.array(0, mx.uint64)).item()
    assert pasted == rates(schedule, [0])[0] == as_float32(form.init.value())


def test_a_locale_set_after_the_value_still_shows_a_dot(locale, form):
    form.decay_rate.setLocale(locale)
    form.window.setLocale(locale)
    form.decay_rate.setValue(3e-5)
    assert form.decay_rate.text() == "3e-5"
    form.step_size.setValue(1234567)
    assert form.step_size.text() == "1234567"
    assert QLocale() == locale


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_each_way_to_finish_commits_once(form, end):
    type_text(form.init, "0.2", end=end)
    form.neighbour.setFocus()
    assert form.committed == [("init", 0.2)]


def test_clicking_elsewhere_commits_what_was_typed(form):
    type_text(form.init, "0.2", end=None)
    assert form.committed == []
    QTest.mouseClick(form.neighbour, Qt.MouseButton.LeftButton)
    assert form.committed == [("init", 0.2)]


def test_return_selects_the_number_so_that_the_next_one_can_be_typed(form):
    type_text(form.init, "0.2")
    assert form.init.lineEdit().selectedText() == "0.2"
    QTest.keyClicks(form.init, "3e-4")
    press(form.init, Qt.Key.Key_Return)
    assert form.committed == [("init", 0.2), ("init", 3e-4)]


def test_tab_into_a_field_selects_its_number(form):
    press(form.init, Qt.Key.Key_Tab)
    assert form.decay_rate.hasFocus()
    assert form.decay_rate.lineEdit().selectedText() == "0.9"


def test_the_labels_shortcut_selects_the_number(form):
    press(form.init, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert form.step_size.hasFocus()
    assert form.step_size.lineEdit().selectedText() == "10"


def test_passing_through_a_field_commits_nothing(form):
    for _ in range(3):
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert form.committed == []


def test_another_way_to_write_the_same_number_is_no_edit(form):
    type_text(form.init, "1/10")
    assert form.committed == []
    assert form.init.text() == "0.1"


def test_escape_brings_the_value_back_and_commits_nothing(form):
    type_text(form.init, "0.25", end=Qt.Key.Key_Escape)
    assert form.init.text() == "0.1"
    form.neighbour.setFocus()
    assert form.committed == []


def test_keys_sent_to_the_line_edit_do_the_same(form):
    edit = form.init.lineEdit()
    edit.selectAll()
    QTest.keyClicks(edit, "0.5")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert form.committed == [("init", 0.5), ("init", 0.6)]
    QTest.keyClicks(edit, "0.9")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert form.init.text() == "0.6"


def test_a_number_can_be_copied_out_and_pasted_in(form):
    form.init.selectAll()
    press(form.init, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "0.1"
    QApplication.clipboard().setText(" 5e\N{MINUS SIGN}4\n")
    form.init.selectAll()
    press(form.init, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.committed == []
    press(form.init, Qt.Key.Key_Return)
    assert form.committed == [("init", 5e-4)]
    form.init.selectAll()
    press(form.init, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert (form.init.text(), QApplication.clipboard().text()) == ("", "0.0005")


def test_saving_takes_what_is_typed_but_not_committed(form):
    type_text(form.init, "0.2", end=None)
    form.init.interpretText()
    assert form.committed == [("init", 0.2)]
    form.init.interpretText()
    assert form.committed == [("init", 0.2)]
