"""What people get wrong in public, said with its numbers and mended."""

from __future__ import annotations

import pytest

import stepdecay
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, check
from stepdecay.numbers.text import as_float32
from tests.stepdecay.helpers.checks import constant, in_file, lora, mended, noted, restarts, said, wrong


def test_the_sample_config_of_mlx_lm_misses_its_floor_because_of_its_warmup():
    schedule = lora(CosineDecay(1e-5, 1000, 1e-7))
    found = said("LR101", schedule, Run(1000))
    assert found.message == (
        "the run ends after update 1000 at 3.52e-07, and not at the end of 1e-07: the warm-up's 101 updates are not "
        "part of decay_steps = 1000; 898 fits"
    )
    assert (found.place.update, found.place.argument) == (1000, "schedules[1].decay_steps")
    assert found.fix is not None
    assert found.fix.is_safe
    assert found.fix.text == "Set decay_steps to 898"
    assert found.fix.schedule == lora(CosineDecay(1e-5, 898, 1e-7))
    assert float(stepdecay.rates(found.fix.schedule, 999)) == as_float32(1e-7)
    assert wrong(found.fix.schedule, Run(1000)) == []


@pytest.mark.parametrize("warmup", [20, 50, 100, 300])
def test_every_config_whose_decay_is_as_long_as_the_run_is_told_so(warmup):
    assert wrong(lora(CosineDecay(1e-5, 1000, 1e-7), warmup), Run(1000)) == ["LR101"]
    assert wrong(lora(LinearSchedule(1e-5, 1e-7, 1000), warmup), Run(1000)) == ["LR101"]


@pytest.mark.parametrize("off", [-8, -1, 0, 1, 2, 8])
def test_a_decay_that_ends_a_few_updates_beside_the_run_is_left_in_peace(off):
    assert wrong(CosineDecay(1e-5, 999 + off, 1e-7), Run(1000)) == []
    assert wrong(lora(CosineDecay(1e-5, 898 + off)), Run(1000)) == []
    assert wrong(LinearSchedule(1e-5, 0.0, 999 + off), Run(1000)) == []


def test_a_decay_longer_than_the_run_says_what_fits():
    found = said("LR101", CosineDecay(1e-3, 3000, 1e-5), Run(1000))
    assert "decay_steps = 3000 is more than the updates of the run, 1000; 999 fits" in found.message


def test_a_trial_of_a_few_updates_does_not_rewrite_the_schedule_unseen():
    fix = said("LR101", CosineDecay(1e-3, 10_000, 1e-5), Run(20)).fix
    assert fix is not None
    assert not fix.is_safe


def test_a_run_that_ends_within_its_last_cycle_is_told_the_pieces_before_it():
    found = said("LR101", restarts(99, 99, 99), Run(250))
    assert "the 200 updates before it are not part of decay_steps = 99; 49 fits" in found.message
    assert found.fix is not None
    assert not found.fix.is_safe


def test_forgotten_accumulation_is_named_instead_of_what_follows_from_it():
    run = Run(1500, 4)
    found = said("LR103", CosineDecay(2e-5, 1500, 1e-6), run)
    assert found.message == (
        "the run ends after update 375 at 1.72e-05, and not at the end of 1e-06: with grad_accumulation_steps = 4 its "
        "1500 iterations are 375 updates, and decay_steps = 1500 counts updates"
    )
    assert found.fix is not None
    assert found.fix.is_safe
    assert wrong(CosineDecay(2e-5, 1500, 1e-6), run) == ["LR103"]
    assert mended("LR103", CosineDecay(2e-5, 1500, 1e-6), run) == CosineDecay(2e-5, 374, 1e-6)


