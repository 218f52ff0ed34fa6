"""A factor that a script or a config writes as a whole number: read as one, kept by edits, mended by a point."""

from __future__ import annotations

import mlx.core as mx
import pytest
import yaml

from stepdecay import JoinSchedules, Run, StepDecay, check, rates
from stepdecay.numbers.whole import WholeFactor
from stepdecay.schedule.structure import with_argument
from stepdecay.sources.mlx_lm.yaml_loader import MlxLmLoader
from tests.stepdecay.helpers.cases import bits
from tests.stepdecay.helpers.checks import in_file
from tests.stepdecay.helpers.lora_itself import build_schedule

IMPORT = "import mlx.optimizers as optim\n"
JSON = '{{"iters": 1000, "lr_schedule": {{"name": "{}", "arguments": {}}}}}'
CONFIG = "iters: 1000\nlr_schedule:\n  name: {}\n  arguments: {}\n"


def script(call: str, before: str = ""):
    return in_file(f"{IMPORT}{before}lr = optim.{call}\n", "train.py")


def config(arguments: str, name: str = "step_decay", warmup: str = ""):
    return in_file(CONFIG.format(name, arguments) + warmup)


def last_line(data: bytes) -> str:
    return data.decode().splitlines()[-1]


@pytest.mark.parametrize(
    ("call", "before"),
    [
        ("step_decay(0.1, 2, 10)", ""),
        ("step_decay(init=0.1, step_size=10, decay_rate=2)", ""),
        ("step_decay(0.1, 4 // 2, 10)", ""),
        ("step_decay(0.1, int(2.7), 10)", ""),
        ("step_decay(0.1, GAMMA, 10)", "GAMMA = 2\n"),
    ],
)
def test_a_script_s_whole_factor_is_one_however_it_is_written(call, before):
    schedule = script(call, before).schedule
    assert schedule.wrap_step == 640
    assert isinstance(schedule.decay_rate, WholeFactor)


@pytest.mark.parametrize("factor", ["2.0", "2e0", "4 / 2", "float(2)", "1", "0"])
def test_any_other_factor_is_a_float(factor):
    assert script(f"step_decay(0.1, {factor}, 10)").schedule.wrap_step is None


@pytest.mark.parametrize("value", [2, 2.0])
def test_a_name_that_the_text_does_not_tell_stands_for_a_float(value):
    """What a person types as 2 may be 2 or 2.0 when the script runs."""
    found = script("step_decay(args.lr, args.gamma, 10)").with_values({"args.lr": 3, "args.gamma": value})
    assert found.schedule == StepDecay(3, 2.0, 10)
    wanted = StepDecay(3, 2.0, 20)
    assert last_line(found.replace(wanted)) == "lr = optim.step_decay(args.lr, args.gamma, 20)"


def test_a_factor_of_2_to_the_63_is_refused_where_it_stands_also_beside_an_unknown_name():
    for call in (f"step_decay(0.1, {2**63}, 10)", f"step_decay(args.lr, {2**63}, 10)"):
        (one,) = check(None, None, script(call))
        assert one.code == "LR401"
        assert one.message.startswith("decay_rate must be below 2^63 where it is a whole number")
        assert (one.place.line, one.place.column) == (2, 28 if "0.1" in call else 32)


@pytest.mark.parametrize(
    ("path", "value", "written"),
    [
        ("step_size", 20, "lr = optim.step_decay(0.1, 2, 20)"),
        ("init", 0.5, "lr = optim.step_decay(0.5, 2, 10)"),
        ("decay_rate", 2.0, "lr = optim.step_decay(0.1, 2.0, 10)"),
        ("decay_rate", 0.5, "lr = optim.step_decay(0.1, 0.5, 10)"),
    ],
)
def test_edits_of_other_arguments_leave_the_literal(path, value, written):
    found = script("step_decay(0.1, 2, 10)")
    assert last_line(found.replace(with_argument(found.schedule, path, value))) == written


@pytest.mark.parametrize("init", ["3", "1_000"])
def test_a_whole_first_rate_keeps_its_text_when_only_the_factor_is_edited(init):
    found = script(f"step_decay({init}, 2, 10)")
    assert found.schedule.wrap_step < 640
    for value in (2.0, 0.5):
        edited = with_argument(found.schedule, "decay_rate", value)
        assert last_line(found.replace(edited)) == f"lr = optim.step_decay({init}, {value}, 10)"


