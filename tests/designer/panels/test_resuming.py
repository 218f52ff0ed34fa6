"""Resume at update k: the panel, its code, and what is left as it is drawn."""

from __future__ import annotations

import itertools

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLabel, QPushButton

from designer.look.theme import LIGHT
from designer.model.document import Design
from designer.panels.resume import ResumePanel
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates, resumed
from tests.designer.helpers.files import LORA, discard

STEPS = StepDecay(1e-4, 0.5, 100)
WARM = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 899, 1e-5)], [100])


@pytest.fixture
def resuming(window):
    """A window whose Resume section is open."""
    window.document.edit("test", Design(STEPS, Run(1000, 1, 100)))
    window.document.look(shows_crosshair=False)
    window.menus.actions["resume"].trigger()
    return window


def sentence(window) -> str:
    return window.findChild(QLabel, "resume_sentence").text()


def copy(window, what: str) -> str:
    """Click Copy and return what is on the clipboard."""
    window.findChild(QAbstractButton, f"resume_{what}_copy").click()
    return QApplication.clipboard().text()


def use(window) -> QPushButton:
    return window.findChild(QPushButton, "useResumed")


def run_code(code: str):
    names: dict[str, object] = {"optim": optim}
    exec(code, names)
    return names["lr_schedule"]


def rates_of_code(code: str, steps: range) -> np.ndarray:
    return np.asarray(run_code(code)(mx.array(np.array(steps, dtype=np.uint64))), dtype=np.float32)


def test_folded_at_first_and_nothing_is_drawn(window):
    assert not window.panel(ResumePanel).body.isVisible()
    assert window.document.view.overlay.resume is None


def test_the_command_opens_it_where_an_update_is_typed(resuming):
    assert resuming.panel(ResumePanel).body.isVisible()
    assert QApplication.focusWidget().objectName() == "resume_update"
    assert resuming.document.view.overlay.resume == 500, "the middle of the run"


def test_the_code_goes_on_with_mlx_own_rates(resuming, type_into):
    type_into("resume_update", "250")
    code = copy(resuming, "lambda")
    assert code.endswith("lr_schedule = lambda step: schedule(step + 250)")
    later = rates(STEPS, range(250, 1000))
    assert rates_of_code(code, range(750)).tobytes() == later.tobytes()
    np.testing.assert_allclose(rates_of_code(copy(resuming, "arguments"), range(750)), later, rtol=1e-6)


@pytest.mark.parametrize(("text", "update"), [("10%", 100), ("2ep", 200), ("300it", 300), ("0", 0)])
def test_the_update_can_be_typed_in_any_unit(resuming, type_into, text, update):
    type_into("resume_update", text)
    assert resuming.document.view.overlay.resume == update


def test_what_is_left_becomes_the_schedule_in_one_undo_step(resuming, type_into):
    before = resuming.document.design
    type_into("resume_update", "200")
    QTest.mouseClick(use(resuming), Qt.MouseButton.LeftButton)
    after = resuming.document.design
    assert after == Design(StepDecay(2.5e-5, 0.5, 100), Run(800, 1, 100))
    assert resuming.document.undo_stack.undoText() == "Resume at Update 200"
    assert resuming.document.view.overlay.resume == 0, "what was left is now all of it"
    assert not use(resuming).isEnabled()
    resuming.document.undo_stack.undo()
    assert resuming.document.design == before


def test_a_run_that_accumulates_is_shortened_by_whole_updates_and_keeps_its_left_over(resuming, type_into):
    resuming.document.edit("test", Design(STEPS, Run(1003, 4)))
    type_into("resume_update", "100")
    use(resuming).click()
    assert resuming.document.design.run == Run(603, 4)


def test_a_number_that_was_typed_and_not_committed_counts(resuming):
    field = resuming.findChild(QAbstractSpinBox, "resume_update")
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "300")
    assert copy(resuming, "lambda").endswith("schedule(step + 300)")


def test_a_cosine_in_its_middle_has_no_arguments_and_says_so(resuming, type_into):
    resuming.document.edit("test", Design(WARM, Run(1000)))
    type_into("resume_update", "600")
    assert sentence(resuming) == (
        "What is left of a cosine_decay is no cosine_decay; only schedule(step + 600) goes on with it"
    )
    assert not resuming.findChild(QAbstractButton, "resume_arguments_copy").isVisible()
    assert not use(resuming).isEnabled()
    assert copy(resuming, "lambda").splitlines()[-2] == "schedule = optim.join_schedules([warmup, cosine], [100])"


def test_an_update_after_the_run_says_that_nothing_is_left(resuming, type_into):
    type_into("resume_update", "1000")
    assert sentence(resuming) == "⚠ nothing is left: the run ends with update 1000"
    assert resuming.document.view.overlay.resume is None
    assert not use(resuming).isEnabled()


def test_a_text_that_is_no_update_is_refused_and_what_is_drawn_goes(resuming, type_into):
    type_into("resume_update", "1.5")
    assert sentence(resuming).startswith("⚠ after update must be a whole number")
    assert resuming.document.view.overlay.resume is None
    type_into("resume_update", "15")
    assert resuming.document.view.overlay.resume == 15


