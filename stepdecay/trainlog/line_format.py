"""Logs that are lines, of any kind that `line` knows; what no other format claims is read as one."""

from __future__ import annotations

from pathlib import PurePath

from stepdecay.trainlog.format import LogFormat, Reader


class LineFormat(LogFormat):
    """What trainers print, JSON lines and tables."""

    readable = (
        "mlx-lm's or mlx-lm-lora's output, JSON lines with iteration and learning_rate or loss, "
        "and CSV or TSV with a header that has step and lr or loss"
    )
    names = ("*.log", "*.txt", "*.out", "*.jsonl", "*.ndjson", "*.csv", "*.tsv")
    telling = ("*.log", "*.jsonl", "*.ndjson", "*.csv", "*.tsv")

    def may_have(self, name: str) -> bool:
        """Return whether a file may be one by its name; without an ending it may be the output of anything."""
        return super().may_have(name) or not PurePath(name).suffix

    def claims(self, head: bytes, name: str) -> bool:
        """Return whether there is a line that says something."""
        reader = self.reader(name)
        reader.feed(head)
        return reader.log() is not None

    def reader(self, name: str) -> Reader:
        """Make what reads lines."""
        from stepdecay.trainlog.reader import LogReader

        return LogReader(name)


LINES = LineFormat()
