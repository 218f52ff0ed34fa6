from __future__ import annotations

import json
from pathlib import Path

import pytest

from stepdecay import CosineDecay, ExponentialDecay, LinearSchedule, Run, StepDecay, find_schedules
from stepdecay.trainers.mlx_lm import LoraSchedule
from tests.stepdecay.helpers.config_files import found_in, only
from tests.stepdecay.test_package import loaded_by

EXAMPLES = Path(__file__).parents[3] / "resources/examples"
SAMPLE = LoraSchedule(CosineDecay(1e-5, 1000, 1e-7), 100, 1e-7).schedule
BLOCK = """
    iters: 600
    learning_rate: 2e-5   # not this
    lr_schedule:
      name: cosine_decay
      warmup: 100
      warmup_init: 1e-7
      arguments: [1e-5, 1000, 1e-7]
"""


def test_the_example_opens_with_what_mlx_lm_makes_of_it():
    (found,) = find_schedules(EXAMPLES / "lora_config.yaml")
    assert (found.problem, found.schedule, found.run, found.names) == (None, SAMPLE, Run(1000), "lr_schedule")
    assert found.assumed == ("grad_accumulation_steps = 1",)


def test_a_commented_out_block_is_none_and_the_constant_opens():
    (found,) = find_schedules(EXAMPLES / "lora_constant.yaml")
    assert (found.schedule, found.names) == (LinearSchedule(1e-5, 1e-5, 1), "learning_rate")
    assert found.text == "learning_rate: 1e-5"


def test_the_text_and_the_place_are_those_of_the_key():
    found = only(BLOCK)
    assert (found.line, found.column) == (4, 1)
    assert found.text.startswith("lr_schedule:\n  name: cosine_decay")
    assert found.text.endswith("arguments: [1e-5, 1000, 1e-7]")


def test_each_argument_has_its_place_and_a_missing_one_that_of_the_schedule():
    found = only(BLOCK)
    assert found.place_of("schedules[1].decay_steps") == (8, 21)
    assert found.place_of("boundaries[0]") == found.place_of("schedules[0].steps") == (6, 11)
    assert found.place_of("iterations") == found.place_of("updates") == (2, 8)
    assert found.place_of("grad_accumulation_steps") == (4, 1)


def test_a_learning_rate_beside_a_schedule_is_remarked_on_where_it_stands():
    remarks = {code: (line, column) for code, line, column, _ in only(BLOCK).remarks}
    assert remarks == {"LR403": (3, 1), "LR404": (8, 15)}


def test_floats_that_only_mlx_lm_reads_are_remarked_on_once():
    (text,) = [sentence for code, *_, sentence in only(BLOCK).remarks if code == "LR404"]
    assert text == (
        "mlx-lm reads 1e-5 and 1e-7 as numbers, a plain YAML parser as text; 1.0e-05 is a number to both"
    )  # fmt: skip
    assert not [code for code, *_ in only("iters: 5\nlearning_rate: 1.0e-5\n").remarks]
    assert not only(json.dumps({"learning_rate": 1e-5}), "adapter_config.json").remarks


@pytest.mark.parametrize("off", ["null", "", "~", "{}", "[]", "false", "0", '""', "!!null"])
def test_a_schedule_that_is_nothing_leaves_the_constant(off):
    found = found_in(f"learning_rate: 3e-4\nlr_schedule: {off}\n")
    if off == "!!null":
        assert "has a tag" in found[0].problem
    else:
        assert found[0].schedule == LinearSchedule(3e-4, 3e-4, 1)


def test_what_is_left_out_is_mlx_lms_default_and_said_so():
    found = only("fine_tune_type: lora\niters: null\n")
    assert (found.schedule, found.run) == (LinearSchedule(1e-5, 1e-5, 1), Run(1000))
    assert found.assumed == ("learning_rate = 1e-05", "iters = 1000", "grad_accumulation_steps = 1")
    assert (found.names, found.text, found.line) == ("", "", 1)


@pytest.mark.parametrize("off", ["", "warmup: 0", "warmup: null", "warmup: false", "warmup_init: oh"])
def test_without_a_warm_up_nothing_is_joined(off):
    found = only(f"lr_schedule:\n  name: exponential_decay\n  arguments: [1e-4, 0.99]\n  {off}\n")
    assert found.schedule == ExponentialDecay(1e-4, 0.99)


def test_whole_floats_are_counts():
    found = only(
        "lr_schedule: {name: step_decay, arguments: [1, 0.5, 10.0], warmup: 5.0}\ngrad_accumulation_steps: 2.0"
    )
    assert found.schedule == LoraSchedule(StepDecay(1, 0.5, 10), 5).schedule
    assert found.run == Run(1000, 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1_000", 1000), ("0x3e8", 1000), ("01750", 1000), ("0b1111101000", 1000), ("16:40", 1000), ("+1000", 1000)],
)
def test_numbers_are_read_as_yaml_1_1_has_them(text, value):
    assert only(f"iters: {text}\nlr_schedule: null\n").run == Run(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- 1\n- lr_schedule\n",
        "lr_schedule",
        "services:\n  web:\n    image: nginx\n    environment: [learning_rate=1]\n",
        "on: push\njobs: {iters: {runs-on: ubuntu}}\n",
        "iters: 5\nname: other\n",
        "train:\n  lr_schedule: {name: cosine}\n",
        "&a : *a\n: broken [\n",
    ],
)
def test_other_yaml_has_no_schedule(text):
    assert found_in(text) == []


@pytest.mark.parametrize("text", ["{}", "[]", "1", '{"a": {"lr_schedule": 1}}', '{"iters": 5}', '["learning_rate"]'])
def test_other_json_has_no_schedule(text):
    assert found_in(text, "package.json") == []


def test_a_config_is_told_by_keys_that_are_written_with_escapes():
    assert only('{"lr\\u005fschedule": null}', "a.json").schedule == LinearSchedule(1e-5, 1e-5, 1)
    assert only('"lr\\x5fschedule": null').schedule == LinearSchedule(1e-5, 1e-5, 1)


def test_a_config_is_read_without_waiting_for_mlx_numpy_or_pythons_parser():
    find = f"from stepdecay import find_schedules; find_schedules({str(EXAMPLES / 'lora_config.yaml')!r})"
    assert loaded_by(find) == {"yaml"}
