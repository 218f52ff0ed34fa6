#!/usr/bin/env bash
# One would guess: a flag of sillm-mlx's lora command beats the YAML config given beside it, as in mlx-lm, and a rate
# of 1e-5 is a number in both.
# Really: the config is laid over the parsed flags, so a flag typed to try something out is overruled. The value is
# taken as PyYAML reads it: 1e-5 becomes the text '1e-5', which the flag's own type would have made a number. A
# misspelt key is one more attribute.
# sillm-mlx 0.2.0, PyYAML 6.0.4, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'sillm-mlx==0.2.0' 'PyYAML==6.0.4'
cd "$work"
printf 'learning_rate: 1e-5\nlearning_warmups: 50\n' >config.yaml
python -W ignore - <<'END'
import argparse

from sillm.utils import load_yaml

parser = argparse.ArgumentParser()
parser.add_argument("--learning_rate", type=float, default=1e-5)
parser.add_argument("--learning_warmup", type=int, default=0)
arguments = parser.parse_args(["--learning_rate", "3e-4"])
load_yaml("config.yaml", arguments)
print("after --learning_rate 3e-4 and the config:", arguments)
assert arguments.learning_rate == "1e-5", "the flag wins now, or the text is a number"
assert arguments.learning_warmup == 0 and arguments.learning_warmups == 50, "a misspelt key is treated otherwise"
END
