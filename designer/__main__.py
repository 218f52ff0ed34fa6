"""The program's entry: `lr-designer`, or `python -m designer`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

gc.disable()  # of all the objects that are made until the window stands, none is garbage

from designer.command_line import run  # noqa: E402


def main() -> int:
    """Do what the process' arguments ask for; Qt is loaded only for a window."""
    return run(sys.argv[1:], _open_window)


def _open_window(subjects: Sequence[str]) -> int:
    from designer.app import open_window

    return open_window(subjects)


if __name__ == "__main__":
    sys.exit(main())
