"""Kinds of documents: what every one of them keeps, and a third one that is there for one line in the registry."""

from __future__ import annotations

import json

import pytest

from stepdecay import JoinSchedules, LinearSchedule, Run, ScheduleError, StepDecay, check, find_schedules
from stepdecay.sources import registry
from stepdecay.sources.files import find_in
from stepdecay.sources.kind import Claim
from tests.stepdecay.helpers.tiny_kind import FILE, TINY

SCHEDULE, RUN = StepDecay(0.1, 0.9, 100), Run(600)
KINDS = (*registry.KINDS, TINY)
WRITTEN = [pytest.param(kind, form, id=form.title) for kind in KINDS for form in kind.formats]


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """The third kind, as a line of the registry would have it."""
    monkeypatch.setattr(registry, "KINDS", KINDS)


def name_of(form) -> str:
    return f"file{form.suffixes[0]}"


# Every kind


@pytest.mark.parametrize(("kind", "form"), WRITTEN)
def test_what_is_written_into_a_new_file_is_found_there_as_what_it_is(kind, form):
    data = kind.new_file(SCHEDULE, RUN, form, "Adam").encode()
    assert registry.kind_of(data, name_of(form)) is kind
    (found,) = find_in(data, name_of(form))
    assert (found.kind, found.schedule, found.problem) == (kind, SCHEDULE, None)
    assert found.run == (RUN if kind.run_keys else None)


@pytest.mark.parametrize(("kind", "form"), WRITTEN)
def test_the_lines_of_a_file_have_every_argument_where_they_say(kind, form):
    (found,) = find_in(kind.new_file(SCHEDULE, RUN, form, "Adam").encode(), name_of(form))
    code = found.code(StepDecay(0.2, 0.5, 50))
    texts = {path: code.text[slice(*span)] for path, span in code.spans.items()}
    assert texts == {"init": "0.2", "decay_rate": "0.5", "step_size": "50"}
    assert code.language == form.language


@pytest.mark.parametrize(("kind", "form"), WRITTEN)
def test_a_schedule_put_back_leaves_every_byte_and_another_one_is_found(kind, form):
    data = kind.new_file(SCHEDULE, RUN, form, "Adam").encode()
    (found,) = find_in(data, name_of(form))
    assert found.replace(found.schedule, found.run) == data
    (again,) = find_in(found.replace(StepDecay(0.2, 0.5, 50)), name_of(form))
    assert (again.kind, again.schedule, again.run) == (kind, StepDecay(0.2, 0.5, 50), found.run)


@pytest.mark.parametrize(("kind", "form"), WRITTEN)
def test_what_can_not_be_said_is_refused_in_the_same_words_wherever_it_is_to_be_written(kind, form):
    joined = JoinSchedules([LinearSchedule(0.0, 0.1, 7), SCHEDULE], [7])
    refusal = kind.refusal(joined)
    assert kind.says_all == (not refusal)
    (found,) = find_in(kind.new_file(SCHEDULE, RUN, form, "Adam").encode(), name_of(form))
    for write in (found.code, found.replace, lambda one: kind.new_file(one, RUN, form, "Adam")):
        if refusal:
            with pytest.raises(ScheduleError) as raised:
                write(joined)
            assert str(raised.value) == refusal
        else:
            write(joined)


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_nearest_can_be_said_and_nothing_comes_nearer_to_what_can(kind):
    joined = JoinSchedules([LinearSchedule(0.0, 0.1, 7), SCHEDULE], [7])
    for schedule in (SCHEDULE, joined, StepDecay(0.1, 0.9, 13)):
        nearest = kind.nearest(schedule)
        assert nearest is None or (kind.refusal(schedule) and not kind.refusal(nearest))


# Which kind a file is


def test_a_file_is_read_as_the_kind_that_is_surest_of_it():
    assert registry.kind_of(FILE, "run.tiny") is TINY
    assert registry.kind_of(FILE, "lora.yaml") is TINY, "what it says counts more than its name"
    assert registry.kind_of(b"keep 3", "run.tiny") is TINY
    assert registry.kind_of(b"iters: 600", "lora.yaml") is registry.KINDS[1]
    assert registry.kind_of(b"", "run.unknown") is registry.KINDS[0]
    assert [kind.claim(FILE, "lora.yaml") for kind in KINDS] == [Claim.FALLBACK, Claim.NAME, Claim.CONTENT]


def test_the_third_kind_is_found_with_its_run_and_its_places(tmp_path):
    path = tmp_path / "run.tiny"
    path.write_bytes(FILE)
    (found,) = find_schedules(path)
    assert (found.schedule, found.run, found.line, found.column) == (SCHEDULE, RUN, 4, 1)
    assert found.place_of("step_size") == (4, 24)
    assert found.replace(StepDecay(0.1, 0.5, 100)) == FILE.replace(b"0.90", b"0.5")
    assert found.replace(SCHEDULE, Run(700)) == FILE.replace(b"600", b"700")


# Checked


def test_a_fix_is_what_the_kind_makes_of_it():
    (found,) = find_in(FILE.replace(b"600", b"64"), "run.tiny")
    (finding,) = check(None, source=found)
    assert finding.code == "LR106"
    assert finding.fix.schedule.step_size % 10 == 0
    assert check(found.schedule, found.run)[0].fix.schedule.step_size % 10, "elsewhere it is another one"


@pytest.mark.parametrize(("factor", "is_offered"), [(b"1.25", True), (b"1.10", False)])
def test_a_fix_that_the_kind_can_not_say_is_not_offered(factor, is_offered):
    (found,) = find_in(FILE.replace(b"0.90", factor), "run.tiny")
    (finding,) = [one for one in check(None, source=found) if one.code == "LR204"]
    assert (finding.fix is not None) == is_offered


def test_the_command_looks_into_a_folder_for_files_of_every_kind(run, tmp_path):
    (tmp_path / "run.tiny").write_bytes(FILE.replace(b"600", b"64"))
    (tmp_path / "other.tiny").write_bytes(b"keep 3\n")
    (tmp_path / "broken.tiny").write_bytes(b"dropped\n")
    status, out, err = run("check", ".")
    assert status == 1
    assert out.startswith("run.tiny:4:24: LR106 the rate never drops")
    assert "1 warning in 1 file" in err
    assert "*.json and *.tiny" in run("check", "--help")[1]


def test_the_command_names_the_maker_whose_default_it_takes(run, tmp_path):
    (tmp_path / "run.tiny").write_bytes(FILE.replace(b"steps 600\n", b""))
    assert "(steps = 100 is TinyTrain's default)" in run("check", "run.tiny")[1]
    assert "default" not in run("check", "run.tiny", "--run", "iters=90")[1]
    assert run("show", "run.tiny")[1].splitlines()[1] == "100 updates; steps = 100 is TinyTrain's default"
    assert json.loads(run("check", "run.tiny", "--format", "json")[1])[0]["assumed"] == ["steps = 100"]


def test_the_command_says_what_could_have_been_in_a_file(run, tmp_path):
    (tmp_path / "run.tiny").write_bytes(b"keep 3\n")
    status, _, err = run("show", "run.tiny")
    assert (status, "no schedule of mlx.optimizers, mlx-lm or TinyTrain" in err) == (2, True)
    status, _, err = run("show", "gone.tiny")
    assert (status, "gone.tiny can't be opened" in err) == (2, True)
