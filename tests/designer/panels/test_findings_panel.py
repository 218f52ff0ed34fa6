"""The Findings panel: what is wrong in the order of how bad it is, why, and what there is to do about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from designer.model.document import Design
from designer.model.findings import found_in
from designer.panels import findings as findings_panel
from designer.panels.findings import FindingsPanel
from designer.panels.goals import GoalsPanel
from designer.panels.resume import ResumePanel
from designer.panels.run.panel import RunPanel
from designer.panels.schedule.panel import SchedulePanel
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay
from stepdecay.checks.explained.rules import RULES
from tests.designer.helpers.files import plain, trigger
from tests.designer.helpers.findings import CONFIG, codes, mend, point_at, row

CUT = Design(CosineDecay(1e-5, 1000, 1e-7), Run(600))
"""Whose run ends too early."""

WARMED_UP = JoinSchedules([LinearSchedule(0.0, 1e-3, 10), CosineDecay(1e-3, 89, 1e-5)], [10])
"""With nothing but a note: its first update has the rate 0."""

MESS = Design(
    JoinSchedules(
        [
            LinearSchedule(0, 1e-3, 400),
            StepDecay(5e-3, 1.1, 10),
            CosineDecay(1e-3, 1000, 1e-5),
            LinearSchedule(1, 1, 1),
        ],
        [350, 700, 1100],
    ),
    Run(900),
)
"""With half a dozen findings."""


@pytest.fixture
def cut(window):
    window.document.edit("test", CUT)
    return window


def test_a_healthy_schedule_is_one_quiet_line(window):
    assert codes(window) == []
    assert window.panel(FindingsPanel).summary.text() == "✓ Nothing to mend"
    assert window.panel(FindingsPanel).isVisible()
    assert not window.menus.actions["next_finding"].isEnabled()


def test_findings_are_counted_the_worst_first_and_notes_at_the_end(window):
    window.document.edit("test", MESS)
    severities = [row.finding.severity for row in window.panel(FindingsPanel).rows]
    assert severities.count("warning") >= 4
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    notes = severities.count("note")
    words = f"{len(severities) - notes} warnings, {notes} note{'s' * (notes > 1)}"
    assert window.panel(FindingsPanel).summary.text() == words


def test_a_typed_number_is_checked_at_once(window, type_into):
    window.document.edit("test", CUT)
    type_into("decay_steps", "599")
    assert codes(window) == []
    type_into("decay_steps", "2000")
    assert codes(window) == ["LR101"]
    assert "decay_steps = 2000" in row(window, "LR101").finding.message


def test_the_gradients_dtype_is_checked_too(window):
    window.document.edit("test", Design(CosineDecay(1e-5, 1000, 0.0), Run(1001)))
    assert codes(window) == []
    window.document.look(dtype="float16")
    assert codes(window) == ["LR301"]


def test_a_sign_says_in_words_how_bad_it_is(cut):
    assert row(cut, "LR101").sign.accessibleName() == "Warning"
    assert row(cut, "LR101").accessibleName() == f"Warning: {row(cut, 'LR101').finding.message}"


def test_a_screen_reader_hears_of_new_warnings_once_and_not_of_notes(window, monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(findings_panel, "announce", lambda widget, sentence: heard.append(sentence))
    window.document.edit("test", CUT)
    window.document.edit("test", replace(CUT, run=Run(600, iterations_per_epoch=100)))
    assert heard == [f"Warning: {row(window, 'LR101').finding.message}"]
    window.document.edit("test", Design(WARMED_UP, Run(100)))
    assert codes(window) == ["LR205"]
    assert len(heard) == 1


def test_why_it_matters_is_a_click_away_with_its_code(cut):
    shown = row(cut, "LR101")
    assert not shown.why.isVisible()
    height = shown.height()
    QTest.mouseClick(shown.why_button, Qt.MouseButton.LeftButton)
    assert shown.why.isVisible()
    assert plain(shown.why.text()) == f"{RULES['LR101'].why}\nLR101"
    assert shown.height() > height
    QTest.mouseClick(shown.why_button, Qt.MouseButton.LeftButton)
    assert shown.height() == height


def test_a_note_takes_one_line_and_says_all_of_it_with_why(opened, tmp_path):
    path = tmp_path / "config.yaml"
    path.write_bytes(CONFIG)
    window = opened(path)
    note = row(window, "LR207")
    assert plain(note.sentence.text()) != note.finding.message
    assert note.sentence.toolTip() == note.sentence.accessibleName() == note.finding.message
    assert note.sentence.height() < 2 * note.sentence.fontMetrics().height()
    note.why_button.click()
    assert plain(note.sentence.text()) == note.finding.message
    assert note.sentence.toolTip() == ""


def test_what_mends_a_note_comes_with_its_reason(window):
    window.document.edit("test", Design(WARMED_UP, Run(100)))
    note = row(window, "LR205")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.document.view.focus.finding == ("LR205", 1)
    assert window.document.view.overlay.preview is None, "nobody can see what it would be for"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert window.document.view.overlay.preview is not None
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is note.fix_button
    QTest.keyClick(note.fix_button, Qt.Key.Key_Return)
    assert codes(window) == []


def test_a_finding_is_copied_where_the_focus_is_and_a_selected_part_of_it(cut):
    shown = row(cut, "LR101")
    trigger(cut, "next_finding")
    QTest.keySequence(cut, QKeySequence.StandardKey.Copy)
    assert QGuiApplication.clipboard().text() == shown.finding.message
    shown.sentence.setFocus()
    shown.sentence.setSelection(4, 3)
    QTest.keySequence(cut, QKeySequence.StandardKey.Copy)
    assert QGuiApplication.clipboard().text() == "run"


def test_a_click_on_the_sentence_goes_to_its_update_and_its_field(cut):
    cut.document.look(x_range=(0.0, 50.0))
    QTest.mouseClick(row(cut, "LR101").sentence, Qt.MouseButton.LeftButton)
    left, right = cut.document.view.focus.x_range
    assert left <= 599 <= right
    assert QApplication.focusWidget() is cut.panel(SchedulePanel).field_of("decay_steps")


def test_next_goes_round_through_all_findings_and_scrolls_to_them(window):
    window.document.edit("test", MESS)
    window.resize(720, 520)
    QApplication.processEvents()  # rows that are new find their places
    seen = []
    for _ in range(len(window.panel(FindingsPanel).rows) + 1):
        QTest.keyClick(window, Qt.Key.Key_F8)
        seen.append(window.document.view.focus.finding)
        button = QApplication.focusWidget()
        port = window.panel(FindingsPanel).parentWidget().parentWidget().parentWidget()  # what scrolls them
        assert port.rect().contains(button.mapTo(port, QPoint(2, 2)))
    assert seen[:-1] == [(one.finding.code, one.finding.place.update) for one in window.panel(FindingsPanel).rows]
    assert seen[-1] == seen[0]


def test_tab_reaches_every_fix_and_every_reason_between_run_and_resume(cut):
    cut.panel(RunPanel).stops()[-1].setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [*row(cut, "LR101").stops(), cut.panel(ResumePanel).header]


def test_a_goals_preview_comes_back_when_nothing_is_pointed_at(window, qtbot):
    window.document.edit("test", Design(StepDecay(0.1, 1.1, 10), Run(100)))
    trigger(window, "goals")
    window.panel(GoalsPanel).fields["goal_rate"].setFocus()
    window.panel(GoalsPanel).fields["goal_rate"].selectAll()
    QTest.keyClicks(window.panel(GoalsPanel).fields["goal_rate"].lineEdit(), "1e-4")
    QTest.keyClick(window.panel(GoalsPanel).fields["goal_rate"], Qt.Key.Key_Return)
    proposed = window.document.view.overlay.preview
    assert proposed is not None
    trigger(window, "next_finding")
    assert window.document.view.overlay.preview.decay_rate == pytest.approx(0.9091)
    window.plot.setFocus()
    assert window.document.view.overlay.preview == proposed


def test_a_fix_that_is_mended_by_hand_takes_its_preview_along(cut, qtbot):
    button = row(cut, "LR101").fix_button
    point_at(cut, button)
    qtbot.waitUntil(lambda: cut.document.view.overlay.preview is not None)
    cut.document.edit_argument("decay_steps", 599)
    assert cut.document.view.overlay.preview is None
    assert cut.document.view.focus.finding is None


def test_what_was_typed_counts_before_a_fix_does(cut):
    field = cut.panel(SchedulePanel).field_of("decay_steps")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "599")
    mend(cut, "LR101")
    assert codes(cut) == []
    assert cut.document.undo_stack.undoText() == "Change decay_steps to 599", "there was nothing left to mend"


@pytest.mark.parametrize("width", [240, 300])
def test_long_findings_wrap_and_nothing_is_cut_off(window, qtbot, width):
    window.resize(720, 520)
    window.document.edit("test", MESS)
    window.inspector.parentWidget().parentWidget().setSizes([720 - width, width])
    for shown in window.panel(FindingsPanel).rows:
        shown.why_button.setChecked(True)

    def all_fit() -> bool:
        rows = window.panel(FindingsPanel).rows
        tops = [one.y() for one in rows]
        follow = all(one.y() + one.height() <= top for one, top in zip(rows, tops[1:], strict=False))
        texts = [text for one in rows for text in (one.sentence, one.why)]
        return follow and all(text.height() >= text.heightForWidth(text.width()) > 0 for text in texts)

    qtbot.waitUntil(all_fit)
    for shown in window.panel(FindingsPanel).rows:
        button = shown.fix_button
        assert button is None or button.text() == shown.finding.fix.text or button.toolTip() == shown.finding.fix.text
        assert button is None or button.fontMetrics().horizontalAdvance(button.text()) < button.width()
        assert all(shown.rect().contains(part.geometry()) for part in (*shown.stops(), shown.sentence, shown.why))


@pytest.mark.parametrize("height", [520, 680])
def test_findings_take_no_more_than_45_hundredths_of_their_column(window, qtbot, height):
    window.resize(1100, height)
    window.document.edit("test", MESS)
    for shown in window.panel(FindingsPanel).rows:
        shown.why_button.setChecked(True)
    column = window.inspector.parentWidget()
    footer = next(one for one in column.findChildren(QScrollArea) if one.isAncestorOf(window.panel(FindingsPanel)))
    qtbot.waitUntil(lambda: footer.verticalScrollBar().maximum() > 0)
    assert footer.height() == round(0.45 * column.height())


def test_lines_of_a_file_are_told_only_of_what_it_says(opened, tmp_path):
    path = tmp_path / "config.yaml"
    path.write_bytes(CONFIG)
    window = opened(path)
    source, design = window.document.source, window.document.design
    lines = {one.code: one.place.line for one in found_in(design, source, "float32")}
    assert lines["LR101"] == 11
    other = {one.code: one.place.line for one in found_in(design.with_argument("updates", 900), source, "float32")}
    assert other["LR101"] is None, "the design is another one than the file's"
    assert other["LR403"] == lines["LR403"] == 5, "said of the text itself"


def test_a_fix_is_in_sight_however_far_the_inspector_is_scrolled(cut):
    cut.resize(720, 520)
    for place in (0, cut.inspector.verticalScrollBar().maximum()):
        cut.inspector.verticalScrollBar().setValue(place)
        QApplication.processEvents()
        button = row(cut, "LR101").fix_button
        assert not button.visibleRegion().isEmpty()
        assert cut.childAt(button.mapTo(cut, button.rect().center())) is button


def test_why_reads_the_same_from_right_to_left(cut):
    button = row(cut, "LR101").why_button
    before = button.grab().toImage()
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        mirrored = button.grab().toImage()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert mirrored == before
