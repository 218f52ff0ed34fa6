"""What pieces of a join are added, removed and reordered with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from designer.commands.piece_commands import ADD_PIECE, ADD_WARMUP, MOVE_DOWN, MOVE_UP, REMOVE, SPLIT, PieceCommand
from designer.model.document import Document
from designer.widgets.buttons.sign_button import SignButton

Run = Callable[[Callable[[Document], None]], None]


class PieceTools(QWidget):
    """A row of small buttons; what can't be done now is disabled."""

    def __init__(self, document: Document, run: Run) -> None:
        super().__init__()
        self._document = document
        self._run = run
        self.add = SignButton("plus", "Add a piece after the selected one")
        self.add.setObjectName("addPiece")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add.clicked.connect(self._show_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.add)
        self._buttons = {
            REMOVE: self._button("minus", "Remove the selected piece", REMOVE),
            MOVE_UP: self._button("up", "Move the selected piece up", MOVE_UP),
            MOVE_DOWN: self._button("down", "Move the selected piece down", MOVE_DOWN),
        }
        for button in self._buttons.values():
            row.addWidget(button)

    def refresh(self) -> None:
        """Show what can be done now; the focus stays among the buttons when its own can't be used any more."""
        enabled = {button: command.enabled(self._document) for command, button in self._buttons.items()}
        for button, is_enabled in sorted(enabled.items(), key=lambda found: not found[1]):
            if not is_enabled and button.hasFocus():
                heir = next((other for other in reversed(enabled) if enabled[other]), self.add)
                heir.setFocus()
            button.setEnabled(is_enabled)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.add, *self._buttons.values()]

    def _button(self, sign: str, words: str, command: PieceCommand) -> SignButton:
        button = SignButton(sign, words)
        button.setObjectName(command.id)
        button.clicked.connect(lambda: self._run(command.run))
        return button

    def _show_menu(self) -> None:
        self.menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _fill_menu(self) -> None:
        self.menu.clear()
        self._offer(ADD_WARMUP)
        self._offer(SPLIT)
        self.menu.addSeparator()
        for command in ADD_PIECE:
            self._offer(command)

    def _offer(self, command: PieceCommand) -> None:
        action = QAction(command.text_for(self._document), self.menu)
        action.setEnabled(command.enabled(self._document))
        action.triggered.connect(lambda: self._run(command.run))
        self.menu.addAction(action)
