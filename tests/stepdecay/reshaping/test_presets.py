from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates, to_python
from stepdecay.numbers.bounds import LARGEST_RATE, SMALLEST_RATE
from stepdecay.reshaping.presets import PRESETS, Preset
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import pieces

BY_ID = {preset.id: preset for preset in PRESETS}
DROPS_BY_DESIGN = {"multi_step", "cosine_restarts"}
WITH_AN_END = {
    "warmup_cosine": 1e-5,
    "warmup_stable_decay": 1e-5,
    "cosine_restarts": 1e-5,
    "one_cycle": 1e-7,
    "cosine_decay": 1e-5,
    "linear_schedule": 1e-5,
}
RUNS = [*range(1, 201), 375, 1000, 1001, 4999, 10**6, 10**9, 10**12, 2**53 - 1]
peaks = st.sampled_from([SMALLEST_RATE, 1e-3, LARGEST_RATE]) | st.floats(1e-8, 1.0)
every_preset = pytest.mark.parametrize("preset", PRESETS, ids=BY_ID)


def made(id: str, updates: int, peak: float = 1e-3) -> Schedule:
    return BY_ID[id].make(updates, peak)


def jumps(schedule: Schedule) -> list[float]:
    """How far apart, as a ratio, the rates are that meet at each boundary."""
    parts = pieces(schedule)
    meeting = [
        (float(rates(before.schedule, after.first_step - before.first_step)), float(rates(after.schedule, 0)))
        for before, after in itertools.pairwise(parts)
    ]
    return [max(one, other) / min(one, other) for one, other in meeting]


def test_a_menu_has_a_title_for_each_and_code_a_name():
    assert len(BY_ID) == len({preset.title for preset in PRESETS}) == len(PRESETS) == 11
    for preset in PRESETS:
        assert preset.title[0].isupper()
        assert preset.title[1:] == preset.title[1:].lower()
    with pytest.raises(dataclasses.FrozenInstanceError):
        PRESETS[0].title = "Mine"


def test_what_people_ask_for_is_there_as_joins():
    assert made("warmup_cosine", 1000) == JoinSchedules(
        [LinearSchedule(1e-5, 1e-3, 50), CosineDecay(1e-3, 949, 1e-5)], [50]
    )
    assert made("warmup_step_decay", 1000) == JoinSchedules(
        [LinearSchedule(1e-5, 1e-3, 50), StepDecay(1e-3, 0.5, 200)], [50]
    )
    hold = LinearSchedule(1e-3, 1e-3, 1)
    assert made("warmup_stable_decay", 1000) == JoinSchedules(
        [LinearSchedule(1e-5, 1e-3, 50), hold, LinearSchedule(1e-3, 1e-5, 199)], [50, 800]
    )
    assert made("multi_step", 1000) == JoinSchedules(
        [hold, LinearSchedule(1e-4, 1e-4, 1), LinearSchedule(1e-5, 1e-5, 1)], [500, 750]
    )
    assert made("cosine_restarts", 1000) == JoinSchedules([CosineDecay(1e-3, 249, 1e-5)] * 4, [250, 500, 750])
    assert made("one_cycle", 1000) == JoinSchedules([CosineDecay(4e-5, 300, 1e-3), CosineDecay(1e-3, 699, 1e-7)], [300])


@every_preset
def test_a_preset_fits_a_run_of_any_length(preset: Preset):
    for updates in RUNS:
        parts = pieces(preset.make(updates, 1e-3))
        assert parts[-1].first_step < updates
        drawn = rates(preset.make(updates, 1e-3), np.linspace(0, updates - 1, 300).astype(np.uint64))
        assert drawn.max() <= np.float32(1e-3) * (1 + 2**-22)
        assert drawn.min() >= 0
        assert drawn[0] > 0


@every_preset
def test_every_rate_of_a_short_run_is_above_zero_and_the_peak_is_reached(preset: Preset):
    for updates in range(1, 201):
        drawn = rates(preset.make(updates, 1e-3), range(updates))
        assert drawn.min() > 0
        assert drawn.max() == pytest.approx(1e-3, rel=1e-6)


@pytest.mark.parametrize("id", sorted(BY_ID.keys() - DROPS_BY_DESIGN))
def test_no_rate_jumps_at_a_boundary(id: str):
    for updates in RUNS:
        assert max(jumps(made(id, updates)), default=1) < 1 + 1e-6, updates


@pytest.mark.parametrize(("id", "end"), WITH_AN_END.items())
def test_the_last_update_is_the_one_that_reaches_the_end(id: str, end: float):
    for updates in RUNS[1:]:
        schedule = made(id, updates)
        last = pieces(schedule)[-1]
        assert last.first_step + last.schedule.length == updates - 1
        assert last.schedule.end == end
        # MLX goes to the end of a line in float32 steps of the height it fell from.
        assert rates(schedule, updates - 1) == pytest.approx(end, abs=1e-3 * 2**-22)


def test_a_warm_up_takes_no_more_than_a_third_of_a_run():
    for preset in PRESETS:
        for updates in RUNS:
            first, *others = pieces(preset.make(updates, 1e-3))
            if others and first.schedule.init < getattr(first.schedule, "end", 0.0):
                assert 3 * others[0].first_step <= updates


@pytest.mark.parametrize(("updates", "names"), [(2, ["CosineDecay"]), (3, ["LinearSchedule", "CosineDecay"])])
def test_a_run_of_three_updates_has_room_for_a_warm_up(updates: int, names: list[str]):
    assert [type(piece.schedule).__name__ for piece in pieces(made("warmup_cosine", updates))] == names


def test_an_exponential_decay_comes_to_a_tenth_by_the_end_of_the_run():
    assert made("exponential_decay", 1000).decay_rate == 0.9977
    assert rates(made("exponential_decay", 1000), 999) == pytest.approx(1e-4, rel=0.02)


def test_a_run_of_a_single_update_has_the_peak_and_no_join():
    for preset in PRESETS:
        schedule = preset.make(1, 1e-3)
        assert len(pieces(schedule)) == 1
        assert rates(schedule, 0) == pytest.approx(1e-3, rel=2**-22)  # MLX starts a cosine an ulp below its init


def test_restarts_come_at_even_distances_and_each_cycle_ends_on_its_last_update():
    for updates in range(8, 200):
        schedule = made("cosine_restarts", updates)
        starts = [piece.first_step for piece in pieces(schedule)]
        assert len(starts) == 4
        assert np.diff(starts).tolist() == [updates // 4] * 3
        assert rates(schedule, [start - 1 for start in starts[1:]]) == pytest.approx([1e-5] * 3, rel=1e-4)


@every_preset
@given(updates=st.integers(1, 2**53 - 1), peak=peaks)
def test_a_preset_takes_any_peak(preset: Preset, updates: int, peak: float):
    schedule = preset.make(updates, peak)
    assert "nan" not in to_python(schedule)
    assert np.isfinite(rates(schedule, [0, updates - 1])).all()


@every_preset
def test_a_peak_that_is_no_rate_is_refused(preset: Preset):
    with pytest.raises(ScheduleError):
        preset.make(1000, -1.0)
