from __future__ import annotations

import yaml
from hypothesis import given

from stepdecay import CosineDecay, ExponentialDecay, LinearSchedule, Run, to_mlx_lm
from stepdecay.trainers.mlx_lm import LoraSchedule
from tests.stepdecay.helpers.config_files import loras, only, runs

WARM = LoraSchedule(CosineDecay(1e-5, 898, 1e-7), 100, 1e-7)


@given(loras, runs)
def test_what_is_pasted_into_a_config_means_the_same_schedule_and_run(lora, run):
    found = only(to_mlx_lm(lora.schedule, run=run))
    assert (found.problem, found.schedule, found.run, found.remarks) == (None, lora.schedule, run, ())


@given(loras)
def test_every_yaml_parser_reads_the_same_numbers(lora):
    block = yaml.safe_load(to_mlx_lm(lora.schedule))["lr_schedule"]
    assert block["name"] == lora.name
    fields = [getattr(lora.leaf, one.name) for one in lora.leaf.arguments()]
    assert [(type(value), value) for value in block["arguments"]] == [
        (type(value), value) for value in fields[: len(block["arguments"])]
    ]


def test_it_looks_as_people_write_it():
    assert to_mlx_lm(WARM.schedule, run=Run(4000, 4)) == (
        "iters: 4000\ngrad_accumulation_steps: 4\nlr_schedule:\n  name: cosine_decay\n  warmup: 100\n"
        "  warmup_init: 1.0e-07\n  arguments: [1.0e-05, 898, 1.0e-07]"
    )
    assert to_mlx_lm(CosineDecay(0.001, 10)) == "lr_schedule:\n  name: cosine_decay\n  arguments: [0.001, 10]"
    assert to_mlx_lm(LoraSchedule(ExponentialDecay(1, 0.5), 3).schedule).endswith("warmup: 3\n  arguments: [1.0, 0.5]")


def test_a_constant_after_a_warm_up_can_be_said():
    schedule = LoraSchedule(LinearSchedule(2e-5, 2e-5, 1), 50).schedule
    assert only(to_mlx_lm(schedule)).schedule == schedule
