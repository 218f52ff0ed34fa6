"""Findings about a schedule in somebody's file: where they are, and what the file can be made to say."""

from __future__ import annotations

import pytest

from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, check
from stepdecay.trainers.mlx_lm import lora_schedule
from tests.stepdecay.helpers.checks import SAMPLE, in_file, restarts, wrong

SCRIPT = """\
import mlx.optimizers as optim

TOTAL = 1000
warmup = optim.linear_schedule(0.0, 1e-5, 100)
decay = optim.cosine_decay(
    1e-5, TOTAL, end=1e-7
)
lr_schedule = optim.join_schedules([warmup, decay], [101])
"""


def place(code, found, run=None):
    """The line and the column of the one finding of a code."""
    (one,) = [one for one in check(found.schedule, run, found) if one.code == code]
    return one.place.line, one.place.column


def test_the_sample_config_is_mended_where_its_1000_stands_and_nowhere_else():
    found = in_file(SAMPLE)
    assert place("LR101", found) == (7, SAMPLE.splitlines()[6].index("1000") + 1)
    (one,) = [one for one in check(None, source=found) if one.severity != "note"]
    assert one.fix is not None
    assert one.fix.is_safe
    assert found.replace(one.fix.schedule, one.fix.run).decode() == SAMPLE.replace("1.0e-5, 1000", "1.0e-5, 898")
    assert wrong(None, source=in_file(SAMPLE.replace("1.0e-5, 1000", "1.0e-5, 898"))) == []


def test_the_place_in_a_script_is_that_of_the_argument_in_the_call_it_is_given_to():
    found = in_file(SCRIPT, "train.py")
    assert place("LR101", found, Run(1000)) == (6, 11)
    assert place("LR205", found, Run(1000)) == (4, 32)
    assert place("LR207", found, Run(1000)) == (8, 54)


def test_an_argument_that_is_not_written_has_the_place_of_its_schedule():
    found = in_file(SCRIPT, "train.py")
    assert found.place_of("schedules[0].decay_rate") == (found.line, found.column) == (8, 15)


def test_what_mlx_rejects_is_one_error_at_the_argument_and_the_end_of_it():
    found = in_file("import mlx.optimizers as optim\nlr = optim.step_decay(0.1, 0.9, 0)\n", "train.py")
    (one,) = check(None, Run(1000), found)
    assert (one.code, one.severity, one.message) == ("LR401", "error", "step_size must be at least 1, got 0")
    assert one.place[:2] == (2, 33)


@pytest.mark.parametrize(
    ("call", "code", "meant"),
    [
        ("cosine_decay(1e-3, 1000, eta_min=1e-5)", "LR402", "; end is probably meant"),
        ("step_decay(0.1, step_size=10, gamma=0.5)", "LR402", "; decay_rate is probably meant"),
        ("step_decay(0.1, decay_steps=10, decay_factor=0.5)", "LR402", "; step_size is probably meant"),
        ("step_decay(0.1, 0.5, stepsize=10)", "LR401", "; step_size is probably meant"),
        ("cosine_decay(1e-3)", "LR401", " is missing decay_steps"),
    ],
)
def test_the_words_of_other_frameworks_are_told_from_slips(call, code, meant):
    found = in_file(f"import mlx.optimizers as optim\nlr = optim.{call}\n", "train.py")
    (one,) = check(None, source=found)
    assert one.code == code
    assert one.message.endswith(meant)


def test_a_foreign_word_within_a_join_is_one_too():
    text = "lr = optim.join_schedules([optim.cosine_decay(1e-3, 9), optim.cosine_decay(1e-3, T_max=9)], [9])"
    found = in_file(f"import mlx.optimizers as optim\n{text}\n", "train.py")
    (one,) = check(None, source=found)
    assert one.code == "LR402"
    assert one.message.startswith("schedules[1]: cosine_decay(init, decay_steps, end=0.0) has no argument 'T_max'")


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        ("optim.cosine_decay(1e-3, 1000, eta_min=1e-5)", "eta_min"),
        ("optim.step_decay(0.1, 0.5, stepsize=10)", "stepsize"),
        ("optim.step_decay(0.1, 0.5, 10, init=3)", "init"),
        ("optim.step_decay(0.1, 0.5, 10, 17)", "17"),
        ("optim.join_schedules([optim.cosine_decay(1e-3, 9), optim.cosine_decay(1e-3, T_max=9)], [9])", "T_max"),
        ("optim.join_schedules([optim.cosine_decay(1e-3, 9), optim.cosine_decay(1e-3, 0)], [9])", "0)], [9]"),
        ("optim.join_schedules([optim.cosine_decay(1e-3, 9), optim.cosine_decay(1e-3, 8)], [-7])", "-7"),
        ("optim.cosine_decay(end=1e-3)", "optim"),
    ],
)
def test_what_is_refused_in_a_script_is_at_the_very_word(call, wrong):
    found = in_file(f"import mlx.optimizers as optim\nlr = {call}\n", "train.py")
    (one,) = check(None, source=found)
    assert one.place[:2] == (2, f"lr = {call}".index(wrong) + 1)


