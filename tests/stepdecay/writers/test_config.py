"""What a config of mlx-lm says of a schedule, written to be read in the window and pasted."""

from __future__ import annotations

import json

import pytest

from stepdecay import CosineDecay, ExponentialDecay, LinearSchedule, Run, StepDecay
from stepdecay.sources.files import find_in
from stepdecay.trainers.mlx_lm import LoraSchedule
from stepdecay.writers.config import config_part, config_spans, new_config
from stepdecay.writers.mlx_lm import to_mlx_lm

SCHEDULES = [
    StepDecay(1e-4, 0.5, 100),
    ExponentialDecay(1e-4, 0.999),
    CosineDecay(1e-5, 1000),
    CosineDecay(1e-5, 1000, 1e-7),
    LinearSchedule(2e-5, 2e-5, 1),
    LoraSchedule(CosineDecay(1e-5, 898, 1e-7), 100, 1e-7).schedule,
    LoraSchedule(StepDecay(1e-4, 0.5, 100), 10).schedule,
]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("name", ["new.yaml", "new.json"])
@pytest.mark.parametrize("run", [Run(1000), Run(4000, 4)])
def test_a_new_config_means_its_schedule_and_its_run(schedule, name, run):
    text = new_config(schedule, run, is_json=name == "new.json")
    (found,) = find_in(text.encode(), name)
    assert (found.schedule, found.run, found.problem) == (schedule, run, None)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_yaml_and_json_say_the_same(schedule):
    import yaml

    part = json.loads("{" + config_part(schedule, is_json=True) + "}")
    assert part == yaml.safe_load(config_part(schedule))
    assert config_part(schedule) == to_mlx_lm(schedule)


@pytest.mark.parametrize("is_json", [False, True])
def test_each_argument_that_is_written_is_found_again(is_json):
    schedule = LoraSchedule(CosineDecay(2e-5, 898, 1e-7), 100, 1e-6).schedule
    text = config_part(schedule, is_json=is_json)
    spans = config_spans(schedule, text)
    assert {path: float(text[start:stop]) for path, (start, stop) in spans.items()} == {
        "schedules[0].init": 1e-6,
        "schedules[0].end": 2e-5,
        "schedules[0].steps": 100,
        "boundaries[0]": 100,
        "schedules[1].init": 2e-5,
        "schedules[1].decay_steps": 898,
        "schedules[1].end": 1e-7,
    }


def test_a_plain_rate_is_both_ends_of_the_constant():
    text = config_part(SCHEDULES[4], is_json=True, is_plain=True)
    assert text == '"learning_rate": 2e-05'
    spans = config_spans(SCHEDULES[4], text)
    assert spans["init"] == spans["end"]
    assert text[slice(*spans["init"])] == "2e-05"
