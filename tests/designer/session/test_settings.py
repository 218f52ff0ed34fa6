"""What comes back at the next start, and what can't stop it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from designer.app import create_window
from designer.frame.window import MainWindow
from designer.model.document import DEFAULT_DESIGN, Design
from designer.model.pins import pin, rename_pin, show_pin
from designer.model.view import Overlay, Pin, Preferences, View
from designer.session.settings import Settings
from stepdecay import Run, StepDecay, parse_schedule

WRITTEN_BEFORE = r"""[General]
pins="[{\"schedule\": \"optim.step_decay(0.1, 0.9, 10)\", \"style\": 0, \"name\": \"base\", \"shown\": true}]"

[view]
dtype=bfloat16
log_scale=true
optimizer=Lion
shows_crosshair=false
unit=iterations
"""


@pytest.fixture
def start(qtbot, own_settings):
    def start_window():
        window = create_window()
        qtbot.addWidget(window)
        return window

    return start_window


def test_design_axis_optimizer_and_size_come_back_at_the_next_start(start):
    first = start()
    design = Design(StepDecay(3e-4, 0.5, 1000), Run(10**12))
    first.document.edit("test", design)
    first.document.look(log_scale=True, optimizer="Lion")
    first.resize(700, 500)
    first.show()
    first.close()
    second = start()
    assert second.document.design == design
    assert second.document.view.preferences.log_scale
    assert second.document.view.preferences.optimizer == "Lion"
    assert second.size() == QSize(700, 500)
    assert second.document.undo_stack.count() == 0


def test_a_factor_that_was_written_whole_comes_back_whole(start):
    first = start()
    whole = parse_schedule("step_decay(0.1, 2, 10)")
    first.document.edit("test", Design(whole, Run(1000)))
    pin(first.document)
    first.close()
    second = start()
    assert second.document.design.schedule == second.document.view.overlay.pins[0].schedule == whole
    assert second.document.design.schedule != StepDecay(0.1, 2.0, 10)


def test_what_was_kept_when_a_view_was_one_flat_value_is_read(own_settings):
    own_settings.parent.mkdir(parents=True)
    own_settings.write_text(WRITTEN_BEFORE)
    preferences = Preferences(True, False, optimizer="Lion", unit="iterations", dtype="bfloat16")
    assert Settings().view() == View(preferences, overlay=Overlay(pins=(Pin(StepDecay(0.1, 0.9, 10), 0, "base"),)))


def test_an_edit_is_on_the_disk_before_the_window_is_closed(start, qtbot, own_settings):
    window = start()
    window.document.edit("test", window.document.design.with_argument("init", 0.25))
    kept = own_settings.parent / "recovery"
    qtbot.waitUntil(lambda: any("0.25" in one.read_text() for one in kept.glob("*.json")))


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff\xfe not a settings file \x80",
        b"[design]\nschedule=step_decay(0, 0, 0)\nupdates=100\n",
        b"[design]\nschedule=__import__('os').abort()\nupdates=1\n",
        b"[design]\nschedule=step_decay(0.1, 0.9, 10)\nupdates=many\n",
        b"[view]\nlog_scale=perhaps\noptimizer=rm -rf\n[window]\ngeometry=@Invalid()\nsplitter=7\n",
        b"[design]\nschedule=@ByteArray(\n",
    ],
)
def test_a_broken_settings_file_never_stops_the_start(start, own_settings, content):
    own_settings.parent.mkdir(parents=True)
    own_settings.write_bytes(content)
    window = start()
    assert window.document.design == DEFAULT_DESIGN
    assert not window.document.view.preferences.log_scale


def test_a_settings_folder_that_can_not_be_written_stops_nothing(start, own_settings):
    own_settings.parent.parent.mkdir(parents=True)
    own_settings.parent.write_text("a file where the folder should be")
    window = start()
    window.document.edit("test", window.document.design.with_argument("init", 0.25))
    window.close()


def test_an_untouched_new_window_closed_last_does_not_replace_the_last_design(start):
    first, second = start(), start()
    first.document.edit("test", first.document.design.with_argument("init", 0.25))
    first.close()
    second.close()
    assert start().document.design.schedule.init == 0.25


def test_pins_come_back_at_the_next_start_with_names_and_what_is_hidden(start):
    first = start()
    pin(first.document)
    first.document.edit("test", Design(StepDecay(3e-4, 0.5, 1000), Run(8000)))
    pin(first.document)
    rename_pin(first.document, 0, "Säule, a; b")
    show_pin(first.document, 1, False)
    first.close()
    second = start()
    assert second.document.view.overlay.pins == (
        Pin(StepDecay(0.1, 0.9, 10), 0, "Säule, a; b"),
        Pin(StepDecay(3e-4, 0.5, 1000), 1, "", shown=False),
    )


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        '[{\\"schedule\\": \\"step_decay(0, 0, 0)\\", \\"style\\": 0, \\"name\\": \\"\\", \\"shown\\": true}]',
        "[1, 2]",
        "{}",
        '[{\\"schedule\\": \\"step_decay(1, 1, 1)\\", \\"style\\": 99, \\"name\\": \\"\\", \\"shown\\": true}]',
    ],
)
def test_broken_pins_are_none(start, own_settings, content):
    own_settings.parent.mkdir(parents=True)
    own_settings.write_text(f'[General]\npins="{content}"\n')
    assert start().document.view.overlay.pins == ()


def test_a_new_window_has_no_pins_of_another(window, qtbot):
    window.document.edit("test", window.document.design.with_argument("init", 0.25))
    pin(window.document)
    window.keeper.keep()
    window.menus.actions["new"].trigger()
    (other,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one is not window)
    qtbot.waitExposed(other)
    assert other.document.view.overlay.pins == ()
    other.close()
