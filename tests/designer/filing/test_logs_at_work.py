"""A training log in the window beside other things: at the start, under the crosshair, as it grows, with findings."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from designer.app import create_window
from designer.model.document import DEFAULT_DESIGN, Design
from stepdecay import CosineDecay, Run
from stepdecay.trainlog.comparison import Comparing
from tests.designer.helpers.files import message
from tests.stepdecay.helpers.logs import PLAN, old_line, old_lines, rate


@pytest.fixture
def logged(window, tmp_path, qtbot):
    """Opens a log of a text over its plan, and waits until it is compared."""
    window.document.edit("plan", Design(PLAN, Run(1000)))

    def open_log(text: str):
        path = tmp_path / "run.log"
        path.write_text(text)
        window.logs.open_log(path)
        qtbot.waitUntil(lambda: window.document.view.overlay.comparison is not None)
        return path

    return open_log


@pytest.mark.parametrize("name", ["run.log", "output.txt"])
def test_a_log_named_at_the_start_is_shown_over_the_last_design(qtbot, own_settings, tmp_path, name):
    before = create_window()
    qtbot.addWidget(before)
    before.document.edit("last", Design(CosineDecay(0.2, 40), Run(40)))
    before.close()
    path = tmp_path / name
    path.write_text(old_lines())
    window = create_window([str(path)])
    qtbot.addWidget(window)
    assert window.document.design.schedule == CosineDecay(0.2, 40)
    assert window.document.source is None
    qtbot.waitUntil(lambda: window.document.view.overlay.comparison is not None)
    assert len(window.document.view.overlay.log) == 100


def test_a_log_named_at_the_start_that_is_not_there_is_a_sentence(qtbot, own_settings, tmp_path):
    window = create_window([str(tmp_path / "gone.log")])
    qtbot.addWidget(window)
    window.show()
    assert message(window) == "gone.log can't be read: No such file or directory"
    assert window.document.design == DEFAULT_DESIGN


def read(window, step: int) -> list[str]:
    window.document.look(crosshair=step)
    crosshair = window.plot.hints.crosshair
    return [line.text for line in crosshair.lines(step, 0.0)]


def test_the_crosshair_reads_the_rate_that_was_logged_nearest(window, logged):
    logged("".join(old_line(it, rate(it - 1)) for it in range(10, 1001, 10)))
    assert read(window, 499)[-1] == f"{float(f'{rate(499):.3e}'):.9g}".replace("e-0", "e-") + " logged"
    assert read(window, 503)[-1] == read(window, 499)[-1] + " at update 500"
    assert read(window, 506)[-1].endswith(" logged at update 510")
    assert read(window, 5000)[-1].endswith(" logged at update 1000")
    assert read(window, 0)[-1].endswith(" logged at update 10")
    window.document.edit("run", Design(PLAN, Run(1000, 4)))
    window.document.look(unit="iterations")
    assert read(window, 120)[-1].endswith(" logged at iteration 480")
    window.logs.close()
    assert "logged" not in " ".join(read(window, 499))


def test_a_log_without_rates_adds_nothing_to_the_crosshair(window, logged):
    logged("".join(f"Iter {it}: Train loss 2.000\n" for it in range(10, 101, 10)))
    assert "logged" not in " ".join(read(window, 19))


def test_a_long_log_is_compared_part_by_part_and_then_only_its_new_lines(window, logged, qtbot, monkeypatch):
    begun = []

    class Counted(Comparing):
        def __init__(self, *plan) -> None:
            begun.append(plan)
            super().__init__(*plan)

    monkeypatch.setattr("designer.filing.logs.LARGE", 30)
    monkeypatch.setattr("stepdecay.trainlog.comparison.Comparing", Counted)
    path = logged("".join(old_line(it, rate(it - 1)) for it in range(1, 201)))
    comparison = window.document.view.overlay.comparison
    assert comparison.compared == 200
    assert len(begun) == 1
    with path.open("a") as file:
        file.write("".join(old_line(it, rate(it - 1)) for it in range(201, 211)))
    qtbot.waitUntil(lambda: window.document.view.overlay.comparison.compared == 210)
    assert len(begun) == 1, "rows that were compared before are compared again"
    with path.open("a") as file:
        file.write(old_line(211, 5e-5))
    qtbot.waitUntil(lambda: window.document.view.overlay.comparison.parting is not None)
    assert window.document.view.overlay.comparison.parting.update == 211
    path.write_text("".join(old_line(it, 2e-6) for it in range(1, 41)))
    qtbot.waitUntil(lambda: window.document.view.overlay.comparison.parting.update == 1)


def test_two_windows_follow_one_log_and_closing_one_leaves_the_other(window, logged, qtbot, own_settings):
    path = logged(old_lines(iterations=range(10, 101, 10)))
    other = create_window()
    qtbot.addWidget(other)
    other.show()
    other.logs.open_log(path)
    qtbot.waitUntil(lambda: other.document.view.overlay.comparison is not None)
    with path.open("a") as file:
        file.write(old_line(110, rate(109)))
    other.close()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: len(window.document.view.overlay.log) == 11)


def test_a_log_that_is_emptied_takes_its_parting_off_the_plot(window, logged, qtbot):
    path = logged("".join(old_line(it, rate(it - 1) if it < 500 else 1e-6) for it in range(10, 1001, 10)))
    assert window.document.view.overlay.comparison.parting is not None
    path.write_text("")
    qtbot.waitUntil(lambda: window.document.view.overlay.log is None)
    assert window.document.view.overlay.comparison is None


def test_a_log_parts_from_its_plan_by_a_factor_only_if_that_is_not_1(window, logged):
    logged("".join(old_line(it, rate(it - 1) * 1.003) for it in range(10, 1001, 10)))
    sentence = window.document.view.overlay.comparison.sentence
    assert sentence.startswith("from iteration")
    assert "1 times the plan" not in sentence


def test_an_exported_picture_has_losses_and_no_crosshair(window, logged):
    logged(old_lines())

    def exported() -> QImage:
        image = QImage(window.plot.viewport().size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        window.plot.paint_figure(painter, image.rect())
        painter.end()
        return image

    without = exported()
    window.document.look(crosshair=500)
    on_screen = window.plot.grab().toImage()
    assert exported() == without
    assert window.plot.grab().toImage() == on_screen
