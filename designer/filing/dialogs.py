"""The questions that stop everything else: which file, and whether to save. In the system's own dialogs."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtWidgets import QWidget

AskPath = Callable[[QWidget, str, str, str], tuple[str, str]]
"""Asks where to save: parent, title, proposed name, filters; returns the path, empty when cancelled, and the filter."""

AskPaths = Callable[[QWidget, str, str], list[str]]
"""Asks what to open: parent, title, filters; returns paths, none when cancelled."""


class Closing(Enum):
    """What becomes of changes that are not saved."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


AskClosing = Callable[[QWidget, str], Closing]
"""Asks what becomes of changes: parent, the file's name, empty for an untitled schedule."""


def ask_path(window: QWidget, title: str, name: str, filters: str) -> tuple[str, str]:
    """Ask where to save."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(window, title, name, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)

    def complete_names(chosen: str) -> None:
        dialog.setDefaultSuffix(chosen.partition("*.")[2].rstrip(")").partition(" ")[0])

    dialog.filterSelected.connect(complete_names)
    complete_names(dialog.selectedNameFilter())
    return (dialog.selectedFiles()[0], dialog.selectedNameFilter()) if dialog.exec() else ("", "")


def ask_paths(window: QWidget, title: str, filters: str) -> list[str]:
    """Ask what to open."""
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog.getOpenFileNames(window, title, "", filters)[0]


def ask_closing(window: QWidget, name: str) -> Closing:
    """Ask whether to save a schedule before its window is closed; a sheet on a Mac."""
    from PySide6.QtWidgets import QMessageBox

    buttons = QMessageBox.StandardButton
    box = QMessageBox(window)
    box.setWindowModality(box.windowModality().WindowModal)
    if name:
        box.setText(f"Save the changes of the schedule in {name}?")
        box.setInformativeText("They are lost if you don't save them; the file is then as it was.")
    else:
        box.setText("Save the untitled schedule?")
        box.setInformativeText("It is lost if you don't save it.")
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    answers = {buttons.Save: Closing.SAVE, buttons.Discard: Closing.DISCARD}
    return answers.get(buttons(box.exec()), Closing.CANCEL)
