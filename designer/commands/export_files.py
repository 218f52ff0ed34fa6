"""What Export writes into files: code, the plot as an image, the levels as a table. Every save is atomic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSaveFile, QSize, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter

from designer.model.document import Design
from stepdecay import ScheduleError, levels, to_python
from stepdecay.numbers.text import count_text
from stepdecay.writers.table import table_lines

PaintFigure = Callable[[QPainter, QRect], None]

CODE_FILTERS = {"Python (*.py)": ".py"}
IMAGE_FILTERS = {"PNG image (*.png)": ".png", "SVG drawing (*.svg)": ".svg", "PDF document (*.pdf)": ".pdf"}
TABLE_FILTERS = {"CSV table (*.csv)": ".csv", "JSON (*.json)": ".json"}

MOST_TABLE_LEVELS = 100_000
"""What takes about a second, and a spreadsheet can hold; more are for `stepdecay show`, which writes one by one."""

PNG_SCALE = 2
POINTS_PER_PIXEL = 0.75


def code_file(design: Design, optimizer: str) -> bytes:
    """Return a Python file that makes the schedule and an optimizer with it."""
    return to_python(design.schedule, optimizer=optimizer).encode()


def table_file(design: Design, suffix: str) -> bytes:
    """Return the levels of the run as `.csv` or `.json`.

    Raises:
        ScheduleError: There are more levels than a table can hold.
    """
    found = levels(design.schedule, design.run.updates)
    if len(found) > MOST_TABLE_LEVELS:
        raise ScheduleError(
            f"the run has {count_text(len(found))} levels; a table file holds at most {count_text(MOST_TABLE_LEVELS)}: "
            "shorten the run, or write them with the command stepdecay show"
        )
    return "".join(f"{line}\n" for line in table_lines(found, suffix.removeprefix("."))).encode()


def image_file(paint: PaintFigure, size: QSize, suffix: str) -> bytes:
    """Return the plot as `.png` (two pixels for each of the screen's), `.svg` or `.pdf`."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if suffix == ".png":
        image = QImage(size * PNG_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(PNG_SCALE)
        _paint(image, paint, QRect(0, 0, size.width(), size.height()))
        image.save(buffer, "PNG")  # type: ignore[call-overload]
    elif suffix == ".svg":
        from PySide6.QtSvg import QSvgGenerator

        drawing = QSvgGenerator()
        drawing.setOutputDevice(buffer)
        drawing.setResolution(screen_dpi())
        drawing.setSize(size)
        drawing.setViewBox(QRect(0, 0, size.width(), size.height()))
        drawing.setTitle("Learning rate per update")
        _paint(drawing, paint, QRect(0, 0, size.width(), size.height()))
    else:
        document = QPdfWriter(buffer)
        document.setPageSize(QPageSize(QSizeF(size) * POINTS_PER_PIXEL, QPageSize.Unit.Point))
        document.setPageMargins(QMarginsF())
        document.setResolution(screen_dpi())
        document.setTitle("Learning rate per update")
        _paint(document, paint, QRect(0, 0, document.width(), document.height()))
    buffer.close()
    return bytes(data.data())


def screen_dpi() -> int:
    """Return the resolution at which pyqtgraph's axes recorded their painting; at another one they would be scaled."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _paint(device: QPaintDevice, paint: PaintFigure, target: QRect) -> None:
    painter = QPainter(device)
    paint(painter, target)
    painter.end()


def save(path: Path, data: bytes) -> None:
    """Write a whole file or leave it as it was; links and permissions stay.

    Raises:
        OSError: It can't be written; the message says why.
    """
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != len(data) or not file.commit():
        raise OSError(f"{path.name} was not saved: {file.errorString()}")


def with_suffix(path: str, chosen_filter: str, filters: dict[str, str]) -> Path:
    """Return the path to save to; a name without one of the known endings gets the chosen filter's."""
    given = Path(path)
    if given.suffix.lower() in filters.values():
        return given
    return given.with_name(given.name + filters.get(chosen_filter, next(iter(filters.values()))))
