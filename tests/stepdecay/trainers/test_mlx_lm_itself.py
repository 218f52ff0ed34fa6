"""mlx-lm itself: what was recorded from its trainer, and where it is installed, its own loader, rule and trainer."""

from __future__ import annotations

import importlib
import warnings

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import Found, rates
from stepdecay.sources.files import find_in
from stepdecay.sources.mlx_lm.yaml_loader import MlxLmLoader
from stepdecay.trainers.mlx_lm import reported_step
from tests.stepdecay.helpers.cases import bits, telling_steps
from tests.stepdecay.helpers.config_files import configs, constant_configs, only
from tests.stepdecay.helpers.lora_cases import CASES, built, loaded, recorded, reported

NUMBER_LIKE = st.text("0123456789.eE+-_:xb", max_size=8) | st.sampled_from(
    [
        "1e-5",
        "1E5",
        ".5",
        "._",
        "+.inf",
        "-.INF",
        ".nan",
        "1_0.5e-6",
        "0x1F",
        "010",
        "1:30",
        "1:30.5",
        "~",
        "on",
        "No",
        "=",
    ]
)


@pytest.fixture(scope="session")
def mlx_lm():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it imports has remarks on what that imports
        found = pytest.importorskip("mlx_lm", reason="mlx-lm is an optional group of its own")
        importlib.import_module("mlx_lm.lora")
    return found


def planned(found: Found) -> list[int]:
    """The bits of the rate that we say for each iteration."""
    assert found.schedule is not None
    assert found.run is not None
    steps = [reported_step(at, found.run.grad_accumulation_steps) for at in range(1, found.run.iterations + 1)]
    return bits(rates(found.schedule, steps))


@pytest.mark.parametrize("name", CASES)
def test_each_iteration_has_the_rate_that_mlx_lms_trainer_reported(name):
    case = CASES[name]
    theirs = recorded()["rates"][name]
    ours = np.array(planned(only(*case)), np.uint32).view(np.float32)
    # As near as another processor's cosine may be: on the same one they are the same bits, see below.
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=0)


def test_nothing_is_recorded_that_is_no_case_any_more():
    assert list(recorded()["rates"]) == list(CASES)
    assert recorded()["version"][0].isdigit()


@pytest.mark.parametrize("name", CASES)
def test_mlx_lms_trainer_reports_the_very_bits_that_are_drawn(name, mlx_lm, tmp_path):
    assert planned(only(*CASES[name])) == bits(reported(CASES[name], tmp_path))


@given(config=configs() | constant_configs())
def test_mlx_lms_own_rule_makes_the_same_rates_of_any_config(mlx_lm, config):
    (found,) = find_in(config.data, config.name)
    theirs = built(loaded(config.text, config.name))
    steps = [step for step in telling_steps(found.schedule) if step < 2**24]
    values = [float(theirs(mx.array(step, mx.uint64)) if callable(theirs) else theirs) for step in steps]
    assert bits(rates(found.schedule, steps)) == bits(values)


@given(text=NUMBER_LIKE)
def test_mlx_lms_own_loader_reads_the_same_scalars(mlx_lm, text):
    from mlx_lm.lora import yaml_loader

    theirs, ours = (loader("").resolve(yaml.ScalarNode, text, (True, False)) for loader in (yaml_loader, MlxLmLoader))
    assert theirs == ours


VALUES = st.sampled_from(
    ["1e-5", "100", "0", "-1", "1.5", "null", "true", "'1e-5'", "x", "[1]", "{a: 1}", ".nan", "1e99"]
)
NAMES = ["cosine_decay", "step_decay", "exponential_decay", "linear_schedule", "join_schedules", "cosine", "5", "math"]


@given(
    name=st.sampled_from(NAMES),
    arguments=st.lists(VALUES, max_size=4).map(lambda texts: f"[{', '.join(texts)}]") | VALUES,
    warmup=st.none() | VALUES,
    warmup_init=st.none() | VALUES,
)
def test_whatever_mlx_lm_refuses_is_refused(mlx_lm, name, arguments, warmup, warmup_init):
    entries = {"name": name, "arguments": arguments, "warmup": warmup, "warmup_init": warmup_init}
    text = "lr_schedule:\n" + "".join(f"  {key}: {value}\n" for key, value in entries.items() if value is not None)
    problem = only(text).problem
    if problem is None:
        optimizer = optim.SGD(learning_rate=built(loaded(text, "lora.yaml")))
        optimizer.update({}, {})
        assert optimizer.learning_rate.item() >= 0
