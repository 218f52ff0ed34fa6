"""No settings file, whatever is in it, keeps the program from starting."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings

from designer.app import create_window
from designer.model.document import DEFAULT_DESIGN
from stepdecay import StepDecay
from tests.designer.helpers.files import SCRIPT

GARBAGE = (
    "", "-1", "9" * 20, "NaN", "null", "{}", '[{"path": 1}]', '{"near": []}', "\x00\xff", "@Variant(\\0\\0)",
    '{"iterations": 1e400}',
)  # fmt: skip


def store() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "lr-designer", "lr-designer")


@pytest.fixture
def kept(qtbot, own_settings, tmp_path):
    """A settings file with everything in it, a script with unsaved changes included; and its keys."""
    path = tmp_path / "train.py"
    path.write_bytes(SCRIPT)
    window = create_window([str(path)])
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "may_close", lambda: True))
    window.document.edit_schedule("edit", StepDecay(0.5, 0.5, 5))
    window.menus.actions["pin"].trigger()
    window.keeper.keep()
    settings = store()
    settings.sync()
    return {key: settings.value(key) for key in settings.allKeys()}


def start(qtbot) -> None:
    window = create_window()
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "may_close", lambda: True))
    assert window.document.design is not None


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_in_any_setting_is_as_if_it_were_not_there(kept, qtbot, garbage):
    settings = store()
    for key in kept:
        settings.setValue(key, garbage)
    settings.sync()
    start(qtbot)
    for key, value in kept.items():
        settings.setValue(key, value)
    for key, value in kept.items():  # and each alone, beside others that are right
        settings.setValue(key, garbage)
        settings.sync()
        start(qtbot)
        settings.setValue(key, value)


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("number", [-1, 1, 99, 10**30])
def test_a_number_beyond_its_list_is_as_if_it_were_not_there(kept, qtbot, place, number):
    settings, key = store(), "design/last"
    if key not in kept:
        pytest.skip("there is no such setting any more")
    last = json.loads(kept[key])
    last["near"][place] = number
    settings.setValue(key, json.dumps(last))
    settings.sync()
    start(qtbot)


def test_a_settings_file_of_no_settings_starts_with_the_first_design(qtbot, own_settings):
    own_settings.parent.mkdir(parents=True)
    own_settings.write_bytes(bytes(range(256)) * 40)
    window = create_window()
    qtbot.addWidget(window)
    assert window.document.design == DEFAULT_DESIGN
