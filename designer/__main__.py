"""Runs the program with `python -m designer`."""

import sys

from designer.app import main

sys.exit(main())
