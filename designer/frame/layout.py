"""Where everything in the window is; the room for parts that come later is kept from the first paint on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.widgets.veil import Veil

INSPECTOR_WIDTH, NARROWEST = 300, 240
SHARE, LEAST = 0.45, 44
"""Of the column's height, the findings take no more than this, but so many pixels in any case."""

CODE_HEIGHT, FINDINGS_HEIGHT, GOALS_HEIGHT, LEVELS_HEIGHT = 44, 20, 24, 120


class Place(QWidget):
    """Keeps the room for parts that come later.

    Args:
        kept: The height that is kept until there is a part.
        least: The height that it never falls below.
    """

    def __init__(self, kept: int = 0, least: int = 0) -> None:
        super().__init__()
        self._least = least
        self.setMinimumHeight(max(kept, least))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def add(self, part: QWidget) -> None:
        """Put a part below what is there; from now on the parts say how much room they need."""
        self.column.addWidget(part)
        self.setMinimumHeight(self._least)


class Column(QWidget):
    """Parts below each other that scroll; texts in them that wrap are never squeezed."""

    def minimumSizeHint(self) -> QSize:
        """Return the room that is needed at this width: Qt's hint is that of texts as wide as they like to be."""
        layout, hint = self.layout(), super().minimumSizeHint()
        needed = -1 if layout is None else layout.minimumHeightForWidth(self.width())
        return QSize(hint.width(), max(hint.height(), needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for other room at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class QuietScroll(QScrollArea):
    """Scrolls only up and down, without a frame, and is no stop for Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class Footer(QuietScroll):
    """Shows a part whole as long as that takes no more than a share of the column's height; else it scrolls."""

    def __init__(self, part: QWidget, side: QWidget) -> None:
        super().__init__(side)
        self._side = side
        content = self._content = Column()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 9, 16, 9)
        column.addWidget(part)
        self.setWidget(content)
        content.installEventFilter(self)
        side.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take another height when there is something else in it, or the column is another one."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        most = max(round(self._side.height() * SHARE), LEAST)
        self.setFixedHeight(min(self._content.minimumSizeHint().height(), most))


class Places(Place):
    """All of a window below its toolbar.

    Attributes:
        message: For what went wrong, at the top.
        plot: For the plot and what belongs under it.
        side: The column beside the plot: the inspector, and below it the findings.
        inspector: The panels, which scroll where the window is low.
        findings: For the findings, which stay in sight however far the panels are scrolled.
        goals: For the goals, in the inspector.
        resume: For what is left after an update, in the inspector.
        levels: For the levels, in the inspector.
        code: For the code, at the bottom.
        splitter: Between plot and inspector.
    """

    def __init__(self, first_panels: list[QWidget]) -> None:
        super().__init__()
        self.message, self.plot, self.goals = Place(), Place(), Place(kept=GOALS_HEIGHT)
        self.findings, self.resume = Place(kept=FINDINGS_HEIGHT), Place(kept=GOALS_HEIGHT)
        self.levels, self.code = Place(least=LEVELS_HEIGHT), Place(kept=CODE_HEIGHT)
        self.plot.setMinimumWidth(240)
        self.plot.setAutoFillBackground(True)
        self._first_panels, self._veil = first_panels, Veil(self.plot)
        self.levels.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # they take what is left
        panels = Column()
        self.inspector = QuietScroll()
        self.inspector.setObjectName("inspector")
        self.inspector.setMinimumWidth(NARROWEST)
        self.inspector.setWidget(panels)
        column = self._inspected = QVBoxLayout(panels)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(18)
        for panel in first_panels:
            column.addWidget(panel)
        column.addWidget(self.goals)
        column.addWidget(self.resume)
        column.addWidget(self.levels, 1)
        column.addStretch()  # for what is above to stay there where nothing else takes the room
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False, handleWidth=1)
        self.splitter.addWidget(self.plot)
        self.splitter.addWidget(self._make_side())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([800, INSPECTOR_WIDTH])
        for widget in (self.message, self.splitter, self.code):
            self.column.addWidget(widget, int(widget is self.splitter))

    def _make_side(self) -> QWidget:
        self.side, self._line = QWidget(), QWidget()
        self._footer = Footer(self.findings, self.side)
        self._line.setFixedHeight(1)
        self._line.setAutoFillBackground(True)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.inspector, 1)
        column.addWidget(self._line)
        column.addWidget(self._footer)
        return self.side

    def bring_into_sight(self, row: QWidget) -> None:
        """Scroll to a part of the findings."""
        self._footer.ensureWidgetVisible(row)

    def put_on_top(self, *parts: QWidget) -> None:
        """Put parts that are not always there at the top of the inspector, where they take no room while hidden."""
        for part in reversed(parts):
            self._inspected.insertWidget(0, part)

    def wait_for(self, what: str) -> None:
        """Show only what this waits for, instead of a plot and panels that say nothing yet; "" shows all again."""
        self._veil.show_text(what)
        self.plot.setEnabled(not what)  # neither keys nor a screen reader find what nobody can see
        for part in (*self._first_panels, self._line, self._footer, self.goals, self.resume, self.levels):
            part.setVisible(not what)

    def set_theme(self, theme: Theme) -> None:
        """Give the plot's place the plot's ground, also before there is a plot."""
        self._veil.set_theme(theme)
        for part, name in ((self.plot, "base"), (self._line, "border")):
            palette = part.palette()
            palette.setColor(palette.ColorRole.Window, theme.color(name))
            part.setPalette(palette)
