"""Reads the lines of a log, also while it is written."""

from __future__ import annotations

from typing import Literal, cast

import numpy as np

from stepdecay.trainlog.block import Block, Dialect
from stepdecay.trainlog.log import Counts, Numbers, TrainLog
from stepdecay.trainlog.rows import Growing, Order
from stepdecay.trainlog.templates import PADDING

LONGEST_LINE = 1_000_000
"""What goes on for longer without an end of line is no line of a log."""

SAME = 1e-6
"""Rates that differ by less, in proportion, are the same: another device rounds otherwise than this one."""

_ROUNDED = 5e-6
"""The same for logs that have six digits at most, as `%g` writes."""


class LogReader:
    """Takes the bytes of a log as they come.

    Args:
        name: The file's name, for what is said of it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._rest = b""
        self._log: TrainLog | None = None
        self._head = np.nan
        self._dialect = Dialect()
        self._counts = Growing(np.int64)
        self._numbers = [Growing(np.float64) for _ in range(3)]
        self._last_places, self._margins = Growing(np.float64), Growing(np.float64)
        self._rounded_by: tuple[bool, float] | None = None
        self._order = Order()
        self._unreadable = 0

    def feed(self, data: bytes) -> None:
        """Take more bytes; a line is read when its end is there."""
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        if last >= 0:
            self._read(b"".join((self._rest, memoryview(data)[: last + 1], PADDING)))
        self._rest = data[last + 1 :] if last >= 0 else self._rest + data
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""

    def end(self) -> None:
        """Count what has no end of line as a row that can't be read: who knows which digits are missing."""
        columns = self._dialect.columns
        self._unreadable += int(columns is not None and columns.delimiter in self._rest)
        self._rest = b""

    def settle(self) -> None:
        """Do now what would be done when somebody looks, so that looking at a long log takes no time of its own."""
        for series in (self._counts, self._last_places, *self._numbers):
            series.all()
        self._margins_of(cast(Numbers, self._numbers[0].all()))

    def log(self) -> TrainLog | None:
        """Return what was read so far, the same as before if nothing was added; None as long as that is nothing."""
        if self._log is None or (len(self._log), self._log.unreadable) != (len(self._counts), self._unreadable):
            self._log = self._made()
        return self._log

    def _made(self) -> TrainLog | None:
        counts = cast(Counts, self._counts.all())
        rates, losses, val_losses = (cast(Numbers, series.all()) for series in self._numbers)
        if not len(counts):
            return None
        first = 0 if self._order.lowest <= 0 else 1
        unit: Literal["iterations", "updates"] = "updates" if self._dialect.unit == "updates" else "iterations"
        numbers = counts, rates, losses, val_losses, self._margins_of(rates)
        return TrainLog(self.name, unit, first, *numbers, self._order.last_run, self._unreadable)

    def _read(self, data: bytes) -> None:
        lines = Block(data, self._dialect).read()
        self._unreadable += lines.unreadable
        rows, self._head = lines.rows(self._head)
        counts = np.minimum(lines.counts[rows], 2.0**53).astype(np.int64)
        *numbers, last_places = (values[rows] for values in lines.numbers())
        self._order.append(counts, ~(np.isnan(numbers[0]) & np.isnan(numbers[1])))
        self._counts.append(counts)
        self._last_places.append(last_places)
        for series, values in zip(self._numbers, numbers, strict=True):
            series.append(values)

    def _margins_of(self, rates: Numbers) -> Numbers:
        """Return how far rates may be off: half of the last digit where they were rounded to so many."""
        dialect = self._dialect
        is_exact = dialect.columns is not None and (len(dialect.decimals) > 1 or max(dialect.decimals, default=0) < 2)
        rounded_by = is_exact, SAME if dialect.digits > 6 else _ROUNDED
        if rounded_by != self._rounded_by:
            self._rounded_by, self._margins = rounded_by, Growing(np.float64)
        new = slice(len(self._margins), None)
        found = rates[new] * rounded_by[1]
        if not is_exact:
            found = np.fmax(found, self._last_places.all()[new] * 0.500_000_001)  # half of the last place
        self._margins.append(np.fmax(found, 0.0))
        return cast(Numbers, self._margins.all())
