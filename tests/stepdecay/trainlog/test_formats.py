"""Formats of logs: a second one, that is not lines, is read for one line in the registry."""

from __future__ import annotations

import pytest

from stepdecay import Run, ScheduleError, read_log
from stepdecay.trainlog import registry
from stepdecay.trainlog.comparison import compared
from stepdecay.trainlog.file import LogFile
from tests.stepdecay.helpers.logs import PLAN, old_lines
from tests.stepdecay.helpers.state_format import StateFormat, state


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """The second format, as a line of the registry would have it."""
    monkeypatch.setattr(registry, "FORMATS", (StateFormat(), *registry.FORMATS))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.json"


def read_all(file: LogFile, size: int = 1000) -> int:
    """Read on to the end; return the rows that there are."""
    while file.read_piece(size):
        pass
    log = file.log()
    return 0 if log is None else len(log)


def test_a_document_is_read_and_compared_with_the_plan(path):
    path.write_text(state(1000))
    log = read_log(path)
    assert (log.name, log.unit, len(log)) == ("state.json", "updates", 100)
    assert compared(log, PLAN, Run(1000)).sentence.startswith("follows the plan: all 100 rates")


def test_lines_are_read_as_lines_beside_it(tmp_path):
    path = tmp_path / "run.log"
    path.write_text(old_lines())
    assert len(read_log(path)) == 100


def test_what_nobody_can_read_is_a_sentence_that_says_what_can_be(path):
    path.write_text('{"log_history": []}')
    with pytest.raises(ScheduleError, match=r"^state\.json has no .* read is a state with its log_history; mlx-lm's"):
        read_log(path)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_document_is_followed_whatever_pieces_it_comes_in(path, size):
    file = LogFile(path)
    text = state(200, best=None, epoch=0.5)
    with path.open("w") as written:
        for part in (text[:3], text[3:40], text[40:-5]):
            written.write(part)
            written.flush()
            assert read_all(file, size) == 0
        written.write(text[-5:])
    assert read_all(file, size) == 20
    assert file.log() is file.log()


def test_while_a_document_is_written_anew_it_is_what_it_was_when_it_was_last_whole(path):
    file = LogFile(path)
    path.write_text(state(100))
    assert read_all(file) == 10
    text = state(300)
    for part in ("", text[:5], text[:-1]):
        path.write_text(part)
        assert read_all(file) == 10
    path.write_text(text)
    assert read_all(file) == 30


def test_lines_that_are_begun_anew_are_not_shown_as_what_they_were(tmp_path):
    path = tmp_path / "run.log"
    path.write_text(old_lines())
    file = LogFile(path)
    assert read_all(file) == 100
    path.write_text("")
    assert read_all(file) == 0
