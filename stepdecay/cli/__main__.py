"""`python -m stepdecay.cli`."""

from __future__ import annotations

import sys

from stepdecay.cli import main

if __name__ == "__main__":
    sys.exit(main())
