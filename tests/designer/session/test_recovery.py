"""Every open document lasts: with its own record, as long as the process that has it open lives, and beyond."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer import app
from designer.app import create_window
from designer.filing.dialogs import Closing
from designer.frame.window import MainWindow
from designer.model.document import DEFAULT_DESIGN
from designer.model.pins import pin
from designer.session.autosave import KEEP_MS
from stepdecay import CosineDecay
from tests.designer.helpers.files import LORA, SCRIPT, discard, edit, message, press, trigger

OTHER = """
import json, sys
from designer import app
from designer.frame.window import MainWindow
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

def shown():
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    return sorted(windows, key=lambda one: one.windowTitle())

def wait():
    windows = shown()
    done = len(windows) == {count} and all(one.message_bar.parent() and not one.add_part() for one in windows)
    QTimer.singleShot(20, act if done else wait)

def act():
{body}

QTimer.singleShot(0, wait)
sys.exit(app.main({arguments!r}))
"""
EDIT = """
    from pathlib import Path
    first = shown()[0]
    first.open_wanted.emit(Path({script!r}))
    first.new_window()
    first.open_wanted.emit(Path({lora!r}))
    script, other = [next(one for one in shown() if suffix in one.windowTitle()) for suffix in (".py", ".yaml")]
    untitled = next(one for one in shown() if "Untitled" in one.windowTitle())
    script.document.edit_argument("schedules[1].end", 2e-5)
    other.document.edit_argument("schedules[1].init", 3e-5)
    untitled.document.edit_argument("init", 0.25)
    print("edited", flush=True)
"""
TELL = """
    print(json.dumps([[one.windowTitle(), one.isWindowModified(), one.document.design.arguments()] for one in shown()]))
    app.end()
"""


@pytest.fixture
def process(tmp_path, own_settings):
    """Starts the program as a process of its own, which does something once it has so many windows."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}

    def start(body, count=1, arguments=()):
        code = OTHER.format(body=body, count=count, arguments=list(arguments))
        return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)

    return start


@pytest.fixture
def another(qtbot, own_settings):
    """Opens a window, shown; `arguments` as on the command line."""

    def open_window(*arguments):
        window = create_window(list(map(str, arguments)))
        qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
        window.show()
        qtbot.waitExposed(window)
        return window

    return open_window


