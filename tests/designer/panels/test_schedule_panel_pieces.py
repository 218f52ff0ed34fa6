"""The Schedule panel of a join: a list of pieces, each with its kind, its place and its fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLabel

from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
from tests.designer.helpers.pieces import COSINE, FIVE, LEFT, WARM_COSINE, WARMUP, Pieces, typed


@pytest.fixture
def pieces(window) -> Pieces:
    """A window with a warm-up and a cosine; a person is at the plot."""
    pieces = Pieces(window)
    window.plot.setFocus()
    pieces.show(WARM_COSINE)
    return pieces


def test_every_piece_of_a_join_has_its_fields_under_its_kind_and_where_it_begins(pieces):
    assert pieces.shown() == [
        "schedules[0].init", "schedules[0].end", "schedules[0].steps",
        "boundaries[0]", "schedules[1].init", "schedules[1].decay_steps", "schedules[1].end",
    ]  # fmt: skip
    headers = [pieces.section(number).header for number in range(2)]
    assert [header.kind.currentText() for header in headers] == ["linear_schedule", "cosine_decay"]
    assert [header.toolTip() for header in headers] == ["from update 1", "from update 101"]
    assert pieces.label("boundaries[0]") == "boundary"
    assert pieces.label("schedules[1].end") == "end"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("schedules[0].end", "2e-3", JoinSchedules([LinearSchedule(0, 2e-3, 100), COSINE], [100])),
        ("schedules[0].init", "0", WARM_COSINE),
        ("schedules[1].end", "0", JoinSchedules([WARMUP, CosineDecay(1e-3, 900, 0)], [100])),
        ("schedules[1].decay_steps", "500", JoinSchedules([WARMUP, CosineDecay(1e-3, 500, 1e-5)], [100])),
        (
            "boundaries[0]",
            "150",
            JoinSchedules([LinearSchedule(0, 1e-3, 150), CosineDecay(1e-3, 850, 1e-5)], [150]),
        ),
    ],
)
def test_typing_changes_the_argument_and_a_boundary_the_lengths_beside_it(pieces, type_into, path, text, expected):
    type_into(path, text)
    assert pieces.schedule == expected
    assert pieces.section(1).header.toolTip() == f"from update {expected.boundaries[0] + 1}"


def test_stepping_a_boundary_is_one_undo_step(pieces):
    field = pieces.field("boundaries[0]")
    field.setFocus()
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert pieces.schedule.boundaries == (400,)
    assert pieces.document.undo_stack.undoText() == "Change boundary to 400"
    assert pieces.document.undo_stack.count() == 2
    pieces.document.undo_stack.undo()
    assert pieces.schedule == WARM_COSINE


def test_a_boundary_that_is_not_between_its_neighbours_is_refused_in_words(pieces, type_into):
    three = JoinSchedules([WARMUP, COSINE, StepDecay(1e-4, 0.5, 10)], [100, 500])
    pieces.show(three)
    type_into("boundaries[1]", "50")
    assert pieces.schedule == three
    assert pieces.sentence("boundaries[1]").isVisible()
    assert {"50", "100"} <= set(pieces.sentence("boundaries[1]").text().replace(",", "").split())
    type_into("boundaries[1]", "0")
    assert pieces.sentence("boundaries[1]").text() == "⚠ boundary must be at least 1, got 0"


def test_a_refused_argument_is_called_by_its_name_and_not_by_where_it_is(pieces, type_into):
    type_into("schedules[1].end", "-1")
    assert pieces.sentence("schedules[1].end").text().startswith("⚠ end must be")
    assert not pieces.sentence("schedules[0].end").isVisible()


def test_a_join_within_a_join_is_a_list_all_the_same(pieces, type_into):
    pieces.show(JoinSchedules([WARMUP, JoinSchedules([COSINE, StepDecay(1e-4, 0.5, 10)], [300])], [100]))
    type_into("schedules[1].schedules[1].step_size", "20")
    type_into("schedules[1].boundaries[0]", "200")
    inner = JoinSchedules([COSINE, StepDecay(1e-4, 0.5, 20)], [200])
    assert pieces.schedule == JoinSchedules([WARMUP, inner], [100])
    assert pieces.section(2).header.toolTip() == "from update 301"


def test_a_piece_that_the_run_does_not_reach_says_so(pieces, type_into):
    type_into("updates", "100")
    assert pieces.section(1).header.toolTip() == "from update 101, after the run"


def test_clicking_a_piece_or_going_into_its_fields_selects_it(pieces):
    assert pieces.document.view.focus.piece is None
    pieces.click(0)
    assert pieces.document.view.focus.piece == 0
    pieces.field("schedules[1].end").setFocus()
    assert (pieces.document.view.focus.piece, pieces.document.view.focus.argument) == (1, "schedules[1].end")
    plain = pieces.section(0).header.grab().toImage()
    pieces.click(0)
    assert pieces.section(0).header.grab().toImage() != plain


def test_a_handle_that_is_taken_elsewhere_selects_its_piece_and_lights_its_field(pieces):
    plain = pieces.field("schedules[1].end").grab().toImage()
    pieces.document.look(argument="schedules[1].end")
    assert pieces.document.view.focus.piece == 1
    assert pieces.field("schedules[1].end").grab().toImage() != plain


def test_a_kind_chosen_above_a_piece_changes_that_piece_and_keeps_the_focus(pieces):
    pieces.choose_kind(1, "l")
    assert pieces.schedule == JoinSchedules([WARMUP, LinearSchedule(1e-3, 1e-5, 900)], [100])
    assert pieces.document.view.focus.piece == 1
    assert pieces.section(1).header.kind.hasFocus()
    QApplication.processEvents()
    assert pieces.shown()[-3:] == ["schedules[1].init", "schedules[1].end", "schedules[1].steps"]


def test_the_buttons_remove_and_reorder_the_selected_piece(pieces):
    names = ("remove_piece", "move_piece_up", "move_piece_down")
    buttons = [pieces.window.findChild(QAbstractButton, name) for name in names]
    assert not any(button.isEnabled() for button in buttons)
    pieces.click(0)
    assert [button.isEnabled() for button in buttons] == [True, False, True]
    pieces.press("move_piece_down")
    assert [type(part) for part in pieces.schedule.schedules] == [CosineDecay, LinearSchedule]
    assert pieces.document.view.focus.piece == 1
    assert buttons[1].hasFocus(), "it can't go further down"
    pieces.press("move_piece_up")
    assert pieces.schedule == WARM_COSINE
    pieces.press("remove_piece")
    assert pieces.schedule == COSINE
    assert pieces.shown() == ["init", "decay_steps", "end"]
    pieces.document.undo_stack.undo()
    assert pieces.schedule == WARM_COSINE


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popping up, offscreen
def test_the_plus_button_offers_a_warmup_a_split_and_every_kind(pieces, qtbot):
    pieces.click(1)
    QTest.mouseClick(pieces.window.findChild(QAbstractButton, "addPiece"), LEFT)
    menu = pieces.panel.tools.menu
    qtbot.waitUntil(menu.isVisible)
    entries = [action for action in menu.actions() if action.text()]
    assert [action.text().replace("&", "") for action in entries] == [
        "Add Warm-up", "Split in the Middle",
        "step_decay", "exponential_decay", "cosine_decay", "linear_schedule", "constant",
    ]  # fmt: skip
    assert not entries[0].isEnabled(), "it starts at 0 already"
    menu.setActiveAction(entries[2])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert isinstance(pieces.schedule.schedules[2], StepDecay)
    assert pieces.document.view.focus.piece == 2
    assert pieces.schedule.boundaries[1] < 1000, "within the run, where it can be seen"


def test_many_pieces_show_only_the_fields_of_the_selected_one(pieces, type_into):
    pieces.show(FIVE)
    assert pieces.shown() == []
    pieces.click(3)
    QApplication.processEvents()
    assert pieces.shown() == ["boundaries[2]"] + [
        f"schedules[3].{name}" for name in ("init", "decay_rate", "step_size")
    ]
    type_into("schedules[3].step_size", "50")
    assert pieces.schedule.schedules[3].step_size == 50
    assert pieces.section(1).row.toolTip() == "cosine_decay, updates 101 – 400, 0.001 → 1e-5"
    assert pieces.section(4).row.toolTip() == "exponential_decay, updates 801 –, 0.001 × 0.999"


@pytest.mark.parametrize(("count", "is_open"), [(3, True), (4, False)])
def test_up_to_three_pieces_show_all_their_fields(pieces, count, is_open):
    pieces.show(JoinSchedules([COSINE] * count, [100 * number for number in range(1, count)]))
    assert ("schedules[0].init" in pieces.shown()) is is_open


def test_the_keyboard_alone_opens_a_folded_piece(pieces):
    pieces.show(FIVE)
    row = pieces.section(2).row
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert pieces.section(2).header.kind.hasFocus()
    QTest.keyClick(pieces.window.focusWidget(), Qt.Key.Key_Tab)
    assert pieces.window.focusWidget() is pieces.field("boundaries[1]")
    QTest.keyClick(pieces.window.focusWidget(), Qt.Key.Key_Tab)
    assert pieces.window.focusWidget() is pieces.field("schedules[2].init")
    QTest.keyClick(pieces.window.focusWidget(), Qt.Key.Key_Tab)
    assert pieces.window.focusWidget() is pieces.section(3).row


def test_the_field_of_a_folded_piece_is_reached_from_its_handle(pieces):
    pieces.show(FIVE)
    pieces.window.plot.field_wanted.emit("schedules[3].decay_rate")
    assert pieces.field("schedules[3].decay_rate").hasFocus()
    pieces.window.plot.field_wanted.emit("schedules[2].end")
    assert pieces.field("schedules[2].init").hasFocus(), "a constant's only field"
    pieces.window.plot.field_wanted.emit("updates")
    assert pieces.window.focusWidget().objectName() == "updates"


def test_tab_goes_through_the_list_from_top_to_bottom(pieces):
    pieces.click(1)
    pieces.window.findChild(QAbstractButton, "addPiece").setFocus()
    seen = []
    for _ in range(14):
        focus = pieces.window.focusWidget()
        seen.append(focus.objectName() or focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == [
        "addPiece", "remove_piece", "move_piece_up",
        "Kind of piece 1", "schedules[0].init", "schedules[0].end", "schedules[0].steps",
        "Kind of piece 2", "boundaries[0]", "schedules[1].init", "schedules[1].decay_steps", "schedules[1].end",
        "updates", "run_units",
    ]  # fmt: skip


def test_the_focus_goes_along_with_its_argument_when_pieces_come_and_go(pieces):
    pieces.show(COSINE)
    pieces.field("decay_steps").setFocus()
    pieces.command("add_warmup").trigger()
    assert pieces.field("schedules[1].decay_steps").hasFocus()
    pieces.document.undo_stack.undo()
    assert pieces.field("decay_steps").hasFocus()


def test_what_is_typed_in_a_piece_that_goes_away_gets_into_no_other(pieces):
    typed(pieces.field("schedules[1].end"), "0.5")
    pieces.show(JoinSchedules([WARMUP, LinearSchedule(1e-3, 1e-4, 900)], [100]))
    assert pieces.schedule == JoinSchedules([WARMUP, LinearSchedule(1e-3, 1e-4, 900)], [100])


def test_a_number_typed_before_a_command_is_in_what_the_command_changes(pieces):
    typed(pieces.field("schedules[1].end"), "5e-5")
    pieces.press("move_piece_up")
    assert pieces.schedule.schedules[0].end == 5e-5
    pieces.document.undo_stack.undo()
    assert pieces.schedule.schedules[1].end == 5e-5


def test_every_field_of_a_piece_has_a_label_and_a_name_that_says_which_piece(pieces):
    labels = [label for label in pieces.panel.findChildren(QLabel) if label.isVisible() and label.buddy()]
    buddies = {label.buddy().objectName() for label in labels}
    assert buddies == set(pieces.shown())
    names = {field.objectName(): field.accessibleName() for field in pieces.panel.findChildren(QAbstractSpinBox)}
    assert names["schedules[1].end"] == "cosine_decay, piece 2: end"
    assert names["boundaries[0]"] == "cosine_decay, piece 2: boundary"
    assert pieces.section(0).header.kind.accessibleName() == "Kind of piece 1"
    pieces.show(FIVE)
    assert pieces.section(2).row.accessibleName() == "piece 3: constant, updates 401 – 500, 0.001"


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_nothing_is_cut_off_in_a_narrow_window(pieces, direction):
    pieces.window.setLayoutDirection(direction)
    pieces.window.resize(720, 520)
    pieces.click(1)
    QApplication.processEvents()
    width = pieces.panel.width()
    for field in map(pieces.field, pieces.shown()):
        assert field.width() >= field.minimumSizeHint().width()
        assert field.mapTo(pieces.panel, field.rect().bottomRight()).x() <= width
    for number in range(2):
        kind = pieces.section(number).header.kind
        assert kind.width() >= kind.sizeHint().width()


def test_a_thousand_pieces_are_one_line_each(pieces):
    many = JoinSchedules([LinearSchedule(0.1, 0.1, 1)] * 1000, range(1, 1000))
    pieces.show(many)
    pieces.click(0)
    assert pieces.shown() == ["schedules[0].init"]
    assert len(pieces.panel.findChildren(QAbstractSpinBox)) < 20
