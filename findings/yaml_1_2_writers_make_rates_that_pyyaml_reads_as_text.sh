#!/usr/bin/env bash
# One would guess: a config written by one YAML library is read by another with the same numbers; and JSON is YAML.
# Really: ruamel.yaml (YAML 1.2) and json write 1e-5 as 1e-05, which PyYAML (YAML 1.1) reads as text; PyYAML itself
# writes 1.0e-05, and so does OmegaConf. Read by both, a hand-written 010 is 10 for ruamel and 8 for PyYAML. Trainers
# read by PyYAML fail on such a rate, or keep the text.
# ruamel.yaml 0.19.1, PyYAML 6.0.4, omegaconf 2.4.0, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'ruamel.yaml==0.19.1' 'PyYAML==6.0.4' 'omegaconf==2.4.0'
cd "$work"
python -W ignore - <<'END'
import io
import json

import yaml
from omegaconf import OmegaConf
from ruamel.yaml import YAML

CONFIG = {"learning_rate": 1e-5}
written = io.StringIO()
YAML().dump(CONFIG, written)
texts = {
    "ruamel.yaml": written.getvalue(),
    "json": json.dumps(CONFIG),
    "PyYAML": yaml.safe_dump(CONFIG),
    "OmegaConf": OmegaConf.to_yaml(OmegaConf.create(CONFIG)),
}
read = {name: yaml.safe_load(text)["learning_rate"] for name, text in texts.items()}
for name, text in texts.items():
    print(f"{name} writes {text.strip()}, PyYAML reads {read[name]!r}")
assert read == {"ruamel.yaml": "1e-05", "json": "1e-05", "PyYAML": 1e-5, "OmegaConf": 1e-5}, "PyYAML reads otherwise"
warmups = YAML(typ="safe").load("warmup: 010")["warmup"], yaml.safe_load("warmup: 010")["warmup"]
print("warmup: 010 is", warmups, "for ruamel.yaml and PyYAML")
assert warmups == (10, 8), "010 is read otherwise"
END
