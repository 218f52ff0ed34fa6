"""The commands of the Export menu: to the clipboard, into a file, onto paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from designer.document import Document
from designer.exporting import (
    CODE_FILTERS,
    IMAGE_FILTERS,
    TABLE_FILTERS,
    code_file,
    image_file,
    save,
    screen_dpi,
    table_file,
    with_suffix,
)
from stepdecay import ScheduleError, to_python

AskPath = Callable[[QWidget, str, str, str], tuple[str, str]]
"""Asks for a path: parent, title, proposed name, filters; returns the path, empty when cancelled, and the filter."""


class Figure(Protocol):
    """What can be saved as an image."""

    def paint_figure(self, painter: QPainter, target: QRect) -> None:
        """Paint the plot, without hints that belong to a pointer."""

    def size(self) -> QSize:
        """Return its size on the screen."""


class Exporter(QObject):
    """Exports a document.

    Signals:
        said(sentence): What was done, for a quiet notice.
        failed(sentence): What could not be done and why.
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self.figure: Figure | None = None
        self.ask_path: AskPath = QFileDialog.getSaveFileName

    def copy_code(self) -> None:
        """Put the expression on the clipboard."""
        self._copy(to_python(self._document.design.schedule), "Copied the code")

    def copy_snippet(self) -> None:
        """Put lines with import, schedule and the chosen optimizer on the clipboard."""
        optimizer = self._document.view.optimizer
        self._copy(to_python(self._document.design.schedule, optimizer=optimizer), f"Copied with {optimizer}")

    def save_code(self) -> None:
        """Save a Python file."""
        design, optimizer = self._document.design, self._document.view.optimizer
        self._save("Save Code", "schedule.py", CODE_FILTERS, lambda suffix: code_file(design, optimizer))

    def save_image(self) -> None:
        """Save the plot as an image."""
        if self.figure is not None:
            figure, size = self.figure, self.figure.size()
            make = lambda suffix: image_file(figure.paint_figure, size, suffix)  # noqa: E731
            self._save("Save Image", "schedule.png", IMAGE_FILTERS, make)

    def save_table(self) -> None:
        """Save the levels as a table."""
        design = self._document.design
        self._save("Save Table", "schedule.csv", TABLE_FILTERS, lambda suffix: table_file(design, suffix))

    def print_plot(self) -> None:
        """Print the plot, as large as the page allows."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self.figure is None:
            return
        figure, printer = self.figure, QPrinter(QPrinter.PrinterMode.HighResolution)

        printer.setResolution(screen_dpi())

        def paint() -> None:
            painter = QPainter(printer)
            size = figure.size().scaled(printer.width(), printer.height(), Qt.AspectRatioMode.KeepAspectRatio)
            figure.paint_figure(painter, QRect(0, 0, size.width(), size.height()))
            painter.end()

        dialog = QPrintDialog(printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(paint)
        dialog.show()

    def _copy(self, text: str, sentence: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(sentence)

    def _save(self, title: str, name: str, filters: dict[str, str], make: Callable[[str], bytes]) -> None:
        given, chosen = self.ask_path(self._window, title, name, ";;".join(filters))
        if not given:
            return
        path = with_suffix(given, chosen, filters)
        try:
            save(Path(path), make(path.suffix.lower()))
        except (ScheduleError, OSError) as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Saved {path.name}")
