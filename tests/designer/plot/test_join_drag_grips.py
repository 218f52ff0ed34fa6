"""What of any schedule can be held, and what moving it makes of the whole: properties, without a window."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.plot import picture as pictures_module
from designer.plot.grabbing.grips import REACH, RUN_END, Grip, grips_of
from designer.plot.grabbing.hit_test import handle_places, hit, resting
from designer.plot.grabbing.moves import Move, dragged, nudged, present
from designer.plot.grabbing.reshape import change_text, reshaped
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay
from stepdecay.chart.scale import Viewport
from stepdecay.numbers.increment import Increment
from stepdecay.schedule.structure import arguments, pieces
from tests.designer.helpers.grips import picture_of
from tests.designer.helpers.joins import WARM
from tests.stepdecay.helpers.cases import short_any_schedules

PACES = st.sampled_from([Increment.PLAIN, Increment.COARSE, Increment.FINE])
CONSTANT = LinearSchedule(5e-4, 5e-4, 1)
EVERY = JoinSchedules(
    [
        LinearSchedule(0, 1e-3, 100),
        CONSTANT,
        StepDecay(1e-3, 0.5, 80),
        ExponentialDecay(5e-4, 0.99),
        CosineDecay(1e-3, 200),
    ],
    [100, 300, 500, 700],
)


@st.composite
def pictures(draw):
    return picture_of(
        draw(short_any_schedules),
        draw(st.integers(1, 20_000)),
        log=draw(st.booleans()),
        width=draw(st.floats(300, 2000)),
    )


@given(pictures(), st.data(), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), PACES, st.booleans())
def test_no_drag_of_any_handle_makes_an_invalid_schedule(picture, data, x, y, increment, apart):
    grip = data.draw(st.sampled_from(grips_of(picture)))
    move = dragged(picture, grip, (100.0, 100.0), (x, y), increment)
    if grip == RUN_END:
        Run(move.count)
    else:
        after = reshaped(picture.schedule, grip, move, apart=apart)
        assert len(pieces(after)) == len(picture.pieces)


@given(pictures(), st.data(), PACES)
def test_the_pointer_back_at_the_press_changes_nothing(picture, data, increment):
    grip = data.draw(st.sampled_from(grips_of(picture)))
    assert dragged(picture, grip, (100.0, 100.0), (100.0, 100.0), increment) == present(picture, grip)


@given(pictures(), st.data(), st.booleans(), PACES, st.booleans())
def test_a_nudge_of_any_handle_makes_a_valid_schedule(picture, data, up, increment, sideways):
    grip = data.draw(st.sampled_from(grips_of(picture)))
    move = nudged(picture, grip, up, increment, sideways=sideways)
    if grip != RUN_END:
        reshaped(picture.schedule, grip, move)


@given(pictures(), st.floats(0, 1), st.floats(0, 1))
def test_in_every_view_each_handle_is_hit_where_it_is_and_none_covers_another(picture, start, part):
    span = max(picture.updates * part, 3.0)
    left = picture.updates * start
    view = Viewport((left, left + span), picture.viewport.y, picture.viewport.width, picture.viewport.height)
    zoomed = replace(picture, viewport=view)
    places = dict(resting(zoomed))
    for grip, (x, y) in places.items():
        assert hit(zoomed, x, y) == grip
        assert all(math.dist((x, y), other) >= 2 * REACH - 1e-6 for one, other in places.items() if one != grip)


@given(pictures(), st.floats(0, 2000), st.floats(0, 500))
def test_whatever_is_hit_can_be_dragged(picture, x, y):
    grip = hit(picture, x, y)
    if grip is not None:
        assert {path.partition("[")[0].partition(".")[0] for path in grip.paths} <= {
            *(path.partition("[")[0].partition(".")[0] for path in arguments(picture.schedule)), "updates"
        }  # fmt: skip
        present(picture, grip)


def test_tab_goes_piece_by_piece_with_each_boundary_between():
    assert [grip.argument for grip in grips_of(picture_of(EVERY, 1000))] == [
        "schedules[0].init", "schedules[0].end", "boundaries[0]",
        "schedules[1].init", "boundaries[1]",
        "schedules[2].init", "schedules[2].decay_rate", "schedules[2].step_size", "boundaries[2]",
        "schedules[3].init", "schedules[3].decay_rate", "boundaries[3]",
        "schedules[4].init", "schedules[4].end", "updates",
    ]  # fmt: skip


@pytest.mark.parametrize("schedule", [WARM, EVERY, CosineDecay(1e-3, 500), CONSTANT, ExponentialDecay(1e-3, 0.99)])
def test_all_handles_are_found_by_asking_for_rates_once(schedule, monkeypatch):
    picture = picture_of(schedule, 1000)
    asked = []
    real = pictures_module.rates_of
    monkeypatch.setattr(pictures_module, "rates_of", lambda *call: (asked.append(call), real(*call))[1])
    assert handle_places(picture)
    assert handle_places(picture_of(schedule, 1000))
    assert len(asked) <= 1, "and by none where arguments say all, or the picture is the same"


def test_where_ends_meet_the_handle_is_the_end_until_the_start_is_asked_for():
    picture = picture_of(WARM, 1000)
    grips = [grip.argument for grip in resting(picture)]
    assert grips == ["schedules[0].init", "schedules[0].end", "schedules[1].end"]
    wanted = [grip.argument for grip in resting(picture, "schedules[1].init")]
    assert wanted == ["schedules[0].init", "schedules[1].init", "schedules[1].end"]


def test_a_press_on_the_point_moves_it_and_one_elsewhere_on_the_line_the_boundary():
    picture = picture_of(WARM, 1000)
    x, y = picture.x_of(100), picture.y_of(1e-3)
    assert hit(picture, x, y) == Grip("schedules[0].end", piece=0, second="schedules[0].steps")
    assert hit(picture, x + 3, y + 40) == Grip("boundaries[0]", piece=1)
    assert hit(picture, x + REACH + 1, y + 40) is None


# What is computed in the user's file stays


def locked(*paths: str, schedule=WARM):
    return picture_of(schedule, 1000, locked=frozenset(paths))


def test_a_locked_boundary_can_not_be_held():
    picture = locked("boundaries[0]")
    assert hit(picture, picture.x_of(100), picture.y_of(5e-4)) is None
    assert "boundaries[0]" not in [grip.argument for grip in (*grips_of(picture), *handle_places(picture))]


def test_of_an_end_point_only_what_is_not_locked_moves():
    steps = locked("schedules[0].steps")
    assert hit(steps, steps.x_of(100), steps.y_of(1e-3)) == Grip("schedules[0].end")
    end = locked("schedules[0].end")
    assert hit(end, end.x_of(100), end.y_of(1e-3)) == Grip("schedules[0].steps")
    assert not Grip("schedules[0].steps").is_vertical
    both = locked("schedules[0].end", "schedules[0].steps")
    assert hit(both, both.x_of(100), both.y_of(1e-3)) == Grip("schedules[1].init", piece=1), "the start under it"


def test_a_boundary_leaves_a_locked_length_beside_it_as_it_is():
    grip, paths = Grip("boundaries[0]", piece=1), frozenset({"schedules[1].decay_steps"})
    after = reshaped(WARM, grip, Move(count=150), locked=paths)
    assert after == JoinSchedules([LinearSchedule(0, 1e-3, 150), CosineDecay(1e-3, 900, 1e-5)], [150])


def test_a_locked_rate_does_not_follow_the_end_that_it_meets():
    grip = Grip("schedules[0].end", second="schedules[0].steps")
    after = reshaped(WARM, grip, Move(2e-3, 100), locked=frozenset({"schedules[1].init"}))
    assert arguments(after) == arguments(WARM) | {"schedules[0].end": 2e-3}


def test_an_end_at_a_locked_boundary_moves_without_it():
    grip = Grip("schedules[0].end", second="schedules[0].steps")
    after = reshaped(WARM, grip, Move(1e-3, 60), locked=frozenset({"boundaries[0]"}))
    assert arguments(after) == arguments(WARM) | {"schedules[0].steps": 60}


@pytest.mark.parametrize("path", ["schedules[1].init", "schedules[1].end"])
def test_a_constant_with_a_locked_rate_is_not_held(path):
    picture = locked(path, schedule=JoinSchedules([WARM.schedules[0], CONSTANT], [100]))
    assert hit(picture, picture.x_of(500), picture.y_of(5e-4)) is None


@given(pictures(), st.data(), st.floats(-500, 500), st.floats(-500, 500), st.booleans())
def test_no_drag_changes_a_locked_argument(picture, data, x, y, apart):
    paths = frozenset(data.draw(st.sets(st.sampled_from(sorted(arguments(picture.schedule))))))
    picture = replace(picture, locked=paths)
    grip = data.draw(st.sampled_from(grips_of(picture)))
    if grip == RUN_END:
        return
    move = dragged(picture, grip, (100.0, 100.0), (100.0 + x, 100.0 + y), Increment.PLAIN)
    after = arguments(reshaped(picture.schedule, grip, move, apart=apart, locked=paths))
    before = arguments(picture.schedule)
    assert all(after[path] == before[path] for path in paths)


# What is said of it


@pytest.mark.parametrize(
    ("grip", "after", "text"),
    [
        (Grip("boundaries[0]", piece=1), Move(count=150), "Change boundary to 150"),
        (Grip("schedules[0].end", second="schedules[0].steps"), Move(2e-3, 100), "Change end to 0.002"),
        (Grip("schedules[0].end", second="schedules[0].steps"), Move(1e-3, 60), "Change steps to 60"),
        (Grip("schedules[0].init"), Move(1e-5), "Change init to 1e-5"),
    ],
)
def test_an_undo_step_is_named_after_what_was_held(grip, after, text):
    assert change_text(arguments(WARM), arguments(reshaped(WARM, grip, after)), grip) == text


def test_a_start_at_zero_is_nudged_up_from_there():
    picture = picture_of(WARM, 1000)
    assert nudged(picture, Grip("schedules[0].init"), True, Increment.PLAIN, sideways=False).rate > 0
