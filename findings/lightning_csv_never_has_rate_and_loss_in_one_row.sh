#!/usr/bin/env bash
# One would guess: with Lightning's LearningRateMonitor and CSVLogger a row of metrics.csv has the rate and the loss
# of its step.
# Really: each is a row of its own, with the other's cell empty, under the same step number; dropping incomplete rows
# drops all of them. With accumulation every batch writes the rate once more, so the rows don't count updates either.
# The step counts updates, from 0, and a left-over window at the end of an epoch is an update, where mlx-lm drops it.
# lightning 2.6.6, torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0' 'numpy==2.4.6' 'lightning==2.6.6' 'setuptools==80.9.0'
cd "$work"
python -W ignore - <<'END'
import csv
import logging
from pathlib import Path

import torch
from lightning.pytorch import LightningModule, Trainer
from lightning.pytorch.callbacks import LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger

logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)


class Line(LightningModule):
    def __init__(self):
        super().__init__()
        self.line = torch.nn.Linear(1, 1)

    def training_step(self, batch):
        loss = self.line(batch[0]).square().mean()
        self.log("loss", loss)
        return loss

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=0.1)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}


data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(8, 1)))
trainer = Trainer(
    accelerator="cpu", max_epochs=1, accumulate_grad_batches=3, log_every_n_steps=1, logger=CSVLogger("log"),
    callbacks=[LearningRateMonitor()], enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
)
trainer.fit(Line(), data)
(path,) = Path("log").rglob("metrics.csv")
rows = list(csv.DictReader(path.open()))
for row in rows:
    print(row)
both = [row for row in rows if row["lr-SGD"] and row["loss"]]
rates = [int(row["step"]) for row in rows if row["lr-SGD"]]
print("updates:", trainer.global_step, "rows with both:", len(both), "steps of the rows with a rate:", rates)
assert not both, "rate and loss share a row now"
assert rates == [0, 0, 0, 1, 1, 1, 2, 2], "the rate is written at other steps"
assert trainer.global_step == 3, "the left-over window is no update now"
END
