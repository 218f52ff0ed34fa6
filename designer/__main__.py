"""The program's entry: `lr-designer`, or `python -m designer`."""

from __future__ import annotations

import gc
import sys

gc.disable()  # of all the objects that are made until the window stands, none is garbage

from designer.app import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
