"""Names as long as people have them, and windows as low as people make them."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel

from designer.panels.source import SourcePanel
from designer.panels.translation import TranslationPanel
from designer.widgets.labels import BREAK, ElidedLabel, breakable
from stepdecay import find_translations
from tests.designer.helpers.files import LONG, LONG_NAME, give, plain


@pytest.fixture
def asking(opened, tmp_path):
    """A window that asks for a long name and a short one, in an inspector as narrow as it gets."""
    path = tmp_path / "a_training_script_with_a_long_name_of_its_own.py"
    path.write_bytes(LONG)
    window = opened(path)
    window.inspector.setFixedWidth(window.inspector.minimumWidth())
    settle()
    return window


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def label_of(field) -> QLabel:
    return next(label for label in field.parentWidget().findChildren(QLabel) if label.buddy() is field)


def fits(window) -> bool:
    """Whether nothing of the inspector is cut off at its side."""
    panels, port = window.inspector.widget(), window.inspector.viewport()
    return panels.minimumSizeHint().width() <= port.width() and panels.width() <= port.width()


def test_a_long_name_leaves_the_fields_where_they_can_be_seen(asking):
    assert fits(asking)
    port = asking.inspector.viewport()
    for field in asking.panel(SourcePanel).names.fields.values():
        assert port.rect().contains(field.mapTo(port, field.rect().bottomRight()))
        assert field.width() >= field.minimumSizeHint().width()


def test_a_long_name_is_above_its_field_and_a_short_one_beside_it(asking):
    fields = asking.panel(SourcePanel).names.fields
    long, short = label_of(fields[LONG_NAME]), label_of(fields["self.updates"])
    assert long.geometry().bottom() < fields[LONG_NAME].geometry().top()
    assert short.geometry().right() < fields["self.updates"].geometry().left()
    assert fields[LONG_NAME].geometry().left() == fields["self.updates"].geometry().left()


def test_a_name_that_is_cut_is_told_whole_by_its_tooltip_and_to_a_screen_reader(asking):
    field = asking.panel(SourcePanel).names.fields[LONG_NAME]
    label = label_of(field)
    assert label.text() == label.toolTip() == field.accessibleName() == LONG_NAME


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_names_that_are_cut_are_still_told_apart_by_how_they_begin_and_how_they_end(qtbot, direction):
    names = (LONG_NAME, LONG_NAME.replace("_rate", "_beta"), LONG_NAME.replace("self.", "args."))
    pictures = []
    for name in names:
        label = ElidedLabel(name)
        qtbot.addWidget(label)
        label.setLayoutDirection(direction)
        label.setFixedWidth(110)
        pictures.append(label.grab().toImage())
    assert pictures[0] != pictures[1]
    assert pictures[0] != pictures[2]


@pytest.mark.parametrize(("word", "shown"), [("a" * 11 + "." + "b" * 11, 1), ("a" * 11 + "." + "b" * 12, 2)])
def test_a_word_of_24_letters_may_be_wrapped_and_a_shorter_one_stays_whole(word, shown):
    assert len(breakable(f"it doesn't tell {word}").split(BREAK)) == shown


def test_why_a_value_of_a_long_name_is_refused_is_wrapped(asking):
    give(asking, LONG_NAME, "fast")
    settle()
    (sentence,) = (one for one in asking.findChildren(QLabel, "name_sentence") if one.isVisible())
    assert LONG_NAME in plain(sentence.text())
    assert fits(asking)


def test_the_veil_wraps_a_long_name(asking):
    veil = asking.findChild(QLabel, "veil")
    assert LONG_NAME in plain(veil.text())
    assert LONG_NAME in veil.accessibleName()
    asking.resize(500, 400)
    settle()
    room = veil.contentsRect().adjusted(veil.margin(), 0, -veil.margin(), 0)
    needed = veil.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, veil.text())
    assert needed.width() <= room.width()


def test_the_veil_stays_readable_over_a_plot_that_can_not_be_used(asking):
    veil = asking.findChild(QLabel, "veil")
    assert veil.palette().color(veil.foregroundRole()) == asking.theme.color("muted")


def test_a_translation_of_a_long_name_leaves_the_inspector_as_wide_as_it_is(window):
    text = f"sgd = SGD(p, lr={LONG_NAME})\ns = StepLR(sgd, step_size={LONG_NAME}.in_some_other_way)"
    window.document.look(translations=tuple(find_translations(text)))
    window.inspector.setFixedWidth(window.inspector.minimumWidth())
    settle()
    assert window.panel(TranslationPanel).isVisible()
    assert fits(window)


@pytest.mark.parametrize("height", [300, 340, 400, 480])
def test_no_field_is_squeezed_in_a_low_window(opened, tmp_path, height):
    path = tmp_path / "long.py"
    path.write_bytes(LONG)
    window = opened(path)
    give(window, LONG_NAME, "0.1")
    give(window, "self.updates", "10")
    window.document.look(translations=tuple(find_translations("StepLR(optimizer, step_size=30, gamma=0.1)")))
    window.resize(700, height)
    settle()
    fields = [one for one in window.inspector.widget().findChildren(QAbstractSpinBox) if one.isVisible()]
    assert len(fields) >= 8
    for field in fields:
        assert field.height() >= field.sizeHint().height(), field.objectName()
    tops = sorted(field.mapTo(window, QPoint()).y() for field in fields)
    assert all(below - above >= fields[0].height() for above, below in itertools.pairwise(tops))
