"""Thousands of configs, drawn: what is read is what mlx-lm reads, and nothing is changed but what has to be."""

from __future__ import annotations

import io
import json
import re

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stepdecay import LinearSchedule, rates
from stepdecay.schedule.structure import arguments
from stepdecay.sources.files import find_in
from stepdecay.sources.mlx_lm.yaml_loader import MlxLmLoader
from stepdecay.trainers.mlx_lm import LoraSchedule
from tests.stepdecay.helpers.cases import bits, ends, telling_steps
from tests.stepdecay.helpers.config_files import CONFIGS, ConfigFile, configs, constant_configs, loras, loras_like, runs
from tests.stepdecay.helpers.lora_itself import build_schedule


def with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def comments(text: str) -> set[str]:
    return set(re.findall(r"# comment \d+", text))


def mlx_lm_reads(config: ConfigFile) -> dict:
    """The config as mlx-lm opens it: as text, whatever its line ends are."""
    text = with_line_feeds(config.text)
    if config.name.endswith(".json"):
        return json.loads(text)
    return yaml.load(io.StringIO(text), MlxLmLoader)


def slots_of(lora: LoraSchedule) -> dict[str, str]:
    """The slot of each argument of the schedule that mlx-lm builds."""
    names = [one.name for one in lora.leaf.arguments()]
    own = {name: f"arguments[{at}]" for at, name in enumerate(names)}
    if not lora.warmup:
        return own
    rise = {"schedules[0].init": "warmup_init", "schedules[0].end": "arguments[0]", "schedules[0].steps": "warmup"}
    return rise | {f"schedules[1].{name}": slot for name, slot in own.items()} | {"boundaries[0]": "warmup"}


@settings(max_examples=CONFIGS)
@given(configs())
def test_a_config_is_drawn_as_mlx_lm_reads_and_builds_it(config):
    (found,) = find_in(config.data, config.name)
    assert (found.problem, found.schedule) == (None, config.lora.schedule)
    read = mlx_lm_reads(config)
    assert found.run is not None
    run = (read.get("iters") or 1000, read.get("grad_accumulation_steps") or 1)
    assert (found.run.iterations, found.run.grad_accumulation_steps) == run
    steps = [step for step in telling_steps(config.lora.schedule) if step < 2**24]
    theirs = [build_schedule(read["lr_schedule"])(np_step(step)) for step in steps]
    assert bits(rates(config.lora.schedule, steps)) == bits([float(rate) for rate in theirs])


def np_step(step: int):
    import mlx.core as mx

    return mx.array(step, mx.uint64)


@settings(max_examples=CONFIGS)
@given(configs())
def test_each_number_is_found_where_it_stands(config):
    (found,) = find_in(config.data, config.name)
    slots = slots_of(config.lora) | {"iterations": "iters", "grad_accumulation_steps": "grad_accumulation_steps"}
    for path, slot in slots.items():
        is_there = slot in config.slots and config.slots[slot].text != "null"
        expected = config.place(slot) if is_there else (found.line, found.column)
        assert found.place_of(path) == expected, path


@settings(max_examples=CONFIGS)
@given(configs(), st.data())
def test_only_the_numbers_that_differ_are_written_anew(config, data):
    (found,) = find_in(config.data, config.name)
    other = data.draw(loras_like(config.lora))
    slots = slots_of(config.lora)
    before, after = arguments(config.lora.schedule), arguments(other.schedule)
    changed = {slots[path] for path in before if before[path] != after[path]}
    if not changed <= set(config.slots):  # a key that is missing
        return
    written = found.replace(other.schedule, config.run)
    assert config.differs_only_in(changed, written)
    (again,) = find_in(written, config.name)
    assert (again.schedule, again.run) == (other.schedule, found.run)


@settings(max_examples=CONFIGS)
@given(configs() | constant_configs(), loras, runs)
def test_a_config_can_become_any_other_and_keeps_all_else(config, other, run):
    (found,) = find_in(config.data, config.name)
    assert found.schedule == config.lora.schedule
    assert found.replace(found.schedule, found.run) == config.data
    written = found.replace(other.schedule, run)
    (again,) = find_in(written, config.name)
    assert (again.problem, again.schedule, again.run) == (None, other.schedule, run)
    before, after = (
        with_line_feeds(text) for text in (config.text, written[len(config.mark) :].decode(config.encoding))
    )
    at = 0
    for kept in config.kept:
        at = after.index(kept, at) + len(kept)
    assert comments(before) - config.comments_beside("arguments[2]") <= comments(after)


@settings(max_examples=CONFIGS)
@given(constant_configs(), ends)
def test_a_constant_that_stays_one_is_changed_where_it_stands(config, rate):
    (found,) = find_in(config.data, config.name)
    written = found.replace(LinearSchedule(rate, rate, 1), config.run)
    if "learning_rate" in config.slots:
        assert config.differs_only_in({"learning_rate"} if rate != found.schedule.init else set(), written)
    (again,) = find_in(written, config.name)
    assert (again.schedule, again.run) == (LinearSchedule(rate, rate, 1), found.run)
