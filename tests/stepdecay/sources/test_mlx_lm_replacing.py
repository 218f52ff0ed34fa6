from __future__ import annotations

import json
from textwrap import dedent

import pytest

from stepdecay import CosineDecay, ExponentialDecay, LinearSchedule, Run, ScheduleError, StepDecay
from stepdecay.schedule.kinds import JoinSchedules, Schedule
from stepdecay.sources.mlx_lm.config import read_config
from stepdecay.sources.mlx_lm.sameness import is_same_elsewhere
from stepdecay.trainers.mlx_lm import LoraSchedule
from tests.stepdecay.helpers.config_files import only

SAMPLE = LoraSchedule(CosineDecay(1e-5, 1000, 1e-7), 100, 1e-7).schedule
FITTED = LoraSchedule(CosineDecay(1e-5, 898, 1e-7), 100, 1e-7).schedule
DROPS = StepDecay(1e-4, 0.5, 100)


def written(text: str, schedule: Schedule, run: Run | None = None, name: str = "lora.yaml") -> str:
    found = only(text, name)
    data = found.replace(schedule, run)
    (again,) = [only(data.decode(), name)]
    assert again.problem is None
    return data.decode()


def assert_written(text: str, schedule: Schedule, expected: str, run: Run | None = None) -> None:
    assert written(text, schedule, run) == dedent(expected)


def test_one_number_changes_and_nothing_else():
    block = "{name: cosine_decay, 'warmup': 1_00, warmup_init: 1e-7, arguments: [1e-5, 1000, 1e-7,]}"
    text = f"# é\r\nlr_schedule: # !\r\n  {block}"
    assert written(text, FITTED) == text.replace("1000", "898")


def test_numbers_that_still_mean_the_value_stay_as_they_are_written():
    text = "lr_schedule:\n  name: linear_schedule\n  arguments: [1, 0x0, +1e2]\n"
    assert written(text, LinearSchedule(1, 0, 200)) == text.replace("+1e2", "200")
    assert written(text, LinearSchedule(0.5, 0, 100)) == text.replace("[1,", "[0.5,")


def test_floats_are_written_so_that_every_yaml_parser_reads_one():
    text = "lr_schedule: {name: exponential_decay, arguments: [1, 1]}\n"
    assert written(text, ExponentialDecay(3e-7, 1e-10)) == text.replace("[1, 1]", "[3.0e-07, 1.0e-10]")


def test_missing_keys_are_added_in_the_blocks_style():
    assert_written(
        """
        iters: 600
        lr_schedule:
            "name": cosine_decay  # smooth
            "arguments":
            - 1e-5
            - 499  # updates
        # the end
        """,
        LoraSchedule(CosineDecay(1e-5, 499, 1e-7), 10, 1e-6).schedule,
        """
        iters: 600
        grad_accumulation_steps: 2
        lr_schedule:
            "name": cosine_decay  # smooth
            "arguments":
            - 1e-5
            - 499  # updates
            - 1.0e-07
            "warmup": 10
            "warmup_init": 1.0e-06
        # the end
        """,
        Run(600, 2),
    )


def test_missing_keys_are_added_in_braces_on_lines_or_in_one():
    text = "lr_schedule: {name: step_decay, arguments: [1e-4,0.5,100]}"
    warm = LoraSchedule(DROPS, 10).schedule
    assert written(text, warm) == text.replace("100]", "100], warmup: 10")
    lines = '{\n  "iters": 5,\n  "lr_schedule": {\n\t"name": "step_decay",\n\t"arguments": [1e-4,0.5,100]\n  }\n}'
    assert written(lines, warm, name="a.json") == lines.replace("100]", '100],\n\t"warmup": 10')
    commented = "lr_schedule: {\n  name: step_decay,\n  arguments: [1e-4, 0.5, 100] # three\n}\n"
    assert written(commented, warm) == commented.replace("100] # three", "100], # three\n  warmup: 10")