def test_forgotten_accumulation_divides_the_warmup_and_every_boundary_too():
    config = lora(CosineDecay(1e-5, 1400, 1e-6))
    assert wrong(config, Run(1500, 4)) == ["LR103"]
    assert mended("LR103", config, Run(1500, 4)) == lora(CosineDecay(1e-5, 348, 1e-6), 25)
    stable = JoinSchedules([LinearSchedule(0, 1e-3, 200), constant(1e-3), CosineDecay(1e-3, 499)], [200, 1500])
    assert mended("LR103", stable, Run(2000, 4)) == JoinSchedules(
        [LinearSchedule(0, 1e-3, 50), constant(1e-3), CosineDecay(1e-3, 124)], [50, 375]
    )


def test_without_accumulation_nothing_is_said_of_it():
    assert "LR103" not in wrong(lora(CosineDecay(1e-5, 1000, 1e-7)), Run(1000))


@pytest.mark.parametrize(("length", "codes"), [(799, []), (998, []), (700, ["LR102"])])
def test_a_floor_may_last_for_a_fifth_of_the_run(length, codes):
    assert wrong(CosineDecay(1e-5, length, 1e-7), Run(1000)) == codes


@pytest.mark.parametrize(("length", "codes"), [(985, []), (950, ["LR102"])])
def test_updates_at_rate_0_are_lost_sooner(length, codes):
    assert wrong(CosineDecay(1e-5, length), Run(1000)) == codes


def test_a_flat_tail_says_from_where_to_where_and_is_stretched_to_the_run():
    found = said("LR102", lora(CosineDecay(1e-5, 898, 1e-7)), Run(2000))
    assert found.message == (
        "updates 1000 to 2000 all have the rate 1e-07: decay_steps = 898 is over long before the run; 1898 lasts to "
        "its end"
    )
    assert found.place.update == 1000
    assert mended("LR102", lora(CosineDecay(1e-5, 898, 1e-7)), Run(2000)) == lora(CosineDecay(1e-5, 1898, 1e-7))


def test_a_warmup_that_stays_at_its_peak_has_no_tail():
    assert wrong(LinearSchedule(1e-6, 1e-3, 100), Run(1000)) == []
    assert wrong(lora(constant(1e-5)), Run(1000)) == []


def test_step_decay_with_epochs_for_steps_falls_within_the_first_one():
    run = Run(1000, 1, 250)
    found = said("LR104", StepDecay(0.1, 0.5, 3), run)
    assert found.message == (
        "the rate falls from 0.1 to 1.03e-26 within one epoch: step_size = 3 looks like one for epochs and counts "
        "updates, of which an epoch has 250"
    )
    assert mended("LR104", StepDecay(0.1, 0.5, 3), run) == StepDecay(0.1, 0.5, 750)
    assert wrong(StepDecay(0.1, 0.5, 3), run) == ["LR104"]


def test_lengths_in_epochs_are_multiplied_by_the_updates_of_one():
    assert mended("LR104", CosineDecay(1e-3, 4, 1e-5), Run(1000, 1, 250)) == CosineDecay(1e-3, 999, 1e-5)
    milestones = JoinSchedules([constant(0.1), constant(0.01), constant(0.001)], [30, 60])
    assert mended("LR104", milestones, Run(9000, 1, 100)) == JoinSchedules(milestones.schedules, [3000, 6000])
    assert mended("LR104", ExponentialDecay(0.1, 0.9), Run(1000, 1, 250)) == StepDecay(0.1, 0.9, 250)


def test_a_decay_as_long_as_the_run_has_epochs_is_found_after_a_warmup_in_updates_too():
    schedule = JoinSchedules([LinearSchedule(1e-6, 1e-3, 50), CosineDecay(1e-3, 4)], [50])
    assert wrong(schedule, Run(1000, 1, 250)) == ["LR104"]
    assert mended("LR104", schedule, Run(1000, 1, 250)) == JoinSchedules(
        [LinearSchedule(1e-6, 1e-3, 50), CosineDecay(1e-3, 949)], [50]
    )


def test_a_decay_of_a_few_updates_looks_like_epochs_though_nobody_said_what_one_is():
    assert wrong(CosineDecay(1e-3, 3, 1e-5), Run(1000)) == ["LR104"]
    assert wrong(CosineDecay(1e-3, 300, 1e-5), Run(1000)) == ["LR102"]


