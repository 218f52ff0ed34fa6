"""What a hand holds, from the press to the release."""

from __future__ import annotations

from dataclasses import dataclass, field

from designer.model.document import Design
from designer.plot.grabbing.grips import Grip
from designer.plot.picture import Picture, Pixel


@dataclass(frozen=True)
class Held:
    """What is held.

    Attributes:
        grip: The part of the curve.
        design: The design at the press.
        picture: How it stood on the screen then.
        press: The pixel of the press.
        pointer: Where the pointer is now.
        made: The design that the drag has come to.
        has_moved: Whether the pointer has been off the press by more than a click's tremor.
        gesture: Makes all of one drag one undo step.
    """

    grip: Grip
    design: Design
    picture: Picture
    press: Pixel
    pointer: Pixel
    made: Design
    has_moved: bool = False
    gesture: object = field(default_factory=object)
