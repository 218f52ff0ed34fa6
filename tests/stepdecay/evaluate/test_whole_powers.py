"""Powers of a factor that a text writes as a whole number: MLX's own rates, to the bit, before they wrap and after."""

from __future__ import annotations

import math

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    figures,
    levels,
    outline,
    parse_schedule,
    rates,
    to_python,
)
from stepdecay.evaluate.curve import extent
from stepdecay.evaluate.level_list import level_at
from stepdecay.evaluate.mlx_rates import few_rates
from stepdecay.schedule.structure import with_argument
from tests.stepdecay.helpers.cases import bits

KNOWN = {2: 64, 3: 41, 4: 32, 5: 28, 6: 25, 7: 23, 10: 20, 16: 16, 100: 10, 1000: 7, 65536: 4, 2**63 - 1: 2}
"""For some factors, the first power that a uint64 can't hold."""

factors = st.integers(2, 1000) | st.integers(2, 2**63 - 1) | st.integers(1, 62).map(lambda power: 2**power)


def written(init: float | int, factor: int, size: int | None = None):
    """The schedule of a text."""
    return parse_schedule(f"step_decay({init}, {factor}, {size})" if size else f"exponential_decay({init}, {factor})")


def trained(scheduler, updates: int) -> list[int]:
    """The bits of the rates that an optimizer really uses, one after the other, cast as for float32 gradients."""
    optimizer, parameters = optim.SGD(learning_rate=scheduler), {"weight": mx.array([1.0])}
    used = []
    for _ in range(updates):
        optimizer.apply_gradients({"weight": mx.array([0.0])}, parameters)
        used.append(float(optimizer.learning_rate.astype(mx.float32)))
    return bits(used)


@pytest.mark.parametrize("init", [0.1, 1e-5, 1, 3])
@pytest.mark.parametrize("factor", [2, 3, 6, 10, 17])
def test_rates_are_those_of_the_training_run_before_the_wrap_and_after_it(init, factor):
    schedule = written(init, factor)
    assert bits(rates(schedule, range(80))) == trained(optim.exponential_decay(init, factor), 80)
    schedule = written(init, factor, 2)
    assert bits(rates(schedule, range(160))) == trained(optim.step_decay(init, factor, 2), 160)


@given(init=st.sampled_from([0.1, 1e-5, 1, 3, 2**40]), factor=factors, size=st.integers(1, 1000))
def test_one_step_and_many_have_the_same_bits(init, factor, size):
    schedule, scheduler = written(init, factor, size), optim.step_decay(init, factor, size)
    steps = around_the_wrap(schedule)
    found = bits(rates(schedule, steps))
    assert found == bits([float(scheduler(mx.array(step, mx.uint64)).astype(mx.float32)) for step in steps])
    assert found == bits(few_rates(schedule, steps))
    assert found == [bits(rates(schedule, step))[0] for step in steps]


@pytest.mark.parametrize(("init", "factor"), [(0.1, 2), (3, 10), (1e-5, 2**63 - 1)])  # each is compiled as C++
def test_compiled_rates_are_the_same_bits(init, factor):
    schedule, scheduler = written(init, factor, 10), optim.step_decay(init, factor, 10)
    compiled = mx.compile(lambda step: scheduler(step).astype(mx.float32))
    steps = around_the_wrap(schedule)
    assert bits(rates(schedule, steps)) == bits(compiled(mx.array(steps, dtype=mx.uint64)))


def around_the_wrap(schedule) -> list[int]:
    size, wrap = schedule.step_size, schedule.wrap_step
    return [0, size, wrap - 1, wrap, wrap + size, 64 * size, 70 * size + 1]


@pytest.mark.parametrize(("factor", "power"), KNOWN.items())
def test_the_step_at_which_powers_wrap_is_known(factor, power):
    assert written(0.1, factor).wrap_step == power
    assert written(0.1, factor, 10).wrap_step == 10 * power
    assert written(1, factor).wrap_step == power


@given(factor=factors, init=st.just(0.5) | st.integers(1, 1000))
def test_mlx_has_the_exact_powers_up_to_the_wrap_and_other_ones_from_there_on(factor, init):
    wrap = written(init, factor).wrap_step
    first = init if isinstance(init, int) else 1
    found = [int(optim.exponential_decay(first, factor)(mx.array(step, mx.uint64))) for step in range(wrap + 1)]
    exact = [first * factor**step for step in range(wrap + 1)]
    assert found[:wrap] == exact[:wrap]
    assert found[wrap] == exact[wrap] % 2**64 != exact[wrap]