@pytest.mark.parametrize(
    ("key", "ending"),
    [
        ("warmup_steps: 100", "'warmup_steps' of an lr_schedule; warmup is probably meant"),
        ("total: 1", "'total' of an lr_schedule; it asks for name, arguments, warmup and warmup_init"),
        ("end: 0", "'end' of an lr_schedule; it asks for name, arguments, warmup and warmup_init"),
    ],
)
def test_a_key_that_mlx_lm_passes_over_is_named_where_it_stands(key, ending):
    text = f"iters: 1000\nlr_schedule:\n  name: cosine_decay\n  {key}\n  arguments: [1.0e-5, 999, 1.0e-7]\n"
    (one,) = check(None, source=in_file(text))
    assert (one.code, one.severity, one.fix) == ("LR406", "warning", None)
    assert one.place[:2] == (4, 3)
    assert one.message == f"mlx-lm ignores the key {ending}"


def test_names_without_a_value_are_a_note_until_they_have_one():
    text = "import mlx.optimizers as optim\nlr = optim.cosine_decay(args.lr, total - 1, args.floor)\n"
    found = in_file(text, "train.py")
    (one,) = check(None, Run(1000), found)
    assert (one.code, one.severity) == ("LR405", "note")
    assert one.message == "the text does not tell what args.lr, total and args.floor are, so nothing else is checked"
    known = found.with_values({"args.lr": 1e-3, "args.floor": 1e-5, "total": 3000})
    assert [one.code for one in check(None, Run(1000), known)] == ["LR101"]


def test_a_config_without_enough_iterations_for_an_update_says_so_and_nothing_else():
    text = SAMPLE.replace("1000\n", "3\ngrad_accumulation_steps: 4\n", 1)
    found = in_file(f"learning_rate: 1.0e-5\n{text}")
    (one,) = check(None, source=found)
    assert (one.code, one.severity) == ("LR107", "error")


def test_notes_on_how_a_config_is_written_come_with_their_places():
    found = in_file(f"learning_rate: 1.0e-5\n{SAMPLE.replace('1.0e-7]', '1e-7]')}")
    said = check(None, source=found)
    notes = {one.code: one.place[:2] for one in said if one.severity == "note"}
    assert [one.code for one in said][:1] == ["LR101"]
    assert notes["LR403"] == (1, 1)
    assert notes["LR404"] == (8, SAMPLE.splitlines()[6].index("1.0e-7]") + 1)


def test_a_run_that_the_command_line_gives_wins_over_the_file():
    assert wrong(None, Run(1102), in_file(SAMPLE)) == []


@pytest.mark.parametrize(
    "config",
    [
        SAMPLE,
        SAMPLE.replace("iters: 1000", "iters: 1000\ngrad_accumulation_steps: 4"),
        SAMPLE.replace("warmup: 100", "warmup: 500"),
        SAMPLE.replace("1000, ", "300, "),
        SAMPLE.replace("1000, ", "3, "),
        SAMPLE.replace("cosine_decay", "step_decay").replace("1000, 1.0e-7", "0.5, 2000"),
        SAMPLE.replace("iters: 1000", "iters: 60"),
    ],
)
def test_whatever_is_offered_for_a_config_can_be_said_in_it_and_saved(config):
    found = in_file(config)
    fixes = [one.fix for one in check(None, source=found) if one.fix is not None and one.severity != "note"]
    assert fixes
    for fix in fixes:
        assert lora_schedule(fix.schedule).schedule == fix.schedule
        again = in_file(found.replace(fix.schedule, fix.run).decode())
        assert (again.schedule, again.run) == (fix.schedule, fix.run)


def test_no_fix_is_offered_for_a_config_that_could_not_say_it():
    cycles = restarts(99, 99, 99)
    assert [one.fix is None for one in check(cycles, Run(250))] == [False]
    assert [one.fix is None for one in check(cycles, Run(250), in_file(SAMPLE)) if one.severity != "note"] == [True]


def test_a_fix_for_a_config_is_joined_as_mlx_lm_joins():
    joined = JoinSchedules([LinearSchedule(1e-7, 1e-5, 100), CosineDecay(1e-5, 1000, 1e-7)], [100])
    (fix,) = [one.fix for one in check(joined, Run(1000), in_file(SAMPLE)) if one.severity != "note"]
    assert fix is not None
    assert lora_schedule(fix.schedule).warmup == 100


def test_iterations_that_only_a_default_says_are_mended_unseen_if_the_decay_says_them_too():
    bare = "lr_schedule: {name: cosine_decay, warmup: 100, arguments: [1.0e-5, LENGTH, 1.0e-7]}\n"
    safe = {}
    for length in (1000, 1200):
        found = in_file(bare.replace("LENGTH", str(length)))
        (fix,) = [one.fix for one in check(None, source=found) if one.code == "LR101"]
        assert fix is not None
        safe[length] = fix.is_safe
    assert safe == {1000: True, 1200: False}


def test_a_python_file_is_checked_as_the_schedule_in_it():
    found = in_file("import mlx.optimizers as optim\nlr = optim.cosine_decay(1e-5, 999, 1e-7)\n", "train.py")
    assert found.schedule == CosineDecay(1e-5, 999, 1e-7)
    assert check(found.schedule, Run(1000), found) == []
