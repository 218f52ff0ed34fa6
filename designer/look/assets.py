"""The files of `resources/`, from a checkout, an editable install, an installed wheel or a bundle."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

ICON_SIZE = 20


def resource(name: str) -> Path:
    """Return the path of a file below `resources/`.

    A wheel and a bundle carry the folder inside the package; a checkout has it beside the package.

    Raises:
        FileNotFoundError: There is no such file in either place: the installation is broken.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"resources/{name} is missing beside {package}; install lr-designer again")


def app_icon() -> QIcon:
    """Return the program's icon."""
    return QIcon(str(resource("icons/app.svg")))


def empty_icon() -> QIcon:
    """Return an icon that only takes its room."""
    pixmap = QPixmap(ICON_SIZE, ICON_SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)


def icon(name: str, color: QColor, faint: QColor) -> QIcon:
    """Return one of the toolbar's icons in a theme's colour, sharp at every scale factor, and faint when disabled."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, faint)):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", tint.name()).encode()))
        for scale in (1, 2, 3):
            pixmap = QPixmap(ICON_SIZE * scale, ICON_SIZE * scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setOpacity(tint.alphaF())
            renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
            painter.end()
            pixmap.setDevicePixelRatio(scale)
            made.addPixmap(pixmap, mode)
    return made