def test_a_whole_first_rate_makes_the_wrap_earlier_and_the_rate_a_uint64():
    assert optim.exponential_decay(3, 2)(mx.array(1, mx.uint64)).dtype == mx.uint64
    assert (written(3, 2).wrap_step, written(3.0, 2).wrap_step) == (63, 64)
    assert bits(rates(written(3, 2), range(70))) != bits(rates(written(3.0, 2), range(70)))


def test_powers_of_most_whole_factors_are_the_floats_but_not_of_all():
    """MLX's powers of floats may be wrong in their last bit; those of whole numbers are exact before they are cast."""
    for factor, power in KNOWN.items():
        whole, single = written(0.1, factor), ExponentialDecay(0.1, factor)
        assert bits(rates(whole, range(power))) == bits(rates(single, range(power)))
        assert bits(rates(whole, power)) != bits(rates(single, power))
    assert bits(rates(written(0.1, 17), 6)) != bits(rates(ExponentialDecay(0.1, 17), 6))


def test_even_factors_end_at_0_for_ever_and_odd_ones_never_at_inf():
    assert not rates(written(0.1, 2), range(64, 1000)).any()
    assert not rates(written(0.1, 6), range(64, 1000)).any()
    assert rates(written(0.1, 6), range(25, 64)).all()
    noise = rates(written(0.1, 3), range(41, 2000))
    assert np.isfinite(noise).all()
    assert len(set(np.sign(np.diff(noise.astype(float))))) == 2


@pytest.mark.parametrize("arguments", ["0.1, 2.0", "0.1, 1", "1, 0"])
def test_floats_one_and_zero_have_powers_that_never_wrap(arguments):
    schedule = parse_schedule(f"exponential_decay({arguments})")
    assert schedule.wrap_step is None
    assert schedule == ExponentialDecay(schedule.init, schedule.decay_rate)


def test_schedules_made_by_their_classes_are_of_floats():
    assert StepDecay(1, 2, 10) == StepDecay(1.0, 2.0, 10)
    assert repr(StepDecay(1, 2, 10)) == "StepDecay(init=1.0, decay_rate=2.0, step_size=10)"
    assert StepDecay(1, 2, 10).wrap_step is None


@pytest.mark.parametrize("text", ["step_decay(0.1, 9223372036854775808, 10)", "exponential_decay(0.1, 2**63)"])
def test_a_factor_from_2_to_the_63_on_is_refused_as_mlx_refuses_it(text):
    with pytest.raises(RuntimeError):
        optim.exponential_decay(0.1, 2**63)(mx.array(1, mx.uint64))
    with pytest.raises(ScheduleError, match=r"decay_rate must be below 2\^63 where it is a whole number") as caught:
        parse_schedule(text)
    assert caught.value.field == "decay_rate"


@pytest.mark.parametrize("text", ["step_decay(0.1, True, 10)", "step_decay(0.1, -2, 10)"])
def test_a_truth_value_or_a_negative_whole_factor_is_refused(text):
    with pytest.raises(ScheduleError, match=r"decay_rate.* a( number|t least 0)|is not a number"):
        parse_schedule(text)


# What tells a whole factor from its float


@pytest.mark.parametrize("text", ["step_decay(0.1, 2, 10)", "exponential_decay(1, 3)", "step_decay(7, 1000, 3)"])
def test_code_says_a_whole_factor_as_the_text_did(text):
    schedule = parse_schedule(text)
    assert to_python(schedule) == f"optim.{text}"
    assert parse_schedule(to_python(schedule)) == schedule
    again = eval(to_python(schedule), {"optim": optim})
    assert bits(rates(schedule, range(300))) == bits(again(mx.arange(300, dtype=mx.uint64)).astype(mx.float32))


def test_a_whole_factor_and_its_float_are_two_schedules_in_both_directions_and_in_every_cache():
    whole, single = written(0.1, 2, 10), StepDecay(0.1, 2.0, 10)
    assert whole != single
    assert single != whole
    assert len({whole, single, written(0.1, 2, 10)}) == 2
    assert whole.decay_rate != single.decay_rate
    assert single.decay_rate != whole.decay_rate


