"""The Run panel: how long training lasts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.document import Design, Document, ViewState
from designer.fields import Argument, ArgumentFields
from designer.theme import Theme
from designer.widgets.count_spin import CountSpin
from designer.widgets.labels import heading
from stepdecay.run import LONGEST_RUN

UPDATES = Argument(
    "updates",
    "How many times the run calls optimizer.update.\nUpdates, from 1 to 2^53 − 1.",
    lambda: CountSpin("updates", maximum=LONGEST_RUN),
)


class RunPanel(QWidget):
    """The fields of the design's run."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._fields = ArgumentFields(document, {UPDATES.name: UPDATES})
        self.fields = self._fields.fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading("Run"), alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._fields)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.render_design(document.design, None)

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the run."""
        self._fields.show_values({UPDATES.name: new.run.updates}, {})

    def render_view(self, new: ViewState, old: ViewState) -> None:
        """Light what is edited or pointed at."""
        self._fields.light(new)

    def set_theme(self, theme: Theme) -> None:
        """Colour the fields."""
        self._fields.set_theme(theme)
