"""Export: what lands on the clipboard and in files."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from designer.commands.export_files import table_file
from designer.look.theme import LIGHT
from designer.model.document import Design
from stepdecay import Run, StepDecay, rates
from stepdecay.writers.python import optimizer_names
from tests.stepdecay.helpers.cases import refusal


@pytest.fixture
def save_to(window, tmp_path):
    """Answers the file dialog with a path, and runs a command that saves."""

    def save(command: str, name: str, chosen: str = "") -> object:
        window.exporter.ask_path = lambda *asked: (str(tmp_path / name), chosen)
        window.menus.actions[command].trigger()
        return tmp_path / name

    return save


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_the_export_button_copies_the_expression_and_says_so(window):
    window.findChild(QAbstractButton, "exportButton").click()
    assert QApplication.clipboard().text() == "optim.step_decay(0.1, 0.9, 10)"
    assert window.findChild(QLabel, "notice").text() == "Copied the code"


def test_a_snippet_has_the_optimizer_chosen_in_the_menu(window):
    menu = window.menus.optimizers
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == optimizer_names()
    next(action for action in menu.actions() if action.text() == "Lion").trigger()
    window.menus.actions["copy_snippet"].trigger()
    assert QApplication.clipboard().text().endswith("optimizer = optim.Lion(learning_rate=lr_schedule)\n")
    assert window.menus.actions["copy_snippet"].text().endswith("Lion")


def test_saved_code_runs_and_makes_the_schedule(window, save_to):
    path = save_to("save_code", "schedule.py")
    check = f"exec(open({str(path)!r}).read()); print(optimizer.learning_rate.item())"
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert float(run.stdout) == float(rates(window.document.design.schedule, 0))


def test_a_saved_table_has_the_levels_in_csv_and_json(window, save_to):
    with save_to("save_table", "levels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["first_update"]) for row in rows] == list(range(1, 101, 10))
    saved = np.array([row["first_rate"] for row in rows], dtype=np.float32)
    assert np.array_equal(saved, rates(window.document.design.schedule, range(0, 100, 10)))
    assert len(json.loads(save_to("save_table", "levels.json").read_text())) == 10


def test_a_table_of_too_many_levels_is_refused_with_what_to_do_instead(window, save_to):
    window.document.edit("test", Design(StepDecay(0.1, 0.9, 1), Run(10**12)))
    path = save_to("save_table", "levels.csv")
    assert not path.exists()
    assert "stepdecay show" in window.message_bar.sentence.text()


@pytest.mark.parametrize(("count", "is_saved"), [(100_000, True), (100_001, False)])
def test_a_table_has_a_hundred_thousand_levels_at_most(count, is_saved):
    design = Design(StepDecay(0.1, 0.99999, 1), Run(count))
    sentence = refusal(lambda suffix: table_file(design, suffix), ".csv")
    assert (sentence is None) is is_saved
    assert is_saved or "holds at most 100\u202f000" in sentence


def test_a_saved_png_has_two_pixels_for_each_of_the_plots_and_no_crosshair(window, save_to):
    plain = QImage(str(save_to("save_image", "plain.png")))
    assert plain.width() == 2 * window.plot.width()
    assert LIGHT.curve in colors(plain)
    window.document.look(crosshair=33, level=5)
    assert QImage(str(save_to("save_image", "hinted.png"))) == plain


def test_a_saved_svg_is_a_drawing_of_the_plot(window, save_to):
    renderer = QSvgRenderer(str(save_to("save_image", "plot.svg")))
    assert renderer.isValid()
    assert renderer.viewBox().size() == window.plot.size()


def test_a_saved_pdf_is_one(window, save_to):
    assert save_to("save_image", "plot.pdf").read_bytes().startswith(b"%PDF-")


def test_a_name_without_an_ending_gets_the_chosen_filters(window, save_to, tmp_path):
    save_to("save_image", "plot", "SVG drawing (*.svg)")
    assert (tmp_path / "plot.svg").read_text().startswith("<?xml")


def test_cancelling_the_dialog_saves_nothing(window, tmp_path):
    window.exporter.ask_path = lambda *asked: ("", "")
    window.menus.actions["save_code"].trigger()
    assert not window.message_bar.isVisible()
    assert not window.findChild(QLabel, "notice").text()


def test_a_place_that_can_not_be_written_is_a_sentence(window, save_to):
    save_to("save_code", "no/such/folder/schedule.py")
    assert window.message_bar.isVisible()
    assert window.message_bar.sentence.text().startswith("schedule.py was not saved: ")


def test_saving_again_replaces_the_file_as_a_whole_and_keeps_its_permissions(window, save_to):
    path = save_to("save_code", "schedule.py")
    path.chmod(0o640)
    window.document.edit("test", window.document.design.with_argument("init", 0.25))
    save_to("save_code", "schedule.py")
    assert "step_decay(0.25, 0.9, 10)" in path.read_text()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(item.name for item in path.parent.glob("schedule*")) == ["schedule.py"]


def test_a_theme_is_exported_as_it_is_seen(window, save_to):
    image = QImage(str(save_to("save_image", "light.png")))
    assert image.pixelColor(3, 3) == QColor(LIGHT.base)


def test_a_file_that_the_dialog_did_not_ask_about_is_not_overwritten(window, save_to, tmp_path):
    (tmp_path / "notes.txt.py").write_text("mine")
    save_to("save_code", "notes.txt")
    assert (tmp_path / "notes.txt.py").read_text() == "mine"
    assert "there already" in window.message_bar.sentence.text()


def test_an_optimizer_that_this_mlx_does_not_have_is_a_sentence(window):
    window.document.look(optimizer="Foo")
    window.menus.actions["copy_snippet"].trigger()
    assert "no 'Foo'" in window.message_bar.sentence.text()
