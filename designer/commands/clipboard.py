"""Cut, copy and paste, by what has the focus; and what is typed in a field when a command comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QWidget

from designer.model.document import Document
from designer.widgets.numbers.number_entry import NumberEntry
from stepdecay import ScheduleError

if TYPE_CHECKING:
    from designer.commands.exporter import Exporter
    from stepdecay import Translation
    from stepdecay.schedule.kinds import Schedule

LONGEST_TEXT = 100_000
"""A longer one is no schedule that somebody copied, and would take seconds to be read as one."""


class Desk(Protocol):
    """What the clipboard needs of a window."""

    document: Document

    @property
    def exporter(self) -> Exporter: ...  # noqa: D102
    def focusWidget(self) -> QWidget | None: ...  # noqa: N802, D102


def commit_typing(desk: Desk) -> None:
    """Take over a number or a name that was typed but not yet committed."""
    focus = desk.focusWidget()
    if isinstance(focus, NumberEntry):
        focus.interpretText()
    elif isinstance(focus, QLineEdit):
        viewport = focus.parentWidget()
        view = None if viewport is None else viewport.parentWidget()
        if isinstance(view, QAbstractItemView):
            view.setFocus()  # which ends the editing of an item


def edit_text(
    desk: Desk, command: str, copies: dict[QWidget, Callable[[], str]], refuse: Callable[[str], None]
) -> None:
    """Cut, copy or paste text where there is a cursor; copy what else has the focus; paste a schedule.

    Args:
        desk: The window.
        command: `cut`, `copy` or `paste`.
        copies: What is copied of widgets without a cursor.
        refuse: Called with "" where a schedule was pasted, else with the sentence why it could not be.
    """
    focus = desk.focusWidget()
    text = focus.findChild(QLineEdit) if isinstance(focus, NumberEntry) else focus
    if command == "paste":
        clipped = QGuiApplication.clipboard().text()
        if paste(desk.document, clipped, refuse, can_be_text=isinstance(text, QLineEdit)):
            return
    if isinstance(text, QLineEdit | QPlainTextEdit):
        getattr(text, command)()
    elif command == "copy" and focus in copies:
        copied = copies[focus]()
        if copied:
            desk.exporter.copy_text(copied, f"Copied {copied}")


def paste(document: Document, text: str, refuse: Callable[[str], None], *, can_be_text: bool) -> bool:
    """Make a text the schedule, or offer to translate what another framework says there.

    Args:
        document: Whose schedule it becomes.
        text: The text.
        refuse: Called with "" where that was done, else with the sentence why it could not be.
        can_be_text: Whether it may be meant as text for a field: then nothing is said.

    Returns:
        Whether it was taken, or refused for good.
    """
    from stepdecay import find_translations, parse_schedule

    if len(text) > LONGEST_TEXT:
        refuse("Can't paste: the text is too long to be one schedule; open it as a file")
        return True
    schedule: Schedule | None = None
    translations: tuple[Translation, ...] = ()
    try:
        schedule = parse_schedule(text)
    except ScheduleError as error:
        translations = tuple(find_translations(text))
        if not translations:
            if not can_be_text:
                refuse(f"Can't paste: {error}")
            return False
    if document.source is not None and document.is_pending:
        refuse(f"{document.source.path.name} waits for values of its names; give them first")
        return True
    refuse("")
    if schedule is None:
        document.look(translations=translations)
    else:
        document.replace_schedule("Paste Schedule", schedule)
    return True
