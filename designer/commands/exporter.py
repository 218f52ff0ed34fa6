"""The commands of the Export menu: to the clipboard, into a file, onto paper.

What makes files is loaded when it is first asked for: it isn't needed to start.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from designer.filing.dialogs import AskPath, ask_path
from designer.model.document import Document
from stepdecay import ScheduleError, to_python

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QSize
    from PySide6.QtGui import QPainter


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

    def __init__(self, document: Document, window: QWidget, figure: Figure) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._figure = figure
        self.ask_path: AskPath = ask_path

    def copy_code(self) -> None:
        """Put the expression on the clipboard."""
        self.copy_text(to_python(self._document.design.schedule), "Copied the code")

    def copy_snippet(self) -> None:
        """Put lines with import, schedule and the chosen optimizer on the clipboard."""
        optimizer = self._document.view.preferences.optimizer
        try:
            snippet = to_python(self._document.design.schedule, optimizer=optimizer)
        except ScheduleError as error:  # the settings may name one that another version of MLX had
            self.failed.emit(f"{error}; choose another in Export ▸ Optimizer in Snippets")
        else:
            self.copy_text(snippet, f"Copied with {optimizer}")

    def copy_swift(self) -> None:
        """Put the lines for mlx-swift on the clipboard."""
        from stepdecay import to_swift

        self.copy_text(to_swift(self._document.design.schedule, named=True), "Copied for mlx-swift")

    def copy_mlx_lm(self) -> None:
        """Put the `lr_schedule` of an mlx-lm config on the clipboard, or say why there is none for this schedule."""
        from stepdecay import to_mlx_lm

        try:
            self.copy_text(to_mlx_lm(self._document.design.schedule), "Copied for mlx-lm")
        except ScheduleError as error:
            self.failed.emit(f"Nothing was copied: {error}")

    def save_code(self) -> None:
        """Save a Python file."""
        from designer.commands.export_files import CODE_FILTERS, code_file

        design, optimizer = self._document.design, self._document.view.preferences.optimizer
        self._save("Save Code", "schedule.py", CODE_FILTERS, lambda suffix: code_file(design, optimizer))

    def save_image(self) -> None:
        """Save the plot as an image."""
        from designer.commands.export_files import IMAGE_FILTERS, image_file

        paint, size = self._figure.paint_figure, self._figure.size()
        self._save("Save Image", "schedule.png", IMAGE_FILTERS, lambda suffix: image_file(paint, size, suffix))

    def save_table(self) -> None:
        """Save the levels as a table."""
        from designer.commands.export_files import TABLE_FILTERS, table_file

        design = self._document.design
        self._save("Save Table", "schedule.csv", TABLE_FILTERS, lambda suffix: table_file(design, suffix))

    def print_plot(self) -> None:
        """Print the plot, as large as the page allows."""
        from PySide6.QtCore import QRect, Qt
        from PySide6.QtGui import QPainter
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from designer.commands.export_files import screen_dpi

        figure, printer = self._figure, QPrinter(QPrinter.PrinterMode.HighResolution)

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

    def copy_text(self, text: str, sentence: str) -> None:
        """Put text on the clipboard and say so."""
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(text)
        self.said.emit(sentence)

    def _save(self, title: str, name: str, filters: dict[str, str], make: Callable[[str], bytes]) -> None:
        from designer.commands.export_files import save, with_suffix

        given, chosen = self.ask_path(self._window, title, name, ";;".join(filters))
        if not given:
            return
        path = with_suffix(given, chosen, filters)
        if path.name != PurePath(given).name and path.exists():  # the dialog has asked about another name
            self.failed.emit(f"{path.name} is there already; to replace it, save under its whole name")
            return
        try:
            save(path, make(path.suffix.lower()))
        except (ScheduleError, OSError) as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Saved {path.name}")
