"""Where everything in the window is; the room for parts that come later is kept from the first paint on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

INSPECTOR_WIDTH = 300
CODE_HEIGHT, GOALS_HEIGHT = 44, 24


class Place(QWidget):
    """Keeps the room for parts that come later."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def add(self, part: QWidget) -> None:
        """Put a part below what is there."""
        self.column.addWidget(part)


class Places(Place):
    """All of a window below its toolbar.

    Attributes:
        message: For what went wrong, at the top.
        plot: For the plot and what belongs under it.
        inspector: The column beside the plot.
        goals: For the goals, in the inspector.
        levels: For the levels, in the inspector.
        code: For the code, at the bottom.
        splitter: Between plot and inspector.
    """

    def __init__(self, first_panels: list[QWidget]) -> None:
        super().__init__()
        self.message, self.plot, self.goals, self.levels, self.code = (Place() for _ in range(5))
        self.plot.setMinimumWidth(240)
        self.plot.setAutoFillBackground(True)
        self.goals.setMinimumHeight(GOALS_HEIGHT)
        self.code.setMinimumHeight(CODE_HEIGHT)
        self.inspector = QWidget()
        self.inspector.setObjectName("inspector")
        self.inspector.setMinimumWidth(240)
        column = QVBoxLayout(self.inspector)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(18)
        for panel in first_panels:
            column.addWidget(panel)
        column.addWidget(self.goals)
        column.addWidget(self.levels, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False, handleWidth=1)
        self.splitter.addWidget(self.plot)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([800, INSPECTOR_WIDTH])
        for widget in (self.message, self.splitter, self.code):
            self.column.addWidget(widget, int(widget is self.splitter))

    def set_ground(self, color: QColor) -> None:
        """Give the plot's place the plot's ground, also before there is a plot."""
        palette = self.plot.palette()
        palette.setColor(palette.ColorRole.Window, color)
        self.plot.setPalette(palette)
