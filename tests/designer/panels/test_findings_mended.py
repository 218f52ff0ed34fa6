"""A config that ends at another rate than it says: seen, mended with one click, saved, and right."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from designer.app import create_window
from designer.panels.findings import FindingsPanel
from stepdecay import find_schedules, rates
from stepdecay.cli import main
from tests.designer.helpers.files import LONG, give, press, trigger
from tests.designer.helpers.findings import CONFIG, MENDED, codes, mend, point_at, row, signs


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "lora_config.yaml"
    path.write_bytes(CONFIG)
    return path


@pytest.fixture
def window_with_config(opened, config):
    return opened(config)


def last_rate(window) -> np.float32:
    design = window.document.design
    return np.float32(rates(design.schedule, design.run.updates - 1))


def test_a_config_that_misses_its_floor_is_mended_with_one_click_and_saved(window_with_config, config, capsys):
    window = window_with_config
    sentence = row(window, "LR101").finding.message
    assert all(part in sentence for part in ("update 1000", "3.52e-07", "1e-07", "warm-up", "decay_steps", "898"))
    assert row(window, "LR101").sentence.isVisible()
    assert row(window, "LR101").sentence.text() == sentence
    assert main(["check", str(config)]) == 1
    capsys.readouterr()
    mend(window, "LR101")
    assert "LR101" not in codes(window)
    assert window.document.undo_stack.count() == 1
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert config.read_bytes() == MENDED
    assert not window.isWindowModified()
    assert last_rate(window).tobytes() == np.float32(1e-7).tobytes()
    (found,) = find_schedules(str(config))
    assert np.float32(rates(found.schedule, found.run.updates - 1)).tobytes() == np.float32(1e-7).tobytes()
    assert main(["check", str(config)]) == 0
    assert capsys.readouterr() == ("", "")


def test_saving_changes_one_number_of_the_file(window_with_config, config):
    mend(window_with_config, "LR101")
    trigger(window_with_config, "save")
    words = zip(CONFIG.split(), config.read_bytes().split(), strict=True)
    changed = [(before, after) for before, after in words if before != after]
    assert changed == [(b"1000,", b"898,")]


def test_one_undo_brings_the_finding_back(window_with_config):
    before = window_with_config.document.design
    mend(window_with_config, "LR101")
    assert window_with_config.document.undo_stack.undoText() == "Set decay_steps to 898"
    trigger(window_with_config, "undo")
    assert window_with_config.document.design == before
    assert "LR101" in codes(window_with_config)


def test_a_window_that_starts_with_a_finding_can_go_to_it(qtbot, config):
    window = create_window([str(config)])
    qtbot.addWidget(window)
    assert window.menus.actions["next_finding"].isEnabled()


def test_keys_alone_find_and_mend(window_with_config):
    window = window_with_config
    QTest.keyClick(window, Qt.Key.Key_F8)
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    assert button.text() == "Set decay_steps to 898"
    assert "3.52e-07" in button.accessibleDescription()
    assert window.document.view.overlay.preview is not None
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert "LR101" not in codes(window)
    assert QApplication.focusWidget() is row(window, codes(window)[0]).stops()[0], "the next one"


def test_the_fix_is_drawn_while_it_is_pointed_at_and_no_longer(window_with_config, qtbot):
    window = window_with_config
    design, button = window.document.design, row(window, "LR101").fix_button
    point_at(window, button)
    qtbot.waitUntil(lambda: window.document.view.overlay.preview is not None)
    assert window.document.view.overlay.preview.schedules[1].decay_steps == 898
    assert window.document.view.focus.finding == ("LR101", 1000)
    assert window.document.design == design
    point_at(window, None)
    qtbot.waitUntil(lambda: window.document.view.overlay.preview is None)
    assert window.document.view.focus.finding is None


def test_a_finding_of_a_computed_argument_makes_it_a_number(opened, tmp_path):
    script = tmp_path / "train.py"
    script.write_bytes(b"import mlx.optimizers as optim\n\nlr = optim.cosine_decay(1e-5, args.steps, 1e-7)\n")
    window = opened(script)
    give(window, "args.steps", "1000")
    window.document.edit_argument("updates", 600)
    mend(window, "LR101")
    assert "LR101" not in codes(window)
    assert window.document.design.schedule.decay_steps == 599
    assert window.document.undo_stack.count() == 3, "what was given, the run, and the fix"
    trigger(window, "save")
    press(window, "Save")  # for a number takes the place of what the script computed
    assert b"cosine_decay(1e-5, 599, 1e-7)" in script.read_bytes()


def test_nothing_is_said_while_a_file_waits_for_values(opened, tmp_path):
    script = tmp_path / "train.py"
    script.write_bytes(LONG)
    window = opened(script)
    assert codes(window) == []
    assert not window.panel(FindingsPanel).isVisible()
    assert signs(window) == {}


def test_a_click_on_a_fix_leaves_nothing_lit_and_nothing_drawn(window_with_config):
    window = window_with_config
    mend(window, "LR101")
    view = window.document.view
    assert codes(window)
    assert (view.focus.finding, view.overlay.preview, view.overlay.preview_run) == (None, None, None)
    focus = QApplication.focusWidget()
    assert any(focus in row.stops() for row in window.panel(FindingsPanel).rows)


def test_a_file_that_changes_while_keys_are_at_a_finding_shows_its_sign_elsewhere(window_with_config, config, qtbot):
    window = window_with_config
    window.open_panel("next_finding")
    assert window.document.view.focus.finding == ("LR101", 1000)
    signs(window)
    config.write_bytes(CONFIG.replace(b"iters: 1000", b"iters: 900"))
    qtbot.waitUntil(lambda: window.document.view.focus.finding == ("LR101", 900))
    step = window.plot.getViewBox().mapToView(QPointF(*signs(window)["LR101"])).x()
    assert step == pytest.approx(899.5, abs=2)
