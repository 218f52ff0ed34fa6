"""Stretch to the Run: all lengths and boundaries together, as one undo step."""

from __future__ import annotations

import pytest

from designer.model.document import Design
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates
from tests.designer.helpers.files import LORA, message

WARM = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 899, 1e-5)], [100])
HOLD = LinearSchedule(1e-3, 1e-3, 1)


def action(window):
    return window.menus.actions["stretch"]


def test_a_longer_run_stretches_the_staircase(window, type_into):
    assert not action(window).isEnabled(), "it fits"
    type_into("updates", "1000")
    assert action(window).isEnabled()
    action(window).trigger()
    assert window.document.design == Design(StepDecay(0.1, 0.9, 100), Run(1000))
    assert window.document.undo_stack.undoText() == "Stretch to the Run"
    assert not action(window).isEnabled()
    window.document.undo_stack.undo()
    assert window.document.design.schedule == StepDecay(0.1, 0.9, 10)


def test_pieces_and_boundaries_go_together_and_the_run_ends_at_the_end(window):
    window.document.edit("test", Design(WARM, Run(2000)))
    action(window).trigger()
    after = window.document.design.schedule
    assert after.boundaries == (200,)
    assert float(rates(after, 1999)) == pytest.approx(1e-5)
    assert window.document.undo_stack.count() == 2


@pytest.mark.parametrize(
    "design",
    [Design(HOLD, Run(1000)), Design(WARM, Run(2)), Design(WARM, Run(1000))],
    ids=["constant", "short", "fits"],
)
def test_it_can_not_be_chosen_where_nothing_would_change(window, design):
    window.document.edit("test", design)
    assert not action(window).isEnabled()


def test_a_length_that_the_file_computes_is_not_overruled(opened, tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(b"import mlx.optimizers as optim\nlr_schedule = optim.cosine_decay(1e-3, args.iters * 2, 1e-5)\n")
    window = opened(path)
    window.document.give("args.iters", 500)
    window.document.edit("test", window.document.design.with_argument("updates", 300))
    assert window.document.computed() == {"decay_steps": "args.iters * 2"}
    before = window.document.design
    action(window).trigger()
    assert window.document.design == before
    assert message(window) == "Can't stretch: decay_steps is computed in the file; replace it by a number first"


def test_an_mlx_lm_config_stays_one(opened, tmp_path):
    path = tmp_path / "lora.yaml"
    path.write_bytes(LORA)
    window = opened(path)
    action(window).trigger()
    assert float(rates(window.document.design.schedule, 999)) == pytest.approx(1e-7)
    window.menus.actions["save"].trigger()
    saved = path.read_bytes()
    assert saved == LORA.replace(b"warmup: 100 ", b"warmup: 91 ").replace(b", 1000, ", b", 907, ")
