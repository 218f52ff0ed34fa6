"""A script whose whole factor wraps around within the run: no line there, but hatching, words and MLX's own rates."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QLineEdit, QPlainTextEdit

from designer.commands.export_files import table_file
from designer.look.theme import LIGHT
from designer.model.document import Design
from designer.model.pins import pin
from designer.panels.levels import LevelsPanel
from stepdecay import JoinSchedules, LinearSchedule, Run, StepDecay, outline, parse_schedule, rates, to_svg
from stepdecay.chart.labels import WRAPS_LABEL
from stepdecay.numbers.text import rate_text
from tests.designer.helpers.files import trigger
from tests.designer.helpers.findings import codes, mend, row, signs
from tests.designer.helpers.grips import picture_of, resting
from tests.designer.plot.test_plot import near

SCRIPT = b"import mlx.optimizers as optim\n\nlr = optim.step_decay(0.1, 2, 10)  # grows\n"
WHOLE = parse_schedule("step_decay(0.1, 2, 10)")


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(SCRIPT)
    return path


@pytest.fixture
def wrapping(opened, script):
    window = opened(script)
    window.document.edit("run", replace(window.document.design, run=Run(1000)))
    return window


def columns(window, first: int, last: int, color: str) -> int:
    """How many pixels of a colour the plot has between two steps, the margins left out."""
    image = window.plot.viewport().grab().toImage()
    view, plot = window.plot.getViewBox(), window.plot
    low, high = (plot.mapFromScene(view.mapViewToScene(QPointF(step, 0))).x() for step in (first, last))
    rows = range(image.height() // 8, image.height() * 3 // 4)
    return sum(near(image.pixelColor(x, y), QColor(color), 30) for x in range(low + 4, high - 3) for y in rows)


@pytest.mark.parametrize("log_scale", [False, True])
def test_the_curve_ends_at_the_wrap_and_hatching_begins(wrapping, log_scale):
    if log_scale:
        trigger(wrapping, "log_scale")
    assert columns(wrapping, 640, 1000, LIGHT.curve) == 0
    assert columns(wrapping, 300, 640, LIGHT.curve) > 50
    before, after = (columns(wrapping, *span, LIGHT.base) for span in ((200, 400), (700, 900)))
    assert after < before * 0.9


def test_no_hatching_where_the_factor_has_a_point(wrapping):
    mend(wrapping, "LR303")
    assert columns(wrapping, 700, 900, LIGHT.base) > 0
    assert wrapping.plot.accessibleDescription().count("wrap") == 0


def test_the_plot_says_it_in_words_too(wrapping):
    assert wrapping.plot.accessibleDescription() == (
        "Step decay from 0.1 to 9.223372e17 in 63 drops over 1000 updates. "
        "From update 641 to 1000 whole powers wrap around."
    )


@pytest.mark.parametrize("factor", [3, 10])
def test_the_crosshair_reads_mlxs_own_rate_after_the_wrap(window, mouse, factor):
    schedule = parse_schedule(f"exponential_decay(0.1, {factor})")
    window.document.edit("test", Design(schedule, Run(100)))
    mouse.move(mouse.at(60.5, 1.0))
    assert window.document.view.focus.crosshair == 60
    assert window.plot.crosshair_text() == rate_text(float(rates(schedule, 60)))


def test_the_crosshair_s_dot_and_pins_are_painted_without_an_error(wrapping, mouse):
    pin(wrapping.document)
    wrapping.document.edit("other", replace(wrapping.document.design, schedule=StepDecay(0.1, 0.9, 10)))
    mouse.move(mouse.at(700.5, 0.05))
    assert not wrapping.plot.viewport().grab().isNull()
    wrapping.document.look(dtype="float16", resume=100)
    assert not wrapping.plot.viewport().grab().isNull()


def test_the_levels_end_with_one_that_wraps_and_it_can_be_selected(wrapping):
    levels = wrapping.panel(LevelsPanel)
    assert wrapping.findChild(QLabel, "summary").text() == "63 drops, then wraps"
    assert levels.model.texts(64) == ("64", "641", "1000", "wraps")
    wrapping.document.look(level=64)
    assert levels.table.selected_text() == "64\t641\t1000\twraps"
    assert not wrapping.plot.viewport().grab().isNull()
    assert table_file(wrapping.document.design, ".csv").splitlines()[-1] == b"64,641,1000,wraps,wraps"


def test_the_sign_of_the_finding_is_at_the_wrap_and_its_fix_writes_the_point(wrapping, script):
    assert row(wrapping, "LR303").finding.severity == "warning"
    x, _ = signs(wrapping)["LR303"]
    assert wrapping.plot.getViewBox().mapToView(QPointF(x, 0)).x() == pytest.approx(640.5, abs=2)
    mend(wrapping, "LR303")
    assert codes(wrapping) == ["LR204"]
    trigger(wrapping, "save")
    assert script.read_bytes() == SCRIPT.replace(b"0.1, 2, 10", b"0.1, 2.0, 10")


def enter(window, name: str, text: str) -> None:
    field = window.findChild(QAbstractSpinBox, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.findChild(QLineEdit), text)
    QTest.keyClick(field.findChild(QLineEdit), Qt.Key.Key_Return)


def test_another_argument_typed_saved_undone_and_saved_leaves_the_factor_as_it_was_written(wrapping, script):
    enter(wrapping, "step_size", "5")
    assert "LR303" in codes(wrapping)
    assert "optim.step_decay(0.1, 2, 5)" in wrapping.findChild(QPlainTextEdit, "code").toPlainText()
    trigger(wrapping, "save")
    assert script.read_bytes() == SCRIPT.replace(b"2, 10", b"2, 5")
    trigger(wrapping, "undo")
    assert wrapping.document.design.schedule == WHOLE
    trigger(wrapping, "save")
    assert script.read_bytes() == SCRIPT


def test_a_field_that_is_passed_through_changes_nothing_and_a_typed_factor_is_a_float(wrapping):
    field = wrapping.findChild(QAbstractSpinBox, "decay_rate")
    assert field.text() == "2"
    field.setFocus()
    QTest.keyClick(field.findChild(QLineEdit), Qt.Key.Key_Return)
    wrapping.plot.setFocus()
    assert wrapping.document.design.schedule == WHOLE
    enter(wrapping, "decay_rate", "2.0")
    assert wrapping.document.design.schedule == StepDecay(0.1, 2.0, 10)
    assert field.text() == "2.0"
    trigger(wrapping, "undo")
    assert wrapping.document.design.schedule == WHOLE
    assert field.text() == "2"


def test_handles_rest_before_the_wrap_and_none_is_left_where_only_wrapped_steps_are_in_view():
    picture = picture_of(WHOLE, 1000, log=True)
    places = {grip.name: x for grip, (x, _) in resting(picture).items()}
    assert set(places) >= {"init", "decay_rate", "step_size"}
    assert max(places[name] for name in ("init", "decay_rate", "step_size")) < picture.x_of(640)


def test_a_drag_of_the_factor_makes_it_a_float(window, mouse, every_mouse_move_counts):
    window.document.edit("test", Design(parse_schedule("step_decay(0.1, 2, 40)"), Run(200)))
    trigger(window, "log_scale")
    start = mouse.at(100, -0.4)
    mouse.drag(start, start + QPoint(0, 20))
    assert type(window.document.design.schedule.decay_rate) is float


# The drawing without Qt


def test_an_svg_has_a_curve_in_two_parts_and_the_sentence_between_them():
    joined = JoinSchedules([parse_schedule("exponential_decay(0.1, 2)"), LinearSchedule(1e10, 0, 100)], [300])
    drawing = to_svg(joined, Run(400), log=True)
    (path,) = [one for one in ElementTree.fromstring(drawing).iter() if "stroke-linejoin" in one.attrib]
    assert path.get("d").count("M") == 2
    assert f">{WRAPS_LABEL[1]}</text>" in drawing
    assert "nan" not in drawing
    assert outline(joined, 0, 400, 100).x.max() == 400


def test_an_svg_s_sentence_is_shorter_where_there_is_less_room():
    for updates, number in ((5000, 0), (120, 1), (70, 2)):
        drawing = to_svg(parse_schedule("exponential_decay(0.1, 2)"), Run(updates))
        assert f">{WRAPS_LABEL[number]}</text>" in drawing
