"""The only mapping between what a chart shows and where: rates to view y, view to pixels, and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stepdecay.evaluate.curve import Extent, Outline
from stepdecay.numbers.bounds import LARGEST_RATE, SMALLEST_RATE

FloatArray = npt.NDArray[np.float64]

MARGIN = 0.05
"""The part of a fitted view that is left free on each side."""

ANY_RATE = 1e-3
"""The highest rate in view where a run has none above 0."""

NAMES_MARGIN = 0.09
"""The part above the curve of a join, for the names of its pieces."""


@dataclass(frozen=True)
class Scale:
    """Rates to the view's y and back: the rate itself, or its log10.

    Attributes:
        log: Whether the axis is logarithmic.
        floor: The view's y at which a rate of 0 is drawn: 0, or a place below every rate above it.
        ceiling: The view's y at which inf is drawn: a place above every finite rate.
    """

    log: bool
    floor: float
    ceiling: float

    def to_view(self, rates: npt.ArrayLike) -> FloatArray:
        """Return the view's y of rates, finite for every rate."""
        values = np.asarray(rates, dtype=np.float64)
        if self.log:
            with np.errstate(divide="ignore"):
                values = np.log10(np.maximum(values, 0.0))  # MLX's float32 may miss an end of 0 on the other side
        return np.clip(values, self.floor, self.ceiling)

    def to_rate(self, y: float) -> float:
        """Return the rate at a place of the view; 0 at the log axis' floor, inf at the ceiling."""
        if y >= self.ceiling:
            return math.inf
        if not self.log:
            return y
        return 0.0 if y <= self.floor else 10.0**y


def scale_for(extent: Extent, *, log: bool) -> Scale:
    """Choose the places for 0 and inf, out of the way of every other rate of the run.

    Near those where the run has such a rate; else beyond all of float32, so that a hand can pull a curve anywhere.
    """
    has_zero, has_inf = extent.lowest <= 0, math.isinf(extent.highest)
    if log:
        low = math.log10(extent.lowest_positive if has_zero else SMALLEST_RATE)
        high = math.log10(extent.highest_finite if has_inf else LARGEST_RATE)
        shown = math.log10(extent.highest_finite) - math.log10(extent.lowest_positive)
        gap = max(0.3, shown * 2 * MARGIN)  # more than the margin: what the run doesn't reach is not in view
        return Scale(True, low - gap, high + gap)
    return Scale(False, 0.0, (extent.highest_finite if has_inf else LARGEST_RATE) * 1.25)


def fitted_y(extent: Extent, scale: Scale, above: float = MARGIN) -> tuple[float, float]:
    """Return the view's y range that shows a whole run: from 0, or a log axis from its lowest rate, with a margin.

    `above` is the part that is left free over the highest rate.
    """
    low, high = (float(y) for y in scale.to_view([extent.lowest if scale.log else 0.0, extent.highest]))
    if scale.log and high - low < 0.5:
        low, high = (low + high) / 2 - 0.25, (low + high) / 2 + 0.25
    if low == high:  # a linear axis for a run of nothing but 0
        high = ANY_RATE
    return low - (high - low) * MARGIN, high + (high - low) * above


def fitted_x(updates: int) -> tuple[float, float]:
    """Return the steps that show a whole run, with a margin narrower than the rates', for the axis starts at 0."""
    margin = updates * MARGIN / 2
    return -margin, max(updates + margin, narrowest_span(updates) - margin)


