from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.reshaping.kind_change import kind_changed
from stepdecay.reshaping.splitting import split
from stepdecay.schedule.kind import CONSTANT
from stepdecay.schedule.kinds import KINDS, Leaf, Schedule
from stepdecay.schedule.structure import pieces
from tests.stepdecay.helpers.cases import any_schedules, bits, short_any_schedules, telling_steps

WARMED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
HOLD = LinearSchedule(1e-3, 1e-3, 1)
LEAF_KINDS = [*(name for name in KINDS if name != "join_schedules"), CONSTANT]
run_lengths = st.integers(1, 20_000) | st.integers(1, 2**53)
tame_rates = st.floats(1e-6, 1.0)
shapes_that_split = st.one_of(
    st.builds(LinearSchedule, tame_rates, tame_rates, st.integers(1, 3000)),
    st.builds(ExponentialDecay, tame_rates, st.floats(0.99, 1.01)),
    st.builds(StepDecay, tame_rates, st.floats(0.5, 1.5), st.integers(300, 400)),
)


def place_in(data: st.DataObject, schedule: Schedule) -> int:
    return data.draw(st.integers(0, len(pieces(schedule)) - 1))


def test_a_line_is_split_into_two_with_the_rate_between_them():
    halves = split(LinearSchedule(0.0, 1e-3, 100), 40, 1000)
    assert halves == JoinSchedules([LinearSchedule(0.0, 4e-4, 40), LinearSchedule(4e-4, 1e-3, 60)], [40])


def test_a_cosine_is_cut_and_another_goes_on_from_its_rate():
    halves = split(CosineDecay(1e-3, 900, 1e-5), 450, 1000)
    assert halves.schedules[0] == CosineDecay(1e-3, 900, 1e-5)
    rest = halves.schedules[1]
    assert (rest.init, rest.decay_steps, rest.end) == (pytest.approx(0.000505, rel=1e-6), 450, 1e-5)


def test_what_has_ended_is_split_into_itself_and_a_constant():
    assert split(WARMED, 1000, 2000) == JoinSchedules([*WARMED.schedules, LinearSchedule(1e-5, 1e-5, 1)], [100, 1000])
    assert split(HOLD, 7, 10) == JoinSchedules([HOLD, HOLD], [7])


def test_a_line_that_mlx_ends_a_hair_below_zero_goes_on_at_zero():
    line = LinearSchedule(0.13, 0.0, 131)
    assert rates(line, 131) < 0
    assert split(line, 134, 1000) == JoinSchedules([line, LinearSchedule(0.0, 0.0, 1)], [134])


def test_a_step_decay_counts_its_drops_from_the_split_on():
    halves = split(StepDecay(1.0, 0.5, 10), 25, 100)
    assert halves == JoinSchedules([StepDecay(1.0, 0.5, 10), StepDecay(0.25, 0.5, 10)], [25])
    assert rates(halves, [34, 35]).tolist() == [0.25, 0.125]


@pytest.mark.parametrize(
    ("schedule", "step", "sentence"),
    [
        (WARMED, 100, "a piece begins at update 101 already; split elsewhere"),
        (WARMED, 0, "a piece begins at update 1 already; split elsewhere"),
        (WARMED, 2000, "the run of 2000 updates has no update 2001 to split at"),
        (WARMED, -1, "the run of 2000 updates has no update 0 to split at"),
        (StepDecay(1.0, 0.0, 1), 5, "the rate at update 6 is 0, and no decay can begin with that; split it earlier"),
        (
            ExponentialDecay(1.0, 2.0),
            500,
            "the rate at update 501 is infinite, and no piece can begin with that; split it earlier",
        ),
    ],
)
def test_where_nothing_can_be_split_a_sentence_says_why(schedule, step, sentence):
    with pytest.raises(ScheduleError) as refusal:
        split(schedule, step, 2000)
    assert str(refusal.value) == sentence