def test_a_warm_up_that_is_gone_is_written_as_0_where_it_was():
    text = "lr_schedule:\n  warmup: 100 # updates\n  warmup_init: 1e-7\n  name: cosine_decay\n  arguments: [1e-5, 9]\n"
    assert written(text, CosineDecay(1e-5, 9)) == text.replace("100", "0")
    assert written(text.replace("100", "null"), CosineDecay(1e-5, 9)) == text.replace("100", "null")


def test_another_kind_keeps_the_style_of_its_arguments():
    text = "lr_schedule:\n  name: 'cosine_decay' # kind\n  arguments: [1e-5, 1000, 1e-7] # end\n"
    assert written(text, ExponentialDecay(1e-5, 0.99)) == text.replace("cosine", "exponential").replace(
        "1000, 1e-7", "0.99"
    )
    block = "lr_schedule:\n  arguments:\n    - 1e-5 # a\n    - 1000 # b\n    - 1e-7\n  name: cosine_decay\n"
    assert written(block, ExponentialDecay(1e-5, 0.99)) == (
        "lr_schedule:\n  arguments:\n    - 1e-5 # a\n    - 0.99 # b\n  name: exponential_decay\n"
    )


def test_a_constant_is_changed_where_it_stands_and_anything_else_gets_a_block():
    text = "iters: 600 # six hundred\nlearning_rate: 1e-5 # slow\n"
    assert written(text, LinearSchedule(2e-5, 2e-5, 1)) == text.replace("1e-5", "2.0e-05")
    assert written(text, FITTED) == text + dedent(
        """\
        lr_schedule:
          name: cosine_decay
          warmup: 100
          warmup_init: 1.0e-07
          arguments: [1.0e-05, 898, 1.0e-07]
        """
    )
    assert only(text).notes(FITTED) == ("learning_rate stays as it is; mlx-lm ignores it beside the lr_schedule",)
    assert only(text).notes(LinearSchedule(1, 1, 1)) == ()


def test_a_block_is_added_below_a_commented_one_with_the_files_line_ends_and_indentation():
    text = "lora_parameters: # lora\r\n    rank: 8\r\n# lr_schedule:\r\n#   name: cosine_decay\r\n"
    added = "lr_schedule:\r\n    name: step_decay\r\n    arguments: [0.0001, 0.5, 100]\r\n"
    assert written(text, DROPS) == text + added
    assert written(text.rstrip(), DROPS) == text + added.rstrip()
    assert written(f"---\r\n{text}...\r\n# over\r\n", DROPS) == f"---\r\n{text}{added}...\r\n# over\r\n"


def test_a_block_of_text_at_the_end_is_not_made_longer():
    text = "fine_tune_type: lora\nnotes: |\n  the end"
    added = "lr_schedule:\n  name: step_decay\n  arguments: [0.0001, 0.5, 100]\n"
    assert written(text, DROPS) == text.replace("notes", f"{added}notes")
    assert written(f"{text}\n", DROPS) == f"{text}\n{added}"


@pytest.mark.parametrize("off", ["", " null", " ~", " {}", " false"])
def test_a_schedule_that_is_nothing_gets_its_block_there(off):
    text = f"lr_schedule:{off} # later\niters: 5\n"
    assert written(text, DROPS) == (
        "lr_schedule: # later\n  name: step_decay\n  arguments: [0.0001, 0.5, 100]\niters: 5\n"
    )
    flow = f"{{lr_schedule:{off}, iters: 5}}"
    assert written(flow, DROPS) == "{lr_schedule: {name: step_decay, arguments: [0.0001, 0.5, 100]}, iters: 5}"


