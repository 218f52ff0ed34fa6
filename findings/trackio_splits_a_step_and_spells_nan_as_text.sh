#!/usr/bin/env bash
# One would guess: trackio keeps one row a step, with a diverged loss as NaN or null.
# Really: each log() of the same step is a row of its own, so rate and validation loss of one step have to be put
# together by the reader; the row is JSON in a BLOB, and a NaN loss is the text "NaN", which compares and averages as
# text.
# trackio 0.43.0, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'trackio==0.43.0'
cd "$work"
TRACKIO_DIR=$work/log python -W ignore - <<'END' 2>&1 | grep -v '^\*'
import json
import sqlite3

import trackio

trackio.init(project="project", name="run")
trackio.log({"learning_rate": 1e-5, "loss": 1.0}, step=1)
trackio.log({"learning_rate": 2e-5, "loss": float("nan")}, step=2)
trackio.log({"val_loss": 2.0}, step=2)
trackio.finish()
with sqlite3.connect("log/project.db") as base:
    rows = list(base.execute("select step, metrics from metrics order by id"))
for row in rows:
    print("row:", row)
assert [step for step, _ in rows] == [1, 2, 2], "the rows of a step are merged now"
assert all(isinstance(text, bytes) for _, text in rows), "the rows are no BLOBs now"
assert json.loads(rows[1][1])["loss"] == "NaN", "NaN is no text now"
END
