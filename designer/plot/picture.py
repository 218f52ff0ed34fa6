"""A schedule as it stands on the screen: where its steps, its rates and its pieces are; nothing of Qt.

Pixels are the view's own, origin top left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stepdecay.chart.scale import Scale, Viewport
from stepdecay.evaluate.parts import Part, parts, rates_of, wrapped
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.schedule.structure import Piece, pieces
from stepdecay.schedule.units import Unit, time_text

_LAST = LARGEST_COUNT - 1
"""The last step that rates are asked of; those that are meant lie in view."""

Pixel = tuple[float, float]
"""Pixels of the view, from the left and from the top."""


@dataclass(frozen=True)
class Picture:
    """A schedule and the end of its run as they stand on the screen.

    Attributes:
        schedule: The schedule.
        updates: The length of the run.
        viewport: The ranges in view and their pixels.
        scale: Where rates are on the view's y.
        locked: The paths of arguments that no hand may change.
        run: The run that other units than updates are of; None where there are none.
        unit: What times are named in.
    """

    schedule: Schedule
    updates: int
    viewport: Viewport
    scale: Scale
    locked: frozenset[str] = frozenset()
    run: Run | None = None
    unit: Unit = "updates"

    def time_of(self, update: int) -> str:
        """Say when an update, counted from 1, happens."""
        return time_text(update, self.run or Run(self.updates), self.unit)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the schedule."""
        return pieces(self.schedule)

    @cached_property
    def _parts(self) -> list[Part]:
        return parts(self.schedule, LARGEST_COUNT)

    @cached_property
    def wrapped(self) -> list[tuple[int, int]]:
        """The stretches in which whole powers have wrapped around: the first step of each and the one after it."""
        return wrapped(self._parts)

    @cached_property
    def steps_per_pixel(self) -> float:
        """The steps that one pixel shows."""
        return (self.viewport.x[1] - self.viewport.x[0]) / self.viewport.width

    @cached_property
    def view_per_pixel(self) -> float:
        """The view's y that one pixel shows."""
        return (self.viewport.y[1] - self.viewport.y[0]) / self.viewport.height

    def x_of(self, step: float) -> float:
        """Return the pixel of a step."""
        return self.viewport.pixel_x(step)

    def y_of(self, rate: float) -> float:
        """Return the pixel of a rate."""
        return float(self.viewport.pixels_y(self.scale.to_view(rate)))

    def rates_at(self, steps: Sequence[int]) -> list[float]:
        """Return the rates of steps, by one MLX call for each piece that they lie in."""
        found: list[float] = rates_of(self._parts, np.array([min(step, _LAST) for step in steps])).tolist()
        return found

    def heights_at(self, steps: Sequence[int]) -> list[float]:
        """Return the pixels of the rates of steps."""
        pixels: list[float] = self.viewport.pixels_y(self.scale.to_view(self.rates_at(steps))).tolist()
        return pixels

    def is_measure(self, rate: float) -> bool:
        """Return whether a rate is far enough from 0 and from inf on the screen to move others in proportion."""
        return 0 < rate < math.inf and (self.scale.log or rate > self.view_per_pixel)

    def piece_at(self, x: float) -> int:
        """Return the number of the piece at a pixel, the first one left of all."""
        step = self.viewport.step_at(x)
        return max(sum(piece.first_step <= step for piece in self.pieces) - 1, 0)

    def span_of(self, number: int) -> tuple[float, float]:
        """Return the pixels between which a piece is in view and within the run; the second may be below the first."""
        piece = self.pieces[number]
        stop = self.updates if piece.stop_step is None else min(piece.stop_step, self.updates)
        return max(self.x_of(piece.first_step), 0.0), min(self.x_of(stop), self.viewport.width)
