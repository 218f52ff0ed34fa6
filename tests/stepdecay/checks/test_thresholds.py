"""Where a finding begins: every number that its explanation names, on both sides."""

from __future__ import annotations

import pytest

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, check
from tests.stepdecay.helpers.checks import constant, lora, mended, restarts, said, wrong

HELD = LinearSchedule(1e-6, 1e-3, 100)
"""A warm-up that has its peak at step 100."""


def after_a_warmup(peak: float) -> list[str]:
    """What is said of a cosine after a warm-up to 1e-3, which is held for an update."""
    return wrong(JoinSchedules([HELD, CosineDecay(peak, 898, 1e-6)], [101]), Run(1000))


@pytest.mark.parametrize(("peak", "codes"), [(0.991e-3, []), (0.989e-3, ["LR201"])])
def test_a_cosine_that_begins_a_hundredth_below_the_warmup_meets_it(peak, codes):
    assert after_a_warmup(peak) == codes


@pytest.mark.parametrize(("peak", "codes"), [(1.010e-3, []), (1.012e-3, ["LR201"])])
def test_a_cosine_that_begins_a_hundredth_above_the_warmup_meets_it(peak, codes):
    assert after_a_warmup(peak) == codes


@pytest.mark.parametrize(("share", "codes"), [(1.04, []), (1.07, ["LR201"])])
@pytest.mark.parametrize(
    ("decay", "last"), [(ExponentialDecay(1e-3, 0.999), 4.0677e-4), (StepDecay(1e-3, 0.5, 500), 5e-4)]
)
def test_what_goes_on_from_a_decay_by_a_factor_meets_it_within_a_twentieth(decay, last, share, codes):
    assert wrong(JoinSchedules([decay, LinearSchedule(last * share, 0, 99)], [900]), Run(1000)) == codes


@pytest.mark.parametrize(("start", "codes"), [(0.991e-3, []), (0.989e-3, ["LR201"])])
def test_a_restart_is_within_a_hundredth_of_where_the_decay_before_began(start, codes):
    cycles = [CosineDecay(1e-3, 499, 1e-5), LinearSchedule(start, 0, 499)]
    assert wrong(JoinSchedules(cycles, [500]), Run(1000)) == codes


@pytest.mark.parametrize(("start", "codes"), [(1.991e-3, []), (1.97e-3, ["LR201"])])
def test_a_restart_is_within_a_hundredth_of_the_highest_rate_so_far(start, codes):
    cycles = [CosineDecay(2e-3, 299, 1e-5), CosineDecay(1e-3, 199, 1e-5), LinearSchedule(start, 0, 499)]
    assert wrong(JoinSchedules(cycles, [300, 500]), Run(1000)) == codes


@pytest.mark.parametrize(("peak", "codes"), [(0.991e-3, ["LR203"]), (0.989e-3, ["LR203", "LR201"])])
def test_a_warmup_that_is_cut_off_is_told_of_once_where_its_end_is_a_hundredth_off(peak, codes):
    warmup = LinearSchedule(1e-6, 1e-3, 200)
    assert wrong(JoinSchedules([warmup, CosineDecay(peak, 899, 1e-6)], [100]), Run(1000)) == codes


@pytest.mark.parametrize(("share", "codes"), [(1.04, []), (1.07, ["LR204"])])
def test_a_growth_is_a_warmup_where_the_next_piece_is_less_than_a_twentieth_lower(share, codes):
    rise, last = ExponentialDecay(1e-5, 1.05), 1e-5 * 1.05**94
    said_of_it = wrong(JoinSchedules([rise, CosineDecay(last / share, 899)], [95]), Run(995))
    assert [code for code in said_of_it if code == "LR204"] == codes


@pytest.mark.parametrize(("steps", "codes"), [(52, []), (53, ["LR101"])])
def test_two_updates_may_be_missing_of_a_short_decay(steps, codes):
    assert wrong(CosineDecay(1e-5, steps - 1, 1e-7), Run(50)) == codes


@pytest.mark.parametrize(("steps", "codes"), [(1009, []), (1010, ["LR101"])])
def test_a_hundredth_of_a_long_decay_may_be_missing(steps, codes):
    assert wrong(CosineDecay(1e-5, steps, 1e-7), Run(1000)) == codes


@pytest.mark.parametrize(("steps", "codes"), [(1009, []), (1010, ["LR203"])])
def test_a_hundredth_of_a_piece_may_be_missing_at_its_boundary(steps, codes):
    assert wrong(restarts(steps, 999, extent=1000), Run(2000)) == codes


@pytest.mark.parametrize(("steps", "is_safe"), [(4000, True), (4001, False)])
def test_a_decay_is_mended_unseen_up_to_four_times_the_run(steps, is_safe):
    fix = said("LR101", CosineDecay(1e-5, steps, 1e-7), Run(1001)).fix
    assert fix is not None
    assert fix.is_safe is is_safe


