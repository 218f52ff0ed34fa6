"""Times in the unit that a person looks at: the x axis, and everything else that names one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QTableView

from designer.look.theme import LIGHT
from designer.model.document import Design
from designer.model.pins import pin
from designer.panels.schedule.panel import SchedulePanel
from designer.plot.axes import UpdateAxis
from designer.plot.grabbing.grip_words import grip_in_words
from designer.plot.grabbing.grips import RUN_END, grips_of
from designer.plot.layers.seam import seam_lines
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay
from stepdecay.chart.labels import end_label
from stepdecay.schedule.run import LONGEST_RUN
from stepdecay.schedule.units import UNITS

RUN = Run(1000, 4, 250)
STAIRS = Design(StepDecay(0.1, 0.9, 25), RUN)
WARM = Design(JoinSchedules([LinearSchedule(0, 1e-3, 25), CosineDecay(1e-3, 225, 1e-5)], [25]), RUN)


def labels(axis: UpdateAxis, low: float, high: float, size: float = 600) -> dict[float, str]:
    """Return what is written on the axis, by places in the view's x."""
    return {
        value: text
        for spacing, values in axis.tickValues(low, high, size)
        for value, text in zip(values, axis.tickStrings(values, 1, spacing), strict=True)
    }


def amount(text: str) -> Fraction:
    """Return the number that a label is of."""
    digits = text.replace("\u202f", "")
    factors = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}
    return Fraction(digits[:-1]) * factors[digits[-1]] if digits[-1] in factors else Fraction(digits)


def look(window, design: Design, unit: str) -> None:
    window.document.edit("Test", design)
    window.document.look(unit=unit)


# The axis.


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("updates", ["0", "50", "100", "150", "200", "250"]),
        ("iterations", ["0", "200", "400", "600", "800", "1k"]),
        ("epochs", ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0", "3.5", "4.0"]),
    ],
)
def test_the_axis_has_round_numbers_of_each_unit(qapp, unit, expected):
    axis = UpdateAxis("bottom")
    axis.show_unit(unit, RUN)
    assert list(labels(axis, -5, 255, 400).values()) == expected
    assert axis.labelText == unit


def test_a_part_of_an_epoch_has_a_decimal(qapp):
    axis = UpdateAxis("bottom")
    axis.show_unit("epochs", RUN)
    assert list(labels(axis, 31.25, 62.5, 500).values()) == ["0.50", "0.55", "0.60"] + [
        f"0.{hundredths}" for hundredths in range(65, 100, 5)
    ] + ["1.00"]


@given(
    unit=st.sampled_from(UNITS),
    run=st.builds(Run, st.just(2**50), st.integers(1, 1000), st.none() | st.integers(1, 10**6)),
    first=st.integers(0, 10**12) | st.integers(10**15, LONGEST_RUN - 10**6),
    span=st.floats(4, 10**6),
    size=st.integers(200, 2000),
)
def test_every_label_is_exact_and_at_its_place_however_far_out(qapp, unit, run, first, span, size):
    axis = UpdateAxis("bottom")
    axis.show_unit(unit, run)
    per_update = {"updates": Fraction(1), "iterations": Fraction(run.grad_accumulation_steps)}.get(unit)
    if per_update is None:
        per_epoch = run.iterations_per_epoch
        per_update = Fraction(1) if per_epoch is None else Fraction(run.grad_accumulation_steps, per_epoch)
    found = labels(axis, float(first), first + span, size)
    assert len(set(found.values())) == len(found)
    for place, text in found.items():
        assert place == float(amount(text) / per_update)
        assert first <= place <= first + span


def test_epochs_nobody_knows_are_updates(qapp):
    axis = UpdateAxis("bottom")
    axis.show_unit("epochs", Run(100))
    assert axis.labelText == "updates"


def test_the_menu_says_what_the_axis_shows_and_offers_epochs_once_they_are_known(window):
    actions = window.menus.actions
    bottom = window.plot.getAxis("bottom")
    assert [actions[f"x_{unit}"].isChecked() for unit in UNITS] == [True, False, False]
    assert not actions["x_epochs"].isEnabled()
    window.document.edit("Test", STAIRS)
    view = window.plot.viewRange()
    for unit in UNITS[::-1]:
        actions[f"x_{unit}"].trigger()
        assert [actions[f"x_{other}"].isChecked() for other in UNITS] == [other == unit for other in UNITS]
        assert bottom.labelText == unit
        actions[f"x_{unit}"].trigger()
        assert actions[f"x_{unit}"].isChecked(), "it is a choice, not a switch"
    assert window.plot.viewRange() == view, "the view's x is the step whatever the unit"
    window.document.look(unit="epochs")
    window.document.undo_stack.undo()
    assert bottom.labelText == "updates"
    assert actions["x_updates"].isChecked()


def test_another_accumulation_moves_the_labels_at_once(window):
    look(window, Design(STAIRS.schedule, Run(1000, 4)), "iterations")
    axis = window.plot.getAxis("bottom")
    place = window.plot.mapFromScene(axis.sceneBoundingRect()).boundingRect()
    before = window.plot.grab(place).toImage()
    window.document.edit("Test", Design(STAIRS.schedule, Run(2000, 8)))
    assert window.plot.grab(place).toImage() != before
    assert labels(axis, 0, 250)[250.0] == "2k"


