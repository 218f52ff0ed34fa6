"""The bar at the top: one sentence at a time, no question lost, nothing that moves under a hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from designer.widgets.labels import BREAK
from designer.widgets.message_bar import MessageBar

LEFT = Qt.MouseButton.LeftButton
QUESTION, SAID = "train.py was changed by another program", "the disk is full"


class Bar:
    """A bar above something else, seen and used by a person."""

    def __init__(self, qtbot) -> None:
        self.window, self.bar, self.below = QWidget(), MessageBar(), QLabel("the plot")
        column = QVBoxLayout(self.window)
        column.addWidget(self.bar)
        column.addWidget(self.below, 1)
        self.window.resize(400, 300)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.answers: list[str] = []

    def ask(self, sentence: str = QUESTION) -> None:
        texts = ("Show Difference", "Reload", "Keep Mine")
        self.bar.ask(sentence, {text: lambda text=text: self.answers.append(text) for text in texts})

    def text(self) -> str:
        return self.bar.sentence.text() if self.bar.isVisible() else ""

    def buttons(self) -> list[str]:
        return [button.text() for button in self.bar.findChildren(QPushButton) if button.isVisible()]

    def press(self, text: str) -> None:
        (button,) = (one for one in self.bar.findChildren(QPushButton) if one.isVisible() and one.text() == text)
        QTest.mouseClick(button, LEFT)

    def close(self) -> None:
        QTest.mouseClick(self.bar.findChild(QToolButton), LEFT)


@pytest.fixture
def bar(qtbot) -> Bar:
    return Bar(qtbot)


@pytest.fixture
def hand(bar):
    """A mouse button that is held on what is below the bar."""
    place = bar.below.mapTo(bar.window, QPoint(5, 50))
    QTest.mousePress(bar.window.windowHandle(), LEFT, pos=place)
    held = [True]

    def release() -> None:
        held.clear()
        QTest.mouseRelease(bar.window.windowHandle(), LEFT, pos=place)

    yield release
    if held:
        release()


def test_a_sentence_is_there_until_it_is_closed(bar):
    bar.bar.show_message(SAID)
    assert bar.text() == SAID
    assert bar.buttons() == []
    bar.close()
    assert bar.text() == ""


def test_only_that_very_sentence_is_taken_back(bar):
    bar.bar.show_message(SAID)
    bar.bar.take_back("something else")
    assert bar.text() == SAID
    bar.bar.take_back(SAID)
    assert bar.text() == ""


def test_a_question_that_nobody_has_answered_is_not_wiped_away(bar):
    bar.ask()
    bar.bar.show_message("")
    assert bar.text() == QUESTION
    assert bar.buttons() == ["Show Difference", "Reload", "Keep Mine"]


@pytest.mark.parametrize("ends", ["closed", "taken back", "over"])
def test_a_question_comes_back_after_what_was_said_meanwhile(bar, ends):
    bar.ask()
    bar.bar.show_message(SAID, "details")
    assert bar.text() == SAID
    assert bar.buttons() == ["Copy Details"]
    if ends == "closed":
        bar.close()
    elif ends == "over":
        bar.bar.show_message("")
    else:
        bar.bar.take_back(SAID)
    assert bar.text() == QUESTION
    bar.press("Reload")
    assert bar.answers == ["Reload"]
    assert bar.text() == ""


def test_an_answer_ends_the_question_and_a_look_at_the_difference_does_not(bar):
    bar.ask()
    bar.press("Show Difference")
    assert bar.text() == QUESTION
    bar.press("Keep Mine")
    assert bar.text() == ""
    assert bar.answers == ["Show Difference", "Keep Mine"]
    bar.bar.show_message(SAID)
    bar.close()
    assert bar.text() == ""


def test_a_question_that_is_closed_is_not_asked_again(bar):
    bar.ask()
    bar.close()
    bar.bar.show_message("")
    assert bar.text() == ""


def test_a_question_is_taken_back_also_while_something_else_is_said(bar):
    bar.ask()
    bar.bar.show_message(SAID)
    bar.bar.take_back(QUESTION)
    assert bar.text() == SAID
    bar.close()
    assert bar.text() == ""


def test_a_new_question_takes_the_place_of_the_old_one(bar):
    bar.ask()
    bar.ask("train.py was changed once more")
    assert bar.text() == "train.py was changed once more"
    bar.press("Keep Mine")
    assert bar.text() == ""


def test_what_an_answer_says_is_shown(bar):
    bar.bar.ask(QUESTION, {"Save": lambda: bar.bar.show_message(SAID)})
    bar.press("Save")
    assert bar.text() == SAID
    bar.close()
    assert bar.text() == ""


def test_text_from_a_file_is_shown_as_it_is(bar):
    bar.bar.show_message("<b>a.py</b> & <img src='x'>")
    assert bar.bar.sentence.textFormat() == Qt.TextFormat.PlainText


def test_a_long_name_is_wrapped_and_not_cut_off(bar):
    name = "a_very_long_name_of_a_training_script" * 4 + ".py"
    bar.bar.show_message(f"{name} is gone")
    label = bar.bar.sentence
    assert label.text().replace(BREAK, "") == f"{name} is gone"
    assert label.accessibleName() == f"{name} is gone"
    widest = label.fontMetrics().boundingRect(label.rect(), Qt.TextFlag.TextWordWrap, label.text()).width()
    assert widest <= label.width()
    assert bar.window.width() == 400


def test_nothing_comes_while_a_hand_holds_something(bar, hand, qtbot):
    before = bar.below.geometry()
    bar.bar.show_message(SAID)
    QApplication.processEvents()
    assert bar.text() == ""
    assert bar.below.geometry() == before
    hand()
    qtbot.waitUntil(lambda: bar.text() == SAID)


def test_nothing_goes_while_a_hand_holds_something(bar, qtbot):
    bar.bar.show_message(SAID)
    place = bar.below.mapTo(bar.window, QPoint(5, 50))
    QTest.mousePress(bar.window.windowHandle(), LEFT, pos=place)
    bar.bar.take_back(SAID)
    assert bar.text() == SAID
    QTest.mouseRelease(bar.window.windowHandle(), LEFT, pos=place)
    qtbot.waitUntil(lambda: bar.text() == "")


def test_what_was_said_and_taken_back_under_a_hand_was_never_there(bar, hand, qtbot):
    bar.ask()
    bar.bar.show_message(SAID)
    bar.bar.take_back(QUESTION)
    hand()
    qtbot.waitUntil(lambda: bar.text() == SAID)
    bar.close()
    assert bar.text() == ""


def test_a_question_that_comes_while_an_older_sentence_is_being_closed_is_still_asked(bar, qtbot):
    bar.bar.show_message(SAID)
    cross = bar.bar.findChild(QToolButton)
    place = cross.mapTo(bar.window, cross.rect().center())
    QTest.mousePress(bar.window.windowHandle(), LEFT, pos=place)
    bar.ask()
    QTest.mouseRelease(bar.window.windowHandle(), LEFT, pos=place)
    qtbot.waitUntil(lambda: bar.text() == QUESTION)
