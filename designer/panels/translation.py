"""What another framework's words become in MLX's: what has to be asked for, what differs, and Apply."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from designer.look.theme import Theme
from designer.model.document import Document
from designer.model.view import View
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.labels import breakable, heading, named_label, set_text_color
from designer.widgets.numbers.name_rows import NameRows
from designer.widgets.quiet_combo import QuietCombo
from stepdecay import Translation


class TranslationPanel(Panel):
    """There only while there is something to translate; what it becomes is drawn as a dotted curve until it is applied.

    A text with several schedulers offers them all.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._values: dict[str, float] = {}
        self.title, self.choice, self.names = heading("Translate"), QuietCombo(), NameRows()
        self.sentence = named_label("translation_sentence")
        self.apply_button, self.dismiss_button = QPushButton("Apply"), QPushButton("Dismiss")
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._begin)
        self.names.given.connect(self._give)
        self.apply_button.clicked.connect(self._apply)
        self.dismiss_button.clicked.connect(self._dismiss)
        document.view_changed.connect(self.render_view)
        self._offer()

    def _lay_out(self) -> None:
        self.choice.setObjectName("translations")
        self.choice.setAccessibleName("Schedule to translate")
        self.choice.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self.apply_button.setObjectName("applyTranslation")
        self.dismiss_button.setObjectName("dismissTranslation")
        self.sentence.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.dismiss_button)
        buttons.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.choice, self.names, self.sentence):
            column.addWidget(widget)
        column.addLayout(buttons)

    def render_view(self, new: View, old: View) -> None:
        """Offer other schedulers to translate."""
        if new.overlay.translations != old.overlay.translations:
            self._offer()

    def set_theme(self, theme: Theme) -> None:
        """Colour what is wrong."""
        set_text_color(self.sentence, theme.color("text"))
        self.names.set_error_color(theme.color("error"))

    def _offer(self) -> None:
        translations = self._document.view.overlay.translations
        self.setVisible(bool(translations))
        self._values = {}
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([f"line {one.line}: {one.name}" for one in translations])
        self.choice.blockSignals(False)
        self.choice.setVisible(len(translations) > 1)
        if translations:
            self._begin()

    def _begin(self, *_: object) -> None:
        found = self._document.view.overlay.translations[self.choice.currentIndex()]
        self.title.setText(f"Translate {found.name}")
        self.title.setToolTip(self.title.text())
        self.names.show_names(found.unknown, self._values)
        self._show()
        first = next(iter(self.names.fields.values()), self.apply_button)
        first.setFocus()

    def _give(self, name: str, value: float) -> None:
        self._values[name] = value
        self._show()

    def _translated(self) -> Translation:
        return self._document.view.overlay.translations[self.choice.currentIndex()].with_values(self._values)

    def _show(self) -> None:
        found = self._translated()
        bullet = "• " if len(found.notes) > 1 else ""
        text = f"⚠ {found.problem}" if found.problem else "\n".join(bullet + note for note in found.notes)
        text = breakable(text)
        if text != self.sentence.text():
            self.sentence.setText(text)
            announce(self.sentence, text)
        self.sentence.setVisible(bool(text))
        self.apply_button.setEnabled(found.schedule is not None)
        self._document.look(preview=found.schedule)

    def _dismiss(self) -> None:
        self._document.look(translations=(), preview=None)

    def _apply(self) -> None:
        for field in self.names.fields.values():
            field.interpretText()
        found = self._translated()
        if found.schedule is not None:
            self._document.replace_schedule(f"Translate {found.name}", found.schedule)
            self._document.look(translations=(), preview=None)
            self._document.fit_view()