def test_it_says_when_none_of_this_is_needed(resuming):
    text = resuming.findChild(QLabel, "resume_when").text().replace("\u2060", "")
    assert "optimizer.state" in text
    assert "--resume-adapter-file" in text


def test_closing_takes_the_curve_away(resuming):
    QTest.mouseClick(resuming.panel(ResumePanel).header, Qt.MouseButton.LeftButton)
    assert resuming.document.view.overlay.resume is None


def test_hiding_the_inspector_takes_the_curve_away_and_showing_it_brings_it_back(resuming):
    resuming.menus.actions["inspector"].trigger()
    assert resuming.document.view.overlay.resume is None
    resuming.menus.actions["inspector"].trigger()
    assert resuming.document.view.overlay.resume == 500


def test_the_code_follows_the_design(resuming, type_into, qtbot):
    type_into("init", "2e-4")
    qtbot.waitUntil(lambda: "0.0002" in resuming.panel(ResumePanel).call.code)
    type_into("updates", "300")
    qtbot.waitUntil(lambda: resuming.document.view.overlay.resume is None)


def test_what_is_left_is_drawn_from_update_1_at_mlx_own_rates(resuming):
    stage, done = resuming.plot.stage, 250
    for schedule, x_range in itertools.product((STEPS, WARM), (None, (20.0, 60.0))):
        resuming.document.edit("test", Design(schedule, Run(1000)))
        resuming.document.look(x_range=x_range)
        (polygon,) = stage.polylines(schedule, done=done, stop=750)
        points = np.array([(point.x(), point.y()) for point in polygon.toList()])
        viewport = stage.viewport()
        first, last = (0, 750) if x_range is None else (20, 60)
        assert points[-1, 0] == pytest.approx(viewport.pixel_x(last)), "it ends with the run"
        steps = np.arange(first, last)
        true = viewport.pixels_y(stage.scale.to_view(rates(schedule, steps + done)))
        drawn = np.interp(viewport.pixels_x(steps + 0.5), points[:, 0], points[:, 1])
        jumps = np.maximum(np.abs(np.diff(true, append=true[-1])), np.abs(np.diff(true, prepend=true[0])))
        assert (np.abs(drawn - true) <= 0.3 + jumps).all()
        assert np.ptp(true) > 10, "a curve that is seen"


def test_a_line_and_a_dashed_curve_are_on_the_plot(resuming, type_into, mouse):
    type_into("resume_update", "350")
    QApplication.processEvents()
    image = resuming.plot.viewport().grab().toImage()
    ratio = image.devicePixelRatio()

    def has(place: QPoint, color: str, dx: int, dy: int) -> bool:
        wanted = QColor(color)
        spots = [place * ratio + QPoint(x, y) for x in range(-dx, dx + 1) for y in range(-dy, dy + 1)]
        return any(image.valid(spot) and image.pixelColor(spot) == wanted for spot in spots)

    rate = float(rates(STEPS, 350 + 100))
    assert has(mouse.at(100, rate), LIGHT.curve, 10, 2), "the curve, which has gaps"
    assert not has(mouse.at(640, rate) + QPoint(0, -20), LIGHT.curve, 4, 2)
    assert has(mouse.at(350, 5e-5), LIGHT.text, 2, 10), "the line"
    resuming.document.look(log_scale=True)
    QApplication.processEvents()
    image = resuming.plot.viewport().grab().toImage()
    for step in (100, 610):  # of the 650 that are left
        rate = float(rates(STEPS, 350 + step))
        assert has(mouse.at(step, np.log10(rate)), LIGHT.curve, 10, 2)
    resuming.document.look(log_scale=False)
    resuming.panel(ResumePanel).header.click()
    QApplication.processEvents()
    image = resuming.plot.viewport().grab().toImage()
    assert not has(mouse.at(100, float(rates(STEPS, 450))), LIGHT.curve, 10, 2)


def test_it_is_not_kept_for_the_next_start(resuming, qtbot):
    from designer.app import create_window

    resuming.close()
    again = create_window()
    qtbot.addWidget(again, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
    assert again.document.view.overlay.resume is None


def test_what_the_panel_says_is_what_the_core_says(resuming, type_into):
    type_into("resume_update", "333")
    assert sentence(resuming) == resumed(STEPS, 333, 1000).sentence


@pytest.mark.parametrize("update", [50, 250])
def test_what_is_left_of_an_mlx_lm_config_is_not_joined_anew(opened, tmp_path, update):
    path = tmp_path / "lora.yaml"
    path.write_bytes(LORA.replace(b"cosine_decay", b"step_decay").replace(b"[1e-5, 1000, 1e-7]", b"[1e-5, 0.5, 100]"))
    window = opened(path)
    schedule = window.document.design.schedule
    window.menus.actions["resume"].trigger()
    window.panel(ResumePanel).field.setValue(update)
    use(window).click()
    assert window.document.design.schedule == resumed(schedule, update).schedule
    assert window.document.design.run.updates == 1000 - update
