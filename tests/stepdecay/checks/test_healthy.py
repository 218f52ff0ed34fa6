"""What nobody should be warned of; and what a fix may do."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, check
from stepdecay.checks.finding import SEVERITIES
from stepdecay.reshaping.presets import PRESETS
from stepdecay.schedule.kinds import Leaf, Schedule
from tests.stepdecay.helpers.cases import any_schedules, short_any_schedules
from tests.stepdecay.helpers.checks import lora, wrong

usual_peaks = st.sampled_from([1e-5, 2e-5, 3e-4, 1e-3, 0.1, 2.5e-6]) | st.floats(1e-7, 1)
run_lengths = st.integers(1, 60) | st.integers(1, 3000) | st.integers(1, 10**6)


@st.composite
def runs(draw: st.DrawFn, lengths: st.SearchStrategy[int] = run_lengths) -> Run:
    updates, each = draw(lengths), draw(st.sampled_from([1, 1, 2, 4, 7]))
    epochs = draw(st.none() | st.integers(1, 100))
    per_epoch = None if epochs is None else max(updates * each // epochs, 1)
    return Run(updates * each + draw(st.integers(0, each - 1)), each, per_epoch)


@given(runs(), usual_peaks)
@example(Run(1), 1e-5)
@example(Run(2), 1e-5)
@example(Run(3), 1e-5)
@example(Run(10**6, 1, 10**4), 1e-5)
@settings(deadline=None, max_examples=80)
def test_no_preset_is_warned_of_in_any_run(run, peak):
    for preset in PRESETS:
        schedule = preset.make(run.updates, peak)
        assert wrong(schedule, run) == [], preset.id
        assert wrong(schedule) == [], preset.id


@given(runs(st.integers(20, 10**5)), usual_peaks, st.floats(0.01, 0.33), st.sampled_from([0.0, 0.01, 0.1]))
@settings(deadline=None, max_examples=60)
def test_no_config_that_fits_its_run_is_warned_of(run, peak, share, floor):
    warmup = int(run.updates * share)
    steps = run.updates - 1 - (warmup + 1 if warmup else 0)
    for leaf in (CosineDecay(peak, steps, peak * floor), LinearSchedule(peak, peak * floor, steps)):
        assert wrong(lora(leaf, warmup), run) == []


@given(runs(st.integers(20, 10**5)), usual_peaks)
@example(Run(63, 1, 31), 1e-5)
@settings(deadline=None, max_examples=40)
def test_usual_decays_without_an_end_are_not_warned_of(run, peak):
    for drops in (1, 3, 10, 50):
        assert wrong(StepDecay(peak, 0.8, -(-run.updates // (drops + 1))), run) == []
    assert wrong(ExponentialDecay(peak, 0.01 ** (1 / run.updates)), run) == []
    assert wrong(LinearSchedule(peak, peak, 1), run) == []


def scaled_up(leaf: Leaf, by: float) -> Leaf:
    """A decay by people who count in something else: longer or shorter by a factor."""
    match leaf:
        case StepDecay(init, rate, size):
            return StepDecay(init, rate, max(int(size * by), 1))
        case CosineDecay(init, steps, end):
            return CosineDecay(init, max(int(steps * by), 1), end)
        case LinearSchedule(init, end, steps) if init != end:
            return LinearSchedule(init, end, max(int(steps * by), 1))
    return leaf


@st.composite
def mistaken(draw: st.DrawFn) -> tuple[Schedule, Run]:
    """A preset or a config with one or two of the mistakes that people make, in a run of usual length."""
    run = draw(runs(st.integers(10, 5000)))
    peak = draw(usual_peaks)
    planned = draw(st.sampled_from([run.updates, run.iterations, 2 * run.updates, max(run.updates // 3, 1), 7]))
    schedule = draw(st.sampled_from(PRESETS)).make(planned, peak)
    if draw(st.booleans()):
        warmup = draw(st.integers(0, run.updates))
        leaf = draw(st.sampled_from([CosineDecay(peak, planned, peak / 100), StepDecay(peak, 0.5, planned)]))
        schedule = lora(leaf, warmup)
    if isinstance(schedule, JoinSchedules) and draw(st.booleans()):
        by = draw(st.sampled_from([0.01, 0.5, 2, 10]))
        index = draw(st.integers(0, len(schedule.schedules) - 1))
        leaves = list(schedule.schedules)
        leaves[index] = scaled_up(leaves[index], by)  # type: ignore[arg-type]
        schedule = JoinSchedules(leaves, schedule.boundaries)
    return schedule, run


def counts(schedule: Schedule, run: Run) -> dict[str, int]:
    codes = wrong(schedule, run)
    return {code: codes.count(code) for code in codes}


@given(mistaken() | st.tuples(short_any_schedules, runs(st.integers(1, 6000))))
@settings(deadline=None, max_examples=120)
def test_a_fix_mends_what_it_is_for_and_does_no_harm(case):
    schedule, run = case
    before = counts(schedule, run)
    for found in check(schedule, run):
        if found.fix is not None and found.severity != "note":
            assert found.fix.run is not None
            after = counts(found.fix.schedule, found.fix.run)
            assert after.get(found.code, 0) < before[found.code]
            assert all(count <= before.get(code, 0) for code, count in after.items())


@given(mistaken())
@settings(deadline=None, max_examples=80)
def test_doing_all_safe_fixes_one_after_the_other_comes_to_an_end(case):
    schedule, run = case
    before = wrong(schedule, run)
    for _ in range(len(before) + 1):
        fix = next((one.fix for one in check(schedule, run) if one.fix is not None and one.fix.is_safe), None)
        if fix is None:
            break
        schedule, run = fix.schedule, fix.run or run
    else:
        raise AssertionError(f"fixes go round in a circle: {before}")
    assert set(wrong(schedule, run)) <= set(before)


@given(any_schedules, st.integers(1, 2**53 - 1), st.sampled_from(["float32", "bfloat16", "float16"]))
@settings(deadline=None, max_examples=150)
def test_whatever_the_schedule_and_the_run_the_findings_are_in_order_and_within_it(schedule, updates, dtype):
    found = check(schedule, Run(updates), dtype=dtype)
    assert all(one.place.update is None or 1 <= one.place.update <= updates for one in found)
    severities = [SEVERITIES.index(one.severity) for one in found]
    assert severities == sorted(severities)
    assert all("\n" not in one.message and one.message[0] != " " and "nan" not in one.message for one in found)
