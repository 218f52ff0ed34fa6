"""Learning rates and losses out of training logs, and where they part from the plan.

`lines` says what one line means, and `alike` reads all lines that look like it at once; `reading` and `tail` feed both
with a file, also with one that is still being written; `comparing` compares with a schedule.
"""

from __future__ import annotations

from stepdecay.trainlog.comparing import Comparing, Comparison, Parting, compared
from stepdecay.trainlog.log import TrainLog
from stepdecay.trainlog.reading import LogReader, read_log

__all__ = ["Comparing", "Comparison", "LogReader", "Parting", "TrainLog", "compared", "read_log"]
