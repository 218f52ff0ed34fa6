"""How a person looks at the design: an immutable value in three parts, outside the undo stack."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

if TYPE_CHECKING:
    from stepdecay import Run, Translation
    from stepdecay.schedule.kinds import Schedule
    from stepdecay.schedule.units import Unit
    from stepdecay.trainlog.comparison import Comparison
    from stepdecay.trainlog.log import TrainLog


@dataclass(frozen=True)
class Pin:
    """A frozen copy of a schedule, kept on the plot for comparison.

    Attributes:
        schedule: The schedule.
        style: Which of the `MOST_PINS` dashes and colours is its own, from 0.
        name: What a person calls it; empty for its expression.
        shown: Whether it is drawn.
    """

    schedule: Schedule
    style: int
    name: str = ""
    shown: bool = True


Pins = tuple[Pin, ...]


@dataclass(frozen=True)
class Preferences:
    """What a person prefers, whatever the design; kept between two starts.

    Attributes:
        log_scale: Whether the y axis is logarithmic.
        shows_crosshair: Whether there is a crosshair at all.
        optimizer: The optimizer class written into snippets.
        unit: What times are shown in; updates where nobody said what an epoch is.
        dtype: The dtype of the gradients that rates are cast to beside the exact ones; float32 for none.
    """

    log_scale: bool = False
    shows_crosshair: bool = True
    optimizer: str = "Adam"
    unit: Unit = "updates"
    dtype: str = "float32"


@dataclass(frozen=True)
class Focus:
    """Where a person is looking.

    Attributes:
        x_range: The steps in view as a person zoomed or panned them; None follows the run.
        y_range: The view's y (log10 of the rate on a log axis); None follows the run.
        crosshair: The MLX step under the crosshair, or None.
        level: The selected level, from 0, or None.
        piece: The selected piece of the schedule, from 0, or None.
        argument: The path of the argument that is being edited, lit in the code, or None.
        hovered: The path of the argument whose field, label or handle is under the pointer, or None.
        pin: The selected pin, from 0, or None.
        finding: The code and the update of the finding that is pointed at, or None.
    """

    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    crosshair: int | None = None
    level: int | None = None
    piece: int | None = None
    argument: str | None = None
    hovered: str | None = None
    pin: int | None = None
    finding: tuple[str, int | None] | None = None


@dataclass(frozen=True)
class Overlay:
    """What is laid over the design, or waits to be.

    Attributes:
        pins: The schedules kept for comparison, at most eight.
        unpinned: Those that were removed last, to be had back.
        translations: What other frameworks' schedulers were opened or pasted, to be translated.
        preview: A schedule that a goal proposes, drawn beside the one in force, or None.
        preview_run: The run that a fix proposes, drawn beside the one in force, or None.
        resume: The updates that are done before training goes on, whose remaining schedule is drawn; or None.
        log: What a training log says, drawn over the plan, or None.
        comparison: What came of comparing it with the plan, or None.
    """

    pins: Pins = ()
    unpinned: Pins = ()
    translations: tuple[Translation, ...] = ()
    preview: Schedule | None = None
    preview_run: Run | None = None
    resume: int | None = None
    log: TrainLog | None = None
    comparison: Comparison | None = None


class ViewChanges(TypedDict, total=False):
    """The words of all three parts, none of them twice, for `Document.look`: a wrong one is an error of mypy's."""

    log_scale: bool
    shows_crosshair: bool
    optimizer: str
    unit: Unit
    dtype: str
    x_range: tuple[float, float] | None
    y_range: tuple[float, float] | None
    crosshair: int | None
    level: int | None
    piece: int | None
    argument: str | None
    hovered: str | None
    pin: int | None
    finding: tuple[str, int | None] | None
    pins: Pins
    unpinned: Pins
    translations: tuple[Translation, ...]
    preview: Schedule | None
    preview_run: Run | None
    resume: int | None
    log: TrainLog | None
    comparison: Comparison | None


@dataclass(frozen=True)
class View:
    """How a person looks at the design.

    Attributes:
        preferences: What they prefer, whatever the design.
        focus: Where they are looking.
        overlay: What is laid over the design.
    """

    preferences: Preferences = Preferences()
    focus: Focus = Focus()
    overlay: Overlay = Overlay()

    @property
    def shown_crosshair(self) -> int | None:
        """The MLX step under the crosshair, where there is one at all."""
        return self.focus.crosshair if self.preferences.shows_crosshair else None

    def changed(self, **changes: Unpack[ViewChanges]) -> View:
        """Return the view with some of its values replaced; the parts that hold none of them are the same objects.

        >>> View().changed(level=3, unit="epochs").focus.level
        3
        """
        parts: dict[str, dict[str, Any]] = {}
        for name, value in changes.items():
            parts.setdefault(_PART_OF[name], {})[name] = value
        return replace(self, **{part: replace(getattr(self, part), **values) for part, values in parts.items()})


DEFAULT_VIEW = View()

_PART_OF = {field.name: part.name for part in fields(View) for field in fields(getattr(DEFAULT_VIEW, part.name))}
"""The part that each value is in, by its name."""
