"""The Schedule menu: what is done to pieces, what the undo step is called, what is selected then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from designer.app import create_window
from designer.panels.schedule.panel import SchedulePanel
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, StepDecay, outline, rates
from stepdecay.reshaping.presets import PRESETS
from stepdecay.schedule.structure import pieces as pieces_of
from tests.designer.helpers.pieces import COSINE, FIVE, WARM_COSINE, WARMUP, Pieces

KINDS = ("step_decay", "exponential_decay", "cosine_decay", "linear_schedule", "constant")


@pytest.fixture
def pieces(window) -> Pieces:
    """A window whose plot a person is at."""
    window.plot.setFocus()
    return Pieces(window)


def undo_text(pieces: Pieces) -> str:
    return pieces.document.undo_stack.undoText()


def test_add_warmup_rises_to_the_first_rate_and_selects_it(pieces):
    pieces.command("add_warmup").trigger()
    assert pieces.schedule == JoinSchedules([LinearSchedule(0, 0.1, 5), StepDecay(0.1, 0.9, 10)], [5])
    assert undo_text(pieces) == "Add Warm-up"
    assert pieces.document.view.focus.piece == 0
    assert not pieces.command("add_warmup").isEnabled(), "it starts at 0 now"
    pieces.document.undo_stack.undo()
    assert pieces.schedule == StepDecay(0.1, 0.9, 10)
    assert pieces.command("add_warmup").isEnabled()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("schedule", [StepDecay(0.1, 0.9, 10), COSINE, WARM_COSINE, FIVE])
def test_an_added_piece_is_of_its_kind_and_within_the_run(pieces, schedule, kind):
    pieces.show(schedule)
    pieces.command(f"add_{kind}").trigger()
    assert len(pieces_of(pieces.schedule)) == len(pieces_of(schedule)) + 1
    assert undo_text(pieces) == f"Add {kind}"
    new = pieces.document.view.focus.piece
    assert pieces.section(new).header.kind.currentText() == kind
    assert pieces_of(pieces.schedule)[new].first_step < 1000
    assert len(outline(pieces.schedule, 0, 1000, 100).x)


def test_a_piece_added_after_a_warmup_begins_where_that_ends_and_what_follows_moves_along(pieces):
    pieces.show(WARM_COSINE)
    pieces.click(0)
    pieces.command("add_constant").trigger()
    assert pieces.schedule == JoinSchedules([WARMUP, LinearSchedule(1e-3, 1e-3, 1), COSINE], [100, 200])


def test_split_at_the_crosshair_keeps_the_rates(pieces):
    pieces.show(ExponentialDecay(0.1, 0.99))
    before = rates(pieces.schedule, range(1000))
    pieces.document.look(crosshair=250)
    assert pieces.command("split").text().replace("&", "") == "Split at Crosshair"
    QTest.keyClick(pieces.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert pieces.schedule.boundaries == (250,)
    assert undo_text(pieces) == "Split exponential_decay"
    assert pieces.document.view.focus.piece == 1
    assert rates(pieces.schedule, range(1000)) == pytest.approx(before, rel=1e-4)


def test_without_a_crosshair_the_selected_piece_is_split_in_the_middle(pieces):
    pieces.show(WARM_COSINE)
    assert not pieces.command("split").isEnabled(), "no piece is selected"
    pieces.click(0)
    assert pieces.command("split").text().replace("&", "") == "Split in the Middle"
    pieces.command("split").trigger()
    assert pieces.schedule.boundaries == (50, 100)


def test_a_split_where_a_piece_begins_says_why_not(pieces):
    pieces.show(WARM_COSINE)
    pieces.document.look(crosshair=100)
    pieces.command("split").trigger()
    assert pieces.schedule == WARM_COSINE
    assert pieces.window.message_bar.isVisible()
    assert pieces.window.message_bar.sentence.text().startswith("A piece begins at update 101 already")
    pieces.document.look(crosshair=120)
    pieces.command("split").trigger()
    assert not pieces.window.message_bar.isVisible()


def test_commands_for_a_piece_wait_until_one_is_selected(pieces):
    names = ("remove_piece", "move_piece_up", "move_piece_down", "kind_constant")
    pieces.show(WARM_COSINE)
    assert not any(pieces.command(name).isEnabled() for name in names)
    pieces.click(1)
    assert [pieces.command(name).isEnabled() for name in names] == [True, True, False, True]
    pieces.show(COSINE)
    assert [pieces.command(name).isEnabled() for name in names] == [False, False, False, True]


def test_remove_and_move_name_the_piece_and_keep_it_selected(pieces):
    pieces.show(FIVE)
    pieces.click(3)
    pieces.command("move_piece_up").trigger()
    assert undo_text(pieces) == "Move step_decay Up"
    assert isinstance(pieces.schedule.schedules[2], StepDecay)
    assert pieces.document.view.focus.piece == 2
    pieces.command("remove_piece").trigger()
    assert undo_text(pieces) == "Remove step_decay"
    assert not any(isinstance(part, StepDecay) for part in pieces.schedule.schedules)


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_a_lone_step_decay_is_changed_in_the_menu(pieces, kind):
    assert [name for name in KINDS if pieces.command(f"kind_{name}").isChecked()] == ["step_decay"]
    pieces.command(f"kind_{kind}").trigger()
    assert [name for name in KINDS if pieces.command(f"kind_{name}").isChecked()] == [kind]
    assert pieces.schedule.init == 0.1
    assert pieces.document.undo_stack.count() == (kind != "step_decay")


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_a_preset_takes_the_run_and_the_peak_of_the_design(pieces, preset):
    pieces.show(JoinSchedules([LinearSchedule(0, 3e-4, 100), CosineDecay(3e-4, 900)], [100]))
    pieces.command(f"preset_{preset.id}").trigger()
    assert pieces.schedule == preset.make(1000, 3e-4)
    assert undo_text(pieces) == f"Use Preset {preset.title}"
    assert pieces.document.design.run.updates == 1000
    QApplication.processEvents()


def test_a_preset_of_a_schedule_that_is_zero_has_a_peak_all_the_same(pieces):
    pieces.show(LinearSchedule(0, 0, 1))
    pieces.command("preset_cosine_decay").trigger()
    assert pieces.schedule.init == 1e-3


def test_the_menu_has_its_submenus_among_what_they_belong_to(pieces):
    (menu,) = (menu for menu in pieces.window.findChildren(QMenu) if menu.title() == "&Schedule")
    texts = [action.text().replace("&", "") for action in menu.actions()]
    assert texts[:11] == [
        "Add Schedule", "Add Warm-up", "Add Piece", "Split in the Middle", "Remove Piece", "Move Piece Up",
        "Move Piece Down", "Stretch to the Run", "Kind", "Presets", "",
    ]  # fmt: skip
    (file,) = (menu for menu in pieces.window.findChildren(QMenu) if menu.title() == "&File")
    export = [action.text().replace("&", "") for action in file.actions()].index("Export")
    assert file.actions()[export - 1].isSeparator()
    assert file.actions()[export + 1].isSeparator()


def test_a_join_is_there_again_at_the_next_start(pieces, qtbot):
    pieces.show(FIVE)
    pieces.window.close()
    again = create_window()
    qtbot.addWidget(again)
    assert again.document.design.schedule == FIVE
    again.document.look(piece=1)
    assert again.panel(SchedulePanel).fields["schedules[1].end"].value() == 1e-5