def test_a_name_for_nothing_but_the_factor_gets_the_point_where_it_is_bound():
    found = script("step_decay(0.1, GAMMA, 10)", "GAMMA = 2\n")
    data = found.replace(with_argument(found.schedule, "decay_rate", 2.0)).decode()
    assert data == f"{IMPORT}GAMMA = 2.0\nlr = optim.step_decay(0.1, GAMMA, 10)\n"


def test_a_name_that_is_a_count_too_stays_whole():
    found = script("step_decay(0.1, N, N)", "N = 2\n")
    mended = with_argument(found.schedule, "decay_rate", 2.0)
    assert last_line(found.replace(mended)) == "lr = optim.step_decay(0.1, 2.0, N)"


def test_a_piece_of_a_join_keeps_its_whole_factor():
    found = script("join_schedules([optim.linear_schedule(0, 0.1, 9), optim.exponential_decay(0.1, 3)], [9])")
    assert found.schedule.schedules[1].wrap_step == 41
    edited = with_argument(found.schedule, "boundaries[0]", 20)
    assert last_line(found.replace(edited)).endswith("optim.exponential_decay(0.1, 3)], [20])")


# Configs


def trained_with(arguments: str, warmup: int = 0) -> list[int]:
    """The bits of the first rates that mlx-lm trains with, its float reader included."""
    block = {"name": "step_decay", "arguments": yaml.load(arguments, MlxLmLoader), "warmup": warmup}
    return bits(build_schedule(block)(mx.arange(900, dtype=mx.uint64)).astype(mx.float32))


@pytest.mark.parametrize(
    "arguments",
    ["[1.0e-5, 2, 10]", "[1e-5, 3, 10]", "[3, 2, 10]", "[1.0e-5, 2, 10.0]", "[3, 2, 10.0]", "[1.0e-5, 2.0, 10]"],
)
@pytest.mark.parametrize("warmup", [0, 50])
def test_a_config_s_rates_are_those_that_mlx_lm_trains_with(arguments, warmup):
    found = config(arguments, warmup=f"  warmup: {warmup}\n" if warmup else "")
    assert found.problem is None
    assert bits(rates(found.schedule, range(900))) == trained_with(arguments, warmup)
    (factor,) = {part.decay_rate for part in getattr(found.schedule, "schedules", (found.schedule,))[bool(warmup) :]}
    assert isinstance(factor, WholeFactor) is (arguments[-3:] == "10]" and "2.0" not in arguments)


@pytest.mark.parametrize(
    ("path", "value", "written"),
    [
        ("step_size", 20, "[1.0e-5, 2, 20]"),
        ("init", 2e-5, "[2.0e-05, 2, 10]"),
        ("decay_rate", 2.0, "[1.0e-5, 2.0, 10]"),
        ("decay_rate", 3.0, "[1.0e-5, 3.0, 10]"),
    ],
)
def test_edits_of_a_config_leave_the_whole_factor_or_write_the_point(path, value, written):
    found = config("[1.0e-5, 2, 10]")
    assert last_line(found.replace(with_argument(found.schedule, path, value))) == f"  arguments: {written}"


def test_a_config_s_step_that_is_a_float_keeps_the_factor_one():
    found = config("[1.0e-5, 2, 10.0]")
    assert found.schedule == StepDecay(1e-5, 2.0, 10)
    assert last_line(found.replace(with_argument(found.schedule, "init", 2e-5))) == "  arguments: [2.0e-05, 2, 10.0]"
    assert last_line(found.replace(with_argument(found.schedule, "step_size", 20))) == "  arguments: [1.0e-5, 2.0, 20]"
    whole = config("[1.0e-5, 2, 10]").schedule
    assert last_line(found.replace(whole)) == "  arguments: [1.0e-5, 2, 10]"


def test_a_whole_first_rate_after_a_warm_up_is_the_rate_that_it_rises_to():
    found = config("[3, 2, 10]", warmup="  warmup: 50\n")
    assert isinstance(found.schedule, JoinSchedules)
    edited = found.kind.conformed(found.schedule, with_argument(found.schedule, "schedules[0].end", 4.0))
    assert edited.schedules[1].init == 4.0
    assert b"arguments: [4.0, 2, 10]" in found.replace(edited)


@pytest.mark.parametrize(("name", "text"), [("lora.yaml", CONFIG), ("config.json", JSON)])
def test_the_fix_writes_the_point_and_nothing_else(name, text):
    text = text.format("exponential_decay", "[1.0e-5, 2]")
    found = in_file(text, name)
    (one,) = [one for one in check(found.schedule, None, found) if one.code == "LR303"]
    assert one.fix.is_safe
    assert found.replace(one.fix.schedule, Run(1000)).decode() == text.replace(", 2]", ", 2.0]")
