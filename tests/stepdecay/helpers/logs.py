"""Training logs as programs write them."""

from __future__ import annotations

from pathlib import Path

from stepdecay import CosineDecay, Run, rates
from stepdecay.trainers.mlx_lm import LoraSchedule, reported_step
from stepdecay.trainlog.file import read_log
from stepdecay.trainlog.log import TrainLog

PLAN = LoraSchedule(CosineDecay(1e-5, 898, 1e-7), 100, 1e-7).schedule
RUN = Run(1000)

OLD = """\
Loading pretrained model
Starting training..., iters: 1000
Iter 1: Val loss 2.480, Val took 0.732s
Iter 10: Train loss 2.363, Learning Rate 9.910e-07, It/sec 1.022, Tokens/sec 88.083, Trained Tokens 862
Iter 20: Train loss 1.508, Learning Rate 1.981e-06, It/sec 0.826, Tokens/sec 81.866, Trained Tokens 1853
Iter 20: Saved adapter weights to adapters/adapters.safetensors and adapters/0000020_adapters.safetensors.
Iter 30: Train loss 1.252, Learning Rate 2.971e-06, It/sec 0.797, Tokens/sec 84.166, Trained Tokens 2909
"""
NEW = (
    "  \x1b[1miter   train_loss     tok/s     tokens\x1b[0m\r\n"
    "\x1b[?25l\x1b[1;34mtrain\x1b[0m \x1b[38;5;244m░░░░\x1b[0m \x1b[1;34m  0%\x1b[0m\r"
    "\x1b[2K  \x1b[38;5;244m   1\x1b[0m    \x1b[1;35mval\x1b[0m \x1b[1m3.935\x1b[0m    \x1b[38;5;244m0.02s\x1b[0m\r\n"
    "  \x1b[38;5;244m   5\x1b[0m    \x1b[1;32m3.932 ▼\x1b[0m    \x1b[1m   10\x1b[0m    \x1b[38;5;244m  0.2k\x1b[0m\r\n"
    "  \x1b[38;5;244m  10\x1b[0m    \x1b[1;33m3.936 ▲\x1b[0m    \x1b[1m16,313\x1b[0m    \x1b[38;5;244m 12.4k\x1b[0m\r\n"
    "  \x1b[1;32msave\x1b[0m  \x1b[38;5;244m0000010_adapters.safetensors\x1b[0m\r\n"
)
LORA = """\
Training:   1%|▊         | 10/1000 [00:32<53:42,  3.25s/it, loss=0.693, it/s=0.441]
Iter 10: loss 0.693, chosen_r -0.064, rejected_r -0.065, acc 0.500, margin 0.001, lr 1.000e-06, it/s 0.441, tok/s 9.1
Iter 20: Val loss 0.662, Val chosen reward 0.011, Val rejected reward 0.001, Val accuracy 0.6, Val took 3.1s

================================================================================
Iter 20:
--------------------------------------------------------------------------------
Loss: 0.512
Total Rewards:  μ=1.200, σ=0.300
Learning Rate: 9.9000e-07
Speed: 0.120 it/s, 210.0 tok/s
"""


def written(path: Path, text: str | bytes) -> TrainLog:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_log(path)


def rate(step: int) -> float:
    return float(rates(PLAN, step))


def old_line(iteration: int, learning_rate: float, loss: float = 2.345) -> str:
    return f"Iter {iteration}: Train loss {loss:.3f}, Learning Rate {learning_rate:.3e}, It/sec 1.234\n"


def old_lines(accumulation: int = 1, iterations: range = range(10, 1001, 10)) -> str:
    """What mlx-lm to 0.31 prints of a run of the plan."""
    return "".join(old_line(it, rate(reported_step(it, accumulation))) for it in iterations)
