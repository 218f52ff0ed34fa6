"""Ctrl+C and SIGTERM: what is unsaved is kept, and the program ends.

Python handles a signal between two of its own instructions, and while Qt waits there are none: the signal is written to
a socket that Qt listens to.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

from PySide6.QtCore import QSocketNotifier

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP, and sends no SIGTERM


@contextlib.contextmanager
def told_of_signals(end: Callable[[int], None]) -> Iterator[None]:
    """Call a function in the event loop when the program is told to end, with the number of the signal.

    Args:
        end: Keeps what is to be kept, and ends the event loop.
    """
    reader, writer = socket.socketpair()
    for one in (reader, writer):
        one.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: end(reader.recv(1)[0]))
    old = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    handlers = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(old)
        notifier.setEnabled(False)
        reader.close()
        writer.close()
