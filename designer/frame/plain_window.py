"""What a window is before it is about schedules: it wears a theme, follows the system's, and fills the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from designer.look.theme import LIGHT, Theme, Themed, apply_theme, system_scheme


class PlainWindow(QMainWindow):
    """A window with parts that wear its theme.

    Attributes:
        theme: The theme that it wears.
    """

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self._themed: list[Themed] = []

    def add_themed(self, *parts: Themed) -> None:
        """Let parts wear the theme, from now on."""
        for part in parts:
            part.set_theme(self.theme)
        self._themed += parts

    def set_theme(self, theme: Theme) -> None:
        """Hand the colours to every part."""
        self.theme = theme
        for part in self._themed:
            part.set_theme(theme)

    def follow_system(self) -> None:
        """Wear the system's colour scheme, and change with it."""
        apply_theme(self, system_scheme())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        apply_theme(self, scheme)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_zoom(self) -> None:
        """Make the window as large as the screen, or as it was."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowMaximized)