@pytest.mark.parametrize("indent", [None, 2, 4, "\t"])
def test_an_adapters_config_keeps_the_form_that_json_has(indent):
    before = {"batch_size": 4, "iters": 600, "lr_schedule": None, "model": "é"}
    block = {"name": "cosine_decay", "warmup": 100, "warmup_init": 1e-7, "arguments": [1e-5, 898, 1e-7]}
    text = json.dumps(before, indent=indent)
    assert written(text, FITTED, name="adapter_config.json") == json.dumps(
        before | {"lr_schedule": block}, indent=indent
    )
    del before["lr_schedule"]
    text = json.dumps(before, indent=indent)
    assert written(text, FITTED, name="a.json") == json.dumps({**before, "lr_schedule": block}, indent=indent)


def test_the_run_is_written_beside_what_there_is_of_it():
    text = "iters: null\nlr_schedule: {name: step_decay, arguments: [1e-4, 0.5, 100]}\n"
    assert written(text, DROPS, Run(600, 4)) == text.replace("null", "600\ngrad_accumulation_steps: 4")
    assert written(text, DROPS, Run(1000, 1, 250)) == text
    assert written("train: true\nlearning_rate: 1.0\n", LinearSchedule(1, 1, 1), Run(5)) == (
        "train: true\nlearning_rate: 1.0\niters: 5\n"
    )


def test_what_a_config_cant_say_is_refused_with_the_reason():
    found = only("learning_rate: 1e-5\n")
    two = JoinSchedules([CosineDecay(1, 9), CosineDecay(1, 9), CosineDecay(1, 9)], [5, 10])
    for act in (found.replace, found.notes):
        with pytest.raises(ScheduleError, match="one schedule after a warm-up, but not 3 pieces"):
            act(two)


def test_the_schedule_that_is_there_leaves_every_byte():
    for text in ("lr_schedule: {name: step_decay, arguments: [1e-4, 0.5, 100], x: [1]}", "iters: 7\nlearning_rate: 1"):
        found = only(text)
        assert found.replace(found.schedule, found.run) == text.encode()


def test_dragging_what_a_file_says_always_leaves_what_it_can_say():
    found = only("lr_schedule: {name: cosine_decay, warmup: 100, warmup_init: 1e-7, arguments: [1e-5, 1000, 1e-7]}")
    wider = JoinSchedules([LinearSchedule(1e-7, 1e-5, 150), CosineDecay(1e-5, 950, 1e-7)], [151])
    assert found.conformed(SAMPLE, JoinSchedules(SAMPLE.schedules, [151])).boundaries == wider.boundaries
    assert b"warmup: 150" in found.replace(wider)


def test_a_key_below_one_that_has_no_value_gets_its_space():
    text = "iters: 5\n'lr_schedule':\n"
    assert written(text, LinearSchedule(2e-5, 2e-5, 1)) == f"{text}'learning_rate': 2.0e-05\n"


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("iters: 1\nseed: 0\n", "iters: 2\nlr_schedule: {}\nseed: 0  # zero\n", True),
        ("iters: 1\nseed: 0\n", "iters: 1\nseed: '0'\n", False),
        ("iters: 1\nnotes: |\n  a", "iters: 1\nnotes: |\n  a\n", False),
        ("iters: 1\nkeys: [a, b]\n", "iters: 1\nkeys: [a]\n", False),
        ("iters: 1\nmodel: {a: 1}\n", "iters: 1\nmodel: {b: 1}\n", False),
        ("iters: 1\nseed: 0\n", "iters: 1\nseed: 0\nmore: 1\n", False),
        ('{"iters": 1, "x": NaN}', '{"iters": 2, "x": NaN}', True),
        ('{"iters": 1, "x": 1}', '{"iters": 1, "x": 2}', False),
    ],
)
def test_what_would_mean_another_thing_elsewhere_is_told(before, after, is_same):
    name = "a.json" if before.startswith("{") else "a.yaml"
    one, other = (read_config(text.replace("iters", "learning_rate").encode(), name) for text in (before, after))
    assert one is not None
    assert other is not None
    assert is_same_elsewhere(one, other) is is_same
