"""A closed window is gone, with its document and all that showed it."""

from __future__ import annotations

import gc
from collections import Counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from designer.app import create_window
from stepdecay import find_translations
from tests.designer.helpers.files import ASKING, give, trigger


def left() -> Counter[str]:
    """Count what there is of ours."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    ours = (type(one) for one in gc.get_objects() if issubclass(type(one), QObject))
    return Counter(kind.__name__ for kind in ours if kind.__module__.startswith("designer"))


def use_and_close(path) -> None:
    """Open a window, use every part that comes late, and close it."""
    window = create_window([str(path)])
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    for name, text in (("args.lr", "3e-4"), ("num_batches", "250")):
        if not dict(window.document.design.given).get(name):
            give(window, name, text)
    for name in ("pin", "goals", "add_warmup", "crosshair", "go_to", "undo"):
        trigger(window, name)
    window.document.look(translations=tuple(find_translations("StepLR(optimizer, step_size=30, gamma=0.1)")))
    window.message_bar.ask("What now?", {"Nothing": window.close})
    window.document.undo_stack.undo()
    assert window.close()


def test_five_windows_that_were_opened_and_closed_leave_no_document_and_no_panel(qtbot, own_settings, tmp_path):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    use_and_close(path)  # what the first one loads stays
    before = left()
    for _ in range(5):
        use_and_close(path)
    assert left() - before == Counter()
