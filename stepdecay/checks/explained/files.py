"""What the findings about how a schedule is written mean."""

from __future__ import annotations

from stepdecay.checks.explained.rule import Rule, script

ABOUT_FILES = (
    Rule(
        "LR401",
        "rejected",
        "error",
        "MLX or mlx-lm refuses it",
        "An argument is missing, is one too many, or breaks its bound. Training stops before it begins, or, with "
        "an older MLX, goes on with a rate that nobody meant.",
        script("", "lr = optim.step_decay(0.1, 0.9, 0)"),
        "Do what the sentence says.",
    ),
    Rule(
        "LR402",
        "foreign-keyword",
        "error",
        "A keyword of another framework",
        "PyTorch's gamma and eta_min, Keras' decay_rate and decay_steps, Optax' transition_steps have other names "
        "in MLX, which refuses them with a TypeError.",
        script("", "lr = optim.cosine_decay(1e-3, 1000, eta_min=1e-5)"),
        "Use the name that the sentence says.",
    ),
    Rule(
        "LR403",
        "learning-rate-ignored",
        "note",
        "learning_rate is not used",
        "Where a config has an lr_schedule, mlx-lm takes the rate from it alone, also on its start banner's "
        "learning_rate.",
        "iters: 1000\nlearning_rate: 1.0e-5\nlr_schedule:\n  name: cosine_decay\n  arguments: [2.0e-5, 999, 1.0e-7]\n",
        "Remove learning_rate, or remove lr_schedule.",
    ),
    Rule(
        "LR404",
        "yaml-float-text",
        "note",
        "A plain YAML parser reads a number as text",
        "YAML 1.1 has no number without a point before its exponent: 1e-5 is text there, and PyYAML reads it so. "
        "mlx-lm has a parser of its own that reads the number, but other programs may not.",
        "iters: 1000\nlr_schedule:\n  name: cosine_decay\n  arguments: [1e-5, 999, 1e-7]\n",
        "Write 1.0e-5.",
    ),
    Rule(
        "LR405",
        "unknown-names",
        "note",
        "The text does not tell what a name is",
        "A schedule made from function parameters, command-line arguments or results of calls has values only when it "
        "runs. A file is never run here, so that such a schedule is checked no further.",
        script("--notes", "lr = optim.cosine_decay(args.lr, 1000)"),
        "Open the file in the window and give the names values there.",
    ),
    Rule(
        "LR406",
        "unknown-key",
        "warning",
        "A key of lr_schedule that mlx-lm does not know",
        "mlx-lm asks an lr_schedule for name, arguments, warmup and warmup_init, and passes over all other keys "
        "without a word: with warmup_steps there is no warm-up at all.",
        "iters: 1000\nlr_schedule:\n  name: cosine_decay\n  warmup_steps: 100\n  arguments: [1.0e-5, 999, 1.0e-7]\n",
        "Write the key that mlx-lm asks for, or remove it.",
    ),
)
