#!/usr/bin/env bash
# One would guess: spaCy's slanted_triangular schedule, made for n steps, stays on its floor afterwards, as
# warmup_linear does.
# Really: it goes on down its slope and crosses 0: one step after a run of 10, some 30 after one of 1000, and lower
# without end. And a short run has no rise at all: for 10 steps the first rate is already the peak.
# thinc 9.1.1, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'thinc==9.1.1'
cd "$work"
python -W ignore - <<'END'
from thinc.api import slanted_triangular, warmup_linear


def rates(schedule, *steps):
    return [round(float(schedule(step)), 5) for step in steps]


short = rates(slanted_triangular(1.0, 10), 0, 1, 9, 10, 20)
long = rates(slanted_triangular(1.0, 1000), 0, 100, 999, 1028, 1040, 5000)
floor = rates(warmup_linear(1.0, 100, 1000), 999, 1000, 5000)
print("slanted_triangular(1, 10) at 0, 1, 9, 10, 20:", short)
print("slanted_triangular(1, 1000) at 0, 100, 999, 1028, 1040, 5000:", long)
print("warmup_linear(1, 100, 1000) at 999, 1000, 5000:", floor)
assert short[0] == 1.0 and short[2] > 0 > short[3] > short[4], "ten steps go elsewhere"
assert long[2] > 0 > long[4] and long[5] < -3, "a thousand steps go elsewhere"
assert floor[1:] == [0.0, 0.0], "warmup_linear no longer stays on 0"
END