@pytest.mark.parametrize(("steps", "codes"), [(799, []), (798, ["LR102"])])
def test_a_fifth_of_the_run_may_stay_at_the_floor(steps, codes):
    assert wrong(CosineDecay(1e-5, steps, 1e-7), Run(1000)) == codes


@pytest.mark.parametrize(("steps", "codes"), [(979, []), (978, ["LR102"])])
def test_a_fiftieth_of_the_run_may_stay_at_0(steps, codes):
    assert wrong(CosineDecay(1e-5, steps), Run(1000)) == codes


@pytest.mark.parametrize(("steps", "codes"), [(47, []), (46, ["LR102"])])
def test_two_updates_of_a_short_run_may_stay_at_0(steps, codes):
    assert wrong(CosineDecay(1e-5, steps), Run(50)) == codes


@pytest.mark.parametrize(("steps", "code"), [(1485, "LR103"), (1484, "LR101"), (1515, "LR103"), (1516, "LR101")])
def test_a_decay_within_a_hundredth_of_the_iterations_counts_them(steps, code):
    assert wrong(CosineDecay(2e-5, steps, 1e-6), Run(1500, 4)) == [code]


@pytest.mark.parametrize(("steps", "code"), [(98, "LR103"), (97, "LR101"), (102, "LR103"), (103, "LR101")])
def test_a_decay_within_two_of_a_few_iterations_counts_them(steps, code):
    assert wrong(CosineDecay(2e-5, steps, 1e-6), Run(100, 4)) == [code]


@pytest.mark.parametrize(("steps", "is_safe"), [(1499, True), (1501, True), (1502, False)])
def test_lengths_are_divided_unseen_where_they_are_the_iterations_give_or_take_one(steps, is_safe):
    fix = said("LR103", CosineDecay(2e-5, steps, 1e-6), Run(1500, 4)).fix
    assert fix is not None
    assert fix.is_safe is is_safe


@pytest.mark.parametrize(("steps", "code"), [(100, "LR104"), (101, "LR102")])
def test_a_hundred_updates_may_be_epochs_though_nobody_said_what_one_is(steps, code):
    assert wrong(CosineDecay(1e-3, steps, 1e-5), Run(100_000)) == [code]


@pytest.mark.parametrize(("updates", "code"), [(2000, "LR104"), (1999, "LR102")])
def test_a_decay_over_within_a_twentieth_of_the_run_looks_like_epochs(updates, code):
    assert wrong(CosineDecay(1e-3, 100, 1e-5), Run(updates)) == [code]


@pytest.mark.parametrize(("steps", "code"), [(100, "LR104"), (101, "LR102")])
def test_a_decay_over_within_a_tenth_of_the_run_is_as_long_as_its_epochs(steps, code):
    assert wrong(CosineDecay(1e-3, steps, 1e-5), Run(1000, 1, 10)) == [code]


@pytest.mark.parametrize(("steps", "code"), [(41, "LR104"), (42, "LR102")])
def test_a_decay_may_be_one_longer_than_the_run_has_epochs(steps, code):
    assert wrong(CosineDecay(1e-3, steps, 1e-5), Run(1000, 1, 25)) == [code]


def test_epochs_joined_as_mlx_lm_does_end_one_later_and_are_multiplied_all_the_same():
    four_epochs = lora(CosineDecay(1e-3, 3, 1e-5), 1)
    assert mended("LR104", four_epochs, Run(1000, 1, 250)) == lora(CosineDecay(1e-3, 750, 1e-5), 250)


def test_a_decay_of_all_epochs_after_two_more_updates_is_lengthened_alone():
    schedule = JoinSchedules([LinearSchedule(1e-6, 1e-3, 2), CosineDecay(1e-3, 4)], [2])
    assert mended("LR104", schedule, Run(1000, 1, 250)) == JoinSchedules(
        [LinearSchedule(1e-6, 1e-3, 2), CosineDecay(1e-3, 997)], [2]
    )


@pytest.mark.parametrize(("epochs", "updates"), [(4, 1040), (5, 1040), (4, 960)])
def test_epochs_that_are_the_run_give_or_take_one_end_with_it(epochs, updates):
    assert mended("LR104", CosineDecay(1e-3, epochs), Run(updates, 1, 250)) == CosineDecay(1e-3, updates - 1)


@pytest.mark.parametrize(("rate", "codes"), [(0.63, ["LR104"]), (0.632, [])])
def test_a_factor_for_epochs_falls_to_a_hundredth_within_the_first_one(rate, codes):
    assert wrong(ExponentialDecay(1e-3, rate), Run(100, 1, 10)) == codes


@pytest.mark.parametrize(("rate", "codes"), [(0.483, ["LR104"]), (0.484, [])])
def test_a_factor_for_epochs_falls_to_a_millionth_within_the_run(rate, codes):
    assert wrong(ExponentialDecay(1e-3, rate), Run(20, 1, 10)) == codes


