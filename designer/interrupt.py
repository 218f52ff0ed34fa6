"""Ctrl+C and SIGTERM: what is unsaved is kept, and the program ends.

Python handles a signal between two of its own instructions, and while Qt waits there are none: the signal is written to
a pipe that Qt listens to; on Windows, where Qt listens to no pipe, to a socket.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
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
    with contextlib.ExitStack() as stack:
        reader, writer, read = _joined(stack)
        notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read)
        stack.callback(notifier.setEnabled, False)
        notifier.activated.connect(lambda: end(read()[0]))
        stack.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(writer, warn_on_full_buffer=False))
        for number in SIGNALS:
            stack.callback(signal.signal, number, signal.signal(number, lambda *_: None))
        yield


def _joined(stack: contextlib.ExitStack) -> tuple[int, int, Callable[[], bytes]]:
    """Return what is read from, what is written to, and what reads one byte; both are closed with the stack."""
    if sys.platform == "win32":
        import socket  # 5 ms, which nobody else has to wait for

        one, other = socket.socketpair()
        for end in (one, other):
            end.setblocking(False)
            stack.callback(end.close)
        return one.fileno(), other.fileno(), lambda: one.recv(1)
    reader, writer = os.pipe()
    for handle in (reader, writer):
        os.set_blocking(handle, False)
        stack.callback(os.close, handle)
    return reader, writer, lambda: os.read(reader, 1)
