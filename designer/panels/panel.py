"""What every panel is: a part of the window that shows some of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from designer.look.theme import Theme
from designer.model.document import Document
from designer.widgets.numbers.number_spin import NumberSpin


class Panel(QWidget):
    """What the window may ask of a panel; one overrides what it has an answer to.

    A panel that has nothing to show hides itself, and its place goes with it.

    Signals:
        rebuilt: There are other widgets in it, so that Tab has to learn their order.
    """

    rebuilt = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document

    def begin(self) -> None:
        """Take the focus, as the window opens."""

    def complete(self) -> None:
        """Add what the first paint can do without."""

    def set_theme(self, theme: Theme) -> None:
        """Colour all that the palette doesn't."""

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return []

    def field_of(self, path: str) -> NumberSpin | None:
        """Return an argument's field, if it has one, which shows from now on."""
        return None

    def copies(self) -> Mapping[QWidget, Callable[[], str]]:
        """Return what is copied where the focus is, by the widget that has it."""
        return {}

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """Return what the commands do that are its own and can be used now, by their ids."""
        return {}

    def shown_notes(self) -> tuple[str, ...]:
        """Return what a person can read here of what saving has to say."""
        return ()
