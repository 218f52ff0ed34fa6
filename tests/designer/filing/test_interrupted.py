"""A save that was killed half-way: what was in the file is offered at the next open, whether it can be read or not."""

from __future__ import annotations

import pytest

from designer.app import create_window
from designer.model.document import DEFAULT_DESIGN
from tests.designer.helpers.files import JOINED, SCRIPT, discard, message, press, trigger

TORN = {
    "unreadable": SCRIPT[: SCRIPT.index(b"900")],
    "readable": SCRIPT.replace(b"100)", b"200)"),
}
QUESTION = "Saving train.py was interrupted: it may be half old, half new. What was in it before is still there."


@pytest.fixture
def copy(script):
    copy = script.with_name(".train.py.lr-designer-recovered")
    copy.write_bytes(SCRIPT)
    return copy


@pytest.fixture(params=TORN)
def torn(request, script, copy):
    script.write_bytes(TORN[request.param])
    return script


@pytest.fixture
def started(qtbot, own_settings):
    """Starts with a file."""

    def start(*arguments):
        window = create_window([str(argument) for argument in arguments])
        qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
        window.show()
        qtbot.waitExposed(window)
        return window

    return start


def test_what_was_there_is_offered_at_the_start_and_put_back(qtbot, started, torn, copy):
    window = started(torn)
    assert message(window) == QUESTION
    press(window, "Put Back What Was There")
    assert (torn.read_bytes(), copy.exists(), message(window)) == (SCRIPT, False, "")
    qtbot.waitUntil(lambda: window.document.design.schedule == JOINED)
    assert window.document.source.path == torn
    assert not window.isWindowModified()


def test_it_is_offered_when_the_file_is_opened_from_a_window(qtbot, window, torn, copy):
    window.files.ask_paths = lambda *_: [str(torn)]
    trigger(window, "open")
    assert message(window) == QUESTION
    press(window, "Put Back What Was There")
    qtbot.waitUntil(lambda: window.document.design.schedule == JOINED)


def test_it_is_offered_when_the_last_file_comes_back(started, script, copy):
    started(script).close()  # the copy is the same: nothing was asked
    assert not copy.exists()
    copy.write_bytes(SCRIPT)
    script.write_bytes(TORN["unreadable"])
    window = started()
    window.message_bar.show_message("")  # that the file can't be read is said over the question
    assert message(window) == QUESTION


def test_the_file_may_stay_as_it_is(started, script, copy):
    script.write_bytes(TORN["readable"])
    window = started(script)
    press(window, "Keep It as It Is")
    assert (script.read_bytes(), copy.exists(), message(window)) == (TORN["readable"], False, "")
    assert window.document.design.schedule.schedules[0].steps == 200


def test_a_file_that_is_torn_and_has_no_copy_is_a_sentence_as_before(window, script):
    script.write_bytes(TORN["unreadable"])
    window.files.ask_paths = lambda *_: [str(script)]
    trigger(window, "open")
    assert message(window).startswith("train.py can't be read as Python: line 5")
    assert window.document.design == DEFAULT_DESIGN


def test_what_was_saved_since_is_not_written_over(started, script, copy):
    script.write_bytes(TORN["readable"])
    window = started(script)
    script.write_bytes(SCRIPT + b"# theirs\n")
    press(window, "Put Back What Was There")
    assert message(window) == "train.py was changed by another program; nothing was written"
    assert (script.read_bytes(), copy.read_bytes()) == (SCRIPT + b"# theirs\n", SCRIPT)
