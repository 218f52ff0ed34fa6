"""What the findings about a schedule's pieces and rates mean."""

from __future__ import annotations

from stepdecay.checks.explained.rule import Rule, script

ABOUT_PIECES = (
    Rule(
        "LR201",
        "jump",
        "warning",
        "Two pieces that should meet have different rates",
        "One of two numbers that belong together was changed alone: the end of a warm-up and the init of what "
        "comes after it, or the end of a decay and the init of the next one. Not found are drops to a constant or "
        "from a step decay, a new warm-up, a low constant before the rest, and restarts: at the rate where the "
        "decay before began, at the highest rate so far, or of the same kind of decay to the same end. Rates "
        "within a hundredth of each other meet, after decays by a factor within a twentieth.",
        script(
            "--run iters=1000",
            "warmup = optim.linear_schedule(1e-6, 1e-3, 100)\n"
            "cosine = optim.cosine_decay(3e-4, 899, 1e-6)\n"
            "lr = optim.join_schedules([warmup, cosine], [100])",
        ),
        "Give both the same rate: warm up to the init of the next piece, or begin where the piece before ends.",
    ),
    Rule(
        "LR202",
        "unused-piece",
        "warning",
        "A piece is never used",
        "The run ends before the piece begins, so that nothing of it is trained: often the decay at the end, for which "
        "the schedule was made. It is also found in a join within a join that is over before the piece begins.",
        script(
            "--run iters=800",
            "stable = optim.linear_schedule(1e-3, 1e-3, 1)\n"
            "decay = optim.cosine_decay(1e-3, 199, 1e-5)\n"
            "lr = optim.join_schedules([stable, decay], [1000])",
        ),
        "Move the boundary into the run, lengthen the run, or remove the piece.",
    ),
    Rule(
        "LR203",
        "unfinished-piece",
        "warning",
        "A boundary cuts a piece off before its end",
        "The piece is longer than the distance between its boundaries, so that it never gets to its end: a warm-up "
        "not to its peak, a decay not to its floor. It is found where more than two updates and more than a "
        "hundredth of its length are missing, unless the next piece goes on from the rate that it gets to.",
        script(
            "--run iters=1000",
            "warmup = optim.linear_schedule(1e-6, 1e-3, 200)\n"
            "cosine = optim.cosine_decay(1e-3, 899, 1e-6)\n"
            "lr = optim.join_schedules([warmup, cosine], [100])",
        ),
        "Make the length as long as the distance between the boundaries, or move the boundary.",
    ),
    Rule(
        "LR204",
        "rate-grows",
        "warning",
        "The rate grows",
        "A decay_rate above 1 makes the rate larger with every drop, without bound; in float32 it becomes infinite "
        "in the end. A growth that the next piece goes on from is taken for a warm-up.",
        "iters: 1000\nlr_schedule:\n  name: exponential_decay\n  arguments: [1.0e-5, 1.01]\n",
        "Use a decay_rate below 1.",
    ),
    Rule(
        "LR205",
        "zero-start",
        "note",
        "The first update has the rate 0",
        "A warm-up that begins at 0 spends the first update on changing nothing. That is one update, and often meant.",
        script(
            "--notes --run iters=1000",
            "warmup = optim.linear_schedule(0.0, 1e-3, 100)\n"
            "cosine = optim.cosine_decay(1e-3, 899, 1e-6)\n"
            "lr = optim.join_schedules([warmup, cosine], [100])",
        ),
        "Begin a little above 0; in an mlx-lm config that is warmup_init.",
    ),
    Rule(
        "LR206",
        "many-drops",
        "note",
        "A step decay drops more than a hundred times",
        "So many small drops are a smooth curve, and step_size often comes from a shorter run.",
        "iters: 2000\nlr_schedule:\n  name: step_decay\n  arguments: [1.0e-5, 0.99, 10]\n",
        "Raise step_size, or use exponential_decay.",
    ),
    Rule(
        "LR207",
        "peak-held-twice",
        "note",
        "Two updates have the peak",
        "mlx-lm goes on to the schedule at step warmup + 1, while the warm-up is at its peak at step warmup "
        "already. It does no harm, but everything after it is one update later than one would think. It is found "
        "wherever pieces are joined so.",
        "iters: 1000\n"
        "lr_schedule:\n  name: cosine_decay\n  warmup: 100\n  warmup_init: 1.0e-7\n"
        "  arguments: [1.0e-5, 898, 1.0e-7]\n",
        "Nothing: an mlx-lm config can't say it otherwise. In Python, join at the steps of the warm-up.",
    ),
    Rule(
        "LR301",
        "falls-to-zero",
        "warning",
        "The rate falls to 0 within the run",
        "A decay by factors gets to 0 in float32, below 1.4e-45, and MLX casts the rate to the dtype of the "
        "gradients, where float16 has nothing between 0 and 6e-08. From then on updates change nothing. In float16 "
        "and bfloat16 it is found where more than two updates and more than a hundredth of the run are lost so.",
        script("--run iters=96610", "lr = optim.step_decay(0.1, 0.9, 10)"),
        "Let the rate fall more slowly, or to an end that the dtype can hold.",
    ),
    Rule(
        "LR302",
        "overflows",
        "warning",
        "The rate is infinite in the dtype of the gradients",
        "MLX casts the rate to the dtype of the gradients, and float16 has no number between 65504 and infinity. The "
        "first such update makes all weights infinite or NaN. It is looked for where that dtype is given.",
        script("--run iters=1000 --dtype float16", "lr = optim.linear_schedule(1e5, 1e5, 1)"),
        "Use a rate that the dtype can hold.",
    ),
    Rule(
        "LR303",
        "whole-power",
        "note",
        "MLX's powers of a whole number wrap around",
        "An optimizer's step is a uint64, and so is a whole decay_rate raised to it: exact up to 2^64, and from there "
        "on only what is left of a division by 2^64. With an even factor the rate then jumps up and down until it is 0 "
        "for ever, with an odd one it always jumps. It is a warning where the run gets so far.",
        script(
            "--notes --run iters=1000",
            "warmup = optim.exponential_decay(1e-6, 2)\n"
            "cosine = optim.cosine_decay(1e-3, 989, 1e-6)\n"
            "lr = optim.join_schedules([warmup, cosine], [10])",
        ),
        "Write the factor with a point: the powers of 2.0 are floats, and never wrap.",
    ),
)
