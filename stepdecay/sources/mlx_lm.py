"""The `lr_schedule` of an mlx-lm config, YAML or JSON, found and replaced by the places of its values."""

from __future__ import annotations

from stepdecay.errors import ScheduleError
from stepdecay.sources.found import Found


def find_in_config(data: bytes, name: str) -> list[Found]:
    """Find what a config says of the learning rate.

    Raises:
        ScheduleError: It is no YAML or JSON; the sentence names the line and the column.
    """
    raise ScheduleError(f"{name}: configs can't be read yet")
