"""A training log in the window: opened, followed, beside the plan."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from designer.app import create_window
from designer.model.document import Design
from designer.widgets.buttons.text_button import TextButton
from stepdecay import Run
from tests.designer.helpers.files import message, plain, trigger
from tests.stepdecay.helpers.logs import NEW, OLD, PLAN, old_line, old_lines, rate

VAL = "".join(f"Iter {it}: Val loss {3 - it / 1000:.3f}, Val took 1.000s\n" for it in range(100, 1001, 100))


@pytest.fixture
def planned(window):
    """The window with the plan that the logs are of."""
    window.document.edit("plan", Design(PLAN, Run(1000)))
    return window


@pytest.fixture
def show(planned, tmp_path, qtbot):
    """Opens a log of a text in the window, and waits until it is compared."""

    def open_log(text: str, name: str = "run.log"):
        path = tmp_path / name
        path.write_text(text)
        planned.logs.ask_paths = lambda *_: [str(path)]
        trigger(planned, "open_log")
        qtbot.waitUntil(lambda: planned.document.view.overlay.comparison is not None)
        return path

    return open_log


def sentence(window) -> str:
    label = window.findChild(QLabel, "logSentence")
    return plain(label.text()) if label.isVisible() else ""


def drop(window, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(window.rect().center(), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), copy, data, left, none))


def test_a_log_that_follows_the_plan_says_so_and_changes_nothing_of_the_design(planned, show):
    design, count = planned.document.design, planned.document.undo_stack.count()
    show(old_lines())
    assert sentence(planned) == "follows the plan: all 100 rates are the plan's, as far as their digits go"
    assert not planned.isWindowModified()
    assert (planned.document.design, planned.document.undo_stack.count()) == (design, count)


def test_the_first_iteration_where_log_and_plan_part_is_named_and_shown(planned, show):
    show("".join(old_line(it, rate(it - 1) if it < 500 else 1e-6) for it in range(10, 1001, 10)))
    assert sentence(planned).startswith("from iteration 500 on the log has 1e-6 where the plan says 5.9285007e-6")
    QTest.mouseClick(planned.findChild(TextButton, "showParting"), Qt.MouseButton.LeftButton)
    left, right = planned.plot.getViewBox().viewRange()[0]
    assert left < 499 < right
    assert right - left < 400


@pytest.mark.parametrize(("every", "updates"), [(1, 40), (2, 40), (10, 150)])
def test_around_the_parting_forty_updates_are_shown_or_fifteen_rows(planned, show, every, updates):
    show("".join(old_line(it, rate(it - 1) if it < 500 else 1e-6) for it in range(every, 1001, every)))
    QTest.mouseClick(planned.findChild(TextButton, "showParting"), Qt.MouseButton.LeftButton)
    left, right = planned.plot.getViewBox().viewRange()[0]
    assert right - left == pytest.approx(updates)
    assert (left + right) / 2 == pytest.approx(499.5)


def test_rows_that_can_not_be_read_are_counted_below_the_plot(planned, tmp_path, qtbot):
    path = tmp_path / "run.csv"
    rows = [f'{it},{rate(it - 1)!r},2.5,"{it}, or so"' for it in range(10, 1001, 10)]
    path.write_text("\n".join(["iteration,lr,loss,note", *rows, ""]))
    planned.logs.open_log(path)
    qtbot.waitUntil(lambda: sentence(planned).startswith("follows the plan: all 100 rates are the plan's"))
    assert "can't be read" not in sentence(planned)
    with path.open("a") as file:
        file.write("1010,?,2.5,note\n")
    qtbot.waitUntil(lambda: sentence(planned).endswith("; 1 row can't be read"))
    with path.open("a") as file:
        file.write("1020,1e-6\n")
    qtbot.waitUntil(lambda: sentence(planned).endswith("; 2 rows can't be read"))


def test_the_comparison_follows_the_design(planned, show, qtbot):
    show(old_lines(4))
    assert "it fits grad_accumulation_steps 4" in sentence(planned)
    planned.document.edit("run", Design(PLAN, Run(1000, 4)))
    qtbot.waitUntil(lambda: sentence(planned).startswith("follows the plan"))
    planned.document.undo_stack.undo()
    qtbot.waitUntil(lambda: sentence(planned).startswith("from iteration 10 on"))


def test_a_log_that_is_still_written_is_followed_line_by_line(planned, show, qtbot):
    path = show(old_lines(iterations=range(10, 101, 10)))
    assert len(planned.document.view.overlay.log) == 10
    with path.open("a") as file:
        file.write(old_line(110, rate(109)) + old_line(120, 2e-6)[:30])
        file.flush()
        qtbot.waitUntil(lambda: len(planned.document.view.overlay.log) == 11)
        assert sentence(planned).startswith("follows the plan")
        file.write(old_line(120, 2e-6)[30:])
    qtbot.waitUntil(lambda: sentence(planned).startswith("from iteration 120 on the log has 2e-6"))


def test_a_log_that_is_begun_anew_or_replaced_is_read_anew(planned, show, qtbot):
    path = show(old_lines())
    path.write_text(old_lines(iterations=range(10, 51, 10)))
    qtbot.waitUntil(lambda: len(planned.document.view.overlay.log) == 5)
    other = path.with_name("other.log")
    other.write_text(old_lines(iterations=range(10, 31, 10)))
    other.replace(path)
    qtbot.waitUntil(lambda: len(planned.document.view.overlay.log) == 3)


def test_a_log_that_is_gone_stays_on_the_plot_with_a_sentence(planned, show, qtbot):
    path = show(old_lines())
    path.unlink()
    qtbot.waitUntil(lambda: "run.log can't be read" in message(planned))
    assert len(planned.document.view.overlay.log) == 100
    path.write_text(old_lines() + old_line(1000, rate(999)))
    qtbot.waitUntil(lambda: len(planned.document.view.overlay.log) == 101)
    assert not message(planned)


def test_losses_have_a_strip_of_their_own_that_shows_the_same_steps(planned, show, qtbot):
    assert planned.plot.log is None
    plan, whole = planned.plot.getViewBox(), planned.plot.plotItem

    def room_below() -> float:
        return whole.sceneBoundingRect().bottom() - plan.sceneBoundingRect().bottom()

    before = room_below()
    show(old_lines() + VAL)
    strip = planned.plot.log.strip
    planned.plot.grab()
    assert room_below() > before + 50
    assert strip.box.sceneBoundingRect().top() > plan.sceneBoundingRect().bottom()
    assert strip.box.sceneBoundingRect().left() == plan.sceneBoundingRect().left()
    planned.document.look(x_range=(100.0, 300.0))
    planned.plot.grab()
    assert strip.box.viewRange()[0] == [100.0, 300.0]
    trigger(planned, "close_log")
    assert planned.document.view.overlay.log is None
    qtbot.waitUntil(lambda: room_below() == pytest.approx(before))


def test_the_wheel_over_the_losses_zooms_the_plot(planned, show, mouse):
    show(old_lines())
    planned.plot.grab()
    centre = planned.plot.mapFromScene(planned.plot.log.strip.box.sceneBoundingRect().center())
    before = planned.plot.getViewBox().viewRange()[0]
    mouse.wheel(centre, 3)
    planned.plot.grab()
    after = planned.plot.getViewBox().viewRange()[0]
    assert after[1] - after[0] < before[1] - before[0]
    assert planned.plot.log.strip.box.viewRange()[0] == after


def test_mlx_lms_new_table_has_no_rates_to_compare_but_its_losses(planned, show):
    show(NEW)
    assert sentence(planned) == "the log has no learning rates to compare with the plan"
    assert planned.plot.log.strip.is_shown


@pytest.mark.parametrize("log_scale", [False, True])
def test_the_points_are_where_their_rates_are(planned, show, log_scale):
    planned.document.look(log_scale=log_scale)
    show("".join(old_line(it, 4e-6) for it in range(100, 1001, 100)))
    picture = planned.plot.grab().toImage()
    box, color = planned.plot.getViewBox(), planned.theme.color("logged")
    scale = planned.plot.stage.scale
    place = planned.plot.mapFromScene(box.mapViewToScene(QPointF(699.5, float(scale.to_view(4e-6)))))
    ratio = picture.devicePixelRatio()
    assert picture.pixelColor(int(place.x() * ratio), int(place.y() * ratio)) == color


@pytest.mark.parametrize(("apart", "is_diamond"), [(12, True), (10, False)])
def test_points_are_diamonds_where_they_are_eleven_pixels_apart(planned, show, apart, is_diamond):
    show("".join(old_line(it, 4e-6) for it in range(1, 1001)))
    box, color = planned.plot.getViewBox(), planned.theme.color("logged")
    planned.document.look(x_range=(200.0, 200.0 + box.width() / apart))
    picture = planned.plot.grab().toImage()
    place = planned.plot.mapFromScene(box.mapViewToScene(QPointF(220.5, 4e-6)))
    ratio = picture.devicePixelRatio()
    assert (picture.pixelColor(int(place.x() * ratio), int((place.y() - 3) * ratio)) == color) is is_diamond


def test_rates_after_the_run_and_above_the_plan_are_in_view(planned, show):
    show("".join(old_line(it, 5e-5) for it in range(100, 2001, 100)))
    (left, right), (low, high) = planned.plot.getViewBox().viewRange()
    assert left < 0 < 2000 < right
    assert low < 5e-5 < high


def test_a_file_that_is_dropped_is_a_log_by_its_name_or_by_what_it_says(planned, tmp_path, qtbot):
    for name in ("run.log", "run.jsonl", "output.txt"):
        path = tmp_path / name
        path.write_text('{"iteration": 10, "learning_rate": 1e-5}\n' if name == "run.jsonl" else OLD)
        drop(planned, path)
        qtbot.waitUntil(
            lambda name=name: (
                planned.document.view.overlay.log is not None and planned.document.view.overlay.log.name == name
            )
        )
    assert planned.document.design.schedule == PLAN


def test_what_is_no_log_is_a_sentence_that_names_what_can_be_read(planned, tmp_path, qtbot):
    path = tmp_path / "empty.log"
    path.write_text("nothing of the kind\n")
    drop(planned, path)
    words = "empty.log has no learning rates and no losses; what can be read is mlx-lm's"
    qtbot.waitUntil(lambda: message(planned).startswith(words))
    assert planned.document.view.overlay.log is None
    path.write_text(OLD)
    qtbot.waitUntil(lambda: planned.document.view.overlay.log is not None)
    assert not message(planned)


def test_a_log_that_is_not_there_is_not_waited_for(planned, tmp_path):
    planned.logs.ask_paths = lambda *_: [str(tmp_path / "gone.log")]
    trigger(planned, "open_log")
    assert message(planned) == "gone.log can't be read: No such file or directory"
    assert not planned.menus.actions["close_log"].isEnabled()


def test_the_cross_closes_the_log(planned, show):
    show(OLD)
    assert planned.menus.actions["close_log"].isEnabled()
    QTest.mouseClick(planned.findChild(QToolButton, "closeLog"), Qt.MouseButton.LeftButton)
    assert planned.document.view.overlay.log is None
    assert not sentence(planned)
    assert not planned.menus.actions["close_log"].isEnabled()


def test_a_window_with_a_log_closes_and_leaves_nothing(qtbot, tmp_path, own_settings):
    window = create_window()
    qtbot.addWidget(window)
    window.show()
    path = tmp_path / "run.log"
    path.write_text(OLD)
    window.logs.open_log(path)
    qtbot.waitUntil(lambda: window.document.view.overlay.comparison is not None)
    window.close()
    assert not window.isVisible()
