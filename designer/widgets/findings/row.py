"""One finding in a list: its sign and sentence, the button that mends it, and why it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from designer.widgets.buttons.elided_button import ElidedButton
from designer.widgets.buttons.text_button import TextButton
from designer.widgets.findings.sentence import FindingSentence
from designer.widgets.findings.sign import WORDS, FindingSign
from designer.widgets.labels import breakable, named_label, set_text_color
from designer.widgets.placed import PlacedWidget
from stepdecay.checks.finding import Finding, Fix

if TYPE_CHECKING:
    from designer.look.theme import Theme

PADDING, GAP, LINE_GAP = 6, 8, 5
CORNER = 5
TINT = 26
"""How opaque the ground of a row is, of 255, that is pointed at."""

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class FindingRow(PlacedWidget):
    """A warning is shown whole; a note is one line until its reason is shown.

    Signals:
        pointed: The pointer or the keyboard's focus came or went.
        chosen: A person wants to see where it is.
        fix_wanted: A person wants it mended.

    Attributes:
        finding: What it shows.
        fix_button: What mends it; None where there is no fix.
        why_button: What unfolds the reason.
        is_hovered: Whether the pointer is over it.
        is_focused: Whether the keyboard's focus is in it.
    """

    pointed = Signal()
    chosen = Signal()
    fix_wanted = Signal()

    def __init__(self, finding: Finding, why: str) -> None:
        super().__init__()
        self.finding = finding
        self.is_hovered = self.is_focused = False
        self._is_note, self._is_lit = finding.severity == "note", False
        self.sign, self.sentence = FindingSign(finding.severity), FindingSentence(finding.message)
        self.fix_button = None if finding.fix is None else ElidedButton(finding.fix.text)
        self.why_button, self.why = TextButton("Why?"), named_label("finding_why")
        self._name_parts(finding, why)
        for part in (self.sign, self.sentence, self.fix_button, self.why_button, self.why):
            if part is not None:
                part.setParent(self)
        self._toggle_why(False)
        self.sentence.clicked.connect(self.chosen)
        self.why_button.toggled.connect(self._toggle_why)
        for stop in self.stops():
            stop.installEventFilter(self)

    def _name_parts(self, finding: Finding, why: str) -> None:
        spoken = f"{WORDS[finding.severity]}: {finding.message}"
        self.setAccessibleName(spoken)
        self.sentence.setObjectName(finding.code)
        self.why.setText(breakable(why))
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why_button.setCheckable(True)
        self.why_button.setAccessibleName("Why?")
        self.why_button.setToolTip(f"Why this matters ({finding.code})")
        for stop in self.stops():
            stop.setAccessibleDescription(spoken)
        if self.fix_button is not None:
            self.fix_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a click commits what is typed in a field
            self.fix_button.setAutoDefault(True)
            self.fix_button.clicked.connect(self.fix_wanted)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order; what isn't shown is passed over."""
        if self.fix_button is None:
            return [self.why_button]
        return [self.why_button, self.fix_button] if self._is_note else [self.fix_button, self.why_button]

    @property
    def holds_click(self) -> bool:
        """Whether it has a focus that a click has left behind."""
        return not self.is_focused and any(stop.hasFocus() for stop in self.stops())

    def take_click(self) -> None:
        """Take over such a focus from a row that goes."""
        next(stop for stop in self.stops() if not stop.isHidden()).setFocus(Qt.FocusReason.MouseFocusReason)

    def offered_fix(self) -> Fix | None:
        """Return the fix whose button is there to be pressed."""
        return None if self.fix_button is None or self.fix_button.isHidden() else self.finding.fix

    def set_theme(self, theme: Theme) -> None:
        """Colour the sign by how bad it is, and quieten a note and the reason."""
        self.sign.set_color(theme.finding_color(self.finding.severity))
        set_text_color(self.sentence, theme.color("muted" if self._is_note else "text"))
        set_text_color(self.why, theme.color("muted"))
        self.why_button.set_color(theme.color("muted"))

    def light(self, is_lit: bool) -> None:
        """Show whether it is what is pointed at, here or on the plot."""
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            self.update()

    # What a person does

    def enterEvent(self, event: QEnterEvent) -> None:
        """Notice the pointer."""
        super().enterEvent(event)
        self.is_hovered = True
        self.pointed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Notice that the pointer is gone."""
        super().leaveEvent(event)
        self.is_hovered = False
        self.pointed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the focus, where keys brought it: one that a click left behind points at nothing."""
        if isinstance(event, QFocusEvent) and event.reason() not in _PASSING:
            self.is_focused = event.gotFocus() and event.reason() in _BY_KEYS
            self.pointed.emit()
        return super().eventFilter(watched, event)

    def _toggle_why(self, is_shown: bool) -> None:
        self.why.setVisible(is_shown)
        if self._is_note and self.fix_button is not None:
            self.fix_button.setVisible(is_shown)
        self._place()
        self.pointed.emit()

    # Where everything is

    def _place(self) -> None:
        sign = self.sign.sizeHint()
        left = PADDING + sign.width() + GAP
        room = max(self.width() - left - PADDING, 1)
        self._put(self.sign, QRect(PADDING, PADDING, sign.width(), sign.height()))
        if self._is_note:
            bottom = self._place_note(left, room)
        else:
            bottom = PADDING + self.sentence.show_within(room, is_cut=False)
            self._put(self.sentence, QRect(left, PADDING, room, bottom - PADDING))
            bottom = self._place_buttons(left, bottom + LINE_GAP, room)
        if self.why_button.isChecked():
            height = max(self.why.heightForWidth(room), 0)
            self._put(self.why, QRect(left, bottom + LINE_GAP, room, height))
            bottom += LINE_GAP + height
        self.setFixedHeight(bottom + PADDING)

    def _place_note(self, left: int, room: int) -> int:
        """Place a sentence of one line, all of it and its fix only with its reason, and the button behind it."""
        why = self.why_button.sizeHint()
        width = max(room - why.width() - GAP, 1)
        height = self.sentence.show_within(width, is_cut=not self.why_button.isChecked())
        self._put(self.sentence, QRect(left, PADDING, width, height))
        self._put(self.why_button, QRect(left + room - why.width(), PADDING - 2, why.width(), why.height()))
        bottom = PADDING + height
        if self.fix_button is None or self.fix_button.isHidden():
            return bottom
        fix = self.fix_button.fitted(room)
        self._put(self.fix_button, QRect(left, bottom + LINE_GAP, fix.width(), fix.height()))
        return bottom + LINE_GAP + fix.height()

    def _place_buttons(self, left: int, top: int, room: int) -> int:
        """Place the buttons beside each other, or under each other where there is no room; return where they end."""
        why = self.why_button.sizeHint()
        if self.fix_button is None:
            self._put(self.why_button, QRect(left, top - 2, why.width(), why.height()))
            return top - 2 + why.height()
        fix = self.fix_button.fitted(room)
        self._put(self.fix_button, QRect(left, top, fix.width(), fix.height()))
        fits = fix.width() + GAP + why.width() <= room
        at = QRect(left + fix.width() + GAP, top + (fix.height() - why.height()) // 2, why.width(), why.height())
        if not fits:
            at.moveTo(left, top + fix.height() + 2)
        self._put(self.why_button, at)
        return top + fix.height() if fits else at.bottom() + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of what is pointed at."""
        if self._is_lit:
            painter, color = QPainter(self), self.palette().color(self.foregroundRole())
            color.setAlpha(TINT)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(self.rect(), CORNER, CORNER)
            painter.end()
