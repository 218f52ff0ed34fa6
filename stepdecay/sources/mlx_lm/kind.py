"""Configs of mlx-lm as a kind of document."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from stepdecay.errors import ScheduleError
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.sources.kind import DocumentKind, Format

if TYPE_CHECKING:
    from stepdecay.sources.mlx_lm.document import LoraFound


class LoraKind(DocumentKind["LoraFound"]):
    """YAML, or JSON as in an adapter's folder, with an `lr_schedule` or a constant `learning_rate`."""

    title = "mlx-lm configs"
    called = "config of mlx-lm"
    looked_for = "lr_schedule and no learning_rate of mlx-lm"
    maker = "mlx-lm"
    formats = (
        Format("mlx-lm config, YAML", (".yaml", ".yml"), "yaml"),
        Format("mlx-lm config, JSON", (".json",), "json"),
    )
    run_keys = MappingProxyType({"iterations": "iters", "grad_accumulation_steps": "grad_accumulation_steps"})
    says_all = False
    is_filled = True

    def find(self, data: bytes, name: str) -> list[LoraFound]:
        """Find what a config says of the learning rate; nothing where it is none of mlx-lm."""
        from stepdecay.sources.mlx_lm.document import find_in_config

        return find_in_config(data, name, self)

    def refusal(self, schedule: Schedule) -> str:
        """Say why it is more than a warm-up, joined as mlx-lm does, and one schedule; empty where it isn't."""
        from stepdecay.trainers.mlx_lm import lora_schedule

        try:
            lora_schedule(schedule)
        except ScheduleError as error:
            return str(error)
        return ""

    def conformed(self, old: Schedule, new: Schedule) -> Schedule:
        """Return an edited schedule as mlx-lm would join it: its warm-up, boundary and peak belong together."""
        from stepdecay.trainers.mlx_lm import conformed

        return conformed(old, new)

    def usual(self, updates: int, peak: float) -> Schedule:
        """Return a warm-up and a cosine to a tenth of the peak, joined as mlx-lm does."""
        from stepdecay.trainers.mlx_lm import fitted

        return fitted(updates, peak)

    def new_file(self, schedule: Schedule, run: Run, form: Format, optimizer: str) -> str:
        """Write a config of the run and the schedule."""
        from stepdecay.writers.config import new_config

        return new_config(schedule, run, is_json=form.language == "json")


MLX_LM = LoraKind()
