"""Where everything in the window is; the room for parts that come later is kept from the first paint on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from designer.frame.panels import PanelSpec, Slot
from designer.look.theme import Theme
from designer.model.document import Design
from designer.widgets.veil import Veil

INSPECTOR_WIDTH, NARROWEST = 300, 240
SHARE, LEAST = 0.45, 44
"""Of the column's height, the findings take no more than this, but so many pixels in any case."""


class KeptPlace(QWidget):
    """Keeps the room for a part that comes later, and takes none while that has nothing to show.

    Args:
        kept: The height that is kept until there is a part; without any there is no room for it yet.
    """

    def __init__(self, kept: int) -> None:
        super().__init__()
        self._part: QWidget | None = None
        self._is_wanted, self._is_barred = kept > 0, False
        self.setMinimumHeight(kept)
        self._column = _column(self)
        if not kept:
            self.hide()

    def add(self, part: QWidget) -> None:
        """Put the part there; from now on it says how much room it needs, and whether any."""
        self._part = part
        part.installEventFilter(self)
        self._column.addWidget(part)
        self.setMinimumHeight(0)
        self._follow(part)

    def give_up(self) -> None:
        """Keep no room: there will be no part."""
        self._is_wanted = False
        self._show()

    def bar(self, is_barred: bool) -> None:
        """Show nothing of the part for now, or again what there is."""
        self._is_barred = is_barred
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the part."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and watched is self._part:
            self._follow(self._part)
        return super().eventFilter(watched, event)

    def _follow(self, part: QWidget) -> None:
        is_settled = part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)  # else its layout will show it
        self._is_wanted = not (is_settled and part.isHidden())
        self._show()

    def _show(self) -> None:
        self.setVisible(self._is_wanted and not self._is_barred)


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
    """Shows parts whole as long as that takes no more than a share of the column's height; else it scrolls."""

    def __init__(self, side: QWidget) -> None:
        super().__init__(side)
        self._side = side
        content = self._content = Column()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(16, 9, 16, 9)
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


class Places(QWidget):
    """All of a window below its toolbar.

    Args:
        specs: The panels that there will be.
        design: The design that they will begin with.

    Attributes:
        message: For what went wrong, at the top.
        plot: For the plot and what belongs under it.
        side: The column beside the plot: the inspector, and below it the findings.
        inspector: The panels that scroll where the window is low.
        splitter: Between plot and inspector.
    """

    def __init__(self, specs: Sequence[PanelSpec], design: Design) -> None:
        super().__init__()
        self._places = {spec: KeptPlace(spec.kept_for(design)) for spec in specs}
        self.message, self.plot = QVBoxLayout(), QWidget()
        self.plot.setMinimumWidth(240)
        self.plot.setAutoFillBackground(True)
        self._veil = Veil(self.plot)
        self._beside = _column(self.plot)
        self._fill(self._beside, Slot.BELOW_PLOT)
        self._make_inspector()
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False, handleWidth=1)
        self.splitter.addWidget(self.plot)
        self.splitter.addWidget(self._make_side())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([800, INSPECTOR_WIDTH])
        column = _column(self)
        column.addLayout(self.message)
        column.addWidget(self.splitter, 1)
        self._fill(column, Slot.BOTTOM)

    def _fill(self, column: QBoxLayout, slot: Slot) -> None:
        """Add the places of a slot to a column."""
        for spec, place in self._places.items():
            if spec.slot is slot:
                column.addWidget(place, int(spec.fills))

    def _make_inspector(self) -> None:
        panels = Column()
        self.inspector = QuietScroll()
        self.inspector.setObjectName("inspector")
        self.inspector.setMinimumWidth(NARROWEST)
        self.inspector.setWidget(panels)
        column = QVBoxLayout(panels)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(18)
        self._fill(column, Slot.INSPECTOR)
        column.addStretch()  # for what is above to stay there where nothing else takes the room

    def _make_side(self) -> QWidget:
        self.side, self._line = QWidget(), QWidget()
        self._footer = Footer(self.side)
        self._fill(self._footer.column, Slot.FOOTER)
        self._line.setFixedHeight(1)
        self._line.setAutoFillBackground(True)
        column = _column(self.side)
        column.addWidget(self.inspector, 1)
        column.addWidget(self._line)
        column.addWidget(self._footer)
        return self.side

    def add(self, spec: PanelSpec, panel: QWidget) -> None:
        """Put a panel into its place."""
        self._places[spec].add(panel)

    def leave_out(self, spec: PanelSpec) -> None:
        """Keep no room for a panel."""
        self._places[spec].give_up()

    def add_plot(self, plot: QWidget) -> None:
        """Put the plot above what is below it."""
        self._beside.insertWidget(0, plot, 1)

    def bring_into_sight(self, row: QWidget) -> None:
        """Scroll to a part of a panel, with what has come there just now."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # else it is not yet where it will be
        for port in (self.inspector, self._footer):
            if port.isAncestorOf(row):
                port.ensureWidgetVisible(row)

    def wait_for(self, what: str) -> None:
        """Show only what this waits for, instead of a plot and panels that say nothing yet; "" shows all again."""
        self._veil.show_text(what)
        self.plot.setEnabled(not what)  # neither keys nor a screen reader find what nobody can see
        for spec, place in self._places.items():
            place.bar(bool(what) and spec.needs_schedule)
        for part in (self._line, self._footer):
            part.setVisible(not what)

    def set_theme(self, theme: Theme) -> None:
        """Give the plot's place the plot's ground, also before there is a plot."""
        self._veil.set_theme(theme)
        for part, name in ((self.plot, "base"), (self._line, "border")):
            palette = part.palette()
            palette.setColor(palette.ColorRole.Window, theme.color(name))
            part.setPalette(palette)


def _column(owner: QWidget) -> QVBoxLayout:
    """Make the column of what is in a widget, without room between or around."""
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