def test_epochs_of_one_update_are_no_mistake():
    assert wrong(CosineDecay(1e-3, 99, 1e-5), Run(100, 1, 1)) == []


@pytest.mark.parametrize(("warmup", "codes"), [(333, []), (334, ["LR105"])])
def test_a_warmup_may_take_a_third_of_the_run(warmup, codes):
    assert wrong(lora(CosineDecay(1e-5, 998 - warmup, 1e-7), warmup), Run(1000)) == codes


def test_a_long_warmup_is_shortened_and_the_rest_ends_where_it_did():
    found = said("LR105", lora(CosineDecay(1e-5, 498, 1e-7), 500), Run(1000))
    assert found.message == "the warm-up takes 500 updates, more than a third of the run's 1000"
    assert found.fix is not None
    assert found.fix.schedule == lora(CosineDecay(1e-5, 898, 1e-7), 100)


def test_a_warmup_in_iterations_is_divided_by_the_accumulation():
    schedule = lora(StepDecay(1e-5, 0.5, 50), 100)
    found = said("LR105", schedule, Run(1000, 4))
    assert found.message.endswith("; 100 iterations would be 25 updates")
    assert mended("LR105", schedule, Run(1000, 4)) == lora(StepDecay(1e-5, 0.5, 50), 25)


def test_a_warmup_longer_than_the_run_is_mended_with_what_it_kept_from_being_used():
    schedule = JoinSchedules([LinearSchedule(1e-6, 1e-3, 1000), CosineDecay(1e-3, 9000)], [1000])
    assert wrong(schedule, Run(600)) == ["LR105", "LR202"]
    assert wrong(mended("LR105", schedule, Run(600)), Run(600)) == []


def test_a_step_decay_without_a_drop_says_when_it_would():
    found = said("LR106", StepDecay(1e-3, 0.5, 1000), Run(600))
    assert found.message == (
        "the rate never drops: with step_size = 1000 it would at update 1001, and the run ends after 600"
    )
    assert mended("LR106", StepDecay(1e-3, 0.5, 1000), Run(600)) == StepDecay(1e-3, 0.5, 120)
    assert wrong(StepDecay(1e-3, 0.5, 1000), Run(1000)) == ["LR106"]
    assert wrong(StepDecay(1e-3, 0.5, 1000), Run(1001)) == []


def test_a_step_size_in_iterations_is_divided_by_the_accumulation():
    assert mended("LR106", StepDecay(1e-3, 0.5, 500), Run(2000, 4)) == StepDecay(1e-3, 0.5, 125)


def test_a_rate_that_grows_says_how_far():
    assert (
        "the rate grows from 1e-05 to 0.208 at update 1000"
        in said("LR204", ExponentialDecay(1e-5, 1.01), Run(1000)).message
    )
    found = said("LR204", StepDecay(1.0, 10, 100), Run(10_000))
    assert "until it is infinite at update 3901" in found.message
    assert stepdecay.rates(StepDecay(1.0, 10, 100), [3899, 3900]).tolist()[1] == float("inf")
    assert mended("LR204", StepDecay(1e-3, 2, 100), Run(500)) == StepDecay(1e-3, 0.5, 100)


def test_a_growth_that_the_next_piece_goes_on_from_is_a_warmup():
    assert wrong(JoinSchedules([ExponentialDecay(1e-5, 1.05), CosineDecay(1e-3, 900)], [95]), Run(995)) == []
    assert wrong(StepDecay(1e-3, 1.0, 10), Run(1000)) == []


def test_a_first_update_at_rate_0_is_a_note():
    schedule = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 899)], [100])
    assert noted(schedule, Run(1000)) == ["LR205"]
    assert mended("LR205", schedule, Run(1000)) == JoinSchedules(
        [LinearSchedule(1e-5, 1e-3, 100), CosineDecay(1e-3, 899)], [100]
    )
    assert noted(LinearSchedule(0, 0, 1)) == ["LR205"]