@pytest.mark.parametrize(("rate", "codes"), [(0.9989, ["LR104"]), (0.999, [])])
def test_a_factor_of_a_thousandth_less_than_1_is_none_for_epochs(rate, codes):
    assert wrong(ExponentialDecay(1e-3, rate), Run(20_000, 1, 5000)) == codes


@pytest.mark.parametrize(("size", "codes"), [(10, ["LR104"]), (11, [])])
def test_a_step_size_for_epochs_is_ten_at_most_in_a_run_of_few(size, codes):
    assert wrong(StepDecay(1e-3, 0.5, size), Run(1000, 1, 250)) == codes


@pytest.mark.parametrize(("size", "codes"), [(12, ["LR104"]), (13, [])])
def test_a_step_size_for_epochs_is_no_larger_than_the_run_has_epochs(size, codes):
    assert wrong(StepDecay(1e-3, 0.009, size), Run(156, 1, 13)) == codes


@pytest.mark.parametrize(("per_epoch", "codes"), [(10, ["LR104"]), (9, [])])
def test_an_epoch_of_fewer_than_ten_updates_is_no_mistake(per_epoch, codes):
    assert wrong(ExponentialDecay(1e-3, 0.5), Run(100, 1, per_epoch)) == codes


@pytest.mark.parametrize(("steps", "codes"), [(2, []), (3, ["LR105"])])
def test_two_updates_are_no_long_warmup_in_any_run(steps, codes):
    assert wrong(JoinSchedules([LinearSchedule(1e-6, 1e-3, steps), constant(1e-3)], [steps]), Run(5)) == codes


@pytest.mark.parametrize(("updates", "codes"), [(999, []), (998, ["LR105"])])
def test_a_warmup_of_exactly_a_third_of_the_run_is_not_long(updates, codes):
    assert wrong(lora(CosineDecay(1e-5, updates - 335, 1e-7), 333), Run(updates)) == codes


@pytest.mark.parametrize(("steps", "is_iterations"), [(400, True), (401, False)])
def test_a_long_warmup_counts_iterations_where_it_is_a_third_of_those_at_most(steps, is_iterations):
    found = said("LR105", lora(StepDecay(1e-5, 0.5, 50), steps), Run(1200, 4))
    assert found.message.endswith(f"; {steps} iterations would be {steps // 4} updates") is is_iterations


@pytest.mark.parametrize(("updates", "codes"), [(1, []), (2, ["LR106"])])
def test_a_run_of_one_update_has_no_room_for_a_drop(updates, codes):
    assert wrong(StepDecay(1e-3, 0.5, 2), Run(updates)) == codes


@pytest.mark.parametrize(("size", "codes"), [(990, []), (989, ["LR301"])])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_a_hundredth_of_the_run_may_be_lost_in_half_precision(size, codes, dtype):
    assert wrong(StepDecay(1e-4, 1e-38, size), Run(1000), dtype=dtype) == codes


@pytest.mark.parametrize(("size", "codes"), [(98, []), (97, ["LR301"])])
def test_two_updates_of_a_short_run_may_be_lost_in_half_precision(size, codes):
    assert wrong(StepDecay(1e-4, 1e-38, size), Run(100), dtype="float16") == codes


@pytest.mark.parametrize(
    ("dtype", "kept", "lost", "text"),
    [
        ("float32", 1.41e-45, 0.7e-45, "1.4e-45"),
        ("bfloat16", 9.2e-41, 4.5e-41, "9.2e-41"),
        ("float16", 6e-8, 2.9e-8, "6e-08"),
    ],
)
def test_the_smallest_rate_that_a_dtype_is_said_to_hold_is_not_0(dtype, kept, lost, text):
    def fallen_to(rate: float) -> StepDecay:
        return StepDecay(1.0, rate, 10)

    assert wrong(fallen_to(kept), Run(20), dtype=dtype) == []
    found = said("LR301", fallen_to(lost), Run(20), dtype=dtype)
    assert f"no {dtype} above 0 is below {text}" in found.message


@pytest.mark.parametrize(("dtype", "held", "too_large"), [("float16", 65504.0, 65520.0), ("bfloat16", 3.39e38, 3.4e38)])
def test_the_largest_rate_that_a_dtype_is_said_to_hold_is_not_infinite(dtype, held, too_large):
    assert wrong(constant(held), Run(10), dtype=dtype) == []
    found = said("LR302", constant(too_large), Run(10), dtype=dtype)
    assert f"{dtype} can hold {held:.5g} at most" in found.message


def test_a_decay_rate_just_above_1_becomes_one_below_it():
    assert mended("LR204", ExponentialDecay(1e-3, 1.00001), Run(1000)) == ExponentialDecay(1e-3, 0.9999)


@pytest.mark.parametrize(("cycles", "is_offered"), [(29, True), (30, False)])
def test_where_thirty_things_are_wrong_nothing_is_mended_one_by_one(cycles, is_offered):
    found = check(restarts(*[150] * cycles, 99), Run(100 * cycles + 100))
    assert [one.code for one in found] == ["LR203"] * min(cycles, 30)
    assert any(one.fix is not None for one in found) is is_offered
