from __future__ import annotations

import pytest

from stepdecay import LinearSchedule, ScheduleError
from stepdecay.sources.files import find_in
from stepdecay.sources.mlx_lm.config import LARGEST_JSON, LARGEST_YAML
from tests.stepdecay.helpers.cases import refusal
from tests.stepdecay.helpers.config_files import found_in, only

BLOCK = "lr_schedule:\n  name: {name}\n  arguments: {arguments}\n{more}"


def problem(more: str = "", name: str = "cosine_decay", arguments: str = "[1e-5, 100]") -> tuple[str | None, int, int]:
    found = only(BLOCK.format(name=name, arguments=arguments, more=more))
    assert (found.schedule is None) == (found.run is None) == (found.problem is not None)
    return found.problem, found.line, found.column


@pytest.mark.parametrize(
    ("given", "sentence", "line", "column"),
    [
        ({"name": "cosine"}, "lr_schedule: mlx-lm can use only cosine_decay, exponential_decay,", 2, 9),
        ({"name": "join_schedules"}, "got 'join_schedules'", 2, 9),
        ({"name": "5"}, "lr_schedule.name must be one of MLX's schedulers, got 5", 2, 9),
        ({"name": ""}, "got null", 2, 8),
        ({"arguments": "[1e-5]"}, "cosine_decay(init, decay_steps, end=0.0) takes 2 or 3 arguments, got 1", 3, 14),
        ({"arguments": "[]"}, "got 0", 3, 14),
        ({"arguments": "{init: 1e-5}"}, "lr_schedule.arguments is a mapping; mlx-lm takes a list", 3, 14),
        ({"arguments": ""}, "lr_schedule.arguments is null", 3, 13),
        ({"arguments": "1e-5"}, "lr_schedule.arguments is 1e-05", 3, 14),
        ({"arguments": "['1e-5', 100]"}, "arguments[0]: init must be a number, at least 0, got '1e-5'", 3, 15),
        ({"arguments": "['1e-5', 100]"}, "; write it without quotes", 3, 15),
        ({"arguments": "[1e-5, 100.5]"}, "arguments[1]: decay_steps must be a whole number, got 100.5", 3, 21),
        ({"arguments": "[1e-5, 0]"}, "decay_steps must be at least 1, got 0", 3, 21),
        ({"arguments": "[-1e-5, 10]"}, "init must be a number, at least 0, got -1e-05", 3, 15),
        ({"arguments": "[.nan, 10]"}, "init must be finite in float32", 3, 15),
        ({"arguments": "[true, 10]"}, "init must be a number, at least 0, got True", 3, 15),
        ({"arguments": "[1, [2]]"}, "lr_schedule.arguments[1] is a list; it must be a single value", 3, 18),
        ({"arguments": "[2001-02-03, 1]"}, "lr_schedule.arguments[0] is a date", 3, 15),
        ({"more": "  warmup: -1"}, "lr_schedule.warmup must be at least 0, got -1", 4, 11),
        ({"more": "  warmup: true"}, "warmup must be a whole number, got True", 4, 11),
        ({"more": "  warmup: 1.5"}, "warmup must be a whole number, got 1.5", 4, 11),
        ({"more": "  warmup: ten"}, "warmup must be a whole number, got 'ten'", 4, 11),
        ({"more": "  warmup: 5\n  warmup_init:"}, "warmup_init must be a number, at least 0, got None", 5, 15),
        ({"more": "  warmup: 5\n  warmup_init: -1"}, "warmup_init must be a number, at least 0, got -1", 5, 16),
        ({"more": "  name: x"}, "lr_schedule.name is there twice; remove one of them", 4, 3),
        ({"more": "lr_schedule: null"}, "lr_schedule is there twice; remove one of them", 4, 1),
        ({"more": "seed: 1\nseed: 1"}, "seed is there twice; remove one of them", 5, 1),
        ({"more": "iters: '600'"}, "iters must be a whole number, got '600'; write it without quotes", 4, 8),
        ({"more": "iters: 600.0"}, "iters must be a whole number, got 600.0", 4, 8),
        ({"more": "iters: 0"}, "iters must be at least 1, got 0", 4, 8),
        ({"more": "iters: [1]"}, "iters is a list; it must be a single value", 4, 8),
        ({"more": "grad_accumulation_steps: 1.5"}, "grad_accumulation_steps must be a whole number", 4, 26),
        ({"more": "  warmup: !!int 5"}, "lr_schedule.warmup has a tag; write the value itself", 4, 11),
        ({"more": "  warmup: &x 5"}, "lr_schedule.warmup has an anchor, or is an alias; write", 4, 11),
        ({"arguments": "&a [1e-5, 100]"}, "lr_schedule.arguments has an anchor", 3, 14),
        ({"more": "  <<: {warmup: 5}"}, "a key that merges another mapping can't be read here; write it out", 4, 3),
        ({"more": "  !!str warmup: 5"}, "a key that has a tag can't be read here", 4, 3),
        ({"more": "? [a]\n: 5"}, "a key that is no name can't be read here", 4, 3),
        ({"more": "model: !mine x"}, "model has the tag !mine, which mlx-lm refuses", 4, 8),
        ({"more": "model: !!python/object/apply:os.system [ls]"}, "which mlx-lm refuses", 4, 8),
        ({"more": "model: {a: [=]}"}, "model has the tag tag:yaml.org,2002:value", 4, 13),
        ({"more": "day: 2001-13-01"}, "day is a value that mlx-lm can't read", 4, 6),
        ({"more": "a: {[b]: 1}"}, "is a list or a mapping as a key, which mlx-lm refuses", 4, 5),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_where_it_stands(given, sentence, line, column):
    said, *place = problem(**given)
    assert said is not None
    assert sentence in said
    assert place == [line, column]


def test_a_missing_key_is_named_and_the_block_is_the_place():
    for key, text in (("name", "arguments: [1, 2]"), ("arguments", "name: cosine_decay")):
        found = only(f"lr_schedule:\n  {text}\n")
        assert found.problem is not None
        assert found.problem.startswith(f"lr_schedule has no {key}; mlx-lm needs")
        assert (found.line, found.column) == (2, 3)


@pytest.mark.parametrize("block", ["cosine", "[1, 2]", "*a", "1e-5", "true"])
def test_a_schedule_that_is_no_mapping_is_refused(block):
    found = only(f"a: &a {{name: cosine_decay}}\nfine_tune_type: lora\nlr_schedule: {block}\n")
    assert found.problem is not None
    assert found.problem.endswith("mlx-lm takes a name and arguments there")


def test_a_run_without_an_update_has_a_code_of_its_own():
    found = only("iters: 3\ngrad_accumulation_steps: 4\nlearning_rate: 1e-5\n")
    assert (found.problem_code, found.line, found.run) == ("LR107", 1, None)
    assert only("lr_schedule: {name: x, arguments: []}").problem_code == "LR401"
    assert only("learning_rate: 1e-5").problem_code is None


@pytest.mark.parametrize("rate", ["'1e-5'", "-1", "[1]", "fast", ".inf", "&x 1"])
def test_a_constant_that_is_no_rate_is_refused(rate):
    assert "learning_rate" in str(only(f"fine_tune_type: lora\nlearning_rate: {rate}\n").problem)


def test_what_has_a_problem_cant_be_replaced():
    with pytest.raises(ScheduleError, match="warmup must be at least 0"):
        only(BLOCK.format(name="cosine_decay", arguments="[1, 2]", more="  warmup: -1")).replace(
            LinearSchedule(1, 1, 1)
        )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("iters: 5\n\tlr_schedule: null\n", "line 2, column 1: YAML allows no tab here; write spaces"),
        ("iters: 5\nlr_schedule: [1\n", "line 3, column 1: expected ',' or ']'"),
        ("a: 1\n---\nlr_schedule: null\n", "line 2, column 1: a second document begins here; mlx-lm"),
        ("lr_schedule: *none\n", "line 1, column 14: found undefined alias 'none'"),
        ("lr_schedule: a: b\n", "line 1, column 15: mapping values are not allowed here"),
        ("a: 1\nlr_schedule: \x07\n", "line 2, column 14: the character U+0007 is not allowed"),
        ("lr_schedule: " + "[\n " * 5000, "it is nested too deeply"),
        ("lr_schedule: " + "- " * 5000, "lora.yaml can't be read as YAML"),
        ("lr_schedule: " + "{a: " * 4000, "it is nested too deeply"),
        ("\n".join("  " * at + "- lr_schedule:" for at in range(280)), "it is nested too deeply"),
        ("learning_rate: " + "9" * 600_000, "lora.yaml has 601 KB; a config has at most 100 KB"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_yaml_is_refused_with_its_place(text, sentence):
    assert sentence in str(refusal(found_in, text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"iters": 5,\n "learning_rate" 1}', "line 2, column 18: Expecting ':' delimiter"),
        ('{"learning_rate": 1,}', "lora.json can't be read as JSON: line 1, column"),
        ('{"learning_rate": 1} 2', "line 1, column 22: Extra data"),
        ('{"learning_rate": 1 /* no */}', "line 1, column 21"),
        ('{"learning_rate": ' + "[" * 100_000, "it is nested too deeply"),
        ('{"learning_rate": ' + "9" * 5000 + "}", "has a number that is too long"),
    ],
)
def test_a_text_that_is_no_json_is_refused_with_its_place(text, sentence):
    with pytest.raises(ScheduleError) as caught:
        find_in(text.encode(), "lora.json")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(("name", "largest"), [("lora.yaml", LARGEST_YAML), ("lora.json", LARGEST_JSON)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_config_up_to_the_limit_is_read_and_not_a_byte_more(name, largest, encoding):
    data = '{"learning_rate": 1e-5}'.encode(encoding)
    room = largest - len(data)
    full = data + "\n".encode(encoding.replace("16", "16-le")) * (room // (2 if encoding == "utf-16" else 1))
    (found,) = find_in(full, name)
    assert found.schedule == LinearSchedule(1e-5, 1e-5, 1)
    size = f"{-(-(largest + 1) // 1000)} KB"
    with pytest.raises(ScheduleError) as caught:
        find_in(full + "\n".encode(encoding.replace("16", "16-le")), name)
    assert str(caught.value) == f"{name} has {size}; a config has at most {largest // 1000} KB"


@pytest.mark.parametrize("name", ["tokenizer.json", "data.yaml"])
def test_a_large_file_without_a_key_of_mlx_lm_is_no_config_and_not_refused(name):
    assert find_in(b"[" * LARGEST_JSON * 2, name) == []


def test_a_key_twice_in_json_is_refused_too():
    found = only('{"learning_rate": 1, "lr_schedule": null, "learning_rate": 2}', "lora.json")
    assert (found.problem, found.column) == ("learning_rate is there twice; remove one of them", 43)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a: 1\nlearning_rate: \xff\n", "lora.yaml is not text in utf-8: line 2, column 16 has the byte 0xff"),
        (b"\xff\xfea\x00:\x00 ", "lora.yaml is not text in utf-16: line 1, column 3 has the byte 0x20"),
        (b"learning_rate: 1\n\0", "lora.yaml is not text: line 2, column 1 has a null byte"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(data, sentence):
    with pytest.raises(ScheduleError) as caught:
        find_in(data, "lora.yaml")
    assert str(caught.value) == sentence


def test_a_bomb_of_aliases_is_neither_waited_for_nor_read():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 40)]
    text = "\n".join([*lines, "learning_rate: 1e-5", ""])
    found = only(text)
    assert found.schedule == LinearSchedule(1e-5, 1e-5, 1)
    assert found.replace(LinearSchedule(2e-5, 2e-5, 1)) == text.replace("1e-5", "2.0e-05").encode()
    assert "is an alias" in str(only(f"{text}lr_schedule: *a39\n").problem)
    assert only(f"{text}again: &me [*me]\n").problem is None


@pytest.mark.parametrize(
    "text", ["learning_rate: auto\n", "lr_schedule: cosine\nlearning_rate: 2e-5\n", "lr_schedule: linear\n"]
)
def test_a_config_of_another_program_is_no_config(text):
    assert found_in(text, "config.yaml") == []