@given(shape=shapes_that_split, step=st.integers(1, 2999))
def test_a_split_does_not_change_the_curve(shape, step):
    if isinstance(shape, StepDecay):
        step = max(step // shape.step_size, 1) * shape.step_size
    halves = split(shape, step, 3000)
    before, after = rates(shape, range(3000)).astype(float), rates(halves, range(3000)).astype(float)
    # The float32 steps of a line are as wide as it is high, those of a factor's powers as wide as they are.
    scale = before.max() if isinstance(shape, LinearSchedule) else before
    assert (abs(after - before) <= 6 * 2**-23 * scale).all()


@given(schedule=short_any_schedules, step=st.integers(0, 9_999))
def test_a_split_leaves_all_other_pieces_and_what_is_before_it_in_them_alone(schedule, step):
    try:
        halves = split(schedule, step, 10_000)
    except ScheduleError:
        begins = any(piece.first_step == step for piece in pieces(schedule))
        assert begins or not 0 < rates(schedule, step) < math.inf
        return
    cut = next(piece for piece in reversed(pieces(schedule)) if piece.first_step < step)
    bent = isinstance(cut.schedule, LinearSchedule) and step - cut.first_step < cut.schedule.steps
    before = cut.first_step if bent else step
    steps = [at for at in telling_steps(schedule) if at < before or (cut.stop_step and at >= cut.stop_step)]
    assert bits(rates(schedule, steps)) == bits(rates(halves, steps))
    assert len(pieces(halves)) == len(pieces(schedule)) + 1
    if isinstance(cut.schedule, StepDecay | ExponentialDecay):
        assert bits(rates(schedule, step)) == bits(rates(halves, step))


def test_a_line_becomes_a_cosine_with_the_same_three_numbers():
    line = LinearSchedule(1e-3, 1e-5, 900)
    assert kind_changed(line, 0, "cosine_decay", 5000) == CosineDecay(1e-3, 900, 1e-5)
    assert kind_changed(CosineDecay(1e-3, 900, 1e-5), 0, "linear_schedule", 5000) == line


def test_a_decay_becomes_a_line_to_the_rate_it_came_to():
    assert kind_changed(StepDecay(0.1, 0.5, 100), 0, "linear_schedule", 501) == LinearSchedule(0.1, 0.0031, 500)
    joined = JoinSchedules([StepDecay(0.1, 0.5, 100), HOLD], [200])
    assert kind_changed(joined, 0, "cosine_decay", 501).schedules[0] == CosineDecay(0.1, 200, 0.025)


def test_a_constant_becomes_a_fall_to_a_tenth_and_a_warm_up_a_constant_at_its_peak():
    assert kind_changed(HOLD, 0, "linear_schedule", 1001) == LinearSchedule(1e-3, 1e-4, 1000)
    assert kind_changed(WARMED, 0, CONSTANT, 1000).schedules[0] == HOLD


def test_an_exponential_decay_falls_to_where_the_piece_fell():
    changed = kind_changed(CosineDecay(1e-3, 900, 1e-5), 0, "exponential_decay", 900)
    assert rates(changed, 900) == pytest.approx(1e-5, rel=0.05)
    assert rates(kind_changed(HOLD, 0, "exponential_decay", 1001), 1000) == pytest.approx(1e-4, rel=0.05)


def test_the_slowest_decay_is_one_that_float32_tells_from_none():
    changed = kind_changed(HOLD, 0, "exponential_decay", 10**12)
    assert rates(changed, 10**6) < rates(changed, 0)


def test_a_step_decay_gets_about_ten_drops():
    assert kind_changed(HOLD, 0, "step_decay", 1000) == StepDecay(1e-3, 0.5, 100)
    assert kind_changed(WARMED, 0, "step_decay", 1000).schedules[0] == StepDecay(1e-3, 0.5, 10)


def test_a_kind_that_mlx_does_not_have_is_no_kind():
    with pytest.raises(KeyError):
        kind_changed(HOLD, 0, "cyclic", 1000)


@given(schedule=any_schedules, name=st.sampled_from(LEAF_KINDS), updates=run_lengths, data=st.data())
def test_any_piece_can_become_any_kind_where_it_is(schedule, name, updates, data):
    index = place_in(data, schedule)
    before = pieces(schedule)
    after = pieces(kind_changed(schedule, index, name, updates))
    assert [piece.first_step for piece in after] == [piece.first_step for piece in before]
    assert [piece.schedule for piece in after if piece is not after[index]] == [
        piece.schedule for piece in before if piece is not before[index]
    ]
    old, new = before[index].schedule, after[index].schedule
    assert new.kind_name == name or (is_zero(old) and new.kind_name == CONSTANT)
    if old.init and CONSTANT not in (old.kind_name, name):
        assert new.init == old.init or not rates(old, 0)
        assert new.length in (old.length, None) or old.length is None


def is_zero(leaf: Leaf) -> bool:
    return not leaf.init and not getattr(leaf, "end", 0.0)