@dataclass(frozen=True)
class Viewport:
    """A view's ranges on its pixels (logical ones, origin top left).

    Calculated here, not by Qt's transforms: those lose whole pixels where steps are 10^15 and a pixel is a part of one.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float

    def pixels_x(self, x: npt.ArrayLike) -> FloatArray:
        """Return the pixels of steps."""
        return (np.asarray(x, dtype=np.float64) - self.x[0]) * (self.width / (self.x[1] - self.x[0]))

    def pixels_y(self, y: npt.ArrayLike) -> FloatArray:
        """Return the pixels of view y."""
        return (self.y[1] - np.asarray(y, dtype=np.float64)) * (self.height / (self.y[1] - self.y[0]))

    def pixel_x(self, x: float) -> float:
        """Return the pixel of one step; an array of one would take ten times as long."""
        return (float(x) - self.x[0]) * (self.width / (self.x[1] - self.x[0]))

    def step_at(self, pixel: float) -> float:
        """Return the step, a fraction of it included, at a pixel."""
        return self.x[0] + pixel * (self.x[1] - self.x[0]) / self.width


def narrowest_span(updates: int) -> float:
    """Return the fewest steps a view of a run may span before float64 steps and pixels come apart.

    Three steps as a rule. From 10^15 on, neighbouring float64 numbers are a visible part of a step, and it is more.
    """
    return max(3.0, updates * 2.0**-48)


def limits(updates: int, whole_y: tuple[float, float]) -> dict[str, float]:
    """Return how far a view may zoom and pan: to where labels still differ, and not away from the curve for good."""
    height = whole_y[1] - whole_y[0]
    return {
        "xMin": -float(updates), "xMax": 10.0 * updates + 1000, "minXRange": narrowest_span(updates),
        "yMin": whole_y[0] - 20 * height, "yMax": whole_y[1] + 20 * height, "minYRange": height * 1e-4,
    }  # fmt: skip


def placed(
    points: Outline, viewport: Viewport, scale: Scale, tolerance: float = 0.25
) -> list[tuple[FloatArray, FloatArray]]:
    """Return the pixels of each line of an outline; of none where there is a number that can't be painted.

    Args:
        points: The outline.
        viewport: The ranges in view and their pixels.
        scale: Where rates are on the view's y.
        tolerance: Points are left out whose removal doesn't move the line by so many pixels.
    """
    # A staircase cut at the view's edges looks the same, and far coordinates are where painting goes wrong.
    x = viewport.pixels_x(points.x).clip(0, viewport.width)
    y = viewport.pixels_y(scale.to_view(points.y)).clip(-4, viewport.height + 4)
    is_gap = np.isnan(points.y)
    if not (np.isfinite(x).all() and np.isfinite(y[~is_gap]).all()):
        return []
    found = []
    for first, stop in _stretches(~is_gap):
        kept = first + np.flatnonzero(thinned(x[first:stop], y[first:stop], tolerance))
        found.append((x[kept], y[kept]))
    return found


def _stretches(holds: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where something holds without a break: the first index of each stretch and the one after its last."""
    if holds.all():
        return [(0, len(holds))]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], holds, [False]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def thinned(x: FloatArray, y: FloatArray, tolerance: float) -> npt.NDArray[np.bool_]:
    """Choose the points of a polyline, in pixels, whose removal would move it by `tolerance` or more.

    Runs of 32, then 16, 8, 4, 2 segments become one where every point between lies that near to it: a handful of array
    operations, unlike the classical algorithms, whose loops cost more here than the painting they save.
    """
    keep = np.ones(len(x), dtype=np.bool_)
    free = keep[:-1].copy()  # segments that are still as they came
    for run in (32, 16, 8, 4, 2):
        runs = (len(x) - 1) // run
        if not runs:
            continue
        index = np.arange(runs)[:, None] * run + np.arange(run + 1)
        px, py = x[index], y[index]
        dx, dy = px[:, -1:] - px[:, :1], py[:, -1:] - py[:, :1]
        distance = np.abs((px - px[:, :1]) * dy - (py - py[:, :1]) * dx)
        straight = (distance <= tolerance * np.hypot(dx, dy)).all(axis=1) & free[index[:, :-1]].all(axis=1)
        keep[index[straight, 1:-1]] = False
        free[index[straight, :-1]] = False
    return keep