# Everything else.


def test_the_crosshair_tells_update_iteration_and_epoch(window, mouse):
    look(window, STAIRS, "iterations")
    mouse.move(mouse.at(24.5, 0.05))
    lines = window.plot.hints.crosshair.lines(window.document.view.focus.crosshair, 0.1)
    assert lines[0].text == "iteration 100, update 25, epoch 0.4"


def test_what_is_dragged_is_named_in_the_unit(window):
    for unit, time, run in (
        ("updates", "update 26", "updates = 250 (9 drops)"),
        ("iterations", "iteration 104", "updates = 250, 1000 iterations (9 drops)"),
        ("epochs", "epoch 0.416", "updates = 250, 4 epochs (9 drops)"),
    ):
        look(window, WARM, unit)
        picture = window.plot.stage.picture()
        grip = next(grip for grip in grips_of(picture) if grip.name == "boundaries")
        assert grip_in_words(picture, grip) == f"boundary = 25 (cosine_decay begins at {time})"
        assert [line.text for line in seam_lines(picture, grip, LIGHT)][3] == time
        window.document.edit("Test", STAIRS)
        picture = window.plot.stage.picture()
        grip = next(grip for grip in grips_of(picture) if grip.name == "step_size")
        assert grip_in_words(picture, replace(grip, number=1)) == f"step_size = 25 (drop 1 at {time})"
        assert grip_in_words(picture, RUN_END) == run


def test_the_plot_describes_itself_in_the_unit(window):
    look(window, WARM, "epochs")
    description = window.plot.accessibleDescription()
    assert description.startswith("2 pieces from 0.0 to ")
    assert "over 4 epochs. linear_schedule, epochs 0.016 to 0.4, from" in description
    window.document.look(unit="iterations")
    assert "over 1000 iterations. linear_schedule, iterations 4 to 100" in window.plot.accessibleDescription()


def test_the_end_of_the_run_says_its_length_in_the_unit():
    assert [end_label(RUN, unit) for unit in UNITS] == [
        "end of run", "end of run, 1000 iterations", "end of run, 4 epochs",
    ]  # fmt: skip


def test_the_levels_are_numbered_in_the_unit(window):
    table = window.findChild(QTableView, "levels")

    def texts() -> list[list[str]]:
        model = table.model()
        titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(3)]
        return [titles, *([model.index(row, column).data() for column in range(3)] for row in (0, 9))]

    look(window, STAIRS, "updates")
    assert texts() == [["level", "first", "last"], ["0", "1", "25"], ["9", "226", "250"]]
    window.document.look(unit="iterations")
    assert texts() == [["level", "first it", "last it"], ["0", "4", "100"], ["9", "904", "1000"]]
    window.document.look(unit="epochs")
    assert texts() == [["level", "first ep", "last ep"], ["0", "0.016", "0.4"], ["9", "3.616", "4"]]
    metrics = table.fontMetrics()
    for row in range(10):
        for column in (1, 2):
            assert metrics.horizontalAdvance(table.model().index(row, column).data()) < table.columnWidth(column)
    window.document.edit("Test", Design(STAIRS.schedule, Run(1000, 4, 500)))
    assert texts()[2] == ["9", "1.808", "2"]


def test_go_to_finds_the_update_of_an_iteration_and_of_an_epoch(window):
    look(window, STAIRS, "iterations")
    window.menus.actions["go_to"].trigger()
    field = window.findChild(QAbstractSpinBox, "go_to")
    assert window.findChild(QLabel, "go_to_sentence").text() == "1 to 250; or an iteration, such as 300it"
    for text, level in (("300it", 2), ("2ep", 4), ("100%", 9), ("26", 1)):
        field.selectAll()
        QTest.keyClicks(field.lineEdit(), text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert window.document.view.focus.level == level
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "5ep")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.findChild(QLabel, "go_to_sentence").text() == "⚠ the last update is 250, got 5ep"


def test_compared_schedules_reach_a_tenth_in_the_unit(window):
    look(window, Design(StepDecay(0.1, 0.5, 25), RUN), "updates")
    pin(window.document)
    table = window.findChild(QTableView, "compare")
    seen = []
    for unit in UNITS:
        window.document.look(unit=unit)
        seen.append({table.model().index(row, 4).data() for row in range(2)})
    assert seen == [{"update 101"}, {"iteration 404"}, {"epoch 1.616"}]


def test_pieces_begin_in_the_unit(window):
    look(window, WARM, "iterations")
    section = window.panel(SchedulePanel).sections[1]
    assert section.header.toolTip() == "from iteration 104"
    assert section.row.toolTip().startswith("cosine_decay, iterations 104 –")
    window.document.look(unit="epochs")
    assert section.header.toolTip() == "from epoch 0.416"


def test_the_unit_is_remembered(window):
    from designer.session.settings import Settings

    look(window, STAIRS, "iterations")
    window.keeper.keep()
    assert Settings().view().preferences.unit == "iterations"
