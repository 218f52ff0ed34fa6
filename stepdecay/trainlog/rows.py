"""The rows of a log that grows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


class Growing:
    """Numbers to which more are appended; what was there before is never moved under those who look at it."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._room: npt.NDArray[Any] = np.empty(0, dtype)
        self._size = 0
        self._more: list[npt.NDArray[Any]] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, more: npt.NDArray[Any]) -> None:
        """Append numbers; they are put in their place when somebody looks."""
        self._more.append(more)
        self._length += len(more)

    def all(self) -> npt.NDArray[Any]:
        """Return what is there now, to be read only."""
        if self._length > len(self._room):
            room = np.empty(2 * self._length, self._room.dtype)  # a page that nobody wrote on takes no memory
            room[: self._size] = self._room[: self._size]
            self._room = room
        for more in self._more:
            self._room[self._size : self._size + len(more)] = more
            self._size += len(more)
        self._more.clear()
        view = self._room[: self._size]
        view.flags.writeable = False
        return view


class Order:
    """What the counts of a log's rows are to each other. Those of validation alone don't count where there are others.

    Attributes:
        lowest: The lowest count.
        last_run: The row at which they began anew for the last time, or 0.
    """

    def __init__(self) -> None:
        self.lowest = 2**62
        self.last_run = 0
        self._is_trained = False
        self._before = -1
        self._rows = 0

    def append(self, counts: npt.NDArray[np.int64], is_trained: npt.NDArray[np.bool_]) -> None:
        """Look at more rows: what they count, and which of them tell of training."""
        trained = np.flatnonzero(is_trained)
        counted = counts if len(trained) == len(counts) else counts[trained]
        if len(counted):
            again = np.flatnonzero(counted[1:] < counted[:-1])
            if len(again):
                self.last_run = self._rows + int(trained[again[-1] + 1])
            elif counted[0] < self._before:
                self.last_run = self._rows + int(trained[0])
            self.lowest = min(self.lowest if self._is_trained else 2**62, int(counted.min()))
            self._is_trained, self._before = True, int(counted[-1])
        elif len(counts) and not self._is_trained:
            self.lowest = min(self.lowest, int(counts.min()))
        self._rows += len(counts)


class Lines:
    """What the lines of one block say, by their places in it; numbers that a line lacks are NaN.

    Attributes:
        unreadable: How many rows of a table are among them that can't be read.
    """

    def __init__(self, size: int) -> None:
        self.unreadable = 0
        self.counts, self.rates, self.losses, self.val_losses = (np.full(size, np.nan) for _ in range(4))
        self.margins = np.zeros(size)
        self.is_head = np.zeros(size, np.bool_)
        self.is_continued = np.zeros(size, np.bool_)

    def numbers(self) -> tuple[Numbers, ...]:
        """Return rates, losses of training and of validation, and how far rates may be off."""
        return self.rates, self.losses, self.val_losses, self.margins

    def rows(self, head: float) -> tuple[npt.NDArray[np.int64] | slice, float]:
        """Return the lines that say something, and what the last head counts if lines below it may follow.

        Lines below a head take over what it counts; `head` is that of a block before this one, or NaN.
        """
        if self.is_head.any() or self.is_continued.any():
            lines = np.arange(len(self.counts))
            above = np.maximum.accumulate(np.where(np.isnan(self.counts), -1, lines))
            counts = np.where(above < 0, head, np.where(self.is_head[above], self.counts[above], np.nan))
            self.counts = np.where(self.is_continued, counts, self.counts)
            head = float(counts[-1])
        elif not np.isnan(self.counts).all():
            head = np.nan
        says = ~np.isnan(self.counts) & ~self.is_head
        return slice(None) if says.all() else np.flatnonzero(says), head