def test_an_edit_of_another_argument_keeps_it_whole_and_one_of_its_own_does_not():
    whole = written(3, 2, 10)
    assert with_argument(whole, "step_size", 20) == written(3, 2, 20)
    assert with_argument(whole, "init", 0.5) == written(0.5, 2, 10)
    assert with_argument(whole, "decay_rate", 2.0) == StepDecay(3, 2, 10)
    assert to_python(with_argument(whole, "decay_rate", 0.5)) == "optim.step_decay(3.0, 0.5, 10)"


# Levels, curve and figures end at the wrap


def test_levels_end_with_one_that_wraps():
    found = levels(written(0.1, 2, 10), 1000)
    assert len(found) == 65
    assert found[63] == (631, 640, *[float(rates(written(0.1, 2, 10), 639))] * 2)
    last = found[64]
    assert last[:2] == (641, 1000)
    assert last.wraps
    assert not found[63].wraps
    assert [level.first_update for level in found] == [*range(1, 641, 10), 641]
    assert level_at(written(0.1, 2, 10), 641) == level_at(written(0.1, 2, 10), 10**9) == 64
    assert len(levels(written(0.1, 2, 10), 640)) == 64
    assert not levels(written(0.1, 2, 10), 640)[-1].wraps


def test_an_exponential_is_a_level_up_to_the_wrap_and_one_that_wraps():
    found = list(levels(written(0.1, 3), 100))
    assert [level[:2] for level in found] == [(1, 41), (42, 100)]
    assert [level.wraps for level in found] == [False, True]
    assert found[0].last_rate == float(rates(written(0.1, 3), 40))


JOINED = JoinSchedules([LinearSchedule(0, 0.1, 50), written(0.1, 2), CosineDecay(0.1, 100)], [50, 150])


@pytest.mark.parametrize("columns", [1, 7, 100, 1000])
@pytest.mark.parametrize(("first", "last"), [(0, 300), (60, 200), (113, 151), (50, 114)])
def test_the_curve_has_a_gap_from_the_wrap_to_the_next_piece_and_is_exact_elsewhere(first, last, columns):
    line = outline(JOINED, first, last, columns)
    assert (line.x[0], line.x[-1]) == (first, last)
    assert (np.diff(line.x) >= 0).all()
    gap = line.x[np.isnan(line.y)].tolist()
    assert gap == ([max(114, first), min(150, last)] if last > 114 else [])
    for low, high in ((first, min(last, 114)), (max(first, 150), last)):
        if low < high:
            inside = line.y[(line.x >= low) & (line.x <= high) & ~np.isnan(line.y)]
            every = rates(JOINED, range(low, high)).astype(float)
            assert (inside.min(), inside.max()) == (every.min(), every.max())


def test_the_curve_of_nothing_but_wrapped_steps_has_no_point():
    line = outline(written(0.1, 2), 64, 1000, 10)
    assert line.x.tolist() == [64, 1000]
    assert np.isnan(line.y).all()


def test_a_whole_factor_draws_the_steps_before_the_wrap_as_exactly_as_any_other():
    steps = outline(written(0.1, 10, 3), 0, 60, 1000)
    assert not np.isnan(steps.y).any()
    assert set(steps.y) == set(rates(written(0.1, 10, 3), range(60)).astype(float))


def test_an_axis_is_laid_out_for_the_rates_before_the_wrap():
    bounds = extent(written(0.1, 2, 10), 1000)
    first, highest = rates(written(0.1, 2, 10), [0, 639]).tolist()
    assert bounds[:1] + bounds[2:] == (first, first, highest, first, highest)
    assert math.isnan(bounds.last)
    assert extent(JOINED, 300).last == float(rates(JOINED, 299))


def test_a_run_that_wraps_has_no_mean_and_no_last_rate():
    found = figures(written(0.1, 2, 10), 1000)
    assert math.isnan(found.last_rate)
    assert math.isnan(found.mean_rate)
    assert (found.drops, found.tenth_update) == (63, None)
    before = figures(written(0.1, 2, 10), 640)
    assert before.mean_rate == pytest.approx(rates(written(0.1, 2, 10), range(640)).astype(float).mean())
    joined = figures(JOINED, 300)
    assert joined.last_rate == float(rates(JOINED, 299))
    assert joined.tenth_update == 151
