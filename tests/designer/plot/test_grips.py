"""What of a curve can be held, and what dragging makes of it: properties, without a window."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from designer.plot.grabbing.grips import REACH, ROOM, RUN_END, Grip
from stepdecay import Run, StepDecay, rates
from stepdecay.chart.scale import Viewport
from stepdecay.numbers.bounds import LARGEST_RATE
from stepdecay.numbers.increment import Increment
from stepdecay.numbers.snapping import count_place
from stepdecay.numbers.stepping import as_decimal, decay_place
from tests.designer.helpers.grips import (
    Picture,
    dragged,
    heights_of,
    hit,
    is_dense,
    nudged,
    picture_of,
    rates_of,
    resting,
)

DRAG_PACES = st.sampled_from([Increment.PLAIN, Increment.COARSE, Increment.FINE])
FLOAT32 = 2.0**-22


@st.composite
def pictures(draw):
    size = draw(st.integers(1, 1000) | st.integers(1, 2**40))
    schedule = StepDecay(draw(st.floats(1e-6, 10)), draw(st.floats(0.3, 1.2)), size)
    updates = max(1, size * draw(st.integers(1, 25)) - draw(st.integers(0, size - 1)))
    return picture_of(schedule, updates, log=draw(st.booleans()), width=draw(st.floats(300, 2000)))


@st.composite
def held(draw, argument=None):
    """A picture, something in it to hold, and where it is held."""
    picture = draw(pictures())
    assume(not is_dense(picture))
    last = (picture.updates - 1) // picture.schedule.step_size
    choices = [Grip("init"), RUN_END]
    if last:
        number = draw(st.integers(1, last))
        choices += [Grip("decay_rate", number), Grip("step_size", number)]
    grip = draw(
        st.sampled_from([choice for choice in choices if argument in (None, choice.argument)] or [Grip("init")])
    )
    assume(argument in (None, grip.argument))
    return picture, grip


far = st.floats(-3000, 3000)
wild = st.floats(-1e12, 1e12)


@given(held(), wild, wild, DRAG_PACES)
def test_no_drag_however_wild_makes_an_invalid_schedule(held, x, y, increment):
    picture, grip = held
    value = dragged(picture, grip, (100.0, 100.0), (x, y), increment)
    if grip == RUN_END:
        Run(value)
    else:
        StepDecay(**{**vars(picture.schedule), grip.argument: value})


@given(held(), far, DRAG_PACES)
def test_a_drag_across_or_back_to_the_press_changes_nothing(held, across, increment):
    picture, grip = held
    pointer = (100.0 + across, 100.0) if grip.is_vertical else (100.0, 100.0 + across)
    now = picture.updates if grip == RUN_END else getattr(picture.schedule, grip.argument)
    assert dragged(picture, grip, (100.0, 100.0), pointer, increment) == now


def target_rate(picture: Picture, grip: Grip, moved: float) -> float:
    """The rate under the pointer that has been moved down from a tread by so many pixels."""
    y = float(picture.scale.to_view(rates_of(picture, [grip.number])[0])) - moved * picture.view_per_pixel
    return 10.0**y if picture.scale.log else y


@given(held("init"), st.floats(-400, 400))
def test_a_dragged_first_tread_lies_under_the_pointer_to_two_digits(held, moved):
    picture, grip = held
    wanted = target_rate(picture, grip, moved)
    assume(
        picture.view_per_pixel < wanted if not picture.scale.log else 10**picture.scale.floor < wanted < LARGEST_RATE
    )
    value = dragged(picture, grip, (9.0, 100.0), (9.0, 100.0 + moved), Increment.PLAIN)
    assume(moved)
    assert value == pytest.approx(wanted, rel=0.0501)


@given(held("decay_rate"), st.floats(-400, 400))
@example((picture_of(StepDecay(1.0, 0.30078125, 1), 16, log=True), Grip("decay_rate", 1)), -147.0)
def test_a_dragged_later_tread_lies_under_the_pointer_within_a_step_of_its_field(held, moved):
    picture, grip = held
    wanted = target_rate(picture, grip, moved)
    assume(moved and wanted > (10**picture.scale.floor if picture.scale.log else 0) and wanted < LARGEST_RATE)
    value = dragged(picture, grip, (9.0, 100.0), (9.0, 100.0 + moved), Increment.PLAIN)
    exact = (wanted / picture.schedule.init) ** (1 / grip.number)
    half = max(float(decay_place(as_decimal(rate))) for rate in (value, exact) if rate) * 0.501  # 102 snaps to 100
    step = grip.number * picture.schedule.step_size
    low, high = (
        float(rates(StepDecay(picture.schedule.init, max(value + part, 0.0), picture.schedule.step_size), step))
        for part in (-half, half)
    )
    slack = 1 + FLOAT32 * (grip.number + 2)
    assert low / slack <= wanted <= high * slack


@given(held("step_size"), st.floats(-400, 1000))
def test_a_dragged_riser_lies_under_the_pointer_within_its_grid(held, moved):
    picture, grip = held
    size = picture.schedule.step_size
    wanted = size * grip.number + moved * picture.steps_per_pixel
    assume(abs(moved) > 1e-3 and wanted >= grip.number)
    value = dragged(picture, grip, (100.0, 9.0), (100.0 + moved, 9.0), Increment.PLAIN)
    place = count_place(picture.steps_per_pixel / grip.number)
    assert value == 1 or value % place == 0
    assert value == 1 or abs(value * grip.number - wanted) <= place * grip.number / 2 + 1e-6 * abs(wanted)


@given(held("updates"), st.floats(-600, 1000))
def test_the_dragged_end_of_the_run_lies_under_the_pointer_within_its_grid(held, moved):
    picture, grip = held
    wanted = picture.updates + moved * picture.steps_per_pixel
    assume(abs(moved) > 1e-3 and wanted >= 1)
    value = dragged(picture, grip, (100.0, 9.0), (100.0 + moved, 9.0), Increment.PLAIN)
    assert abs(value - wanted) <= max(count_place(picture.steps_per_pixel) / 2, 1) + 1e-6 * wanted


@given(held(), st.floats(-300, 300).filter(lambda moved: abs(moved) > 1))
def test_finely_dragged_everything_moves_a_tenth_as_far_and_stops_at_every_pixel(held, moved):
    picture, grip = held
    pointer = (100.0, 100.0 + moved) if grip.is_vertical else (100.0 + moved, 100.0)
    value = dragged(picture, grip, (100.0, 100.0), pointer, Increment.FINE)
    if grip == RUN_END:
        assert value == pytest.approx(
            max(picture.updates + moved / 10 * picture.steps_per_pixel, 1), abs=0.51, rel=1e-12
        )
    elif grip.argument == "step_size":
        wanted = picture.schedule.step_size + moved / 10 * picture.steps_per_pixel / grip.number
        assert value == pytest.approx(max(wanted, 1), abs=0.51, rel=1e-12)
    else:
        wanted = target_rate(picture, grip, moved / 10)
        assume(
            wanted > (10**picture.scale.floor if picture.scale.log else picture.view_per_pixel)
            and wanted < LARGEST_RATE
        )
        after = StepDecay(**{**vars(picture.schedule), grip.argument: value})
        there = float(rates(after, grip.number * after.step_size))
        off = abs(float(picture.scale.to_view(there)) - float(picture.scale.to_view(wanted)))
        assert off <= 0.2 * picture.view_per_pixel + FLOAT32 * (grip.number + 2) * max(1, abs(wanted))


@given(pictures(), st.data())
def test_every_tread_and_riser_in_view_can_be_held_where_it_is(picture, data):
    assume(not is_dense(picture))
    size, last = picture.schedule.step_size, (picture.updates - 1) // picture.schedule.step_size
    tread = data.draw(st.integers(0, last))
    handles = resting(picture)

    def free(x, y):
        return all(math.hypot(x - hx, y - hy) > REACH for hx, hy in handles.values())

    x, (y,) = picture.x_of((tread + 0.5) * size), heights_of(picture, [tread])
    if free(x, y + 5):
        assert hit(picture, x, y + 5) == (Grip("decay_rate", tread) if tread else Grip("init"))
    if tread:
        x, (before, after) = picture.x_of(tread * size), heights_of(picture, [tread - 1, tread])
        if free(x + 5, (before + after) / 2) and abs(before - after) > 4 * REACH:
            assert hit(picture, x + 5, (before + after) / 2) == Grip("step_size", tread)
        if free(x, after):
            assert hit(picture, x, after) == Grip("step_size", tread), "risers win a tie"


def test_nothing_is_held_away_from_the_curve():
    picture = picture_of(StepDecay(0.1, 0.9, 10), 100)
    x, (y,) = picture.x_of(45), heights_of(picture, [4])
    assert hit(picture, x, y + 8) == hit(picture, x, y - 8) == Grip("decay_rate", 4)
    assert hit(picture, x, y + 8.5) is None
    assert hit(picture, x, y - 8.5) is None


def test_the_end_of_the_run_is_held_anywhere_off_the_curve():
    picture = picture_of(StepDecay(0.1, 0.9, 10), 95)
    assert hit(picture, picture.x_of(95) + 8, 400) == RUN_END
    assert hit(picture, picture.x_of(95) + 9, 400) is None
    assert hit(picture, picture.x_of(95), heights_of(picture, [9])[0]) == Grip("decay_rate", 9)


@given(pictures())
def test_three_handles_rest_on_the_curve_each_in_reach_of_its_own_hit(picture):
    found = resting(picture)
    for grip, (x, y) in found.items():
        assert hit(picture, x, y) == grip
        assert 0 <= x <= picture.viewport.width
    if picture.updates > 2 * picture.schedule.step_size and not is_dense(picture):
        assert [grip.argument for grip in found] == ["init", "step_size", "decay_rate"]


def test_the_handles_rest_at_the_first_tread_and_riser_with_room():
    picture = picture_of(StepDecay(0.1, 0.9, 10), 100)
    assert list(resting(picture)) == [Grip("init"), Grip("step_size", 1), Grip("decay_rate", 1)]


@pytest.mark.parametrize("log", [False, True])
def test_where_treads_are_narrow_the_curve_is_held_by_the_tread_under_the_pointer(log):
    picture = picture_of(StepDecay(0.1, 0.999, 10), 10_000, log=log)
    assert picture.schedule.step_size / picture.steps_per_pixel < ROOM
    x = picture.x_of(6002)
    y = heights_of(picture, [600])[0]
    assert hit(picture, x, y) == Grip("decay_rate", 600)
    assert hit(picture, x, y + 30) is None
    handles = resting(picture)
    assert [grip.argument for grip in handles] == ["init", "step_size", "decay_rate"]
    run = picture.x_of(10_000) - picture.x_of(0)
    for (x, _), part in zip(handles.values(), (0.25, 0.5, 0.75), strict=True):
        assert x == pytest.approx(picture.x_of(0) + part * run, abs=1)


def test_the_handle_of_init_moves_the_whole_staircase_wherever_it_rests():
    picture = picture_of(StepDecay(0.1, 0.999, 10), 10_000, log=True)
    grip = next(grip for grip in resting(picture) if grip.argument == "init")
    value = dragged(picture, grip, (9.0, 100.0), (9.0, 100.0 - math.log10(2) / picture.view_per_pixel), Increment.PLAIN)
    assert value == 0.2


def test_the_last_tread_of_zeros_can_be_dragged_up_again():
    picture = picture_of(StepDecay(0.1, 0.0, 10), 100, log=True)
    value = dragged(picture, Grip("decay_rate", 1), (9.0, 300.0), (9.0, 100.0), Increment.PLAIN)
    assert value > 0


def test_shift_snaps_coarser():
    picture = picture_of(StepDecay(0.1, 0.9, 10), 100)
    value = dragged(picture, Grip("init"), (9.0, 30.0), (9.0, 60.0), Increment.COARSE)
    assert value == 0.1
    assert dragged(picture, Grip("init"), (9.0, 30.0), (9.0, 300.0), Increment.COARSE) == 0.05
    assert dragged(picture, Grip("step_size", 1), (9.0, 30.0), (150.0, 30.0), Increment.COARSE) in (20, 50)


@given(held(), st.booleans(), DRAG_PACES)
def test_a_nudge_is_valid_and_goes_its_way(held, up, increment):
    picture, grip = held
    value = nudged(picture, grip, up, increment)
    now = picture.updates if grip == RUN_END else getattr(picture.schedule, grip.argument)
    assert value >= now if up else value <= now
    assert value != now or now == 1


def test_a_tread_next_to_zero_is_moved_finely_without_losing_the_other_treads():
    picture = picture_of(StepDecay(1.0, 0.34, 1), 12)
    value = dragged(picture, Grip("decay_rate", 10), (9.0, 100.0), (9.0, 99.0), Increment.FINE)
    assert 0.3 < value < 0.6


@pytest.mark.parametrize("log", [False, True])
def test_a_tread_dragged_level_with_the_first_one_makes_a_flat_schedule(log):
    picture = picture_of(StepDecay(0.1, 0.9, 10), 100, log=log)
    first, fifth = heights_of(picture, [0, 5])
    assert dragged(picture, Grip("decay_rate", 5), (9.0, fifth), (9.0, first + 0.4), Increment.PLAIN) == 1.0


@given(pictures(), st.floats(0, 1), st.floats(0, 1))
def test_in_every_view_the_handles_keep_their_distance_and_each_is_hit_where_it_is(picture, start, part):
    span = max(picture.updates * part, 3.0)
    left = picture.updates * start
    view = Viewport((left, left + span), picture.viewport.y, picture.viewport.width, picture.viewport.height)
    zoomed = Picture(picture.schedule, picture.updates, view, picture.scale)
    found = resting(zoomed)
    places = [x for x, _ in found.values()]
    assert all(abs(one - other) >= 2 * REACH - 1e-6 for one, other in itertools.combinations(places, 2))
    assert all(hit(zoomed, x, y) == grip for grip, (x, y) in found.items())


@pytest.mark.parametrize("updates", [10**4, 10**5])
def test_the_handle_of_init_is_where_the_curve_can_be_pulled_in_proportion(updates):
    picture = picture_of(StepDecay(0.1, 0.9, 10), updates)
    grip, (x, y) = next((grip, place) for grip, place in resting(picture).items() if grip.argument == "init")
    value = dragged(picture, grip, (x, y), (x, y - 30), Increment.PLAIN)
    assert 0.1 < value < 0.3


def test_a_tread_at_zero_held_for_init_moves_like_the_first_one():
    picture = picture_of(StepDecay(0.1, 0.9, 10), 10**5)
    value = dragged(picture, Grip("init", 2500), (300.0, 400.0), (300.0, 397.0), Increment.PLAIN)
    assert value == dragged(picture, Grip("init"), (300.0, 400.0), (300.0, 397.0), Increment.PLAIN)