@pytest.fixture
def records(own_settings):
    """What the records say, in their order."""
    folder = own_settings.parent / "recovery"
    return lambda: [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def windows() -> list[MainWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def close_all() -> None:
    """End the program and be rid of the windows that opened by themselves."""
    app.end()
    for window in windows():
        window.deleteLater()


def test_a_script_and_a_config_edited_and_the_process_killed_are_all_back_at_the_next_start(process, tmp_path):
    script, lora = tmp_path / "train.py", tmp_path / "lora.yaml"
    script.write_bytes(SCRIPT)
    lora.write_bytes(LORA)
    with process(EDIT.format(script=str(script), lora=str(lora))) as first:
        assert first.stdout.readline() == "edited\n"
        time.sleep(1)  # what is on the disk a second later is what this is about
        first.send_signal(signal.SIGKILL)
    assert script.read_bytes() == SCRIPT
    with process(TELL, count=3) as second:
        told = json.loads(second.communicate(timeout=60)[0])
    assert second.returncode == 0
    assert [one[:2] for one in told] == [["Untitled[*]", False], ["lora.yaml[*]", True], ["train.py[*]", True]]
    assert told[0][2]["init"] == 0.25
    assert told[1][2]["schedules[1].init"] == 3e-5
    assert told[2][2]["schedules[1].end"] == 2e-5


def test_two_processes_never_have_one_document(process, another, script):
    window = another(script)
    edit(window, "schedules[1].end", 2e-5)
    window.keeper.keep()
    with process(TELL) as other:
        told = json.loads(other.communicate(timeout=60)[0])
    assert [one[0] for one in told] == ["Untitled[*]"]
    with process(TELL, arguments=[str(script)]) as other:
        told = json.loads(other.communicate(timeout=60)[0])
    assert [one[:2] for one in told] == [["train.py[*]", False]]


def test_quitting_asks_nothing_and_everything_is_there_again(another, script, qtbot):
    first, second = another(), another(script)
    pin(first.document)
    edit(first, "init", 0.25)
    edit(second, "schedules[1].end", 2e-5)
    for window in (first, second):
        window.files.ask_closing = lambda *_: pytest.fail("asked")
    trigger(first, "quit")
    assert not windows()
    again = another()
    assert again.document.design.schedule.init == 0.25
    assert again.document.view.overlay.pins[0].schedule == DEFAULT_DESIGN.schedule
    (other,) = (one for one in windows() if one is not again)
    assert other.windowTitle() == "train.py[*]"
    assert other.document.design.schedule.schedules[1].end == 2e-5
    close_all()


def test_a_file_that_is_named_comes_alone_and_the_others_are_offered(another, script, tmp_path):
    first, second = another(), another(script)
    edit(first, "init", 0.25)
    edit(second, "schedules[1].end", 2e-5)
    trigger(first, "quit")
    lora = tmp_path / "lora.yaml"
    lora.write_bytes(LORA)
    named = another(lora)
    assert windows() == [named]
    assert "train.py" in message(named)
    press(named, "Open All")
    assert sorted(one.windowTitle() for one in windows()) == ["Untitled[*]", "lora.yaml[*]", "train.py[*]"]
    assert not message(named)
    close_all()


def test_what_was_offered_and_not_wanted_is_offered_again(another, script):
    first = another()
    edit(first, "init", 0.25)
    first.close()
    second = another(script)
    assert "untitled" in message(second)
    second.close()
    third = another(script)
    assert "untitled" in message(third)


@pytest.mark.parametrize(
    ("answer", "closes", "comes_back"), [("discard", True, False), ("cancel", False, True), ("save", True, True)]
)
def test_closing_one_of_several_asks_about_an_untitled_design(window, another, tmp_path, answer, closes, comes_back):
    other = another("step_decay(0.3, 0.5, 7)")
    asked = []
    other.files.ask_closing = lambda *args: (asked.append(args[1]), Closing(answer))[1]
    other.files.ask_path = lambda *_: (str(tmp_path / "new.py"), "")
    edit(other, "init", 0.25)
    assert other.close() is closes
    assert asked == [""]
    assert (tmp_path / "new.py").exists() is (answer == "save")
    assert window.document.design == DEFAULT_DESIGN


def test_an_untitled_design_that_is_as_it_began_closes_without_a_question(window, another):
    other = another("step_decay(0.3, 0.5, 7)")
    other.files.ask_closing = lambda *_: pytest.fail("asked")
    edit(other, "init", 0.25)
    other.document.undo_stack.undo()
    assert other.close()


def test_an_untitled_design_of_before_is_asked_about_too(window, another):
    other = another()
    edit(other, "init", 0.25)
    window.hide()
    other.close()
    window.show()
    again = another()
    assert again.document.design.schedule.init == 0.25
    asked = []
    again.files.ask_closing = lambda *_: (asked.append(1), Closing.DISCARD)[1]
    assert again.close()
    assert asked == [1]


def test_a_document_that_was_closed_does_not_come_back(window, another, script, records):
    other = another(script)
    other.keeper.keep()
    assert len(records()) == 1
    other.close()
    assert records() == []


def test_a_hand_that_never_rests_does_not_put_off_the_keeping(window, records):
    """An edit every 100 ms for 3 s: never more than a second of them is missing."""
    began = time.monotonic()
    for number in range(30):
        edit(window, "step_size", 100 + number)
        QTest.qWait(100)
        if time.monotonic() - began > 2 * KEEP_MS / 1000:
            kept = int(records()[0]["design"]["schedule"].rpartition(", ")[2].rstrip(")"))
            assert number - (kept - 100) <= 10


def test_records_that_nobody_came_for_in_a_month_are_gone(another, own_settings, records):
    edit(first := another(), "init", 0.25)
    first.close()
    (path,) = (own_settings.parent / "recovery").glob("*.json")
    month = time.time() - 31 * 24 * 3600
    os.utime(path, (month, month))
    assert another().document.design == DEFAULT_DESIGN
    assert not path.exists()


def test_the_last_design_of_an_earlier_version_is_read_once(another, own_settings, records):
    own_settings.parent.mkdir(parents=True)
    own_settings.write_text('[design]\nschedule="cosine_decay(0.1, 200)"\nrun="{\\"iterations\\": 300}"\nlast=null\n')
    first = another()
    assert first.document.design.schedule == CosineDecay(0.1, 200)
    assert "cosine" not in own_settings.read_text()
    first.close()
    assert another().document.design.run.iterations == 300


@pytest.mark.parametrize("content", ["", "null", "[]", "{}", '{"design": 7}', "\x00", '{"design": {"schedule": "("}}'])
def test_a_record_that_can_not_be_read_stops_nothing_and_is_not_lost(another, own_settings, content):
    folder = own_settings.parent / "recovery"
    folder.mkdir(parents=True)
    (folder / "1.json").write_text(content)
    assert another().document.design == DEFAULT_DESIGN
    assert (folder / "1.json").read_text() == content


def test_records_that_can_not_be_written_are_said_once(window, own_settings):
    own_settings.parent.mkdir(parents=True, exist_ok=True)
    (own_settings.parent / "recovery").write_text("a file where the folder should be")
    edit(window, "init", 0.25)
    window.keeper.keep()
    assert "can't be kept" in message(window)
    window.message_bar.show_message("")
    edit(window, "init", 0.3)
    window.keeper.keep()
    assert not message(window)
