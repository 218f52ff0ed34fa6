"""What the rest of the window says of schedules that are no step decay."""

from __future__ import annotations

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from designer.model.document import Design
from designer.model.pins import pin
from designer.panels.compare import ComparePanel
from designer.panels.levels import LevelsPanel
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates

JOINED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
KINDS = [JOINED, CosineDecay(1e-3, 1000), ExponentialDecay(1e-3, 0.99), LinearSchedule(2e-3, 2e-3, 1)]


def show(window, schedule, updates: int = 1000) -> None:
    window.document.edit("test", Design(schedule, Run(updates)))


def code(window) -> QPlainTextEdit:
    return window.findChild(QPlainTextEdit, "code")


def lit(window) -> list[str]:
    found, block = [], code(window).document().firstBlock()
    while block.isValid():
        found += [
            block.text()[style.start : style.start + style.length]
            for style in block.layout().formats()
            if style.format.background().style() != Qt.BrushStyle.NoBrush
        ]
        block = block.next()
    return found


@pytest.mark.parametrize("schedule", KINDS, ids=lambda schedule: type(schedule).__name__)
def test_the_code_in_the_window_makes_the_schedule(window, schedule):
    show(window, schedule)
    scope = {"optim": optim}
    exec(code(window).toPlainText(), scope)
    steps = [0, 1, 99, 100, 101, 500, 999, 10**6]
    made = np.array(scope["lr_schedule"](mx.array(steps, mx.uint64)))
    assert np.broadcast_to(made, len(steps)).tolist() == rates(schedule, steps).tolist()


def test_a_join_is_written_as_people_do_with_all_its_lines_in_view(window):
    show(window, JOINED)
    text = code(window)
    assert text.toPlainText().splitlines() == [
        "warmup = optim.linear_schedule(0.0, 0.001, 100)",
        "cosine = optim.cosine_decay(0.001, 900, 1e-5)",
        "lr_schedule = optim.join_schedules([warmup, cosine], [100])",
    ]
    QApplication.processEvents()
    assert not text.verticalScrollBar().isVisible()
    last = text.document().lastBlock()
    assert text.blockBoundingGeometry(last).translated(text.contentOffset()).bottom() <= text.viewport().height()


def test_very_many_pieces_scroll_and_leave_the_plot_its_room(window):
    constants = [LinearSchedule(1 / n, 1 / n, 1) for n in range(1, 31)]
    show(window, JoinSchedules(constants, range(10, 300, 10)))
    QApplication.processEvents()
    assert code(window).height() < 150
    assert code(window).verticalScrollBar().maximum() > 0


@pytest.mark.parametrize(("pieces", "scrolls"), [(5, False), (6, True)])
def test_six_lines_of_code_are_seen_at_once(window, pieces, scrolls):
    constants = [LinearSchedule(1 / n, 1 / n, 1) for n in range(1, pieces + 1)]
    show(window, JoinSchedules(constants, range(10, 10 * pieces, 10)))
    QApplication.processEvents()
    assert len(code(window).toPlainText().splitlines()) == pieces + 1
    assert (code(window).verticalScrollBar().maximum() > 0) is scrolls


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        ("schedules[0].steps", "100"),
        ("schedules[1].init", "0.001"),
        ("schedules[1].end", "1e-5"),
        ("boundaries[0]", "100"),
    ],
)
def test_the_literal_of_an_argument_is_lit_in_the_line_of_its_piece(window, path, literal):
    show(window, JOINED)
    window.document.look(argument=path)
    assert lit(window) == [literal]
    lines = code(window).toPlainText().splitlines()
    span = code(window).document()
    row = next(
        row
        for row in range(len(lines))
        if any(
            style.format.background().style() != Qt.BrushStyle.NoBrush
            for style in span.findBlockByNumber(row).layout().formats()
        )
    )
    assert row == {"schedules[0]": 0, "schedules[1]": 1}.get(path.split(".")[0], 2)


def test_the_levels_of_a_join_are_its_pieces_from_their_first_to_their_last_rate(window):
    show(window, JOINED)
    assert window.panel(LevelsPanel).model.texts(0) == ("0", "1", "100", "0.0 → 0.00099")
    assert window.panel(LevelsPanel).model.texts(1)[1:3] == ("101", "1000")
    assert window.findChild(QLabel, "summary").text().startswith("2 levels, ends at 1.0")


def test_a_join_is_copied_for_swift(window):
    show(window, JOINED)
    window.menus.actions["copy_swift"].trigger()
    assert QApplication.clipboard().text().splitlines() == [
        "let warmup = linearSchedule(0.0, end: 0.001, steps: 100)",
        "let cosine = cosineDecay(0.001, decaySteps: 900, end: 1e-5)",
        "let lrSchedule = joinSchedules([warmup, cosine], boundaries: [100])",
    ]


def test_a_pinned_join_is_compared_with_a_step_decay(window):
    show(window, JOINED)
    pin(window.document)
    show(window, StepDecay(0.1, 0.9, 10))
    panel = window.panel(ComparePanel)
    assert panel.isVisible()
    assert panel.model.data(panel.model.index(1, 0)).startswith("join_schedules(")


def test_a_join_and_its_run_are_there_again_at_the_next_start(window, qtbot):
    from designer.app import create_window

    show(window, JOINED)
    pin(window.document)
    window.close()
    second = create_window()
    qtbot.addWidget(second)
    assert second.document.design == window.document.design
    assert second.document.view.overlay.pins[0].schedule == JOINED
