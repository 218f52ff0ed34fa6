"""A log that is not lines in the window, for one line in the registry: opened, followed, told from configs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QLabel

from designer.app import create_window
from designer.model.document import Design
from stepdecay import Run
from stepdecay.trainlog import registry
from tests.designer.helpers.files import ADAPTER, LORA_SCHEDULE, drop, message, plain, trigger
from tests.stepdecay.helpers.logs import PLAN
from tests.stepdecay.helpers.state_format import StateFormat, state


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """The second format, as a line of the registry would have it."""
    form = StateFormat()
    monkeypatch.setattr(registry, "FORMATS", (form, *registry.FORMATS))
    return form


@pytest.fixture
def planned(window):
    """The window with the plan that the logs are of."""
    window.document.edit("plan", Design(PLAN, Run(1000)))
    return window


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "state.json"
    path.write_text(state(500))
    return path


def sentence(window) -> str:
    return plain(window.findChild(QLabel, "logSentence").text())


def dropped(*paths) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_it_is_offered_by_the_dialog_shown_and_compared(planned, path, qtbot):
    asked = []
    planned.logs.ask_paths = lambda *args: (asked.append(args[2]), [str(path)])[1]
    trigger(planned, "open_log")
    assert asked[0].startswith("Training logs (*.json *.log *.txt")
    qtbot.waitUntil(lambda: planned.document.view.overlay.comparison is not None)
    assert len(planned.document.view.overlay.log) == 50
    assert sentence(planned).startswith("follows the plan: all 50 rates")


def test_it_is_followed_when_it_is_written_anew_and_stays_while_it_is_not_whole(planned, path, qtbot, registered):
    planned.logs.open_log(path)
    seen = []
    planned.logs.failed.connect(seen.append)
    planned.document.view_changed.connect(lambda new, _: seen.extend(["no log"] if new.overlay.log is None else []))
    text = state(900)
    with path.open("w") as file:
        file.write(text[:-1])
        file.flush()
        qtbot.waitUntil(lambda: len(text) - 1 in registered.sizes)
        file.write(text[-1:])
    qtbot.waitUntil(lambda: len(planned.document.view.overlay.log) == 90)
    assert seen == []


def test_a_dropped_file_is_a_log_or_a_config_by_what_it_says(planned, path, tmp_path, qtbot):
    config = tmp_path / "adapter_config.json"
    config.write_bytes(ADAPTER)
    drop(planned, dropped(path))
    qtbot.waitUntil(lambda: planned.document.view.overlay.log is not None)
    assert planned.document.design.schedule == PLAN
    window = create_window([str(config)])
    qtbot.addWidget(window)
    assert window.document.design.schedule == LORA_SCHEDULE
    assert window.document.view.overlay.log is None


def test_a_window_starts_with_it(qtbot, own_settings, path):
    window = create_window([str(path)])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.document.view.overlay.log is not None)
    assert len(window.document.view.overlay.log) == 50


def test_one_without_rates_is_a_sentence_that_names_every_format(planned, path, qtbot):
    path.write_text('{"log_history": []}')
    planned.logs.open_log(path)
    qtbot.waitUntil(lambda: "no learning rates and no losses" in message(planned))
    assert "a state with its log_history; mlx-lm's" in message(planned)