def test_more_drops_than_a_hundred_are_a_note():
    assert noted(StepDecay(0.1, 0.99, 10), Run(1010)) == []
    assert noted(StepDecay(0.1, 0.99, 10), Run(1011)) == ["LR206"]
    assert "drops 101 times in this run" in said("LR206", StepDecay(0.1, 0.99, 10), Run(1011)).message


def test_a_peak_that_mlx_lm_holds_twice_is_a_note_and_names_both_updates():
    found = said("LR207", lora(CosineDecay(1e-5, 898, 1e-7)), Run(1000))
    assert found.message.startswith("updates 101 and 102 both have the peak 1e-05")
    assert stepdecay.rates(lora(CosineDecay(1e-5, 898, 1e-7)), [100, 101]).tolist() == [as_float32(1e-5)] * 2
    assert noted(JoinSchedules([LinearSchedule(1e-7, 1e-5, 100), CosineDecay(1e-5, 899)], [100]), Run(1000)) == []


def test_the_first_update_at_rate_0_is_the_one_that_float32_has_no_number_for():
    found = said("LR301", StepDecay(0.1, 0.9, 10), Run(96_610))
    assert found.place.update == 9661
    assert "from update 9661 on, and 86\u202f950 updates change nothing" in found.message
    before, after = stepdecay.rates(StepDecay(0.1, 0.9, 10), [9659, 9660]).tolist()
    assert before > after == 0
    assert wrong(StepDecay(0.1, 0.9, 10), Run(9660)) == []


def test_what_half_precision_loses_is_found_only_for_such_gradients():
    cosine = CosineDecay(1e-5, 1000)
    assert said("LR301", cosine, Run(1001), dtype="float16").place.update == 967  # MLX: exactly 0 from step 966
    assert wrong(cosine, Run(1001)) == wrong(cosine, Run(1001), dtype="bfloat16") == []
    assert wrong(constant(1e-8), Run(1000), dtype="float16") == ["LR301"]
    assert wrong(lora(constant(1e-8)), Run(1000), dtype="float16") == ["LR301"]


def test_the_last_steps_of_a_cosine_are_no_loss_in_half_precision():
    assert wrong(CosineDecay(1e-3, 999), Run(1000), dtype="float16") == []
    assert wrong(lora(CosineDecay(1e-5, 898, 1e-6)), Run(1000), dtype="float16") == []


def test_without_a_run_only_what_every_run_would_have_is_found():
    assert check(CosineDecay(1e-5, 3)) == []
    assert check(StepDecay(0.1, 0.5, 10**9)) == []
    assert wrong(ExponentialDecay(1e-5, 1.1)) == ["LR204"]
    assert wrong(JoinSchedules([LinearSchedule(0, 1e-4, 100), CosineDecay(1e-3, 899)], [100])) == ["LR201"]


def test_findings_come_with_the_worst_and_the_earliest_first():
    found = check(JoinSchedules([LinearSchedule(0, 1e-4, 400), CosineDecay(1e-3, 9000)], [400]), Run(1000))
    assert [one.code for one in found] == ["LR105", "LR201", "LR101", "LR205"]
    assert [one.place.update for one in found] == [400, 401, 1000, 1]


@pytest.mark.parametrize("updates", [2**53 - 1, 10**15])
def test_the_longest_runs_have_exact_findings(updates):
    assert wrong(CosineDecay(1e-5, updates - 1, 1e-7), Run(updates)) == []
    found = said("LR101", CosineDecay(1e-5, 4 * updates, 1e-7), Run(updates))
    assert found.fix is not None
    assert found.fix.schedule == CosineDecay(1e-5, updates - 1, 1e-7)
    assert said("LR301", StepDecay(0.1, 0.9, 10), Run(updates)).place.update == 9661


def test_a_file_with_a_run_needs_nothing_else_said():
    found = in_file("iters: 1000\nlr_schedule: {name: cosine_decay, arguments: [1.0e-5, 3000, 1.0e-7]}\n")
    assert wrong(None, source=found) == ["LR101"]
    assert wrong(None, Run(3000), found) == []
