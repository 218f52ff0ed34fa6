"""What the findings about a schedule's length mean."""

from __future__ import annotations

from stepdecay.checks.explained.rule import Rule, script

ABOUT_RUNS = (
    Rule(
        "LR101",
        "ends-early",
        "warning",
        "The run ends before the schedule does",
        "The rate never gets down to its end. Most often decay_steps is set to the length of the run, but a warm- "
        "up comes before it and is not part of it. It is found where more than two updates and more than a "
        "hundredth of the last piece are missing.",
        "iters: 1000\n"
        "lr_schedule:\n  name: cosine_decay\n  warmup: 100\n  warmup_init: 1.0e-7\n"
        "  arguments: [1.0e-5, 1000, 1.0e-7]\n",
        "Let the last piece end with the last update: its length is the run's updates, less 1, less the step at "
        "which it begins. In an mlx-lm config with a warm-up that is updates - warmup - 2; without one it is "
        "updates - 1.",
    ),
    Rule(
        "LR102",
        "flat-tail",
        "warning",
        "The schedule is over long before the run",
        "The rest of the run is trained with the end of the decay, which is hardly any learning, or none where end "
        "is 0. It is found where a decay leaves more than a fifth of the run at its end, or more than a fiftieth "
        "at 0. A constant, or a warm-up that stays at its peak, is not meant.",
        "iters: 2000\nlr_schedule:\n  name: cosine_decay\n  arguments: [1.0e-5, 999, 1.0e-7]\n",
        "Lengthen the last piece to the end of the run, or shorten the run.",
    ),
    Rule(
        "LR103",
        "accumulation-forgotten",
        "warning",
        "The lengths count iterations, but MLX counts updates",
        "With gradient accumulation several iterations make one update, and a schedule counts updates. A decay as "
        "long as the run has iterations is then cut off at a fraction of its way. It is found where the last "
        "length, or where it ends, is within a hundredth of the run's iterations.",
        "iters: 1500\ngrad_accumulation_steps: 4\n"
        "lr_schedule:\n  name: cosine_decay\n  arguments: [2.0e-5, 1500, 1.0e-6]\n",
        "Divide all lengths by grad_accumulation_steps, and let the last one end with the last update.",
    ),
    Rule(
        "LR104",
        "looks-like-epochs",
        "warning",
        "The lengths look like epochs, but MLX counts updates",
        "Schedulers of other frameworks step once an epoch; MLX's step with every update, so that numbers meant "
        "for epochs are over at once. It is found where a schedule is over within a tenth of the run after as many "
        "updates as the run has epochs, where a decay by a factor falls to a hundredth within the first epoch and "
        "to a millionth within the run, and, if nobody said what an epoch is, where a decay of a hundred updates "
        "at most is over within a twentieth of the run.",
        script("--run iters=1000,batches_per_epoch=250", "lr = optim.step_decay(0.1, 0.5, 3)"),
        "Multiply the lengths by the updates of an epoch: iterations per epoch over grad_accumulation_steps.",
    ),
    Rule(
        "LR105",
        "long-warmup",
        "warning",
        "The warm-up takes more than a third of the run",
        "A warm-up usually takes a twentieth to a tenth of a run; what is spent on it is missing from the training "
        "at the peak. Often the run has been shortened, or the warm-up counts iterations of a run with gradient "
        "accumulation.",
        script(
            "--run iters=600",
            "warmup = optim.linear_schedule(1e-7, 1e-5, 300)\n"
            "cosine = optim.cosine_decay(1e-5, 299, 1e-7)\n"
            "lr = optim.join_schedules([warmup, cosine], [300])",
        ),
        "Shorten the warm-up, and lengthen what comes after it by as much.",
    ),
    Rule(
        "LR106",
        "no-drop",
        "warning",
        "The run ends before the first drop",
        "A step decay whose step_size is as long as what is left of the run is a constant rate. Often step_size counts "
        "iterations of a run with gradient accumulation, or comes from a longer run.",
        "iters: 600\nlr_schedule:\n  name: step_decay\n  arguments: [1.0e-5, 0.5, 1000]\n",
        "Make step_size a part of the run, or use a constant: linear_schedule(init, init, 1).",
    ),
    Rule(
        "LR107",
        "no-update",
        "error",
        "The run has no update at all",
        "An update is made when as many iterations are done as grad_accumulation_steps says. A run with fewer "
        "iterations trains nothing.",
        "iters: 3\ngrad_accumulation_steps: 4\nlr_schedule:\n  name: cosine_decay\n  arguments: [1.0e-5, 1000]\n",
        "Raise iters, or lower grad_accumulation_steps.",
    ),
)
